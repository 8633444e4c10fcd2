"""A message as it is to be read: behind the customer's own correction, by the "rewrites" of the lexicon, the
names of the shop's brands marked, and how a thing is to be had taken out: in stock, on sale, in which size.

Knows texts and whether they name a garment; does not know what a message asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.nlu.lexicon import (
    LANGUAGES,
    alternatives,
    colour_named,
    mapping,
    pattern,
    table,
    words,
    words_of,
)
from app.nlu.parsing import people
from app.nlu.spelling import known_words
from app.nlu.tagger import Utterance
from app.plan import Filters
from data.catalogue.vocabulary import plain, unmarked

MAX_BRAND_WORDS = 5
MIN_LETTERS = 3  # of a name that is no ordinary word
# Ends the words of a brand's name: part of a word to expressions, of none to spelling; no customer writes it
MARK = "\u3007"
WORD = re.compile(r"[^\W_]+")
LETTERS, NUMBER = r"(?:[2-6]?x{1,4}[sl]|[sml])", r"\d{1,3}(?:[.,]5|[rsl](?!\w))?"  # 42R: of regular length
BIG = r"(?:3[2-9]|[45]\d|60)(?:[.,]5|[rsl](?!\w))?"  # numbers that hardly anything but a size has behind "in"
SYSTEM = r"(?:(?:uk|us|eu|eur|it|fr) )?"  # "UK 9"
BEHIND = r"(?: ?(?P<system>uk|us|eu)(?!\w))"  # "9 UK"; an "it" there is a pronoun
AGED = (  # "4y", "4-5 years", "18 meses"
    r"(?:\d{1,2}(?: ?[-–/] ?\d{1,2})? ?(?:y|yrs?|years?|m|mths?|months?|anos?|mes|meses)(?!\w))"
)
ALONE = re.compile(r"(?<![\w'&.])(?:x{1,4}[sl]|[2-6]xl)(?![\w'&])")  # sizes wherever they stand
CAPITAL = re.compile(r"(?<![\w'&.])[SML](?![\w'&]|\.\w)")


@dataclass(frozen=True, slots=True)
class Purchase:
    """How a thing is to be had: ``sizes`` are alternatives; ``lifted`` what of "sale", "stock" and "size" was
    asked for and is so no more."""

    in_stock: bool = False
    on_sale: bool = False
    sizes: tuple[str, ...] = ()
    lifted: frozenset[str] = frozenset()
    of_all: bool = False  # of whatever there is: "what do you have on sale?"

    def __bool__(self) -> bool:
        return self.is_asked or bool(self.lifted)

    @property
    def is_asked(self) -> bool:
        """Whether anything is."""
        return self.in_stock or self.on_sale or bool(self.sizes)

    def added_to(self, filters: Filters) -> Filters:
        """Filters with what is asked and without what is lifted; the rest stands."""
        off = self.lifted
        return replace(
            filters,
            in_stock=self.in_stock or (filters.in_stock and "stock" not in off),
            on_sale=self.on_sale or (filters.on_sale and "sale" not in off),
            sizes=self.sizes or (() if "size" in off else filters.sizes),
        )


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


def marked(text: str, brands: Sequence[str]) -> str:
    """A message with each name of a brand as one word that means nothing else. One that is an ordinary
    word too counts with a capital, or where it is said to be a brand."""
    known = _brand_words(tuple(brands))
    found = [one for one in WORD.finditer(text) if known and MARK not in one[0]]
    said, at, end = [], 0, 0
    while at < len(found):
        lengths = range(min(MAX_BRAND_WORDS, len(found) - at), 0, -1)
        spans = ((n, tuple(plain(one[0]) for one in found[at : at + n])) for n in lengths)
        length, name = next(((n, key) for n, key in spans if key in known), (0, ()))
        first, last = found[at].start(), found[at + max(length, 1) - 1].end()
        if length and (not _is_ordinary(name) or _is_meant(text, first, last)):
            said += [text[end:first], known[name]]
            end = last
        at += max(length, 1)
    return "".join((*said, text[end:]))


@lru_cache(maxsize=8)  # shops of one process
def brand_marks(brands: tuple[str, ...]) -> dict[str, str]:
    """The brand that each mark stands for."""
    return {MARK.join((*card_words(name), "")): name for name in brands if card_words(name)}


def card_words(name: str) -> list[str]:
    """The words of a name as a card's text has them: levi, s."""
    return re.findall(r"[^\W_]+", plain(name))


