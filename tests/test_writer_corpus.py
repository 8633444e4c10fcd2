"""What the small writer is trained on: answers that people wrote, told again over other items."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.advice.content import Fact
from app.agent.writing.notes import VOICES, voice_of
from app.plan import TEMPLATES, Language, Plan, Sentence
from app.training.corpus import Row, faults
from app.training.retelling import Retelling
from app.training.scenes import Scene, Scenes
from app.training.writer_dataset import held_out, read_corpus, told_again, write
from app.training.writer_score import Told, figures, most_frequent, tell
from data.catalogue.catalogue import Item, read_catalogue
from tests.test_advice import EN_ES, SAMPLE


def shown(title: str, note: str = "Shown: {}.", kind: str = "one") -> Fact:
    bare = title.partition(" ")[2]
    return Fact(kind, note.format(title), "", (), {"title": title}, (bare,))


def coloured(colour: str) -> Fact:
    return Fact("quiet_one", f"{colour.capitalize()} goes with all.", "", (), {"colour": colour})


def row(*told: tuple[Fact, str], things: Sequence[str] = ("shirt m s",), **more: str) -> Row:
    language: Language = more.get("language", "en")
    name, author = more.get("id", "maeve-1"), more.get("author", "carmen" if language == "es" else "maeve")
    return Row(name, author, language, tuple(f for f, _ in told), tuple(things), tuple(t for _, t in told))


WRITTEN = row(
    (shown("the white shirt"), "Take the white shirt."), (coloured("white"), "White goes with all.")
)


def test_a_row_is_read_back_as_it_was_written() -> None:
    assert Row.from_json(json.loads(json.dumps(WRITTEN.to_json()))) == WRITTEN
    read = Row.from_json(WRITTEN.to_json())
    assert [dict(fact.values) for fact in read.facts] == [dict(fact.values) for fact in WRITTEN.facts]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (("Take the white shirt.", "White goes with all."), ""),
        (("Take the white shirt.",), "1 lines to 2 notes"),
        (("Take this one.", "White goes with all."), "line 1 does not name white shirt"),
        (("Take the white shirt.", "It goes with all."), "line 2 leaves out colour white"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(lines: tuple[str, ...], fault: str) -> None:
    assert "; ".join(faults(replace(WRITTEN, lines=lines))) == fault


def told(written: Row, *facts: Fact, things: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines of a row over other facts; none where it cannot be told over them."""
    blank = replace(written, facts=facts, things=tuple(things) or written.things, lines=())
    for again in Retelling([written]).answers([blank]):
        assert not list(faults(again)) and again.author == written.author
        return again.lines
    return ()


def test_an_answer_is_told_over_other_items_in_its_own_words() -> None:
    lines = told(WRITTEN, shown("the blue linen blouse"), coloured("blue"))
    assert lines == ("Take the blue linen blouse.", "Blue goes with all.")


def test_a_name_at_the_beginning_of_any_sentence_has_a_capital() -> None:
    written = row(
        (shown("the white shirt"), "A find! White shirt, at last."),
        (coloured("white"), "Nice. White goes with all."),
    )
    assert told(written, shown("the blue blouse"), coloured("blue")) == (
        "A find! Blue blouse, at last.", "Nice. Blue goes with all.",
    )  # fmt: skip


def test_what_takes_another_article_or_number_is_not_told() -> None:
    one_of = [Fact("list", f"Or {what}.", "", (), {"list": what}) for what in ("a hat", "a bag", "the bags")]
    likes = row((one_of[0], "Would a hat do?"), things=())
    assert told(likes, one_of[1]) == ("Would a bag do?",) and not told(likes, one_of[2])
    plural = ("pants m p",)
    assert not told(WRITTEN, shown("the blue jeans"), coloured("blue"), things=plural)
    many = row((shown("the white jeans"), "Take them: the white jeans."), things=plural)
    assert told(many, shown("the grey trousers"), things=plural) == ("Take them: the grey trousers.",)
    assert not told(many, shown("the grey shirt"), things=("shirt m s",))


ROJA = row(
    (shown("la camisa roja", "Enseño: {}."), "Me quedo con ella: la camisa roja."), language="es",
    things=("shirt f s",),
)  # fmt: skip


def test_words_of_a_feminine_thing_are_told_of_none_that_is_masculine() -> None:
    assert told(ROJA, shown("la chaqueta roja", "Enseño: {}."), things=("jacket f s",)) == (
        "Me quedo con ella: la chaqueta roja.",
    )
    assert not told(ROJA, shown("el abrigo rojo", "Enseño: {}."), things=("coat m s",))
    assert not told(ROJA, shown("las botas rojas", "Enseño: {}."), things=("shoes f p",))


def test_a_line_that_would_not_hold_of_other_items_is_not_told() -> None:
    own = row((coloured("white"), "White goes with all, snow white."))
    assert not told(own, coloured("blue"))


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return list(read_catalogue(SAMPLE).items)


@pytest.mark.parametrize("language", EN_ES)
def test_every_scene_has_something_to_say_in_its_language(items: list[Item], language: Language) -> None:
    for scene in Scenes(items, 1).draw(80, language):
        facts = scene.facts()
        assert scene.plan.language == language and facts
        assert len(facts) <= 4 and all(fact.note and fact.text for fact in facts)
        assert len(scene.things()) == len(scene.items)
        assert not {name for fact in facts for name in fact.item_ids} - {item.id for item in scene.items}


