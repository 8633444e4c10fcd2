"""Whether a sentence about items can be shown: it contradicts no card, and promises nothing that none says.

What is said of the items shown is held against their cards: whom they are for, colours, stuffs, technical
properties, details, occasions, seasons, prices, how many. What is said of anything else, the customer's own
things, how to wear them, what could be looked for, may be said without a card. Knows cards and words; does
not know who wrote the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app.factcheck import amounts
from app.factcheck.clauses import MARKS, Clause, Mode, clauses, modes
from app.factcheck.evidence import NOBODY, Evidence, Unsupported, contradicted
from app.factcheck.promises import broken
from app.factcheck.subjects import MIN_LETTERS, SOFT, Group, Subjects
from app.factcheck.tagger import (
    Mention,
    Token,
    covered,
    expanded,
    in_other_language,
    masked,
    mentions,
    tokens,
)
from app.factcheck.words import phrases, words
from app.nlu.lexicon import generic, words_of, written
from app.search.card_text import harm
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, plain

ONLY_BY_CARD = ("material", "property", "detail", "brand", "pattern")  # on no item whose card does not say so
ON_CARDS = ("colour", "audience", "usage", "season")  # for which a card has a place of its own
LINK = re.compile(r"\b[a-z0-9-]{2,}\.[a-z]{3,}\b")  # also of a domain that nobody knows
MIN_NEW = 4  # letters of a word that other cards of the shop have and that no card shown has
IDLE = ("common", "has", "only", "is", "filler", "one_behind", "one_before", "plural")  # lists of such words


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, the ids of the items that it is about, and what is wrong otherwise."""

    ok: bool
    item_ids: tuple[str, ...] = ()
    why: str = ""


def supported(sentence: str, evidence: Evidence, before: Sequence[str] = ()) -> Verdict:
    """One sentence held against what supports it. ``before`` are the ids of the items that the sentence
    before it is about, which "it" and "they" stand for."""
    items, line = evidence.items, " ".join(sentence.split())
    text = expanded(phrases("idiom").sub(" ", masked(line, (*items, *evidence.earlier))))
    said, language = tokens(text), evidence.plan.language
    last = frozenset(i for i, item in enumerate(items) if item.id in before)
    try:
        _refuse(harm(line) or ("a link" if LINK.search(text) else ""))
        _refuse("another language" if in_other_language(text, language) else "")
        own = sorted({*(i.category for i in items), *evidence.missing, *evidence.stocked} - {*categories()})
        found = mentions(said, language, own)
        subjects = Subjects(said, found, evidence, plain(text))
        cards = _Reading(said, found, modes(said, found), evidence, subjects).cards(last)
    except Unsupported as error:
        return Verdict(False, (), str(error))
    return Verdict(True, tuple(items[i].id for i in sorted(cards)))


def _refuse(why: str) -> None:
    if why:
        raise Unsupported(why)


