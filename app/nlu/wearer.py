"""Who is to wear what is asked for: for whom it is, and whether a size is named.

Knows words; no card of a shop says sizes, so none is looked for.
"""

from __future__ import annotations

import re

from data.catalogue.vocabulary import plain, unmarked

I_AM = re.compile(  # "I'm a man", "soy una mujer alta"
    r"\b(?:im|i am|as|soy|como) (?:a |an |un |una )?(?:\w+ )?"
    r"(man|guy|bloke|woman|lady|girl|hombre|mujer)\b"
)
YOUNG = re.compile(  # nobody's own children, whom somebody takes along: "a walk with the kids"
    r"\b(?:for|para)(?: (?!with|con)\w+){0,2} (?:kids?|child(?:ren)?|toddlers?|peques?)\b"
    r"|(?<!my )(?<!our )(?<!the )\b(?:kids|children|childrens|childs|toddlers?) \w+|\binfantil(?:es)?\b"
)
SIZED = re.compile(  # of clothes or shoes
    r"\b(?:sizes?|tallas?|numero) (?:x*[sml]|x+l|\d{1,3}|small|medium|large)\b"
    r"|\b(?:del|de la|un) (?:3[4-9]|4[0-8])\b|\b(?:in|en) (?:x*[sml]|x+l)\b"
    r"|\bplus size\b|\btallas? grandes?\b"
)


def speaker(text: str) -> str:
    """The word by which customers say who they are: "man", "mujer"; "" where they do not. Who writes "I'm a
    girl" is grown up."""
    found = I_AM.search(unmarked(text))
    return {"girl": "woman"}.get(found[1], found[1]) if found else ""


def young(text: str) -> str:
    """ "kids" where something is asked for children, and not which of them."""
    return "kids" if YOUNG.search(unmarked(text)) else ""


def is_sized(text: str) -> bool:
    """Whether a size is asked for."""
    return bool(SIZED.search(plain(text)))
