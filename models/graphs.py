"""A BLIP-2's steps as ONNX graphs, run by onnxruntime: on a CPU the same numbers in a fraction of the time.

Graphs are made from the loaded weights when they are first needed, and kept in a folder that is named after
those weights. Knows arrays and files; does not know what a step computes.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime

log = logging.getLogger("encoder")

PART = ".part-"  # of the name of a folder that is being filled

Make = Callable[[str, Path], None]  # writes the graph of a step into a file
Proof = Callable[["InGraphs"], None]  # raises where graphs do not compute what they should


class InGraphs:
    """Runs steps as graphs on a CPU. Safe to call from several threads."""

    def __init__(self, folder: Path, steps: Sequence[str], threads: int) -> None:
        self._sessions = {step: _session(folder / f"{step}.onnx", threads) for step in steps}

    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray:
        session = self._sessions[step]
        names = [given.name for given in session.get_inputs()]
        (out,) = session.run(None, dict(zip(names, arrays, strict=True)))
        return out


def in_graphs(
    folder: Path, weights: str, steps: Sequence[str], make: Make, proof: Proof, threads: int
) -> InGraphs:
    """The graphs in ``folder / weights``, made and put to the proof if there are none that can be read.

    Those of other weights in the same folder are deleted.
    """
    here = folder / weights
    if here.is_dir():
        try:
            return InGraphs(here, steps, threads)
        except Exception as error:  # onnxruntime's errors have no common class
            log.warning("the graphs in %s cannot be read and are made anew: %s", here, error)
            shutil.rmtree(here, ignore_errors=True)
    log.info("making ONNX graphs of %s: once for these weights, some 20 s", folder.name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=PART, dir=folder, ignore_cleanup_errors=True) as name:
        part = Path(name) / weights
        part.mkdir()
        for step in steps:
            make(step, part / f"{step}.onnx")
        made = InGraphs(part, steps, threads)
        proof(made)
        _put(part, here)
    for other in folder.iterdir():
        if other != here and not other.name.startswith(PART):
            shutil.rmtree(other, ignore_errors=True)
    return made


def _put(part: Path, here: Path) -> None:
    """Moves a finished folder to its place, unless another process has just put its own there."""
    try:
        part.replace(here)
    except OSError:
        if not here.is_dir():
            raise


def _session(file: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3  # errors
    # Threads that wait by spinning take the cores away from whoever else answers on this machine
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
