"""What a photo shows, in words: `python -m app.cli.describe PHOTO`.

Knows the prompts that the caption head was taught; does not know how it makes its words.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from typing import Protocol, get_args

from PIL import Image

from app.agent.captions import ASKED, CAPTION, QUESTION, answers, caption, read
from app.config import Settings, SettingsError
from app.plan import Language
from data.catalogue.images import PictureError, open_picture
from models.llm.chat_model import ModelError


class Words(Protocol):
    """What is needed of a captioner: for each picture how a prompt goes on."""

    name: str

    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]: ...


class Describer:
    """Captions and answers about one photo at a time."""

    def __init__(self, captioner: Words) -> None:
        self._captioner, self.name = captioner, captioner.name

    def describe(self, image: Image.Image, language: Language) -> str:
        """ "a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre".

        The photo is read in English, whoever asks, and what that says of a garment is told in the shop's own
        words, and no text that may stand in it. "" where it names no garment.
        """
        return caption(read(self._captioner.continued([image], CAPTION["en"])[0]), language)

    def answer(self, image: Image.Image, question: str, language: Language) -> str:
        """A closed question's answer: "what colour is it?" → "navy blue"."""
        return self._captioner.continued([image], QUESTION[language].format(question.strip().lower()))[0]

    def facts(self, image: Image.Image, language: Language) -> dict[str, str]:
        """The answers to what can be asked of any photo: category, colour, pattern and for whom."""
        said = {about: self.answer(image, asked, "en") for about, asked in ASKED["en"].items()}
        return said if language == "en" else answers(read(" ".join(said.values())), language)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a caption and the answers; 2 when something that a person can cure stands in the way."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    args = _arguments(argv)
    try:
        photo = open_picture(args.photo)
        from app.factory import describer_from  # seconds, which a photo that does not open should not cost

        describer = describer_from(Settings.from_env(os.environ))
        if describer is None:
            raise ModelError("no caption model is set; set ARMARIO_CAPTIONER to a folder that holds one")
        if args.question:
            found = {"answer": describer.answer(photo, args.question, args.language)}
        else:
            found = {
                "caption": describer.describe(photo, args.language),
                **describer.facts(photo, args.language),
            }
    except (PictureError, SettingsError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shown = json.dumps(found, ensure_ascii=False) if args.json else _readable(found)
    sys.stdout.write(shown + "\n")
    return 0


def _readable(found: dict[str, str]) -> str:
    return "\n".join(f"{about}: {said}" for about, said in found.items())


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.cli.describe", description=__doc__)
    parser.add_argument("photo", help="a picture file")
    parser.add_argument("--question", help='a closed question about it, such as "what colour is it?"')
    parser.add_argument("--language", choices=get_args(Language), default="en")
    parser.add_argument("--json", action="store_true", help="print one JSON line instead of text")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
