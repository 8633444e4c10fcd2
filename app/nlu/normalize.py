"""Brings a message into the form that is parsed: shortened, corrected, rewritten, emoji named; its language.

Knows phrases; what becomes of the words is for the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.nlu.lexicon import LANGUAGES, alternatives, articles, colour_named, nouns, ordinary, table
from app.nlu.tagger import Utterance
from app.plan import Language
from data.catalogue.vocabulary import colours, emoji_categories, plain

MAX_MESSAGE_BYTES = 480  # that are read: thrice the longest sensible message, and never over 2 s of reading
MAX_SCANNED = 100_000  # letters of a message that are looked at at all


def shortened(text: str) -> str:
    """Beginning and end of a long message, on one line: the request stands in one of them."""
    line = " ".join(text[:MAX_SCANNED].split())
    said = line.encode("utf-8", errors="ignore")  # an emoji costs a model as much as a long word
    if len(said) > MAX_MESSAGE_BYTES:
        half = MAX_MESSAGE_BYTES // 2
        said = said[:half] + b" ... " + said[-half:]
    return said.decode("utf-8", errors="ignore")


def corrected(text: str) -> str:
    """What stands behind a customer's own correction, where it names a garment: "bras, no sorry, vests"."""
    end = max((found.end() for found in _correction().finditer(plain(text))), default=0)
    behind = plain(text)[end:]
    return behind if end and _names_garment(behind) else text


def rewritten(text: str) -> str:
    """A message by the "rewrites" of each language: a suit is called a jacket and trousers, "can I wear a
    hat with it" asks for a hat. Of the rewrites that need a garment only the first is made."""
    said, asked = plain(text), False
    for language in LANGUAGES:
        for rule in table(language)["rewrites"]:
            found = re.search(rule["find"], said)
            if found is None or ("garment" in rule and (asked or not _names_garment(found[rule["garment"]]))):
                continue
            asked = asked or "garment" in rule
            said = re.sub(rule["find"], lambda m, say=rule["say"]: _filled(m, say), said)  # type: ignore[misc]
    return text if said == plain(text) else said


def _filled(found: re.Match[str], say: str) -> str:
    """A replacement with the words behind the match and the colour among them: "un traje de lino beige"."""
    behind = (found.groupdict().get("behind") or "").split()
    spans = (" ".join(behind[at:stop]) for stop in range(len(behind), 0, -1) for at in range(stop))
    shade = next((f" {span}" for span in spans if colour_named(span)), "")
    more = f" {' '.join(behind)}" if behind else ""
    return found.expand(say.replace("{colour}", shade).replace("{behind}", more))


@lru_cache
def _correction() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('correction')})[,.:…]*")


def _names_garment(text: str) -> bool:
    return any(piece.garment for piece in Utterance(text).pieces)


def with_emoji_named(text: str) -> str:
    """A message with the garments that it only draws in words, once each: "🧣?" → " scarf ?"."""
    for picture, name in emoji_categories().items():
        text = text.replace(picture, f" {name} ", 1).replace(picture, " ")
    return text


def language_of(said: Utterance, otherwise: Language) -> Language:
    """The language in which more of the words are found; ``otherwise`` where that is undecided."""
    tokens = {one.word for one in said.meant} | set(said.tokens)
    counts = {code: len(distinctive_words(code) & tokens) for code in LANGUAGES}
    likely = [code for code in LANGUAGES if counts[code] == max(counts.values())]
    marked = (code for code in likely if set(said.text) & set(table(code)["letters"]))
    return likely[0] if len(likely) == 1 else next(marked, otherwise)


@lru_cache
def distinctive_words(language: Language) -> frozenset[str]:
    """Words that customers use in this language and in no other, garments too."""
    others = (set(_spoken(code)) for code in LANGUAGES if code != language)
    return frozenset(_spoken(language)).difference(*others)


def _spoken(language: Language) -> Iterator[str]:
    for of_category in nouns(language).values():
        for noun in of_category:
            yield from plain(f"{noun.one} {noun.many}").split()
    for c in colours().values():  # "red" is also an everyday word of Spanish, "a red shirt" is English
        spanish = (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural, *c.synonyms_es)
        named = {"en": (c.name, *c.synonyms), "es": spanish}.get(language, ())
        yield from plain(" ".join(named)).split()
    yield from plain(" ".join(table(language)["colours"])).split()
    yield from articles(language)
    yield from ordinary(language)
