"""The comparison of runtimes, on a tiny checkpoint without graphs: torch beside torch in 8 bits."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Settings
from data.catalogue.catalogue import read_catalogue
from tests import tiny
from tests.bench import runtimes


def test_each_runtime_has_its_speed_and_how_close_it_is_to_torch(
    catalogue_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "RUNTIMES", ("torch", "int8"))
    settings = Settings(encoder=str(tiny.blip2(tmp_path / "tiny")))
    torch, int8 = runtimes.compare(settings, read_catalogue(catalogue_folder).items)
    assert torch.picture_cosine == pytest.approx(1, abs=1e-5) and 0.99 < int8.picture_cosine <= 1.00001
    assert torch.pictures_per_s > 0 and int8.text_ms > 0
    assert torch.r10 == int8.r10 == 1  # of seven items
