"""The shop whose conversations are labelled: data/sample, in the settings' index or in one for the moment."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.config import ROOT, Settings
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import Catalogue, read_catalogue
from data.store.store import Store, StoreError
from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("evaluate")
SAMPLE = ROOT / "data" / "sample"


@contextmanager
def sample_store(settings: Settings, encoder: ImageTextEncoder) -> Iterator[Store]:
    """The settings' index where it holds just the labelled items by this encoder, else one that is gone
    afterwards. Raises StoreError, CatalogueError."""
    sample = read_catalogue(SAMPLE)
    store = _theirs(settings, encoder, sample)
    with TemporaryDirectory() as folder:
        if store is None:
            log.info("indexing %s for the moment: %s holds other items or none", SAMPLE, settings.place)
            store = Store.create(Path(folder), encoder.name)
            index_catalogue(sample, store, encoder)
        try:
            yield store
        finally:
            store.close()


def _theirs(settings: Settings, encoder: ImageTextEncoder, sample: Catalogue) -> Store | None:
    try:
        if not Store.exists(settings.place):
            return None
        store = Store.open(settings.place, encoder.name)
    except StoreError as error:
        log.info("%s", error)
        return None
    if {item.id: item for item in store.items()} == {item.id: item for item in sample.items}:
        return store
    store.close()
    return None
