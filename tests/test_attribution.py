"""Why an item: words left out one by one, and where the winning query vector's token looked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.search.attribution import MOST, laid_over, why
from models.vision.encoder import best_query
from models.vision.factory import load_encoder
from tests import tiny
from tests.fakes import ColourEncoder

PICTURE = Image.new("RGB", (40, 60), "#c2313a")
RED_OVER_BLUE = Image.new("RGB", (40, 60), "#c2313a")
RED_OVER_BLUE.paste("#2f62b5", (0, 30, 40, 60))

NOISE = Image.fromarray(np.random.default_rng(1).integers(255, size=(64, 64, 3), dtype=np.uint8))


def test_the_word_that_matters_is_the_one_without_which_the_score_falls() -> None:
    found = why(ColourEncoder(), "plain red T-shirt, summer", PICTURE)
    assert [word.said for word in found.words] == ["plain", "red", "T-shirt,", "summer"]
    weights = [word.weight for word in found.words]
    assert found.score == pytest.approx(1, abs=1e-3)
    assert weights[1] > 0.1 and weights[0] == weights[2] == weights[3] == 0


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Show me a red skirt", ["red", "skirt"]),
        ("Enséñame unas zapatillas rojas", ["zapatillas", "rojas"]),
        ("show me", ["show", "me"]),
    ],
)
def test_words_that_only_ask_are_not_weighed(text: str, telling: list[str]) -> None:
    assert [word.said for word in why(ColourEncoder(), text, PICTURE).words] == telling


def test_a_word_that_spoils_the_match_weighs_less_than_nothing() -> None:
    found = why(ColourEncoder(), "blue red", PICTURE)
    assert found.words[0].weight < 0


@pytest.mark.parametrize(("colour", "half"), [("red", 0), ("blue", 1)])
def test_the_map_shows_where_the_winning_token_looked(colour: str, half: int) -> None:
    found = why(ColourEncoder(), colour, RED_OVER_BLUE)
    assert found.query == half
    assert found.heat is not None
    assert found.heat[half].tolist() == [1, 1] and found.heat[1 - half].tolist() == [0, 0]


@pytest.mark.parametrize("make", [tiny.blip2, tiny.blip2_lite])
def test_any_blip2_explains_its_own_score(make: Callable[[Path], Path], tmp_path: Path) -> None:
    encoder = load_encoder(make(tmp_path / "tiny"))
    found = why(encoder, "a red shirt", NOISE)
    seen = encoder.encode_patches([NOISE])
    queries, texts = encoder.qformer_embeddings(seen), encoder.texts(["red shirt", "shirt"])
    with_it, without = best_query(queries, texts)[0]
    assert found.score == pytest.approx(with_it, abs=1e-5)
    assert found.words[0].weight == pytest.approx(with_it - without, abs=1e-5)
    assert found.query == (queries[0] @ texts[0]).argmax()
    looked = encoder.attention(seen, texts[:1])
    assert found.heat is not None and looked is not None
    assert (found.heat.min(), found.heat.max()) == (0, 1) and found.heat.dtype == np.float32
    assert found.heat.argmax() == looked[0].argmax()


def test_an_encoder_with_one_vector_weighs_words_and_has_no_map(tmp_path: Path) -> None:
    found = why(load_encoder(tiny.dual(tmp_path / "tiny", "clip")), "a red shirt", PICTURE)
    assert len(found.words) == 2 and found.query == 0 and found.heat is None


def test_a_single_word_is_held_against_saying_nothing() -> None:
    assert why(ColourEncoder(), "red", PICTURE).words[0].weight > 0


def test_a_long_message_is_weighed_by_its_beginning() -> None:
    assert len(why(ColourEncoder(), "red " * (MOST + 9), PICTURE).words) == MOST


def test_without_a_word_there_is_nothing_to_explain() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        why(ColourEncoder(), "  ", PICTURE)


def test_the_map_lies_over_the_whole_picture_in_its_size() -> None:
    heat = np.array([[0, 0], [1, 1]], np.float32)
    shown = laid_over(heat, PICTURE)
    assert (shown.size, shown.mode) == (PICTURE.size, "RGB")
    above, below = (np.array(shown.getpixel((20, y)), float) for y in (2, 57))
    assert above[2] > above[0] and below[0] > below[2]  # blue is looked at least, yellow most
