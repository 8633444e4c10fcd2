"""What SECURITY.md promises of the code: nothing that is loaded can run, and nothing leaves its folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_layers import imported

ROOT = Path(__file__).resolve().parent.parent
EVERY_FILE = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("app", "models", "data", "tests")
    for path in (ROOT / room).rglob("*.py")
)
RUNS_WHAT_IT_READS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "yaml"}
EVALUATES = {"eval", "exec", "os.system", "os.popen"}


def dangers(source: str) -> Iterator[str]:
    """What in a file could run what it was given to read."""
    yield from sorted(imported(source) & RUNS_WHAT_IT_READS)
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        options = {word.arg: ast.unparse(word.value) for word in call.keywords}
        if name == "torch.load" and options.get("weights_only") != "True":
            yield name
        if (
            options.get("allow_pickle", "False") != "False"
            or options.get("trust_remote_code", "False") != "False"
        ):
            yield f"{name} with {options}"
        if name in EVALUATES or options.get("shell", "False") != "False":
            yield name


@pytest.mark.parametrize("path", EVERY_FILE)
def test_no_file_can_run_what_it_reads(path: str) -> None:
    assert list(dangers((ROOT / path).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle", "from joblib import load", "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "np.load(path, allow_pickle=True)", "AutoModel.from_pretrained(path, trust_remote_code=True)",
        "eval(answer)", "subprocess.run(command, shell=True)",
    ],
)  # fmt: skip
def test_a_danger_would_be_seen(source: str) -> None:
    assert len(list(dangers(source))) == 1


@pytest.mark.parametrize("source", ["torch.load(path, weights_only=True)", "model.eval()", "np.load(path)"])
def test_what_is_safe_is_let_through(source: str) -> None:
    assert list(dangers(source)) == []


def test_the_threat_model_fits_one_page_and_names_what_is_promised() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert len(page.split()) < 900
    for promise in (
        "sha256sums.txt",
        "weights_only",
        "ARMARIO_STORE",
        "make audit",
        "data/catalogue/archive.py",
    ):
        assert promise in page
