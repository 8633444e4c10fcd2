"""A BLIP-2's steps as ONNX graphs, run by onnxruntime: on a CPU the same numbers in a fraction of the time.

Graphs are made when they are first needed, by another process, so that what it takes to make them is gone
with it, and kept in a folder named after the files of their weights. Knows arrays and files; does not know
what a step computes.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime
from filelock import FileLock

from models.vision.preprocessing import cores

log = logging.getLogger("encoder")

HERE = Path(__file__).resolve().parent
RECIPE = (
    "submodules.py",
    "blip2_lite.py",
    "efficientnet.py",
    "onnx_export.py",
)  # what they were made by, besides the libraries
LIBRARIES = ("torch", "transformers")
SIZES = "sizes.json"  # of every file beside it; written last
# Rows that are run together, and their bytes at most. Of more, what is in between does not fit a core's cache
# and takes memory for good: of pictures 64 at once took 700 MB more than 4 and were slower, and 4 were some
# 5 % slower than 2. Of small rows, as of texts, 2 were slower than 4
ROWS, BYTES = 4, 3 << 19

Make = Callable[[Path, Path], object]  # fills a folder with the graphs of a checkpoint's folder


class InGraphs:
    """Runs steps as graphs on a CPU, each row part on a thread of its own. Safe to call from several threads.

    A graph is opened when it is first asked for.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """OSError or ValueError where a file is missing or not of the size that it had."""
        sizes = json.loads((folder / SIZES).read_text(encoding="utf-8"))
        wrong = [name for name, size in sizes.items() if (folder / name).stat().st_size != size]
        if wrong:
            raise ValueError(f"{', '.join(wrong)} cut short")
        self.steps = frozenset(Path(name).stem for name in sizes if name.endswith(".onnx"))
        self._folder, self._lock = folder, threading.Lock()
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}
        self._pool = ThreadPoolExecutor(threads or cores(), "graph")

    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray:
        session = self._session(step)
        names = [given.name for given in session.get_inputs()]
        count = min(ROWS, max(1, BYTES // max(1, sum(array[:1].nbytes for array in arrays))))

        def run(start: int) -> np.ndarray:
            rows = (array[start : start + count] for array in arrays)
            (out,) = session.run(None, dict(zip(names, rows, strict=True)))
            return out

        starts = range(0, len(arrays[0]), count)
        return run(0) if len(starts) < 2 else np.concatenate(list(self._pool.map(run, starts)))

    def _session(self, step: str) -> onnxruntime.InferenceSession:
        with self._lock:
            if step not in self._sessions:
                self._sessions[step] = _opened(self._folder / f"{step}.onnx")
            return self._sessions[step]


def by_another_process(source: Path, out: Path) -> None:
    """Raises ValueError with what the other process said at last."""
    command = [sys.executable, "-m", "models.vision.onnx_export", str(source.resolve()), str(out.resolve())]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True)
    if done.returncode:
        raise ValueError((done.stderr.strip().splitlines() or ["no reason given"])[-1])


def in_graphs(source: Path, kept: Path, make: Make = by_another_process) -> InGraphs:
    """The graphs of a checkpoint's folder, out of the folder ``kept``; made if none there can be read.

    Of several processes that want them one makes them, and the others wait. Those of other weights of the
    same name are deleted.
    """
    here = kept / source.resolve().name / weights_hash(source)
    found = _read(here)
    if not found:
        here.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(kept / f"{here.parent.name}.lock"):
            found = _read(here) or _made(source, here, make)
    return found


def _read(here: Path) -> InGraphs | None:
    try:
        return InGraphs(here) if here.is_dir() else None
    except (OSError, ValueError):
        return None


def _made(source: Path, here: Path, make: Make) -> InGraphs:
    folder = here.parent
    if here.is_dir():
        log.warning("the graphs in %s cannot be read and are made anew", here)
    log.info("making ONNX graphs of %s: once for these weights, some 20 s", folder.name)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as name:
        part = Path(name) / here.name
        part.mkdir()
        make(source, part)
        sizes = {file.name: file.stat().st_size for file in part.iterdir()}
        (part / SIZES).write_text(json.dumps(sizes), encoding="utf-8")
        shutil.rmtree(here, ignore_errors=True)
        part.replace(here)
    for other in folder.iterdir():
        if other != here:
            shutil.rmtree(other, ignore_errors=True)
    return InGraphs(here)


def weights_hash(source: Path) -> str:
    """16 letters that tell a checkpoint's files, and what would make graphs of them, from any others."""
    digest = hashlib.blake2b(" ".join(map(version, LIBRARIES)).encode(), digest_size=8)
    files = [source / "config.json", *sorted(source.glob("*.safetensors")), *(HERE / name for name in RECIPE)]
    for file in files:
        digest.update(f"{file.name} {file.stat().st_size}".encode())
        with file.open("rb") as opened:
            while part := opened.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()


def run_once(file: Path, *arrays: np.ndarray) -> np.ndarray:
    """What a graph in a file makes of arrays."""
    session = _opened(file)
    (out,) = session.run(None, {given.name: a for given, a in zip(session.get_inputs(), arrays, strict=True)})
    return out


def _opened(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # rows are shared out: then nobody waits for others at every step
    options.log_severity_level = 3  # errors
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
