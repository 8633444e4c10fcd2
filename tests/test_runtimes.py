"""The other runtimes of an encoder against torch's own, on tiny random checkpoints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.llm.chat_model import ModelError
from models.vision import onnx_runtime
from models.vision.factory import load_captioner, load_encoder
from models.vision.onnx_export import export_checkpoint, verify
from models.vision.submodules import ENCODER
from models.vision.torch_runtime import RETRIEVAL, TorchRuntime, load_model
from tests import tiny

PICTURES = [Image.new("RGB", (40, 60), colour) for colour in ("red", "blue", "green", "white")]
TEXTS = ["a red shirt", "unos zapatos azules", "black", "a blue pair of shoes"]


def cosines(one: np.ndarray, other: np.ndarray) -> float:
    """Of unit rows: the worst."""
    return float((one * other).sum(-1).min())


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.blip2_lite(tmp_path_factory.mktemp("lite"))


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs are made in this process, which has torch already."""
    monkeypatch.setattr(onnx_runtime.cached_graphs, "__defaults__", (export_checkpoint,))


@pytest.mark.slow
@pytest.mark.usefixtures("made_here")
def test_graphs_compute_what_torch_does_whatever_the_number_of_rows(checkpoint: Path, tmp_path: Path) -> None:
    torch, onnx = load_encoder(checkpoint), load_encoder(checkpoint, runtime="onnx", graphs=tmp_path)
    for count in (1, 3, 4):
        seen = onnx.encode_patches(PICTURES[:count])
        np.testing.assert_allclose(seen, torch.encode_patches(PICTURES[:count]), atol=1e-4)
        assert cosines(onnx.qformer_embeddings(seen), torch.qformer_embeddings(seen)) > 0.9999
        assert cosines(onnx.texts(TEXTS[:count]), torch.texts(TEXTS[:count])) > 0.9999
        matched = onnx.match_probabilities(seen, TEXTS[:count])
        np.testing.assert_allclose(matched, torch.match_probabilities(seen, TEXTS[:count]), atol=1e-4)
    looked, theirs = (e.attention(seen, e.texts(TEXTS)) for e in (onnx, torch))
    assert looked is not None and theirs is not None and theirs.max() > 0
    np.testing.assert_allclose(looked, theirs, rtol=1e-3, atol=1e-3 * theirs.max())


@pytest.mark.slow
@pytest.mark.usefixtures("made_here")
def test_graphs_of_a_captioner_say_what_transformers_own_generation_does(tmp_path: Path) -> None:
    """Of one with a ViT for eyes."""
    folder = tiny.blip2_opt(tmp_path / "tiny")
    torch, onnx = load_captioner(folder), load_captioner(folder, graphs=tmp_path)
    prompts = ("a red", "a photo of a blue pair")
    for prompt in prompts:
        assert onnx.continued(PICTURES, prompt) == torch.continued(PICTURES, prompt)
    assert any(onnx.continued(PICTURES[:1], prompts[0]))


def test_eight_bits_are_close_to_torch_and_have_no_map(tmp_path: Path) -> None:
    folder = tiny.blip2(tmp_path / "tiny")
    torch, int8 = load_encoder(folder), load_encoder(folder, runtime="int8")
    patches = int8.encode_patches(PICTURES)
    theirs = torch.encode_patches(PICTURES)
    assert cosines(int8.qformer_embeddings(patches), torch.qformer_embeddings(theirs)) > 0.99
    assert cosines(int8.texts(TEXTS), torch.texts(TEXTS)) > 0.99
    ours = int8.match_probabilities(patches, TEXTS)
    np.testing.assert_allclose(ours, torch.match_probabilities(patches, TEXTS), atol=0.05)
    assert int8.attention(patches, int8.texts(TEXTS)) is None


def test_eight_bits_are_refused_where_they_win_nothing(checkpoint: Path) -> None:
    with pytest.raises(ModelError, match="found a blip-2-lite model on cpu; set ARMARIO_RUNTIME to torch"):
        load_encoder(checkpoint, runtime="int8")


def test_without_a_folder_for_graphs_torch_runs(checkpoint: Path) -> None:
    plain, fastest = load_encoder(checkpoint), load_encoder(checkpoint, runtime="")
    np.testing.assert_array_equal(fastest.images(PICTURES), plain.images(PICTURES))


def test_a_graph_that_computes_something_else_is_not_used(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(source: Path, out: Path) -> None:
        raise ValueError(f"no graphs of {source.name} today")

    monkeypatch.setattr(onnx_runtime.cached_graphs, "__defaults__", (broken,))
    with pytest.raises(ModelError, match=r"no graphs of \w+ today; set ARMARIO_RUNTIME to torch"):
        load_encoder(checkpoint, runtime="onnx", graphs=tmp_path)
    assert load_encoder(checkpoint, runtime="", graphs=tmp_path).texts(TEXTS).shape == (4, 16)
    assert "torch runs" in caplog.text
    assert list((tmp_path / checkpoint.name).iterdir()) == []


def test_whoever_runs_the_steps_is_compared_with_torch_on_each_of_them(checkpoint: Path) -> None:
    model, _ = load_model(checkpoint, "cpu", RETRIEVAL)
    run = TorchRuntime(model)
    verify(model, ENCODER, run)
    for wrong in ENCODER:
        with pytest.raises(ValueError, match=f"compute another {wrong} than"):
            verify(model, ENCODER, lambda step, *rows, wrong=wrong: run(step, *rows) + (step == wrong) * 0.01)


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_two_towers_are_run_by_torch_alone(kind: str, tmp_path: Path) -> None:
    folder = tiny.dual(tmp_path / kind, kind)
    assert load_encoder(folder, runtime="", graphs=tmp_path).name == kind
    with pytest.raises(ModelError, match=f"found a {kind} model; set ARMARIO_RUNTIME to torch"):
        load_encoder(folder, runtime="onnx", graphs=tmp_path)
