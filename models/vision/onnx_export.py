"""`python -m models.vision.onnx_export CHECKPOINT FOLDER`: exports a BLIP-2's submodules as ONNX graphs.

Each graph is compared with torch. models/vision/onnx_runtime.py runs this in a process of its own. Does not
know where graphs are cached.
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

from models.vision.onnx_runtime import run_once
from models.vision.submodules import CAPTIONER, ENCODER, Submodule
from models.vision.torch_runtime import CAPTION, RETRIEVAL, TorchRuntime, load_model

OPSET = 20
MAX_DIFFERENCE = 1e-3  # between a graph and torch; rounding makes some 1e-5


class Run(Protocol):
    """Runs a submodule by name on arrays."""

    def __call__(self, submodule: str, *arrays: np.ndarray) -> np.ndarray: ...


def export_checkpoint(source: Path, out: Path) -> None:
    """Writes the graphs of a checkpoint's folder into the folder ``out``.

    Raises what the loader and the exporter raise, and ValueError where a graph differs from torch.
    """

    names = json.loads((source / "config.json").read_text(encoding="utf-8")).get("architectures", [])
    captions = any(name.endswith("ForConditionalGeneration") for name in names)
    submodules = CAPTIONER if captions else ENCODER
    model, _ = load_model(source, "cpu", CAPTION if captions else RETRIEVAL)
    for name, cut in submodules.items():
        export(cut(model).eval(), out / f"{name}.onnx")
    verify(model, submodules, lambda name, *arrays: run_once(out / f"{name}.onnx", *arrays))


def verify(model: Any, submodules: Mapping[str, type[Submodule]], run: Run) -> None:
    """Raises ValueError where ``run`` differs from torch on one row of samples."""
    by_torch, wrong = TorchRuntime(model, submodules), []
    for name, cut in submodules.items():
        with torch.no_grad():
            row = [sample[:1].numpy() for sample in cut(model).samples()]
        if not np.abs(run(name, *row) - by_torch(name, *row)).max() < MAX_DIFFERENCE:
            wrong.append(name)
    if wrong:
        raise ValueError(f"its graphs compute another {', '.join(wrong)} than torch does")


def export(submodule: Submodule, file: Path) -> None:
    """Writes a submodule on the CPU as an ONNX graph for any number of rows, its weights in a file beside it.

    A submodule with gradients is traced as the operators of one run, so its graph takes one row only.
    """
    with tempfile.TemporaryDirectory() as name, torch.no_grad(), _silence(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = Path(name) / file.name
        (_export_gradients if submodule.needs_gradients else _export_traced)(submodule, raw)
        graph = optimize(onnx_ir.load(raw))  # unoptimized, a picture takes a third longer
        onnx_ir.save(graph, file, external_data=f"{file.name}.data")


def _export_traced(submodule: Submodule, file: Path) -> None:
    """Uses torch's older exporter, which takes a tenth of the newer one's time for the same graph."""
    free = {name: {axis: f"{name}{axis}" for axis in axes} for name, axes in submodule.axes.items()}
    torch.onnx.export(
        submodule, submodule.samples(), file, dynamo=False, opset_version=OPSET,
        input_names=list(submodule.axes), dynamic_axes=free,
    )  # fmt: skip


def _export_gradients(submodule: Submodule, file: Path) -> None:
    """Uses the newer exporter: the older lacks the operators that gradients consist of."""
    samples = submodule.samples()
    traced: Any = make_fx(submodule)(*samples)
    torch.onnx.export(
        traced, samples, file, dynamo=True, opset_version=OPSET, verbose=False, optimize=False,
        input_names=list(submodule.axes),
    )  # fmt: skip


@contextmanager
def _silence() -> Iterator[None]:
    """Silences the exporter's loggers, which report every node and the lack of torchvision."""
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
    export_checkpoint(Path(sys.argv[1]), Path(sys.argv[2]))
