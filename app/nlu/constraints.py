"""What a message says of all its garments: weather, tones; and, as descriptors, who made them, what they are
of, how they are cut, what is printed on them.

Knows words and where they stand beside garments; whether a card says them is for the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from app.nlu.lexicon import (
    LANGUAGES,
    colour_named,
    groups,
    mapping,
    normalize,
    normalized,
    pattern,
    rows,
    synonyms,
    table,
    words,
    words_of,
)
from app.nlu.parsing.rewriting import brand_marks, card_words
from app.nlu.roles import is_turned_down, is_unloved
from app.nlu.tagger import DIMINUTIVE, Piece, Utterance
from app.plan import WEATHERS, Descriptor
from data.catalogue.vocabulary import plain, unmarked

TONES = ("light", "dark", "bright", "neutral", "earthy")
KINDS = ("brand", "material", "property", "detail", "cut", "quality")  # of concepts that describe a garment
MAX_DESCRIPTORS = 4  # of a plan
MAX_WORDS = 3  # in one of them
MAX_BESIDE = 3  # words of its own before or behind a garment that may describe it
MIN_LETTERS = 3
REFUSAL_REACH = 3  # words behind a refusal that it is about
SENTENCE = re.compile(r"(?<=[.!?])\s")


def weather(said: Utterance) -> str:
    """The weather that a message speaks of, the first of WEATHERS; "" for none."""
    return next((name for name in WEATHERS if pattern(f"weather_{name}").search(said.plain)), "")


def tone(said: Utterance) -> str:
    """The first of TONES that a message asks for; "" for none."""
    found = [(match.start(), name) for name in TONES if (match := pattern(f"tone_{name}").search(said.plain))]
    return min(found, default=(0, ""))[1]


@dataclass(frozen=True, slots=True)
class _Known:
    """A descriptor of the lexicon: all its forms, whether it is a name, if its lack is worth a word."""

    forms: tuple[str, ...]
    is_name: bool
    certain: bool


def descriptors(text: str, brands: tuple[str, ...] = ()) -> tuple[Descriptor, ...]:
    """Those of a message, each once, in its order. The names of the shop's ``brands`` are marked in it."""
    return continued((), text, brands)


def continued(
    before: Sequence[Descriptor], text: str, brands: tuple[str, ...] = ()
) -> tuple[Descriptor, ...]:
    """Those that stand after a message: one that is refused later is refused, and of brands for the same
    things the last is meant."""
    found = {one.forms: one for one in before}
    for sentence in SENTENCE.split(text):
        said = Utterance(sentence)
        told, other = [*_brands(said, brands), *_of_sentence(said)], said.says("another_brand")
        found = {
            forms: replace(one, refused=one.refused or (other and one.is_name))
            for forms, one in found.items()
            if not _overtaken(one, told)
        }
        for one in told:
            earlier = found.get(one.forms, one)
            found[one.forms] = replace(earlier, refused=earlier.refused or one.refused)
    wanted = (other for one in found.values() if one.refused for other in _opposite(one))
    every = {one.forms: one for one in (*wanted, *found.values())}  # what is said outweighs what is meant
    return tuple(map(_cautious, tuple(every.values())[-MAX_DESCRIPTORS:]))


def _opposite(one: Descriptor) -> Iterator[Descriptor]:
    """What is wanted by who finds things too short: long ones."""
    word = mapping("opposites").get(plain(one.word), "")
    if word in _lexicon():
        yield Descriptor(word, _lexicon()[word].forms, False, category=one.category)


def _cautious(one: Descriptor) -> Descriptor:
    """A refused material with the words of cards that may hide it: no knit for who cannot wear wool."""
    hidden = _suspects(frozenset(one.forms)) if one.refused else frozenset()
    return replace(one, forms=tuple(dict.fromkeys((*one.forms, *sorted(hidden)))))


@lru_cache
def _suspects(forms: frozenset[str]) -> frozenset[str]:
    """The words of cards behind which a material may hide that has these words: wool in what is knitted."""
    told = [table(code)["concepts"] for code in LANGUAGES]
    hiding = [key for key in told[0] if key.startswith("suspect/")]
    of_these = [key for key in hiding if forms & normalized(told[0][key.replace("suspect", "material")])]
    return frozenset().union(*(normalized(own.get(key, ())) for key in of_these for own in told))


