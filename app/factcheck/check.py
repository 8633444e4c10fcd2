"""Whether a sentence about items can be shown: it contradicts no card, and promises nothing that none says.

What is said of the items shown is held against their cards: whom they are for, colours, stuffs, technical
properties, details, occasions, seasons, prices, how many. What is said of anything else, the customer's own
things, how to wear them, what could be looked for, may be said without a card. Knows cards and words; does
not know who wrote the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.factcheck import amounts
from app.factcheck.amounts import Subject
from app.factcheck.clauses import Clause, Mode, Noun, clauses, modes
from app.factcheck.evidence import Evidence, Unsupported, contradicted
from app.factcheck.tagger import Mention, Token, in_other_language, masked, mentions, tokens
from app.factcheck.words import phrases, words
from app.search.card_text import harm
from data.catalogue.vocabulary import categories, plain

__all__ = ["Evidence", "Verdict", "supported"]

PROMISES = ("offer", "promise")  # kinds of what only the shop's people can say
ONLY_BY_CARD = ("material", "property", "detail", "brand", "pattern")  # that no item has unless its card says so
ON_CARDS = ("colour", "audience", "usage", "season")  # for which a card has a place of its own
SOFT = ("cut", "quality")  # taste, unless a card says the opposite
UNKNOWN = frozenset[int]()
MEASURE = re.compile(r"(?<![€\w])\d+(?:[.,]\d+)? ?(?:%|mm|cm|kg|g|gsm|ml|atm|bar|litres?|litros?|inch(?:es)?)(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, the ids of the items that it is about, and what is wrong otherwise."""

    ok: bool
    item_ids: tuple[str, ...] = ()
    why: str = ""


def supported(sentence: str, evidence: Evidence, before: Sequence[str] = ()) -> Verdict:
    """One sentence held against what supports it. ``before`` are the ids of the items that the sentence before
    it is about, which "it" and "they" stand for."""
    items, line = evidence.items, " ".join(sentence.split())
    text = phrases("idiom").sub(" ", masked(line, (*items, *evidence.earlier)))
    said, language = tokens(text), evidence.plan.language
    last = frozenset(i for i, item in enumerate(items) if item.id in before)
    try:
        _refuse(harm(line) or ("another language" if in_other_language(text, language) else ""))
        own = sorted({*(i.category for i in items), *evidence.missing, *evidence.stocked} - {*categories()})
        cards = _Reading(said, mentions(said, language, own), evidence, plain(text), last).cards()
    except Unsupported as error:
        return Verdict(False, (), str(error))
    return Verdict(True, tuple(items[i].id for i in sorted(cards)))


def _refuse(why: str) -> None:
    if why:
        raise Unsupported(why)


