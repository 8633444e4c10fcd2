"""Garments as words in a sentence: singular and plural in English and Spanish, grammatical gender, pairs.

Takes the words from data/categories.csv and bends them; knows nothing of messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.plan import Language
from data.catalogue.vocabulary import Category, categories, plain

LANGUAGES = ("en", "es")  # whose words are bent here; files of others list the forms
# One thing in the shop, besides plurals such as "pyjamas" and the categories marked as pairs.
ONE_THING = ("nightwear", "swimwear")
MASS = (
    "jewellery",
    "jewelry",
    "knitwear",
    "outwear",
    "outerwear",
    "longsleeve",
    "hosiery",
    "loungewear",
    "joyería",
    "calzado",
    "ropa",
)
TWO_OF_A_KIND = ("earrings", "cufflinks", "cuff links", "earring studs", "pendientes", "aretes", "gemelos")
MASCULINE_IN_A = ("pijama", "plumas", "paraguas", "pasamontañas", "portamonedas")
UNBENT = ("midi", "cargo", "pitillo", "bandolera", "pirata")  # adjectives that are nouns, and stay singular
ENGLISH = (
    "top",
    "short",
    "parka",
    "anorak",
    "foulard",
    "jean",
    "bomber",
    "jockey",
)  # their Spanish plural is in s


@dataclass(frozen=True, slots=True)
class Noun:
    """One word for a category. ``pair``: its bare plural means one; ``one`` is "" where nobody says it."""

    category: str
    one: str
    many: str
    gender: str  # "f" or "m", for Spanish agreement
    pair: bool
    mass: bool


@lru_cache
def nouns(language: Language) -> dict[str, tuple[Noun, ...]]:
    """Every word for every category in one of LANGUAGES, the category's own name first."""
    return {c.name: tuple(_nouns(c, language)) for c in categories().values()}


def _nouns(c: Category, language: Language) -> list[Noun]:
    spanish = language == "es"
    own = (
        Noun(c.name, c.es, c.es_plural, c.es_gender, c.pair, False)
        if spanish
        else _english(c, c.name, c.plural)
    )
    bend = _spanish if spanish else _english
    return [own, *(bend(c, word) for word in (c.synonyms_es if spanish else c.synonyms))]


def _english(c: Category, word: str, many: str = "") -> Noun:
    plural = word.endswith("s") and not word.endswith("ss")
    pair = c.pair or plural or word in ONE_THING
    if word in MASS:
        return Noun(c.name, word, word, "m", False, True)
    if pair:
        return Noun(c.name, "", word, "m", True, False)
    return Noun(c.name, word, many or english_plural(word), "m", False, False)


def _spanish(c: Category, word: str) -> Noun:
    head = word.split()[0]
    gender = "f" if plain(head).endswith(("a", "as")) and head not in MASCULINE_IN_A else "m"
    if head in MASS:
        return Noun(c.name, word, word, gender, False, True)
    if (c.pair and plain(head).endswith("s")) or word in TWO_OF_A_KIND:
        return Noun(c.name, "", word, gender, True, False)
    return Noun(c.name, word, spanish_plural(word), gender, c.pair, False)


def english_plural(word: str) -> str:
    """The plural of the last word: dress → dresses, scarf → scarves, sari → saris."""
    if word.endswith(("s", "sh", "ch", "x")):
        return word + "es"
    if word.endswith("arf"):
        return word[:-1] + "ves"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def spanish_plural(word: str) -> str:
    """The plural of a noun and of the adjective behind it: falda plisada → faldas plisadas."""
    head, *rest = word.split()
    if rest and rest[0] not in ("de", "con", "sin"):
        rest = [w if w in UNBENT else _spanish_word(w) for w in rest]
    return " ".join([_spanish_word(head), *rest])


def _spanish_word(word: str) -> str:
    if word == "jersey":
        return "jerséis"
    if word.endswith(("ón", "ín", "án", "és", "én")):
        return plain(word) + "es"
    if word.endswith("z"):
        return word[:-1] + "ces"
    if word.endswith(("s", "x")):
        return word
    if word[-1] in "aeiouáéó":
        return word + "s"
    return word + ("s" if word in ENGLISH else "es")
