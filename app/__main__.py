"""`python -m app COMMAND`: the one command line. Knows which commands there are, not what they do."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from app.cli import ask, caption_dataset, describe, embeddings, evaluate, index, record_demo, serve, word_list

log = logging.getLogger("armario")

COMMANDS = {
    "serve": serve, "index": index, "ask": ask, "evaluate": evaluate, "describe": describe,
    "embeddings": embeddings, "caption-dataset": caption_dataset, "word-list": word_list,
    "record-demo": record_demo,
}  # fmt: skip
ABOUT = """The fashion assistant. Without a command it serves: `python -m app --port 8000`.

Settings come from the environment with the prefix ARMARIO_ (docs/settings.md has the table),
and from options of the same names."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code; 2 when something that a person can cure stands in the way."""
    args = _parser().parse_args(_with_command(sys.argv[1:] if argv is None else argv))
    logging.basicConfig(level=args.log_level, format="%(message)s")
    try:
        return int(args.run(args))
    except Exception as error:
        if not isinstance(error, _curable()):
            raise
        log.error("%s", error)
        return 2


def _with_command(argv: Sequence[str]) -> list[str]:
    """The arguments with the command that is meant where none is named."""
    named = argv and (argv[0] in ("-h", "--help") or not argv[0].startswith("-"))
    return list(argv) if named else ["serve", *argv]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_subparsers(title="commands", metavar="COMMAND", required=True).add_parser
    for name, command in COMMANDS.items():
        made = add(
            name, help=command.ABOUT, description=f"{command.ABOUT[0].upper()}{command.ABOUT[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        made.set_defaults(run=command.run, log_level=logging.INFO)
        command.add_arguments(made)
    return parser


def _curable() -> tuple[type[Exception], ...]:
    """Errors whose message is a sentence with its cure. Imported late: `--help` waits for none of it."""
    from app.config import SettingsError
    from data.catalogue.catalogue import CatalogueError
    from data.catalogue.images import PictureError
    from data.store.store import StoreError
    from models.llm.chat_model import ModelError

    return SettingsError, CatalogueError, PictureError, StoreError, ModelError, OSError


if __name__ == "__main__":
    sys.exit(main())
