"""Where the picture lies that a cell names: beside the table, or fetched from its address before.

Knows names of files; opens no network and no picture.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from data.catalogue.values.pictures import PictureFolder, PictureMissing, is_address

DOWNLOADS = "downloaded-images"  # the folder for fetched pictures, beside the table
MAX_NAME = 60  # letters of an address's last part that stay in a file's name
HASH_DIGITS = 16


def download_name(address: str) -> str:
    """The name under which the picture at an address is kept, without a suffix: the same for the same address
    only."""
    readable = re.sub(r"[^a-zA-Z0-9-]+", "-", PurePosixPath(_last_part(address)).stem).strip("-")[:MAX_NAME]
    digest = hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=HASH_DIGITS // 2).hexdigest()
    return f"{readable or 'picture'}-{digest}"


class Pictures:
    """The pictures of one catalogue's folder, by the cells that name them.

    A picture of an address is a file of its last part only if no other cell of the catalogue ends alike:
    "/1/main.jpg" and "/2/main.jpg" are two pictures.
    """

    def __init__(self, folder: Path, cells: Iterable[str]) -> None:
        self._base, self._folder = folder, PictureFolder(folder)
        places = {cell.partition("?")[0] for cell in cells}
        ends = Counter(map(_last_part, places))
        self._ambiguous = {end for end, count in ends.items() if count > 1}
        kept = sorted((folder / DOWNLOADS).glob("*.*")) if (folder / DOWNLOADS).is_dir() else []
        self._kept = {path.stem: path for path in kept if path.suffix != ".part"}

    def find(self, cell: str) -> Path:
        """The file. Raises PictureMissing."""
        if not is_address(cell):
            return self._named(cell)
        if self._kept and (kept := self._kept.get(download_name(cell))):
            return self._folder.find(f"{DOWNLOADS}/{kept.name}")
        if _last_part(cell) in self._ambiguous:
            raise PictureMissing("address", f"picture {cell[:80]!r} is an address, and not fetched yet")
        return self._folder.find(cell)

    def _named(self, cell: str) -> Path:
        """The file of a name or path; a path of the shop's own server, of which no folder is here, is known
        by its last part."""
        try:
            return self._folder.find(cell)
        except PictureMissing as error:
            *folders, name = re.split(r"[/\\]+", cell.strip("/\\"))
            here = any(os.path.isdir(self._base / folder) for folder in folders[:1])  # never raises
            if error.kind != "missing" or not folders or here or name in self._ambiguous:
                raise
            return self._folder.find(name)


def _last_part(address: str) -> str:
    try:
        return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    except ValueError:
        return address.rpartition("/")[2]
