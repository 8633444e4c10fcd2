"""`python -m app serve`: settings → encoder, store, language models → page."""

from __future__ import annotations

import argparse
import inspect
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from app.cli.arguments import add_catalogue, add_store, settings_from

log = logging.getLogger("armario")

ABOUT = "serve the page, the HTTP API and MCP tools, over an index brought in line with the catalogue"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The settings that are changed most often; all others come from the environment."""
    parser.add_argument("--profile", help="embedded (default) or full")
    add_catalogue(parser)
    add_store(parser)
    parser.add_argument("--host", help="address to serve on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to serve on (default: 7860)")
    parser.add_argument("--share", action="store_true", default=None, help="ask Gradio for a public link")


def run(args: argparse.Namespace) -> int:
    """Serves until it is stopped. Raises SettingsError, CatalogueError, StoreError, ModelError, OSError."""
    for noisy in ("httpx", "chromadb", "google_genai"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    settings = settings_from(args)
    log.info("loading the models")
    from app import factory
    from app.cli.index import refresh_with_bar
    from app.search.engine import Search
    from data.catalogue.catalogue import read_catalogue
    from data.store.store import Store

    encoder = factory.encoder_from(settings)
    describer = factory.describer_from(settings)
    store = Store.open(settings.place, encoder.name)
    catalogue = read_catalogue(settings.catalogue)
    log.info("comparing the index with %s (%d items)", settings.catalogue, len(catalogue.items))
    refresh_with_bar(catalogue, store, encoder)
    answerers = factory.answerers(settings, encoder, store, describer)
    search = Search(encoder, store, settings.strategy)

    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # Gradio looks while it is imported
    with without_stub_files():
        from app.server.launch import launch
        from app.ui.app import build_page
        from app.ui.context import read_scores

    page = build_page(answerers, search, read_scores(Path(settings.encoder)), settings.limit)
    log.info("serving on http://%s:%d", settings.host, settings.port)
    launch(page, settings.host, settings.port, settings.share, login=settings.login, limit=settings.limit)
    return 0


@contextmanager
def without_stub_files() -> Iterator[None]:
    """Takes from Gradio's import a third of its time: every time it writes a stub file beside each of its
    components. It writes none for a class that has no file, as its own seem to in here."""
    getfile = inspect.getfile

    def of_others(thing: Any) -> str:
        if str(getattr(thing, "__module__", "")).startswith("gradio."):
            raise OSError("no file")
        return getfile(thing)

    with patch.object(inspect, "getfile", of_others):
        yield
