"""Small real implementations that stand in for the heavy ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from data.vocabulary import category_named, colour_named, colours, plain
from models.chat import Message, ModelError


class ColourEncoder:
    """Sees the mean colour of a picture and reads the colour words of a text: "red" finds the red dress."""

    def __init__(self, name: str = "colours") -> None:
        self.name, self.dim, self.seen = name, 4, 0

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 4) float32, unit rows: red, green, blue, and a constant."""
        self.seen += len(images)
        return np.stack([self._vector(image.resize((1, 1)).getpixel((0, 0))) for image in images])

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """The same for the first colour that a text names; grey where it names none."""
        return np.stack([self._vector(self._colour(text)) for text in texts])

    @staticmethod
    def _vector(rgb: Any) -> np.ndarray:
        raw = np.array([*rgb[:3], 64], np.float32)
        return raw / np.linalg.norm(raw)

    @staticmethod
    def _colour(text: str) -> tuple[int, ...]:
        for word in plain(text).split():
            name = colour_named(word)
            if name:
                return tuple(bytes.fromhex(colours()[name].hex[1:]))
        return (128, 128, 128)


class ScriptedChat:
    """A language model that says what it was given, three letters at a time, and remembers what it heard."""

    def __init__(self, *answers: str, writes: bool = False, name: str = "scripted") -> None:
        self.name, self.writes = name, writes
        self.answers, self.heard = list(answers), list[Sequence[Message]]()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """The next answer; ModelError when there is none left."""
        self.heard.append(messages)
        if not self.answers:
            raise ModelError("the script is at its end; give it another answer")
        answer = self.answers.pop(0)
        yield from (answer[i : i + 3] for i in range(0, len(answer), 3))


class ReadingChat:
    """A language model that understands category and colour words of either language, one item each."""

    name, writes = "reading", False

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """A wish as JSON."""
        words = plain(messages[-1].text).split()
        names = list(dict.fromkeys(filter(None, map(category_named, words))))
        colour = next(filter(None, map(colour_named, words)), None)
        wish: dict[str, Any] = {
            "language": "es" if {"una", "unas", "unos", "quiero", "y"} & set(words) else "en",
            "intent": "search" if names or colour else "chat",
            "wanted": [{"category": name, "count": 1} for name in names],
        }
        yield json.dumps(wish | ({"colour": colour} if colour else {}))
