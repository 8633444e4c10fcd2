"""`python -m app.index`: brings the store in line with a catalogue, encoding only what is new or changed."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from PIL import Image
from tqdm import tqdm

from app.search import Eyes
from app.settings import Settings, SettingsError
from data.address import folder_of
from data.catalogue import Catalogue, CatalogueError, Item, read_catalogue
from data.pictures import PictureError, open_picture
from data.store import Entry, Store, StoreError
from models.chat import ModelError
from models.vectors import unit

log = logging.getLogger("index")

BATCH = 64  # pictures encoded together; always so many, for the same bytes after a restart as without one
DECODERS = 4  # threads; Pillow lets the interpreter go while it decodes
LOCK = "index.lock"
SAME_WEIGHTS = 0.999  # cosine; float16 and other batch shapes stay above 0.9999

Progress = Callable[[int, int], object]  # (done, total) items


@dataclass
class Summary:
    """What a run did, in items; ``skipped`` says for each what was wrong and where."""

    indexed: int = 0
    relabelled: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        rate = f", {self.indexed / self.seconds:.0f} items/s" if self.indexed and self.seconds else ""
        return (
            f"{self.indexed} indexed, {self.relabelled} relabelled, {self.unchanged} unchanged, "
            f"{self.removed} removed, {len(self.skipped)} skipped in {self.seconds:.1f} s{rate}"
        )


@dataclass(frozen=True, slots=True)
class _Picture:
    """An item, the hash of its picture's bytes, and the picture where it had to be opened."""

    item: Item
    hash: str
    opened: Image.Image | PictureError | None = None


def refresh(
    catalogue: Catalogue, store: Store, encoder: Eyes, progress: Progress = lambda done, total: None
) -> Summary:
    """Adds, re-encodes, relabels and removes until the store holds what the catalogue does.

    Batches are cut from the catalogue's order and encoded whole when any of their pictures is new, so a run
    that was killed and started again ends with the same vectors, bit for bit. An item that the store does not
    hold whole, as one from before query vectors were kept, is encoded anew. Raises StoreError.
    """
    with alone(store.path):
        return _Run(catalogue, store, encoder).to_the_end(progress)


class _Run:
    """One refresh: what the store held at its start, and what was done since."""

    def __init__(self, catalogue: Catalogue, store: Store, encoder: Eyes) -> None:
        self.items, self.store, self.encoder = catalogue.items, store, encoder
        self.hashes = store.hashes()
        self.cards = {item.id: item for item in store.items()}
        self.summary = Summary(skipped=[str(problem) for problem in catalogue.problems])

    def to_the_end(self, progress: Progress) -> Summary:
        started = time.perf_counter()
        self._tell_of_halves()
        self._forget_other_weights()
        self._remove(sorted(self.cards.keys() - {item.id for item in self.items}))
        done = 0
        for batch in self._batches():
            self._keep(batch)
            done += len(batch)
            progress(done, len(self.items))
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def _tell_of_halves(self) -> None:
        halves = len(self.cards) - len(self.hashes)
        if halves:
            log.warning("%d items of the index have no query vectors: they are encoded anew", halves)

    def _forget_other_weights(self) -> None:
        """Empties a store whose vectors the encoder of this name does not make any more: it was trained on.

        One picture tells. All is taken out before anything is put in, so a kill leaves no mixture behind.
        """
        known = (_opened(p) for p in map(_hashed, self.items if self.hashes else ()) if self._has(p))
        probe = next((p for p in known if isinstance(p.opened, Image.Image)), None)
        if not (self.cards and self.items) or (
            self._same_length() and (probe is None or self._still_makes(probe))
        ):
            return
        log.warning("%s has other weights than the index: all is encoded anew", self.encoder.name)
        self.store.empty()
        self.hashes, self.cards = {}, {}

    def _same_length(self) -> bool:
        return self.encoder.texts(["a shirt"]).shape[1] == self.store.dim

    def _still_makes(self, picture: _Picture) -> bool:
        vector = self.encoder.images([picture.opened])[0]  # type: ignore[list-item]  # it was opened
        category = self.cards[picture.item.id].category
        return self.store.search(vector, 1, category)[0].score > SAME_WEIGHTS

    def _remove(self, ids: Sequence[str]) -> None:
        if ids and self.items:  # a catalogue that has lost every picture is a mistake, not an empty shop
            self.store.remove(ids)
            self.summary.removed += len(ids)

    def _batches(self) -> Iterator[list[_Picture]]:
        """Batches in the catalogue's order; the next one is decoded while this one is encoded."""
        cuts = [self.items[start : start + BATCH] for start in range(0, len(self.items), BATCH)]
        with ThreadPoolExecutor(DECODERS) as decoders, ThreadPoolExecutor(1) as ahead:
            looks = (ahead.submit(self._look, decoders, cut) for cut in cuts)
            coming = next(looks, None)
            while coming:
                ready, coming = coming, next(looks, None)
                yield ready.result()

    def _look(self, decoders: Executor, items: Sequence[Item]) -> list[_Picture]:
        """Hashes a batch, and opens it when there is something new in it that can be opened."""
        hashed = list(decoders.map(_hashed, items))
        seen = list(decoders.map(lambda p: p if self._has(p) else _opened(p), hashed))
        if not any(isinstance(p.opened, Image.Image) for p in seen):
            return seen
        return list(decoders.map(lambda p: p if p.opened else _opened(p), seen))

    def _has(self, picture: _Picture) -> bool:
        return self.hashes.get(picture.item.id) == picture.hash

    def _keep(self, batch: Sequence[_Picture]) -> None:
        bad = {p.item.id: p.opened for p in batch if isinstance(p.opened, PictureError)}
        self.summary.skipped += [f"{name}: {reason}" for name, reason in bad.items()]
        self._remove([name for name in bad if name in self.cards])
        good = [p for p in batch if p.item.id not in bad]
        self._encode([p for p in good if p.opened])
        changed = [p.item for p in good if self._has(p) and self.cards[p.item.id] != p.item]
        self.store.relabel(changed)
        fresh = sum(not self._has(p) for p in good)
        self.summary.indexed += fresh
        self.summary.relabelled += len(changed)
        self.summary.unchanged += len(good) - fresh - len(changed)

    def _encode(self, batch: Sequence[_Picture]) -> None:
        pictures = [p.opened for p in batch if isinstance(p.opened, Image.Image)]
        if pictures:
            filled = pictures + pictures[-1:] * (BATCH - len(pictures))
            queries = self.encoder.query_vectors(self.encoder.see(filled))[: len(batch)]
            self.store.put([entry(p.item, p.hash, q) for p, q in zip(batch, queries, strict=True)])