@lru_cache(maxsize=8)
def _brand_words(brands: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    """The marks by the words of names, with and without apostrophes: "Levi's", "levis"."""
    found: dict[tuple[str, ...], str] = {}
    for mark, name in brand_marks(brands).items():
        found |= {tuple(card_words(form)): mark for form in (unmarked(name), name)}
    return found


@lru_cache(maxsize=4096)
def _is_ordinary(name: tuple[str, ...]) -> bool:
    """Whether a brand's name may mean something else: a common word, or a garment in its colour."""
    if " ".join(name) in words_of("brand") - words("brands_and_words"):
        return False
    if len(name) == 1:
        common = name[0] in known_words() or name[0] in words("brands_and_words")
        return common or len(name[0]) < MIN_LETTERS or not name[0].isalpha()
    return all(piece.garment or piece.colour for piece in Utterance(" ".join(name)).pieces)


def _is_meant(text: str, first: int, last: int) -> bool:
    """Whether an ordinary word is a brand here: by a capital within its sentence, or by the words around."""
    before, behind = _flat(text[:first]), _flat(text[last:])
    inside = re.search(r"[\w,'’)]\s+$", text[:first]) and not text.isupper()
    if inside and text[first].isupper():
        return True
    if re.search(rf"\b(?:{alternatives('brand_before')}) $", before):
        return True
    by = re.search(rf"\b(?:{alternatives('brand_by')}) $", before) and re.match(r"\s*(?:$|[.,;!?)])", behind)
    return bool(by) or bool(re.match(rf" (?:{alternatives('brand_behind')})\b", behind))


def taken_out(text: str) -> tuple[Purchase, str]:
    """How things are to be had, and the message without the words that say so."""
    said, of_all = dict[str, bool](), bool(pattern("whole_shop").search(_flat(text)))
    for name in ("sale_lifted", "stock_lifted", "size_lifted", "sale_wanted", "stock_wanted"):
        asked = name != "sale_wanted" or not pattern("sale_policy").search(_flat(text))
        spans = [found.span() for found in _whole(name).finditer(_flat(text))] if asked else []
        said[name], text = bool(spans), _without(text, spans)
    sizes: list[str] = []
    for kind in _size_phrases():
        found = list(kind.finditer(_flat(text)))
        sizes += [size for one in found for size in _sizes(one["sizes"])]
        text = _without(text, [one.span() for one in found])
    alone = sorted(_isolated(text))
    sizes += [size for first, end in alone for size in _sizes(_flat(text)[first:end])]
    lifted = frozenset(name for name in ("sale", "stock", "size") if said[f"{name}_lifted"])
    told = Purchase(said["stock_wanted"], said["sale_wanted"], tuple(dict.fromkeys(sizes)), lifted, of_all)
    return told, _without(text, alone)


def _flat(text: str) -> str:
    """A text in small letters without accents, each at its place."""
    flat = text if text.isascii() else "".join(plain(letter)[:1] or letter for letter in text)
    return flat.lower().replace("’", "'")


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for first, end in reversed(spans):
        text = f"{text[:first].rstrip()} {text[end:].lstrip()}"
    return text


def _sizes(said: str) -> Iterator[str]:
    """The sizes in a phrase: M for medium."""
    names, kinds = mapping("size_names"), f"{AGED}|{LETTERS}|{_letters()}|{NUMBER}|{_names()}"
    for found in re.finditer(rf"(?<!\w){SYSTEM}(?P<size>{kinds})(?!\w){BEHIND}?", said):
        if re.fullmatch(AGED, found["size"]):
            numbers = "-".join(re.findall(r"\d+", found["size"]))
            yield f"{numbers}{'M' if 'm' in found['size'] else 'Y'}"
        elif found["system"]:
            yield f"{found['system']} {found['size']}".upper().replace(",", ".")
        else:
            yield names.get(found[0], found[0].upper().replace(",", "."))


def _letters() -> str:
    """Letters for sizes that only some countries have: G for grande."""
    return "|".join(sorted(mapping("size_letters"), key=len, reverse=True))


def _names() -> str:
    return "|".join(sorted(mapping("size_names"), key=len, reverse=True))


@lru_cache
def _ends() -> str:
    """What may stand behind a number that is a size: no unit, and nothing that is counted."""
    return rf"(?=\s*(?:$|[.,](?!\d)|[;:!?()…]|(?:{_listed('size_ends')})\b))"


def _listed(name: str) -> str:
    return "|".join(sorted(words(name)))


@lru_cache
def _size_phrases() -> tuple[re.Pattern[str], ...]:
    """Sizes that are called so, those behind "in a", behind a mere "in", and all that is said: "and L?"; with
    what is listed after."""
    ends, begins = _ends(), r"(?<!\w)(?<!\bnot )(?<!\bno )"
    own = rf"(?:(?:{AGED}|{LETTERS}|{_letters()})(?!\w)|{BIG}(?!\w)|(?:{NUMBER}|{_names()}){ends})"
    article = r"(?:(?:an?|la|una?|size|talla) )?"
    more = rf"(?:\s*(?:[,/-]|\b(?:{_listed('size_joining')})\b)\s*{article}{SYSTEM}{own})*"
    system = SYSTEM.removesuffix("?")
    single = r"(?:(?<= a )|(?<= an )|(?=\d\d))"  # "in an 8", but not "en la 2"
    first = {
        "size_named": rf"[ :]+(?P<sizes>{SYSTEM}(?:{AGED}|{LETTERS}|{_letters()}|{NUMBER}|{_names()})(?!\w)"
        rf"{BEHIND.replace('?P<system>', '?:')}?",
        "size_article": rf" (?P<sizes>(?:{SYSTEM}{LETTERS}(?!\w)|(?:{system}|{single}){NUMBER}{ends}"
        rf"|(?:{_names()}){ends})",
        "size_bare": rf" (?P<sizes>(?:{SYSTEM}(?:{LETTERS}|{_letters()})(?!\w)|{system}{NUMBER}{ends}"
        rf"|{BIG}{ends})",
        "size_alone": rf" (?P<sizes>{LETTERS}(?=\W*$)",
    }
    return tuple(
        re.compile(rf"{begins}(?:{alternatives(name)}){size}{more})") for name, size in first.items()
    )


def _isolated(text: str) -> set[tuple[int, int]]:
    """Where sizes stand that nothing introduces: XL, "M or L", an M or a 42 beside a garment."""
    flat, joins = _flat(text), _listed("size_joining")
    one = rf"(?<![\w'&.]){LETTERS}(?![\w'&])"
    several = re.compile(rf"{one}(?:\s*(?:[,/]|\b(?:{joins})\b)\s*{one})+")
    found = {match.span() for match in several.finditer(flat)}
    beside = (match for match in CAPITAL.finditer(text) if _is_beside_garment(text, *match.span()))
    behind = re.finditer(rf"(?<=[a-z] ){BIG}{_ends()}", flat)
    numbers = (match for match in behind if _ends_with_garment(text[: match.start()]))
    named = re.finditer(rf"(?<!\w)(?:uk|eu) \d\d?(?:[.,]5)?{_ends()}", flat)
    told = re.finditer(
        r"(?<![\w.])\d\d?(?:[.,]5)? ?(?:uk|eu)(?!\w)|(?<![\w.])(?:\d\d?[-/])?\d\d?y(?!\w)", flat
    )
    for match in (*ALONE.finditer(flat), *named, *told, *beside, *numbers):
        first, end = match.span()
        if not any(start <= first < stop for start, stop in found):
            found.add((first, end))
    return found


def _is_beside_garment(text: str, first: int, end: int) -> bool:
    after = (p for p in Utterance(text[end:]).pieces if not p.colour)
    following = next(after, None)
    return _ends_with_garment(text[:first]) or bool(following and following.garment)


def _ends_with_garment(text: str) -> bool:
    """Whether a garment stands at the end of a text, but for its colour or a comma."""
    pieces = [p for p in Utterance(text).pieces if p.kind not in ("comma", "colour")]
    return bool(pieces and pieces[-1].garment)


@lru_cache
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(name)})(?!\w)")


@lru_cache
def _correction() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('correction')})[,.:…]*")


def _filled(found: re.Match[str], say: str) -> str:
    """A replacement with the words behind the match and the colour among them: "un traje de lino beige"."""
    behind = (found.groupdict().get("behind") or "").split()
    spans = (" ".join(behind[at:stop]) for stop in range(len(behind), 0, -1) for at in range(stop))
    shade = next((f" {span}" for span in spans if colour_named(span)), "")
    more = f" {' '.join(behind)}" if behind else ""
    return found.expand(say.replace("{colour}", shade).replace("{behind}", more))


def _names_garment(text: str) -> bool:
    return any(piece.garment for piece in Utterance(text).pieces)
