"""What Gradio keeps of a session: what stands in no place of the page goes, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from gradio.context import Context

from app.ui.leftovers import RECENT, drop_leftovers

PLACE = 1  # number of the only component on the page


def page(newest: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """A page, and what is kept of Ana after three changes of its component; ``newest`` was made last."""
    monkeypatch.setattr(Context, "id", newest)
    components = {PLACE: "third", 7: "first", 8: "second", 9: "third"}
    kept = SimpleNamespace(blocks_config=SimpleNamespace(blocks=components), config_values=dict(components))
    shop: Any = SimpleNamespace(
        blocks={PLACE: "drawn"}, state_holder=SimpleNamespace(session_data={"ana": kept})
    )
    return shop, kept


def test_what_stands_in_no_place_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, kept = page(RECENT + 10, monkeypatch)
    drop_leftovers(shop, "ana")
    assert set(kept.blocks_config.blocks) == set(kept.config_values) == {PLACE, 9}


def test_what_was_made_a_moment_ago_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, kept = page(RECENT, monkeypatch)
    drop_leftovers(shop, "ana")
    assert set(kept.blocks_config.blocks) == {PLACE, 7, 8, 9}


def test_who_is_not_here_has_left_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, kept = page(RECENT + 10, monkeypatch)
    drop_leftovers(shop, "nobody")
    assert set(kept.blocks_config.blocks) == {PLACE, 7, 8, 9}
