"""`python -m app.training`: rows to train the small writer and the photo head on, and the writer's scores."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

from data.catalogue.catalogue import read_catalogue

log = logging.getLogger("training")
SAMPLE = Path("data/sample")
LANGUAGES = ("en", "es")
UNSEEN_SEED = 10_000  # of scenes that no answer was written or told again to


def main() -> int:
    """Runs the command; its options are in --help."""
    parser = argparse.ArgumentParser(prog="python -m app.training", description=__doc__)
    add = parser.add_subparsers(title="commands", metavar="COMMAND", required=True).add_parser
    rows = add("rows", help="write train.jsonl, held.jsonl and schooling.json.gz")
    rows.add_argument("--out", type=Path, default=Path("runs/writer"), help="folder to write them to")
    rows.add_argument(
        "--count", type=int, default=30_000, help="answers that are told again over other items"
    )
    rows.set_defaults(run=_rows)
    score = add("score", help="how much of the answers to scenes that were not trained on is the model's")
    score.add_argument("--adapter", type=Path, help="GGUF of the adapter (default: the one that ships)")
    score.add_argument("--count", type=int, default=60, help="answers for each shop and language")
    score.add_argument("--out", type=Path, help="JSON lines with the answers, to be read")
    score.set_defaults(run=_score)
    photos = add("photos", help="write the rows that the photo head is trained on")
    photos.add_argument(
        "--photos", type=Path, required=True, help="photos taken at home, a folder a category"
    )
    photos.add_argument("--products", type=Path, required=True, help="a labelled catalogue")
    photos.add_argument(
        "--others", type=Path, action="append", default=[], help="a folder of pictures without a garment"
    )
    photos.add_argument("--out", type=Path, default=Path("runs/photos/rows.jsonl"))
    photos.set_defaults(run=_photos, seed=3)
    for command in (rows, score):
        command.add_argument(
            "--catalogue", type=Path, action="append", default=[], help="a further catalogue"
        )
        command.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.run(args)
    return 0


def _rows(args: argparse.Namespace) -> None:
    from app.training.caption_dataset import held_out
    from app.training.writer_dataset import shops, write

    own = [list(read_catalogue(SAMPLE).items)]
    for folder in args.catalogue:
        own.append([item for item in read_catalogue(folder).items if not held_out(item.id)])
    write(args.out, [*own, *shops()], args.count, args.seed)


def _photos(args: argparse.Namespace) -> None:
    from app.training import photo_dataset as made

    photos, products = list(read_catalogue(args.photos).items), made.trained_on(args.products)
    found = [*made.photo_rows(args.photos, "train"), *made.product_rows(products, made.PRODUCTS, args.seed)]
    found += made.product_rows(read_catalogue(SAMPLE).items, made.PRODUCTS, args.seed)
    for folder in args.others:
        found += made.other_rows(folder)
    drawn = args.out.parent / "together"
    found += made.together_rows(photos, products, drawn, made.TOGETHER, args.seed)
    made.write(found, args.out)


def _score(args: argparse.Namespace) -> None:
    """Figures for each shop and language: the sample, the invented shop that is never trained on, and what is
    held out of a further catalogue."""
    from app.factory import ADAPTER, small_writer
    from app.training.caption_dataset import held_out
    from app.training.scenes import Scenes, invented_shop
    from app.training.writer_dataset import CORPUS, UNSEEN_SHOP
    from app.training.writer_score import figures, tell, write

    stock = {"sample": list(read_catalogue(SAMPLE).items)}
    stock[UNSEEN_SHOP] = invented_shop(CORPUS / "shops" / f"{UNSEEN_SHOP}.csv")
    for folder in args.catalogue:
        stock[folder.name] = [item for item in read_catalogue(folder).items if held_out(item.id)]
    writer, told = small_writer(args.adapter or ADAPTER), []
    for name, items in stock.items():
        for language in LANGUAGES:
            own = list(tell(writer, Scenes(items, UNSEEN_SEED + args.seed).draw(args.count, language)))
            log.info("%s %s %s", name, language, json.dumps(figures(own), ensure_ascii=False))
            told += own
    log.info("all %s", json.dumps(figures(told), ensure_ascii=False))
    if args.out:
        write(args.out, told)


if __name__ == "__main__":
    sys.exit(main())
