"""LLaVA and its kin through transformers: language models that see, in 4 bit on a GPU.

Does not know what the conversation is about. llguidance holds an answer to its shape, token by token.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty
from typing import Any

import llguidance.hf
import llguidance.numpy as masks
import numpy as np
import torch
from transformers import (
    AutoModelForImageTextToText,
    AutoProcessor,
    BitsAndBytesConfig,
    LogitsProcessor,
    StoppingCriteria,
    TextIteratorStreamer,
)
from transformers.utils import logging as transformers_logging

from models.llm.chat_model import Message, ModelError, TooMuch, harmless
from models.llm.contact_sheet import as_one_picture

log = logging.getLogger(__name__)
ANSWER = 320  # tokens of prose: six long sentences
FORM = 200  # tokens of JSON: twice the longest wish
PATIENCE = 60.0  # seconds without a word
OTHERWISE = "try again, or switch to another model"
ONE_PICTURE = ("llava", "llava_next")  # kinds trained on one picture a conversation


class Llava:
    """A ChatModel over a loaded model and its processor; one answer at a time."""

    writes = True
    sees = True

    def __init__(self, model: Any, processor: Any, name: str, patience: float = PATIENCE) -> None:
        self.name, self._patience = name, patience
        self._model, self._processor = model.eval(), processor
        self._words = model.get_output_embeddings().weight.shape[0]  # in all: some stand for nothing
        self._vocabulary = llguidance.hf.from_tokenizer(processor.tokenizer, n_vocab=self._words)
        self._lock = threading.Lock()

    @classmethod
    def load(cls, checkpoint: str, device: str = "cpu", four_bit: bool | None = None) -> Llava:
        """From a folder or a hub name: nf4 and bfloat16 on a GPU, float32 on a CPU, which is said aloud.

        Not bfloat16 there: some virtual machines advertise AMX and forbid it, and the process dies of it.
        ``four_bit`` decides for itself. Raises ModelError.
        """
        gpu = device == "cuda" and torch.cuda.is_available()
        if not gpu:
            log.warning("%s answers without a GPU, in float32 and slowly; a GGUF file is faster", checkpoint)
        here = Path(checkpoint).is_dir()  # then nothing is asked of the hub
        dtype = torch.bfloat16 if gpu else torch.float32
        small = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=dtype,
        )  # fmt: skip
        transformers_logging.disable_progress_bar()
        try:
            model = AutoModelForImageTextToText.from_pretrained(
                checkpoint, dtype=dtype, local_files_only=here,
                device_map="auto" if gpu else "cpu",
                quantization_config=small if (gpu if four_bit is None else four_bit) else None,
            )  # fmt: skip
            processor = AutoProcessor.from_pretrained(checkpoint, local_files_only=here)
        except (OSError, ValueError, ImportError, RuntimeError, MemoryError) as error:
            why = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ModelError(
                "expected a LLaVA checkpoint (a folder, or a hub name within reach), could not load "
                f"{checkpoint}: {why}. Set ARMARIO_LLAVA to a folder that holds one."
            ) from error
        return cls(model, processor, Path(checkpoint).name)

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Chunks of the answer at temperature 0; JSON of the schema's shape. Raises ModelError.

        Who stops reading stops the model.
        """
        words = TextIteratorStreamer(
            self._processor.tokenizer, skip_prompt=True, timeout=self._patience, skip_special_tokens=True
        )
        options = {
            "streamer": words, "max_new_tokens": FORM if schema else ANSWER, "do_sample": False,
            "logits_processor": [_Shape(self._vocabulary, schema, self._words)] if schema else [],
        }  # fmt: skip
        answer = _Answer(self._model, {**self._inputs(messages), **options}, self._lock)
        try:
            yield from filter(None, words)
        except Empty:
            raise ModelError(f"{self.name} took too long; {OTHERWISE}") from None
        finally:
            answer.stop()
        if answer.error:
            raise self._failure(answer.error) from answer.error

    def _inputs(self, messages: Sequence[Message]) -> Any:
        """Token ids and pixels on the model's device."""
        if self._model.config.model_type in ONE_PICTURE:
            messages = as_one_picture(messages)
        turns = [{"role": m.role, "content": _content(m)} for m in messages]
        prompt = self._processor.apply_chat_template(turns, add_generation_prompt=True)
        images = [image.convert("RGB") for message in messages for image in message.images]
        inputs = self._processor(images=images or None, text=prompt, return_tensors="pt")
        return inputs.to(self._model.device, self._model.dtype)

    def _failure(self, error: BaseException) -> ModelError:
        if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
            torch.cuda.empty_cache()
            return TooMuch(f"{self.name} ran out of memory; ask for less, or use a smaller model")
        return ModelError(f"{self.name} failed ({type(error).__name__}); {OTHERWISE}")


class _Answer:
    """One answer being made in a thread of its own; ``error`` is what ended it, if anything did."""

    def __init__(self, model: Any, options: dict[str, Any], turn: threading.Lock) -> None:
        self.error: BaseException | None = None
        self._stopped = threading.Event()
        self._model, self._turn = model, turn
        self._options = options | {"stopping_criteria": [_Until(self._stopped)]}
        threading.Thread(target=self._make, daemon=True).start()

    def stop(self) -> None:
        """Ends it after the token at work."""
        self._stopped.set()

    def _make(self) -> None:
        try:
            with self._turn, torch.inference_mode():
                if not self._stopped.is_set():
                    self._model.generate(**self._options)
        except BaseException as error:  # told to the reader, who lives in another thread
            self.error = error
        finally:
            self._options["streamer"].end()


class _Until(StoppingCriteria):
    """Stops when the event is set."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event

    def __call__(self, input_ids: torch.Tensor, scores: Any, **options: Any) -> torch.Tensor:
        return torch.full((len(input_ids),), self._event.is_set(), device=input_ids.device)


class _Shape(LogitsProcessor):
    """Lets through only those tokens with which the answer can still become JSON of the schema."""

    def __init__(self, vocabulary: Any, schema: Mapping[str, Any], words: int) -> None:
        tight: Any = {"whitespace_flexible": False}
        grammar = llguidance.LLMatcher.grammar_from_json_schema(json.dumps(schema), defaults=tight)
        self._matcher, self._words = llguidance.LLMatcher(vocabulary, grammar), words
        self._bits = masks.allocate_token_bitmask(1, words)
        self._begun = False

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        if self._begun:
            self._matcher.consume_token(int(input_ids[0, -1]))
        self._begun = True
        masks.fill_next_token_bitmask(self._matcher, self._bits)
        allowed = np.unpackbits(self._bits.view(np.uint8), bitorder="little")[: self._words].astype(bool)
        return scores.masked_fill(torch.from_numpy(~allowed).to(scores.device), -torch.inf)


def _content(message: Message) -> list[dict[str, str]]:
    return [*({"type": "image"} for _ in message.images), {"type": "text", "text": harmless(message.text)}]
