"""What is asked for without its name: "something to keep my hands warm", "🧣?", "recommend me one".

Knows phrases of app/cues.csv and little pictures; does not know how a sentence is parted into pieces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.clauses import POLITE
from app.lexicon import cues
from app.spotting import parts
from data.vocabulary import colour_named, plain

NEED = "need "  # begins the cues that name a category by its use
WARM = ("jersey", "jacket", "coat")  # for "something warm, but not a coat"
LONGEST = 4  # words of "búscame una"
# "under 50 €", "por menos de £30", "my budget is $80": no item may reach that price, or only just
LIMIT = re.compile(
    r"\b(?P<said>under|below|less than|cheaper than|max(?:imum)?|up to|no more than|not more than|at most"
    r"|budget|within|menos de|por debajo de|hasta|maximo|tope|no mas de|como mucho|presupuesto|bajo)\b"
    r"(?: (?:of|is|de|es|son|about|around|unos))* ?"
    r"(?P<sign>[€£$])? ?(?P<price>\d{1,5}(?:[.,]\d{1,2})?) ?"
    r"(?P<unit>€|£|\$|eur\b|euros?\b|pounds?\b|quid\b|dollars?\b|bucks\b|libras\b|dolares\b|pavos\b)?"
)
CORRECTION = re.compile(
    r"\b(?:no,? sorry|sorry,? no|sorry,? i mean|i mean|i meant|no,? wait|wait,? no|scratch that|or rather"
    r"|perdon,? (?:digo|no)|no,? (?:digo|perdon|espera)|quiero decir|quise decir|mejor dicho|digo,)[,.:…]*"
)
UNDER = ("under", "below", "less than", "cheaper than", "menos de", "por debajo de", "bajo")
NOT_CHEAP = re.compile(
    r"\b(?:not?|nothing|nada|ni|sin|isnt|doesnt|dont|\w+n't)(?: \w+){0,3} (?:cheap|barat|economic)"
)
CHEAPEST_OF_ALL = re.compile(
    r"^\W*(?:lo mas (?:barat|economic)\w+|(?:the )?cheapest)\W*$|\bcheapest (?:thing|item|piece|stuff)"
    r"|\bcheapest (?:that )?you (?:have|sell|got)|\blo mas (?:barat|economic)\w+ (?:que|de la|de todo|de tu)"
    r"|\b(?:cosa|prenda|articulo|producto)s? mas (?:barat|economic)"
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
BARE_TRAJE = re.compile(r"^traje\b")
PRICE = re.compile(
    r"\b(?:how much (?:is|are|does|do|for)|what(?:s| is| does| do)? (?:it|this|they|these|the price)\b.*"
    r"\b(?:costs?|price)|cuanto (?:cuesta|vale|es|sale)n?|a cuanto|que precio)\b|\bprice\?"
)
CENT = 0.01
PICTURES = {
    "👕": "t-shirt", "👔": "tie", "👖": "pants", "🩳": "shorts", "👗": "dress", "🧥": "coat",
    "👘": "kurta", "🥻": "saree", "👙": "swimwear", "🩱": "swimwear", "👚": "shirt", "👛": "wallet",
    "👜": "bag", "🎒": "bag", "👝": "bag", "👞": "shoes", "👟": "shoes", "🥾": "shoes", "🥿": "shoes",
    "👠": "shoes", "👢": "shoes", "👡": "sandals", "🩴": "sandals", "🧦": "socks", "🧤": "gloves",
    "🧣": "scarf", "👒": "hat", "🎩": "hat", "🧢": "hat", "⌚": "watch", "🕶": "sunglasses",
    "💍": "jewellery", "📿": "jewellery", "☂": "umbrella", "🌂": "umbrella",
}  # fmt: skip


def cheap(about: Collection[str], text: str) -> bool:
    """Whether a low price is asked for, and not refused: "las botas más baratas", but not "nothing cheap"."""
    return bool({"cheapest", "cheaper"} & set(about)) and not NOT_CHEAP.search(plain(text))


def cheapest_of_all(text: str) -> bool:
    """Whether the lowest price is asked for, of whatever there is."""
    return bool(CHEAPEST_OF_ALL.search(plain(text)))


def corrected(text: str) -> str:
    """What is said behind a customer's own correction, where it names a garment: "bras, no sorry, vests"."""
    end = max((found.end() for found in CORRECTION.finditer(plain(text))), default=0)
    behind = plain(text)[end:]
    return behind if end and any(part.garment for part in parts(behind)) else text


def tailored(text: str) -> str:
    """A message in which a suit is called by what it consists of, a jacket and trousers, and what goes with
    a thing is asked for beside it: "with a belt to go with it"."""
    said = SUIT.sub(r"\g<many>\g<kind> suit jacket and \g<many>\g<kind> suit trousers", plain(text))
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


def limit(text: str) -> float:
    """The price that no item may reach, as a message says it with its currency; 0 where it says none."""
    found = LIMIT.search(plain(text))
    if found is None or not (found["sign"] or found["unit"]):
        return 0.0
    price = float(found["price"].replace(",", "."))
    return price if found["said"] in UNDER else price + CENT


def asks_price(text: str) -> bool:
    """Whether it is asked what a thing costs."""
    return bool(PRICE.search(plain(re.sub("['’]", "", text))))


def drawn(text: str) -> str:
    """A message with the garments that it only draws in words, once each: "🧣?" → " scarf ?"."""
    for picture, name in PICTURES.items():
        text = text.replace(picture, f" {name} ", 1).replace(picture, " ")
    return text


def again(about: Collection[str], words: Sequence[str]) -> bool:
    """Whether a pronoun asks for what is owned, worn out or refused: "my bag ripped", "…, recommend one"."""
    if {"again", "gone"} & set(about):
        return True
    said = " ".join(w for w in words if w not in POLITE and not colour_named(w)).replace(",", ".")
    ends = [clause.split() for clause in said.split(".")]
    return any("one" in cues().get(" ".join(end[-n:]), ()) for end in ends for n in range(1, LONGEST + 1))


def needed(about: Collection[str], refused: Collection[str]) -> tuple[str, ...]:
    """The categories that serve what is asked for, without those ``refused``; () where no use tells them."""
    uses = tuple(cue.removeprefix(NEED) for cue in sorted(about) if cue.startswith(NEED))
    if not uses and {"something", "warm"} <= set(about) and set(WARM) & set(refused):
        uses = WARM[:2]
    return tuple(name for name in uses if name not in refused)
