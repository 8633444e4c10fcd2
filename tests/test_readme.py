"""README and docs say what is there: front matter, settings, commands, links, the files of the map."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, fields
from pathlib import Path

import pytest

from app.__main__ import main
from app.config import Settings

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("*.md", "docs/*.md", "models/weights/*/README.md")
NAMES = sorted(f.relative_to(ROOT).as_posix() for place in PLACES for f in ROOT.glob(place))
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
README = PAGES["README.md"]
MAX_LINES = 200  # of README: one page
MADE = {  # paths that a reader makes, by CONTRIBUTING's recipes or by running the shop
    "app/advice/french.py", "app/nlu/data/fr.json", "app/ui/strings/fr.json", "app/advice/data/fr.json",
    "app/factcheck/data/fr.json", "models/vision/average.py", "models/llm/ollama.py", "data/index",
    "data/index/.onnx",
}  # fmt: skip
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
    rows = [line for line in PAGES["docs/settings.md"].splitlines() if line.startswith("| `ARMARIO_")]
    assert rows == [setting_row(field) for field in fields(Settings)]


def test_the_page_is_one_page() -> None:
    assert len(README.splitlines()) <= MAX_LINES


@pytest.mark.parametrize("page", PAGES)
def test_every_command_exists(page: str) -> None:
    text = PAGES[page]
    modules = set(re.findall(r"python -m ((?:app|models|data|tests)\b[a-z_0-9.]*[a-z0-9])", text))
    found = [ROOT / module.replace(".", "/") for module in modules]
    assert [f for f in found if not (f.with_suffix(".py").is_file() or (f / "__main__.py").is_file())] == []
    targets = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", text, re.MULTILINE))
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert targets <= made


@pytest.mark.parametrize("page", PAGES)
def test_every_option_of_the_command_line_is_one(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command, words in re.findall(r"python -m app(?: ([a-z][a-z-]*))?((?: [^`\n;]+)?)", PAGES[page]):
        tool = re.match(r" ([a-z]+)\b", words)
        names = [command or "serve", *([tool[1]] if tool and command in ("embeddings", "evaluate") else [])]
        with pytest.raises(SystemExit) as left:
            main([*names, "--help"])
        said = capsys.readouterr().out
        assert left.value.code == 0, names
        assert [option for option in re.findall(r"--[a-z][a-z-]+", words) if option not in said] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_every_path_inside_the_repository_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", PAGES[page])
    assert [link for link in links if not (folder / link).exists()] == []
    paths = re.findall(r"`((?:app|models|data|tests|docs)/[a-z_0-9/.-]+)`", PAGES[page])
    assert [path for path in paths if path not in MADE and not (ROOT / path).exists()] == []


def test_every_file_named_in_the_map_is_in_its_package() -> None:
    starts = ("| `app/", "| `models/", "| `data/")
    rows = [line.split("|")[1:3] for line in README.splitlines() if line.startswith(starts)]
    assert len(rows) > 12
    for packages, what in rows:
        folders = [ROOT / name for name in re.findall(r"`([^`]+)`", packages)]
        files = re.findall(r"`([a-z_0-9/]+(?:\.(?:py|csv|json)|/))`", what)
        assert [f for f in files if not any((folder / f).exists() for folder in (ROOT, *folders))] == [], (
            packages
        )