@lru_cache
def pattern_words(name: str) -> tuple[str, ...]:
    """The words of all languages for a pattern of data/catalogue/patterns.csv."""
    named = normalize(name).strip()
    known = [english | spanish for kind, english, spanish in rows() if kind == "pattern" and named in english]
    return tuple(sorted(frozenset({named}).union(*known)))


def refused_pattern(name: str) -> Descriptor:
    """A pattern that is not wanted, as a descriptor that is refused."""
    return Descriptor(name, pattern_words(name), False, refused=True)


def refusal(word: str) -> Descriptor:
    """A word for what is not wanted, a material, a cut, a finer garment, as a descriptor that is refused."""
    known = next(iter(descriptors(word)), None)
    single = word.removesuffix("s")
    own = {*synonyms(plain(word)), plain(single), plain(f"{single}s")}
    forms = known.forms if known else tuple(sorted(own))
    return Descriptor(word, forms, False, bool(known and known.is_name), refused=True)


def _overtaken(one: Descriptor, told: Iterable[Descriptor]) -> bool:
    """Whether a name gives way to one said later of the same things: "a Nike cap. What about Puma?"."""
    names = [new for new in told if new.is_name and not (new.refused or one.refused)]
    return one.is_name and any(new.of(one.category) or one.of(new.category) for new in names)


