"""Slips of the finger and of the ear, never so many that nobody could read it."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

from app.training.typos import careless, misspell, unaccented


def test_a_misspelt_message_differs_by_about_one_letter() -> None:
    for seed in range(300):
        wrong = misspell(random.Random(seed), "enséñame zapatillas blancas")
        assert SequenceMatcher(None, wrong, "enséñame zapatillas blancas").ratio() > 0.88


def test_short_words_and_numbers_are_spelt_right() -> None:
    assert misspell(random.Random(0), "2 hats in red") == "2 hats in red"


def test_accents_go_and_the_letter_of_the_spanish_keyboard_stays() -> None:
    assert unaccented("¿Enséñame un pantalón?") == "¿Enseñame un pantalon?"


def test_a_share_of_the_messages_is_misspelt() -> None:
    said = "please recommend comfortable trousers"
    wrong = sum(careless(random.Random(seed), said, 0.2).lower() != said for seed in range(1000))
    assert 120 < wrong < 280
