"""What a customer is asked when the words may mean two things, or nothing that is there: "Do you mean a shirt
or a skirt?"

Knows how categories are called in both languages; does not know why it asks.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.nlu.wish import Language
from data.catalogue.vocabulary import categories

MEAN = {
    "en": "I am not sure I understood you. Do you mean {list}?",
    "es": "No sé si te he entendido bien. ¿Te refieres a {list}?",
}
SAY_MORE = {
    "en": "I am not sure I understood you. Which garment are you looking for?",
    "es": "No sé si te he entendido bien. ¿Qué prenda buscas?",
}

LIKE_WHAT = {
    "en": "Like which one? Send me a photo of it, or tell me what kind of garment it is.",
    "es": "¿Como cuál? Mándame una foto, o dime qué prenda es.",
}


def like_what(language: Language) -> str:
    """What is pointed at, where there is no photo and nothing came before."""
    return LIKE_WHAT[language]


def question(either: Sequence[str], language: Language) -> str:
    """Which of these categories is meant."""
    if not either:
        return SAY_MORE[language]
    last = " or " if language == "en" else " o a "
    return MEAN[language].format(list=last.join(_one(name, language) for name in either))


def _one(name: str, language: Language) -> str:
    """A category as one thing: "a shirt", "shoes", "unos zapatos"; a shop's own word as it is."""
    known = categories().get(name)
    if known is None:
        return name
    if language == "en":
        return (
            name
            if known.pair or name.endswith(("wear", "jewellery"))
            else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
        )
    female = known.es_gender == "f"
    if known.pair:
        return f"{'unas' if female else 'unos'} {known.es_plural}"
    return f"{'una' if female else 'un'} {known.es}"
