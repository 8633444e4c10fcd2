"""`python -m models.finetune`: trains a BLIP-2 image-text checkpoint on pictures with captions."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any

import torch
from transformers import AutoProcessor, Blip2ForImageTextRetrieval

from models.finetune import corpus, student, teacher
from models.finetune.corpus import Pair
from models.finetune.train import Plan, Trainer

log = logging.getLogger("finetune")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = _arguments()
    pairs = [pair for path in args.pairs for pair in corpus.read_pairs(path)]
    log.info("%d pictures (%d for validation)", len(pairs), sum(p.split == "valid" for p in pairs))
    processor = _processor(args, pairs)
    if args.init:
        model = Blip2ForImageTextRetrieval.from_pretrained(args.init, dtype="float32")
    else:
        torch.manual_seed(0)
        model = student.new_model(len(processor.tokenizer))
    log.info("%.1f million parameters", sum(p.numel() for p in model.parameters()) / 1e6)
    log.info("decoding, or reading what was decoded")
    pixels = corpus.decoded(pairs, args.run / "pixels.npy")
    maps = None
    if args.teacher:
        log.info("ImageNet features, or reading what was computed")
        maps = teacher.features(pairs, args.run / "features.npy")
    trainer = Trainer(model, processor, pairs, pixels, maps, Plan(args.epochs, args.batch, args.lr))
    trainer.run(args.run, log.info)
    model.half().save_pretrained(args.out, max_shard_size="14MB")
    processor.save_pretrained(args.out)
    log.info("written to %s", args.out)


def _processor(args: argparse.Namespace, pairs: list[Pair]) -> Any:
    """The run's own if it has one: training a tokenizer twice on the same texts gives other token numbers."""
    kept = args.run / "processor"
    if kept.exists() or args.init:
        return AutoProcessor.from_pretrained(kept if kept.exists() else args.init)
    processor = student.new_processor(c.text for p in pairs for c in p.captions)
    processor.save_pretrained(kept)
    return processor


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.finetune", description=__doc__)
    parser.add_argument(
        "--pairs", type=Path, nargs="+", required=True, help="files written by python -m app.pairs"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the finished weights (fp16 safetensors)"
    )
    parser.add_argument(
        "--run", type=Path, required=True, help="folder for checkpoints; a killed run goes on there"
    )
    parser.add_argument(
        "--init", help="checkpoint to go on from (path or hub name); without it a small new model"
    )
    parser.add_argument("--teacher", action="store_true", help="also learn EfficientNet-Lite0's features")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=1e-3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
