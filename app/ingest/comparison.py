"""Compares a catalogue with an index, item by item: whose index it is, what is gone, what a run would do.

Encodes nothing and writes nothing. Keeps one batch of cards in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from app.ingest.labelling import as_seen, is_unseen
from app.ingest.prefetch import HashedImage, decode_image, hash_image
from data.catalogue.catalogue import Catalogue, Item
from data.catalogue.images import PictureError
from data.catalogue.values.addresses import UNFETCHED
from data.store.address import Location
from data.store.store import Store

COMPARED = 1000  # items whose cards are in memory at once
MANY = 0.1  # of an index's items, which a run does not remove unasked
NAMED = 3  # of those, in a sentence
WAITING = "waiting"  # in the place of a hash


@dataclass(frozen=True, slots=True)
class Options:
    """What the owner asks of a run: the name of the ``catalogue``, which the index is signed with, and what
    may be done: put it in the place of another one, remove many items, make the index anew. ``weights`` are
    the encoder's, where they are known. Without a name nothing is signed, nor refused."""

    catalogue: str = ""
    replace: bool = False
    remove_many: bool = False
    rebuild: bool = False
    weights: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an index stands to a catalogue: the name of the one that it was ``made_of``, "" while nobody said,
    how many items it has, and how many are ``gone`` from the catalogue, with the titles of a few; how many
    items the catalogue has, and how many of them are in the index by the same id and title."""

    made_of: str
    count: int
    gone: int
    titles: tuple[str, ...]
    told: int
    same: int

    @property
    def loses_many(self) -> bool:
        return self.gone > MANY * self.count

    @property
    def loss(self) -> str:
        """How many are gone, in words."""
        more = f" and {self.gone - len(self.titles)} more" if self.gone > len(self.titles) else ""
        shown = ", ".join(self.titles) + more
        return f"{self.gone} of its {self.count} items are not in this catalogue ({shown})"

    def is_foreign(self, catalogue: str) -> bool:
        """Whether the index is another catalogue's. One that lies elsewhere now is the same where nearly all
        items of either are in both."""
        alike = self.same >= (1 - MANY) * max(self.count, self.told)
        return bool(self.count) and self.made_of not in ("", catalogue) and not alike


def standing(items: Iterable[Item], store: Store, catalogue: str = "") -> Standing:
    """How an index stands to a catalogue of this name and these items; one of none loses none. What is the
    same is only counted where the index was made of another one."""
    stored, told = store.hashes().keys(), {item.id: item.title for item in items}
    gone = sorted(stored - told.keys()) if told else []
    titles = tuple(f"{item.id} {item.title}".strip() for item in store.get(gone[:NAMED]))
    other = store.catalogue not in ("", catalogue)
    kept = [name for name in told if name in stored] if other else []
    pages = (kept[start : start + COMPARED] for start in range(0, len(kept), COMPARED))
    same = sum(item.title == (told[item.id] or item.title) for ids in pages for item in store.get(ids))
    return Standing(store.catalogue, len(stored), len(gone), titles, len(told), same)


def refusal(found: Standing, location: Location, options: Options) -> str:
    """Why a run may not do what it would, with the cure; "" where it may."""
    if not options.catalogue or options.replace or not found.told:
        return ""
    if found.is_foreign(options.catalogue):
        return (
            f"the index in {location} was made of {found.made_of}, not of {options.catalogue}: "
            f"{found.same} of its {found.count} items are in this catalogue of {found.told}; nothing was "
            "written; give this catalogue an index of its own with --store, or add --replace to put it in "
            "the place of the other"
        )
    if options.remove_many or not found.loses_many:
        return ""
    return (
        f"the index in {location} would lose many: {found.loss}; nothing was written; if they are to go, "
        "add --yes"
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """How many items a run would add, change and remove, how many wait for their pictures to be fetched, and
    a sentence for each picture that it would skip."""

    new: int
    changed: int
    removed: int
    unfetched: int
    skipped: tuple[str, ...]


def changes(catalogue: Catalogue, store: Store | None, fetching: bool = False) -> Changes:
    """What a run would do, by cards and hashes of pictures; a new picture is opened, as it may be damaged.
    Pictures that are not fetched yet are there for a run that is ``fetching``."""
    hashes = store.hashes() if store else {}
    new = kept = changed = unfetched = 0
    bad: list[str] = []
    for image in _compared(catalogue, store, hashes):
        if image.decoded:
            bad.append(f"{image.item.id}: {image.decoded}")
        elif image.hash == WAITING and not fetching:
            unfetched += 1
        elif image.known is None:
            new += 1
        else:
            kept += 1
            changed += not _is_same(image, hashes)
    removed = len(hashes) - kept if catalogue.items else 0
    return Changes(new, changed, removed, unfetched, tuple(bad))


def is_in_line(catalogue: Catalogue, store: Store) -> bool:
    """Whether a run would find nothing to do. Looks no further than the first difference."""
    hashes = store.hashes()
    if hashes.keys() != {item.id for item in catalogue.items}:
        return False
    return all(_is_same(image, hashes) for image in _compared(catalogue, store, hashes))


def _compared(catalogue: Catalogue, store: Store | None, hashes: Mapping[str, str]) -> Iterator[HashedImage]:
    """The items with their cards in the index and the hashes of their pictures; with what is wrong with a
    picture that is new."""

    def compare(item: Item) -> HashedImage:
        if item.image.suffix == UNFETCHED:
            return HashedImage(item, WAITING, known.get(item.id))
        hashed = hash_image(item, known.get(item.id))
        if hashes.get(item.id) == hashed.hash:
            return hashed
        found = decode_image(hashed).decoded
        return replace(hashed, decoded=found if isinstance(found, PictureError) else None)

    with ThreadPoolExecutor() as readers:
        for start in range(0, len(catalogue.items), COMPARED):
            batch = catalogue.items[start : start + COMPARED]
            stored = [item.id for item in batch if item.id in hashes]
            known = {item.id: item for item in store.get(stored)} if store else {}
            yield from readers.map(compare, batch)


def _is_same(image: HashedImage, hashes: Mapping[str, str]) -> bool:
    """Whether the index has an item with this card and this picture, and nothing is left to be seen on it."""
    seen = as_seen(image.item, image.known)
    return (seen, image.hash) == (image.known, hashes.get(seen.id)) and not is_unseen(seen)
