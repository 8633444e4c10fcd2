"""A message in words that name what is meant: a suit's two pieces, what may be worn, a picture's garment.

Knows phrases; what becomes of the words is for app/reading.py.
"""

from __future__ import annotations

import re

from app.nlu.tagger import parts
from data.catalogue.vocabulary import colour_named, plain

CORRECTION = re.compile(
    r"\b(?:no,? sorry|sorry,? no|sorry,? i mean|i mean|i meant|no,? wait|wait,? no|scratch that|or rather"
    r"|perdon,? (?:digo|no)|no,? (?:digo|perdon|espera)|quiero decir|quise decir|mejor dicho|digo,)[,.:…]*"
)
SUIT = re.compile(  # the thing, and not "which shoes would suit me" or "un traje de baño"
    r"\b(?P<many>an?|another|new|one|the|two|three|2|3)(?P<kind> (?!suit\b)\w+)? suits?\b"
    r"(?! (?:cases?|jackets?|trousers|pants|me|you|him|her|my|your|his|us|them|both|all|any|every|a|an)\b)"
)
TO_GO_WITH = re.compile(r"\bwith (?P<thing>an? (?:\w+ ){1,3})to (?:go with (?:it|them|that)|match)\b")
TRAJE = re.compile(
    r"\b(?P<many>un|otro|el|nuevo|dos|tres|2|3) (?:trajes?|ternos?)\b"
    r"(?! (?:de (?!lino|lana|hombre|caballero|mujer|senora|oficina|vestir)|regional|tipico|espacial))"
    r"(?P<behind>(?: \w+){1,4})?"
)
MAY = r"\b(?:can|could|should|may) (?:i|we|you|one|he|she) wear (?P<thing>(?:[\w-]+ ){1,4}?)"
PUEDO = r"\b(?:puedo|podria|se puede|deberia) (?:llevar|ponerme|usar) (?P<thing>(?:\w+ ){1,4}?)"
WEARING = (  # whether one thing may be worn with another, or somewhere: that thing is to be shown
    (re.compile(MAY + r"with\b"), r"show me \g<thing>to go with"),
    (re.compile(MAY + r"(?:to|at|for)\b"), r"show me \g<thing>for"),
    (re.compile(PUEDO + r"con\b"), r"ensename \g<thing>que vaya con"),
    (re.compile(PUEDO + r"(?:para|a|en)\b"), r"ensename \g<thing>para"),
)
BLACK_TIE = re.compile(  # what is worn there is more than a tie
    r"\b(?:black|white)[ -]tie (?=(?:events?|dinner|part(?:y|ies)|wedding|gala|ball|affair|do|night|evening"
    r"|reception|dress|outfit|look|attire|occasion|function)\b)"
)
BARE_TRAJE = re.compile(r"^traje\b")
PICTURES = {
    "👕": "t-shirt", "👔": "tie", "👖": "pants", "🩳": "shorts", "👗": "dress", "🧥": "coat",
    "👘": "kurta", "🥻": "saree", "👙": "swimwear", "🩱": "swimwear", "👚": "shirt", "👛": "wallet",
    "👜": "bag", "🎒": "bag", "👝": "bag", "👞": "shoes", "👟": "shoes", "🥾": "shoes", "🥿": "shoes",
    "👠": "shoes", "👢": "shoes", "👡": "sandals", "🩴": "sandals", "🧦": "socks", "🧤": "gloves",
    "🧣": "scarf", "👒": "hat", "🎩": "hat", "🧢": "hat", "⌚": "watch", "🕶": "sunglasses",
    "💍": "jewellery", "📿": "jewellery", "☂": "umbrella", "🌂": "umbrella",
}  # fmt: skip


def corrected(text: str) -> str:
    """What is said behind a customer's own correction, where it names a garment: "bras, no sorry, vests"."""
    end = max((found.end() for found in CORRECTION.finditer(plain(text))), default=0)
    behind = plain(text)[end:]
    return behind if end and any(part.garment for part in parts(behind)) else text


def tailored(text: str) -> str:
    """A message in which a suit is called by what it consists of, a jacket and trousers, what goes with a
    thing is asked for, "with a belt to go with it", and so is what may be worn: "can I wear a hat"."""
    said = SUIT.sub(r"\g<many>\g<kind> suit jacket and \g<many>\g<kind> suit trousers", plain(text))
    said = BLACK_TIE.sub("formal ", said)
    for asked, shown in WEARING:
        found = asked.search(said)
        if found and any(part.garment for part in parts(found["thing"])):
            said = asked.sub(shown, said)
            break
    said = BARE_TRAJE.sub("un traje", said)
    said = TRAJE.sub(_dos_piezas, said)
    said = TO_GO_WITH.sub(r"and \g<thing>", said)
    return text if said == plain(text) else said


def _dos_piezas(found: re.Match[str]) -> str:
    """Both pieces in the colour that stands behind the suit, as far as one does: "un traje de lino beige"."""
    many, behind = found["many"], (found["behind"] or "").split()
    ends = (" ".join(behind[at:stop]) for stop in range(len(behind), 0, -1) for at in range(stop))
    shade = next((f" {end}" for end in ends if colour_named(end)), "")
    return f"{many} saco de traje{shade} y {many} pantalon {' '.join(behind)}"


def drawn(text: str) -> str:
    """A message with the garments that it only draws in words, once each: "🧣?" → " scarf ?"."""
    for picture, name in PICTURES.items():
        text = text.replace(picture, f" {name} ", 1).replace(picture, " ")
    return text
