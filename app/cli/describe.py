"""`python -m app describe`: what a photo shows, in words."""

from __future__ import annotations

import argparse
import logging
from typing import TYPE_CHECKING, Any

from app.cli.arguments import add_json, settings_from
from app.cli.output import write

if TYPE_CHECKING:
    from PIL import Image

    from app.config import Settings

ABOUT = "say what a photo shows: a garment or not, which, in what colours, with what pattern, for whom"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(log_level=logging.WARNING)
    parser.add_argument("photo", help="a picture file")
    parser.add_argument("--question", help='one for the caption model, such as "what colour is it?"')
    parser.add_argument("--language", choices=("en", "es"), default="en")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Prints what one look gives, or an answer. Raises PictureError, SettingsError, ModelError."""
    from data.catalogue.images import open_picture

    photo, settings = open_picture(args.photo), settings_from(args)
    found = _answer(args, settings, photo) if args.question else _seen(args, photo)
    write(found, args.json)
    return 0


def _seen(args: argparse.Namespace, photo: Image.Image) -> dict[str, Any]:
    """What the shop's photo head sees, as the page says and uses it."""
    from app.advice.compose import seen_in_words
    from app.agent.serialization import photo_to_json
    from app.factory import head_from  # seconds, which a photo that does not open should not cost
    from app.plan import Plan
    from app.search.look import attributes

    reading = head_from().read(photo)
    seen = attributes(reading, reading.categories)
    said = seen_in_words(Plan("chat", photos=(seen,), language=args.language))
    return {"caption": said, **photo_to_json(seen), "turns": reading.turns}


def _answer(args: argparse.Namespace, settings: Settings, photo: Image.Image) -> dict[str, Any]:
    from app.factory import describer_from  # as above
    from models.llm.chat_model import ModelError

    describer = describer_from(settings)
    if describer is None:
        raise ModelError("no caption model is set; set ARMARIO_CAPTIONER to a folder that holds one")
    return {"answer": describer.answer(photo, args.question, args.language)}