@dataclass(slots=True)
class _Reading:
    """One sentence, its mentions and what they can be held against."""

    said: Sequence[Token]
    found: Sequence[Mention]
    evidence: Evidence
    text: str
    before: frozenset[int]
    subjects: list[Subject] = field(default_factory=list)

    def cards(self) -> frozenset[int]:
        """The numbers of the cards that the sentence is about. Raises Unsupported."""
        meant = modes(self.said, self.found)
        for mention in self.found:
            self._alone(mention, meant[mention.first])
        _refuse(next((f"{m[0]}: on no card" for m in MEASURE.finditer(self.text) if not self._written(m[0])), ""))
        _refuse(self._miscounted() or self._unwritten(meant))
        cards, previous = UNKNOWN, self.before if self._leans() else UNKNOWN
        for clause in clauses(self.said, self.found, meant):
            groups = [group for noun in clause.nouns if (group := self._group(noun))]
            own = frozenset().union(*groups)
            self._loose(clause, own or previous, meant)
            previous = own or previous
            cards |= own
        live = [m for m in self.found if meant[m.first] not in ("denied", "asked")]
        priced = amounts.check(self.said, live, self.evidence, self.subjects, self.before if self._leans() else UNKNOWN)
        return cards or priced or previous

    def _leans(self) -> bool:
        """Whether the sentence begins with what stands for the items before: "It …", "Cuesta …"."""
        return bool(phrases("leaning").match(self.text)) or not any(m.kind in ("title", "garment") for m in self.found)

    def _alone(self, claim: Mention, mode: Mode) -> None:
        """What is looked up wherever it stands: promises, makers, what is said of photo or shelves."""
        if claim.kind in PROMISES and mode != "denied" and not (claim.kind == "promise" and mode == "open"):
            raise Unsupported(f"{claim.phrase}: no card can say that")
        if claim.kind == "brand" and mode in ("said", "worn") and not self.evidence.having(claim):
            raise Unsupported(f"{claim.phrase}: on no card")
        if mode == "photo" and not self.evidence.in_photo(claim):
            raise Unsupported(f"{claim.phrase}: not in the caption of the photo")
        known = claim.kind in (*ON_CARDS, *ONLY_BY_CARD) and self.evidence.items
        if mode == "denied" and known and phrases("says").search(self.text):
            having = self.evidence.having(claim)
            if having and having == self.evidence.everything and not phrases("every").search(self.text):
                raise Unsupported(f"{claim.phrase}: the cards do say it")

    def _unwritten(self, meant: Sequence[Mode]) -> str:
        """The first technical property or promise, in whatever words, that is not denied and on no card."""
        line = " ".join(token.word for token in self.said)
        for name in ("promised", "technical"):
            for found in phrases(name).finditer(line):
                mode = meant[line[: found.start()].count(" ")]
                if mode != "denied" and not (mode == "open" and name == "technical") and not self._written(found[0]):
                    return f"{found[0]}: {'no card can say that' if name == 'promised' else 'on no card'}"
        return ""

    def _written(self, phrase: str) -> bool:
        return any(phrase in plain(text) for item in self.evidence.items for text in item.texts)

    def _miscounted(self) -> str:
        """Whether all of more things are spoken of than there are: "all three"."""
        for found in phrases("all_of").finditer(self.text):
            number = next((int(m.value) for m in self.found if m.kind == "count" and m.phrase in found[0].split()), 0)
            if number > len(self.evidence.items) + len(self.evidence.earlier) and self.evidence.items:
                return f"{found[0]}: there are not so many"
        return ""

    def _group(self, noun: Noun) -> frozenset[int]:
        """The items that a noun means, narrowed by what stands beside it; none where it is of other things."""
        evidence, name = self.evidence, noun.name
        if name.kind == "title" and int(name.value) >= len(evidence.items):
            return UNKNOWN  # shown before
        group = self._named(name)
        if noun.mode in ("asked", "photo", "open", "denied") and name.kind == "garment":
            group = group if noun.determiner in ("definite", "demonstrative") else UNKNOWN
        if noun.determiner == "owned" or (noun.mode == "worn" and noun.determiner in ("", "indefinite")):
            group = group if name.kind == "title" else UNKNOWN
        claims = [claim for claim in noun.claims if claim.kind not in SOFT]
        narrowed = evidence.all_having(claims, group)
        if not group or (noun.mode in ("denied", "open") and not narrowed):
            self._absent(noun, group)
            return UNKNOWN
        if not narrowed or noun.count > len(narrowed):
            if self._elsewhere(noun, claims):
                return UNKNOWN
            described = " ".join([*(claim.phrase for claim in claims), name.phrase])
            raise Unsupported(f"{described}: {'not so many are' if narrowed else 'none is'} shown")
        self.subjects.append(Subject(name.first, narrowed))
        return narrowed

    def _named(self, name: Mention) -> frozenset[int]:
        evidence = self.evidence
        if name.kind == "nth":
            return frozenset((int(name.value),)) & evidence.everything
        if name.kind == "title":
            title = evidence.items[int(name.value)].title
            return frozenset(i for i, other in enumerate(evidence.items) if other.title == title)
        return evidence.having(name) or evidence.of_category(name)

    def _absent(self, noun: Noun, group: frozenset[int]) -> None:
        """A thing that is pointed at must be there: "this jacket" of three dresses."""
        pointed = noun.determiner == "demonstrative" and noun.mode == "said" and noun.name.kind == "garment"
        if pointed and not group and self.evidence.items and not self.evidence.shown_before(noun.name):
            raise Unsupported(f"{noun.name.phrase}: none is shown")

    def _elsewhere(self, noun: Noun, claims: Sequence[Mention]) -> bool:
        """Whether a described thing may be another than those shown: earlier ones, or one of the shop's."""
        if all(self.evidence.shown_before(claim) for claim in (*claims, noun.name)):
            return True
        stocked = noun.name.value in self.evidence.stocked and noun.name.value not in self.evidence.missing
        return stocked and noun.determiner in ("", "indefinite") and bool(phrases("of_shop").search(self.text))

    def _loose(self, clause: Clause, about: frozenset[int], meant: Sequence[Mode]) -> None:
        """What stands beside no noun: said of the clause's nouns, else of those before, else of anything."""
        every = bool(phrases("every").search(" ".join(clause.words)))
        for claim in clause.loose:
            mode = meant[claim.first]
            if mode in ("said", "worn") and self._is_held(claim, mode, bool(about)):
                self._hold(claim, about or self.evidence.everything, every, clause)

    def _is_held(self, claim: Mention, mode: Mode, about: bool) -> bool:
        """Whether a loose claim is one about items at all: an occasion, a season or a colour need not be."""
        if not self.evidence.items:
            return claim.kind in ("material", "property") and mode == "said"
        if claim.kind in ONLY_BY_CARD:
            return mode == "said" or claim.kind == "property"
        if claim.kind == "colour":
            return mode == "said" and self._predicated(claim)
        if claim.kind in ("season", "usage", "audience"):
            return mode == "said" and about and not phrases("supposed").search(self.text)
        return claim.kind in SOFT and mode == "said"

    def _predicated(self, claim: Mention) -> bool:
        """Whether a colour is said of something: "is navy", "in grey", "viene en negro"."""
        before = [token.word for token in self.said[max(0, claim.first - 2) : claim.first]]
        return bool(words("is") & set(before))

    def _hold(self, claim: Mention, about: frozenset[int], every: bool, clause: Clause) -> None:
        having = self.evidence.having(claim) & about
        if claim.kind in SOFT or claim.kind == "season":
            against = frozenset(i for i in about if contradicted(self.evidence.items[i], claim)) - having
            if against and (every or against == about):
                raise Unsupported(f"{claim.phrase}: the card says otherwise")
            return
        if not having or (every and having != about):
            raise Unsupported(f"{claim.phrase}: not on {'every' if having else 'the'} card that is spoken of")
        if words("only") & set(clause.words) and len(about) < len(self.evidence.items):
            others = self.evidence.having(claim) - about
            _refuse(f"{claim.phrase}: on other cards too" if others else "")
