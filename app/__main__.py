"""`python -m app`: settings → encoder, store, language models → page. All is put together here."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import PROFILES, Settings, SettingsError

if TYPE_CHECKING:
    from app.agent.answerer import Answerer
    from app.search.engine import Search

log = logging.getLogger("armario")


def main(argv: Sequence[str] | None = None) -> int:
    """Serves until it is stopped; 2 when something that a person can cure stands in the way."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for noisy in ("httpx", "chromadb", "google_genai"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        settings = Settings.from_env(os.environ, **vars(_arguments(argv)))
    except SettingsError as error:
        log.error("%s", error)
        return 2
    return _serve(settings)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app", description="Serve the fashion assistant's page.")
    parser.add_argument("--profile", choices=PROFILES, help="embedded (default) or full")
    parser.add_argument(
        "--catalogue", type=Path, help="folder of the shop's catalogue (default: data/sample)"
    )
    parser.add_argument("--store", help="folder or address of its index (default: data/index/<catalogue>)")
    parser.add_argument("--host", help="address to serve on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to serve on (default: 7860)")
    parser.add_argument("--share", action="store_true", default=None, help="ask Gradio for a public link")
    return parser.parse_args(argv)


def _serve(settings: Settings) -> int:
    log.info("loading the models")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # Gradio looks while it is imported
    from app.ui.examples import examples
    from app.ui.measured import scores
    from data.catalogue.catalogue import CatalogueError
    from data.store.store import StoreError
    from models.llm.chat_model import ModelError

    try:
        with _in_a_hurry(), ThreadPoolExecutor(1) as beside:
            loading = beside.submit(_loaded, settings)
            from app.server import launch  # Gradio: half of all that a start takes
            from app.ui import app as page_app

            answerers, shop = loading.result()
            measured = scores(Path(settings.encoder))
            page = page_app.build_page(
                answerers, shop, examples(shop.store.items()), measured, settings.limit
            )
    except (CatalogueError, StoreError, ModelError) as error:
        log.error("%s", error)
        return 2
    log.info("serving on http://%s:%d", settings.host, settings.port)
    launch.launch(
        page, settings.host, settings.port, settings.share, login=settings.login, limit=settings.limit
    )
    return 0


def _loaded(settings: Settings) -> tuple[list[Answerer], Search]:
    """Models and index. Raises CatalogueError, StoreError, ModelError."""
    from app import factory
    from app.cli import index
    from app.search.engine import Search
    from data.catalogue.catalogue import read_catalogue
    from data.store.store import Store

    with ThreadPoolExecutor(1) as beside:  # on a first start, its graphs are made while the encoder's are
        describing = beside.submit(factory.describer_from, settings)
        encoder = factory.encoder_from(settings)
        store = Store.open(settings.place, encoder.name)
        catalogue = read_catalogue(settings.catalogue)
        log.info("comparing the index with %s (%d items)", settings.catalogue, len(catalogue.items))
        index.refresh_with_bar(catalogue, store, encoder)
        answerers = factory.answerers(settings, encoder, store, describing.result())
    return answerers, Search(encoder, store, settings.strategy)


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Nothing of what a start makes is garbage: looking for any took a fifth of its time, and then again at
    every later look."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
