"""`python -m models.training.lora`: trains a LoRA adapter for a GGUF language model and writes it as GGUF.

Takes any model of the llama architecture and JSON lines of ``{"messages": [...], "answer": "..."}``, and does
not know what they mean. The loss is on the answer only. LoRA: Hu et al. 2021, arXiv 2106.09685.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

log = logging.getLogger("training")

GGUF_NAMES = {  # of a layer's linear maps in transformers
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}  # fmt: skip
SORT_WINDOW = 16  # batches whose rows are sorted by length together: less padding in a random order


@dataclass(frozen=True, slots=True)
class LoraConfig:
    """How long and how fast: ``lr`` is the peak of a cosine, ``alpha / rank`` the adapter's scale."""

    steps: int = 640
    batch: int = 8
    rank: int = 16
    alpha: float = 32.0
    lr: float = 1e-3
    warmup: int = 20
    seed: int = 0

    def lr_at(self, step: int) -> float:
        """Returns the learning rate of a step; it ends at a twentieth of the peak."""
        wave = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.lr * min(1.0, (step + 1) / self.warmup) * (0.05 + 0.95 * wave)


class LoraLinear(nn.Module):
    """A frozen linear map plus the trained product of A (rank, in) and B (out, rank)."""

    def __init__(self, frozen: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.frozen, self.scale = frozen, alpha / rank
        self.a = nn.Parameter(torch.empty(rank, frozen.in_features))
        self.b = nn.Parameter(torch.zeros(frozen.out_features, rank))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Maps (…, in) to (…, out)."""
        low = nn.functional.linear(x, self.a.to(x.dtype))
        return self.frozen(x) + nn.functional.linear(low, self.b.to(x.dtype)) * self.scale


def add_adapters(model: nn.Module, config: LoraConfig) -> dict[str, LoraLinear]:
    """Freezes ``model`` and adapts every linear map of every layer; returns adapters by GGUF tensor name."""
    model.requires_grad_(False)
    torch.manual_seed(config.seed)
    adapters = {}
    for number, layer in enumerate(model.model.layers):  # type: ignore[arg-type, union-attr]
        for path, name in GGUF_NAMES.items():
            part, attribute = path.split(".")
            parent = getattr(layer, part)
            adapter = LoraLinear(getattr(parent, attribute), config.rank, config.alpha)
            setattr(parent, attribute, adapter)
            adapters[f"blk.{number}.{name}.weight"] = adapter
    return adapters


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of a row; the first ``prompt`` of them are the prompt, the rest is the answer."""

    ids: list[int]
    prompt: int


def examples(rows: Sequence[Mapping[str, Any]], tokenizer: Any) -> list[Example]:
    """Returns rows as token ids, in the model's own chat template."""
    made = []
    for row in rows:
        text = tokenizer.apply_chat_template(row["messages"], tokenize=False, add_generation_prompt=True)
        prompt = tokenizer(text, add_special_tokens=False)["input_ids"]
        answer = tokenizer(row["answer"] + tokenizer.eos_token, add_special_tokens=False)["input_ids"]
        made.append(Example(prompt + answer, len(prompt)))
    return made


def batches(data: Sequence[Example], config: LoraConfig) -> Iterator[list[Example]]:
    """Yields the configured number of batches in a random order that is the same in every run."""
    rng = random.Random(config.seed)
    order: list[int] = []
    ready: list[list[Example]] = []
    for _ in range(config.steps):
        while not ready:
            while len(order) < SORT_WINDOW * config.batch:
                order += rng.sample(range(len(data)), len(data))
            near, order = order[: SORT_WINDOW * config.batch], order[SORT_WINDOW * config.batch :]
            near.sort(key=lambda i: len(data[i].ids))
            ready = [
                [data[i] for i in near[at : at + config.batch]] for at in range(0, len(near), config.batch)
            ]
            rng.shuffle(ready)
        yield ready.pop()


def answer_loss(model: nn.Module, batch: Sequence[Example]) -> torch.Tensor:
    """Returns the mean cross-entropy of the answers' tokens; causal attention does not see right padding."""
    longest = max(len(e.ids) for e in batch)
    ids = torch.tensor([e.ids + [0] * (longest - len(e.ids)) for e in batch])
    target = torch.full_like(ids, -100)
    for row, example in enumerate(batch):
        target[row, example.prompt : len(example.ids)] = torch.tensor(example.ids[example.prompt :])
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]  # type: ignore[operator, union-attr]
    known = target[:, 1:] != -100
    return nn.functional.cross_entropy(model.lm_head(hidden[known]).float(), target[:, 1:][known])  # type: ignore[operator]


