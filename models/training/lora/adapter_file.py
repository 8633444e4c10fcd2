"""Writes LoRA adapters of a llama as a GGUF file, as llama.cpp reads them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.training.lora.llama_forward import AdaptedLlama

MAPS = {  # GGUF's names of what a layer's products hold
    "qkv": ("attn_q", "attn_k", "attn_v"), "output": ("attn_output",), "gate_up": ("ffn_gate", "ffn_up"),
    "down": ("ffn_down",),
}  # fmt: skip


def named(model: AdaptedLlama) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Returns A (rank, in) and B (out, rank) of every linear map by the name of GGUF's tensor."""
    return {
        f"blk.{number}.{name}.weight": (a.numpy(), b.numpy())
        for number, layer in enumerate(model.layers)
        for product, names in MAPS.items()
        for name, (a, b) in zip(names, getattr(layer, product).adapters(), strict=True)
    }


def write_gguf(model: AdaptedLlama, alpha: float, path: Path) -> None:
    """Writes the adapters as one GGUF file in float16, for llama.cpp's ``lora_path``."""
    import gguf

    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    heads = {"attn_q": model.config.num_attention_heads, "attn_k": model.config.num_key_value_heads}
    for name, (a, b) in named(model).items():
        kind = name.split(".")[2]
        for letter, tensor in (("a", a), ("b", permute_rotary(b, heads[kind]) if kind in heads else b)):
            writer.add_tensor(f"{name}.lora_{letter}", np.ascontiguousarray(tensor, dtype=np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def permute_rotary(rows: np.ndarray, heads: int) -> np.ndarray:
    """Returns rows of a query or key map in llama.cpp's order: a head's rotary halves alternate."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return np.asarray(halves.swapaxes(1, 2).reshape(rows.shape))
