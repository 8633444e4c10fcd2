# ruff: noqa: E501 — tables of cases
"""Whether a line says what its note says, no more and no less."""

from __future__ import annotations

from typing import Any

import pytest

from app.factcheck.paraphrase import Brief, unfaithful
from app.plan import Language

SHIRT, CAMISA = "The shirt is red.", "La camisa es roja."


def why(line: str, note: str, language: Language = "en", *others: str, **how: Any) -> str:
    """What is wrong with a line for a note, in an answer with other notes."""
    known = how.pop("known", None)
    return unfaithful(line, Brief(note, [note, *others], language, **how), known)


@pytest.mark.parametrize(
    ("line", "note", "language"),
    [
        ("It is red, and it knows it.", SHIRT, "en"),
        ("€19.90 is what they ask.", "It costs €19.90.", "en"),
        ("For snow no card here gives its word.", "No card here says that it is made for snow.", "en"),
        ("Y en rojo, que es un color con carácter.", CAMISA, "es"),
        ("El vestido rojo te espera.", "El vestido es rojo.", "es"),
        ("Se queda en 19,90 €.", "Cuesta 19,90 €.", "es"),
        ("Para la nieve no lo dice ninguna ficha.", "Ninguna ficha dice que sea para nieve.", "es"),
    ],
)
def test_the_same_in_other_words_holds(line: str, note: str, language: Language) -> None:
    assert why(line, note, language) == ""


@pytest.mark.parametrize(
    ("line", "note", "language", "what"),
    [
        ("It is red and goes with a scarf.", SHIRT, "en", "scarf"),
        ("It is red, with a blue hem.", SHIRT, "en", "blue"),
        ("It is red cotton.", SHIRT, "en", "material"),
        ("It is red and costs 20 euros.", SHIRT, "en", "20"),
        ("It is red and made for winter.", SHIRT, "en", "winter"),
        ("Here are two red shirts.", "Shown: three red shirts.", "en", "two"),
        ("Es roja y va con una bufanda.", CAMISA, "es", "scarf"),
        ("Es roja, con el bajo azul.", CAMISA, "es", "blue"),
        ("Es roja y de algodón.", CAMISA, "es", "material"),
        ("Es roja y cuesta 20 euros.", CAMISA, "es", "20"),
        ("Aquí tienes dos camisas rojas.", "Enseño: tres camisas rojas.", "es", "dos"),
    ],
)
def test_what_no_note_of_the_answer_has_is_refused(
    line: str, note: str, language: Language, what: str
) -> None:
    assert what in why(line, note, language)


def test_what_another_note_of_the_answer_has_may_be_named() -> None:
    line = "The red shirt goes with the blue bag."
    assert "new" in why(line, SHIRT) and why(line, SHIRT, "en", "The bag is blue.") == ""
    three = "Shown: three red shirts."
    assert why("Two of the three shirts, all red.", three, "en", "Only two are for men.") == ""


@pytest.mark.parametrize(
    ("line", "note", "language", "what"),
    [
        ("It is a lovely shirt.", SHIRT, "en", "red"),
        ("That is a fair price.", "It costs €19.90.", "en", "19.90"),
        ("Es una camisa preciosa.", CAMISA, "es", "red"),
        ("Es un buen precio.", "Cuesta 19,90 €.", "es", "19,90"),
    ],
)
def test_a_colour_or_an_amount_may_not_be_left_out(
    line: str, note: str, language: Language, what: str
) -> None:
    assert "leaves out" in why(line, note, language) and what in why(line, note, language)


def test_a_title_must_stand_in_its_line_in_whatever_capitals() -> None:
    note, names = "Shown: the Andes shirt.", ("Andes shirt",)
    assert why("I would take the andes shirt.", note, verbatim=names) == ""
    assert why("I would take this shirt.", note, verbatim=names) == "does not name Andes shirt"


@pytest.mark.parametrize(
    ("line", "note", "language"),
    [("It is not red.", SHIRT, "en"), ("It isn't red.", SHIRT, "en"), ("No es roja.", CAMISA, "es")],
)
def test_what_is_so_may_not_be_denied_where_a_not_would_turn_it_round(
    line: str, note: str, language: Language
) -> None:
    assert why(line, note, language, firm=True) == "denies it"
    assert why(line, note, language) == ""


@pytest.mark.parametrize(
    ("line", "note", "language"),
    [
        ("It is made for snow.", "No card here says that it is made for snow.", "en"),
        ("Es para nieve.", "Ninguna ficha dice que sea para nieve.", "es"),
    ],
)
def test_what_is_not_so_may_not_be_promised(line: str, note: str, language: Language) -> None:
    assert why(line, note, language) == "says that there is what there is not"


@pytest.mark.parametrize(
    ("line", "note", "slip"),
    [
        ("La bolso es rojo.", "El bolso es rojo.", "la bolso"),
        ("Con el bolsos rojos.", "Los bolsos son rojos.", "el bolsos"),
        ("Los camisas son rojas.", "Las camisas son rojas.", "los camisas"),
        ("El vestido roja te espera.", "El vestido es rojo.", "vestido roja"),
        ("Una camisa rojas.", CAMISA, "camisa rojas"),
    ],
)
def test_a_spanish_article_or_colour_that_does_not_agree_is_refused(line: str, note: str, slip: str) -> None:
    assert why(line, note, "es") == slip


def test_what_the_note_itself_writes_side_by_side_is_no_slip() -> None:
    title = "Enseño: el abrigo capa rojo."
    assert why("Mira el abrigo capa rojo.", title, "es") == ""
    assert why("Mira el abrigo capa rojo.", "El abrigo con capa es rojo.", "es") == "capa rojo"
    assert why("Mira la camisa, rojo no le falta.", CAMISA, "es") == ""  # a mark stands between them


@pytest.mark.parametrize(
    ("line", "note", "language", "slip"),
    [("The shirt, red colur.", SHIRT, "en", "colur"), ("Camisa rojja, la roja.", CAMISA, "es", "rojja")],
)
def test_a_word_that_nobody_knows_is_refused_where_the_known_ones_are_given(
    line: str, note: str, language: Language, slip: str
) -> None:
    assert why(line, note, language) == ""
    assert why(line, note, language, known=frozenset()) == f"an unknown word: {slip}"
    assert why(line, note, language, known=frozenset({slip})) == ""


@pytest.mark.parametrize(
    ("short", "empty", "more", "note", "language"),
    [
        ("White ones, in summer.", "Just wear it.", "And a hat.", "In summer, with white trainers.", "en"),
        ("Con unas blancas, en verano.", "Tú póntela.", "Y un gorro.", "En verano, con zapatillas blancas.", "es"),
    ],
)  # fmt: skip
def test_advice_may_leave_out_some_words_and_not_most(
    short: str, empty: str, more: str, note: str, language: Language
) -> None:
    assert why(short, note, language, loose=True) == ""
    assert "leaves out" in why(empty, note, language, loose=True)
    assert "new" in why(f"{short} {more}", note, language, loose=True)


def test_advice_may_leave_out_what_a_fact_may_not() -> None:
    note, line = "Wear it with white trainers and blue jeans, in summer.", "In summer, with white trainers."
    assert why(line, note, loose=True) == "" and "blue" in why(line, note)


@pytest.mark.parametrize(
    "line", ["", "  ", "It is red: http://evil.example", "It is red <b>now</b>", "Red. " * 60]
)
def test_what_cannot_be_shown_or_has_no_end_is_refused(line: str) -> None:
    assert why(line, SHIRT)
