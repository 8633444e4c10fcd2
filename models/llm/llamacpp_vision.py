"""Pictures for a model in a GGUF file: its mmproj file, through llama.cpp's multimodal library.

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

ONE_PICTURE = ("mlp", "mlp_norm", "ldp", "ldpv2")  # LLaVA's projectors, trained on one picture a conversation
TEMPLATE = "tokenizer.chat_template"
HEADER_BYTES = 65_536  # of a GGUF file: holds its names


@dataclass(frozen=True, slots=True)
class Vision:
    """The library's chat handler for pictures, and whether the model should be shown one only."""

    handler: Any
    one_picture: bool

    @contextmanager
    def enabled(self, llama: Any) -> Iterator[None]:
        """Makes ``llama`` take pictures inside. Not used for text: the handler reads every prompt anew."""
        llama.chat_handler = self.handler
        try:
            yield
        finally:
            llama.chat_handler = None
            llama.reset()  # its context remembers pictures by their placeholder tokens


def load_vision(llama: Any, mmproj: Path, gpu: bool) -> Vision:
    """Returns the vision of a loaded model; its weights are read at the first picture. Raises ValueError."""
    from llama_cpp import llama_chat_format as formats
    from llama_cpp import mtmd_cpp

    mtmd_cpp.mtmd_log_set(silent_log(), None)
    mtmd_cpp.mtmd_helper_log_set(silent_log(), None)
    if TEMPLATE not in llama.metadata:  # LLaVA 1.5, whose files are older than templates in files
        llama.chat_format = "vicuna"
        handler: Any = formats.Llava15ChatHandler(str(mmproj), verbose=False)
    else:
        handler = _text_content(formats.MTMDChatHandler)(str(mmproj), verbose=False, use_gpu=gpu)
    return Vision(handler, projector_type(mmproj) in ONE_PICTURE)


def projector_type(mmproj: Path) -> str:
    """Returns the projector's kind, such as "mlp" (LLaVA) or "qwen2vl_merger"; "" where the file has none.

    In GGUF the name is followed by 4 bytes of type, 8 bytes of length and the text.
    """
    with mmproj.open("rb") as file:
        header = file.read(HEADER_BYTES)
    at = header.find(b"projector_type")
    if at < 0:
        return ""
    at += len(b"projector_type") + 4
    (length,) = struct.unpack_from("<Q", header, at)
    return header[at + 8 : at + 8 + length].decode("utf-8", "replace")


@cache
def _text_content(handler: type) -> type:
    """Returns the handler for templates that want content as text, such as Mistral's and Llama's."""

    class TextContent(handler):
        def _get_template_messages(self, messages: Sequence[Any], media_marker: str) -> list[Any]:
            made = super()._get_template_messages(messages, media_marker)
            return [{**message, "content": _joined(message["content"])} for message in made]

    return TextContent


def _joined(content: Any) -> str:
    return content if isinstance(content, str) else "\n".join(part["text"] for part in content)


@cache  # kept for ever: llama.cpp calls it as long as the process lives
def silent_log() -> Any:
    """Returns a log callback that drops what llama.cpp would print."""
    import llama_cpp

    return llama_cpp.llama_log_callback(lambda level, text, data: None)
