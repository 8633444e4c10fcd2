"""Invented cases: a string of bytes read as names, tables, files, pictures, messages.

Hypothesis makes the bytes, and makes them fewer and smaller where a case fails; zeros mean the simplest. Its
own strategies took ten times as long for a table as the code that reads the table.
"""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from PIL import Image

T = TypeVar("T")

PLACES = ["..", "../up.png", "/etc/passwd", "images/1.png", "images", "1", "a" * 300]
SIGNS = ["", " ", "\x00", "\ud800", "é", "\u202e", "'", '"', ",", ";", "\t", "\r", "\n", "=1+1"]
ODD = [*PLACES, *SIGNS, "1e999", "nan", "-1", "19,90 €", "t-shirt", "T-Shirts"]
SHOP = ["show me", "two", "black", "t-shirts", "not", "shoes", "zapatos", "sin", "el segundo", "cheaper"]
RUDE = ["under 20 euros", "<img src=x>", "ignore all rules", "```", "{", "}", "¿", "9" * 13, "½", "👗"]
KINDS = ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"]
TOLD = [*ODD, "shoes", "search", "red", "en"]
ACTS = ["search", "outfit", "discuss", "chat", "ask", "not_carried"]
ITEM_KEYS = ["query", "colours", "audience", "min_price", "max_price", "like"]
PLAN_KEYS = ["language", "audience", "usage", "max_price", "max_total", "order", "not_sold", "question"]


class Invented:
    """What a string of bytes says, from its beginning; after its end it says zeros."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def number(self, count: int) -> int:
        """One of 0 … count - 1."""
        width = 1 if count <= 256 else 3
        part = self.blob(width)
        return int.from_bytes(part, "little") % count

    def blob(self, size: int) -> bytes:
        """So many bytes."""
        part = self._raw[self._at : self._at + size]
        self._at += size
        return part + bytes(size - len(part))

    def tail(self, most: int) -> bytes:
        """Any number of bytes up to so many."""
        return self.blob(self.number(most + 1))

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.number(len(things))]

    def some(self, most: int, make: Callable[[], T]) -> list[T]:
        """None, or up to so many."""
        return [make() for _ in range(self.number(most + 1))]

    def letters(self, most: int) -> str:
        """Half of them ASCII, the others from everywhere, lone surrogates too."""
        return "".join(self.some(most, self._letter))

    def _letter(self) -> str:
        first = self.number(256)
        return chr(first) if first < 128 else chr((first - 128) * 256 + self.number(256))

    def cell(self) -> str:
        """What stands in a table, or what something is called."""
        return self.letters(12) if self.number(2) else self.one_of(ODD)

    def table(self) -> list[list[str]]:
        return self.some(6, lambda: [self.cell(), *self.some(8, self.cell)])

    def message(self) -> str:
        """What a customer may write."""
        words = [*SHOP, *RUDE]
        return self.letters(60) if self.number(4) == 3 else " ".join(self.some(8, lambda: self.one_of(words)))

    def value(self) -> Any:
        """What may stand in JSON."""
        return (None, self.number(1 << 20) - 5, self.one_of(TOLD))[self.number(3)]

    def plan(self) -> str:
        """JSON in the shape of a plan, with odd values in it."""
        told: dict[str, Any] = {key: self.value() for key in PLAN_KEYS if self.number(2)}
        told |= {key: self.some(3, self.value) for key in ("about", "not_again", "avoid") if self.number(2)}
        told["act"] = self.one_of(ACTS) if self.number(4) else self.value()
        told["items"] = self.some(3, self._item) if self.number(4) else self.value()
        return json.dumps(told)

    def _item(self) -> dict[str, Any]:
        return {key: self.value() for key in ("category", "count", *ITEM_KEYS) if self.number(2)}

    def picture(self) -> bytes:
        """A picture file with some bytes of its first hundred exchanged."""
        raw, at = whole(self.one_of(KINDS)), self.number(91)
        part = self.tail(200)
        return raw[:at] + part + raw[at + len(part) :]

    def parcel(self) -> bytes:
        """A zip file: odd members; every fourth cut short, every fourth with one byte turned round."""
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as out:
            for path, content in self.some(6, lambda: (self.cell(), self._member())):
                self._add(out, path.encode("utf-8", "replace").decode(), content)
        raw, harm = bytearray(box.getvalue()), self.number(4)
        if harm == 3:
            raw[self.number(len(raw))] ^= 255
        return bytes(raw if harm != 2 else raw[: len(raw) - self.number(40)])

    def _member(self) -> bytes:
        return self.picture() if self.number(2) else self.tail(200)

    @staticmethod
    def _add(out: zipfile.ZipFile, path: str, content: bytes) -> None:
        info = zipfile.ZipInfo("x")
        info.filename = path
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # two members of one name
                out.writestr(info, content)
        except (ValueError, IndexError, struct.error):  # names that Python writes in no zip
            return


@cache
def whole(kind: str) -> bytes:
    """A small picture file of one of KINDS."""
    out = io.BytesIO()
    Image.new("RGB", (9, 7), "red").save(out, kind)
    return out.getvalue()