@dataclass(slots=True)
class _Reading:
    """One sentence, its mentions with their modes, and what they can be held against."""

    said: Sequence[Token]
    found: Sequence[Mention]
    meant: Sequence[Mode]
    evidence: Evidence
    subjects: Subjects

    def cards(self, last: Group) -> Group:
        """The numbers of the cards that the sentence is about. Raises Unsupported."""
        for mention in self.found:
            self._look_up(mention, self.meant[mention.first])
        self._check_counts()
        before = last if self.subjects.leans() else NOBODY
        previous, every, whole = before, False, NOBODY
        for clause in clauses(self.said, self.found, self.meant):
            own = self.subjects.of(clause, previous)
            about = own or previous or self.subjects.implied(clause)
            single = words("one_of") & set(clause.words[:2])  # "una es verde y la otra azul"
            every = (bool(phrases("every").search(clause.text)) and not single) or (
                every and clause.joined and not own
            )
            whole |= about if every else NOBODY
            self._check_claims(clause, about, every)
            self._check_words(clause, about)
            previous = own or previous
        _refuse(broken(self.said, self.found, self.meant, self.evidence, partial(self._told_of, before)))
        live = [m for m in self.found if self.meant[m.first] not in ("denied", "asked")]
        priced = amounts.check(self.said, live, self.evidence, self.subjects, before)
        named = NOBODY.union(*(subject.group for subject in self.subjects.named))
        return named or priced or previous or whole

    def _told_of(self, before: Group, at: int) -> list[Item]:
        """The items that something is said of at a place."""
        named = [subject.group for subject in self.subjects.named if subject.at < at]
        denied = self.meant[at] == "denied" and named  # where "not" stands against nothing
        group = named[-1] if denied else self.subjects.at(at, before)
        return [self.evidence.items[i] for i in sorted(group)]

    def _look_up(self, claim: Mention, mode: Mode) -> None:
        """What is looked up wherever it stands: makers, what is said of photo, wish or shelves."""
        theirs = self.said[claim.first - 1].word not in words("owned") and mode in ("said", "worn")
        if claim.kind == "brand" and theirs and not self.evidence.having(claim):
            raise Unsupported(f"{claim.phrase}: on no card")
        if mode == "photo" and not self.evidence.in_photo(claim):
            raise Unsupported(f"{claim.phrase}: not in the caption of the photo")
        if mode == "asked" and claim.kind in ("garment", "colour") and not self.evidence.asked(claim):
            raise Unsupported(f"{claim.phrase}: not asked for")
        if mode == "denied" and self._is_written(claim):
            raise Unsupported(f"{claim.phrase}: the cards do say it")
        if mode == "denied" and self._is_carried(claim):
            raise Unsupported(f"{claim.phrase}: the shop has some")

    def _is_written(self, claim: Mention) -> bool:
        """Whether the cards say what they are said not to say."""
        text, having = self._around(claim), self.evidence.exactly(claim)
        if claim.kind not in (*ON_CARDS, *ONLY_BY_CARD) or not phrases("says").search(text):
            return False
        return bool(having and (phrases("none").search(text) or having == self.evidence.everything))

    def _around(self, claim: Mention) -> str:
        """The words between the marks that a claim stands between."""
        line = [token.word for token in self.said]
        first = next((at for at in range(claim.first, -1, -1) if line[at] in MARKS), -1)
        last = next((at for at in range(claim.first, len(line)) if line[at] in MARKS), len(line))
        return " ".join(line[first + 1 : last])

    def _is_carried(self, claim: Mention) -> bool:
        """Whether the shop has what it is said not to have, of whatever colour or kind."""
        if claim.kind != "garment" or not phrases("shelves").search(self.subjects.text):
            return False
        bare = not any(m.first == claim.last + 1 or m.last == claim.first - 1 for m in self.found)
        ends = not any(token.word.isalpha() for token in self.said[claim.last + 1 : claim.last + 2])
        held = claim.value in self.evidence.stocked and claim.value not in self.evidence.missing
        return held and bare and ends and claim.phrase in generic(claim.value)

    def _check_counts(self) -> None:
        """All of more things must not be spoken of than there are: "all three"."""
        there = len(self.evidence.items) + len(self.evidence.earlier)
        for found in phrases("all_of").finditer(self.subjects.text):
            if self.evidence.items and self._number(found[0]) > there:
                raise Unsupported(f"{found[0]}: there are not so many")

    def _number(self, phrase: str) -> int:
        said = phrase.split()
        return next((int(m.value) for m in self.found if m.kind == "count" and m.phrase in said), 0)

    def _check_claims(self, clause: Clause, about: Group, every: bool) -> None:
        """What stands beside no noun: said of the clause's nouns, else of those before, else of anything."""
        for claim in clause.loose:
            mode = self.meant[claim.first]
            if mode == "denied" and self._is_denied_wrongly(claim, clause, about):
                raise Unsupported(f"{claim.phrase}: the card does say it")
            if mode in ("said", "worn") and self._is_held(claim, mode, clause, bool(about)):
                self._hold(claim, about or self.evidence.everything, every, clause)

    def _is_denied_wrongly(self, claim: Mention, clause: Clause, about: Group) -> bool:
        """Whether something is said not to be or to have what all its cards say; less of it may be said."""
        line, having = clause.words, self.evidence.exactly(claim) & about
        if not about or having != about or not (words("has") | words("is")) & set(line):
            return False
        less = any(
            word in words("not") and {*line[at + 1 : at + 2]} & words("hedged")
            for at, word in enumerate(line)
        )
        cards = [written(self.evidence.items[i]) for i in having]
        return not less and not any(f" {no} {claim.phrase} " in card for card in cards for no in words("not"))

    def _is_held(self, claim: Mention, mode: Mode, clause: Clause, about: bool) -> bool:
        """Whether a loose claim is one about items at all: an occasion, a season or a colour need not be."""
        if not self.evidence.items:
            return claim.kind in ("material", "property") and mode == "said"
        before = [token.word for token in self.said[: claim.first]]
        if words("yours") & set(before[-3:]) or (
            claim.kind == "audience" and words("persons") & set(before[-1:])
        ):
            return False  # "your grandmother's pearls", "hands free for the children"
        if claim.kind in ONLY_BY_CARD:
            return mode == "said" or claim.kind == "property"
        if claim.kind == "colour":  # "is navy", "in grey", "viene en negro", but not "in a wine bar"
            verb = words("is") & set(before[-2:]) and not words("article") & set(before[-1:])
            return mode == "said" and bool(verb)
        if claim.kind in SOFT:
            return mode == "said"
        if (
            claim.kind == "usage"
            and claim.phrase not in words("manner")
            and not words("made") & {*before[-4:]}
        ):
            return False  # "it won't spoil the party", "a practical shape for the office"
        first = min((noun.name.first for noun in clause.nouns), default=0)
        if claim.first < first:
            return False  # "For a beach wedding I would choose the …"
        return mode == "said" and about and not phrases("supposed").search(" ".join(before[clause.start :]))

    def _hold(self, claim: Mention, about: Group, every: bool, clause: Clause) -> None:
        """Raises Unsupported where the cards of what is spoken of do not bear a claim out."""
        having = self.evidence.having(claim) & about
        if claim.kind in (*SOFT, "season"):
            against = frozenset(i for i in about if contradicted(self.evidence.items[i], claim)) - having
            if against and (every or against == about):
                raise Unsupported(f"{claim.phrase}: the card says otherwise")
            return
        if claim.kind == "audience":
            having = self._suiting(claim, having, about, bool(words("only") & set(clause.words)))
        few = phrases("of_them").search(clause.text)
        if not having or (every and having != about) or (few and len(having) < self._number(few[0])):
            raise Unsupported(f"{claim.phrase}: not on {'every' if having else 'the'} card that is spoken of")

    def _suiting(self, claim: Mention, having: Group, about: Group, only: bool) -> Group:
        """Whom things are for: one for everybody does for her, and is no women's; ``only``: nobody else's."""
        genders = {i: self.evidence.items[i].gender for i in about}
        if only:
            return frozenset(i for i in having if genders[i] == claim.value)
        before = [token.word for token in self.said[max(0, claim.first - 3) : claim.first + 1]]
        made = set(before) & words("made") and self.said[claim.first].word not in words(
            "for"
        )  # "made for him"
        does = set(before[-2:]) & words("for") and not made
        return having | frozenset(i for i, gender in genders.items() if does and gender == "unisex")

    def _check_words(self, clause: Clause, about: Group) -> None:
        """Words of one card that are said of another: what it has, what all of them are, what only one is."""
        every = bool(phrases("every").search(clause.text))
        only = bool(words("only") & set(clause.words)) and about != self.evidence.everything
        told = list(self._telling(clause, every or only)) if about else []
        looked_up = covered(self.found)
        for at, word in told:
            holders = self.subjects.holding([word])
            if self.meant[at] == "said" and holders and (not holders & about or (every and about - holders)):
                raise Unsupported(f"{word}: on another card")
            unknown = not holders and not every and len(word) >= MIN_NEW and at not in looked_up
            if self.meant[at] == "said" and unknown and self._is_told_elsewhere(word, about):
                raise Unsupported(f"{word}: on no card")
            if self.meant[at] == "denied" and about <= holders:
                raise Unsupported(f"{word}: the card does say it")
        if only and told and self.subjects.holding([word for _, word in told]) - about:
            raise Unsupported(f"{told[-1][1]}: on other cards too")

    def _is_told_elsewhere(self, word: str, about: Group) -> bool:
        """Whether other cards of such things have a word."""
        kinds = {self.evidence.items[i].category for i in about}
        return any(self.evidence.is_on_a_card(word, kind) for kind in kinds)

    def _telling(self, clause: Clause, every: bool) -> Iterator[tuple[int, str]]:
        """The places and words behind "has" that tell cards apart, of every word where all are spoken of, but
        for those that are looked up otherwise; a coat's belt is none of these."""
        known = [m for m in self.found if m.kind not in (*SOFT, "detail")]
        named = {
            at for m in known for at in range(m.first, m.last + 1)
            if m.kind != "garment" or self.evidence.of_category(m)
        }  # fmt: skip
        has = every
        for at in range(clause.start, clause.start + len(clause.words)):
            word = self.said[at].word
            long = len(word) >= MIN_LETTERS and word.isalpha()
            if has and at not in named and long and not _is_idle(word):
                yield at, word
            has = has or word in words("has")


def _is_idle(word: str) -> bool:
    return any(word in words(name) for name in IDLE) or word in words_of("idle")
