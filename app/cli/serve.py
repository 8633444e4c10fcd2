"""`python -m app serve`: settings → encoder, store, language models → page."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_catalogue, add_store, settings_from

if TYPE_CHECKING:
    from app.config import Settings
    from data.store.store import Store
    from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("armario")

ABOUT = "serve the page, the HTTP API and MCP tools over an index, which is read and never changed"
LOOKED_AT = 3  # items, of whose pictures one should be readable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The settings that are changed most often; all others come from the environment."""
    parser.add_argument("--profile", help="embedded (default) or full")
    add_catalogue(parser)
    add_store(parser)
    parser.add_argument("--host", help="address to serve on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to serve on (default: 7860)")
    parser.add_argument("--share", action="store_true", default=None, help="ask Gradio for a public link")


def run(args: argparse.Namespace) -> int:
    """Serves until it is stopped. Raises SettingsError, StoreError, ModelError, OSError."""
    for noisy in ("httpx", "chromadb", "google_genai"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    settings = settings_from(args)
    log.info("loading the models")
    from app import factory
    from app.search.engine import Search

    encoder, store = factory.index_from(settings)
    made_of = f", made of {store.catalogue}" if store.catalogue else ""
    log.info("%s: %d items%s", settings.place, store.stock().count, made_of)
    _warn_of_other_weights(encoder, store, settings)
    head = factory.head_from(encoder)
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


def _warn_of_other_weights(encoder: ImageTextEncoder, store: Store, settings: Settings) -> None:
    """Say so where the encoder was trained anew since it made the index: all it finds would be wrong."""
    from app.ingest.encodings import has_same_weights
    from app.ingest.prefetch import hash_image

    items = store.listed(LOOKED_AT)
    if items and not has_same_weights(encoder, store, map(hash_image, items)):
        log.warning(
            "the index in %s was made with other weights of %s, or its pictures have changed; bring it in "
            "line with: python -m app index --catalogue %s --store %s",
            settings.place, encoder.name, settings.catalogue, settings.place,
        )  # fmt: skip
