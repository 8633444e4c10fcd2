"""A sentence in clauses: what each says, of which nouns, and in which mode it is meant.

"said": of the items shown; "denied": said not to be so or not to be there; "asked": what the customer wanted;
"photo": what the customer's photo shows; "open": a question, a condition or an offer, which claims nothing;
"worn": how things are worn, where what stands beside them belongs to nobody yet.
Knows little words; does not know items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.factcheck.tagger import Mention, Token, covered
from app.factcheck.words import phrases, words
from app.search.claims import ATTRIBUTES

Mode = Literal["said", "denied", "asked", "photo", "open", "worn"]
Determiner = Literal["", "definite", "demonstrative", "owned", "indefinite"]

MARKS = frozenset(";:.?!…—–()")
MAX_SUBJECT = 4  # words before "is not" that may be all its subject
NAMES = ("garment", "title", "any", "nth")  # what stands for items


@dataclass(slots=True)
class Noun:
    """A garment, a title or a word for any item, what is said of it beside it, how many of it (0: not said),
    and what stands before it."""

    name: Mention
    mode: Mode
    claims: list[Mention] = field(default_factory=list)
    count: int = 0
    determiner: Determiner = ""


@dataclass(slots=True)
class Clause:
    """Words between two joints, its nouns, and the claims that stand beside none."""

    words: list[str]
    start: int = 0  # the place of the first of them
    nouns: list[Noun] = field(default_factory=list)
    loose: list[Mention] = field(default_factory=list)
    joined: bool = False  # to the clause before it, by "and" or a comma

    @property
    def text(self) -> str:
        """Its words with blanks between them."""
        return " ".join(self.words)


def modes(said: Sequence[Token], found: Sequence[Mention]) -> list[Mode]:
    """The mode of each word."""
    line = [token.word for token in said]
    text, starts = " ".join(line), _starts(line)
    inside = covered(found)  # "sin mangas" denies nothing
    opened = {starts.get(match.start(), -1) for match in phrases("open").finditer(text)}
    instead = {starts.get(match.start(), -1) for match in phrases("instead").finditer(text)}
    worn = {starts.get(match.start(), -1) for match in phrases("worn").finditer(text)}
    given = {starts.get(match.start(), -1) for match in phrases("conditional").finditer(text)}
    conditional = False  # "If they don't fit, …" denies nothing behind the comma
    shows = bool(words("shows") & set(line))
    asks = "?" in line[-2:]
    mode: Mode = "open" if asks else "said"
    result: list[Mode] = []
    for at, word in enumerate(line):
        conditional = (conditional or at in given) and not _resets(word)
        if (
            _resets(word)
            or _begins(line, at)
            or (word == "," and conditional)
            or (word == "," and mode in ("worn", "asked"))
        ):
            mode, conditional = "open" if asks else "said", False
        elif at in opened:
            mode = "open"
        elif at in instead or word in words("not") and at not in inside and line[at + 1 : at + 2] != [","]:
            mode = "denied"
        elif mode == "said" and word in words("asked"):
            mode = "asked"
        elif mode == "said" and word in words("photo") and shows:
            mode = "photo"
        elif mode == "said" and at in worn:
            mode = "worn"
        result.append(mode)
        copula = at > 0 and line[at - 1] in words("copula") and at - _begun(line, at) <= MAX_SUBJECT
        if mode == "denied" and word in words("not") and copula:
            result[_begun(line, at) :] = ["denied"] * (at + 1 - _begun(line, at))  # "swimwear is not carried"
    return _lacking(line, result)


def _begun(line: Sequence[str], at: int) -> int:
    """Where the clause of a word begins."""
    joints = (n for n in range(at, -1, -1) if _resets(line[n]) or line[n] == "," or line[n] in words("joint"))
    return next(joints, -1) + 1


def _begins(line: Sequence[str], at: int) -> bool:
    """Whether a comma begins a new statement, and is none in a list: "no wool, the lining or pockets"."""
    if line[at] != "," or line[at + 1 : at + 2] == [] or line[at + 1] not in words("subject"):
        return False
    end = next((n for n in range(at + 1, len(line)) if _resets(line[n])), len(line))
    return line[at + 1] not in words("definite") or not words("or") & {*line[at + 1 : end]}


def _starts(line: Sequence[str]) -> dict[int, int]:
    """The place of each word by its first letter in the words joined by blanks."""
    places, length = {}, 0
    for at, word in enumerate(line):
        places[length] = at
        length += len(word) + 1
    return places


def _lacking(line: Sequence[str], found: list[Mode]) -> list[Mode]:
    """With what stands before "no tengo" denied too, "en rojo no tengo camisas"; not what stands before what
    a card does not say."""
    at = 0
    while at < len(line):
        end = next((n for n in range(at, len(line)) if _resets(line[n]) or line[n] == ","), len(line))
        lacking = phrases("lacking").search(" ".join(line[at:end]))
        if lacking:
            first = at + " ".join(line[at:end])[: lacking.start()].count(" ")
            last = first + lacking[0].count(" ") + 1
            first = first if end > last and words("cards") & set(line[first:last]) else at
            found[first:end] = ["denied"] * (end - first)
        at = end + 1
    return found


def _resets(word: str) -> bool:
    """Whether a new mode begins behind this word or mark."""
    return word in MARKS or word in words("reset")


def clauses(said: Sequence[Token], found: Sequence[Mention], meant: Sequence[Mode]) -> Iterator[Clause]:
    """The clauses with their mentions."""
    start, joined = 0, False
    inside = covered(found)
    for at, token in enumerate([*said, Token(";", ";")]):
        joint = token.word == "," or token.word in words("joint")
        if (joint or _resets(token.word)) and at not in inside:
            within = [m for m in found if start <= m.first < at]
            clause = Clause([t.word for t in said[start:at]], start, joined=joined)
            yield _filled(clause, said, within, meant)
            start, joined = at + 1, joint


def _filled(
    clause: Clause, said: Sequence[Token], found: Sequence[Mention], meant: Sequence[Mode]
) -> Clause:  # fmt: skip
    """The clause with its nouns and claims."""
    taken: set[int] = set()
    for name in (m for m in found if m.kind in NAMES):
        noun = Noun(name, meant[name.first])
        before, behind = list(_before(said, found, name)), list(_behind(said, found, name))
        beside = [claim for claim in (*before, *behind) if claim.first not in taken]
        taken |= {claim.first for claim in beside}
        noun.claims = [claim for claim in beside if claim.kind != "count"]
        noun.count = next((int(claim.value) for claim in beside if claim.kind == "count"), 0)
        noun.determiner = _determiner(said, min((name, *before), key=lambda m: m.first).first)
        clause.nouns.append(noun)
    clause.loose = [m for m in found if m.kind in ATTRIBUTES and m.first not in taken]
    return clause


def _determiner(said: Sequence[Token], first: int) -> Determiner:
    """What stands before a noun and all that describes it, over words that no table has: "your old grey"."""
    for at in range(first - 1, max(-1, first - 4), -1):
        word = said[at].word
        for kind in ("owned", "demonstrative", "definite", "indefinite"):
            if word in words(kind):
                return kind  # type: ignore[return-value]
        if not word.isalpha() or word in words("preposition"):
            return ""
    return ""


def _before(said: Sequence[Token], found: Sequence[Mention], name: Mention) -> Iterator[Mention]:
    at = name.first - 1
    ends = {m.last: m for m in found if m.kind in (*ATTRIBUTES, "count")}
    while at >= 0:
        if at in ends:
            yield ends[at]
            at = ends[at].first - 1
        elif said[at].word in words("filler") and name.first - at <= 4:
            at -= 1
        else:
            return


def _behind(said: Sequence[Token], found: Sequence[Mention], name: Mention) -> Iterator[Mention]:
    at = name.last + 1
    starts = {m.first: m for m in found if m.kind in ATTRIBUTES}
    while at < len(said):
        if at not in starts and said[at].word in words("preposition") and at + 1 in starts:
            at += 1
        if at not in starts:
            return
        yield starts[at]
        at = starts[at].last + 1
