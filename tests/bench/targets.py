"""What is done with what strangers send, and what must hold of it, a function for each kind.

Each takes what was invented and raises nothing but the error that its caller shows to a person; what it
writes or names lies in its own folder.
"""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from app.agent.assistant import Assistant
from app.config import Settings, SettingsError
from app.ingest.sync import index_catalogue
from app.ingest.upload_files import UploadError, read_pictures, receive
from app.ingest.upload_sync import UploadFolders
from app.ingest.upload_table import TableDraft
from app.server.api import Api
from app.ui.html.uploads.table import table_reading
from app.ui.strings import LANGUAGES
from data.catalogue.archive import ArchiveError, ArchiveLimits, unpack
from data.catalogue.catalogue import CatalogueError, Item, read_catalogue
from data.catalogue.formats.record import COLUMN_FIELDS
from data.catalogue.images import PictureError, decode_picture, open_picture
from data.store.columns import from_card, to_card
from data.store.store import Store
from models.llm.chat_model import Message
from tests.bench.invented import Invented, whole
from tests.conftest import write_catalogue
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat

MEMORY = Path("/dev/shm")  # a disk would be most of the time
LIMITS = ArchiveLimits(files=20, file_bytes=2000, total_bytes=5000)
SECRET = "hunter2"
SOUND = {
    "id": ["1", "2", "3"],
    "category": ["t-shirt", "hats"],
    "image": ["images/1.png", "images/1.jpg"],
    "title": ["A shirt"],
    "price": ["9.90"],
    "colour": ["red"],
}  # what stands in a column where all is well
URLS = ["http://u:hunter2@h", "postgresql://u:hunter2@[", "http://u:hunter2@h:x/", "://", "~", "~nobody-here"]
SECRETIVE = ("STORE", "GEMINI_KEY", "SERVER_KEY", "LOGIN")


