"""`python -m app serve`: settings → encoder, store, language models → page."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

from app.cli.arguments import add_catalogue, add_currency, add_store, settings_from

log = logging.getLogger("armario")

ABOUT = "serve the page, the HTTP API and MCP tools, over an index brought in line with the catalogue"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The settings that are changed most often; all others come from the environment."""
    parser.add_argument("--profile", help="embedded (default) or full")
    add_catalogue(parser)
    add_currency(parser)
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
    from app.ingest.labelling import PictureLabeller
    from app.search.engine import Search
    from data.catalogue.catalogue import read_catalogue
    from data.catalogue.values.prices import NO_CURRENCY
    from data.store.store import Store

    encoder = factory.encoder_from(settings)
    head = factory.head_from(encoder)
    store = Store.open(settings.place, encoder.name)
    known = store.currency().replace(NO_CURRENCY, "")  # that the index was made with
    catalogue = read_catalogue(settings.catalogue, settings.currency or known)
    log.info("comparing the index with %s (%d items)", settings.catalogue, len(catalogue.items))
    refresh_with_bar(catalogue, store, encoder, PictureLabeller(head))
    answerers = factory.answerers(settings, encoder, store, head)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # Gradio looks while it is imported
    from app.server.endpoints import add_endpoints
    from app.server.launch import launch
    from app.ui.app import build_page
    from app.ui.context import read_scores
    from app.ui.rate_limit import RateLimiter

    search = Search(encoder, store, settings.strategy, head)
    scores = read_scores(Path(settings.encoder))
    assistant = next(answerer.assistant for answerer in answerers if answerer.assistant)
    limiter = RateLimiter(settings.limit)
    page = build_page(answerers, assistant, search, scores, limiter)
    add_endpoints(page, assistant, limiter)
    launch(page, settings.host, settings.port, settings.share, settings.login, settings.limit)
    log.info("serving on http://%s:%d", settings.host, settings.port)
    page.block_thread()
    return 0
