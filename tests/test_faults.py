"""What breaks around the shop: disks, rights, clocks, memory, processes. It is said, and nothing is lost."""

from __future__ import annotations

import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from multiprocessing import Pipe
from pathlib import Path

import pytest

from app.ingest.labelling import PictureLabeller
from app.ingest.sync import index_catalogue
from app.ingest.upload_sessions import UploadSessions
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.llm.llamacpp import smollm2
from tests import servers
from tests.fakes import ColourEncoder
from tests.sharing import ended, forked, turns
from tests.test_index import ROOT, everything
from tests.test_layers import CODE
from tests.test_sharding import shop

OWN_DISK = ("unshare", "--user", "--map-root-user", "--mount")

# Indexes on a disk of 120 MB that another program fills, and again when it is empty
ON_A_FULL_DISK = """
import subprocess, sys
from pathlib import Path
from app.ingest.upload_sessions import UploadSessions
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store, StoreError
from tests.fakes import ColourEncoder
from tests.test_index import everything

catalogue, disk = read_catalogue(Path(sys.argv[1])), Path(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120m", "none", str(disk)], check=True)
store, filler = Store.create(disk / "index", "tiny"), disk / "filler"

def fill(done, total):
    filler.write_bytes(b"x" * 90_000_000)

try:
    index_catalogue(catalogue, store, ColourEncoder("tiny"), fill)
except StoreError as error:
    print(error)
store.close()
print(len(everything(disk / "index")))
filler.unlink()
store = Store.create(disk / "index", "tiny")
print(index_catalogue(catalogue, store, ColourEncoder("tiny")))
store.close()
print(everything(disk / "index") == everything(Path(sys.argv[3])))
"""

OPENING = """
import sys
from pathlib import Path
from data.store.store import Store
Store.create(Path(sys.argv[1]), "tiny")
"""

SMALL_MEMORY = """
import resource, sys
from pathlib import Path
from models.llm.chat_model import ModelError
from models.llm.llamacpp import load
import llama_cpp
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 60_000_000,) * 2)
try:
    load(Path(sys.argv[1]))
except ModelError as error:
    print(error)
"""


def run(*words: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("catalogue") / "shop", 150)


@pytest.fixture(scope="module")
def index(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a quiet run makes of it."""
    folder = tmp_path_factory.mktemp("index")
    with closing(Store.create(folder, "tiny")) as store:
        index_catalogue(read_catalogue(catalogue), store, ColourEncoder("tiny"))
    return folder


def test_a_disk_that_fills_up_stops_the_index_in_time_and_is_no_harm_once_there_is_room(
    tmp_path: Path, catalogue: Path, index: Path
) -> None:
    if not shutil.which("unshare") or subprocess.run([*OWN_DISK, "true"], capture_output=True).returncode:
        pytest.skip("this system does not let a test mount a small disk of its own")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = run("-c", ON_A_FULL_DISK, catalogue, disk, index, before=OWN_DISK)
    refused, kept, after, same = done.stdout.splitlines()
    assert "is nearly full" in refused and refused.endswith("the same command goes on from here")
    assert int(kept) == 64 and after.startswith("86 indexed") and same == "True"


def test_a_store_that_may_not_be_written_says_so_and_is_not_damaged(tmp_path: Path, index: Path) -> None:
    nobody = servers.as_nobody()
    if nobody is None:
        pytest.skip("root can write everywhere on this system, and its powers cannot be laid down")
    copy = shutil.copytree(index, tmp_path / "copy")
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = run("-c", OPENING, copy, before=nobody)
    assert "read-only; allow this user to write there" in done.stderr.splitlines()[-1]
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755)
    assert everything(copy) == everything(index)


def test_killed_in_a_turn_it_answers_the_same_after_a_restart(tmp_path: Path, index: Path) -> None:
    copy, dice = shutil.copytree(index, tmp_path / "copy"), random.Random(5)
    for _ in range(3):
        heard, told = Pipe(duplex=False)
        answering = forked(turns, copy, told)
        assert heard.recv() == 1
        time.sleep(dice.uniform(0, 0.05))
        answering.kill()
        assert ended([answering]) == [-9]
    assert everything(copy) == everything(index)


@pytest.mark.parametrize("year", [1970, 2106])
def test_pictures_dated_by_a_clock_that_jumped_are_not_encoded_again(
    tmp_path: Path, catalogue: Path, year: int
) -> None:
    folder = shutil.copytree(catalogue, tmp_path / "shop")
    with closing(Store.create(tmp_path / "index", "tiny")) as store:
        index_catalogue(read_catalogue(folder), store, ColourEncoder("tiny"))
        for picture in folder.rglob("*.png"):
            os.utime(picture, ((year - 1970) * 31_556_952,) * 2)
        summary = index_catalogue(read_catalogue(folder), store, ColourEncoder("tiny"))
    assert (summary.unchanged, summary.indexed) == (150, 0) and summary.seconds >= 0


def clocks(source: str) -> list[str]:
    """Calls that ask the clock on the wall for seconds: it may jump between two of them."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [name for name in (ast.unparse(call.func) for call in calls) if name == "time.time"]


@pytest.mark.parametrize("path", CODE)
def test_nothing_is_timed_by_the_clock_on_the_wall(path: str) -> None:
    assert clocks((ROOT / path).read_text(encoding="utf-8")) == []


def test_a_clock_on_the_wall_would_be_seen() -> None:
    assert clocks("import time\nstarted = time.time()") == ["time.time"]


VISITED = """
import sys, time
from pathlib import Path
from app.ingest.labelling import PictureLabeller
from app.ingest.upload_sessions import UploadSessions
from tests.fakes import ColourEncoder

shops = UploadSessions(ColourEncoder(), PictureLabeller(None))
print(shops.pictures, flush=True)
time.sleep(60)
"""


def test_visitors_pictures_outlive_a_clock_that_jumps_and_go_with_their_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    command = [sys.executable, "-c", VISITED]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as shop_of_others:
        assert shop_of_others.stdout
        pictures = Path(shop_of_others.stdout.readline().strip())
        assert pictures.is_relative_to(tmp_path)
        for year in (1970, 2106):
            os.utime(pictures.parent, ((year - 1970) * 31_556_952,) * 2)
            UploadSessions(ColourEncoder(), PictureLabeller(None))
            assert pictures.is_dir()
        shop_of_others.kill()
    UploadSessions(ColourEncoder(), PictureLabeller(None))
    assert not pictures.exists()


@pytest.mark.slow
def test_a_model_without_memory_is_a_sentence_and_no_crash() -> None:
    done = run("-c", SMALL_MEMORY, smollm2())
    assert done.returncode == 0, done.stderr[-2000:]
    assert "does not load" in done.stdout
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