@cache
def ground() -> Path:
    """A folder for everything that is written, until this process ends; whatever lies beside
    ``ground() / "own"`` was not to be."""
    folder = Path(tempfile.mkdtemp(prefix="armario-fuzz-", dir=MEMORY if MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def emptied() -> Path:
    own = ground() / "own"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    return own


@cache
def kept() -> tuple[ColourEncoder, Store]:
    """A small shop that all messages are about."""
    encoder = ColourEncoder()
    store = Store.create(ground() / "index", encoder.name)
    index_catalogue(read_catalogue(write_catalogue(ground() / "shop")), store, encoder)
    return encoder, store


def read_own(own: Path) -> None:
    """Reads a catalogue; every item must be one that a store can keep and a page can show."""
    try:
        catalogue = read_catalogue(own)
    except CatalogueError:
        return
    ids = [item.id for item in catalogue.items]
    assert len(ids) == len(set(ids)) and all(ids)
    for item in catalogue.items:
        assert item.title  # its category is told by its picture, where no word does
        can_be_kept(item, own)
    assert all(str(problem).encode("utf-8", "replace") for problem in catalogue.problems)


def can_be_kept(item: Item, own: Path) -> None:
    assert item.image.is_file() and item.image.resolve().is_relative_to(own.resolve()), item
    card = to_card(item)
    json.dumps([item.id, json.loads(card)], ensure_ascii=False, allow_nan=False).encode()
    assert from_card(item.id, card) == item


def _pictured(own: Path) -> None:
    (own / "images").mkdir()
    (own / "images" / "1.png").write_bytes(whole("PNG"))
    (own / "images" / "1.jpg").write_bytes(whole("JPEG"))


def own_tables(case: Invented) -> None:
    """items.csv with its columns in any order and odd rows."""
    own = emptied()
    _pictured(own)
    header, comma = sorted(SOUND, key=lambda _: case.number(256)), case.one_of(",,,;;;\t|")
    rows = case.some(
        6, lambda: [case.cell() if case.number(6) == 5 else case.one_of(SOUND[name]) for name in header]
    )
    lines = [comma.join(row) for row in [header, *rows]]
    (own / "items.csv").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    read_own(own)


def kaggle_tables(case: Invented) -> None:
    """styles.csv with odd rows, and bytes anywhere."""
    own = emptied()
    _pictured(own)
    where, tail = case.number(201), case.tail(100)
    text = "id,gender,articleType,baseColour,productDisplayName\n1,Men,Shirts,Red,A shirt\n"
    raw = (text + "\n".join(",".join(row) for row in case.table())).encode("utf-8", "surrogatepass")
    (own / "styles.csv").write_bytes(raw[:where] + tail + raw[where:])
    read_own(own)


def folders(case: Invented) -> None:
    """A folder per category, of any names."""
    own = emptied()
    for category, file in case.some(5, lambda: (case.cell(), case.cell())):
        path = own / category.replace("/", "") / f"{file.replace('/', '')}.png"
        with suppress(OSError, ValueError):  # a name that the disk refuses
            if path.resolve().is_relative_to(own.resolve()):
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(case.tail(60))
    read_own(own)


def zips(case: Invented) -> None:
    """What is unpacked stays small, in its folder, and holds no links."""
    own, parcel = emptied(), ground() / "parcel.zip"
    parcel.write_bytes(case.parcel())
    with suppress(ArchiveError):
        unpack(parcel, own, LIMITS)
    files = [path for path in own.rglob("*") if path.is_file() or path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= LIMITS.total_bytes
    assert not any(path.is_symlink() for path in files)


def uploads(case: Invented) -> None:
    """What a visitor brings, zips and pictures: read as items, each of which opens or says why not."""
    own, files = emptied(), list[Path]()
    for number in range(1 + case.number(3)):
        file = own / f"{number}{case.one_of(['.zip', '.png', '.jpg', ''])}"
        file.write_bytes(case.one_of((case.parcel, case.picture, lambda: case.tail(200)))())
        files.append(file)
    try:
        sent = read_pictures(receive(files, own / "sent"))
    except UploadError as error:
        assert str(error) and error.kind
        return
    assert len({item.id for item in sent.items}) == len(sent.items)
    for item in sent.items:
        can_be_kept(item, own)
        with suppress(PictureError):
            assert open_picture(item.image).mode == "RGB"


def corrections(case: Invented) -> None:
    """What a visitor brings with a table: read and told in words, whatever its columns are taken for."""
    own, rows = emptied(), case.table()
    comma, name = case.one_of(",;\t"), case.one_of(["t.csv", "t.txt", "t.xml", "mapping.csv"])
    files = [own / name, own / "1.png"]
    text = "\n".join(comma.join(row) for row in [*rows[:1], ["1.png"], *rows[1:]])
    files[0].write_bytes(text.encode("utf-8", "surrogatepass") + case.tail(20))
    files[1].write_bytes(whole("PNG"))
    sent = receive(files, own / "sent")
    draft = TableDraft(sent, UploadFolders(own / "pictures", own / "private"))
    for column in draft.reading().columns:
        draft.correct("column", column.theirs, case.one_of(("", *COLUMN_FIELDS)))
    for word in report.words if (report := draft.reading().report) else ():
        draft.correct(word.kind, word.theirs, case.one_of(("", "skirt", "red")))
    assert "<h2>" in table_reading(draft.reading(), case.one_of(LANGUAGES))
    for item in draft.upload().items:
        can_be_kept(item, own)


def pictures(case: Invented) -> None:
    try:
        assert decode_picture(case.picture()).mode == "RGB"
    except PictureError as error:
        assert str(error) and error.kind


def messages(case: Invented) -> None:
    """A turn: whatever the customer writes and the model makes of it, the cards are of this shop."""
    said = [case.message(), *case.some(2, case.message)]
    answer = (lambda: None, case.message, case.plan)[case.number(3)]()
    chat = ReadingChat() if answer is None else ScriptedChat(*[answer] * 4, is_generative=True)
    encoder, store = kept()
    talk = [Message("user" if turn % 2 == 0 else "assistant", text) for turn, text in enumerate(said)]
    if talk[-1].role == "assistant":
        talk.append(Message("user", said[0]))
    *_, reply = Assistant(encoder, store, chat).reply(talk)
    known = {item.id for item in store.items()}
    assert {match.item.id for match in reply.matches} <= known
    reply.text.encode()


@cache
def api() -> Api:
    encoder, store = kept()
    return Api(Assistant(encoder, store, ReadingChat()), str)


def endpoints(case: Invented) -> None:
    """What programs elsewhere may ask: an answer in JSON, or a ValueError with a sentence."""
    photo = case.one_of((lambda: base64.b64encode(case.picture()).decode(), case.cell))()
    history: Any = case.some(2, lambda: {"role": case.one_of(["user", "bot"]), "content": case.value()})
    asked: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: api().search_by_text(case.message(), case.number(60) - 5),
        lambda: api().search_by_image(photo, case.message(), case.number(60) - 5),
        lambda: api().ask(case.message(), case.one_of(["", photo]), history),
    )
    try:
        answer = case.one_of(asked)()
    except ValueError as error:
        assert str(error)
        return
    json.dumps(answer, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")


def environments(case: Invented) -> None:
    """Settings: read, or refused with the key and without a secret."""
    key = case.one_of([field.upper() for field in Settings.__dataclass_fields__])
    value = case.one_of(URLS) if case.number(4) == 3 else case.cell()
    said = ""
    try:
        said = repr(Settings.from_env({f"ARMARIO_{key}": value}))
    except SettingsError as error:
        said = str(error)
        assert key in said
    assert SECRET not in said or key not in SECRETIVE


TARGETS: dict[str, Callable[[Invented], None]] = {
    "tables of our own": own_tables,
    "Kaggle's tables": kaggle_tables,
    "folders": folders,
    "zips": zips,
    "uploads": uploads,
    "corrections": corrections,
    "pictures": pictures,
    "messages": messages,
    "endpoints": endpoints,
    "settings": environments,
}


def strays() -> set[str]:
    """What lies beside the folders in which something was to be written."""
    return {path.name for path in ground().iterdir()} - {"own", "parcel.zip", "index", "shop"}
