"""`python -m models.training`: trains a BLIP-2 image-text checkpoint on pictures with captions."""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from transformers import AutoConfig, AutoProcessor, Blip2ForImageTextRetrieval

from models.training import build, data, feature_cache
from models.training.data import Pair
from models.training.feature_cache import FeatureCache
from models.training.trainer import TrainConfig, Trainer
from models.vision.blip2_lite import SIZES, Blip2LiteConfig, Blip2LiteForImageTextRetrieval, LiteVisionModel

log = logging.getLogger("training")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = _arguments()
    pairs = [pair for path in args.pairs for pair in data.read_pairs(path)]
    log.info("%d pictures (%d for validation)", len(pairs), sum(p.split == "valid" for p in pairs))
    processor = _processor(args, pairs)
    torch.manual_seed(0)
    model = load(args.init) if args.init else build.new_model(len(processor.tokenizer))
    if args.add_network:
        side = build.IMAGENET_SIDE
        processor.image_processor.size = {"height": side, "width": side}
        model = build.add_network(model, args.add_network, side)
    log.info("%.1f million parameters", sum(p.numel() for p in model.parameters()) / 1e6)
    cache = _prepared(args, model, processor, pairs)
    config = TrainConfig(
        args.epochs, args.batch, args.lr, memory=args.memory, distilled=args.distilled, matched=args.matched,
        patience=args.patience, accumulate=args.accumulate, precision=args.precision,
    )  # fmt: skip
    start = {name: p.detach().cpu().clone() for name, p in model.named_parameters() if p.requires_grad}
    Trainer(model, processor, pairs, cache, config).run(args.run, log.info)
    interpolate(model, start, args.interpolate)
    if args.add_network:
        model.vision_model.fuse()  # as the first network is: a checkpoint's `fused` counts for all
    model.cpu().eval().half().save_pretrained(args.out, max_shard_size="14MB")
    processor.save_pretrained(args.out)
    shutil.copy(args.run / "loss.svg", args.out / "loss.svg")
    log.info("written to %s", args.out)


def load(name: str) -> Any:
    """Loads a BLIP-2 image-text checkpoint in float32."""
    lite = AutoConfig.from_pretrained(name).model_type == Blip2LiteConfig.model_type
    model_class = Blip2LiteForImageTextRetrieval if lite else Blip2ForImageTextRetrieval
    return model_class.from_pretrained(name, dtype="float32")


@torch.no_grad()
def interpolate(model: torch.nn.Module, start: Mapping[str, torch.Tensor], share: float) -> None:
    """Sets the parameters named in ``start`` to ``share`` of the way from there to their trained values.

    Weight-space ensembling (Wortsman et al. 2022, Robust fine-tuning of zero-shot models): keeps what a short
    run adds and loses less of what was there.
    """
    for name, parameter in model.named_parameters():
        if name in start:
            parameter.copy_(torch.lerp(start[name].to(parameter), parameter, share))


def _prepared(args: argparse.Namespace, model: Any, processor: Any, pairs: list[Pair]) -> FeatureCache:
    """Builds the feature cache and freezes what the options exclude from training."""
    images = processor.image_processor
    mean, std = (torch.tensor(v).view(3, 1, 1) for v in (images.image_mean, images.image_std))
    vision = model.to(Accelerator().device).vision_model.eval()
    cache = feature_cache.build_cache(
        pairs, vision, lambda pixels: (pixels - mean) / std, images.size["height"], args.views,
        args.run / "features.npy", log.info,
    )  # fmt: skip
    if args.train_network:
        if not isinstance(vision, LiteVisionModel) or args.train_network not in vision.config.networks:
            raise SystemExit(f"--train-network {args.train_network}: the vision tower has no such network")
        for name, network in zip(vision.config.networks, vision.networks, strict=True):
            if name != args.train_network:
                network.requires_grad_(False)
    if args.freeze_vision:
        vision.requires_grad_(False)
        if isinstance(vision, LiteVisionModel):
            vision.fuse()
        cache = cache.freeze(args.run / "patches.npy", log.info)
    return cache


def _processor(args: argparse.Namespace, pairs: list[Pair]) -> Any:
    """Returns the run's own processor if it has one: a tokenizer trained twice numbers its tokens anew."""
    kept = args.run / "processor"
    if kept.exists() or args.init:
        return AutoProcessor.from_pretrained(kept if kept.exists() else args.init)
    processor = build.new_processor(c.text for p in pairs for c in p.captions)
    processor.save_pretrained(kept)
    return processor


# fmt: off
OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--pairs", {"type": Path, "nargs": "+", "required": True,
                 "help": "files written by python -m app caption-dataset"}),
    ("--out", {"type": Path, "required": True, "help": "folder for the finished weights (fp16 safetensors)"}),
    ("--run", {"type": Path, "required": True, "help": "folder for checkpoints; a killed run resumes there"}),
    ("--init", {"help": "checkpoint to go on from (path or hub name); without it a small new model"}),
    ("--add-network", {"choices": tuple(SIZES), "help": "add this ImageNet network to --init's, which are "
                       "frozen, and train its later blocks and the Q-Former"}),
    ("--train-network", {"choices": tuple(SIZES), "help": "of several networks train this one"}),
    ("--freeze-vision", {"action": "store_true", "help": "train the Q-Former only, on cached patches"}),
    ("--views", {"type": int, "default": 3, "help": "views cached of every picture, the first unaugmented"}),
    ("--matched", {"type": int, "default": 0, "help": "pictures of a batch for matching and generation"}),
    ("--memory", {"type": int, "default": 0, "help": "pictures of earlier batches that are negatives too"}),
    ("--distilled", {"type": float, "default": 0.0, "help": "weight of the moving average's own scores "
                     "beside the labels (ALBEF has 0.4); it encodes every batch too"}),
    ("--epochs", {"type": int, "default": 20}),
    ("--patience", {"type": int, "default": 5, "help": "epochs without a better score until it stops"}),
    ("--batch", {"type": int, "default": 96}),
    ("--accumulate", {"type": int, "default": 1, "help": "batches to one step of the optimizer"}),
    ("--precision", {"choices": ("no", "bf16", "fp16"), "default": "no", "help": "mixed, on a GPU"}),
    ("--lr", {"type": float, "default": 1e-3}),
    ("--interpolate", {"type": float, "default": 1.0,
                       "help": "share of the way from --init's weights to the run's (default: 1)"}),
)
# fmt: on


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    for option, settings in OPTIONS:
        parser.add_argument(option, **settings)
    return parser.parse_args()


if __name__ == "__main__":
    main()
