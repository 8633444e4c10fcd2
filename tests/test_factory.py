"""Settings become the things that they name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import factory
from app.config import ROOT, Settings
from app.factory import answerers, encoder_from
from data.store.store import Store, StoreError
from models.llm import llamacpp
from models.llm.chat_model import ModelError
from tests import tiny
from tests.fakes import ColourEncoder, ColourReader, ScriptedChat


def test_an_encoder_is_what_its_folder_holds(tmp_path: Path) -> None:
    clip = encoder_from(Settings(encoder=str(tiny.dual(tmp_path / "clip", "clip")), runtime="torch"))
    assert (clip.name, clip.has_itm_head) == ("clip", False)
    blip2 = encoder_from(
        Settings(encoder=str(tiny.blip2(tmp_path / "blip2")), strategy="max+itm", runtime="torch")
    )
    assert (blip2.name, blip2.has_itm_head) == ("blip2", True)


def test_a_strategy_that_the_encoder_cannot_follow_is_refused_with_its_cure(tmp_path: Path) -> None:
    settings = Settings(encoder=str(tiny.dual(tmp_path / "clip", "clip")), strategy="max+itm")
    with pytest.raises(ModelError, match="found clip; set ARMARIO_STRATEGY to max"):
        encoder_from(settings)


def test_a_shop_that_runs_by_graphs_and_rules_never_imports_torch_or_llama_cpp() -> None:
    """Seconds of every start and 300 MB, which only a model that needs them may take."""
    parts_of_it = (
        "app.factory, app.__main__, app.search.engine, models.vision.captioner, models.vision.onnx_runtime"
    )
    code = f"import sys, {parts_of_it}; app.factory.local_chat(app.config.Settings()); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "models.vision.onnx_runtime" in run.stdout.split()
    assert not {"torch", "transformers", "llama_cpp", "models.llm.llamacpp"} & set(run.stdout.split())


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fakes in the place of language models; the keys of those that were loaded, in their order."""
    keys: list[str] = []

    def chat_from(settings: Settings, key: str) -> ScriptedChat:
        keys.append(key)
        return ScriptedChat(name=key)

    monkeypatch.setattr(factory, "chat_from", chat_from)
    return keys


def settings(**set_to: Any) -> Settings:
    return Settings(captioner="", **set_to)


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return Store.create(tmp_path, "colours")


URL = "http://127.0.0.1:8000/v1"
EVERY = {"server_url": URL, "gemini_key": "k", "gguf": Path("big.gguf")}


@pytest.mark.parametrize(
    ("set_to", "keys"),
    [
        ({}, ["local", "gemini"]),
        ({"server_url": URL}, ["local", "server", "gemini"]),
        ({"gemini_project": "shop", "chat": "gemini"}, ["gemini", "local"]),
        ({"profile": "full", "device": "cuda"}, ["llava", "local", "gemini"]),
        ({**EVERY, "chat": "server"}, ["server", "local", "gemini"]),
    ],
)
def test_who_can_be_chosen_and_who_stands_first(
    set_to: dict[str, Any], keys: list[str], empty: Store, loaded: list[str]
) -> None:
    encoder: Any = ColourEncoder()
    choices = answerers(settings(**set_to), encoder, empty, None)
    assert [choice.key for choice in choices] == keys
    assert all(choice.assistant.chat.name == choice.key for choice in choices if choice.assistant)
    assert len(loaded) == len(set(loaded))


@pytest.mark.parametrize(
    ("chosen", "steps"),
    [
        ("gemini", ["gemini", "server", "local"]),
        ("server", ["server", "local"]),
        ("llava", ["llava", "local"]),
        ("local", ["local"]),
    ],
)
def test_who_takes_over_is_never_further_from_home_than_who_was_chosen(
    chosen: str, steps: list[str], empty: Store, loaded: list[str]
) -> None:
    encoder: Any = ColourEncoder()
    factory.fallback_chains(settings(**EVERY, chat=chosen), encoder, empty, None, [chosen])
    assert sorted(loaded) == sorted(steps)


def test_the_setting_chooses_who_answers_in_the_shell_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded: list[str], encoder: ColourEncoder, empty: Store
) -> None:
    monkeypatch.setattr(factory, "encoder_from", lambda settings: encoder)
    monkeypatch.setattr(factory, "head_from", ColourReader)
    made = tmp_path / "index"
    Store.create(made, encoder.name).close()
    chosen = factory.assistant_from(settings(store=made, server_url=URL, chat="server"))
    assert chosen.chat.name == "server"


def test_a_folder_that_holds_no_index_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("id,category,image")
    with pytest.raises(StoreError, match="found none; make it with: python -m app index"):
        factory.assistant_from(settings(store=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["items.csv"]


def test_each_key_brings_its_own_backend(tmp_path: Path) -> None:
    set_up = settings(server_url=URL, server_model="mistral", gemini_key="k", gemini_model="g", chat="llava",
                      llava=str(tiny.llava_next(tmp_path)))  # fmt: skip
    assert factory.chat_from(set_up, "server").name == "mistral"
    assert factory.chat_from(set_up, "gemini").name == "g"
    assert factory.chat_from(set_up, "llava").name == tmp_path.name
    assert factory.chat_from(settings(gemini_project="shop"), "gemini").name == "gemini-3.8-flash"


def test_the_words_of_a_model_file_of_ones_own_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(llamacpp, "load", lambda file, **options: asked.append((file, options)))
    eyes = tmp_path / "eyes.gguf"
    factory.local_chat(settings(gguf=tmp_path / "m.gguf", mmproj=eyes, gpu_layers=-1, context=8192))
    options = {"mmproj": eyes, "threads": 1, "context": 8192, "gpu_layers": -1, "is_generative": True}
    assert asked == [(tmp_path / "m.gguf", options)]


def test_without_a_model_file_no_language_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llamacpp, "load", lambda *file, **options: pytest.fail("loaded"))
    assert factory.local_chat(settings()).name == "none"
