"""What no card can bear out: promises for the shop, technical properties in whatever words, measures.

What the assistant itself can do, look for things and talk about them, is a short list; whatever else is said
to be done for the customer is a promise. Knows words; does not know garments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from app.factcheck.clauses import Mode
from app.factcheck.evidence import Evidence
from app.factcheck.selling import borne_out, is_money, with_sizes
from app.factcheck.tagger import TITLE, Mention, Token, covered, word_at
from app.factcheck.words import numbers, phrases, words
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

ToldOf = Callable[[int], Sequence[Item]]
LARGE = 12  # a number above this counts no items and no buttons


def broken(
    said: Sequence[Token], found: Sequence[Mention], meant: Sequence[Mode], evidence: Evidence,
    told_of: ToldOf,
) -> str:  # fmt: skip
    """What of a sentence cannot be promised, and why; "" if nothing. ``told_of`` gives the items that a place
    of the sentence speaks of: what their cards say of being sold is no promise."""
    line = " ".join(plain(token.raw) for token in said)
    advised = bool(phrases("ask_shop").search(line)) and not re.search(
        r"\d|%", line
    )  # "ask the shop's people"
    for claim in (claim for claim in found if claim.kind == "offer"):
        if why := _untrue(claim.phrase, meant[claim.first], told_of(claim.first), advised):
            return why
    if gift := phrases("given_away").search(line):  # also where it reads as a denial: "it costs nothing"
        return f"{gift[0]}: no card can say that"
    for name, open_too in (("promised", True), ("served", True), ("technical", False)):
        for match in phrases(name).finditer(line):
            at = line[: match.start()].count(" ")
            mode, sold = meant[at], borne_out(with_sizes(line, match), told_of(at))
            if sold and mode == "denied":
                return f"{match[0]}: the card does say it"
            if (
                sold
                or mode == "denied"
                or (advised and name == "promised")
                or (mode == "open" and not open_too)
            ):
                continue
            own = not open_too or phrases("of_things").fullmatch(match[0])  # a card may say that of its thing
            if not (own and _written(match[0], evidence)):
                return f"{match[0]}: {'no card can say that' if open_too else 'on no card'}"
    looked_up = chain(
        _measures(said, found, meant, evidence, told_of), _made_of(line, meant, evidence),
        _named(said, found, meant, evidence),
    )  # fmt: skip
    return next(looked_up, "")


def _untrue(phrase: str, mode: Mode, about: Sequence[Item], advised: bool) -> str:
    """What is wrong with words of an offer: that no card has it, or that all have what is denied."""
    if borne_out(phrase, about):
        return f"{phrase}: the card does say it" if mode == "denied" else ""
    return "" if mode == "denied" or advised else f"{phrase}: no card can say that"


def _measures(
    said: Sequence[Token], found: Sequence[Mention], meant: Sequence[Mode], evidence: Evidence,
    told_of: ToldOf,
) -> Iterator[str]:  # fmt: skip
    """Numbers with a unit, and large ones that are no money: a card or the customer must have said them."""
    told, language = {*evidence.told, *plain(evidence.plan.query).split()}, evidence.plan.language
    for at, token in enumerate(said):
        digits = any(letter.isdigit() for letter in token.word)
        if not (digits or token.word in numbers(language)) or meant[at] in ("denied", "asked"):
            continue
        money = any(map(is_money, (word_at(said, at - 1), word_at(said, at + 1), token.raw[0])))
        money = money or borne_out(f"{token.word} {word_at(said, at + 1)}", told_of(at))  # "20 %" less
        amount = any(m.kind == "amount" and m.first == at for m in found)
        known = token.word in told or _written(token.word, evidence)
        unit = {word_at(said, at + step) for step in (-1, 1, 2, 3, 4)} & words("unit")
        number = float(re.sub(r"\D", "", token.word) or 0)
        large = digits and not amount and number > LARGE and number not in evidence.counts
        if not known and not money and (unit or large):
            yield f"{token.raw}: on no card"


def _made_of(line: str, meant: Sequence[Mode], evidence: Evidence) -> Iterator[str]:
    """What things are said to be made of, in words that no table has."""
    for match in phrases("made_of").finditer(line):
        behind = re.findall(r"[^\W\d_]+", line[match.end() :])[:4]
        stuff = next((word for word in behind if word not in words("common") | words("loose")), "")
        if stuff and meant[line[: match.start()].count(" ")] == "said" and not _written(stuff, evidence):
            yield f"{stuff}: on no card"


def _named(
    said: Sequence[Token], found: Sequence[Mention], meant: Sequence[Mode], evidence: Evidence
) -> Iterator[str]:
    """Names of places and makers: capitals where no sentence begins, that neither card nor customer has."""
    inside, told = covered(found), {*evidence.told, *re.findall(r"\w+", plain(evidence.plan.query))}
    for at, token in enumerate(said):
        before = said[at - 1].raw if at else "."
        initial = not before[0].isalnum() and before[0] not in ",€/&%" and not before.startswith(TITLE)
        name = token.raw[0].isupper() and len(token.raw) > 1 and not initial and at not in inside
        name = name and not is_money(token.word) and said[at - 1].word in words("origin")
        idle = (
            token.word.removesuffix("s") in words("calendar")
            or token.word in told
            or meant[at] in ("denied", "open")
        )
        if name and not idle and not _written(token.word, evidence):
            yield f"{token.raw}: a name on no card"


def _written(phrase: str, evidence: Evidence) -> bool:
    """Whether a card of the items shown has these words."""
    said, texts = phrase.strip(), [plain(text) for item in evidence.items for text in item.texts]
    return any(f" {said} " in f" {text} " or said in re.findall(r"\w+", text) for text in texts)
