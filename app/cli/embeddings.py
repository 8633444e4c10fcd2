"""`python -m app embeddings TOOL`: what an encoder's vectors are good for, one tool at a time."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.arguments import add_encoder, add_json, add_store, settings_from
from app.cli.output import write

ABOUT = "look into an encoder's vectors: classify, similarity, quality, map, moderate"
EXAMPLES = """examples:
  python -m app embeddings classify photo.jpg --label dress --label skirt
  python -m app embeddings classify data/sample
  python -m app embeddings similarity photo.jpg "a red dress"
  python -m app embeddings quality --store data/index/sample
  python -m app embeddings map --store data/index/sample
  python -m app embeddings moderate photo.jpg
"""
TOOLS = {
    "classify": "which label fits a picture best; of a labelled catalogue folder, how often that is right",
    "similarity": "how alike a picture and a text are, by every score",
    "quality": "how good the vectors of an index are: spread, clusters, hubs, duplicates",
    "map": "how true the map is that the page draws of an index",
    "moderate": "whether the shop would look at a photo",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EXAMPLES
    subparsers = parser.add_subparsers(title="tools", metavar="TOOL", dest="tool", required=True)
    tools = {
        name: subparsers.add_parser(name, help=about, description=about) for name, about in TOOLS.items()
    }
    _add_classify(tools["classify"])
    tools["similarity"].add_argument("picture", type=Path, help="a picture file")
    tools["similarity"].add_argument("text", help="what it may show")
    tools["quality"].add_argument(
        "--close", type=float, metavar="COSINE", default=0.998,
        help="cosine from which two items count as duplicates (default: 0.998)",
    )  # fmt: skip
    tools["moderate"].add_argument("pictures", type=Path, nargs="+", metavar="PICTURE", help="picture files")
    for name, tool in tools.items():
        add_encoder(tool)
        add_json(tool)
        if name in ("quality", "map"):
            add_store(tool)


def _add_classify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pictures", type=Path, nargs="+", metavar="PICTURE", help="picture files, or one catalogue folder"
    )
    parser.add_argument(
        "--label", action="append", default=[],
        help="a label, once for each (default: the shop's categories)",
    )  # fmt: skip
    parser.add_argument(
        "--template", type=_template, action="append", default=[], metavar="TEXT",
        help='a prompt with {} for the label, such as "a photo of a {}"; several are averaged',
    )  # fmt: skip


def _template(text: str) -> str:
    if text.count("{}") != 1:
        raise argparse.ArgumentTypeError(f"expected a text with one {{}} for the label, found {text!r}")
    return text


def run(args: argparse.Namespace) -> int:
    """Prints what a tool found. Raises what `main` turns into a sentence, as all commands do."""
    from app.evaluation import embedding_tools

    settings = settings_from(args)
    match args.tool:
        case "classify":
            found = embedding_tools.classify(settings, args.pictures, args.label, args.template)
        case "similarity":
            found = embedding_tools.similarity(settings, args.picture, args.text)
        case "quality":
            found = embedding_tools.quality(settings, args.close)
        case "map":
            found = embedding_tools.make_map(settings)
        case _:
            found = embedding_tools.moderate(settings, args.pictures)
    write(found, args.json)
    return 0
