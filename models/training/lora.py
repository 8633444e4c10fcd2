"""`python -m models.training.lora`: trains a LoRA adapter for a GGUF language model and writes it as GGUF.

Any model of the llama architecture, any rows of ``{"messages": […], "answer": "…"}``; does not know what they
mean. llama.cpp takes the file as ``lora_path``.
LoRA: Hu et al. 2021, https://arxiv.org/abs/2106.09685. Loss on the answer only.
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

log = logging.getLogger(__name__)

NAMES = {  # of a layer's linear maps, in transformers and in GGUF
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}  # fmt: skip
WINDOW = 16  # batches sorted by length together: less padding, and the order stays random


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: ``lr`` is the peak of a cosine, ``alpha / rank`` the adapter's scale."""

    steps: int = 640
    batch: int = 8
    rank: int = 16
    alpha: float = 32.0
    lr: float = 1e-3
    warmup: int = 20
    seed: int = 0

    def rate(self, step: int) -> float:
        """The learning rate of a step; it ends at a twentieth of the peak."""
        wave = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.lr * min(1.0, (step + 1) / self.warmup) * (0.05 + 0.95 * wave)


class LowRank(nn.Module):
    """A frozen linear map plus a trained product of two thin matrices, A (rank, in) and B (out, rank)."""

    def __init__(self, frozen: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.frozen, self.scale = frozen, alpha / rank
        self.a = nn.Parameter(torch.empty(rank, frozen.in_features))
        self.b = nn.Parameter(torch.zeros(frozen.out_features, rank))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(…, in) → (…, out)."""
        thin = nn.functional.linear(x, self.a.to(x.dtype))
        return self.frozen(x) + nn.functional.linear(thin, self.b.to(x.dtype)) * self.scale


def adapt(model: nn.Module, plan: Plan) -> dict[str, LowRank]:
    """Freezes ``model`` and adapts every linear map of every layer; GGUF tensor name → adapter."""
    model.requires_grad_(False)
    torch.manual_seed(plan.seed)
    adapters = {}
    for number, layer in enumerate(model.model.layers):  # type: ignore[arg-type, union-attr]
        for path, name in NAMES.items():
            part, attribute = path.split(".")
            parent = getattr(layer, part)
            adapter = LowRank(getattr(parent, attribute), plan.rank, plan.alpha)
            setattr(parent, attribute, adapter)
            adapters[f"blk.{number}.{name}.weight"] = adapter
    return adapters


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of a row; the first ``asked`` are the question, the rest is the answer."""

    ids: list[int]
    asked: int


def examples(rows: Sequence[Mapping[str, Any]], tokenizer: Any) -> list[Example]:
    """Rows as token ids, with the model's own chat template around them."""
    made = []
    for row in rows:
        text = tokenizer.apply_chat_template(row["messages"], tokenize=False, add_generation_prompt=True)
        asked = tokenizer(text, add_special_tokens=False)["input_ids"]
        answer = tokenizer(row["answer"] + tokenizer.eos_token, add_special_tokens=False)["input_ids"]
        made.append(Example(asked + answer, len(asked)))
    return made


def batches(data: Sequence[Example], plan: Plan) -> Iterator[list[Example]]:
    """The plan's batches in a random order that is the same in every run."""
    rng = random.Random(plan.seed)
    order: list[int] = []
    ready: list[list[Example]] = []
    for _ in range(plan.steps):
        while not ready:
            while len(order) < WINDOW * plan.batch:
                order += rng.sample(range(len(data)), len(data))
            near, order = order[: WINDOW * plan.batch], order[WINDOW * plan.batch :]
            near.sort(key=lambda i: len(data[i].ids))
            ready = [[data[i] for i in near[at : at + plan.batch]] for at in range(0, len(near), plan.batch)]
            rng.shuffle(ready)
        yield ready.pop()


def loss_of(model: nn.Module, batch: Sequence[Example]) -> torch.Tensor:
    """Mean cross-entropy over the answers' tokens; padding is on the right, unseen by causal attention."""
    longest = max(len(e.ids) for e in batch)
    ids = torch.tensor([e.ids + [0] * (longest - len(e.ids)) for e in batch])
    target = torch.full_like(ids, -100)
    for row, example in enumerate(batch):
        target[row, example.asked : len(example.ids)] = torch.tensor(example.ids[example.asked :])
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]  # type: ignore[operator, union-attr]
    told = target[:, 1:] != -100
    return nn.functional.cross_entropy(model.lm_head(hidden[told]).float(), target[:, 1:][told])  # type: ignore[operator]


