"""The shell's answers: one JSON line for each input, and a sentence for what cannot be answered."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.serialization import conversation_from_json
from app.cli.ask import add_arguments, answers
from data.catalogue.images import PictureError
from data.catalogue.vocabulary import colours
from data.store.store import Store
from tests.fakes import ColourEncoder, ReadingChat
from tests.films import film


@pytest.fixture
def assistant(store: Store, encoder: ColourEncoder) -> Assistant:
    return Assistant(encoder, store, ReadingChat())


def line(**row: object) -> str:
    return json.dumps(row)


def test_an_answer_has_the_keys_that_other_programs_read(assistant: Assistant) -> None:
    (answer,) = answers(assistant, iter([line(message="black shoes")]))
    assert list(answer) == [
        "language", "intent", "categories", "items", "answer", "plan", "planned_by", "written_by", "seconds",
        "models",
    ]  # fmt: skip
    assert (answer["planned_by"], answer["written_by"]) == ("rules", ["templates"])
    assert answer["plan"]["act"] == answer["intent"] == "search"
    assert answer["categories"] == [{"category": "shoes", "count": 1}]
    (item,) = answer["items"]
    assert {"id", "title", "category", "score", "image"} <= set(item)
    assert (item["gender"], item["price"], item["currency"]) == ("women", 89.0, "EUR")
    assert answer["models"] == {"encoder": "colours", "chat": "reading"}
    json.dumps(answer)


def test_a_bad_line_costs_only_itself(assistant: Assistant, tmp_path: Path) -> None:
    lines = [
        "{not json",
        line(message=""),
        line(message="x", image=str(tmp_path / "no.jpg")),
        line(message="cheaper?", history=[{"role": "assistant", "content": "two", "items": ["a", "b"]}]),
        line(message="cheaper?", history="boots"),
        line(message="red skirt"),
    ]
    found = list(answers(assistant, iter(lines)))
    assert ["error" in answer for answer in found] == [True, True, True, True, True, False]
    assert "shown" in found[3]["error"] and "shown" in found[4]["error"]
    assert found[5]["items"][0]["id"] == "sk-1"


def test_history_and_photo_become_messages(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9), "red").save(tmp_path / "me.png")
    row = {
        "message": "and this?",
        "image": str(tmp_path / "me.png"),
        "history": [
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "two", "shown": ["a", "b"]},
            {"role": "assistant", "content": "one", "items": [{"id": "c"}]},
        ],
    }
    hi, two, one, now = conversation_from_json(row)
    assert (hi.text, now.text, len(now.images)) == ("hi", "and this?", 1)
    assert (hi.shown, two.shown, one.shown) == ((), ("a", "b"), ("c",))


def test_a_missing_photo_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"no\.jpg"):
        conversation_from_json({"message": "x", "image": str(tmp_path / "no.jpg")})


def test_the_intent_is_what_the_shop_can_serve(assistant: Assistant) -> None:
    asked = ("a kurta", "what do I wear to a wedding?")
    told = list(answers(assistant, iter([line(message=message) for message in asked])))
    assert [answer["intent"] for answer in told] == ["not_carried", "outfit"]
    assert told[0]["categories"] == [] and {"category": "shoes", "count": 1} in told[1]["categories"]


def photo(path: Path, *inks: str) -> str:
    """A picture with these colours side by side."""
    picture = Image.new("RGB", (30 * len(inks), 40))
    for n, ink in enumerate(inks):
        picture.paste(colours()[ink].hex, (30 * n, 0, 30 * (n + 1), 40))
    picture.save(path)
    return str(path)


def test_several_photos_and_a_video_become_the_pictures_of_a_message(tmp_path: Path) -> None:
    photos = [photo(tmp_path / f"{n}.png", "red") for n in range(5)]
    assert len(conversation_from_json({"image": photos[:4]})[-1].images) == 4
    clip = str(film(tmp_path / "a.mp4", [(Image.new("RGB", (64, 64), ink), 1) for ink in ("red", "blue")]))
    assert len(conversation_from_json({"image": clip})[-1].images) == 2
    for image, words in ((photos, "at most 4"), ([clip, photos[0]], "video alone")):
        with pytest.raises(PictureError, match=words):
            conversation_from_json({"message": "x", "image": image})


def test_only_what_is_pointed_at_is_looked_at(assistant: Assistant, tmp_path: Path) -> None:
    both = photo(tmp_path / "both.png", "red", "blue")
    rows = [line(image=both, box=[0, 0, 0.45, 1]), line(image=both, box=[0.55, 0, 0.45, 1])]
    first, second = answers(assistant, iter(rows))
    assert [first["items"][0]["colour"], second["items"][0]["colour"]] == ["red", "blue"]
    assert answers(assistant, iter([line(image=[both], tap=[0.9, 0.5])]))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tap": [2, 0]}, "2 fractions"), ({"tap": "0,0"}, "2 fractions"), ({"tap": [0, 0, 1, 1]}, "2 frac"),
        ({"box": [0, 0]}, "4 fractions"), ({"tap": [0, 0], "image": []}, "found 0"),
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_refused(given: dict[str, object], words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        conversation_from_json({"message": "this", "image": photo(tmp_path / "a.png", "red")} | given)


def test_the_shell_takes_photos_and_a_place() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["--image", "a.png", "--image", "b.png", "--tap", "0.5,0.25"])
    assert (args.image, args.tap, args.box) == (["a.png", "b.png"], [0.5, 0.25], None)
    assert parser.parse_args(["--box", "0,0,1,1"]).box == [0, 0, 1, 1]
    with pytest.raises(SystemExit):
        parser.parse_args(["--tap", "here"])
