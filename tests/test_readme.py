"""README says what is there: front matter, settings, commands, file tree, links."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import MISSING, Field, fields
from pathlib import Path, PurePosixPath

import pytest

from app.cli.main import COMMANDS
from app.config import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FRONT = dict(re.findall(r"^([a-zA-Z_]+): (.+)$", README.split("---\n")[1], re.MULTILINE))
# The keys that the Hub's documentation of Spaces lists (2026-08), and the card's own `license`.
SPACES_KEYS = {
    "title", "emoji", "colorFrom", "colorTo", "sdk", "python_version", "sdk_version", "suggested_hardware",
    "suggested_storage", "app_file", "app_port", "base_path", "fullWidth", "header", "short_description",
    "models", "datasets", "tags", "thumbnail", "pinned", "hf_oauth", "hf_oauth_scopes",
    "hf_oauth_expiration_minutes", "hf_oauth_authorized_org", "disable_embedding", "startup_duration_timeout",
    "custom_headers", "preload_from_hub", "license",
}  # fmt: skip
SPACES_COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def tree_paths(text: str) -> list[str]:
    """Paths of an indented listing: two blanks a level, a folder ends with '/', then what it is."""
    folders: list[str] = []
    paths = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        folders = [*folders[:depth], name] if name.endswith("/") else folders[:depth]
        paths.append("".join(folders) + ("" if name.endswith("/") else name))
    return paths


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of tracked files")
    return listed.stdout.splitlines()


def setting_row(field: Field) -> str:  # type: ignore[type-arg]
    value = field.default
    assert value is not MISSING
    if isinstance(value, Path):
        value = value.relative_to(ROOT).as_posix()
    shown = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
    return f"| `ARMARIO_{field.name.upper()}` | {f'`{shown}`' if shown else ''} | {field.metadata['says']} |"


def test_the_front_matter_is_what_spaces_reads() -> None:
    assert set(FRONT) <= SPACES_KEYS
    assert FRONT["sdk"] == "gradio" and FRONT["license"] == "apache-2.0"
    assert FRONT["python_version"] in ('"3.12"', '"3.10"')  # the two that ZeroGPU has
    assert {FRONT["colorFrom"], FRONT["colorTo"]} <= SPACES_COLOURS
    assert len(FRONT["short_description"]) <= 60
    assert FRONT["suggested_hardware"] in ("cpu-basic", "zero-a10g")  # what is free: a CPU, a lent GPU
    assert (ROOT / FRONT["app_file"]).is_file()


def test_the_spaces_gradio_is_the_pinned_one() -> None:
    assert f"gradio[mcp]=={FRONT['sdk_version']}\n" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_settings_table_is_the_dataclass() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `ARMARIO_")]
    assert rows == [setting_row(field) for field in fields(Settings)]


def test_every_line_of_the_file_tree_is_there() -> None:
    paths = tree_paths(section("The house").split("```")[1])
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_module_table_and_top_level_file_has_its_line() -> None:
    lines = set(tree_paths(section("The house").split("```")[1]))
    files = [PurePosixPath(path) for path in tracked()]
    owed = [f for f in files if len(f.parts) == 1 or f.suffix in (".py", ".csv")]
    missing = [str(f) for f in owed if f.name != "__init__.py" and not f.match("tests/test_*.py")]
    assert [path for path in missing if path not in lines] == []


def twice(lines: list[str]) -> list[str]:
    """What is said more than once."""
    return sorted(line for line, count in Counter(lines).items() if count > 1)


def test_nothing_is_listed_twice() -> None:
    assert twice(tree_paths(section("The house").split("```")[1])) == []
    rows = [line for line in README.splitlines() if line.startswith("| ") and line.strip("| -")]
    assert twice([line.split(" | ")[0] for line in rows if line.startswith("| `")]) == []
    assert twice(["a", "b", "a"]) == ["a"]


def test_a_tree_is_read_by_its_indentation() -> None:
    text = (
        "app/  the page\n  ui.py  draws\n  assets/  fonts\ndata/\n  sample/\n    items.csv  rows\nMakefile\n"
    )
    assert tree_paths(text) == [
        "app/", "app/ui.py", "app/assets/", "data/", "data/sample/", "data/sample/items.csv", "Makefile",
    ]  # fmt: skip


def test_every_command_exists() -> None:
    modules = set(re.findall(r"python -m ([a-z_.]+[a-z])", README))
    targets = set(re.findall(r"`make ([a-z]+)", README))
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = set(re.findall(r"python -m app ([a-z][a-z-]*)", README))
    assert commands <= set(COMMANDS) and "run" in targets
    assert targets <= made
    files = [ROOT / module.replace(".", "/") for module in modules]
    assert [f for f in files if not (f.with_suffix(".py").is_file() or (f / "__main__.py").is_file())] == []


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
