"""`python -m app.toolbox TOOL`: what an encoder's vectors are good for, one tool at a time."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.cli import embedding_tools
from app.config import Settings, SettingsError
from data.catalogue.catalogue import CatalogueError
from data.catalogue.images import PictureError
from data.store.store import StoreError
from models.llm.chat_model import ModelError

EXAMPLES = """examples:
  python -m app.toolbox classify photo.jpg --label dress --label skirt
  python -m app.toolbox classify data/sample
  python -m app.toolbox similarity photo.jpg "a red dress"
  python -m app.toolbox quality --store data/index/sample
  python -m app.toolbox map --store data/index/sample
  python -m app.toolbox moderate photo.jpg
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Prints what a tool found; 2 when something that a person can cure stands in the way."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    args = _parser().parse_args(argv)
    options = {name: getattr(args, name, None) for name in ("encoder", "store")}
    try:
        found = args.tool(Settings.from_env(os.environ, **options), args)
    except (SettingsError, CatalogueError, PictureError, StoreError, ModelError, ValueError) as error:
        logging.getLogger("toolbox").error("%s", error)
        return 2
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if args.json else _readable(found)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app.toolbox", description=__doc__, epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add = parser.add_subparsers(title="tools", required=True, metavar="TOOL").add_parser
    labels = _tool(
        add,
        "classify",
        embedding_tools.classify,
        "which label fits a picture best; of a labelled catalogue folder, how often that is right",
    )
    labels.add_argument(
        "pictures", nargs="+", metavar="PICTURE", help="picture files, or one catalogue folder"
    )
    labels.add_argument(
        "--label", action="append", help="a label, once for each (default: the shop's categories)"
    )
    labels.add_argument(
        "--template",
        action="append",
        metavar="TEXT",
        help='a prompt with {} for the label, such as "a photo of a {}"; several are averaged',
    )
    pair = _tool(
        add, "similarity", embedding_tools.similarity, "how alike a picture and a text are, by every score"
    )
    pair.add_argument("picture", help="a picture file")
    pair.add_argument("text", help="what it may show")
    report = _tool(
        add, "quality", embedding_tools.quality, "how good the vectors of an index are", index=True
    )
    report.add_argument(
        "--close",
        type=float,
        default=embedding_tools.CLOSE,
        metavar="COSINE",
        help="cosine from which two items count as doubles (default: %(default)s)",
    )
    _tool(
        add,
        "map",
        embedding_tools.chart,
        "lay an index out on a plane, kept beside it for the page",
        index=True,
    )
    gate = _tool(add, "moderate", embedding_tools.moderate, "whether the shop would look at a photo")
    gate.add_argument("pictures", nargs="+", metavar="PICTURE", help="picture files")
    return parser  # fmt: skip


def _tool(
    add: Callable[..., argparse.ArgumentParser], name: str, tool: Callable[..., Any], about: str,
    index: bool = False,
) -> argparse.ArgumentParser:  # fmt: skip
    made = add(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    made.set_defaults(tool=tool)
    made.add_argument(
        "--encoder", help="BLIP-2, CLIP or SigLIP, a folder or a hub name (default: the profile's)"
    )
    if index:
        made.add_argument("--store", type=Path, help="the index (default: that of the sample catalogue)")
    made.add_argument("--json", action="store_true", help="print one JSON line instead of text")
    return made


def _readable(found: Any, indent: str = "") -> str:
    """Names and values, a line each; a record of plain values in a list is one line."""
    if isinstance(found, (list, tuple)):
        return "\n".join(_readable(r, indent) if _deep(r) else _line(r, indent) for r in found)
    lines = []
    for name, value in found.items():
        if _nested(value):
            lines += [f"{indent}{name}", _readable(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {_cell(value)}")
    return "\n".join(lines)


def _nested(value: Any) -> bool:
    many = isinstance(value, (list, tuple)) and bool(value)
    return isinstance(value, dict) or (many and isinstance(value[0], dict))


def _deep(record: dict[str, Any]) -> bool:
    return any(map(_nested, record.values()))


def _line(record: dict[str, Any], indent: str) -> str:
    return indent + "  ".join(f"{name} {_cell(value)}" for name, value in record.items())


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_cell, value)) or "none"
    return "none" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
