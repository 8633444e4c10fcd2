"""A visitor's own pictures as a catalogue of their own, for as long as the visit lasts.

Knows files, the encoder and the store; does not know Gradio, nor how a report looks.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from app.assistant import Admits
from app.labels import Labels
from app.search import Eyes
from app.sent import LeftOut, Sent, SentError, received
from data.catalogue import Item
from data.pictures import PictureError, open_picture
from data.stock import Entry
from data.store import Store
from models.vectors import unit

SECONDS = 120  # for one catalogue; what is not read by then is left out
LIFETIME = 3600  # seconds that a catalogue is kept
GUESTS = 20  # catalogues at a time
BATCH = 16  # pictures encoded between two looks at the clock
ROOT = "armario-visitors-"
ALIVE = "alive.lock"  # held by the process whose visitors' pictures these are


@dataclass(frozen=True, slots=True)
class Report:
    """How far a catalogue has come: pictures read, all there are, how many categories were guessed."""

    read: int
    total: int
    guessed: int = 0
    left_out: tuple[LeftOut, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class OwnShop:
    """One visitor's catalogue, its index, and the ids of the items whose category was guessed."""

    store: Store
    items: tuple[Item, ...]
    guessed: frozenset[str]


class OwnShops:
    """The catalogues of all visitors, each under its visitor's name; nobody is given another's.

    Pictures are kept as this program draws them anew, in a folder that nobody can guess below ``pictures``;
    what was sent and the index lie where nothing is given out. With a gate, what it refuses is left out.
    """

    def __init__(self, encoder: Eyes, root: Path | None = None, gate: Admits | None = None) -> None:
        self.encoder, self._labels, self._gate = encoder, Labels(encoder), gate
        self._root, self._alive = (root, FileLock(root / ALIVE)) if root else _fresh_root()
        self.pictures = self._root / "pictures"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self._shops: dict[str, tuple[OwnShop, _Place, threading.Timer]] = {}
        self._lock = threading.RLock()

    def of(self, visitor: str) -> OwnShop | None:
        """The visitor's catalogue, while it is kept."""
        with self._lock:
            return self._shops[visitor][0] if visitor in self._shops else None

    def bring(self, visitor: str, files: Sequence[Path]) -> Iterator[Report]:
        """Reads what was sent; the last report is done, and then the shop is there if anything was read.

        Takes the place of what the visitor brought before. Closing the iterator takes all back.
        Raises SentError for what is refused as a whole.
        """
        self.close(visitor)
        place = _Place.below(self._root)
        kept = False
        try:
            if len(self._shops) >= GUESTS:
                raise SentError("full", f"there are {GUESTS} catalogues already")
            sent = received(files, place.private / "sent")
            run = _Reading(sent, place, self.encoder, self._labels, self._gate)
            yield from run.reports()
            shutil.rmtree(place.private / "sent", ignore_errors=True)
            if run.items:
                self._keep(visitor, run.shop(), place)
            yield run.report(done=True)
            kept = bool(run.items)
        finally:
            if not kept:
                self.close(visitor)
                place.clear()

    def close(self, visitor: str) -> None:
        """Removes a visitor's catalogue; nothing where there is none."""
        with self._lock:
            found = self._shops.pop(visitor, None)
        if found:
            shop, place, timer = found
            timer.cancel()
            shop.store.close()
            place.clear()

    def _keep(self, visitor: str, shop: OwnShop, place: _Place) -> None:
        timer = threading.Timer(LIFETIME, self.close, [visitor])
        timer.daemon = True
        with self._lock:
            self._shops[visitor] = (shop, place, timer)
        timer.start()


@dataclass(frozen=True, slots=True)
class _Place:
    """Two folders of one name: what may be looked at, and the rest."""

    pictures: Path
    private: Path

    @classmethod
    def below(cls, root: Path) -> _Place:
        name = secrets.token_urlsafe(16)
        place = cls(root / "pictures" / name, root / "private" / name)
        for folder in (place.pictures, place.private):
            folder.mkdir(parents=True)
        return place

    def clear(self) -> None:
        shutil.rmtree(self.pictures, ignore_errors=True)
        shutil.rmtree(self.private, ignore_errors=True)


class _Reading:
    """One catalogue being read: pictures opened, drawn anew, encoded, labelled, put into its store."""

    def __init__(self, sent: Sent, place: _Place, encoder: Eyes, labels: Labels, gate: Admits | None) -> None:
        self.sent, self.place, self.encoder, self.labels, self.gate = sent, place, encoder, labels, gate
        self.items: list[Item] = []
        self.guessed: set[str] = set()
        self.left_out = list(sent.left_out)
        self.store = Store.open(place.private / "store", encoder.name)

    def reports(self) -> Iterator[Report]:
        """One before the first picture and one after each batch, until all is read or the time is over."""
        until = time.monotonic() + SECONDS
        yield self.report()
        for start in range(0, len(self.sent.items), BATCH):
            if time.monotonic() > until:
                self.left_out += [LeftOut(item.id, "late") for item in self.sent.items[start:]]
                return
            self._read(self.sent.items[start : start + BATCH], start)
            yield self.report()

    def report(self, done: bool = False) -> Report:
        """How far it is."""
        total = len(self.sent.items)
        return Report(len(self.items), total, len(self.guessed), tuple(self.left_out), done)

    def shop(self) -> OwnShop:
        """What was read."""
        return OwnShop(self.store, tuple(self.items), frozenset(self.guessed))

    def _read(self, items: Sequence[Item], number: int) -> None:
        opened = []
        for place, item in enumerate(items, number):
            try:
                picture = open_picture(item.image)
                if self.gate:
                    self.gate.admit(picture)
            except PictureError as error:
                self.left_out.append(LeftOut(item.id, error.kind))
                continue
            image = self.place.pictures / f"{place}.jpg"
            picture.save(image, quality=88)
            opened.append((replace(item, image=image), picture))
        if not opened:
            return
        queries = self.encoder.query_vectors(self.encoder.see([picture for _, picture in opened]))
        labelled = [
            self.labels.on(item, picture, seen) for (item, picture), seen in zip(opened, queries, strict=True)
        ]
        self.guessed |= {item.id for item, _ in opened if not item.category}
        self.store.put(
            [
                Entry(item, item.image.name, unit(seen.mean(0)), seen if len(seen) > 1 else None)
                for item, seen in zip(labelled, queries, strict=True)
            ]
        )
        self.items += labelled


def _fresh_root() -> tuple[Path, FileLock]:
    """A folder of this process with its lock, which the system lets go of when the process ends.

    What a killed process left is removed: nobody holds its lock. No clock tells that: one that jumps would
    take a visitor's pictures away.
    """
    for lock in Path(tempfile.gettempdir()).glob(f"{ROOT}*/{ALIVE}"):
        with suppress(Timeout, OSError), FileLock(lock, timeout=0):
            shutil.rmtree(lock.parent, ignore_errors=True)
    root = Path(tempfile.mkdtemp(prefix=ROOT))
    alive = FileLock(root / ALIVE)
    alive.acquire()
    return root, alive
