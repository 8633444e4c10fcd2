"""Pictures and texts as the checkpoint's own processor makes them, number for number."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from transformers import AutoProcessor

from app.config import WEIGHTS
from data.catalogue.images import open_picture
from models.vision.preprocessing import FastPreprocessor
from tests import tiny

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample" / "images"
NOISE = np.random.default_rng(0).integers(0, 256, (90, 70, 4), np.uint8)
TEXTS = ["a red shirt", "", "¡unas ZAPATILLAS blancas!", "snow-white " * 40, "日本 x" * 9, "black"]


def pictures() -> list[Image.Image]:
    """Drawn ones, and noise, also in grey and from a palette."""
    noise = [Image.fromarray(NOISE).convert(mode) for mode in ("RGB", "L", "P")]
    return [open_picture(file) for file in sorted(SAMPLE.iterdir())[:3]] + noise


@pytest.fixture(scope="module", params=["tiny", "blip2-mini"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "blip2-mini":
        return WEIGHTS / request.param
    folder = tmp_path_factory.mktemp("tiny")
    processor = tiny.processor_of(32)
    processor.image_processor.image_mean, processor.image_processor.resample = [0.48, 0.45, 0.4], 2
    processor.save_pretrained(folder)
    return folder


def test_pixels_equal_transformers_own(folder: Path) -> None:
    theirs = AutoProcessor.from_pretrained(folder).image_processor(images=pictures(), return_tensors="np")
    ours = FastPreprocessor(folder).pixels(pictures())
    assert ours.dtype == np.float32
    np.testing.assert_array_equal(ours, theirs["pixel_values"])


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], TEXTS[2:4]])
def test_ids_and_masks_equal_transformers_own(folder: Path, texts: list[str]) -> None:
    tokenizer = AutoProcessor.from_pretrained(folder).tokenizer
    theirs = tokenizer(texts, padding=True, truncation=True, max_length=24, return_tensors="np")
    ids, mask = FastPreprocessor(folder, max_tokens=24).tokenize(texts)
    np.testing.assert_array_equal(ids, theirs["input_ids"])
    np.testing.assert_array_equal(mask, theirs["attention_mask"])
    assert ids.dtype == mask.dtype == np.int64


def test_words_of_a_captioner_equal_transformers_own() -> None:
    folder = WEIGHTS / "blip2-mini-captions"
    tokenizer, ours = AutoProcessor.from_pretrained(folder).tokenizer, FastPreprocessor(folder)
    assert ours.token_ids("a photo of") == tokenizer("a photo of")["input_ids"]
    said = tokenizer("a black snow-white t-shirt for men")["input_ids"]
    assert ours.decode(said) == tokenizer.decode(said, skip_special_tokens=True)


def test_another_kind_of_processor_is_refused_by_name(tmp_path: Path) -> None:
    tiny.processor_of(32).save_pretrained(tmp_path)
    file = tmp_path / "processor_config.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    known["image_processor"]["image_processor_type"] = "CLIPImageProcessor"
    file.write_text(json.dumps(known), encoding="utf-8")
    with pytest.raises(ValueError, match="found a CLIPImageProcessor"):
        FastPreprocessor(tmp_path)
