"""The shell's answers: one JSON line for each input, and a sentence for what cannot be answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.serialization import conversation_from_json
from app.cli.ask import answers
from data.catalogue.images import PictureError
from data.store.store import Store
from tests.fakes import ColourEncoder, ReadingChat


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
