"""Which of the items shown a sentence speaks of, clause by clause: by nouns, titles, ordinals, pronouns.

A thing that is pointed at, or that the shop is said to have, must be there. Knows clauses and cards; does not
know what is said of the items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.factcheck.clauses import Clause, Noun
from app.factcheck.evidence import NOBODY, Evidence, Unsupported
from app.factcheck.tagger import Mention, Token, covered, stem
from app.factcheck.words import phrases, words

SOFT = ("cut", "quality")  # kinds of claims that are taste, unless a card says the opposite
MIN_LETTERS = 3  # of a word that tells cards apart
REACH = 3  # words before an amount that say how it is meant
VERB_REACH = 5  # words before a noun among which "is" makes it a predicate
Group = frozenset[int]


@dataclass(frozen=True, slots=True)
class Subject:
    """Items that are named at a place of a sentence."""

    at: int
    group: Group


@dataclass(slots=True)
class Subjects:
    """The items that one sentence has named so far."""

    said: Sequence[Token]
    found: Sequence[Mention]
    evidence: Evidence
    text: str
    named: list[Subject] = field(default_factory=list)
    _stems: Sequence[frozenset[str]] = ()

    def __post_init__(self) -> None:
        self._stems = self.evidence.stems()

    def at(self, place: int, before: Group) -> Group:
        """The items that what is said at a place is said of: those named nearest before it, else those of the
        sentence before, else any."""
        line = [token.word for token in self.said[max(0, place - REACH) : place]]
        part = [one for one in self.named if not self.parted(one.at, place)]
        earlier = [one.group for one in part if one.at < place]
        against = words("against") & {*line}
        if earlier and not against:
            return earlier[-1]
        apart = len(part) < len(self.named) or against  # "…, while both pairs of slides are 29.90"
        return (NOBODY if apart else before) or self.evidence.everything

    def parted(self, one: int, other: int) -> bool:
        """Whether a mark or a turn of the sentence stands between two places."""
        low, high = sorted((one, other))
        return any(token.word in ";:.!?" or token.word in words("reset") for token in self.said[low:high])

    def leans(self) -> bool:
        """Whether the sentence begins with what stands for the items before: "It …", "Cuesta …"."""
        return bool(phrases("leaning").match(self.text))

    def of(self, clause: Clause, previous: Group) -> Group:
        """The items that a clause names; where it speaks of "the others", those that were not spoken of."""
        if phrases("others").search(clause.text):
            before = previous or NOBODY.union(*(subject.group for subject in self.named))
            return self.evidence.everything - before
        own = NOBODY
        for noun in clause.nouns:
            group = self._group(noun)
            if not self._is_predicate(noun, clause, group, own or previous or self.implied(clause)):
                own |= group
        return own or self._described(clause) or self._worded(clause)

    def implied(self, clause: Clause) -> Group:
        """All items, where a clause begins with a pronoun or speaks of each of them."""
        alone = len(self.evidence.items) == 1 and (words("is") | words("has")) & set(clause.words)
        whole = phrases("every").search(clause.text) or phrases("leaning").match(clause.text) or alone
        return self.evidence.everything if whole else NOBODY

    def holding(self, told: Sequence[str]) -> Group:
        """The items whose cards have all these words."""
        return frozenset(i for i, card in enumerate(self._stems) if all(stem(word) in card for word in told))

    def _is_predicate(self, noun: Noun, clause: Clause, group: Group, about: Group) -> bool:
        """Whether a noun behind a verb names nothing new: "they are casual pieces". Raises Unsupported where
        that is not so of them."""
        first = noun.name.first
        verb = {token.word for token in self.said[max(clause.start, first - VERB_REACH) : first]} & words(
            "is"
        )
        article = noun.name.phrase in words("only_articles")  # "después viene la gris"
        if article or not (noun.name.kind == "any" and noun.mode == "said" and about and verb):
            return False
        every = noun.name.plural or phrases("every").search(clause.text)
        if noun.claims and (about - group if every else not about & group):
            raise Unsupported(f"{noun.claims[0].phrase}: not on the card that is spoken of")
        return True

    def _described(self, clause: Clause) -> Group:
        """The items that an article and a description mean, where what they are called is in no table: "the
        black high-tops"."""
        first = next(iter(clause.loose), None)
        coloured = any(claim.kind == "colour" for claim in clause.loose)
        if first is None or not coloured or clause.nouns or self._before(first) not in words("definite"):
            return NOBODY
        return self._add(first.first, self.evidence.all_having(clause.loose, self.evidence.everything))

    def _worded(self, clause: Clause) -> Group:
        """The items that an article and a word of their cards mean: "the two slip ones"."""
        inside = covered(self.found)
        for at in range(clause.start + 1, clause.start + len(clause.words)):
            word, over = self.said[at].word, at - 1 - (at - 1 in inside)  # a number or a colour between
            article = over >= clause.start and self.said[over].word in words("definite")
            if article and at not in inside and len(word) >= MIN_LETTERS:
                holders = self.holding([word])
                return self._add(at, holders) if holders != self.evidence.everything else NOBODY
        return NOBODY

    def _group(self, noun: Noun) -> Group:
        """The items that a noun means, narrowed by what stands beside it; none where of other things."""
        evidence, name = self.evidence, noun.name
        group = NOBODY if self._is_other(noun) else self._named(name)
        claims = [claim for claim in noun.claims if claim.kind not in SOFT]
        narrowed = evidence.all_having(claims, group)
        if not group or (noun.mode in ("denied", "open") and not narrowed):
            if not group:
                self._check_absent(noun)
            return NOBODY
        if not narrowed or noun.count > len(narrowed):
            shade = name.kind == "any" and all(
                claim.kind == "colour" for claim in claims
            )  # "el gris y el rosa"
            if self._is_elsewhere(noun, claims) or (shade and not narrowed):
                return NOBODY
            described = " ".join([*(claim.phrase for claim in claims), name.phrase])
            raise Unsupported(f"{described}: {'not so many are' if narrowed else 'none is'} shown")
        return self._add(name.first, self._beside(noun, narrowed))

    def _beside(self, noun: Noun, group: Group) -> Group:
        """Those of a group whose cards have the words between an article and a noun: "the crew T-shirt"."""
        inside = covered(self.found)
        for at in range(noun.name.first - 1, -1, -1):
            word = self.said[at].word
            if noun.determiner != "definite" or word in words("definite") or not word.isalpha():
                break
            group = (at not in inside and len(word) >= MIN_LETTERS and self.holding([word]) & group) or group
        return group

    def _is_other(self, noun: Noun) -> bool:
        """Whether a noun is of the customer's things, of what is only asked about, or of what could be worn
        with the items."""
        if noun.name.kind == "title":
            return int(noun.name.value) >= len(self.evidence.items)  # shown before
        if noun.name.kind == "garment" and noun.mode in ("asked", "photo", "open", "denied"):
            return noun.determiner not in ("definite", "demonstrative")
        return noun.determiner == "owned" or (noun.mode == "worn" and noun.determiner in ("", "indefinite"))

    def _named(self, name: Mention) -> Group:
        evidence = self.evidence
        if name.kind == "nth":
            if int(name.value) >= len(evidence.items):
                raise Unsupported(f"the {name.phrase}: there are not so many")
            return frozenset((int(name.value),))
        if name.kind == "title":
            title = evidence.items[int(name.value)].title
            return frozenset(i for i, other in enumerate(evidence.items) if other.title == title)
        of_category = evidence.of_category(name)
        if name.kind == "garment" and not of_category:
            return NOBODY  # a coat's belt
        called = evidence.having(name)
        if not called and name.kind == "garment" and self._before(name) in words("demonstrative"):
            raise Unsupported(f"{name.phrase}: none is shown")
        return called or of_category

    def _check_absent(self, noun: Noun) -> None:
        name, evidence = noun.name, self.evidence
        if name.kind != "garment" or evidence.of_category(name) or evidence.shown_before(name):
            return
        if noun.determiner == "demonstrative" and noun.mode == "said" and evidence.items:
            raise Unsupported(f"{name.phrase}: none is shown")
        lacking = name.value in evidence.missing or (evidence.stocked and name.value not in evidence.stocked)
        offered = any(phrases(list_).search(self.text) for list_ in ("of_shop", "presenting"))
        if (
            lacking
            and offered
            and noun.mode not in ("denied", "asked", "photo")
            and noun.determiner != "owned"
        ):
            raise Unsupported(f"{name.phrase}: not carried")

    def _is_elsewhere(self, noun: Noun, claims: Sequence[Mention]) -> bool:
        """Whether a described thing may be another than those shown: earlier ones, or one of the shop's."""
        if all(self.evidence.shown_before(claim) for claim in (*claims, noun.name)):
            return True
        stocked = noun.name.value in self.evidence.stocked and noun.name.value not in self.evidence.missing
        return (
            stocked and noun.determiner in ("", "indefinite") and bool(phrases("of_shop").search(self.text))
        )

    def _before(self, mention: Mention) -> str:
        return self.said[mention.first - 1].word if mention.first else ""

    def _add(self, at: int, group: Group) -> Group:
        if group:
            self.named.append(Subject(at, group))
        return group
