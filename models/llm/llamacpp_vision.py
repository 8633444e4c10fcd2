"""Eyes for a model in a GGUF file: the mmproj that came with it, through llama.cpp's multimodal library.

Does not know what is asked about the pictures.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ONE_PICTURE = ("mlp", "mlp_norm", "ldp", "ldpv2")  # LLaVA's projectors: taught one picture a conversation
TEMPLATE = "tokenizer.chat_template"
HEAD = 65_536  # bytes of a file that hold its names


@dataclass(frozen=True, slots=True)
class Eyes:
    """The library's handler of conversations with pictures, and whether it is best shown one only."""

    handler: Any
    one_picture: bool

    @contextmanager
    def open(self, llama: Any) -> Iterator[None]:
        """Inside, ``llama`` looks. Without pictures it must not: its handler reads every prompt anew."""
        llama.chat_handler = self.handler
        try:
            yield
        finally:
            llama.chat_handler = None
            llama.reset()  # it remembers pictures by the words that stood in their places before


def eyes_of(llama: Any, mmproj: Path, gpu: bool) -> Eyes:
    """The mmproj's eyes for a loaded model; nothing is loaded before the first picture. Raises ValueError."""
    from llama_cpp import llama_chat_format as formats
    from llama_cpp import mtmd_cpp

    mtmd_cpp.mtmd_log_set(silence(), None)
    mtmd_cpp.mtmd_helper_log_set(silence(), None)
    if TEMPLATE not in llama.metadata:  # LLaVA 1.5, whose files are older than templates in files
        llama.chat_format = "vicuna"
        handler: Any = formats.Llava15ChatHandler(str(mmproj), verbose=False)
    else:
        handler = _plain(formats.MTMDChatHandler)(str(mmproj), verbose=False, use_gpu=gpu)
    return Eyes(handler, projector(mmproj) in ONE_PICTURE)


def projector(mmproj: Path) -> str:
    """The kind of its projector, such as "mlp" (LLaVA) or "qwen2vl_merger"; "" where the file names none.

    GGUF: a name, the type of its value (8: text), the text's length as 8 bytes, the text.
    """
    with mmproj.open("rb") as file:
        head = file.read(HEAD)
    at = head.find(b"projector_type")
    if at < 0:
        return ""
    at += len(b"projector_type") + 4
    (length,) = struct.unpack_from("<Q", head, at)
    return head[at + 8 : at + 8 + length].decode("utf-8", "replace")


@cache
def _plain(handler: type) -> type:
    """The handler for templates that want a turn's content as text, which are those of Mistral and Llama."""

    class Plain(handler):
        def _get_template_messages(self, messages: Sequence[Any], media_marker: str) -> list[Any]:
            told = super()._get_template_messages(messages, media_marker)
            return [{**turn, "content": _joined(turn["content"])} for turn in told]

    return Plain


def _joined(content: Any) -> str:
    return content if isinstance(content, str) else "\n".join(part["text"] for part in content)


@cache  # kept for ever: llama.cpp calls it as long as the process lives
def silence() -> Any:
    """A callback that swallows what llama.cpp and its parts would print."""
    import llama_cpp

    return llama_cpp.llama_log_callback(lambda level, text, data: None)
