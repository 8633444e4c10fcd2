"""CLIP and SigLIP in BLIP-2's place: tiny random checkpoints, against transformers' own forward pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import AutoModel, AutoProcessor

from models.llm.chat_model import ModelError
from models.vision.clip import MODEL_TYPES, DualEncoder
from models.vision.factory import load_encoder
from tests import tiny

PICTURES = [Image.new("RGB", (40, 60), colour) for colour in ("red", "blue", "green")]
TEXTS = ["a red shirt", "azules"]


@pytest.fixture(scope="module", params=MODEL_TYPES)
def checkpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.dual(tmp_path_factory.mktemp("tiny-dual"), request.param)


@pytest.fixture(scope="module")
def encoder(checkpoint: Path) -> DualEncoder:
    loaded = load_encoder(checkpoint)
    assert isinstance(loaded, DualEncoder)
    return loaded


def test_pictures_and_texts_become_unit_rows_of_one_space(encoder: DualEncoder) -> None:
    pictures, texts = encoder.images(PICTURES), encoder.texts(TEXTS)
    assert pictures.shape == (3, encoder.dim) and texts.shape == (2, encoder.dim)
    assert pictures.dtype == texts.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(np.vstack([pictures, texts]), axis=1), 1, atol=1e-5)


def test_a_pictures_vector_is_its_only_query_vector(encoder: DualEncoder) -> None:
    queries = encoder.qformer_embeddings(encoder.encode_patches(PICTURES))
    assert queries.shape == (3, 1, encoder.dim)
    np.testing.assert_allclose(queries[:, 0], encoder.images(PICTURES), atol=1e-6)


def test_scores_order_pictures_as_transformers_own_logits(encoder: DualEncoder, checkpoint: Path) -> None:
    model, processor = AutoModel.from_pretrained(checkpoint).eval(), AutoProcessor.from_pretrained(checkpoint)
    pixels = processor.image_processor(images=PICTURES, return_tensors="pt")
    words = processor.tokenizer(TEXTS, padding="max_length", max_length=24, return_tensors="pt")
    with torch.inference_mode():
        theirs = model(**pixels, **words).logits_per_image
        bias = model.logit_bias if hasattr(model, "logit_bias") else 0
        cosines = (theirs - bias) / model.logit_scale.exp()
    np.testing.assert_allclose(encoder.scores(PICTURES, TEXTS), cosines.numpy(), atol=1e-5)


def test_a_batch_gives_what_one_by_one_gives(encoder: DualEncoder) -> None:
    np.testing.assert_allclose(encoder.images(PICTURES)[1], encoder.images(PICTURES[1:2])[0], atol=1e-5)
    np.testing.assert_allclose(encoder.texts(TEXTS)[1], encoder.texts(TEXTS[1:])[0], atol=1e-5)


def test_a_text_longer_than_the_checkpoint_can_hold_is_cut(encoder: DualEncoder) -> None:
    assert encoder.texts(["red shirt " * 500]).shape == (1, encoder.dim)


def test_there_are_no_query_tokens_that_could_look_anywhere(encoder: DualEncoder) -> None:
    seen, texts = encoder.encode_patches(PICTURES[:2]), encoder.texts(TEXTS)
    looked: object = encoder.attention(seen, texts)  # type: ignore[func-returns-value]
    assert looked is None


def test_there_is_no_matching_head_and_asking_for_it_says_so(encoder: DualEncoder) -> None:
    assert not encoder.has_itm_head
    with pytest.raises(ModelError, match="matching head"):
        encoder.match_probabilities(encoder.encode_patches(PICTURES), TEXTS)
