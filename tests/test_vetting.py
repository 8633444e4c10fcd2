"""A stream becomes whole sentences; only those that the judge lets through are shown."""

from __future__ import annotations

from pathlib import Path

from app.factcheck.check import Verdict
from app.factcheck.stream import MOST, sentences, told, vetted
from data.catalogue.catalogue import Item

POLO = Item("1", "U.S. Polo Assn. Men Shirt", "shirt", Path("x.png"))


def honest(sentence: str) -> Verdict:
    return Verdict("false" not in sentence, ("1",) if "Shirt" in sentence else ())


def test_a_sentence_waits_until_it_is_whole() -> None:
    assert list(sentences("It costs €19.90. Is it red? Sí… Fin")) == [
        "It costs €19.90.",
        "Is it red?",
        "Sí…",
        "Fin",
    ]


def test_a_full_stop_in_a_title_ends_nothing() -> None:
    text = "Try the U.S. Polo Assn. Men Shirt. It is red."
    assert list(sentences(text, [POLO])) == ["Try the U.S. Polo Assn. Men Shirt.", "It is red."]


def test_a_sentence_is_shown_before_the_next_one_comes() -> None:
    def stream() -> object:
        yield "One is true. "
        raise AssertionError("read on before the first sentence was shown")

    assert next(vetted(stream(), [], honest)) == "One is true. "  # type: ignore[arg-type]


def test_what_the_judge_refuses_is_left_out_and_the_rest_keeps_its_order() -> None:
    text = "This is true. This is false. The Shirt is last."
    assert "".join(vetted([text], [], honest)) == "This is true. The Shirt is last. "


def test_bullets_and_stars_are_taken_off_and_not_held_against_a_sentence() -> None:
    assert (
        "".join(vetted(["1. **Red** is bold.\n- `So` it is.\n***\n"], [], honest))
        == "Red is bold. So it is. "
    )


def test_a_model_that_does_not_stop_is_stopped() -> None:
    endless = (f"Sentence {n}. " for n in iter(int, 1))
    assert len("".join(vetted(endless, [], honest)).split(". ")) == MOST + 1
    assert not "".join(vetted(("x" for _ in iter(int, 1)), [], lambda _: Verdict(False)))


def test_a_finished_answer_is_told_with_its_cards() -> None:
    found = told("The Shirt is red. Have fun.", [POLO], honest)
    assert [(t.sentence, t.ids) for t in found] == [("The Shirt is red.", ("1",)), ("Have fun.", ())]
