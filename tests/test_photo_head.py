"""Heads that read photos, with small random weights of the true shapes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import save_file

from models.errors import ModelError
from models.vision.photo_head import CELLS, GRID, LABELS, SIDE, TURNS, WEIGHTS, PhotoHead, Reading, cells
from tests.fakes import ColourEncoder

LABEL_NAMES = {
    "categories": ("coat", "skirt", "hat"), "present": ("coat", "skirt", "hat"),
    "colours": ("red", "blue"), "shades": ("red", "blue"), "patterns": ("plain", "striped"),
    "audiences": ("men", "women"),
}  # fmt: skip
WIDTH, SWATCHES = 6, 5
SURE = 1e5  # by which the upright score outweighs that most photos are upright


class Grid(ColourEncoder):
    """Sees the mean colour of each cell of a grid, and of the whole; once more, the brighter the lower."""

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 50, 6)"""
        low, seen = np.linspace(0, 2, GRID, dtype=np.float32)[:, np.newaxis, np.newaxis], []
        for image in images:
            grid = image.convert("RGB").resize((GRID, GRID), Image.Resampling.BOX)
            ink = np.asarray(grid, np.float32) / 255
            around = np.concatenate([ink, low * ink], -1).reshape(GRID**2, WIDTH)
            seen.append(np.concatenate([around.mean(0, keepdims=True), around]))
        return np.stack(seen)


def weights(**scaled: float) -> dict[str, np.ndarray]:
    """Random weights in half precision, as they are stored; those of some layers ``scaled``."""
    told = 3 * (SWATCHES + 3)  # under two masks, and of the whole
    shapes = {
        "att": (2, 4), "c": (4, SWATCHES + 3), "cell": (4, WIDTH), "colour.0": (8, told + 3 * 4),
        "deep": (4, WIDTH), "glob": (4, WIDTH), "hid.0": (8, 4 + 2 * 4 + 4), "m.1": (4, 4), "m.3": (2, 4),
        "p": (4, WIDTH), "garment": (1, 8), "upright": (1, 8), "category": (3, 8), "present": (3, 8),
        "pattern": (2, 8), "audience": (2, 8), "main": (2, 8), "any": (2, 8),
    }  # fmt: skip
    random = np.random.default_rng(3)
    found = {"swatches": random.uniform(-50, 50, (SWATCHES, 3)).astype(np.float32)}
    for name, shape in shapes.items():
        found[f"{name}.weight"] = random.normal(0, 0.5, shape).astype(np.float16).astype(np.float32)
        found[f"{name}.weight"] *= scaled.get(name, 1.0)
        found[f"{name}.bias"] = random.normal(0, 0.3, shape[:1]).astype(np.float16)
    return found


def saved(folder: Path, config: Any = None, **scaled: float) -> Path:
    """A folder with such a head."""
    folder.mkdir(exist_ok=True)
    save_file(weights(**scaled), folder / WEIGHTS)
    told = {"encoder": "grid", "labels": LABEL_NAMES} if config is None else config
    (folder / LABELS).write_text(json.dumps(told), encoding="utf-8")
    return folder


def head(folder: Path, **scaled: float) -> PhotoHead:
    return PhotoHead.load(saved(folder / "head", **scaled), Grid("grid"))


def picture(seed: int = 0) -> Image.Image:
    """A square of random cells, like itself in no other turn."""
    dots = np.random.default_rng(seed).integers(0, 256, (GRID, GRID, 3), np.uint8)
    return Image.fromarray(dots).resize((SIDE, SIDE), Image.Resampling.NEAREST)


def same(one: Reading, other: Reading) -> None:
    """Both say the same."""
    assert one.garment == pytest.approx(other.garment, abs=1e-4)
    for name in LABEL_NAMES:
        assert dict(getattr(one, name)) == pytest.approx(dict(getattr(other, name)), abs=1e-4), name
    assert one.patches == pytest.approx(other.patches, abs=1e-4)