def train(
    model: nn.Module,
    adapters: Mapping[str, LoraLinear],
    data: Sequence[Example],
    config: LoraConfig,
    run: Path,
    every: int = 50,
) -> list[float]:
    """Trains the adapters, from ``run/checkpoint.pt`` if there is one; returns the loss of every step."""
    weights = [p for a in adapters.values() for p in (a.a, a.b)]
    optimizer = torch.optim.AdamW(weights, lr=config.lr, weight_decay=0.0)
    losses = _resume(run / "checkpoint.pt", adapters, optimizer)
    started, first = time.monotonic(), len(losses)
    for step, batch in enumerate(batches(data, config)):
        if step < first:
            continue
        for group in optimizer.param_groups:
            group["lr"] = config.lr_at(step)
        loss = answer_loss(model, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if len(losses) % every == 0 or len(losses) == config.steps:
            _save(run / "checkpoint.pt", adapters, optimizer, losses)
            pace = (time.monotonic() - started) / (len(losses) - first)
            mean = sum(losses[-every:]) / len(losses[-every:])
            log.info("step %d/%d loss %.4f, %.2f s a step", len(losses), config.steps, mean, pace)
    return losses


def _save(
    path: Path, adapters: Mapping[str, LoraLinear], optimizer: torch.optim.Optimizer, losses: list[float]
) -> None:  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = {name: (a.a.data, a.b.data) for name, a in adapters.items()}
    partial = path.with_suffix(".part")
    torch.save({"weights": weights, "optimizer": optimizer.state_dict(), "losses": losses}, partial)
    os.replace(partial, path)  # a kill leaves the old checkpoint or the new one, never half of one


def restore(path: Path, adapters: Mapping[str, LoraLinear]) -> dict[str, Any]:
    """Loads the weights of a checkpoint into the adapters, and returns the checkpoint."""
    saved: dict[str, Any] = torch.load(path, weights_only=True)
    for name, (a, b) in saved["weights"].items():
        adapters[name].a.data.copy_(a)
        adapters[name].b.data.copy_(b)
    return saved


def _resume(path: Path, adapters: Mapping[str, LoraLinear], optimizer: torch.optim.Optimizer) -> list[float]:
    if not path.exists():
        return []
    saved = restore(path, adapters)
    optimizer.load_state_dict(saved["optimizer"])
    log.info("resuming after step %d", len(saved["losses"]))
    return list(saved["losses"])


def write_gguf(
    adapters: Mapping[str, LoraLinear], heads: int, kv_heads: int, alpha: float, path: Path
) -> None:
    """Writes the adapters as one GGUF file in float16, for llama.cpp's ``lora_path``."""
    import gguf

    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    for name, adapter in adapters.items():
        a, b = adapter.a.detach().numpy(), adapter.b.detach().numpy()
        if "attn_q" in name or "attn_k" in name:
            b = permute_rotary(b, heads if "attn_q" in name else kv_heads)
        for letter, tensor in (("a", a), ("b", b)):
            writer.add_tensor(f"{name}.lora_{letter}", np.ascontiguousarray(tensor, dtype=np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def permute_rotary(rows: np.ndarray, heads: int) -> np.ndarray:
    """Returns rows of a query or key map in llama.cpp's order: a head's rotary halves alternate."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return np.asarray(halves.swapaxes(1, 2).reshape(rows.shape))


def main() -> int:
    """Runs the command; its options are in --help."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    from transformers import AutoModelForCausalLM, AutoTokenizer

    args = _arguments()
    torch.set_num_threads(args.threads)
    config = LoraConfig(steps=args.steps, batch=args.batch, rank=args.rank, alpha=2.0 * args.rank, lr=args.lr)
    rows = [json.loads(line) for line in args.rows.read_text(encoding="utf-8").splitlines()]
    folder, file = str(args.gguf.parent), args.gguf.name
    data = examples(rows, AutoTokenizer.from_pretrained(folder, gguf_file=file))
    log.info("%d rows, %.1f tokens each", len(data), sum(len(e.ids) for e in data) / len(data))
    dtype = getattr(torch, args.dtype)
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=dtype)
    adapters = add_adapters(model, config)
    if args.start:
        restore(args.start, adapters)
    started = time.process_time()
    losses = train(model, adapters, data, config, args.run)
    heads, kv_heads = model.config.num_attention_heads, model.config.num_key_value_heads
    write_gguf(adapters, heads, kv_heads, config.alpha, args.out)
    facts = {
        "base": file, "rows": len(rows), **asdict(config), "loss": round(float(np.mean(losses[-50:])), 4),
        "cpu_seconds": round(time.process_time() - started),
    }  # fmt: skip
    args.out.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    config = LoraConfig()
    parser = argparse.ArgumentParser(prog="python -m models.training.lora", description=__doc__)
    add = parser.add_argument
    add("--gguf", type=Path, required=True, help="the model that is adapted; llama architecture")
    add("--rows", type=Path, required=True, help='JSON lines of {"messages": [...], "answer": "..."}')
    add("--out", type=Path, required=True, help="adapter file (GGUF); its figures go beside it as JSON")
    add("--run", type=Path, default=Path("runs/lora"), help="folder of the checkpoint")
    add("--start", type=Path, help="checkpoint of an earlier run to begin from, on other rows")
    add("--steps", type=int, default=config.steps)
    add("--batch", type=int, default=config.batch)
    add("--rank", type=int, default=config.rank)
    add("--lr", type=float, default=config.lr)
    add("--dtype", choices=("float32", "bfloat16"), default="float32",
        help="of the frozen weights; bfloat16 is 2 to 4 times faster on CPUs with AMX, and crashes where "
        "a virtual machine lists AMX and forbids it")  # fmt: skip
    add("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
