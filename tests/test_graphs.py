"""Graphs in a folder: made once for the same weights, anew where they cannot be read. Graphs by hand."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from models.graphs import InGraphs, in_graphs

ROWS = np.array([[1.0, 2.0]], np.float32)


class Maker:
    """Writes graphs that double (or treble) what they are given, and remembers which."""

    def __init__(self, times: float = 2) -> None:
        self.times, self.made = times, list[str]()

    def __call__(self, step: str, file: Path) -> None:
        self.made.append(step)
        rows = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 2]) for name in ("given", "out")]
        times = helper.make_tensor("times", TensorProto.FLOAT, [1], [self.times])
        node = helper.make_node("Mul", ["given", "times"], ["out"])
        graph = helper.make_graph([node], step, rows[:1], rows[1:], [times])
        opsets = [helper.make_opsetid("", 20)]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=10), file)


def accepted(run: InGraphs) -> None:
    """A proof that everything passes."""


def graphs(folder: Path, make: Maker, weights: str = "first") -> InGraphs:
    return in_graphs(folder, weights, ["see", "read"], make, accepted, threads=1)


def test_graphs_are_made_once_for_the_same_weights(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "encoder")
    make = Maker()
    np.testing.assert_array_equal(graphs(tmp_path, make)("read", ROWS), 2 * ROWS)
    assert "once for these weights" in caplog.text and make.made == ["see", "read"]
    np.testing.assert_array_equal(graphs(tmp_path, make)("see", ROWS), 2 * ROWS)
    assert make.made == ["see", "read"]


def test_other_weights_have_graphs_of_their_own_and_the_old_ones_go(tmp_path: Path) -> None:
    graphs(tmp_path, Maker())
    assert graphs(tmp_path, Maker(3), "second")("see", ROWS).tolist() == (3 * ROWS).tolist()
    assert [kept.name for kept in tmp_path.iterdir()] == ["second"]


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_graph_that_cannot_be_read_is_made_anew(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    graphs(tmp_path, Maker())
    file = tmp_path / "first" / "read.onnx"
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:40])
    else:
        file.unlink()
    make = Maker()
    assert graphs(tmp_path, make)("read", ROWS).tolist() == (2 * ROWS).tolist()
    assert make.made == ["see", "read"] and "made anew" in caplog.text


def test_graphs_that_fail_the_proof_are_not_kept(tmp_path: Path) -> None:
    def proof(run: InGraphs) -> None:
        raise ValueError("they compute something else")

    with pytest.raises(ValueError, match="something else"):
        in_graphs(tmp_path, "first", ["see"], Maker(), proof, threads=1)
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_was_slower_uses_what_another_has_just_put_there(tmp_path: Path) -> None:
    faster = Maker()

    def proof(run: InGraphs) -> None:
        in_graphs(tmp_path, "first", ["see"], faster, accepted, threads=1)

    made = in_graphs(tmp_path, "first", ["see"], Maker(), proof, threads=1)
    assert made("see", ROWS).tolist() == (2 * ROWS).tolist()
    assert (tmp_path / "first" / "see.onnx").is_file() and faster.made == ["see"]
