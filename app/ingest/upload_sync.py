"""Indexes one visitor's upload: images are decoded, re-encoded as JPEG, labelled and put into a store.

Knows files, the encoder and the store; does not know visitors, nor how a report looks.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from app.ingest.labelling import PictureLabeller
from app.ingest.sync import make_entry
from app.ingest.upload_files import RejectedFile, Upload
from data.catalogue.catalogue import Item
from data.catalogue.images import ImageModerator, PictureError, open_picture
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder

TIME_LIMIT = 120  # seconds for one upload; what is not read by then is left out
BATCH_SIZE = 16  # images encoded between two looks at the clock


@dataclass(frozen=True, slots=True)
class UploadReport:
    """Progress of an upload: images read, all there are, and how many categories were guessed."""

    read: int
    total: int
    guessed: int = 0
    left_out: tuple[RejectedFile, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class UploadFolders:
    """Two folders of one upload: images that may be served, and everything else."""

    pictures: Path
    private: Path

    @classmethod
    def create(cls, root: Path) -> UploadFolders:
        """New folders below ``root``, with a name that nobody can guess."""
        name = secrets.token_urlsafe(16)
        folders = cls(root / "pictures" / name, root / "private" / name)
        for folder in (folders.pictures, folders.private):
            folder.mkdir(parents=True)
        return folders

    def delete(self) -> None:
        shutil.rmtree(self.pictures, ignore_errors=True)
        shutil.rmtree(self.private, ignore_errors=True)


class UploadedCatalogue:
    """A visitor's ``items``, their index, and the ids of those whose category was ``guessed``."""

    def __init__(
        self, upload: Upload, folders: UploadFolders, encoder: ImageTextEncoder, labeller: PictureLabeller,
        moderator: ImageModerator | None,
    ) -> None:  # fmt: skip
        self.folders, self.store = folders, Store.create(folders.private / "store", encoder.name)
        self.items: list[Item] = []
        self.guessed: set[str] = set()
        self._sent, self._left_out = upload.items, list(upload.left_out)
        self._encoder, self._labeller, self._moderator = encoder, labeller, moderator

    def index(self) -> Iterator[UploadReport]:
        """Index the upload, with a report before the first batch and after each, until TIME_LIMIT is over."""
        deadline = time.monotonic() + TIME_LIMIT
        yield self.report()
        for start in range(0, len(self._sent), BATCH_SIZE):
            if time.monotonic() > deadline:
                self._left_out += [RejectedFile(item.id, "late") for item in self._sent[start:]]
                return
            self._index(list(self._admitted(start)))
            yield self.report()

    def report(self, done: bool = False) -> UploadReport:
        return UploadReport(len(self.items), len(self._sent), len(self.guessed), tuple(self._left_out), done)

    def close(self) -> None:
        """Delete the index and all files."""
        self.store.close()
        self.folders.delete()

    def _admitted(self, start: int) -> Iterator[tuple[Item, Image.Image]]:
        """A batch's items whose images can be used, with the image re-encoded as a JPEG of its own."""
        for number, item in enumerate(self._sent[start : start + BATCH_SIZE], start):
            if not item.category and not self._labeller.is_needed(item):  # no head to tell it
                self._left_out.append(RejectedFile(item.id, "unnamed"))
                continue
            try:
                image = open_picture(item.image)
                if self._moderator:
                    self._moderator.check(image)
            except PictureError as error:
                self._left_out.append(RejectedFile(item.id, error.kind))
                continue
            path = self.folders.pictures / f"{number}.jpg"
            image.save(path, quality=88)
            yield replace(item, image=path), image

    def _index(self, admitted: Sequence[tuple[Item, Image.Image]]) -> None:
        if not admitted:
            return
        images = [image for _, image in admitted]
        patches = self._encoder.encode_patches(images)
        own = patches if self._labeller.fits(self._encoder) else None
        seen, _ = self._labeller.label([item for item, _ in admitted], images, own)
        entries = [
            make_entry(
                item if item.title else replace(item, title=item.category), item.image.name, multivector
            )
            for item, multivector in zip(seen, self._encoder.qformer_embeddings(patches), strict=True)
        ]
        self.store.put(entries)
        self.items += [entry.item for entry in entries]
        self.guessed |= {item.id for item, _ in admitted if not item.category}
