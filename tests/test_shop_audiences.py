"""For whom a thing is, by the words of an export."""

from __future__ import annotations

import pytest

from data.catalogue.values.audiences import audience, audience_in


@pytest.mark.parametrize(
    ("gender", "age_group", "whom"),
    [
        ("female", "", "women"), ("Women's", "", "women"), ("womens", "", "women"), ("Ladies", "", "women"),
        ("W", "", "women"), ("mujer", "", "women"), ("Señora", "", "women"), ("Damen", "", "women"),
        ("male", "", "men"), ("Men", "", "men"), ("hombre", "", "men"), ("caballero", "", "men"),
        ("unisex", "", "unisex"), ("unisex adult", "", "unisex"), ("unisex", "adult", "unisex"),
        ("Men, Women", "", "unisex"), ("hombre y mujer", "", "unisex"), ("Kids", "", "kids"),
        ("girls", "", "girls"), ("niña", "", "girls"), ("BOYS", "", "boys"), ("niño", "", "boys"),
        ("infantil", "", "kids"), ("baby", "", "kids"), ("bebé", "", "kids"), ("junior", "", "kids"),
        ("female", "kids", "girls"), ("male", "toddler", "boys"), ("male", "newborn", "boys"),
        ("unisex", "kids", "kids"), ("", "infant", "kids"), ("female", "adult", "women"),
    ],
)  # fmt: skip
def test_gender_and_age_group_say_it_together(gender: str, age_group: str, whom: str) -> None:
    assert audience(gender, age_group) == whom


@pytest.mark.parametrize(
    ("gender", "age_group"), [("", ""), ("adult", ""), ("", "adult"), ("M", ""), ("x y", ""), ("N/A", "-")]
)
def test_what_does_not_say_it_is_not_known(gender: str, age_group: str) -> None:
    assert audience(gender, age_group) == ""


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Men's slim jeans", "men"), ("Mens slim jeans", "men"), ("Vestido de niña", "girls"),
        ("Women Black Tshirt", "women"), ("Kids tee", "kids"), ("Mujer > Vestidos", "women"),
        ("Apparel > Women’s > Dresses", "women"), ("Hombre/Camisas", "men"), ("Baby > Bodies", "kids"),
        ("Kids > Girls", "girls"), ("Boys' shorts", "boys"), ("Ropa, Ropa > Mujer", "women"),
        ("Zapatos para hombre y mujer", "unisex"), ("Unisex hoodie", "unisex"), ("Woman > Coats", "women"),
    ],
)  # fmt: skip
def test_a_title_or_a_path_names_somebody(text: str, whom: str) -> None:
    assert audience_in(text) == whom


@pytest.mark.parametrize(
    "text",
    ["Manchester tee", "Boyfriend jeans", "Girlfriend jeans", "Mom jeans", "Miss Sixty jeans",
     "Boy London tee",
     "Baby blue dress", "Baby doll dress", "Lady Gaga tee", "X-Men tee", "Iron Man tee", "Dresses > Mini",
     "Men, Women & Kids", ""],
)  # fmt: skip
def test_a_word_that_only_sounds_like_it_names_nobody(text: str) -> None:
    assert audience_in(text) == ""
