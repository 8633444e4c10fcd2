"""The files that carry the shop to other machines agree with each other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_layers import CODE, imported

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "models" / "weights"
PIN = re.compile(r"^[a-z0-9-]+(\[[a-z]+\])?==[0-9][0-9.]*(; python_version (<|>=) \"3\.11\")?$")
TORCH = "torch>=2.8,<=2.13.0"
PACKAGES = {
    "PIL": "pillow",
    "google": "google-genai",
    "llama_cpp": "llama-cpp-python",
    "resvg_py": "resvg-py",
}
# gradio names the versions that it fits; Spaces brings `spaces` along
WITH_OTHERS = {"gradio_client", "starlette", "spaces"}


def requirements(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for raw in lines if (line := raw.split("#")[0].strip())]


def instructions(text: str) -> list[str]:
    """A Dockerfile's instructions, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").split("\n")


DOCKER = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_is_pinned_but_torch(name: str) -> None:
    assert [line for line in requirements(name) if line != TORCH and not PIN.match(line)] == []


def test_torch_is_the_range_that_fits_every_machine() -> None:
    assert TORCH in requirements("requirements.txt")
    assert not any("torchvision" in line for line in requirements("requirements.txt"))


def test_everything_imported_is_required() -> None:
    names = set().union(*(imported((ROOT / path).read_text(encoding="utf-8")) for path in CODE))
    foreign = names - sys.stdlib_module_names - {"app", "models", "data"} - WITH_OTHERS
    files = requirements("requirements.txt") + requirements("tests/requirements.txt")
    required = {re.split(r"[=>;\[]", line)[0] for line in files}
    assert {PACKAGES.get(name, name.replace("_", "-")) for name in foreign} - required == set()


def test_a_loose_requirement_would_be_seen() -> None:
    assert not any(PIN.match(line) for line in ("gradio", "gradio>=6", "gradio==6.*", "numpy==2.4 ; extra"))


def test_the_container_runs_as_uid_1000_on_port_7860() -> None:
    assert [line for line in DOCKER if line.startswith("USER ")] == ["USER 1000"]
    assert "EXPOSE 7860" in DOCKER
    settings = next(line for line in DOCKER if "HOST=" in line)
    assert "HOST=0.0.0.0" in settings and "PORT=7860" in settings


def test_the_container_indexes_while_it_is_built_and_after_giving_up_root() -> None:
    index = next(n for n, line in enumerate(DOCKER) if "-m app index" in line)
    assert DOCKER[index].startswith("RUN ")
    assert index > DOCKER.index("USER 1000")
    assert DOCKER[-1] == 'CMD ["python", "serve.py"]'


def test_the_containers_commands_are_plain_sh() -> None:
    script = "\n".join(line.removeprefix("RUN ") for line in DOCKER if line.startswith("RUN "))
    assert "[[" not in script
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)


def test_ci_calls_check_and_test() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK)
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test"]
    assert "set -euo pipefail" in lines


@pytest.mark.parametrize("target", ["run", "test", "check", "fix", "bench", "clean"])
def test_make_knows_every_target_of_the_readme(target: str) -> None:
    shown = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr


def test_no_weight_is_larger_than_15_mb_or_of_a_kind_that_can_run_code() -> None:
    files = [p for p in WEIGHTS.rglob("*") if p.is_file()]
    assert files
    assert [p.name for p in files if p.stat().st_size > 15_000_000] == []
    assert {p.suffix for p in files} <= {
        ".safetensors",
        ".gguf",
        ".json",
        ".txt",
        ".md",
        ".jinja",
        ".svg",
        ".gz",
    }
    assert not any("<script" in p.read_text() for p in files if p.suffix == ".svg")
