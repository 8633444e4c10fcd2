"""Reading an export of 44,000 rows of every kind, beside pandas' bare reading of the same file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.config import ROOT
from tests.bench.exports import EXPORTS
from tests.bench.rows import Row

LINES = 44_000
# In a process of its own, for its memory: seconds, most bytes, bytes at the end, products
READ = """
import sys, time
from pathlib import Path
from data.catalogue.catalogue import read_catalogue
from tests.servers import held_memory, peak_memory
began = time.process_time()
catalogue = read_catalogue(Path(sys.argv[1]))
print(time.process_time() - began, peak_memory(), held_memory(), len(catalogue.items))
"""
BARE = """
import sys, time
from pathlib import Path
import pandas
from tests.servers import held_memory, peak_memory
place = sys.argv[1]
began = time.process_time()
if place.endswith(".jsonl"):
    table = pandas.read_json(place, lines=True, dtype=False)
elif place.endswith((".xml", ".atom")):
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    entry = ".//item" if place.endswith(".xml") else ".//a:entry"
    table = pandas.read_xml(place, xpath=entry, namespaces=spaces, dtype=str, parser="etree")
else:
    line = Path(place).open(encoding="utf-8").readline()
    mark = max(",;\\t", key=line.count)
    table = pandas.read_csv(place, sep=mark, dtype=str, keep_default_na=False)
print(time.process_time() - began, peak_memory(), held_memory(), len(table))
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading took, and how many products or rows came of it."""

    seconds: float
    peak: float  # bytes, as the next
    held: float
    count: int


def pictured(folder: Path, count: int) -> None:
    """A folder with a file for each product's picture, and those that are further ones."""
    folder.mkdir()
    for number in range(count + 4):
        (folder / f"p{number}.png").touch()


def written(kind: str, folder: Path, lines: int) -> Path:
    """An export of so many rows."""
    export = EXPORTS[kind]
    header, rows = export.table(lines)
    with (folder / export.file).open("w", encoding="utf-8") as file:
        file.writelines(export.write(header, islice(rows, lines)))
    return folder / export.file


def rows(folder: Path) -> list[Row]:
    """Seconds and memory of each kind."""
    found = []
    pictured(folder / "exports", LINES)
    for kind in EXPORTS:
        place = written(kind, folder / "exports", LINES)
        ours, bare = _measured(READ, place), _measured(BARE, place)
        found += [
            Row(f"read {LINES:,} rows, {kind}: ours against pandas", ours.seconds, bare.seconds, "s"),
            Row(f"most memory, {kind}: ours against pandas", ours.peak / 1e6, bare.peak / 1e6, "MB"),
            Row(f"memory kept, {kind}: ours against pandas", ours.held / 1e6, bare.held / 1e6, "MB"),
        ]
    return found


def _measured(script: str, place: Path) -> Reading:
    command = [sys.executable, "-c", script, str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, peak, held, count = map(float, done.stdout.split())
    return Reading(seconds, peak, held, int(count))
