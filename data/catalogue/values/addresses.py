"""Where the picture lies that a cell names: beside the table, or fetched from its address before.

Knows names of files; opens no network and no picture.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from data.catalogue.images import SUFFIXES
from data.catalogue.values.pictures import MEASURES, PictureFolder, PictureMissing, is_address

DOWNLOADS = "downloaded-images"  # the folder for fetched pictures, beside the table
MAX_NAME = 60  # letters of an address's last part that stay in a file's name
MAX_SHOWN = 120  # letters of an address in a sentence
HASH_DIGITS = 16


def full_address(cell: str) -> str:
    """The address that a cell means, with the protocol that it may lack."""
    address = cell.strip()
    return f"https:{address}" if address.startswith("//") else address


def download_name(address: str) -> str:
    """The name under which the picture at an address is kept, without a suffix: the same for the same address
    only."""
    address = full_address(address)
    last = PurePosixPath(_path(address)).stem
    readable = re.sub(r"[^a-zA-Z0-9-]+", "-", last).strip("-")[:MAX_NAME]
    digest = hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=HASH_DIGITS // 2).hexdigest()
    return f"{readable or 'picture'}-{digest}"


def fetched_in(folder: Path) -> dict[str, Path]:
    """The fetched pictures of a folder, by their names; half of one does not count."""
    return {path.stem: path for path in sorted(folder.glob("[!.]*.*")) if path.suffix in SUFFIXES}


def shown_address(address: str) -> str:
    """An address for a sentence, without what may be secret in it: a login, and all that follows its path."""
    bare = re.sub(r"[/\\]{2,}[^/\\]*@", "//", address.strip(), count=1)
    bare = "".join(c if c.isprintable() else "?" for c in re.split("[?#]", bare)[0])
    return bare if len(bare) <= MAX_SHOWN else f"{bare[: MAX_SHOWN - 1]}…"


class Pictures:
    """The pictures of one catalogue's folder, by the cells that name them.

    A file beside the table is the picture of one address only: where "/1/main.jpg" and "/2/main.jpg" are both
    named, main.jpg is neither's, and 1/main.jpg the first's.
    """

    def __init__(self, folder: Path, cells: Iterable[str]) -> None:
        self._folder, self._root = PictureFolder(folder), folder.resolve()
        places = set(cells)
        self._addresses = {cell for cell in places if is_address(cell)}
        self._ends = Counter(_parts(cell)[-1] for cell in places - self._addresses)
        self._fetched = fetched_in(folder / DOWNLOADS)

    def find(self, cell: str) -> Path:
        """The file of one of the cells. Raises PictureMissing."""
        if not is_address(cell):
            return self._named(cell)
        if fetched := self._fetched.get(download_name(cell)):
            return self._folder.find(f"{DOWNLOADS}/{fetched.name}")
        if beside := self._beside.get(cell):
            return beside
        raise PictureMissing(
            "address", f"picture {shown_address(cell)!r} is an address, neither fetched nor beside the table"
        )

    def _named(self, cell: str) -> Path:
        """The file of a name or path. A path on the shop's own server, none of whose folders is here, is
        known by its last part, where no other cell ends alike."""
        try:
            return self._folder.find(cell)
        except PictureMissing as error:
            *folders, name = _parts(cell)
            here = any((self._root / folder).is_dir() for folder in folders[:1])
            if error.kind != "missing" or not folders or here or self._ends[name] > 1:
                raise
            return self._folder.find(name)

    @cached_property
    def _beside(self) -> dict[str, Path]:
        """The files of addresses, by them."""
        claims = defaultdict[Path, list[str]](list)
        for cell, file in self._claims():
            claims[file].append(cell)
        return {
            cell: file
            for file, cells in claims.items()
            for cell in _nearest(cells, file.relative_to(self._root).parts)
        }

    def _claims(self) -> Iterator[tuple[str, Path]]:
        for cell in self._addresses:
            try:
                yield cell, self._folder.find(cell)
            except PictureMissing:
                continue


def _nearest(cells: Sequence[str], file: Sequence[str]) -> list[str]:
    """The addresses whose folders agree best with those of a file, if they are all of one picture."""
    agreed = {cell: _agreed(_path(full_address(cell)).split("/"), file) for cell in cells}
    most = max(agreed.values())
    nearest = [cell for cell in cells if agreed[cell] == most]
    return nearest if len(set(map(_picture, nearest))) == 1 else []


def _agreed(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many of the last folders of two paths are the same."""
    pairs = zip(reversed(ours[:-1]), reversed(theirs[:-1]), strict=False)
    unlike = (n for n, (our, their) in enumerate(pairs) if our.casefold() != their.casefold())
    return next(unlike, min(len(ours), len(theirs)) - 1)


def _picture(address: str) -> str:
    """What all addresses of one picture share: what follows the name of a file, the protocol and the measures
    of a copy make no other picture."""
    bare = re.sub(r"^(?:https?:)?//", "", address.strip(), flags=re.IGNORECASE)
    path = PurePosixPath(re.split("[?#]", bare)[0])
    if path.suffix.lower() not in SUFFIXES:
        return bare  # /picture?id=7
    return str(path.with_name(MEASURES.sub("", path.stem) + path.suffix)).casefold()


def _parts(cell: str) -> list[str]:
    return re.split(r"[/\\]+", cell.strip("/\\"))


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return address.partition("//")[2].partition("/")[2]
