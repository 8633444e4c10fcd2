"""Whether a sentence about items is true of their cards, and which cards say so.

Every claim in it is looked up: garments, colours, stuffs, people, occasions, seasons, prices, numbers, names.
What is said of the customer's photo is held against its caption, what is not there against the plan.
Knows cards and words; does not know who wrote the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.factcheck import amounts, assertions
from app.factcheck.clauses import Clause, Noun, clauses, senses
from app.factcheck.evidence import Evidence, Unsupported
from app.factcheck.tagger import Mention, Token, in_other_language, masked, mentions, tokens
from app.factcheck.words import phrases, words
from app.nlu.lexicon import normalize, words_of
from app.search.card_text import harm
from app.search.claims import ATTRIBUTES
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, plain

DESCRIBING = ("audience", "pattern", "brand", "material", "detail", "cut", "name")
ON_CARDS = ("colour", "audience", "usage", "season")  # kinds for which a card has a place of its own


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether every claim is supported, the ids of the cards that support it, and what is wrong otherwise."""

    ok: bool
    item_ids: tuple[str, ...] = ()
    why: str = ""


def supported(sentence: str, evidence: Evidence) -> Verdict:
    """One sentence held against what supports it."""
    plan, items, missing, stocked = evidence.plan, evidence.items, evidence.missing, evidence.stocked
    text = phrases("idiom").sub(" ", masked(" ".join(sentence.split()), items))
    said = tokens(text)
    try:
        _refuse(harm(sentence) or ("another language" if in_other_language(text, plan.language) else ""))
        own = sorted({*(i.category for i in items), *missing, *stocked} - set(categories()))
        names = {word for item in items for word in normalize(item.title).split()} - words_of("idle")
        found = mentions(said, plan.language, own, names)
        cards = _Reading(said, found, evidence, plain(text)).cards()
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

    def cards(self) -> frozenset[int]:
        """The numbers of the cards that support the sentence. Raises Unsupported."""
        if not phrases("unsaid").search(self.text):
            _refuse(next((f"{m.phrase}: no card can say that" for m in self.found if m.kind == "offer"), ""))
            assertions.check(self.said, self.found, self.evidence)
        meant = senses(self.said, self.found)
        for mention in self.found:
            self._held(mention, meant[mention.first])
        positive = [m for m in self.found if meant[m.first] == "is"]
        cards, earlier = frozenset[int](), list[frozenset[int]]()
        before: Clause | None = None
        for clause in clauses(self.said, positive):
            groups = [self._group(noun) for noun in clause.nouns]
            self._loose(clause, groups, before, earlier)
            earlier += groups
            cards = cards.union(*groups, self._supporting(clause, earlier))
            before = clause
        return cards | amounts.check(self.said, positive, self.evidence, earlier)

    def _held(self, claim: Mention, sense: str) -> None:
        """Names of makers wherever they stand, and what is said of anything but the items."""
        if claim.kind == "brand" and sense != "not" and not self.evidence.having(claim):
            raise Unsupported(f"{claim.phrase}: on no card")
        if sense == "photo" and not self.evidence.in_photo(claim):
            raise Unsupported(f"{claim.phrase}: not in the caption of the photo")
        known = claim.kind in ("title", "amount", "any") or claim.phrase in words("all")
        if sense == "asked" and not (known or self.evidence.asked(claim)):
            raise Unsupported(f"{claim.phrase}: not asked for")
        affirmed = sense == "asked" and claim.kind in ATTRIBUTES and phrases("affirms").search(self.text)
        if affirmed and self.evidence.having(claim) != self.evidence.everything:
            raise Unsupported(f"{claim.phrase}: not on every card")
        if sense == "not" and not (self._absent(claim) or self._of_what_is_absent(claim)):
            raise Unsupported(f"{claim.phrase}: said not to be, and nothing shows that")

    def _of_what_is_absent(self, claim: Mention) -> bool:
        """Whether a description stands in one breath with a colour that nothing has: "no striped scarves in
        brown" are those shown, which are striped."""
        absent = (m for m in self.found if m.kind == "colour" and self._absent(m))
        return claim.kind in DESCRIBING and any(self._in_one_breath(claim, colour) for colour in absent)

    def _in_one_breath(self, one: Mention, other: Mention) -> bool:
        first, last = sorted((one.first, other.first))
        return not any(t.word in (",", ";") or t.word in words("parting") for t in self.said[first:last])

    def _absent(self, claim: Mention) -> bool:
        """Whether the cards, or the shop's shelves, bear out that something is not so or not there."""
        evidence, having = self.evidence, self.evidence.having(claim)
        says = bool(phrases("says").search(self.text))
        if claim.kind == "garment":
            shown = sum(item.category == claim.value for item in evidence.items)
            few = shown < evidence.plan.counts().get(claim.value, 0)
            lacking = claim.value in evidence.missing or claim.value not in evidence.stocked
            return (says and not having) or lacking or few or self._some_unlike()  # "no card says earrings"
        if claim.kind not in ATTRIBUTES:
            return True
        if claim.kind in (*ON_CARDS, "pattern"):
            having = evidence.exactly(claim)
        every = any(token.word in words("all") for token in self.said)
        absent = having != evidence.everything if every and having else not having
        return absent and (claim.kind in ON_CARDS or says)

    def _some_unlike(self) -> bool:
        """Whether an attribute is mentioned that not all items have."""
        attributes = (m for m in self.found if m.kind in ATTRIBUTES)
        return any(self.evidence.exactly(m) != self.evidence.everything for m in attributes)

    def _group(self, noun: Noun) -> frozenset[int]:
        """The cards that a noun can mean, with all that stands beside it."""
        evidence, name = self.evidence, noun.name
        group = self._titled(name) if name.kind in ("title", "nth") else evidence.having(name)
        of_shop = "?" in self.text or phrases("offer").search(self.text)  # rather than of the items shown
        if not group and not noun.claims and of_shop and evidence.carried(name):
            return group
        narrowed = evidence.all_having(noun.claims, group)
        if not narrowed or noun.count > len(narrowed):
            said = " ".join([*(c.phrase for c in noun.claims), name.phrase])
            raise Unsupported(f"{said}: {'not so many are' if narrowed else 'none is'} shown")
        return narrowed

    def _titled(self, name: Mention) -> frozenset[int]:
        if int(name.value) >= len(self.evidence.items):
            return frozenset()
        if name.kind == "nth":
            return frozenset((int(name.value),))
        item = self.evidence.items[int(name.value)]
        return frozenset(i for i, other in enumerate(self.evidence.items) if other.title == item.title)

    def _loose(
        self, clause: Clause, groups: Sequence[frozenset[int]], before: Clause | None,
        earlier: Sequence[frozenset[int]],
    ) -> None:  # fmt: skip
        """What stands beside no noun: said of the clause's nouns, else of those before, else of anything."""
        apart = [c for c in clause.loose if c.kind == "colour" and self._behind(c) in words("beside")]
        claims = [c for c in clause.loose if c.kind != "count" and c not in apart]
        for count in (c for c in clause.loose if c.kind == "count"):
            _refuse("" if self._countable(count) else f"{count.phrase}: nothing is so many")
        strange = (c for c in apart if not (self.evidence.having(c) or self.evidence.asked(c)))
        _refuse(next((f"{c.phrase}: on no card" for c in strange), ""))
        if not claims:
            return
        subjects = [group for group in groups if group]
        if subjects and clause.joined and before and before.nouns and not before.loose:
            # "the shirt and the shoes are black"
            subjects += [group for group in earlier[-len(before.nouns) :] if group]
        every = phrases("every").search(" ".join(clause.words)) or (subjects and self._definite(clause))
        known = frozenset().union(*earlier) if not subjects else frozenset()
        for group in subjects or [known or self.evidence.everything]:
            having = self.evidence.all_having(claims, group)
            if not having or (every and having != group):
                said = ", ".join(c.phrase for c in claims)
                raise Unsupported(f"{said}: not on {'every' if having else 'the'} card that is spoken of")
        _refuse(next((f"{c.phrase}: on no card" for c in claims if not self.evidence.having(c)), ""))

    def _behind(self, claim: Mention) -> str:
        before = [token.word for token in self.said[max(0, claim.first - 2) : claim.first]]
        return next((word for word in reversed(before) if word not in words("article")), "")

    def _definite(self, clause: Clause) -> bool:
        """Whether all of several are meant: "the shirts are"."""
        return any(
            noun.name.plural and not noun.count and noun.name.first
            and self.said[noun.name.first - 1].word in words("definite")
            for noun in clause.nouns
        )  # fmt: skip

    def _countable(self, count: Mention) -> bool:
        """Whether a number is that of the items, of those of one kind or colour, or is on a card."""
        items, number = self.evidence.items, int(count.value)
        kinds = [i.category for i in items], [i.colour for i in items], [i.title for i in items]
        sizes = {
            len(items),
            *(names.count(name) for names in kinds for name in names),
            *(len(set(names)) for names in kinds),
        }
        behind = " ".join(token.word for token in self.said[count.first : count.last + 2])
        return number in sizes or bool(self.evidence.having(Mention("count", "", behind, 0, 0)))

    def _supporting(self, clause: Clause, earlier: Sequence[frozenset[int]]) -> frozenset[int]:
        """The cards behind claims that stand without a noun."""
        claims = [c for c in clause.loose if c.kind != "count"]
        if clause.nouns or not claims:
            return frozenset()
        return self.evidence.all_having(claims, frozenset().union(*earlier) or self.evidence.everything)
