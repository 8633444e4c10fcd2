"""A tiny random LLaVA as GGUF files: a llama of two layers, and the mmproj that gives it CLIP's eyes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np

TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
    "{% if messages[0].role == 'system' %}{% endif %}assistant: "
)
MISTRALS = "{{ bos_token }}{% for m in messages %}[INST] {{ m.content }} [/INST]{% endfor %}"  # without rules
WIDTH, LAYERS, HEADS, INNER = 64, 2, 4, 128
SIDE, PATCH, EYES, SIGHT = 28, 14, 32, 96  # pixels, pixels, width of the eyes and inside them


class _Random:
    """Draws tensors for one file; the same every time."""

    def __init__(self, path: Path, kind: str, seed: int) -> None:
        self.file: Any = gguf.GGUFWriter(path, kind)
        self.file.add_file_type(gguf.LlamaFileType.ALL_F32)
        self._draw = np.random.default_rng(seed)

    def noise(self, name: str, *shape: int, scale: float = 0.08, half: bool = False) -> None:
        drawn = self._draw.standard_normal(shape) * scale
        self.file.add_tensor(name, drawn.astype(np.float16 if half else np.float32))

    def flat(self, name: str, size: int, value: float) -> None:
        self.file.add_tensor(name, np.full(size, value, np.float32))

    def close(self) -> None:
        self.file.write_header_to_file()
        self.file.write_kv_data_to_file()
        self.file.write_tensors_to_file()
        self.file.close()


def text_model(path: Path, template: str = TEMPLATE) -> Path:
    """The words: a token for each byte and each letter, so that any text comes back as it was."""
    model = _Random(path, "llama", seed=0)
    words = _vocabulary(model.file)
    file = model.file
    file.add_block_count(LAYERS)
    file.add_context_length(4096)
    file.add_embedding_length(WIDTH)
    file.add_feed_forward_length(INNER)
    file.add_head_count(HEADS)
    file.add_head_count_kv(HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(WIDTH // HEADS)
    if template:
        file.add_chat_template(template)
    model.noise("token_embd.weight", words, WIDTH, scale=0.32)
    for layer in (f"blk.{number}." for number in range(LAYERS)):
        for norm in ("attn_norm", "ffn_norm"):
            model.flat(f"{layer}{norm}.weight", WIDTH, 1)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            model.noise(f"{layer}{name}.weight", WIDTH, WIDTH)
        for name in ("ffn_gate", "ffn_up"):
            model.noise(f"{layer}{name}.weight", INNER, WIDTH)
        model.noise(f"{layer}ffn_down.weight", WIDTH, INNER)
    model.flat("output_norm.weight", WIDTH, 1)
    model.noise("output.weight", words, WIDTH, scale=0.32)
    model.close()
    return path


def _vocabulary(file: Any) -> int:
    """Three tokens that steer, 256 bytes, the printable letters, and padding to rows of 32; their number."""
    kind = gguf.TokenType
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    kinds = [kind.UNKNOWN, kind.CONTROL, kind.CONTROL] + [kind.BYTE] * 256
    letters = ["\u2581"] + [chr(code) for code in range(33, 127)]
    spare = [f"<pad{number}>" for number in range(-(len(tokens) + len(letters)) % 32)]
    file.add_tokenizer_model("llama")
    file.add_tokenizer_pre("default")
    file.add_token_list([token.encode() for token in (*tokens, *letters, *spare)])
    file.add_token_scores([0.0] * len(tokens) + [-float(n) for n in range(1, len(letters + spare) + 1)])
    file.add_token_types([*kinds, *[kind.NORMAL] * len(letters), *[kind.UNUSED] * len(spare)])
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)
    file.add_unk_token_id(0)
    file.add_add_space_prefix(False)
    file.add_vocab_size(len(tokens + letters + spare))
    return len(tokens + letters + spare)


def mmproj(path: Path, tiles: bool = False) -> Path:
    """The eyes: a ViT of two layers and LLaVA's projector; with ``tiles``, LLaVA 1.6's."""
    eyes = _Random(path, "clip", seed=1)
    _sight(eyes.file, tiles)
    eyes.noise("v.class_embd", EYES)
    eyes.noise("v.position_embd.weight", (SIDE // PATCH) ** 2 + 1, EYES)
    eyes.noise("v.patch_embd.weight", EYES, 3, PATCH, PATCH, half=True)
    norms = ["v.pre_ln", "v.post_ln", *(f"v.blk.{n}.{ln}" for n in range(LAYERS) for ln in ("ln1", "ln2"))]
    for norm in norms:
        eyes.flat(f"{norm}.weight", EYES, 1)
        eyes.flat(f"{norm}.bias", EYES, 0)
    for layer in (f"v.blk.{number}." for number in range(LAYERS)):
        sizes = {name: (EYES, EYES) for name in ("attn_q", "attn_k", "attn_v", "attn_out")}
        for name, (rows, columns) in {**sizes, "ffn_up": (SIGHT, EYES), "ffn_down": (EYES, SIGHT)}.items():
            eyes.noise(f"{layer}{name}.weight", rows, columns)
            eyes.flat(f"{layer}{name}.bias", rows, 0)
    for name, columns, scale in (("mm.0", EYES, 0.08), ("mm.2", WIDTH, 0.8)):
        eyes.noise(f"{name}.weight", WIDTH, columns, scale=scale)
        eyes.flat(f"{name}.bias", WIDTH, 0)
    if tiles:
        eyes.noise("v.image_newline", WIDTH)
    eyes.close()
    return path


def _sight(file: Any, tiles: bool) -> None:
    vision = {
        "image_size": SIDE, "patch_size": PATCH, "embedding_length": EYES, "feed_forward_length": SIGHT,
        "block_count": LAYERS, "projection_dim": WIDTH, "attention.head_count": 2,
    }  # fmt: skip
    file.add_type(gguf.GGUFType.MMPROJ)
    file.add_bool("clip.has_vision_encoder", True)
    file.add_bool("clip.has_llava_projector", True)
    file.add_string("clip.projector_type", "mlp")
    file.add_bool("clip.use_gelu", False)
    for name, value in vision.items():
        file.add_uint32(f"clip.vision.{name}", value)
    file.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-5)
    file.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    file.add_array("clip.vision.image_std", [0.25, 0.25, 0.25])
    if tiles:
        file.add_array("clip.vision.image_grid_pinpoints", [56, 28, 28, 56, 56, 56])
        file.add_string("clip.vision.mm_patch_merge_type", "spatial_unpad")
