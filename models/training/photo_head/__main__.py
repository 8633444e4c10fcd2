"""`python -m models.training.photo_head`: trains the heads that read a photo (models/vision/photo_head.py) on
an encoder's frozen patches.

The patches of every picture in some of its quarter turns are computed once and kept beside the rows. One
network has all heads; a row teaches those that it has a label for. Rows come from `python -m app.training
photos`.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file

from models.training.photo_head.heads import Heads, Targets
from models.training.photo_head.rows import Features, Row, classes, features, read_rows, swatches
from models.vision.factory import load_encoder
from models.vision.photo_head import LABELS, WEIGHTS, cells

log = logging.getLogger("training")

BATCH, LEARNING_RATE, DECAY, WARMUP = 128, 2e-3, 0.05, 50
NOISE = 0.05  # added to patches


def _batches(count: int, epochs: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    for _ in range(epochs):
        order = rng.permutation(count)
        yield from (order[at : at + BATCH] for at in range(0, count - BATCH + 1, BATCH))


def train(
    rows: Sequence[Row], seen: Features, colours: np.ndarray, labels: Mapping[str, Sequence[str]],
    epochs: int, seed: int = 0,
) -> Heads:  # fmt: skip
    """Heads trained by AdamW with a cosine; each epoch every row comes once, half of them upright."""
    torch.manual_seed(seed)
    rng, heads, targets = np.random.default_rng(seed), Heads(labels), Targets(rows, labels)
    views = [np.flatnonzero(seen.row == at) for at in range(len(rows))]
    optimizer = torch.optim.AdamW(heads.parameters(), LEARNING_RATE, weight_decay=DECAY)
    steps = epochs * (len(rows) // BATCH)
    for step, at in enumerate(_batches(len(rows), epochs, rng)):
        picked = np.array([v[0] if len(v) == 1 or rng.random() < 0.5 else rng.choice(v[1:]) for v in
                           (views[row] for row in at)])  # fmt: skip
        turned = [np.rot90(colours[row], turn) for row, turn in zip(at, seen.turn[picked], strict=True)]
        patches = torch.from_numpy(seen.patches[picked].astype(np.float32))
        out = heads.train()(patches + NOISE * torch.randn_like(patches), torch.from_numpy(np.stack(turned)))
        loss = targets.loss(out, torch.from_numpy(at), torch.from_numpy(seen.turn[picked]))
        rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * step / steps)) * min(1, (step + 1) / WARMUP)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 50 == 0:
            log.info("step %d of %d, loss %.3f", step, steps, loss.item())
    return heads.eval()


def save(
    heads: Heads, centres: np.ndarray, labels: Mapping[str, Sequence[str]], name: str, out: Path
) -> None:
    """Writes the weights in float16 and the names of the classes into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    halves: dict[str, Any] = {k: v.numpy().astype(np.float16) for k, v in heads.state_dict().items()}
    save_file({**halves, "swatches": centres}, out / WEIGHTS)
    told = {**labels, "present": labels["categories"], "shades": labels["colours"]}
    (out / LABELS).write_text(json.dumps({"encoder": name, "labels": told}, indent=1), encoding="utf-8")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(prog="python -m models.training.photo_head", description=__doc__)
    parser.add_argument(
        "--rows", type=Path, required=True, help="JSON lines of python -m app.training photos"
    )
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--epochs", type=int, default=16)
    args = parser.parse_args()
    rows, encoder = read_rows(args.rows), load_encoder(args.encoder, "cpu", "", args.rows.parent / ".onnx")
    seen, labels = features(rows, encoder, args.rows.with_suffix(".npz")), classes(rows)
    centres = swatches(seen.pixels)
    with ThreadPoolExecutor(2) as pool:
        colours = np.stack(list(pool.map(lambda picture: cells(picture, centres), seen.pixels)))
    save(train(rows, seen, colours, labels, args.epochs), centres, labels, encoder.name, args.out)


if __name__ == "__main__":
    main()
