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

from models.training import corpus, feature_cache, imagenet, student
from models.training.corpus import Pair
from models.training.trainer import Plan, Trainer
from models.vision.blip2_lite import SIZES, Blip2LiteConfig, Blip2LiteForImageTextRetrieval, LiteVisionModel

log = logging.getLogger("finetune")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = _arguments()
    pairs = [pair for path in args.pairs for pair in corpus.read_pairs(path)]
    log.info("%d pictures (%d for validation)", len(pairs), sum(p.split == "valid" for p in pairs))
    processor = _processor(args, pairs)
    torch.manual_seed(0)
    model = load(args.init) if args.init else student.new_model(len(processor.tokenizer))
    images = processor.image_processor
    if args.beside:
        images.size = {"height": imagenet.SIDE, "width": imagenet.SIDE}
        model = imagenet.beside(model, args.beside, imagenet.SIDE)
    log.info("%.1f million parameters", sum(p.numel() for p in model.parameters()) / 1e6)
    mean, std = (torch.tensor(v).view(3, 1, 1) for v in (images.image_mean, images.image_std))
    eyes = model.to(Accelerator().device).vision_model.eval()
    seen = feature_cache.looked_at(
        pairs, eyes, lambda pixels: (pixels - mean) / std, images.size["height"], args.views,
        args.run / "looked.npy", log.info,
    )  # fmt: skip
    if args.only:
        if not isinstance(eyes, LiteVisionModel) or args.only not in eyes.config.networks:
            raise SystemExit(f"--only {args.only}: these eyes have no such network")
        for name, network in zip(eyes.config.networks, eyes.networks, strict=True):
            if name != args.only:
                network.requires_grad_(False)
    if args.freeze_vision:
        eyes.requires_grad_(False)
        if isinstance(eyes, LiteVisionModel):
            eyes.fuse()  # nothing will need the norms apart again
        seen = seen.frozen(args.run / "seen.npy", log.info)
    plan = Plan(
        args.epochs, args.batch, args.lr, memory=args.memory, taught=args.taught, matched=args.matched,
        patience=args.patience, accumulate=args.accumulate, precision=args.precision,
    )  # fmt: skip
    begun = {name: p.detach().cpu().clone() for name, p in model.named_parameters() if p.requires_grad}
    Trainer(model, processor, pairs, seen, plan).run(args.run, log.info)
    between(model, begun, args.moved)
    if args.beside:
        eyes.fuse()  # as the first network is, and no folder says so of one alone
    model.cpu().eval().half().save_pretrained(args.out, max_shard_size="14MB")
    processor.save_pretrained(args.out)
    shutil.copy(args.run / "loss.svg", args.out / "loss.svg")
    log.info("written to %s", args.out)


def load(name: str) -> Any:
    """A BLIP-2 image-text checkpoint to go on from, in float32."""
    lite = AutoConfig.from_pretrained(name).model_type == Blip2LiteConfig.model_type
    kind = Blip2LiteForImageTextRetrieval if lite else Blip2ForImageTextRetrieval
    return kind.from_pretrained(name, dtype="float32")


@torch.no_grad()
def between(model: torch.nn.Module, begun: Mapping[str, torch.Tensor], moved: float) -> None:
    """Sets the parameters named in ``begun`` this share of the way from there to where they are now.

    Weight-space ensembling (Wortsman et al. 2022, Robust fine-tuning of zero-shot models): what a short run
    adds is kept, and less of what was there is lost.
    """
    for name, parameter in model.named_parameters():
        if name in begun:
            parameter.copy_(torch.lerp(begun[name].to(parameter), parameter, moved))


def _processor(args: argparse.Namespace, pairs: list[Pair]) -> Any:
    """The run's own if it has one: training a tokenizer twice on the same texts gives other token numbers."""
    kept = args.run / "processor"
    if kept.exists() or args.init:
        return AutoProcessor.from_pretrained(kept if kept.exists() else args.init)
    processor = student.new_processor(c.text for p in pairs for c in p.captions)
    processor.save_pretrained(kept)
    return processor


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    parser.add_argument(
        "--pairs",
        type=Path,
        nargs="+",
        required=True,
        help="files written by python -m app.training.caption_dataset",
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
    parser.add_argument("--beside", choices=tuple(SIZES),
                        help="put this network with ImageNet's weights beside --init's eyes, which stay as "
                        "they are, and train its later blocks and the Q-Former")  # fmt: skip
    parser.add_argument("--only", choices=tuple(SIZES),
                        help="of several networks side by side train this one")  # fmt: skip
    parser.add_argument("--freeze-vision", action="store_true",
                        help="train the Q-Former only, on eyes that have looked once")  # fmt: skip
    parser.add_argument(
        "--views", type=int, default=3, help="views kept of every picture, the first unvaried"
    )
    parser.add_argument("--matched", type=int, default=0,
                        help="pictures of a batch that learn matching and generation too")  # fmt: skip
    parser.add_argument("--memory", type=int, default=0,
                        help="pictures of earlier batches that a batch is told apart from too")  # fmt: skip
    parser.add_argument("--taught", type=float, default=0.0,
                        help="weight of what the weights' moving average takes for likely, beside what is "
                        "known to belong together (ALBEF has 0.4); it looks at every batch too")  # fmt: skip
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument(
        "--patience", type=int, default=5, help="epochs without a better score until it stops"
    )
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--accumulate", type=int, default=1, help="batches to one step of the optimizer")
    parser.add_argument("--precision", choices=("no", "bf16", "fp16"), default="no",
                        help="mixed precision on a GPU")  # fmt: skip
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--moved", type=float, default=1.0,
                        help="share of the way from --init's weights to the run's (default: 1)")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