def _of_sentence(said: Utterance) -> list[Descriptor]:
    proper, pieces = _capitalised(said.text), said.pieces
    as_written = {unmarked(word): word for word in re.findall(r"[^\W_]+(?:['’]\w+)?", said.text)}
    found: list[tuple[int, Descriptor]] = []
    taken: set[int] = set()
    for first, last, known in _known_phrases(said.tokens):
        word = " ".join(as_written.get(word, word) for word in said.tokens[first : last + 1])
        word = word if word in said.text else word.replace(" ", "-")
        if word.islower() and word in words("brands_and_words"):  # "makes me look like a fossil"
            continue
        named = any((p.first, p.last) == (first, last) and p.garment and not p.guessed for p in pieces)
        if named and not words_of("detail").isdisjoint(known.forms):
            continue  # it names the thing: un collar is no collar
        owner, refused = _owner(pieces, first, last), _refused(pieces, first)
        found.append((first, Descriptor(word, known.forms, known.certain, known.is_name, owner, refused)))
        taken |= {*range(first, last + 1)}
    for piece, category, joined in _beside_garments(pieces, proper):
        at, word = piece.first, said.tokens[piece.first]
        if at not in taken and _may_describe(word):
            telling = joined or word in proper
            certain = bool(category) and telling and word not in _fields_of_cards()
            shown, refused = as_written.get(word, word), _refused(pieces, at)
            forms = tuple(dict.fromkeys((word, word.removesuffix("s"), f"{word}s")))
            one = Descriptor(shown, forms, certain, word in proper, category, refused)
            found.append((at, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _brands(said: Utterance, brands: tuple[str, ...]) -> Iterator[Descriptor]:
    """The brands of the shop that are marked in a sentence."""
    marks = brand_marks(brands)
    for at, token in enumerate(said.tokens):
        if token in marks:
            name, pieces = marks[token], said.pieces
            owner, refused = _owner(pieces, at, at), _refused(pieces, at)
            yield Descriptor(name, (" ".join(card_words(name)),), True, True, owner, refused)


def _known_phrases(tokens: Sequence[str]) -> Iterator[tuple[int, int, _Known]]:
    """Phrases that describe garments by the lexicon: first and last place, and what it knows of them."""
    at, tokens = 0, list(map(_full_word, tokens))
    while at < len(tokens):
        most = min(MAX_WORDS, len(tokens) - at)
        length = next((n for n in range(most, 0, -1) if " ".join(tokens[at : at + n]) in _lexicon()), 0)
        if length:
            yield at, at + length - 1, _lexicon()[" ".join(tokens[at : at + length])]
        at += max(length, 1)


def _full_word(token: str) -> str:
    """A word that describes, for a Spanish diminutive of it: "redonditas"."""
    small = None if token in _lexicon() else DIMINUTIVE.match(token)
    full = (f"{small['stem']}{vowel}{small['plural']}" for vowel in "ao") if small else ()
    return next((word for word in full if word in _lexicon()), token)


@lru_cache
def _lexicon() -> dict[str, _Known]:
    known: dict[str, _Known] = {}
    for kind, english, spanish in rows():
        for form in (english | spanish) if kind in KINDS else ():
            brand = kind == "brand"
            certain = kind != "quality"  # no card says what is warm or lovely
            known[form] = _Known((form,) if brand else tuple(sorted(english | spanish)), brand, certain)
    return known


def _beside_garments(pieces: Sequence[Piece], proper: set[str]) -> Iterator[tuple[Piece, str, bool]]:
    """Words that stand before or behind a garment, or have a capital wherever they stand: which, of which
    category, and whether a "with" joins them to it."""
    joining = words("description_joining")
    for at, piece in enumerate(pieces):
        if piece.garment and not piece.guessed:
            category = piece.garment.category
            yield from ((word, category, False) for word in beside(pieces, at))
            behind = list(_run(pieces[at + 1 :], joining))
            joined = any(p.text in joining for p in pieces[at + 1 : at + 2])
            yield from ((word, category, joined) for word in behind if joined or word.text in proper)
    for piece in pieces:
        if piece.kind == "word" and piece.text in proper:
            yield piece, "", False


def beside(pieces: Sequence[Piece], at: int) -> Iterator[Piece]:
    """The words before a garment that may describe it, the nearest first."""
    return _run(pieces[:at][::-1], frozenset())


def _run(pieces: Sequence[Piece], joining: frozenset[str]) -> Iterator[Piece]:
    """The first words in a row, over colours and what only joins them."""
    left = MAX_BESIDE
    for piece in pieces:
        if piece.text in joining | words("description_quiet") or piece.colour or piece.pattern:
            continue
        if not left or piece.kind != "word" or piece.text in words("description_idle"):
            return
        left -= 1
        yield piece


def _owner(pieces: Sequence[Piece], first: int, last: int) -> str:
    """The category of the garment that a description stands beside: close before it, or else behind it."""
    garments = [p for p in pieces if p.garment and not first <= p.first <= p.last <= last]
    behind = (p for p in garments if 0 <= p.first - last <= MAX_BESIDE or p.first <= first <= p.last)
    near = next(behind, None) or next((p for p in reversed(garments) if p.last < first), None)
    return near.garment.category if near and near.garment else ""


def _may_describe(word: str) -> bool:
    """Whether a word may describe a garment at all."""
    idle = word in _idle() or word in mapping("numbers") or bool(colour_named(word))
    idle = idle or bool(pattern("price_units").fullmatch(word))
    return word.isalpha() and len(word) >= MIN_LETTERS and not idle


@lru_cache
def _idle() -> frozenset[str]:
    lists = ("description_idle", "description_quiet", "description_joining", "young_people")
    return frozenset().union(*map(words, lists), *groups("audiences").values())


@lru_cache
def _fields_of_cards() -> frozenset[str]:
    """The words for an occasion or a season, which a card has a place of its own for."""
    return words("season_words").union(*groups("occasions").values())


def _refused(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a refusal ends close before a word, with no mark between them, or the word is not liked by
    what stands behind it: "el cuello de pico me hace fatal"."""
    after = (i for i, p in enumerate(pieces) if p.first > at)
    behind = takewhile(lambda i: pieces[i].kind not in ("stop", "comma", "garment"), after)
    if any(is_unloved(pieces, i) for i in behind) or is_turned_down(pieces, at):
        return True
    before = [p for p in pieces if at - REFUSAL_REACH <= p.last < at]
    stop = max((i for i, p in enumerate(before) if p.kind in ("stop", "comma")), default=-1)
    near = before[stop + 1 :]
    around = [p.text for p in (*near[-1:], *(p for p in pieces if p.first <= at <= p.last))]
    excess = any(text.startswith(tuple(words("too"))) for text in around)  # "too tight", "not too short"
    alone = before[stop + 1 : stop + 2] == near and not near[1:] and _ends_clause(pieces, at)
    excess = excess or (alone and any(piece.text in words("very") for piece in near))  # "no, muy pequeño"
    return excess or any("refuse" in p.cues or p.text in words("nothing") for p in near)


def _ends_clause(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a clause ends with the word at a token."""
    return all(p.kind in ("stop", "comma") for p in [p for p in pieces if p.first > at][:1])


def _capitalised(text: str) -> set[str]:
    """Words with a capital that does not come of beginning a sentence; none of a text all in capitals."""
    sentences = re.split(r"[.!?¿¡…]", text)
    inside = (re.findall(r"[^\W\d_]+", sentence)[1:] for sentence in sentences)
    return {plain(word) for named in inside for word in named if word.istitle()}
