"""Words and phrases of every language, from data/<language>.json: one file a language.

A file may leave out sections and lists; garments and colours of English and Spanish stand in data/catalogue.
All languages are read at once, because customers mix them. The "concepts" are what cards say: materials,
cuts, patterns, brands, finer garments; their keys "kind/name" are the same in every language.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.plan import Descriptor, Language
from data.catalogue import vocabulary
from data.catalogue.item import Item
from data.catalogue.vocabulary import Category, card_text, categories, plain

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = tuple(sorted(file.stem for file in DATA.glob("*.json")))  # "en" first
EXPRESSED = ("refuse", "unloved", "neutral", "gone", "had", "gift")  # cues that have an expression too
CARD_WORD = re.compile(r"[€$£]?\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*")


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
def table(language: Language) -> dict[str, Any]:
    """Everything that one language's file says."""
    loaded: dict[str, Any] = json.loads((DATA / f"{language}.json").read_text(encoding="utf-8"))
    return loaded if language == "en" else _completed(loaded, table("en"))


def _completed(own: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    """A language's sections with those of English that it leaves out, empty; so with lists in them."""
    empty = {name: type(value)() for name, value in model.items()}
    named = {name: {key: [] for key in model[name]} | own.get(name, {}) for name in ("words", "regex")}
    return empty | own | named


@lru_cache
def words(name: str, language: Language | None = None) -> frozenset[str]:
    """A list of words under "words", of one language or of all."""
    codes = (language,) if language else LANGUAGES
    return frozenset().union(*(table(code)["words"][name] for code in codes))


@lru_cache
def pattern(name: str) -> re.Pattern[str]:
    """The regular expressions under "regex", in any language."""
    return re.compile(alternatives(name))


def alternatives(name: str) -> str:
    """The same as text, to be built into a longer expression."""
    return "|".join(one for code in LANGUAGES for one in table(code)["regex"][name])


@lru_cache
def groups(section: str) -> dict[str, frozenset[str]]:
    """A section of labels with their words, such as "audiences" or "occasions"."""
    names = dict.fromkeys(name for code in LANGUAGES for name in table(code)[section])
    return {name: frozenset().union(*(table(c)[section].get(name, ()) for c in LANGUAGES)) for name in names}


@lru_cache
def mapping(section: str) -> dict[str, Any]:
    """A section of words with their values, such as "numbers" or "ordinals"."""
    return {word: value for code in LANGUAGES for word, value in table(code)[section].items()}


@lru_cache
def nouns(language: Language) -> dict[str, tuple[Noun, ...]]:
    """Every word for every category, the category's own name first. Those of English and Spanish stand in
    categories.csv as singulars, which are bent here; files of other languages list both forms."""
    known = categories().values()
    if language == "en":
        return {c.name: (_english(c, c.name, c.plural), *(_english(c, w) for w in c.synonyms)) for c in known}
    if language == "es":
        own = {c.name: Noun(c.name, c.es, c.es_plural, c.es_gender, c.pair, False) for c in known}
        return {c.name: (own[c.name], *(_spanish(c, word) for word in c.synonyms_es)) for c in known}
    listed = table(language)["garments"]
    return {
        c.name: tuple(Noun(c.name, one, many, "m", c.pair, False) for one, many in listed.get(c.name, ()))
        for c in known
    }


def _english(c: Category, word: str, many: str = "") -> Noun:
    plural = word.endswith("s") and not word.endswith("ss")
    pair = c.pair or plural or word in words("one_thing")
    if word in words("mass_nouns"):
        return Noun(c.name, word, word, "m", False, True)
    if pair:
        return Noun(c.name, "", word, "m", True, False)
    return Noun(c.name, word, many or english_plural(word), "m", False, False)


def _spanish(c: Category, word: str) -> Noun:
    head = word.split()[0]
    gender = "f" if plain(head).endswith(("a", "as")) and head not in words("masculine_in_a") else "m"
    if head in words("mass_nouns"):
        return Noun(c.name, word, word, gender, False, True)
    if (c.pair and plain(head).endswith("s")) or word in words("two_of_a_kind"):
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
        rest = [w if w in words("nouns_as_adjectives") else _spanish_word(w) for w in rest]
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
    return word + ("s" if word in words("plural_in_s") else "es")


@lru_cache(maxsize=8192)
def colour_named(label: str) -> str | None:
    """The name of the colour that a label, a synonym, or a tone of one means in any language, or None."""
    said = plain(label)
    known = vocabulary.colour_named(said) or mapping("colours").get(said)
    return known or (_toned(said) if " " in said else None)


def _toned(said: str) -> str | None:
    """The colour of a phrase that is one and its tone: "light brown", "rojo oscuro"."""
    told = said.split()
    for tone, rest in ((told[0], told[1:]), (told[-1], told[:-1])):
        if named := colour_named(" ".join(rest)) if tone in words("lighter") | words("darker") else None:
            return vocabulary.shade(named, tone in words("lighter"))
    return None


@lru_cache
def articles(language: Language) -> frozenset[str]:
    """Articles and words that stand like one."""
    return frozenset(table(language)["articles"])


@lru_cache
def ordinary(language: Language) -> frozenset[str]:
    """Words of ordinary sentences that name no garment."""
    return articles(language) | words("ordinary", language)


@lru_cache
def frequent(language: Language) -> frozenset[str]:
    """The most frequent words of a language, as `python -m app word-list` wrote them, if it did."""
    file = DATA / f"frequent_{language}.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()


@lru_cache
def cues() -> dict[str, frozenset[str]]:
    """Every phrase that says how something is meant or what a message is about, and its kinds."""
    found: dict[str, set[str]] = {}
    for code in LANGUAGES:
        for kind, phrases in table(code)["cues"].items():
            for phrase in phrases:
                found.setdefault(bare(phrase), set()).add(kind)
    return {phrase: frozenset(kinds) for phrase, kinds in found.items() if phrase}


@lru_cache(maxsize=32768)
def cues_of(phrase: str) -> frozenset[str]:
    """The kinds of a phrase: those that it is listed under, and those whose expression "cue_…" it is."""
    told = (kind for kind in EXPRESSED if pattern(f"cue_{kind}").fullmatch(phrase))
    return cues().get(phrase, frozenset()).union(told)


@lru_cache
def pattern_names() -> dict[str, str]:
    """The textile pattern that each word or phrase for one means."""
    told = [(phrase, name) for name, said in groups("patterns").items() for phrase in sorted(said)]
    several = ((re.sub(r"([ao])\b", r"\1s", phrase), name) for phrase, name in told if " " in phrase)
    return {bare(phrase): name for phrase, name in (*several, *told)}


def bare(text: str) -> str:
    """Plain words without apostrophes, as cues are compared: "I've" → "ive"."""
    return " ".join(re.findall(r"\w+", plain(re.sub("['’´`]", "", text))))


def normalize(text: str) -> str:
    """A text as its words, between blanks: what phrases are looked for in. "men's" is "men"."""
    said = (word_of(raw) for raw in CARD_WORD.findall(text.replace("’", "'")))
    return f" {' '.join(word for word in said if word.isalnum())} "


def word_of(raw: str) -> str:
    """A word as it is compared: small letters, no accents, no genitive."""
    return plain(re.sub(r"'s$|'$", "", raw)).replace("'", "")


@lru_cache
def rows() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Every concept: its kind, and the words that say it in English and in all other languages."""
    english, *others = (table(code)["concepts"] for code in LANGUAGES)
    said = {key: [phrase for other in others for phrase in other.get(key, ())] for key in english}
    return tuple(
        (key.partition("/")[0], normalized(english[key]), normalized(phrases))
        for key, phrases in said.items()
    )


@lru_cache
def words_of(kind: str) -> frozenset[str]:
    """The words of all languages for the concepts of a kind."""
    return frozenset().union(*(english | spanish for name, english, spanish in rows() if name == kind))


def normalized(phrases: list[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalize(phrase).strip() for phrase in phrases)


@lru_cache
def synonyms(phrase: str) -> frozenset[str]:
    """The words of all languages that name the same finer garment, itself at least: trainers, sneakers."""
    groups = [english | spanish for kind, english, spanish in rows() if kind == "same"]
    return frozenset({phrase}).union(*(group for group in groups if phrase in group))


@lru_cache
def generic(category: str) -> frozenset[str]:
    """The words that say no more of an item than its category."""
    own = [noun for language in LANGUAGES for noun in nouns(language).get(category, ())[:1]]
    forms = frozenset(plain(form) for noun in own for form in (noun.one, noun.many))
    return forms | {plain(category)} | words_of("generic")


@lru_cache(maxsize=4096)
def written(item: Item) -> str:
    """All that an item's card says in its own words, between blanks."""
    return f"{card_text(item)}{normalize(item.category).lstrip()}"


def says(one: Descriptor, item: Item) -> bool:
    """Whether an item's card has a descriptor, of the thing itself: a long sleeve makes no long dress."""
    card = f"{written(item)}{item.usage} "
    if not one.said_by(card):
        return False
    for phrase in _details_with(one.forms):
        card = card.replace(f" {phrase} ", " ")
    return one.said_by(card)


@lru_cache
def _details_with(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The longer names of details that have one of these words in them."""
    around = (name for name in words_of("detail") - set(forms) if any(f" {f} " in f" {name} " for f in forms))
    return tuple(sorted(around, key=len, reverse=True))


def called(item: Item, phrase: str) -> bool:
    """Whether a garment may be called so: by its category, or by a finer name that its card uses."""
    return phrase in generic(item.category) or any(f" {name} " in written(item) for name in synonyms(phrase))
