"""Graphs in a folder: made once for the same files of weights, anew where they cannot be read. By hand."""

from __future__ import annotations

import logging
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Waiting
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from app.config import ROOT
from models.vision.onnx_runtime import MAX_BYTES, MAX_ROWS, OnnxRuntime, cached_graphs, export_in_subprocess

GIVEN = np.array([[1.0, 2.0]], np.float32)


class Maker:
    """Writes graphs that double (or treble) what they are given, and remembers of what."""

    def __init__(self, times: float = 2) -> None:
        self.times, self.made = times, list[str]()

    def __call__(self, source: Path, out: Path) -> None:
        self.made.append(source.name)
        for step in ("see", "read"):
            rows = [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "m"])
                for name in ("given", "out")
            ]
            times = helper.make_tensor("times", TensorProto.FLOAT, [1], [self.times])
            node = helper.make_node("Mul", ["given", "times"], ["out"])
            graph = helper.make_graph([node], step, rows[:1], rows[1:], [times])
            opsets = [helper.make_opsetid("", 20)]
            onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=10), out / f"{step}.onnx")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A checkpoint as far as its files tell one from another."""
    folder = tmp_path / "mini"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"first")
    return folder


def test_graphs_are_made_once_for_the_same_weights(
    source: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "encoder")
    make, kept = Maker(), tmp_path / "kept"
    run = cached_graphs(source, kept, make)
    np.testing.assert_array_equal(run("read", GIVEN), 2 * GIVEN)
    assert "once for these weights" in caplog.text and run.submodules == {"see", "read"}
    np.testing.assert_array_equal(cached_graphs(source, kept, make)("see", GIVEN), 2 * GIVEN)
    assert make.made == ["mini"]


def test_any_number_of_rows_comes_back_in_its_order(source: Path, tmp_path: Path) -> None:
    run = cached_graphs(source, tmp_path / "kept", Maker())
    for count in (0, 1, MAX_ROWS, 5 * MAX_ROWS + 3):
        rows = np.arange(2 * count, dtype=np.float32).reshape(count, 2)
        np.testing.assert_array_equal(run("see", rows), 2 * rows)
    large = np.arange(5, dtype=np.float32)[:, None].repeat(MAX_BYTES // 4 + 1, 1)
    np.testing.assert_array_equal(run("see", large), 2 * large)


@pytest.mark.parametrize("changed", ["model.safetensors", "config.json"])
def test_other_weights_have_graphs_of_their_own_and_the_old_ones_go(
    source: Path, tmp_path: Path, changed: str
) -> None:
    kept = tmp_path / "kept"
    cached_graphs(source, kept, Maker())
    (before,) = (kept / "mini").iterdir()
    (source / changed).write_bytes(b'{"a": 1}')
    assert cached_graphs(source, kept, Maker(3))("see", GIVEN).tolist() == (3 * GIVEN).tolist()
    (after,) = (kept / "mini").iterdir()
    assert after.name != before.name


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_graph_that_cannot_be_read_is_made_anew(
    source: Path, tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    kept = tmp_path / "kept"
    cached_graphs(source, kept, Maker())
    (file,) = kept.glob("mini/*/read.onnx")
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:40])
    else:
        file.unlink()
    make = Maker()
    assert cached_graphs(source, kept, make)("read", GIVEN).tolist() == (2 * GIVEN).tolist()
    assert make.made == ["mini"] and "made anew" in caplog.text


def test_graphs_that_could_not_be_made_leave_nothing(source: Path, tmp_path: Path) -> None:
    def make(source: Path, out: Path) -> None:
        Maker()(source, out)
        raise ValueError("they compute something else")

    with pytest.raises(ValueError, match="something else"):
        cached_graphs(source, tmp_path / "kept", make)
    assert list((tmp_path / "kept" / "mini").iterdir()) == []


def test_of_several_that_want_the_same_graphs_one_makes_them(source: Path, tmp_path: Path) -> None:
    maker, kept = Maker(), tmp_path / "kept"

    def make(source: Path, out: Path) -> None:
        others.append(pool.submit(cached_graphs, source, kept, maker))
        with pytest.raises(Waiting):  # it waits, and has made none
            others[0].result(timeout=0.2)
        Maker()(source, out)

    others: list[Future[OnnxRuntime]] = []
    with ThreadPoolExecutor(1) as pool:
        first = cached_graphs(source, kept, make)
    assert first("see", GIVEN).tolist() == others[0].result()("see", GIVEN).tolist() == (2 * GIVEN).tolist()
    assert maker.made == []


def test_what_a_killed_process_left_half_made_is_not_used_and_goes(source: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    code = (
        "import os, sys; from pathlib import Path; from models.vision.onnx_runtime import cached_graphs\n"
        "def make(source, out): (out / 'see.onnx').write_bytes(b'half'); os._exit(9)\n"
        "cached_graphs(Path(sys.argv[1]), Path(sys.argv[2]), make)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(source), str(kept)], cwd=ROOT)
    assert killed.returncode == 9 and list(kept.glob("mini/*/*/see.onnx"))
    assert cached_graphs(source, kept, Maker())("see", GIVEN).tolist() == (2 * GIVEN).tolist()
    assert len(list((kept / "mini").iterdir())) == 1


@pytest.mark.slow
def test_what_another_process_could_not_make_is_said_with_its_reason(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="model_type|config"):
        export_in_subprocess(source, tmp_path)
