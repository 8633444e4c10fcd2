"""`python -m models.vision.onnx_export CHECKPOINT FOLDER`: a BLIP-2's steps written as ONNX graphs, and put to the proof.

For models.vision.onnx_runtime, which runs it in a process of its own. Does not know where graphs are kept.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx_ir
import torch
from onnxscript.optimizer import optimize
from torch.fx.experimental.proxy_tensor import make_fx

from models.vision.submodules import CAPTIONER, ENCODER, Step
from models.vision.torch_runtime import CAPTION, RETRIEVAL, InTorch, loaded

OPSET = 20  # of ONNX's operators
SAME = 1e-3  # largest difference between a graph and torch; of rounding it is some 1e-5


class Runs(Protocol):
    """Runs a step by name on arrays."""

    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray: ...


def make(source: Path, out: Path) -> None:
    """Writes the graphs of a checkpoint's folder into another. Whatever the loader and the exporter raise;
    ValueError where a graph computes something else than torch."""
    from models.vision.onnx_runtime import run_once  # onnxruntime, which only runs what is written here

    names = json.loads((source / "config.json").read_text(encoding="utf-8")).get("architectures", [])
    captions = any(name.endswith("ForConditionalGeneration") for name in names)
    steps = CAPTIONER if captions else ENCODER
    model, _ = loaded(source, "cpu", CAPTION if captions else RETRIEVAL)
    for name, step in steps.items():
        export(step(model).eval(), out / f"{name}.onnx")
    prove(model, steps, lambda name, *arrays: run_once(out / f"{name}.onnx", *arrays))


def prove(model: Any, steps: Mapping[str, type[Step]], run: Runs) -> None:
    """ValueError where what ``run`` makes of one row of samples is far from what torch makes of it."""
    by_torch, wrong = InTorch(model, steps), []
    for name, step in steps.items():
        with torch.no_grad():
            row = [sample[:1].numpy() for sample in step(model).samples()]
        if not np.abs(run(name, *row) - by_torch(name, *row)).max() < SAME:
            wrong.append(name)
    if wrong:
        raise ValueError(f"its graphs compute another {', '.join(wrong)} than torch does")


def export(step: Step, file: Path) -> None:
    """Writes a step of a model on the CPU as an ONNX graph that takes any number of rows, its weights beside.

    A step with gradients is written as what it comes to when it is run once, so it takes one row alone.
    """
    with tempfile.TemporaryDirectory() as name, torch.no_grad(), _silence(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = Path(name) / file.name
        (_with_gradients if step.slopes else _traced)(step, raw)
        graph = optimize(onnx_ir.load(raw))  # or a picture takes a third longer
        onnx_ir.save(graph, file, external_data=f"{file.name}.data")


def _traced(step: Step, file: Path) -> None:
    """By torch's older exporter, in a tenth of the time that the newer one takes for the same graph."""
    free = {name: {axis: f"{name}{axis}" for axis in axes} for name, axes in step.axes.items()}
    torch.onnx.export(
        step, step.samples(), file, dynamo=False, opset_version=OPSET,
        input_names=list(step.axes), dynamic_axes=free,
    )  # fmt: skip


def _with_gradients(step: Step, file: Path) -> None:
    """By the newer one: the older does not know the operators that gradients consist of."""
    samples = step.samples()
    traced: Any = make_fx(step)(*samples)
    torch.onnx.export(
        traced, samples, file, dynamo=True, opset_version=OPSET, verbose=False, optimize=False,
        input_names=list(step.axes),
    )  # fmt: skip


@contextmanager
def _silence() -> Iterator[None]:
    """The exporter's loggers tell of every node, and of torchvision's operators, which nobody needs."""
    loggers = [logging.getLogger(name) for name in ("torch", "onnxscript", "onnx_ir")]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