def test_a_seed_draws_its_scenes_and_another_others(items: list[Item]) -> None:
    one, same, other = (list(Scenes(items, seed).draw(20, "es")) for seed in (1, 1, 2))
    assert one == same and one != other


def test_scenes_are_of_all_kinds(items: list[Item]) -> None:
    drawn = list(Scenes(items, 0).draw(600, "en"))
    assert {scene.plan.act for scene in drawn} == {
        "search",
        "outfit",
        "discuss",
        "chat",
        "ask",
        "not_carried",
    }
    assert any(scene.plan.photos for scene in drawn) and any(scene.missing for scene in drawn)


@pytest.fixture(scope="module")
def corpus() -> list[Row]:
    return read_corpus()


def test_the_corpus_is_large_and_of_both_languages_and_its_authors_have_voices(corpus: list[Row]) -> None:
    assert len(corpus) >= 3000 and len({one.id for one in corpus}) == len(corpus)
    for language, voices in VOICES.items():
        own = [one for one in corpus if one.language == language]
        assert len(own) >= 0.45 * len(corpus)
        assert {one.author for one in own} == voices.keys()


def test_the_corpus_has_no_faults(corpus: list[Row]) -> None:
    some = [one for number, one in enumerate(corpus) if number % 4 == 0]  # all of them take their time
    assert [(one.id, fault) for one in some for fault in faults(one)] == []


def test_a_few_of_the_answers_are_kept_from_training(corpus: list[Row]) -> None:
    kept = [one for one in corpus if held_out(one)]
    assert 0.03 < len(kept) / len(corpus) < 0.08
    assert {one.author for one in kept} == {one.author for one in corpus}


def test_what_is_held_out_is_never_trained_on(
    items: list[Item], corpus: list[Row], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept, learned = ([one for one in corpus if held_out(one) == out][::14] for out in (True, False))
    monkeypatch.setattr("app.training.writer_dataset.read_corpus", lambda: [*kept, *learned])
    write(tmp_path, [items], 8)
    train, held = (
        [json.loads(line) for line in (tmp_path / name).read_text("utf-8").splitlines()]
        for name in ("train.jsonl", "held.jsonl")
    )
    assert len(held) == len(kept) and len(train) >= len(learned)
    answers = {one["answer"] for one in train}
    taught = {one.lines for one in learned}
    assert answers.isdisjoint("\n".join(one.lines) for one in kept if one.lines not in taught)
    assert {"\n".join(one.lines) for one in learned} <= answers
    assert all(one["prompt"].split("\n")[1] in {voice_of(row.author) for row in corpus} for one in train)


def test_told_again_are_as_many_as_wished_of_both_languages_and_right(
    items: list[Item], corpus: list[Row]
) -> None:
    again = list(told_again(corpus[::3], [items], 16, 0))
    assert [one.language for one in again] == ["en"] * 8 + ["es"] * 8
    assert not [fault for one in again for fault in faults(one)]
    assert len({one.lines for one in again}) > 8


class Echo:
    """Says each note, all but the second as the model."""

    def sentences(self, order: object) -> list[Sentence]:
        facts = order.facts  # type: ignore[attr-defined]
        return [
            Sentence(fact.note, fact.item_ids, TEMPLATES if at == 1 else "small")
            for at, fact in enumerate(facts)
        ]


def test_the_score_counts_sentences_and_whole_answers_of_the_model(items: list[Item]) -> None:
    scene = Scene(Plan("chat"), (), (), {})
    a, b = Sentence("A red hat for the evening walk.", by="small"), Sentence("A hat.", by=TEMPLATES)
    answers = [
        Told(scene, (), [a], 0.5, 1.0), Told(scene, (), [a, b], 1.5, 3.0), Told(scene, (), [b], 1.0, 2.0),
    ]  # fmt: skip
    score = figures(answers)
    assert (score["answers"], score["sentences"]) == (3, 4)
    assert (score["by_model"], score["wholly"]) == (0.5, 0.333)
    assert (score["first_seconds"], score["seconds"]) == (1.0, 2.0)
    assert score["phrase_share"] == 0.667 and score["phrase"] in "a red hat for the evening walk."


def test_a_phrase_counts_once_an_answer() -> None:
    assert most_frequent(["one two three four five one two three four five", "else"]) == (
        "one two three four five", 0.5,
    )  # fmt: skip
    assert most_frequent([]) == ("", 0.0) and most_frequent(["too short"]) == ("", 0.0)


def test_scenes_are_told_by_the_writer_with_its_facts(items: list[Item]) -> None:
    scenes = list(Scenes(items, 4).draw(5, "en"))
    answers = list(tell(Echo(), scenes))  # type: ignore[arg-type]
    assert [one.scene for one in answers] == scenes
    for one in answers:
        assert [s.text for s in one.sentences] == [fact.note for fact in one.facts]
        assert 0 <= one.first <= one.last
    of_several = sum(len(one.facts) > 1 for one in answers)
    assert figures(answers)["wholly"] == round(1 - of_several / len(answers), 3)
