"""Takes the objects out of a JSON document of any size, one after the other.

Knows JSON; does not know what an object means. Numbers stay as they are written, so that 19.90 is not 19.9.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TextIO

CHUNK_CHARS = 1 << 16
MAX_VALUE_CHARS = 1_000_000  # of an element of an array, as of a line of a table
MAX_DEPTH = 4  # of objects around the array: {"data": {"shop": {"products": […]}}}


class BrokenJson(ValueError):
    """Text that is not JSON, or that no reader should follow, and where."""


def parse(text: str) -> Any:
    """The value of a line. Raises BrokenJson."""
    text = text.strip().rstrip(",")
    value, end = _decoded(text, 0)
    if text[end:].strip():
        raise BrokenJson(f"text after the end of the object, at character {end + 1:,}")
    return value


def elements(text: TextIO) -> Iterator[Any]:
    """The elements of a document's array, or of the first array of objects in it. Raises BrokenJson."""
    return _elements(_Cursor(text), 0)


@lru_cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: "")  # NaN is no value


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """The value that starts at a character, and where it ends. Raises BrokenJson."""
    try:
        return _decoder().raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise BrokenJson(f"{error.msg}, at character {error.pos + 1:,}") from error
    except RecursionError:
        raise BrokenJson("it is nested too deep") from None


class _Cursor:
    """A place in a text that is read as far as it is needed."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._gone = 0  # characters that are no longer in the buffer
        self._is_whole = False

    def peek(self) -> str:
        """The next character that is not blank, or "" at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at].isspace():
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._read(CHUNK_CHARS):
                return ""

    def take(self, allowed: str) -> str:
        """Pass one of these characters. Raises BrokenJson where another one comes."""
        found = self.peek()
        if not found or found not in allowed:
            expected = " or ".join(allowed)
            raise BrokenJson(f"{self._place}: {expected} expected, {found or 'the end'} found")
        self._at += 1
        return found

    def value(self) -> Any:
        """Pass the value that comes next. Raises BrokenJson."""
        self.peek()
        size = CHUNK_CHARS
        while True:
            self._read(size - (len(self._buffer) - self._at))
            try:
                found, end = _decoded(self._buffer, self._at)
            except BrokenJson:
                if self._is_whole:
                    raise BrokenJson(f"{self._place}: it is broken or cut off") from None
                if size >= MAX_VALUE_CHARS:
                    long = f"longer than {MAX_VALUE_CHARS:,} characters"
                    raise BrokenJson(f"{self._place}: it is broken or {long}") from None
            else:
                if end < len(self._buffer) or self._is_whole:  # else it may be half a number
                    self._at = end
                    return found
            size *= 2

    @property
    def _place(self) -> str:
        return f"at character {self._gone + self._at + 1:,}"

    def _read(self, size: int) -> bool:
        """Read so many characters more, if there are any."""
        if size <= 0 or self._is_whole:
            return False
        more = self._text.read(size)
        self._is_whole = not more
        self._gone += self._at
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)


def _elements(cursor: _Cursor, depth: int) -> Iterator[Any]:
    if cursor.peek() == "{":
        yield from _in_object(cursor, depth)
    else:
        yield from _in_array(cursor)


def _in_array(cursor: _Cursor) -> Iterator[Any]:
    cursor.take("[")
    while cursor.peek() != "]":
        yield cursor.value()
        if cursor.peek() != "]":
            cursor.take(",")
    cursor.take("]")


def _in_object(cursor: _Cursor, depth: int) -> Iterator[Any]:
    """The elements of the first array of objects in an object, which is passed no further than that."""
    cursor.take("{")
    while cursor.peek() != "}":
        cursor.value()
        cursor.take(":")
        found = 0
        if cursor.peek() in "[{" and depth < MAX_DEPTH:
            for element in _elements(cursor, depth + 1):
                found += isinstance(element, dict)
                yield element
        else:
            cursor.value()
        if found:
            return
        if cursor.peek() != "}":
            cursor.take(",")
    cursor.take("}")
