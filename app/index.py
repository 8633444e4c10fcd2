"""`python -m app.index`: brings the store in line with a catalogue, encoding only what is new or changed."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout
from PIL import Image
from tqdm import tqdm

from app.search import Eyes
from app.settings import Settings, SettingsError
from data.catalogue import Catalogue, CatalogueError, Item, read_catalogue
from data.pictures import PictureError, open_picture
from data.store import Entry, Store, StoreError
from models.chat import ModelError

log = logging.getLogger("index")

BATCH = 64  # pictures encoded together; always so many, for the same bytes after a restart as without one
LOCK = "index.lock"
AHEAD = 4  # decoding threads: Pillow releases the interpreter while it decodes

Progress = Callable[[int, int], None]  # (done, total)


@dataclass
class Summary:
    """What a run did."""

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
class _Source:
    item: Item
    picture_hash: str


def refresh(
    catalogue: Catalogue, store: Store, encoder: Eyes, progress: Progress = lambda done, total: None
) -> Summary:
    """Adds, re-encodes, relabels and removes until the store holds what the catalogue does.

    Batches are cut from the catalogue's order and encoded whole when any picture in them is new, so a killed
    run that is started again ends with the same vectors, bit for bit, as one that was never killed.
    """
    started = time.perf_counter()
    summary = Summary(skipped=[str(p) for p in catalogue.problems])
    sources = list(_hashed(catalogue.items, summary))
    held = store.hashes()
    gone = sorted(set(held) - {s.item.id for s in sources})
    store.remove(gone)
    summary.removed = len(gone)
    cards = {item.id: item for item in store.items()}
    with ThreadPoolExecutor(AHEAD) as pool:
        for start in range(0, len(sources), BATCH):
            batch = sources[start : start + BATCH]
            known = [s for s in batch if held.get(s.item.id) == s.picture_hash]
            changed = [s for s in known if cards[s.item.id] != s.item]
            if len(known) < len(batch):
                summary.indexed += _encode(batch, known, store, encoder, pool, summary)
            store.relabel((s.item, s.picture_hash) for s in changed)
            summary.relabelled += len(changed)
            summary.unchanged += len(known) - len(changed)
            progress(start + len(batch), len(sources))
    summary.seconds = time.perf_counter() - started
    return summary


def _hashed(items: Sequence[Item], summary: Summary) -> Iterator[_Source]:
    for item in items:
        try:
            yield _Source(item, hashlib.blake2b(item.image.read_bytes(), digest_size=16).hexdigest())
        except OSError as error:
            summary.skipped.append(f"{item.image.name}: {error.strerror}")


def _encode(
    batch: Sequence[_Source], known: Sequence[_Source], store: Store, encoder: Eyes, pool: ThreadPoolExecutor,
    summary: Summary,
) -> int:  # fmt: skip
    """Puts a batch into the store and says how many of it are new; nothing to do if no new picture opens."""
    fresh = [s for s in batch if s not in known]
    opened = dict(zip(fresh, pool.map(_opened, fresh), strict=True))
    bad = {s: p for s, p in opened.items() if isinstance(p, PictureError)}
    summary.skipped += [str(p) for p in bad.values()]
    store.remove([s.item.id for s in bad])  # a picture that became unreadable takes its item with it
    good = [s for s in batch if s not in bad]
    if len(bad) == len(fresh):
        return 0
    opened |= zip(known, pool.map(_opened, known), strict=True)
    pictures = [p for p in (opened[s] for s in good) if isinstance(p, Image.Image)]
    vectors = encoder.images(pictures + pictures[-1:] * (BATCH - len(pictures)))
    store.put([Entry(s.item, s.picture_hash, v) for s, v in zip(good, vectors, strict=False)])
    return len(fresh) - len(bad)


def _opened(source: _Source) -> Image.Image | PictureError:
    try:
        return open_picture(source.item.image)
    except PictureError as error:
        return error


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds the store's lock, which dies with the process. Raises StoreError if another holds it."""
    path.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise StoreError(f"another index run is writing to {path}; wait for it, or stop it") from error


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    args = _arguments()
    try:
        settings = Settings.from_env(
            os.environ, catalogue=args.catalogue, store=args.store, encoder=args.encoder
        )
        path = Path(settings.store or "")
        catalogue = read_catalogue(settings.catalogue)
        with alone(path):
            if args.rebuild:
                _clear(path)
            summary = _run(settings, catalogue, path)
    except (SettingsError, CatalogueError, StoreError, ModelError) as error:
        log.error("%s", error)
        return 2
    for reason in summary.skipped:
        log.warning("skipped: %s", reason)
    log.info("%s: %s", path, summary)
    return 0 if summary.indexed or summary.unchanged or summary.relabelled else 1


def _run(settings: Settings, catalogue: Catalogue, path: Path) -> Summary:
    log.info("%d items in %s; loading the encoder", len(catalogue.items), catalogue.folder)
    from app.parts import encoder_from

    encoder = encoder_from(settings)
    store = Store.open(path, encoder.name)
    with tqdm(total=len(catalogue.items), unit="item", desc="indexing", disable=None) as bar:
        return refresh(catalogue, store, encoder, lambda done, _: bar.update(done - bar.n))


def _clear(path: Path) -> None:
    for entry in path.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.index", description=__doc__)
    parser.add_argument("--catalogue", type=Path, help="catalogue folder (default: the sample catalogue)")
    parser.add_argument("--store", type=Path, help="folder of the index (default: data/index/<catalogue>)")
    parser.add_argument(
        "--encoder", help="BLIP-2 checkpoint, a folder or a hub name (default: the profile's)"
    )
    parser.add_argument("--rebuild", action="store_true", help="throw the index away and make it anew")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
