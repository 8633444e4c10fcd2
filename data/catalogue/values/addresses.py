"""Where the picture lies that a cell names: beside the table, or fetched from its address before.

Knows names of files; opens no network and no picture.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from data.catalogue.images import SUFFIXES
from data.catalogue.values.pictures import MEASURES, PictureFolder, PictureMissing, is_address

DOWNLOADS = "downloaded-images"  # the folder for fetched pictures, beside the table
UNFETCHED = ".unfetched"  # in the place of a suffix that nobody knows yet
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
    """The pictures of one catalogue's folder, by the cells that name them, which come by product: two of one
    product that end alike are one picture in two places.

    With ``unfetched``, an address that is nowhere stands for the file that it would be fetched as.

    A file that lies elsewhere than its cell says is the picture of one address or path only: where
    "/1/main.jpg" and "/2/main.jpg" are both named, main.jpg is neither's, and 1/main.jpg the first's.
    """

    def __init__(
        self, folder: Path, products: Iterable[Sequence[str]], unfetched: bool = False
    ) -> None:  # fmt: skip
        self._folder, self._root = PictureFolder(folder), folder.resolve()
        self._fetched, self._unfetched = fetched_in(folder / DOWNLOADS), unfetched
        self._alike = defaultdict[str, list[str]](list)
        self._same: dict[str, str] = {}  # by cell, the first of its product that ends alike
        for cells in dict.fromkeys(map(tuple, products)):
            firsts: dict[str, str] = {}
            for cell in dict.fromkeys(cells):
                ending = _ending(cell)
                first = firsts.setdefault(ending, cell)
                if cell not in self._same:
                    self._alike[ending].append(cell)
                    self._same[cell] = self._same.get(first, first)
        self._shared: dict[str, dict[str, Path]] = {}
        self._nowhere = set[str]()  # cells that were looked for: a second look costs as much

    def find(self, cell: str) -> Path:
        """The file of one of the cells. Raises PictureMissing."""
        if is_address(cell):
            if self._fetched and (fetched := self._fetched.get(download_name(cell))):
                return self._folder.find(f"{DOWNLOADS}/{fetched.name}")
            if beside := self._beside(cell):
                return beside
            if self._unfetched:
                return self._root / DOWNLOADS / f"{download_name(cell)}{UNFETCHED}"
            raise PictureMissing(
                "address",
                f"picture {shown_address(cell)!r} is an address, neither fetched nor beside the table",
            )
        return self._named(cell)

    def named(self, words: Iterable[str]) -> Path | None:
        """The file that is named by one of a product's own numbers; None where there is none."""
        for word in words:
            if re.fullmatch(r"[\w.-]{2,60}", word):
                with suppress(PictureMissing):
                    return self._folder.find(word)
        return None

    def _named(self, cell: str) -> Path:
        """The file of a name or a path."""
        missing = None
        try:
            found = self._folder.find(cell)
            path = cell.strip().replace("\\", "/")
            if "/" not in path or found == self._root / path:
                return found
        except PictureMissing as error:
            missing = error
            self._nowhere.add(cell)
        if (not missing or missing.kind == "missing") and (beside := self._beside(cell)):
            return beside
        raise missing or PictureMissing(
            "missing", f"picture {cell[:MAX_SHOWN]!r} is not there, and the file of that name is of several"
        )

    def _beside(self, cell: str) -> Path | None:
        """The file that is a cell's alone among all that end alike."""
        ending = _ending(cell)
        if ending not in self._shared:
            self._shared[ending] = self._share(self._alike[ending])
        return self._shared[ending].get(cell)

    def _share(self, cells: Iterable[str]) -> dict[str, Path]:
        claims = defaultdict[Path, list[str]](list)
        for cell in cells:
            if file := self._claim(cell):
                claims[file].append(cell)
        return {
            cell: file
            for file, theirs in claims.items()
            for cell in _nearest(theirs, file.relative_to(self._root).parts, self._same)
        }

    def _claim(self, cell: str) -> Path | None:
        """The file that may be meant. A path of which no folder is here is one of the shop's own server,
        where the last part is enough, as in an address."""
        if cell not in self._nowhere:
            with suppress(PictureMissing):
                return self._folder.find(cell)
        path = cell.strip().replace("\\", "/").strip("/")
        first, _, rest = path.partition("/")
        if is_address(cell) or not rest or first == ".." or os.path.isdir(self._root / first):
            return None
        with suppress(PictureMissing):
            return self._folder.find(f"//shop.example/{path}")
        return None


def _nearest(cells: Sequence[str], file: Sequence[str], same: Mapping[str, str]) -> list[str]:
    """The addresses whose folders agree best with those of a file, if they are all of one picture; ``same``
    names for each what it is the same as."""
    if len(cells) == 1:
        return list(cells)
    agreed = {cell: _agreed(_path(full_address(cell)).split("/"), file) for cell in cells}
    most = max(agreed.values())
    nearest = [cell for cell in cells if agreed[cell] == most]
    return nearest if len({_picture(same[cell]) for cell in nearest}) == 1 else []


def _agreed(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many of the last folders of two paths are the same."""
    pairs = zip(reversed(ours[:-1]), reversed(theirs[:-1]), strict=False)
    unlike = (n for n, (our, their) in enumerate(pairs) if our.casefold() != their.casefold())
    return next(unlike, min(len(ours), len(theirs)) - 1)


def _picture(cell: str) -> str:
    """What all addresses of one picture share: what follows the name of a file, the protocol and the measures
    of a copy make no other picture."""
    bare = re.sub(r"^(?:https?:)?//", "", cell.strip(), flags=re.IGNORECASE).strip("/")
    path = PurePosixPath(re.split("[?#]", bare)[0])
    if path.suffix.lower() not in SUFFIXES:
        return bare  # /picture?id=7
    return str(path.parent / _unmeasured(path)).casefold()


def _ending(cell: str) -> str:
    """What the names of all cells share that may mean one file."""
    return _unmeasured(PurePosixPath(_path(full_address(cell)))).casefold()


def _unmeasured(path: PurePosixPath) -> str:
    stem = path.stem if path.suffix.lower() in SUFFIXES else path.name
    return MEASURES.sub("", stem)


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address.replace("\\", "/")).path)
    except ValueError:
        return address.partition("//")[2].partition("/")[2]
