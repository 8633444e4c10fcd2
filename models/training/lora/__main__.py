"""`python -m models.training.lora`: trains a LoRA adapter for a GGUF language model and writes it as GGUF.

Takes any model of the llama architecture and JSON lines of ``{"prompt": "...", "answer": "..."}``, where the
prompt is raw text with its control tokens, and does not know what they mean.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import logging
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.training.lora.adapter_file import write_gguf
from models.training.lora.llama_forward import AdaptedLlama, Precision
from models.training.lora.recipe import LoraConfig, Watch, examples, restore, train

log = logging.getLogger("training")

THERE, BACK = ("float32", "bfloat16"), ("float32", "bfloat16", "int8")
TRIAL = """
import sys, time, torch
torch.set_num_threads(int(sys.argv[2]))
left, right = (torch.randn(1024, 1024).mul(20).to(getattr(torch, sys.argv[1])) for _ in "ab")
product = torch._int_mm if sys.argv[1] == "int8" else torch.mm
made, seconds = product(left, right), []
for _ in range(20):
    started = time.perf_counter()
    product(left, right, out=made)
    seconds.append(time.perf_counter() - started)
print(min(seconds))
"""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h


def fastest_dtype(threads: int, dtypes: Sequence[str]) -> str:
    """Returns the dtype whose product is fastest here, of those that run.

    Some virtual machines advertise AMX and forbid it, and the process dies: each trial is a child.
    """
    seconds = {}
    for dtype in dtypes:
        trial = subprocess.run(
            [sys.executable, "-c", TRIAL, dtype, str(threads)], capture_output=True, text=True, check=False
        )
        if trial.returncode == 0:
            seconds[dtype] = float(trial.stdout)
    log.info("seconds of a product: %s", seconds)
    return min(seconds, key=lambda dtype: seconds[dtype])


def keep_memory() -> None:
    """Has glibc keep what is freed: getting fresh pages for every tensor takes longer than some products."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):  # musl has none
            libc.mallopt(M_MMAP_THRESHOLD, 1 << 30)
            libc.mallopt(M_TRIM_THRESHOLD, 2**31 - 1)


def adapted(args: argparse.Namespace, config: LoraConfig, precision: Precision) -> AdaptedLlama:
    """Loads the model with new adapters."""
    from transformers import AutoModelForCausalLM

    plain = AutoModelForCausalLM.from_pretrained(
        str(args.gguf.parent), gguf_file=args.gguf.name, dtype=torch.float32
    )
    return AdaptedLlama(plain, config.rank, config.alpha, precision, config.seed)


def main() -> int:
    """Runs the command; its options are in --help."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = _arguments()
    keep_memory()
    torch.set_num_threads(args.threads)
    config = LoraConfig(steps=args.steps, batch=args.batch, rank=args.rank, alpha=2.0 * args.rank, lr=args.lr)
    if args.export:
        model = adapted(args, config, Precision())
        restore(args.run / "checkpoint.pt", model)
        write_gguf(model, config.alpha, args.out)
        return 0
    started = time.process_time()
    facts = {"base": args.gguf.name, **asdict(config), **_train(args, config)}
    facts["cpu_seconds"] = round(time.process_time() - started)
    args.out.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


def _train(args: argparse.Namespace, config: LoraConfig) -> dict[str, Any]:
    """Trains and writes the adapter; returns figures of the run."""
    from transformers import AutoTokenizer

    there = fastest_dtype(args.threads, THERE) if args.dtype == "auto" else args.dtype
    back = fastest_dtype(args.threads, BACK) if args.back == "auto" else args.back
    model = adapted(args, config, Precision(getattr(torch, there), getattr(torch, back)))
    if args.start:
        restore(args.start, model)
    tokenizer = AutoTokenizer.from_pretrained(str(args.gguf.parent), gguf_file=args.gguf.name)
    data, held = (examples(_rows(path), tokenizer) if path else [] for path in (args.rows, args.eval))
    tokens = sum(len(e.ids) for e in data) / len(data)
    log.info("%d rows, %.1f tokens each, %s there and %s back", len(data), tokens, there, back)
    watch = Watch(held, args.every, args.out.with_suffix(".curve.json"))
    losses = train(model, data, config, args.run, watch)
    write_gguf(model, config.alpha, args.out)
    return {"rows": len(data), "dtype": there, "back": back, "loss": round(float(np.mean(losses[-50:])), 4)}


def _rows(path: Path) -> list[Mapping[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _arguments() -> argparse.Namespace:
    config = LoraConfig()
    parser = argparse.ArgumentParser(prog="python -m models.training.lora", description=__doc__)
    add = parser.add_argument
    add("--gguf", type=Path, required=True, help="the model that is adapted; llama architecture")
    add("--rows", type=Path, help='JSON lines of {"prompt": "...", "answer": "..."} to train on')
    add("--eval", type=Path, help="rows that are only measured")
    add("--out", type=Path, required=True, help="adapter file (GGUF); its figures and curve go beside it")
    add("--run", type=Path, default=Path("runs/lora"), help="folder of the checkpoint")
    add("--start", type=Path, help="checkpoint of an earlier run to begin from, on other rows")
    add("--export", action="store_true", help="only write the checkpoint of --run to --out")
    add("--every", type=int, default=50, help="steps between checkpoints and points of the curve")
    add("--steps", type=int, default=config.steps)
    add("--batch", type=int, default=config.batch, help="rows of a step")
    add("--rank", type=int, default=config.rank)
    add("--lr", type=float, default=config.lr)
    add("--dtype", choices=("auto", *THERE), default="auto",
        help="of the products with frozen weights; auto takes the fastest that runs here")  # fmt: skip
    add("--back", choices=("auto", *BACK), default="auto", help="the same, of their gradients")
    add("--threads", type=int, default=2)
    args = parser.parse_args()
    if not (args.rows or args.export):
        parser.error("expected --rows to train on, or --export")
    return args


if __name__ == "__main__":
    sys.exit(main())
