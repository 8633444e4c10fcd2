"""What a photo shows, in words: caption and closed questions, told in the shop's own vocabulary.

Knows the prompts that the caption head was taught; does not know how it makes its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PIL import Image

from app.agent.captions import answers, caption, prompt, questions, read
from app.plan import Language


class Captioner(Protocol):
    """What is needed of a captioner: for each picture how a prompt goes on."""

    name: str

    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]: ...


class Describer:
    """Captions and answers about one photo at a time."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner, self.name = captioner, captioner.name

    def describe(self, image: Image.Image, language: Language) -> str:
        """ "a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre".

        The photo is read in English, whoever asks, and what that says of a garment is told in the shop's own
        words, and no text that may stand in it. "" where it names no garment.
        """
        return caption(read(self._captioner.continued([image], prompt("en"))[0]), language)

    def answer(self, image: Image.Image, question: str, language: Language) -> str:
        """A closed question's answer: "what colour is it?" → "navy blue"."""
        return self._captioner.continued([image], prompt(language, question.strip().lower()))[0]

    def facts(self, image: Image.Image, language: Language) -> dict[str, str]:
        """The answers to what can be asked of any photo: category, colour, pattern and for whom."""
        said = {about: self.answer(image, asked, "en") for about, asked in questions("en").items()}
        return said if language == "en" else answers(read(" ".join(said.values())), language)
