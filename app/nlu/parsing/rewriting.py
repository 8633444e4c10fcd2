"""A message as it is to be read: behind the customer's own correction, and by the "rewrites" of the lexicon.

Knows texts and whether they name a garment; does not know what a message asks for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.nlu.lexicon import LANGUAGES, alternatives, colour_named, table
from app.nlu.parsing import people
from app.nlu.tagger import Utterance
from data.catalogue.vocabulary import plain


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
    shared = people.each_named(said)
    said = shared if shared != said and _names_garment(said) else said
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
