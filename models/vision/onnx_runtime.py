"""A BLIP-2's submodules as ONNX graphs, run by onnxruntime: the same numbers in a fraction of the time.

Graphs are exported when first needed, in a process that ends with it, and cached in a folder named after a
hash of the weights. Knows arrays and files; does not know what a submodule computes.
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

from models import checksums
from models.vision.preprocessing import cores

log = logging.getLogger("encoder")

HERE = Path(__file__).resolve().parent
# The code and the libraries that make the graphs: a change of any makes them anew.
RECIPE = ("submodules.py", "blip2_lite.py", "onnx_export.py")
LIBRARIES = ("torch", "transformers")
SIZES = "sizes.json"  # of every file beside it; written last
# Rows run together, and their bytes, at most. More than fits a core's cache is slower: 64 pictures at once
# took 700 MB more than 4 and were slower, and 4 were some 5 % slower than 2. Of small rows, as of texts, 2
# were slower than 4.
MAX_ROWS, MAX_BYTES = 4, 3 << 19

Export = Callable[[Path, Path], object]  # fills a folder with the graphs of a checkpoint's folder


class OnnxRuntime:
    """Runs graphs of a folder on a CPU, a batch of rows on each thread. Safe to call from several threads.

    A graph is opened when it is first asked for.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Raises OSError or ValueError where a file is missing or has another size than recorded."""
        sizes = json.loads((folder / SIZES).read_text(encoding="utf-8"))
        wrong = [name for name, size in sizes.items() if (folder / name).stat().st_size != size]
        if wrong:
            raise ValueError(f"{', '.join(wrong)} cut short")
        self.submodules = frozenset(Path(name).stem for name in sizes if name.endswith(".onnx"))
        self._folder, self._lock = folder, threading.Lock()
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}
        self._pool = ThreadPoolExecutor(threads or cores(), "graph")

    def __call__(self, submodule: str, *arrays: np.ndarray) -> np.ndarray:
        session = self._session(submodule)
        names = [given.name for given in session.get_inputs()]
        count = min(MAX_ROWS, max(1, MAX_BYTES // max(1, sum(array[:1].nbytes for array in arrays))))

        def run(start: int) -> np.ndarray:
            rows = (array[start : start + count] for array in arrays)
            (out,) = session.run(None, dict(zip(names, rows, strict=True)))
            return out

        starts = range(0, len(arrays[0]), count)
        return run(0) if len(starts) < 2 else np.concatenate(list(self._pool.map(run, starts)))

    def _session(self, submodule: str) -> onnxruntime.InferenceSession:
        with self._lock:
            if submodule not in self._sessions:
                self._sessions[submodule] = _open(self._folder / f"{submodule}.onnx")
            return self._sessions[submodule]


def export_in_subprocess(source: Path, out: Path) -> None:
    """Exports graphs in another process. Raises ValueError with the last line that it printed."""
    command = [sys.executable, "-m", "models.vision.onnx_export", str(source.resolve()), str(out.resolve())]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True)
    if done.returncode:
        raise ValueError((done.stderr.strip().splitlines() or ["no reason given"])[-1])


def cached_graphs(source: Path, cache: Path, export: Export = export_in_subprocess) -> OnnxRuntime:
    """Returns the graphs of the checkpoint in ``source``, exported into ``cache`` unless readable there.

    Of several processes one exports and the others wait. Graphs of other weights of that name are deleted.
    """
    entry = cache / source.resolve().name / weights_hash(source)
    found = _read(entry)
    if not found:
        entry.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{entry.parent.name}.lock"):
            found = _read(entry) or _exported(source, entry, export)
    return found


def _read(entry: Path) -> OnnxRuntime | None:
    try:
        return OnnxRuntime(entry) if entry.is_dir() else None
    except (OSError, ValueError):
        return None


def _exported(source: Path, entry: Path, export: Export) -> OnnxRuntime:
    folder = entry.parent
    if entry.is_dir():
        log.warning("the graphs in %s cannot be read and are made anew", entry)
    log.info("making ONNX graphs of %s: once for these weights, some 20 s", folder.name)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as name:
        part = Path(name) / entry.name
        part.mkdir()
        export(source, part)
        sizes = {file.name: file.stat().st_size for file in part.iterdir()}
        (part / SIZES).write_text(json.dumps(sizes), encoding="utf-8")
        shutil.rmtree(entry, ignore_errors=True)
        part.replace(entry)
    for other in folder.iterdir():
        if other != entry:
            shutil.rmtree(other, ignore_errors=True)
    return OnnxRuntime(entry)


def weights_hash(source: Path) -> str:
    """Returns 16 letters that identify a checkpoint's files together with the code that exports them."""
    files = [source / "config.json", *sorted(source.glob("*.safetensors")), *(HERE / name for name in RECIPE)]
    parts = [*map(version, LIBRARIES), *(f"{file.name} {checksums.sha256(file)}" for file in files)]
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=8).hexdigest()


def run_once(file: Path, *arrays: np.ndarray) -> np.ndarray:
    """Opens a graph's file and runs it on arrays."""
    session = _open(file)
    (out,) = session.run(None, {given.name: a for given, a in zip(session.get_inputs(), arrays, strict=True)})
    return out


def _open(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # rows are spread over threads instead: nobody waits at every operator
    options.log_severity_level = 3  # errors
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