def train(
    model: nn.Module,
    adapters: Mapping[str, LowRank],
    data: Sequence[Example],
    plan: Plan,
    run: Path,
    every: int = 50,
) -> list[float]:
    """Trains the adapters; goes on from ``run/checkpoint.pt`` if there is one. The loss of every step."""
    weights = [p for a in adapters.values() for p in (a.a, a.b)]
    optimizer = torch.optim.AdamW(weights, lr=plan.lr, weight_decay=0.0)
    losses = _resume(run / "checkpoint.pt", adapters, optimizer)
    started, first = time.monotonic(), len(losses)
    for step, batch in enumerate(batches(data, plan)):
        if step < first:
            continue
        for group in optimizer.param_groups:
            group["lr"] = plan.rate(step)
        loss = loss_of(model, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if len(losses) % every == 0 or len(losses) == plan.steps:
            _save(run / "checkpoint.pt", adapters, optimizer, losses)
            pace = (time.monotonic() - started) / (len(losses) - first)
            mean = sum(losses[-every:]) / len(losses[-every:])
            log.info("step %d/%d loss %.4f, %.2f s a step", len(losses), plan.steps, mean, pace)
    return losses


def _save(
    path: Path, adapters: Mapping[str, LowRank], optimizer: torch.optim.Optimizer, losses: list[float]
) -> None:  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = {name: (a.a.data, a.b.data) for name, a in adapters.items()}
    partial = path.with_suffix(".part")
    torch.save({"weights": weights, "optimizer": optimizer.state_dict(), "losses": losses}, partial)
    os.replace(partial, path)  # a kill leaves the old checkpoint or the new one, never half of one


def restore(path: Path, adapters: Mapping[str, LowRank]) -> dict[str, Any]:
    """Gives the adapters the weights of a checkpoint, and returns the checkpoint."""
    saved: dict[str, Any] = torch.load(path, weights_only=True)
    for name, (a, b) in saved["weights"].items():
        adapters[name].a.data.copy_(a)
        adapters[name].b.data.copy_(b)
    return saved


def _resume(path: Path, adapters: Mapping[str, LowRank], optimizer: torch.optim.Optimizer) -> list[float]:
    if not path.exists():
        return []
    saved = restore(path, adapters)
    optimizer.load_state_dict(saved["optimizer"])
    log.info("goes on after step %d", len(saved["losses"]))
    return list(saved["losses"])


def write_gguf(adapters: Mapping[str, LowRank], heads: int, kv_heads: int, alpha: float, path: Path) -> None:
    """The adapters as one GGUF file in float16, for llama.cpp's ``lora_path``."""
    import gguf

    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    for name, adapter in adapters.items():
        a, b = adapter.a.detach().numpy(), adapter.b.detach().numpy()
        if "attn_q" in name or "attn_k" in name:
            b = interleaved(b, heads if "attn_q" in name else kv_heads)
        for letter, tensor in (("a", a), ("b", b)):
            writer.add_tensor(f"{name}.lora_{letter}", np.ascontiguousarray(tensor, dtype=np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def interleaved(rows: np.ndarray, heads: int) -> np.ndarray:
    """Rows of a query or key map in llama.cpp's order: its rotary halves alternate, transformers' follow."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return np.asarray(halves.swapaxes(1, 2).reshape(rows.shape))


def main() -> int:
    """The command; its options are in --help."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    from transformers import AutoModelForCausalLM, AutoTokenizer

    args = _arguments()
    torch.set_num_threads(args.threads)
    plan = Plan(steps=args.steps, batch=args.batch, rank=args.rank, alpha=2.0 * args.rank, lr=args.lr)
    rows = [json.loads(line) for line in args.rows.read_text(encoding="utf-8").splitlines()]
    folder, file = str(args.gguf.parent), args.gguf.name
    data = examples(rows, AutoTokenizer.from_pretrained(folder, gguf_file=file))
    log.info("%d rows, %.1f tokens each", len(data), sum(len(e.ids) for e in data) / len(data))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
    adapters = adapt(model, plan)
    if args.start:
        restore(args.start, adapters)
    started = time.process_time()
    losses = train(model, adapters, data, plan, args.run)
    config = model.config
    write_gguf(
        adapters, config.num_attention_heads, config.num_key_value_heads, plan.alpha, args.out / "wish.gguf"
    )
    facts = {
        "base": file,
        "rows": len(rows),
        **asdict(plan),
        "loss": round(sum(losses[-50:]) / len(losses[-50:]), 4),
    }
    facts |= {"cpu_seconds": round(time.process_time() - started)}
    (args.out / "training.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    plan = Plan()
    parser = argparse.ArgumentParser(prog="python -m models.training.lora", description=__doc__)
    parser.add_argument(
        "--gguf", type=Path, required=True, help="the model that is adapted; llama architecture"
    )
    parser.add_argument(
        "--rows", type=Path, required=True, help="JSON lines, from python -m app.training.messages"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for wish.gguf and training.json")
    parser.add_argument("--run", type=Path, default=Path("runs/lora"), help="folder of the checkpoint")
    parser.add_argument(
        "--start", type=Path, help="checkpoint of an earlier round to begin from, on other rows"
    )
    parser.add_argument("--steps", type=int, default=plan.steps)
    parser.add_argument("--batch", type=int, default=plan.batch)
    parser.add_argument("--rank", type=int, default=plan.rank)
    parser.add_argument("--lr", type=float, default=plan.lr)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
