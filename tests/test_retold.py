"""Hand-written messages told again: other words, and an answer that goes with them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from app.nlu.lexicon import bare
from app.nlu.parser import read
from app.nlu.wish import Language, Wanted, Wish
from app.training.augment import Teller, garments, judging, named, put, retold, written
from app.training.messages import Row
from tests.bench.wish_score import CASES, cases


def row(
    message: str, *wanted: Wanted, language: Language = "en", colour: str = "", kind: str = "single"
) -> Row:
    return Row(message, Wish("search", wanted, colour, language=language), kind)


def told(step: str, first: Row, times: int = 40) -> list[Row]:
    return [getattr(Teller(random.Random(seed)), step)(first) for seed in range(times)]


def test_every_row_comes_as_it_was_written_and_then_otherwise_never_twice() -> None:
    rows = [row("I want a red shirt", Wanted("shirt", 1), colour="red"), row("a belt", Wanted("belt", 1))]
    made = list(retold(rows, 30, seed=1))
    assert made[:2] == rows and len({r.message for r in made}) == len(made) == 30
    assert made == list(retold(rows, 30, seed=1)) != list(retold(rows, 30, seed=2))


def test_what_is_wanted_is_what_the_new_words_name() -> None:
    made = told("_dressed", row("show me a jacket and a belt", Wanted("jacket", 1), Wanted("belt", 1)))
    assert len({r.message for r in made}) > 10 and len({r.wish.wanted for r in made}) > 5
    for r in made:
        assert garments(r.message) == [w.category for w in r.wish.wanted]


def test_a_garment_that_is_owned_is_never_wanted_in_its_new_name() -> None:
    made = told("_dressed", row("a tie, I already have the shirt", Wanted("tie", 1)))
    assert len({r.message for r in made}) > 10
    for r in made:
        assert {w.category for w in read(r.message).wish.wanted} == {w.category for w in r.wish.wanted}


@pytest.mark.parametrize(
    ("message", "language"),
    [("a red scarf", "en"), ("una bufanda roja", "es"), ("unas bufandas rojas", "es")],
)
def test_another_colour_is_said_as_the_garment_needs_it(message: str, language: Language) -> None:
    for r in told("_coloured", row(message, Wanted("scarf", 1), colour="red", language=language)):
        assert r.message != message and read(r.message).wish.colour == r.wish.colour != "red"


def test_a_second_colour_is_left_alone() -> None:
    two = row("a red scarf, not blue", Wanted("scarf", 1), colour="red")
    assert told("_coloured", two, 5) == [two] * 5


def test_another_number_is_counted_and_a_size_is_none() -> None:
    for r in told("_counted", row("three caps please", Wanted("hat", 3), kind="counted")):
        count = r.wish.wanted[0].count
        assert count != 3 and read(r.message).wish.wanted == (Wanted("hat", count),)
    pair = row("shirts for my two sons", Wanted("shirt", 2), kind="plural")
    assert told("_counted", pair, 5) == [pair] * 5


def test_a_noun_is_put_behind_the_article_that_it_needs() -> None:
    (coat,) = named("show me a coat", "en")
    anorak = named("an anorak", "en")[0].noun
    assert put("show me a coat", coat, anorak) == "show me an anorak"


def test_a_name_that_the_shop_reads_otherwise_is_not_touched() -> None:
    assert named("a shirt dress", "en") == [] or garments("a shirt dress") == ["dress"]


def test_the_half_that_judges_is_never_told(tmp_path: Path) -> None:
    lines = [
        {"message": f"a {half} hat", "kind": "single", "half": half,
         "wish": {"language": "en", "intent": "search", "wanted": [{"category": "hat", "count": 1}]}}
        for half in ("dev", "test")
    ]  # fmt: skip
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [r.message for r in written(file)] == ["a dev hat"]


def test_no_message_that_judges_the_model_is_among_those_it_learns_from() -> None:
    learnt = {bare(r.message) for r in retold(written(CASES), 1200, 0, judging(CASES))}
    assert len(learnt) > 1000 and not learnt & {bare(c.message) for c in cases() if c.half == "test"}


def test_colours_and_people_are_read_where_nobody_wrote_them_down(tmp_path: Path) -> None:
    wish = {"language": "en", "intent": "search", "wanted": [{"category": "hat", "count": 1}]}
    line = {"message": "a red hat for my son", "kind": "single", "half": "dev", "wish": wish}
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    assert [(r.wish.colour, r.wish.gender) for r in written(file)] == [("red", "boys")]
