"""BLIP-2's second stage: a picture described, and questions about it answered, in words.

Any ``Blip2ForConditionalGeneration`` fits, from ``Salesforce/blip2-opt-2.7b`` to the small one that this
project trains. Does not know what a catalogue or a shop is; the prompts are the caller's.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from models.llm.chat_model import ModelError
from models.vision.encoder import Runs, config_of, has_graphs
from models.vision.preprocessing import Inputs

log = logging.getLogger("encoder")

LONGEST = 24  # new tokens: a sentence about one garment
IMAGE_TOKEN = "<image>"  # stands once for each query token, in front of the prompt


class Continues(Protocol):
    """Says for each picture how a prompt goes on, always with the likeliest word."""

    def __call__(self, images: Sequence[Image.Image], prompt: str) -> list[str]: ...


class Captioner:
    """A caption model, whoever runs it."""

    def __init__(self, model: Continues, name: str) -> None:
        self._model, self.name = model, name

    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        """For each picture how the prompt goes on, by greedy decoding: the same picture, the same words."""
        return [text.strip() for text in self._model(images, prompt)]


def load_captioner(path: str | Path, device: str = "cpu", graphs: Path | None = None) -> Captioner:
    """From a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError.

    A small one in a folder runs on a CPU by ONNX graphs, kept in ``graphs``; all others by torch.
    """
    folder = Path(path)
    name = folder.name if folder.is_dir() else str(path)
    if graphs and has_graphs(folder, device, ""):
        try:
            return Captioner(_in_graphs(folder, graphs), name)
        except Exception as error:  # the exporter's and onnxruntime's errors have no common class
            log.warning("torch runs %s, for ONNX cannot: %s", name, error)
    from models.vision.torch_runtime import continues  # seconds and 300 MB, which graphs do without

    try:
        return Captioner(continues(path, device, LONGEST), name)
    except (OSError, ValueError, ModelError) as error:
        raise ModelError(
            "expected a BLIP-2 caption checkpoint (a folder, or a hub name within reach), could not "
            f"load {path}: {str(error).splitlines()[0]}. Set ARMARIO_CAPTIONER to a folder that "
            "holds one, or leave it empty to do without captions."
        ) from error


def _in_graphs(folder: Path, kept: Path) -> Greedy:
    from models.vision.onnx_runtime import in_graphs  # not needed where torch runs

    end = config_of(folder)["text_config"]["eos_token_id"]
    return Greedy(in_graphs(folder, kept), Inputs(folder), int(end))


class Greedy:
    """Word after word by the steps of a captioner, each of which reads all before it once more."""

    def __init__(self, run: Runs, inputs: Inputs, end: int) -> None:
        self._run, self._inputs, self._end = run, inputs, end

    def __call__(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        glanced = self._run("glance", self._inputs.pixels(images))
        start = self._inputs.ids(prompt)
        ids = np.tile(np.array(start, np.int64), (len(images), 1))
        ended = np.zeros(len(images), bool)
        for _ in range(LONGEST):
            best = self._run("say", glanced, ids).argmax(1)
            ended |= best == self._end
            if ended.all():
                break
            ids = np.column_stack([ids, np.where(ended, self._end, best)])
        said = ids[:, len(start) :]
        return [self._inputs.said(row[row != self._end].tolist()) for row in said]
