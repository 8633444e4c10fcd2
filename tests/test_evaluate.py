"""The command, with a tiny random BLIP-2 behind it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.__main__ import main
from tests import tiny


def retrieval(*argv: str) -> int:
    return main(["evaluate", "retrieval", *argv])


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.blip2(tmp_path_factory.mktemp("tiny-blip2"))


@pytest.fixture(autouse=True)
def no_real_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """No caption model, and as on a machine without the packages of ImageNet's weights."""
    monkeypatch.setenv("ARMARIO_CAPTIONER", "")
    monkeypatch.setitem(sys.modules, "models.training.build", None)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for name in ("pants", "kimono"):
        (tmp_path / "photos" / name).mkdir(parents=True)
        Image.new("RGB", (16, 16), "blue").save(tmp_path / "photos" / name / "1.png")
    return tmp_path / "photos"


def test_one_json_line_holds_every_figure_that_the_catalogue_allows(
    catalogue_folder: Path, checkpoint: Path, photos: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("ARMARIO_CAPTIONER", str(tiny.blip2_opt(tmp_path / "captioner")))
    capsys.readouterr()
    options = ["--catalogue", str(catalogue_folder), "--encoder", str(checkpoint), "--photos", str(photos)]
    assert retrieval(*options, "--json") == 0
    printed = capsys.readouterr().out
    found = json.loads(printed)
    assert printed.count("\n") == 1 and found["n_items"] == 7
    assert set(found["strategies"]) == {"mean", "max", "max+itm"}
    for strategy in found["strategies"].values():
        assert set(strategy["text_to_image"]["interval"]) == {"R@1", "R@10", "MRR"}
        for name in ("P@1", "P@10", "MRR"):
            low, high = strategy["category_to_product"]["interval"][name]
            assert 0 <= low <= strategy["category_to_product"][name] <= high <= 1
        assert strategy["text_to_image"]["R@10"] == 1  # of seven items
    assert "zero_shot" not in found["strategies"]["max+itm"]
    assert "photo_to_product" in found["strategies"]["mean"]
    assert set(found["steps"]) == {"max over mean", "max+itm over max", "max+itm over mean"}
    assert {"colour_histogram", "bm25"} <= set(found["baselines"])
    assert set(found["photo_category_accuracy"]["interval"]) == {"search", "prompts"}
    assert set(found["caption"]["interval"]) == {"category", "colour"}
    assert set(found["latency"]["photo"]) == {"p50", "p95"}


def test_a_catalogue_without_colours_or_titles_gets_no_figure_about_them(
    tmp_path: Path, checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, category in enumerate(("hat", "hat", "skirt", "skirt") * 3):
        (tmp_path / category).mkdir(exist_ok=True)
        Image.new("RGB", (16, 16), (20 * number, 40, 90)).save(tmp_path / category / f"{number}.png")
    assert retrieval("--catalogue", str(tmp_path), "--encoder", str(checkpoint), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["strategies"]["max"]) == {"category_to_product", "image_to_image", "zero_shot"}
    assert "colour_accuracy" not in found["strategies"]["max"]["zero_shot"]
    assert not {"steps", "modified_photo", "photo_category_accuracy", "caption"} & set(found)


def test_figures_stand_beside_those_of_each_audience_and_category(
    tmp_path: Path, checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["id,category,image,title,gender"]
    for number in range(40):
        gender, category = (("men", "hat"), ("women", "skirt"))[number % 2]
        Image.new("RGB", (16, 16), (6 * number, 40, 90)).save(tmp_path / f"{number}.png")
        lines.append(f"{number},{category},{number}.png,title {number},{gender}")
    (tmp_path / "items.csv").write_text("\n".join(lines))
    assert retrieval("--catalogue", str(tmp_path), "--encoder", str(checkpoint), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["by_audience"]) == {"men", "women"} and set(found["by_category"]) == {"hat", "skirt"}
    for group in (*found["by_audience"].values(), *found["by_category"].values()):
        assert set(group["interval"]) == set(group["n"]) == {"R@10", "P@10", "category_accuracy"}
        assert set(group["n"].values()) == {20}
    whole, parts = found["strategies"]["max"]["zero_shot"]["category_accuracy"], found["by_audience"].values()
    assert sum(part["category_accuracy"] for part in parts) / 2 == pytest.approx(whole, abs=1e-3)
    assert [(gap["figure"], gap["by"]) for gap in found["gaps"]][:2] == [
        ("R@10", "audience"),
        ("R@10", "category"),
    ]
    assert set(found["gaps"][0]) == {"figure", "by", "worst", "best", "difference", "beyond_chance"}


def test_people_get_a_table(
    catalogue_folder: Path, checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert retrieval("--catalogue", str(catalogue_folder), "--encoder", str(checkpoint)) == 0
    assert "category_to_product" in capsys.readouterr().out


def test_a_wrong_folder_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert retrieval("--catalogue", str(tmp_path / "none")) == 2
    assert "expected a catalogue (a table or a folder)" in caplog.text
