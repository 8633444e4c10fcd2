"""Reading a whole export: what is kept of it, and the bench that measures it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from data.catalogue.catalogue import read_catalogue
from data.catalogue.formats.record import Record
from data.catalogue.tables.table import Row, Table
from tests.bench import reading
from tests.bench.exports import EXPORTS


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_invented_export_is_read_without_a_problem_and_its_rows_are_let_go(
    tmp_path: Path, kind: str
) -> None:
    reading.pictured(tmp_path / "shop", 12)
    place = reading.written(kind, tmp_path / "shop", 12)
    catalogue = read_catalogue(place)
    gc.collect()
    assert not [thing for thing in gc.get_objects() if type(thing) in (Row, Record, Table)]
    assert not catalogue.problems and len(catalogue.items) >= 4
    assert all(item.category and item.colour for item in catalogue.items)


def test_each_kind_is_measured_beside_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LINES", 9)
    monkeypatch.setattr(reading, "EXPORTS", {"Etsy": EXPORTS["Etsy"]})
    speed, most, kept = reading.rows(tmp_path)
    assert (speed.unit, most.unit) == ("s", "MB") and speed.ours > 0 < speed.other
    assert kept.ours <= most.ours
