"""LLaVA and other vision-language models through transformers, in 4 bit on a GPU.

llguidance constrains JSON answers token by token. Does not know what a conversation is about.
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

from models.errors import ModelError
from models.llm.chat_model import Message, RequestTooLarge, escape_control_tokens
from models.llm.contact_sheet import with_one_picture
from models.llm.lease import OneAtATime

log = logging.getLogger(__name__)
MAX_PROSE_TOKENS = 320  # six long sentences
MAX_JSON_TOKENS = 512  # twice a plan with four items and their free-text queries
TIMEOUT_SECONDS = 60.0  # without a token
CURE = "try again, or switch to another model"
ONE_PICTURE = ("llava", "llava_next")  # model types trained on one picture a conversation


class Llava(OneAtATime):
    """A ChatModel over a loaded model and its processor."""

    is_generative = True
    sees = True

    def __init__(self, model: Any, processor: Any, name: str, timeout: float = TIMEOUT_SECONDS) -> None:
        super().__init__()
        self.name, self._timeout = name, timeout
        self._model, self._processor = model.eval(), processor
        self._n_logits = model.get_output_embeddings().weight.shape[0]  # more than the tokenizer has
        self._vocabulary = llguidance.hf.from_tokenizer(processor.tokenizer, n_vocab=self._n_logits)
        self._lock = threading.Lock()  # of an answer's thread, which outlives its reader by a token

    @classmethod
    def load(cls, checkpoint: str, device: str = "cpu", four_bit: bool | None = None) -> Llava:
        """Loads a folder or a hub name: nf4 and bfloat16 on a GPU, float32 on a CPU, with a warning.

        Not bfloat16 there: some virtual machines advertise AMX and forbid it, and the process dies of it.
        ``four_bit`` overrides the choice. Raises ModelError.
        """
        gpu = device == "cuda" and torch.cuda.is_available()
        if not gpu:
            log.warning("%s answers without a GPU, in float32 and slowly; a GGUF file is faster", checkpoint)
        local = Path(checkpoint).is_dir()  # then the hub is not asked
        dtype = torch.bfloat16 if gpu else torch.float32
        nf4 = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=dtype,
        )  # fmt: skip
        transformers_logging.disable_progress_bar()
        try:
            model = AutoModelForImageTextToText.from_pretrained(
                checkpoint, dtype=dtype, local_files_only=local,
                device_map="auto" if gpu else "cpu",
                quantization_config=nf4 if (gpu if four_bit is None else four_bit) else None,
            )  # fmt: skip
            processor = AutoProcessor.from_pretrained(checkpoint, local_files_only=local)
        except (OSError, ValueError, ImportError, RuntimeError, MemoryError) as error:
            why = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ModelError(
                "expected a LLaVA checkpoint (a folder, or a hub name within reach), could not load "
                f"{checkpoint}: {why}. Set ARMARIO_LLAVA to a folder that holds one."
            ) from error
        return cls(model, processor, Path(checkpoint).name)

    def _answer(self, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> Iterator[str]:
        """Yields chunks of the answer at temperature 0; JSON with a schema. Raises ModelError.

        Closing the generator stops the model.
        """
        chunks = TextIteratorStreamer(
            self._processor.tokenizer, skip_prompt=True, timeout=self._timeout, skip_special_tokens=True
        )
        constraint = [_SchemaConstraint(self._vocabulary, schema, self._n_logits)] if schema else []
        options = {
            "streamer": chunks, "do_sample": False, "logits_processor": constraint,
            "max_new_tokens": MAX_JSON_TOKENS if schema else MAX_PROSE_TOKENS,
        }  # fmt: skip
        generation = _Generation(self._model, {**self._inputs(messages), **options}, self._lock)
        try:
            yield from filter(None, chunks)
        except Empty:
            raise ModelError(f"{self.name} took too long; {CURE}") from None
        finally:
            generation.stop()
        if generation.error:
            raise self._failure(generation.error) from generation.error

    def _inputs(self, messages: Sequence[Message]) -> Any:
        """Returns token ids and pixels on the model's device."""
        if self._model.config.model_type in ONE_PICTURE:
            messages = with_one_picture(messages)
        chat = [{"role": m.role, "content": _content(m)} for m in messages]
        prompt = self._processor.apply_chat_template(chat, add_generation_prompt=True)
        images = [image.convert("RGB") for message in messages for image in message.images]
        inputs = self._processor(images=images or None, text=prompt, return_tensors="pt")
        return inputs.to(self._model.device, self._model.dtype)

    def _failure(self, error: BaseException) -> ModelError:
        if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
            torch.cuda.empty_cache()
            return RequestTooLarge(f"{self.name} ran out of memory; ask for less, or use a smaller model")
        return ModelError(f"{self.name} failed ({type(error).__name__}); {CURE}")


class _Generation:
    """Generates one answer in a thread of its own; ``error`` is what ended it, if anything did."""

    def __init__(self, model: Any, options: dict[str, Any], lock: threading.Lock) -> None:
        self.error: BaseException | None = None
        self._stopped = threading.Event()
        self._model, self._lock = model, lock
        self._options = options | {"stopping_criteria": [_StopOnEvent(self._stopped)]}
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Ends it after the current token."""
        self._stopped.set()

    def _run(self) -> None:
        try:
            with self._lock, torch.inference_mode():
                if not self._stopped.is_set():
                    self._model.generate(**self._options)
        except BaseException as error:  # reported by the reading thread
            self.error = error
        finally:
            self._options["streamer"].end()


class _StopOnEvent(StoppingCriteria):
    """Stops generation when the event is set."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event

    def __call__(self, input_ids: torch.Tensor, scores: Any, **options: Any) -> torch.Tensor:
        return torch.full((len(input_ids),), self._event.is_set(), device=input_ids.device)


class _SchemaConstraint(LogitsProcessor):
    """Masks all tokens with which the answer could no longer become JSON of the schema."""

    def __init__(self, vocabulary: Any, schema: Mapping[str, Any], n_logits: int) -> None:
        compact: Any = {"whitespace_flexible": False}
        grammar = llguidance.LLMatcher.grammar_from_json_schema(json.dumps(schema), defaults=compact)
        self._matcher, self._n_logits = llguidance.LLMatcher(vocabulary, grammar), n_logits
        self._bits = masks.allocate_token_bitmask(1, n_logits)
        self._started = False

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        if self._started:
            self._matcher.consume_token(int(input_ids[0, -1]))
        self._started = True
        masks.fill_next_token_bitmask(self._matcher, self._bits)
        allowed = np.unpackbits(self._bits.view(np.uint8), bitorder="little")[: self._n_logits].astype(bool)
        return scores.masked_fill(torch.from_numpy(~allowed).to(scores.device), -torch.inf)


def _content(message: Message) -> list[dict[str, str]]:
    text = escape_control_tokens(message.text)
    return [*({"type": "image"} for _ in message.images), {"type": "text", "text": text}]
