"""CONTRIBUTING's page, followed to the letter: encoder, backend and language are added, and asked."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app import config, factory
from app.config import Settings
from app.ingest.sync import index_catalogue
from app.plan import Plan, RequestedItem
from app.search.engine import Search
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message, ModelError
from tests.fakes import ScriptedChat

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WISH = '{"language": "en", "intent": "search", "wanted": [{"category": "skirt", "count": 1}]}'
ADVICE = "The red skirt is red."
MAX_LINES = 40  # of code for a recipe


def blocks(title: str) -> list[str]:
    """The code of a section, block by block."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"```(?:python|json)\n(.*?)```", section, re.DOTALL)


def code_lines(sources: list[str]) -> int:
    return sum(bool(line.strip()) for source in sources for line in source.splitlines())


def added(name: str, source: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of that source, in the place of the one of that name, if there is one."""
    file = folder / f"{name}.py"
    file.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def parts_with(lines: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """app.factory with these lines at its end."""
    source = Path(factory.__file__).read_text(encoding="utf-8")
    return added("app.factory", f"{source}\n{lines}", folder, monkeypatch)


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page's encoder, as ARMARIO_ENCODER makes it."""
    module, naming = blocks("An encoder")
    added("models.vision.average", module, tmp_path, monkeypatch)
    own = parts_with(naming, tmp_path, monkeypatch)
    return own.encoder_from(Settings.from_env({"ARMARIO_ENCODER": "average"}))


class Answering(BaseHTTPRequestHandler):
    """Speaks Ollama's format: JSON by schema, prose without one."""

    asked: list[dict[str, Any]] = []

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append({"path": self.path} | body)
        said = WISH if "format" in body else ADVICE
        self.send_response(200)
        self.end_headers()
        for start in range(0, len(said), 9):
            piece = {"message": {"role": "assistant", "content": said[start : start + 9]}, "done": False}
            self.wfile.write(json.dumps(piece).encode() + b"\n")


@pytest.fixture
def ollama() -> Iterator[str]:
    """The address of something that speaks as Ollama does."""
    Answering.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """app.factory with the page's backend, which settings may name then."""
    module, keys, naming = blocks("A chat backend")
    added("models.llm.ollama", module, tmp_path, monkeypatch)
    names = ast.literal_eval(keys.removeprefix("CHATS = "))
    assert names[:-1] == config.CHATS  # the page's line is the file's line and one name
    monkeypatch.setattr(config, "CHATS", names)
    return parts_with(naming, tmp_path, monkeypatch)


def choosing(url: str) -> Settings:
    """Settings that choose the page's backend at an address."""
    own = {"ARMARIO_CHAT": "ollama", "ARMARIO_SERVER_MODEL": "llama3.2", "ARMARIO_CAPTIONER": ""}
    return Settings.from_env({**own, "ARMARIO_SERVER_URL": url})


@pytest.mark.parametrize("title", ["An encoder", "A chat backend", "A language"])
def test_each_is_added_in_under_forty_lines(title: str) -> None:
    assert 0 < code_lines(blocks(title)) < MAX_LINES


def test_the_encoder_fills_an_index_and_finds_in_it(
    encoder: Any, catalogue_folder: Path, tmp_path: Path
) -> None:
    pictures = [Image.new("RGB", (8, 9), colour) for colour in ("red", "blue")]
    for vectors in (encoder.images(pictures), encoder.texts(["a red skirt", "shoes"])):
        assert vectors.shape == (2, encoder.dim) and vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    with closing(Store.create(tmp_path / "index", encoder.name)) as store:
        index_catalogue(read_catalogue(catalogue_folder), store, encoder)
        search = Search(encoder, store)
        item = RequestedItem("skirt", colours=("red",))
        plan = Plan("search", (item,), query="a red skirt")
        (match,) = search.find(plan.of(item), search.query(plan, item, None))
        assert (match.item.category, match.item.colour) == ("skirt", "red")
        assert search.look(pictures[0]).category


def test_the_backend_answers_a_turn_in_chunks_by_schema_and_in_prose(ours: Any, ollama: str) -> None:
    chat = ours.chat_from(choosing(ollama), "ollama")
    assert isinstance(chat, ChatModel)
    prose = list(chat.stream([Message("user", "hello")]))
    assert len(prose) > 1 and "".join(prose) == ADVICE
    assert "".join(chat.stream([Message("user", "a skirt")], {"type": "object"})) == WISH
    assert [asked.get("format") for asked in Answering.asked] == [None, {"type": "object"}]
    assert {asked["path"] for asked in Answering.asked} == {"/api/chat"}


def test_the_backend_is_a_choice_of_the_shop_and_the_local_model_takes_over(
    ours: Any,
    ollama: str,
    encoder: Any,
    catalogue_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ours.BACKENDS, "local", ours.Backend("Local", lambda _: ScriptedChat(), ()))
    store = Store.create(tmp_path / "index", encoder.name)
    index_catalogue(read_catalogue(catalogue_folder), store, encoder)
    first, *_ = ours.answerers(choosing(ollama), encoder, store, None)
    assert (first.key, first.label) == ("ollama", "Ollama") and first.assistant
    *_, reply = first.assistant.reply([Message("user", "a skirt")])
    assert [match.item.category for match in reply.matches] == ["skirt"] and ADVICE in reply.text
    with pytest.raises(ModelError, match="ollama serve"):
        list(ours.chat_from(choosing("http://127.0.0.1:9"), "ollama").stream([Message("user", "a skirt")]))
    away, *_ = ours.answerers(choosing("http://127.0.0.1:9"), encoder, store, None)
    assert away.assistant
    *_, reply = away.assistant.reply([Message("user", "a skirt")])
    assert reply.matches and reply.notice


ASKED_IN_FRENCH = """
import json
from app.advice.compose import grammar_of
from app.nlu.parser import parse_message
from app.plan import to_json
from app.ui.strings import LANGUAGES, say
said = ["deux jupes rouges", "J'ai déjà une jupe, montrez-moi des chaussures noires à moins de 40 euros",
        "three red skirts", "una falda roja"]
plans = [to_json(parse_message(text).plan) for text in said]
french = grammar_of("fr")
spoken = [french.money(24.9), french.plural("skirt"), french.language, grammar_of("pt").language]
print(json.dumps({"plans": plans, "spoken": spoken,
                  "page": [LANGUAGES, say("tagline", "fr")]}))
"""


@pytest.fixture
def french_shop(tmp_path: Path) -> dict[str, Any]:
    """What a copy of the code says of French with the recipe's files in it; nothing is cached in it yet."""
    for package in ("app", "data", "models"):
        kept = shutil.ignore_patterns("weights", "index", "sample", "synthetic", "*.woff2", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=kept)
    words, grammar, naming = blocks("A language")
    for folder in ("app/ui/strings", "app/advice/data"):
        shutil.copy(tmp_path / folder / "en.json", tmp_path / folder / "fr.json")
    (tmp_path / "app/nlu/data/fr.json").write_text(words, encoding="utf-8")
    (tmp_path / "app/advice/french.py").write_text(grammar, encoding="utf-8")
    with (tmp_path / "app/advice/compose.py").open("a", encoding="utf-8") as file:
        file.write(naming)
    asked = [sys.executable, "-c", ASKED_IN_FRENCH]
    child = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    told: dict[str, Any] = json.loads(child.stdout)
    return told


def test_the_language_is_understood_and_spoken_and_the_others_as_before(french_shop: dict[str, Any]) -> None:
    skirts, shoes, english, spanish = french_shop["plans"]
    assert (skirts["language"], skirts["act"], skirts["filters"]) == ("fr", "search", {"colours": ["red"]})
    assert skirts["items"] == [{"category": "skirt", "count": 2}]
    assert shoes["items"] == [{"category": "shoes"}, {"category": "skirt", "role": "owned"}]
    assert shoes["filters"] == {"colours": ["black"], "max_price": 40.0, "currency": "EUR"}
    assert english["items"] == [{"category": "skirt", "count": 3}] and "language" not in english
    assert (spanish["language"], spanish["items"]) == ("es", [{"category": "skirt"}])
    assert french_shop["spoken"] == ["24,90 €", "jupes", "fr", "en"]
    assert french_shop["page"][0] == ["en", "es", "fr"]