def entry(item: Item, picture_hash: str, queries: np.ndarray) -> Entry:
    """An item with its picture's query vectors (q, dim), as the store takes it."""
    return Entry(item, picture_hash, unit(queries.mean(0)), queries if len(queries) > 1 else None)


def _hashed(item: Item) -> _Picture:
    try:
        return _Picture(item, hashlib.blake2b(item.image.read_bytes(), digest_size=16).hexdigest())
    except OSError:
        return _Picture(item, "unreadable")  # and therefore new: opening it says why


def _opened(picture: _Picture) -> _Picture:
    try:
        return _Picture(picture.item, picture.hash, open_picture(picture.item.image))
    except (PictureError, OSError) as error:
        refused = error if isinstance(error, PictureError) else PictureError("unreadable", str(error))
        return _Picture(picture.item, picture.hash, refused)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds the lock of a store; the system lets go of it when the process dies. StoreError if it is held."""
    lock = FileLock(path / LOCK, timeout=0)
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreError(f"another run is writing to the index in {path}; wait until it is done") from error
    except OSError as error:
        raise StoreError(f"cannot write to {path}: {error.strerror}; give another --store") from error
    try:
        yield
    finally:
        lock.release()


def refresh_with_bar(catalogue: Catalogue, store: Store, encoder: Eyes) -> Summary:
    """Refresh, with a bar that shows rate and time left once it takes longer than a second."""
    pace = 0.1 if sys.stderr.isatty() else 10  # seconds between two lines; a log file gets few
    with tqdm(total=len(catalogue.items), unit="item", desc="indexing", delay=1, mininterval=pace) as bar:
        return refresh(catalogue, store, encoder, lambda done, _: bar.update(done - bar.n))


def main(argv: Sequence[str] | None = None) -> int:
    """Indexes; 1 when nothing could be indexed, 2 when something that a person can cure stands in the way."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = vars(_arguments(argv))
    rebuild = options.pop("rebuild")
    try:
        settings = Settings.from_env(os.environ, **options)
        summary = _run(settings, rebuild)
    except (SettingsError, CatalogueError, StoreError, ModelError) as error:
        log.error("%s", error)
        return 2
    except KeyboardInterrupt:
        log.error("stopped; the same command goes on from here")
        return 130
    for reason in summary.skipped:
        log.warning("skipped: %s", reason)
    log.info("%s: %s", settings.place, summary)
    return 0 if summary.indexed or summary.unchanged or summary.relabelled else 1


def _run(settings: Settings, rebuild: bool) -> Summary:
    catalogue = read_catalogue(settings.catalogue)
    log.info("%d items in %s; loading the encoder", len(catalogue.items), catalogue.folder)
    from app.parts import encoder_from  # seconds, which an error in the catalogue should not cost

    encoder = encoder_from(settings)
    if rebuild:
        with alone(folder_of(settings.place)):
            Store.set_aside(settings.place)
    return refresh_with_bar(catalogue, Store.open(settings.place, encoder.name), encoder)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.index", description=__doc__)
    parser.add_argument("--catalogue", type=Path, help="catalogue folder (default: the sample catalogue)")
    parser.add_argument("--store", help="folder or address of the index (default: data/index/<catalogue>)")
    parser.add_argument(
        "--encoder", help="BLIP-2, CLIP or SigLIP, a folder or a hub name (default: the profile's)"
    )
    parser.add_argument(
        "--rebuild", action="store_true", help="make the index anew; the old one is set aside"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
