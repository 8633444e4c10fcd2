"""What a description says of how a thing is made: "short sleeves and a ribbed round neck".

Descriptions are data that anybody may have written: only plain words about sleeves, collars, stuffs and the
like are taken from one, and nothing that names people, prices or other garments. Knows cards, not sentences.
"""

from __future__ import annotations

import re

from app.factcheck.safety import SENTENCE, harm
from app.nlu.mentions import mentions, tokens
from app.nlu.wish import Language
from data.catalogue.catalogue import Item

BEHIND = {"en": re.compile(r"^[^.]*? with ([^.]+)\."), "es": re.compile(r"^[^.]*? con ([^.]+)\.")}
WORDS = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+|, [^\W\d_]+)*")  # and nothing else
LONGEST = 80  # letters
TOLD = {"detail", "material", "cut", "quality"}
BESIDE = {"count", "colour", "pattern"}  # may stand beside them


def detail(item: Item, language: Language) -> str:
    """What stands behind "with" in an item's description, or "" where that is nothing for a customer."""
    found = BEHIND[language].match(item.description_es if language == "es" else item.description)
    said = found[1].strip() if found else ""
    if len(said) > LONGEST or not WORDS.fullmatch(said) or harm(said):
        return ""
    words = tokens(said)
    kinds = {m.kind for m in mentions(words, language)}
    small = not any(token.raw[0].isupper() and len(token.raw) > 1 for token in words)
    plain = not SENTENCE & {token.word for token in words}
    return said if small and plain and kinds & TOLD and kinds <= TOLD | BESIDE else ""
