"""BLIP-2's second stage: puts a picture into words and answers questions about it.

Any `Blip2ForConditionalGeneration` fits, from `Salesforce/blip2-opt-2.7b` to the small one trained here.
Does not know catalogues or shops; the prompts are the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PIL import Image

from models.vision.encoder import Runtime
from models.vision.preprocessing import FastPreprocessor

MAX_NEW_TOKENS = 24  # a sentence about one garment
IMAGE_TOKEN = "<image>"  # stands once for each query token, before the prompt


class Decoder(Protocol):
    """Continues a prompt for each picture by greedy decoding."""

    def __call__(self, images: Sequence[Image.Image], prompt: str) -> list[str]: ...


class Captioner:
    """A caption model over any decoder."""

    def __init__(self, decoder: Decoder, name: str) -> None:
        self._decoder, self.name = decoder, name

    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        """Returns the continuation of the prompt for each picture; the same picture gives the same words."""
        return [text.strip() for text in self._decoder(images, prompt)]


class GreedyDecoder:
    """Greedy decoding over a captioner's submodules, which read the whole text anew for each token."""

    def __init__(self, runtime: Runtime, preprocessor: FastPreprocessor, eos: int) -> None:
        self._run, self._preprocessor, self._eos = runtime, preprocessor, eos

    def __call__(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        prefix = self._run("caption_prefix", self._preprocessor.pixels(images))
        start = self._preprocessor.token_ids(prompt)
        ids = np.tile(np.array(start, np.int64), (len(images), 1))
        ended = np.zeros(len(images), bool)
        for _ in range(MAX_NEW_TOKENS):
            best = self._run("caption_decoder", prefix, ids).argmax(1)
            ended |= best == self._eos
            if ended.all():
                break
            ids = np.column_stack([ids, np.where(ended, self._eos, best)])
        new = ids[:, len(start) :]
        return [self._preprocessor.decode(row[row != self._eos].tolist()) for row in new]
