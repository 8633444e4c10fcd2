"""The figures of one look a photo, on pictures whose reading is known."""

from __future__ import annotations

from pathlib import Path

from app.evaluation.photos import other_figures, photo_figures
from app.search.engine import Search
from data.catalogue.catalogue import Item
from data.store.store import Store
from tests.fakes import ColourEncoder, ColourReader, painted


def test_what_is_right_of_garments_and_of_other_things(
    tmp_path: Path, store: Store, encoder: ColourEncoder
) -> None:
    folder = tmp_path / "skirt"
    folder.mkdir()
    painted("burgundy").save(folder / "a.png")
    painted("").save(folder / "b.png")
    search = Search(encoder, store, head=ColourReader(encoder))
    items = [Item(name, "", "skirt", folder / f"{name}.png") for name in "ab"]
    named = {f"skirt/{name}.png": {"colour": "burgundy", "pattern": "plain"} for name in "ab"}
    upright = photo_figures(search, items, named)["turned 0"]
    assert (upright["garment"], upright["colour"], upright["pattern"]) == (0.5, 0.5, 0.5)
    assert other_figures(search, folder)["known as no garment"] == 0.5
