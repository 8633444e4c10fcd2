"""`python -m app describe`: what a photo shows, in words."""

from __future__ import annotations

import argparse
import logging

from app.cli.arguments import add_json, settings_from
from app.cli.output import write

ABOUT = "say what a photo shows, by the caption model"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(log_level=logging.WARNING)
    parser.add_argument("photo", help="a picture file")
    parser.add_argument("--question", help='a closed question about it, such as "what colour is it?"')
    parser.add_argument("--language", choices=("en", "es"), default="en")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Prints a caption and answers. Raises PictureError, SettingsError, ModelError."""
    from data.catalogue.images import open_picture
    from models.llm.chat_model import ModelError

    photo = open_picture(args.photo)
    from app.factory import describer_from  # seconds, which a photo that does not open should not cost

    describer = describer_from(settings_from(args))
    if describer is None:
        raise ModelError("no caption model is set; set ARMARIO_CAPTIONER to a folder that holds one")
    if args.question:
        found = {"answer": describer.answer(photo, args.question, args.language)}
    else:
        caption = describer.describe(photo, args.language)
        found = {"caption": caption, **describer.facts(photo, args.language)}
    write(found, args.json)
    return 0
