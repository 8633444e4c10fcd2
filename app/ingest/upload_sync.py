"""A visitor's own pictures on their way in: opened, drawn anew, encoded, labelled, put into a store.

Knows files, the encoder and the store; does not know visitors, nor how a report looks.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.agent.assistant import Admits
from app.ingest.autolabel import Labels
from app.ingest.upload_files import LeftOut, Sent
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from data.store.snapshot import Entry
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import unit

SECONDS = 120  # for one catalogue; what is not read by then is left out
BATCH = 16  # pictures encoded between two looks at the clock


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


@dataclass(frozen=True, slots=True)
class Place:
    """Two folders of one name: what may be looked at, and the rest."""

    pictures: Path
    private: Path

    @classmethod
    def below(cls, root: Path) -> Place:
        """A new one, of a name that nobody can guess."""
        name = secrets.token_urlsafe(16)
        place = cls(root / "pictures" / name, root / "private" / name)
        for folder in (place.pictures, place.private):
            folder.mkdir(parents=True)
        return place

    def clear(self) -> None:
        """Removes both with all that is in them."""
        shutil.rmtree(self.pictures, ignore_errors=True)
        shutil.rmtree(self.private, ignore_errors=True)


class Reading:
    """One catalogue being read: pictures opened, drawn anew, encoded, labelled, put into its store."""

    def __init__(
        self, sent: Sent, place: Place, encoder: ImageTextEncoder, labels: Labels, gate: Admits | None
    ) -> None:
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
        queries = self.encoder.qformer_embeddings(
            self.encoder.encode_patches([picture for _, picture in opened])
        )
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
