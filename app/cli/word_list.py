"""`python -m app word-list`: the most frequent words of each language, for the forgiving of misspelling."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

ABOUT = "write the most frequent words of each language, which are no misspelt ones (needs wordfreq)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="folder for frequent_<language>.txt (default: app/nlu/data)")


def run(args: argparse.Namespace) -> int:
    """Writes the lists. Raises OSError."""
    from app.training.word_list import write_word_lists

    for language, count in write_word_lists(args.out).items():
        logging.getLogger(__name__).info("%s: %d words", language, count)
    return 0
