"""The tools as commands, with a tiny random BLIP-2 or CLIP behind them, and as functions with the colours."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.__main__ import main as command
from app.evaluation.embedding_tools import guesses, likeness, prompts
from tests import tiny
from tests.fakes import ColourEncoder

RED = Image.new("RGB", (24, 32), "#c1272d")
Run = Callable[..., Any]


def main(argv: Sequence[str]) -> int:
    return command(["embeddings", *argv])


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.blip2(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def picture(tmp_path: Path) -> str:
    RED.save(tmp_path / "red.png")
    return str(tmp_path / "red.png")


@pytest.fixture
def run(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """The command's JSON."""
    monkeypatch.setenv("ARMARIO_ENCODER", str(checkpoint))
    monkeypatch.setenv("ARMARIO_STORE", str(tmp_path / "index"))

    def run(*argv: str) -> Any:
        capsys.readouterr()
        assert main([*argv, "--json"]) == 0
        printed = capsys.readouterr().out
        assert printed.count("\n") == 1
        return json.loads(printed)

    return run


@pytest.fixture
def indexed(run: Run, catalogue_folder: Path, tmp_path: Path) -> str:
    assert command(["index", "--catalogue", str(catalogue_folder), "--store", str(tmp_path / "index")]) == 0
    return str(tmp_path / "index")


def test_the_label_that_fits_best_comes_first(encoder: Any) -> None:
    labels = ["a blue thing", "a red thing", "a black thing"]
    ((best, *others),) = guesses(encoder, [RED], labels, ["{}", "this is {}"])
    assert best["label"] == "a red thing" and best["cosine"] > others[0]["cosine"]
    assert sum(guess["share"] for guess in (best, *others)) == pytest.approx(1)


def test_several_prompts_are_one_vector_between_them() -> None:
    encoder: Any = ColourEncoder()
    (mixed,) = prompts(encoder, ["shirt"], ["a red {}", "a blue {}"])
    red, blue = encoder.texts(["red", "blue"])
    assert mixed @ red == pytest.approx(mixed @ blue, abs=0.1) and mixed @ red > red @ blue
    assert np.linalg.norm(mixed) == pytest.approx(1)


def test_a_pair_has_every_score_that_the_encoder_has() -> None:
    encoder: Any = ColourEncoder()
    two = Image.new("RGB", (10, 10), "white")
    two.paste("#c1272d", (0, 0, 10, 5))
    found = likeness(encoder, two, "red")
    assert found["query"] == 0 and found["best"] > found["mean"] and found["matching"] is not None


def test_pictures_are_classified_by_free_labels(run: Run, picture: str) -> None:
    found = run(
        "classify", picture, picture, "--label", "shirt", "--label", "shoes", "--template", "a red {}"
    )
    assert [row["picture"] for row in found] == [picture, picture]
    assert {guess["label"] for guess in found[0]["best"]} == {"shirt", "shoes"}
    assert len(run("classify", picture)[0]["best"]) == 3  # of the shop's categories


def test_a_labelled_folder_tells_how_often_each_template_is_right(run: Run, catalogue_folder: Path) -> None:
    found = run("classify", str(catalogue_folder), "--template", "a {}", "--template", "{}")
    assert list(found["templates"]) == ["a {}", "{}", "together"] and found["n_items"] == 7
    assert found["labels"] == ["pants", "shoes", "skirt", "t-shirt"]
    low, high = found["templates"]["together"]["interval"]["accuracy"]
    assert 0 <= low <= found["templates"]["together"]["accuracy"] <= high <= 1


def test_a_pair_of_an_encoder_without_a_matching_head_has_no_probability(
    run: Run, picture: str, tmp_path: Path
) -> None:
    found = run("similarity", picture, "a red shirt")
    assert 0 <= found["matching"] <= 1 and found["best"] >= -1
    clip = str(tiny.dual(tmp_path / "clip", "clip"))
    found = run("similarity", picture, "a red shirt", "--encoder", clip)
    assert found["matching"] is None and found["best"] == pytest.approx(found["mean"], abs=1e-6)


def test_an_index_is_reported_on(run: Run, indexed: str) -> None:
    found = run("quality", "--store", indexed, "--close", "0.9")
    assert found["items"] == 7 and found["gap"]["length"] > 0
    assert all(duplicate["one"] < duplicate["other"] for duplicate in found["duplicates"])


def test_a_map_is_made_beside_the_index(run: Run, indexed: str) -> None:
    found = run("map")  # the store of the settings
    assert found["points"] == found["items"] == 7 and 0 < found["trustworthiness"] <= 1


def test_people_get_lines(indexed: str, picture: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quality", "--store", indexed]) == 0
    assert "\nsilhouettes\n" in capsys.readouterr().out
    assert main(["classify", picture]) == 0
    assert "label " in capsys.readouterr().out


def test_a_photo_is_moderated(run: Run, picture: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = run("moderate", picture)
    assert 0 <= found["explicit"] < 0.8 and found["refused"] is False
    monkeypatch.setenv("ARMARIO_MODERATION", "0")
    assert main(["moderate", picture]) == 2


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["quality"], "python -m app index"),
        (["similarity", "nowhere.png", "a shirt"], "no such picture"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    argv: list[str], said: str, run: Run, picture: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert main([picture if word == "red.png" else word for word in argv]) == 2
    assert said in caplog.text


def test_help_names_every_tool_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for tool in ("classify", "similarity", "quality", "map", "moderate"):
        assert f"python -m app embeddings {tool}" in told


def test_a_template_without_its_place_is_refused_before_any_model_is_loaded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["classify", "red.png", "--template", "nothing"])
    assert stopped.value.code == 2 and "one {} for the label, found 'nothing'" in capsys.readouterr().err
