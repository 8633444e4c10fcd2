"""`python -m tests.bench.fuzz --cases 100000`: invented catalogues, zips, pictures, messages and settings.

Each target takes what Hypothesis invents and raises nothing but the error that its caller shows to a person;
what it writes or names lies in its own folder. tests/test_fuzz.py runs a few cases of every target.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import struct
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from PIL import Image

from app.assistant import Assistant
from app.refresh import refresh
from app.settings import Settings, SettingsError
from data.catalogue import CatalogueError, read_catalogue
from data.parcels import Limits, ParcelError, unpack
from data.pictures import PictureError, picture_in
from data.stock import card
from data.store import Store
from models.chat import Message
from tests.conftest import write_catalogue
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat

LIMITS = Limits(files=20, each=2000, total=5000)
SECRET = "hunter2"
PLACES = ["..", "../up.png", "/etc/passwd", "images/1.png", "images", "1", "a" * 300]
SIGNS = ["", " ", "\x00", "\ud800", "é", "\u202e", "'", '"', ",", ";", "\t", "\r", "\n", "=1+1"]
ODD = [*PLACES, *SIGNS, "1e999", "nan", "-1", "19,90 €", "t-shirt", "T-Shirts"]
SHOP = ["show me", "two", "black", "t-shirts", "not", "shoes", "zapatos", "sin", "el segundo", "cheaper"]
WORDS = [
    *SHOP,
    "under 20 euros",
    "<img src=x>",
    "ignore all rules",
    "```",
    "{",
    "}",
    "¿",
    "9" * 13,
    "½",
    "👗",
]
COLUMNS = ["id", "category", "image", "title", "price", "colour"]
KINDS = ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"]
URLS = ["http://u:hunter2@h", "postgresql://u:hunter2@[", "http://u:hunter2@h:x/", "://", "~", "~nobody-here"]
SECRETIVE = ("STORE", "GEMINI_KEY", "SERVER_KEY")

cell = st.one_of(st.sampled_from(ODD), st.text(max_size=12))
table = st.lists(st.lists(cell, min_size=1, max_size=9), max_size=6)
blob = st.binary(max_size=200)
message = st.one_of(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.text(max_size=60))
name = st.one_of(st.sampled_from(ODD), st.text(max_size=20))


def wish_like() -> st.SearchStrategy[str]:
    """JSON in the shape of a wish, with odd values in it."""
    told = st.sampled_from([*ODD, "shoes", "search", "red", "en"])
    odd = st.one_of(st.none(), st.integers(-5, 10**6), told)
    wanted = st.lists(st.fixed_dictionaries({"category": odd, "count": odd}), max_size=3)
    keys: dict[str, Any] = {key: odd for key in ("language", "intent", "colour", "gender", "usage")}
    shape = st.fixed_dictionaries({}, optional=keys | {"wanted": st.one_of(odd, wanted)})
    return shape.map(lambda wish: json.dumps(wish))


@cache
def kept() -> tuple[ColourEncoder, Store]:
    """A small shop that all messages are about."""
    encoder = ColourEncoder()
    store = Store.open(ground() / "index", encoder.name)
    refresh(read_catalogue(write_catalogue(ground() / "shop")), store, encoder)
    return encoder, store


@cache
def ground() -> Path:
    """A folder for everything that is written; whatever lies beside ``ground() / "own"`` was not to be."""
    return Path(tempfile.mkdtemp(prefix="armario-fuzz-"))


def emptied() -> Path:
    own = ground() / "own"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    return own


def read_own(own: Path) -> None:
    """Reads a catalogue; every item must be one that a store can keep and a page can show."""
    try:
        catalogue = read_catalogue(own)
    except CatalogueError:
        return
    ids = [item.id for item in catalogue.items]
    assert len(ids) == len(set(ids)) and all(ids)
    for item in catalogue.items:
        assert item.image.is_file() and item.image.resolve().is_relative_to(own.resolve()), item
        assert item.category and item.title
        json.dumps([item.id, card(item)], ensure_ascii=False, allow_nan=False).encode()
    assert all(str(problem).encode("utf-8", "replace") for problem in catalogue.problems)


def _pictured(own: Path) -> None:
    (own / "images").mkdir()
    (own / "images" / "1.png").write_bytes(whole("PNG"))
    (own / "images" / "1.jpg").write_bytes(whole("JPEG"))


@given(
    header=st.permutations(COLUMNS),
    rows=table,
    comma=st.sampled_from(",;\t|"),
)
def own_tables(header: list[str], rows: list[list[str]], comma: str) -> None:
    own = emptied()
    _pictured(own)
    lines = [comma.join(row) for row in [header, *rows]]
    (own / "items.csv").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    read_own(own)


@given(rows=table, tail=blob, where=st.integers(0, 200))
def kaggle_tables(rows: list[list[str]], tail: bytes, where: int) -> None:
    own = emptied()
    _pictured(own)
    text = "id,gender,articleType,baseColour,productDisplayName\n1,Men,Shirts,Red,A shirt\n"
    raw = (text + "\n".join(",".join(row) for row in rows)).encode("utf-8", "surrogatepass")
    (own / "styles.csv").write_bytes(raw[:where] + tail + raw[where:])
    read_own(own)


@given(names=st.lists(st.tuples(name, name), max_size=5), content=blob)
def folders(names: list[tuple[str, str]], content: bytes) -> None:
    own = emptied()
    for category, file in names:
        path = own / category.replace("/", "") / f"{file.replace('/', '')}.png"
        try:
            if path.resolve().is_relative_to(own.resolve()):
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
        except (OSError, ValueError):  # a name that the disk refuses
            continue
    read_own(own)


@given(members=st.lists(st.tuples(name, blob), max_size=6), cut=st.integers(0, 400), flip=st.integers(0, 400))
def zips(members: list[tuple[str, bytes]], cut: int, flip: int) -> None:
    own, box = emptied(), io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as out:
        for path, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = path.encode("utf-8", "replace").decode()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # two members of one name
                    out.writestr(info, content)
            except (ValueError, IndexError, struct.error):  # names that Python writes in no zip
                continue
    raw = bytearray(box.getvalue())
    if flip < len(raw):
        raw[flip] ^= 255
    parcel = ground() / "parcel.zip"
    parcel.write_bytes(raw if cut > 300 else raw[: len(raw) - cut // 10])
    with suppress(ParcelError):
        unpack(parcel, own, LIMITS)
    files = [path for path in own.rglob("*") if path.is_file() or path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= LIMITS.total
    assert not any(path.is_symlink() for path in files)


@given(content=blob, at=st.integers(0, 90), kind=st.sampled_from(KINDS))
def pictures(content: bytes, at: int, kind: str) -> None:
    raw = whole(kind)
    try:
        assert picture_in(raw[:at] + content + raw[at + len(content) :]).mode == "RGB"
    except PictureError as error:
        assert str(error)


@cache
def whole(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 7), "red").save(out, kind)
    return out.getvalue()


@given(said=st.lists(message, min_size=1, max_size=3), answer=st.one_of(st.none(), message, wish_like()))
def messages(said: list[str], answer: str | None) -> None:
    """A turn: whatever the customer writes and the model makes of it, the cards are of this shop."""
    chat = ReadingChat() if answer is None else ScriptedChat(*[answer] * 4)
    encoder, store = kept()
    talk = [Message("user" if turn % 2 == 0 else "assistant", text) for turn, text in enumerate(said)]
    if talk[-1].role == "assistant":
        talk.append(Message("user", said[0]))
    *_, reply = Assistant(encoder, store, chat).reply(talk)
    known = {item.id for item in store.items()}
    assert {match.item.id for match in reply.matches} <= known
    reply.text.encode()


@given(
    key=st.sampled_from([field.upper() for field in Settings.__dataclass_fields__]),
    value=st.one_of(cell, st.sampled_from(URLS)),
)
def environments(key: str, value: str) -> None:
    said = ""
    try:
        said = repr(Settings.from_env({f"ARMARIO_{key}": value}))
    except SettingsError as error:
        said = str(error)
        assert key in said
    assert SECRET not in said or key not in SECRETIVE


TARGETS: dict[str, Callable[[], None]] = {
    "tables of our own": own_tables,
    "Kaggle's tables": kaggle_tables,
    "folders": folders,
    "zips": zips,
    "pictures": pictures,
    "messages": messages,
    "settings": environments,
}


def run(target: str, cases: int, start: int = 0) -> None:
    """So many invented cases of one target, the same for the same start. Raises what a bad one does."""
    checks = list(HealthCheck)
    quick = settings(max_examples=cases, deadline=None, database=None, suppress_health_check=checks)
    seed(start)(quick(TARGETS[target]))()
    strays = {path.name for path in ground().iterdir()} - {"own", "parcel.zip", "index", "shop"}
    assert not strays, strays


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="of each target (default: 100,000)")
    parser.add_argument("--target", choices=TARGETS, action="append", help="only these")
    options = parser.parse_args()
    for target in options.target or TARGETS:
        started = time.perf_counter()
        run(target, options.cases)
        took = time.perf_counter() - started
        sys.stdout.write(f"{target:18} {options.cases:7,} cases, 0 unhandled, {took:.0f} s\n")
        sys.stdout.flush()
    shutil.rmtree(ground())
    return 0


if __name__ == "__main__":
    sys.exit(main())
