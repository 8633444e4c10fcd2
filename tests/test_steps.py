"""The other runtimes of an encoder against torch's own, on tiny random checkpoints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models import steps
from models.blip2_lite import Blip2LiteForImageTextRetrieval
from models.chat import ModelError
from models.encoder import load_encoder
from tests import tiny

PICTURES = [Image.new("RGB", (40, 60), colour) for colour in ("red", "blue", "green", "white")]
TEXTS = ["a red shirt", "unos zapatos azules", "black", "a blue pair of shoes"]


def cosines(one: np.ndarray, other: np.ndarray) -> float:
    """Of unit rows: the worst."""
    return float((one * other).sum(-1).min())


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.blip2_lite(tmp_path_factory.mktemp("lite"))


@pytest.mark.slow
@pytest.mark.parametrize("make", [tiny.blip2, tiny.blip2_lite])
def test_graphs_compute_what_torch_does_whatever_the_number_of_rows(make: object, tmp_path: Path) -> None:
    assert callable(make)
    folder = make(tmp_path / "tiny")
    torch, onnx = load_encoder(folder), load_encoder(folder, runtime="onnx", graphs=tmp_path)
    for count in (1, 3, 4):
        seen = onnx.see(PICTURES[:count])
        np.testing.assert_allclose(seen, torch.see(PICTURES[:count]), atol=1e-4)
        assert cosines(onnx.query_vectors(seen), torch.query_vectors(seen)) > 0.9999
        assert cosines(onnx.texts(TEXTS[:count]), torch.texts(TEXTS[:count])) > 0.9999
        matched = onnx.matching(seen, TEXTS[:count])
        np.testing.assert_allclose(matched, torch.matching(seen, TEXTS[:count]), atol=1e-4)
    looked, theirs = (e.attention(seen, e.texts(TEXTS)) for e in (onnx, torch))
    assert looked is not None and theirs is not None  # torch is still there for what needs gradients
    np.testing.assert_allclose(looked, theirs, atol=1e-6)


def test_eight_bits_are_close_to_torch_and_have_no_map(checkpoint: Path) -> None:
    torch, int8 = load_encoder(checkpoint), load_encoder(checkpoint, runtime="int8")
    seen = int8.see(PICTURES)
    assert cosines(int8.query_vectors(seen), torch.query_vectors(torch.see(PICTURES))) > 0.99
    assert cosines(int8.texts(TEXTS), torch.texts(TEXTS)) > 0.99
    np.testing.assert_allclose(int8.matching(seen, TEXTS), torch.matching(seen, TEXTS), atol=0.05)
    assert int8.attention(seen, int8.texts(TEXTS)) is None


def test_without_a_folder_for_graphs_torch_runs(checkpoint: Path) -> None:
    plain, fastest = load_encoder(checkpoint), load_encoder(checkpoint, runtime="")
    np.testing.assert_array_equal(fastest.images(PICTURES), plain.images(PICTURES))


def test_a_graph_that_computes_something_else_is_not_used(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(model: object, name: str, file: Path) -> None:
        raise RuntimeError(f"no graph of {name} today")

    monkeypatch.setattr("models.encoder.export", broken)
    with pytest.raises(ModelError, match="no graph of see today; set ARMARIO_RUNTIME to torch"):
        load_encoder(checkpoint, runtime="onnx", graphs=tmp_path)
    assert load_encoder(checkpoint, runtime="", graphs=tmp_path).texts(TEXTS).shape == (4, 16)
    assert "torch runs" in caplog.text
    assert list((tmp_path / checkpoint.name).iterdir()) == []


def test_whoever_runs_the_steps_is_compared_with_torch_on_each_of_them(checkpoint: Path) -> None:
    model = Blip2LiteForImageTextRetrieval.from_pretrained(checkpoint).eval()
    run = steps.InTorch(model)
    apart = steps.differences(model, lambda step, *arrays: run(step, *arrays) + (step == "read") * 0.01)
    assert set(apart) == set(steps.STEPS)
    assert [step for step, difference in apart.items() if difference] == ["read"]


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_two_towers_are_run_by_torch_alone(kind: str, tmp_path: Path) -> None:
    folder = tiny.dual(tmp_path / kind, kind)
    assert load_encoder(folder, runtime="", graphs=tmp_path).name == kind
    with pytest.raises(ModelError, match=f"found a {kind} model; set ARMARIO_RUNTIME to torch"):
        load_encoder(folder, runtime="onnx", graphs=tmp_path)