def test_chances_are_told_by_name(tmp_path: Path) -> None:
    reading = head(tmp_path).read(picture())
    assert {name: tuple(getattr(reading, name)) for name in LABEL_NAMES} == LABEL_NAMES
    for name in ("categories", "colours", "patterns", "audiences"):
        assert sum(getattr(reading, name).values()) == pytest.approx(1, abs=1e-4)
    every = [reading.garment, *reading.present.values(), *reading.shades.values()]
    assert all(0 <= chance <= 1 for chance in every)
    assert reading.patches.shape == (1, GRID**2 + 1, WIDTH) and reading.turns in range(TURNS)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_photo_is_read_like_the_upright_one(tmp_path: Path, quarters: int) -> None:
    reader, photo = head(tmp_path, upright=SURE), picture()
    upright, turned = reader.read(photo), reader.read(photo.rotate(-90 * quarters))
    same(upright, turned)
    assert turned.turns == (upright.turns + quarters) % TURNS


def test_where_nothing_tells_which_way_is_up_a_photo_is_read_as_it_came(tmp_path: Path) -> None:
    reader, photo = head(tmp_path, upright=0.0), picture()
    one, other = reader.read(photo), reader.read(photo.rotate(90))
    assert (one.turns, other.turns) == (0, 0)
    assert dict(one.categories) != pytest.approx(dict(other.categories), abs=1e-4)
    alone = reader.read_each([photo])[0]  # most of the weight, and not all
    assert dict(one.categories) != pytest.approx(dict(alone.categories), abs=1e-4)


def test_parts_of_pictures_are_read_like_upright_photos(tmp_path: Path) -> None:
    reader, photos = head(tmp_path, upright=SURE), [picture(seed) for seed in range(3)]
    photos = [photo.rotate(90 * reader.read(photo).turns) for photo in photos]
    for photo, reading in zip(photos, reader.read_each(photos), strict=True):
        assert reader.read(photo).turns == reading.turns == 0
        same(reader.read(photo), reading)


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (224, 224)])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_pictures_of_any_size_and_kind_are_read(tmp_path: Path, size: tuple[int, int], mode: str) -> None:
    reading = head(tmp_path).read(Image.new(mode, size))
    assert np.isfinite([reading.garment, *reading.categories.values(), *reading.shades.values()]).all()


def test_the_shares_of_a_cells_colours_are_those_of_its_pixels() -> None:
    lab = np.array([[0.6 * 100, 0, 0], [0, 0, 0]], np.float32)  # white and black, lightness at its weight
    pixels = np.zeros((SIDE, SIDE, 3), np.uint8)
    pixels[:, : SIDE // 2] = 255
    found = cells(pixels, lab)
    assert found.shape == (CELLS, CELLS, 2 + 3)
    assert found[:, : CELLS // 2, 0] == pytest.approx(1, abs=1e-3)
    assert found[:, CELLS // 2 :, 1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("gone", [WEIGHTS, LABELS])
def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path, gone: str) -> None:
    folder = saved(tmp_path / "head")
    (folder / gone).unlink()
    with pytest.raises(ModelError, match="expected the weights of a photo head in .*head"):
        PhotoHead.load(folder, Grid("grid"))


@pytest.mark.parametrize("broken", [WEIGHTS, LABELS])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, broken: str) -> None:
    folder = saved(tmp_path / "head")
    (folder / broken).write_bytes((folder / broken).read_bytes()[:100])
    with pytest.raises(ModelError, match="expected the weights of a photo head"):
        PhotoHead.load(folder, Grid("grid"))


@pytest.mark.parametrize("config", [{}, [], {"encoder": "grid"}, {"labels": LABEL_NAMES}])
def test_a_folder_that_says_not_whose_it_is_is_refused(tmp_path: Path, config: Any) -> None:
    with pytest.raises(ModelError, match="expected the weights of a photo head"):
        PhotoHead.load(saved(tmp_path / "head", config), Grid("grid"))


def test_a_head_of_another_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="expected the encoder grid for .*, found other"):
        PhotoHead.load(saved(tmp_path / "head"), Grid("other"))
