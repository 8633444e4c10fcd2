"""The encoder on a tiny random BLIP-2, against transformers' own forward pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import AutoConfig, AutoProcessor, Blip2ForImageTextRetrieval

from models.llm.chat_model import ModelError
from models.vision.blip2_lite import Blip2LiteConfig, Blip2LiteForImageTextRetrieval
from models.vision.encoder import Blip2Encoder
from models.vision.factory import load_encoder
from tests import tiny

PICTURES = [Image.new("RGB", (40, 60), colour) for colour in ("red", "blue", "green")]
TEXTS = ["a red shirt", "unos zapatos azules"]


@pytest.fixture(scope="module", params=[tiny.blip2, tiny.blip2_lite])
def checkpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = request.param(tmp_path_factory.mktemp("tiny"))
    return made


@pytest.fixture(scope="module")
def encoder(checkpoint: Path) -> Blip2Encoder:
    loaded = load_encoder(checkpoint)
    assert isinstance(loaded, Blip2Encoder) and loaded.has_itm_head
    return loaded


def test_pictures_and_texts_become_unit_rows_of_one_space(encoder: Blip2Encoder) -> None:
    pictures, texts = encoder.images(PICTURES), encoder.texts(TEXTS)
    assert pictures.shape == (3, encoder.dim) and texts.shape == (2, encoder.dim)
    assert pictures.dtype == texts.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(np.vstack([pictures, texts]), axis=1), 1, atol=1e-5)


def model_of(checkpoint: Path) -> Any:
    lite = AutoConfig.from_pretrained(checkpoint).model_type == Blip2LiteConfig.model_type
    kind = Blip2LiteForImageTextRetrieval if lite else Blip2ForImageTextRetrieval
    return kind.from_pretrained(checkpoint).eval()


def forward(checkpoint: Path, text: str, head: bool) -> torch.Tensor:
    model = model_of(checkpoint)
    inputs = AutoProcessor.from_pretrained(checkpoint)(images=PICTURES, text=[text] * 3, return_tensors="pt")
    with torch.inference_mode():
        return model(**inputs, use_image_text_matching_head=head).logits_per_image


def test_contrastive_scores_equal_transformers_own(encoder: Blip2Encoder, checkpoint: Path) -> None:
    theirs = forward(checkpoint, TEXTS[0], head=False)[:, 0].numpy()
    np.testing.assert_allclose(encoder.scores(PICTURES, TEXTS[:1])[:, 0], theirs, atol=1e-5)


def test_matching_probability_equals_transformers_own(encoder: Blip2Encoder, checkpoint: Path) -> None:
    theirs = forward(checkpoint, TEXTS[0], head=True).softmax(1)[:, 1].numpy()
    ours = encoder.match_probabilities(encoder.encode_patches(PICTURES), [TEXTS[0]] * 3)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_a_batch_gives_what_one_by_one_gives(encoder: Blip2Encoder) -> None:
    np.testing.assert_allclose(encoder.images(PICTURES)[1], encoder.images(PICTURES[1:2])[0], atol=1e-5)
    np.testing.assert_allclose(encoder.texts(TEXTS)[0], encoder.texts(TEXTS[:1])[0], atol=1e-5)


def test_attention_is_a_square_of_patches_that_speak_for_the_text(encoder: Blip2Encoder) -> None:
    seen = encoder.encode_patches(PICTURES)
    looked = encoder.attention(seen, encoder.texts([TEXTS[0]] * 3))
    assert looked is not None
    side = int((seen.shape[1] - 1) ** 0.5)
    assert looked.shape == (3, side, side) and looked.dtype == np.float32
    assert (looked >= 0).all() and (looked.max((1, 2)) > 0).all()


def test_attention_is_the_best_query_tokens_weighted_by_what_it_does_for_the_score(
    encoder: Blip2Encoder, checkpoint: Path
) -> None:
    """One picture, head by head and layer by layer, with transformers' own Q-Former."""
    model, text = model_of(checkpoint), torch.from_numpy(encoder.texts(TEXTS[:1]))[0]
    model.qformer.set_attn_implementation("eager")
    seen = encoder.encode_patches(PICTURES[:1])
    patches = torch.from_numpy(seen)
    out = model.qformer(model.query_tokens, encoder_hidden_states=patches, output_attentions=True)
    cosines = torch.nn.functional.normalize(model.vision_projection(out.last_hidden_state[0]), dim=-1) @ text
    best = int(cosines.argmax())
    expected = torch.zeros(patches.shape[1])
    for layer in out.cross_attentions:
        (slope,) = torch.autograd.grad(cosines[best], layer, retain_graph=True)
        for head in range(layer.shape[1]):
            expected += (layer * slope)[0, head, best].clamp(min=0) / layer.shape[1]
    expected = (expected / len(out.cross_attentions)).detach()
    if not (expected[1:] > 0).any():  # slopes of random weights are near 0, and may all be below it
        expected = torch.stack([layer[0, :, best].mean(0) for layer in out.cross_attentions]).mean(0).detach()
    ours = encoder.attention(seen, text.numpy()[np.newaxis])
    assert ours is not None
    np.testing.assert_allclose(ours.ravel(), expected[1:].numpy(), rtol=1e-4, atol=1e-9)


def test_a_text_longer_than_the_checkpoint_can_hold_is_cut(encoder: Blip2Encoder) -> None:
    assert encoder.texts(["red shirt " * 500]).shape == (1, encoder.dim)


def test_a_missing_checkpoint_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ARMARIO_ENCODER"):
        load_encoder(tmp_path / "nothing")


def test_another_kind_of_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="bert"):
        load_encoder(tmp_path)


def test_a_picture_without_its_text_is_the_callers_mistake(encoder: Blip2Encoder) -> None:
    with pytest.raises(ValueError, match="3 pictures and 1 texts"):
        encoder.match_probabilities(encoder.encode_patches(PICTURES), ["one"])
