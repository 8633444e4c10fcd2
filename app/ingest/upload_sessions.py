"""Visitors' own pictures as catalogues of their own, for as long as each visit lasts.

Knows whose they are and where they lie; does not know Gradio, nor how a report looks.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from app.agent.assistant import Admits
from app.ingest.autolabel import Labels
from app.ingest.upload_files import SentError, received
from app.ingest.upload_sync import OwnShop, Place, Reading, Report
from models.vision.encoder import ImageTextEncoder

LIFETIME = 3600  # seconds that a catalogue is kept
GUESTS = 20  # catalogues at a time
ROOT = "armario-visitors-"
ALIVE = "alive.lock"  # held by the process whose visitors' pictures these are


class OwnShops:
    """The catalogues of all visitors, each under its visitor's name; nobody is given another's.

    Pictures are kept as this program draws them anew, in a folder that nobody can guess below ``pictures``;
    what was sent and the index lie where nothing is given out. With a gate, what it refuses is left out.
    """

    def __init__(
        self, encoder: ImageTextEncoder, root: Path | None = None, gate: Admits | None = None
    ) -> None:
        self.encoder, self._labels, self._gate = encoder, Labels(encoder), gate
        self._root, self._alive = (root, FileLock(root / ALIVE)) if root else _fresh_root()
        self.pictures = self._root / "pictures"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self._shops: dict[str, tuple[OwnShop, Place, threading.Timer]] = {}
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
        place = Place.below(self._root)
        kept = False
        try:
            if len(self._shops) >= GUESTS:
                raise SentError("full", f"there are {GUESTS} catalogues already")
            sent = received(files, place.private / "sent")
            run = Reading(sent, place, self.encoder, self._labels, self._gate)
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

    def _keep(self, visitor: str, shop: OwnShop, place: Place) -> None:
        timer = threading.Timer(LIFETIME, self.close, [visitor])
        timer.daemon = True
        with self._lock:
            self._shops[visitor] = (shop, place, timer)
        timer.start()


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
