"""Bytes of a file as text: which encoding they are in, and lines no longer than a table's can be.

Knows encodings; does not know what the text is written in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

MAX_LINE_CHARS = 1_000_000  # seven times the longest cell that the csv module takes
CHUNK_BYTES = 1 << 20
UTF_8 = "utf-8-sig"  # with or without its mark
MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD_ENCODING = re.compile(r"(iso|latin|windows|cp|mac|koi8|gb|big5|euc|shift)[\w-]*", re.I)  # no UTF-8
# An accented letter in the middle of a word. In Windows-1252 the bytes of the first are signs and capitals
MAC_ROMAN_WORD = re.compile(rb"[a-z][\x87-\x8a\x8c-\x90\x98\x9b\x9d\x9f](?=[a-z])")
WINDOWS_WORD = re.compile(rb"[a-z][\xdf-\xf6\xf8-\xff](?=[a-z])")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of a codec and, where it had to be guessed or the file is damaged, the first line that shows
    it and what is said of it."""

    codec: str
    line: int = 0
    reason: str = ""


def encoding_of(path: Path) -> Encoding:
    """The encoding of a file, which is read once for it, a piece at a time. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(400)
        marked = next((codec for mark, codec in MARKS if head.startswith(mark)), "")
        if marked and marked != UTF_8:
            return Encoding(marked)
        if unmarked := _utf_16_without_mark(head):
            return Encoding(unmarked)
        file.seek(0)
        line = _first_line_that_is_not_utf_8(file)
        return _fallback(file, line) if line else Encoding(UTF_8)


def opened(path: Path, encoding: Encoding) -> TextIO:
    """The text of a file, whose lines end with a line feed whatever they ended with. Raises OSError."""
    return path.open(encoding=encoding.codec, errors="replace", newline=None)


def declared(codec: str, guessed: Encoding) -> Encoding:
    """The encoding that a file names in its own text, if it had to be guessed and that one may be it."""
    if not guessed.reason or not OLD_ENCODING.fullmatch(codec):
        return guessed
    try:
        return Encoding(codecs.lookup(codec).name)
    except LookupError:
        return guessed


def lines(text: TextIO) -> Iterator[str]:
    """The lines of a text with their ends. Of one over MAX_LINE_CHARS only so much and a character is kept,
    so that ``is_overlong`` knows it."""
    while line := text.readline(MAX_LINE_CHARS + 1):
        rest = line
        while len(rest) > MAX_LINE_CHARS and not rest.endswith("\n"):
            rest = text.readline(MAX_LINE_CHARS + 1)
        yield line


def legible(name: str) -> str:
    """The name of a file with � in the place of bytes that are not UTF-8, which nothing can print or keep."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_overlong(line: str) -> bool:
    """Whether a line is longer than a table's can be, so that the rest of it was not kept."""
    return len(line) > MAX_LINE_CHARS


def _utf_16_without_mark(head: bytes) -> str:
    """The codec if nearly every second byte is null, as those of a header in Latin letters are, else ""."""
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > 0.8 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and odd < 0.1 * half else ""


def _first_line_that_is_not_utf_8(file: IO[bytes]) -> int:
    """The number of the first line that is not, or 0."""
    decoder, before = codecs.getincrementaldecoder("utf-8")(), 0
    for chunk in _chunks(file):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return before + _line_ends(error.object[: error.start]) + 1
        before += _line_ends(chunk)
    return 0


def _fallback(file: IO[bytes], line: int) -> Encoding:
    """What a file is whose ``line`` is not UTF-8: damaged UTF-8, or else of a time before it."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    sound = damaged = mac = windows = 0
    for chunk in _chunks(file):
        text = decoder.decode(chunk, final=not chunk)
        lost = text.count("\ufffd")
        damaged += lost
        sound += len(text) - lost - len(text.encode("ascii", "ignore"))
        mac += len(MAC_ROMAN_WORD.findall(chunk))
        windows += len(WINDOWS_WORD.findall(chunk))
    if sound > damaged:
        return Encoding(UTF_8, line, "not sound UTF-8: what could not be read is shown as �; export it again")
    codec, name = ("mac-roman", "Mac Roman") if mac > windows else ("cp1252", "Windows-1252")
    reason = f"not UTF-8: the whole file was read as {name}; save it as UTF-8 if letters look wrong"
    return Encoding(codec, line, reason)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file in pieces, the last one empty."""
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
    yield b""


def _line_ends(raw: bytes) -> int:
    """How many lines end, whether with a line feed, a carriage return or both."""
    return raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")
