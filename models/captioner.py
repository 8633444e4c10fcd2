"""BLIP-2's second stage: a picture described, and questions about it answered, in words.

Any ``Blip2ForConditionalGeneration`` fits, from ``Salesforce/blip2-opt-2.7b`` to the small one that this
project trains. Does not know what a catalogue or a shop is; the prompts are the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from transformers import AutoConfig, AutoProcessor, Blip2ForConditionalGeneration
from transformers.utils import logging as transformers_logging

from models.blip2_lite import Blip2LiteConfig, Blip2LiteForConditionalGeneration
from models.chat import ModelError

LONGEST = 24  # new tokens: a sentence about one garment
IMAGE_TOKEN = "<image>"  # stands once for each query token, in front of the prompt


class Captioner:
    """Wraps a loaded model and its processor."""

    def __init__(self, model: Any, processor: Any, name: str) -> None:
        self._model, self._processor, self.name = model.eval(), processor, name

    @classmethod
    def load(cls, path: str | Path, device: str = "cpu") -> Captioner:
        """From a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError."""
        transformers_logging.disable_progress_bar()
        here = Path(path).is_dir()  # then nothing is asked of the hub
        kinds = {
            Blip2LiteConfig.model_type: Blip2LiteForConditionalGeneration,
            "blip-2": Blip2ForConditionalGeneration,
        }
        try:
            kind = AutoConfig.from_pretrained(path, local_files_only=here).model_type
            if kind not in kinds:
                raise ModelError(f"expected a BLIP-2 caption checkpoint, found a {kind} model in {path}")
            dtype = torch.float32 if device == "cpu" else torch.float16
            model: Any = kinds[kind].from_pretrained(path, dtype=dtype, local_files_only=here)
            processor = AutoProcessor.from_pretrained(path, local_files_only=here)
        except (OSError, ValueError) as error:
            raise ModelError(
                "expected a BLIP-2 caption checkpoint (a folder, or a hub name within reach), could not "
                f"load {path}: {str(error).splitlines()[0]}. Set ARMARIO_CAPTIONER to a folder that "
                "holds one, or leave it empty to do without captions."
            ) from error
        return cls(model.to(device), processor, Path(path).name if here else str(path))

    @torch.inference_mode()
    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        """For each picture how the prompt goes on, by greedy decoding: the same picture, the same words."""
        device = self._model.device
        pixels = self._processor.image_processor(images=list(images), return_tensors="pt")["pixel_values"]
        tokenizer = self._processor.tokenizer
        image = [self._model.config.image_token_id] * self._model.config.num_query_tokens
        ids = torch.tensor([image + tokenizer(prompt)["input_ids"]], device=device).expand(len(images), -1)
        out = self._model.generate(
            pixel_values=pixels.to(device, self._model.dtype), input_ids=ids,
            attention_mask=torch.ones_like(ids), max_new_tokens=LONGEST, do_sample=False,
        )  # fmt: skip
        return [
            text.strip() for text in tokenizer.batch_decode(out[:, ids.shape[1] :], skip_special_tokens=True)
        ]
