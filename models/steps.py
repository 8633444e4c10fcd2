"""What a BLIP-2 computes, cut into four steps of tensors, and who runs them: torch, or torch in 8 bits.

A step is a function of tensors and of nothing else, so another runtime can run it as a graph.
Does not know pictures, words or tokenizers.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

ROWS, WORDS = 3, 5  # of what a graph is traced with: lengths that are equal, or 1, would stay so for good


class Runs(Protocol):
    """Runs a step by name on arrays, each as the step of that name below takes it."""

    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray: ...


class Step(nn.Module):
    """One of a BLIP-2's four; ``axes`` are those of each input whose length is not the model's own."""

    axes: ClassVar[dict[str, tuple[int, ...]]]

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self.joint = model.vision_projection.weight.dtype  # the Q-Former stays in float32 when this is half

    def samples(self) -> tuple[torch.Tensor, ...]:
        """Inputs of the right shapes, by the names in ``axes``."""
        vision = self.model.config.vision_config
        pixels = torch.zeros(ROWS, 3, vision.image_size, vision.image_size)
        patches = self.model.vision_model(pixel_values=pixels[:1]).last_hidden_state.shape[1:]
        ids, mask = torch.ones(2, ROWS, WORDS, dtype=torch.long).unbind()  # one tensor twice is one input
        known = {"pixels": pixels, "seen": torch.zeros(ROWS, *patches), "ids": ids, "mask": mask.clone()}
        return tuple(known[name] for name in self.axes)


class See(Step):
    """pixels (n, 3, side, side) → patches (n, p, width): what the eyes make of pictures."""

    axes: ClassVar = {"pixels": (0,)}

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.model.vision_model(pixel_values=pixels.to(self.joint)).last_hidden_state


class Ask(Step):
    """patches (n, p, width) → query vectors (n, queries, dim), each of unit length."""

    axes: ClassVar = {"seen": (0,)}

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return self.projected(self.asked(seen))

    def asked(self, seen: torch.Tensor, **options: Any) -> Any:
        """The Q-Former's query tokens after they have looked at all patches."""
        queries = self.model.query_tokens.expand(seen.shape[0], -1, -1)
        return self.model.qformer(query_embeds=queries, encoder_hidden_states=seen.to(self.joint), **options)

    def projected(self, out: Any) -> torch.Tensor:
        """(n, queries, dim) of what ``asked`` gave."""
        return F.normalize(self.model.vision_projection(out.last_hidden_state.to(self.joint)), dim=-1)


class Read(Step):
    """ids and mask (n, words) → (n, dim) unit rows: texts."""

    axes: ClassVar = {"ids": (0, 1), "mask": (0, 1)}

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        embedded = self.model.embeddings(input_ids=ids)
        out = self.model.qformer(query_embeds=embedded, query_length=0, attention_mask=mask)
        return F.normalize(self.model.text_projection(out.last_hidden_state[:, 0].to(self.joint)), dim=-1)


class Match(Step):
    """patches (n, p, width), ids and mask (n, words) → (n,) probability that text i is true of picture i."""

    axes: ClassVar = {"seen": (0,), "ids": (0, 1), "mask": (0, 1)}

    def forward(self, seen: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        queries = self.model.query_tokens.expand(seen.shape[0], -1, -1)
        count = queries.shape[1]
        ones = torch.ones(queries.shape[:2], dtype=torch.long, device=mask.device)
        out = self.model.qformer(
            query_embeds=self.model.embeddings(input_ids=ids, query_embeds=queries),
            query_length=count,
            attention_mask=torch.cat([ones, mask], 1),
            encoder_hidden_states=seen.to(self.joint),
        )
        logits = self.model.itm_head(out.last_hidden_state[:, :count].to(self.joint)).mean(1)
        return logits.float().softmax(1)[:, 1]


STEPS: dict[str, type[Step]] = {"see": See, "ask": Ask, "read": Read, "match": Match}


class InTorch:
    """Runs the steps of a loaded BLIP-2 as they are."""

    def __init__(self, model: Any) -> None:
        self._steps = {name: step(model) for name, step in STEPS.items()}
        self._device = model.device

    @torch.inference_mode()
    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray:
        tensors = (torch.from_numpy(array).to(self._device) for array in arrays)
        return self._steps[step](*tensors).float().cpu().numpy()


def in_eight_bits(model: Any) -> InTorch:
    """The same with the linear layers' weights as 8-bit whole numbers, activations as they come
    (dynamic quantization): a quarter of the memory. Changes the model for good; it has no gradients any more.
    """
    run = InTorch(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.ao announces torchao, which fits one torch release alone
        torch.ao.quantization.quantize_dynamic(model, {nn.Linear}, torch.qint8, inplace=True)
    return run


@torch.inference_mode()
def differences(model: Any, run: Runs) -> dict[str, float]:
    """How far what ``run`` makes of one row of samples is, at most, from what torch makes of it, by step."""
    torch_run, apart = InTorch(model), {}
    for name, step in STEPS.items():
        row = [sample[:1].numpy() for sample in step(model).samples()]
        apart[name] = float(np.abs(run(name, *row) - torch_run(name, *row)).max())
    return apart


@torch.no_grad()
def export(model: Any, name: str, file: Path) -> None:
    """Writes a step of a model on the CPU as an ONNX graph that takes any number of rows."""
    step = STEPS[name](model).eval()
    free = [dict.fromkeys(axes, torch.export.Dim.DYNAMIC) for axes in step.axes.values()]
    with _silence(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            step, step.samples(), file, dynamo=True, verbose=False,
            input_names=list(step.axes), dynamic_shapes=tuple(free),
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
