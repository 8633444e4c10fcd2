"""Captions for training, from cards."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from app.__main__ import main
from app.training.caption_dataset import captions, held_out, row, sayings
from data.catalogue.catalogue import Item

SHIRT = Item(
    "s1", "Oxford blue shirt", "shirt", Path("s1.jpg"), "Camisa Oxford azul", "blue", "men", "formal"
)


def test_a_card_is_said_in_both_languages_with_the_labels_that_each_text_states() -> None:
    said = {c["text"]: c["states"] for c in captions(SHIRT)}
    assert said["Oxford blue shirt"] is None and said["Camisa Oxford azul"] is None
    assert said["blue shirt"] == {"category": "shirt", "colour": "blue"}
    assert said["camisa azul de hombre"] == {"category": "shirt", "colour": "blue", "gender": "men"}


def test_nothing_is_said_that_the_card_does_not_know() -> None:
    bare = Item("x", "kimono", "kimono", Path("x.jpg"))
    assert all(set(c["states"] or {}) <= {"category"} for c in captions(bare))
    assert not any("for " in c["text"] for c in captions(bare))


def test_spanish_colours_agree_with_the_noun() -> None:
    shirt = Item("s", "Red shirt", "shirt", Path("s.jpg"), colour="red")
    coat = Item("c", "Red coat", "coat", Path("c.jpg"), colour="red")
    assert "camisa roja" in {c["text"] for c in captions(shirt)}
    assert "abrigo rojo" in {c["text"] for c in captions(coat)}


def test_every_question_has_the_cards_answer_in_both_languages() -> None:
    said = {saying["prompt"]: saying["text"] for saying in sayings(SHIRT)}
    assert said["a photo of"] == "a blue shirt for men"
    assert said["question: what colour is it? answer:"] == "blue"
    assert said["pregunta: ¿de qué color es? respuesta:"] == "azul"
    assert said["pregunta: ¿para quién es? respuesta:"] == "de hombre"


def test_nothing_is_answered_that_the_card_does_not_know() -> None:
    bare = Item("x", "dress", "dress", Path("x.jpg"))
    assert {saying["text"] for saying in sayings(bare)} == {"a dress", "dress", "un vestido", "vestido"}
    assert list(sayings(Item("x", "kimono", "kimono", Path("x.jpg")))) == []


def test_one_item_in_ten_is_held_out_by_its_id_alone() -> None:
    kept = [held_out(str(n)) for n in range(5000)]
    assert 0.08 < sum(kept) / len(kept) < 0.12
    assert held_out("15970") == held_out("15970")


def test_a_row_carries_labels_split_and_weight() -> None:
    line = row(SHIRT, "train", 2.0)
    assert line["labels"]["colour"] == "blue" and line["split"] == "train" and line["weight"] == 2.0


def test_colours_that_no_card_names_are_read_from_the_pictures_where_asked(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    (shop / "dress").mkdir(parents=True)
    Image.new("RGB", (20, 20), "#2f7d4f").save(shop / "dress" / "1.png")
    (shop / "dress" / "2.png").write_bytes(b"no picture")
    for option, colours in ((["--name-colours"], ["green", ""]), ([], ["", ""])):
        out = tmp_path / "caption_dataset.jsonl"
        assert main(["caption-dataset", "--catalogue", str(shop), "--out", str(out), *option]) == 0
        rows = [json.loads(line) for line in out.read_text().splitlines()]
        assert [row["labels"]["colour"] for row in rows] == colours
    assert rows[0]["sayings"][0] == {"prompt": "a photo of", "text": "a dress", "weight": 4.0}
