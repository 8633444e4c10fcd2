"""Whether a sentence about items can be shown: it contradicts no card, and promises nothing that none says.

What is said of the items shown is held against their cards: whom they are for, colours, stuffs, technical
properties, details, occasions, seasons, prices, how many. What is said of anything else, the customer's own
things, how to wear them, what could be looked for, may be said without a card. Knows cards and words; does
not know who wrote the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.factcheck import amounts
from app.factcheck.amounts import Subject
from app.factcheck.clauses import Clause, Mode, Noun, clauses, modes
from app.factcheck.evidence import Evidence, Unsupported, contradicted, stem
from app.factcheck.promises import broken
from app.factcheck.tagger import Mention, Token, covered, expanded, in_other_language, masked, mentions, tokens
from app.factcheck.words import phrases, words
from app.nlu.lexicon import generic, words_of, written
from app.search.card_text import harm
from data.catalogue.vocabulary import categories, plain

__all__ = ["Evidence", "Verdict", "supported"]

ONLY_BY_CARD = ("material", "property", "detail", "brand", "pattern")  # that no item has unless its card says so
ON_CARDS = ("colour", "audience", "usage", "season")  # for which a card has a place of its own
SOFT = ("cut", "quality")  # taste, unless a card says the opposite
UNKNOWN = frozenset[int]()
MIN_LETTERS = 4  # of a word that tells cards apart


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
    text = expanded(phrases("idiom").sub(" ", masked(line, (*items, *evidence.earlier))))
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
    every: bool = False  # whether the last clause speaks of each of its things
    _cards: Sequence[frozenset[str]] = ()

    def __post_init__(self) -> None:
        self._cards = self.evidence.words_of_cards()

    def cards(self) -> frozenset[int]:
        """The numbers of the cards that the sentence is about. Raises Unsupported."""
        meant = modes(self.said, self.found)
        for mention in self.found:
            self._alone(mention, meant[mention.first])
        _refuse(broken(self.said, self.found, meant, self.evidence))
        _refuse(self._miscounted())
        before = self.before if self._leans() else UNKNOWN
        cards, previous = UNKNOWN, before
        for clause in clauses(self.said, self.found, meant):
            own = self._spoken_of(clause, previous)
            about = own or previous or self._implied(clause)
            if phrases("others").search(" ".join(clause.words)):
                about = own = self.evidence.everything - (previous or cards)
            self.every = bool(phrases("every").search(" ".join(clause.words))) or (self.every and clause.joined and not own)
            self._loose(clause, about, meant)
            self._worded(clause, about, meant)
            previous = own or previous
            cards |= own
        live = [m for m in self.found if meant[m.first] not in ("denied", "asked")]
        priced = amounts.check(self.said, live, self.evidence, self.subjects, before)
        return cards or priced or previous

    def _spoken_of(self, clause: Clause, previous: frozenset[int]) -> frozenset[int]:
        """The items that a clause names. What something is said to be behind a verb names nothing new: "they are
        casual pieces"."""
        named = [(noun, self._group(noun)) for noun in clause.nouns]
        own = UNKNOWN
        for noun, group in named:
            about = own or previous or self._implied(clause)
            verb = {token.word for token in self.said[max(clause.start, noun.name.first - 5) : noun.name.first]}
            if noun.name.kind == "any" and noun.mode == "said" and about and words("is") & verb:
                every = noun.name.plural or bool(phrases("every").search(" ".join(clause.words)))
                if noun.claims and (about - group if every else not about & group):
                    raise Unsupported(f"{noun.claims[0].phrase}: not on the card that is spoken of")
                continue
            own |= group
        return own or self._described(clause) or self._worded_name(clause)

    def _worded_name(self, clause: Clause) -> frozenset[int]:
        """The items that an article and a word of their cards mean: "the two slip ones"."""
        named = covered(self.found)
        for at in range(clause.start + 1, clause.start + len(clause.words)):
            first = next((n for n in (at - 1, at - 2) if n >= 0 and self.said[n].word in words("definite")), None)
            between = first is not None and all(n in named for n in range(first + 1, at))
            word = self.said[at].word
            if first is not None and (first == at - 1 or between) and at not in named and len(word) >= MIN_LETTERS:
                holders = self._holding([word])
                if holders and holders != self.evidence.everything:
                    self.subjects.append(Subject(at, holders))
                    return holders
                return UNKNOWN
        return UNKNOWN

    def _leans(self) -> bool:
        """Whether the sentence begins with what stands for the items before: "It …", "Cuesta …"."""
        named = any(m.kind in ("title", "garment") for m in self.found)
        return bool(phrases("leaning").match(self.text)) or not named

    def _described(self, clause: Clause) -> frozenset[int]:
        """The items that an article and a description mean, where what they are called is in no table: "the
        black high-tops"."""
        first = next(iter(clause.loose), None)
        coloured = any(claim.kind == "colour" for claim in clause.loose)
        if first is None or not coloured or clause.nouns or self.said[first.first - 1].word not in words("definite"):
            return UNKNOWN
        group = self.evidence.all_having(clause.loose, self.evidence.everything)
        self.subjects.append(Subject(first.first, group))
        return group

    def _implied(self, clause: Clause) -> frozenset[int]:
        """All items, where a clause begins with a pronoun or speaks of each of them."""
        line = " ".join(clause.words)
        alone = len(self.evidence.items) == 1 and (words("is") | words("has")) & set(clause.words)
        whole = phrases("every").search(line) or phrases("leaning").match(line) or alone
        return self.evidence.everything if whole else UNKNOWN

    def _alone(self, claim: Mention, mode: Mode) -> None:
        """What is looked up wherever it stands: makers, what is said of photo or shelves."""
        if claim.kind == "brand" and mode in ("said", "worn") and not self.evidence.having(claim):
            raise Unsupported(f"{claim.phrase}: on no card")
        if mode == "photo" and not self.evidence.in_photo(claim):
            raise Unsupported(f"{claim.phrase}: not in the caption of the photo")
        if mode == "asked" and claim.kind == "garment" and not self.evidence.asked(claim):
            raise Unsupported(f"{claim.phrase}: not asked for")
        if mode == "denied":
            self._denied(claim)

    def _denied(self, claim: Mention) -> None:
        """What is said not to be on the cards or shelves, and is."""
        evidence, having = self.evidence, self.evidence.having(claim)
        if claim.kind in (*ON_CARDS, *ONLY_BY_CARD) and having and phrases("says").search(self.text):
            if phrases("none").search(self.text) or (having == evidence.everything and not phrases("every").search(self.text)):
                raise Unsupported(f"{claim.phrase}: the cards do say it")
        of_shop = claim.kind == "garment" and phrases("shelves").search(self.text)
        more = any(m.first == claim.last + 1 or m.last == claim.first - 1 for m in self.found)
        held = claim.value in evidence.stocked and claim.value not in evidence.missing
        ends = not self.said[claim.last + 1].word.isalpha() if claim.last + 1 < len(self.said) else True
        if of_shop and held and claim.phrase in generic(claim.value) and not more and ends:
            raise Unsupported(f"{claim.phrase}: the shop has some")

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
            _refuse("" if int(name.value) < len(evidence.items) else f"the {name.phrase}: there are not so many")
            return frozenset((int(name.value),))
        if name.kind == "title":
            title = evidence.items[int(name.value)].title
            return frozenset(i for i, other in enumerate(evidence.items) if other.title == title)
        of_category = evidence.of_category(name)
        if name.kind == "garment" and not of_category:
            return UNKNOWN  # a coat's belt
        called = evidence.having(name)
        if not called and name.kind == "garment" and self.said[name.first - 1].word in words("demonstrative"):
            raise Unsupported(f"{name.phrase}: none is shown")
        return called or of_category

    def _absent(self, noun: Noun, group: frozenset[int]) -> None:
        """A thing that is pointed at must be there: "this jacket" of three dresses. So must what the shop is said to
        have."""
        name, evidence = noun.name, self.evidence
        if name.kind != "garment" or group or evidence.shown_before(name):
            return
        if noun.determiner == "demonstrative" and noun.mode == "said" and evidence.items:
            raise Unsupported(f"{name.phrase}: none is shown")
        lacking = name.value in evidence.missing or (evidence.stocked and name.value not in evidence.stocked)
        offered = any(phrases(name).search(self.text) for name in ("of_shop", "presenting"))
        if lacking and offered and noun.mode not in ("denied", "asked", "photo") and noun.determiner != "owned":
            raise Unsupported(f"{name.phrase}: not carried")

    def _elsewhere(self, noun: Noun, claims: Sequence[Mention]) -> bool:
        """Whether a described thing may be another than those shown: earlier ones, or one of the shop's."""
        if all(self.evidence.shown_before(claim) for claim in (*claims, noun.name)):
            return True
        stocked = noun.name.value in self.evidence.stocked and noun.name.value not in self.evidence.missing
        return stocked and noun.determiner in ("", "indefinite") and bool(phrases("of_shop").search(self.text))

    def _loose(self, clause: Clause, about: frozenset[int], meant: Sequence[Mode]) -> None:
        """What stands beside no noun: said of the clause's nouns, else of those before, else of anything."""
        for claim in clause.loose:
            mode, has = meant[claim.first], self.evidence.having(claim) & about
            bare = any(f" {no} {claim.phrase} " in written(self.evidence.items[i]) for i in has for no in words("not"))
            if mode == "denied" and about and has == about and not bare and self._plainly_denied(clause):
                raise Unsupported(f"{claim.phrase}: the card does say it")
            if mode in ("said", "worn") and self._is_held(claim, mode, clause, bool(about)):
                self._hold(claim, about or self.evidence.everything, self.every, clause)

    def _plainly_denied(self, clause: Clause) -> bool:
        """Whether something is said not to be or to have what follows, and not only less of it."""
        line = clause.words
        hedged = any(word in words("not") and {*line[at + 1 : at + 2]} & words("hedged") for at, word in enumerate(line))
        return bool((words("has") | words("is")) & set(line)) and not hedged

    def _is_held(self, claim: Mention, mode: Mode, clause: Clause, about: bool) -> bool:
        """Whether a loose claim is one about items at all: an occasion, a season or a colour need not be."""
        if not self.evidence.items:
            return claim.kind in ("material", "property") and mode == "said"
        if claim.kind in ONLY_BY_CARD:
            return mode == "said" or claim.kind == "property"
        before = [token.word for token in self.said[: claim.first]]
        if claim.kind == "colour":  # "is navy", "in grey", "viene en negro"
            return mode == "said" and bool(words("is") & set(before[-2:]))
        if claim.kind == "usage" and not words("suited") & {*before[-3:], claim.phrase}:
            return False  # "it won't spoil the party"
        if claim.kind in ("season", "usage", "audience"):
            told = " ".join(before[clause.start :])
            names = [noun.name.first for noun in clause.nouns]
            if names and claim.first < min(names):
                return False  # "For a beach wedding I would choose the …"
            return mode == "said" and about and not phrases("supposed").search(told)
        return claim.kind in SOFT and mode == "said"

    def _hold(self, claim: Mention, about: frozenset[int], every: bool, clause: Clause) -> None:
        having = self.evidence.having(claim) & about
        if claim.kind in SOFT or claim.kind == "season":
            against = frozenset(i for i in about if contradicted(self.evidence.items[i], claim)) - having
            if against and (every or against == about):
                raise Unsupported(f"{claim.phrase}: the card says otherwise")
            return
        if claim.kind == "audience" and self._is_for(claim):
            having |= frozenset(i for i in about if self.evidence.items[i].gender == "unisex")
        exact = claim.kind == "audience" and words("only") & set(clause.words)
        if exact:
            having = frozenset(i for i in having if self.evidence.items[i].gender == claim.value)
        few = phrases("of_them").search(" ".join(clause.words))
        many = next((int(m.value) for m in self.found if few and m.kind == "count" and m.phrase in few[0]), 0)
        if not having or (every and having != about) or len(having) < many:
            raise Unsupported(f"{claim.phrase}: not on {'every' if having else 'the'} card that is spoken of")
    def _is_for(self, claim: Mention) -> bool:
        """Whether something is said to do for somebody, "for her", and not to be theirs, "a men's shirt"."""
        return bool({self.said[claim.first].word, self.said[claim.first - 1].word} & words("for"))

    def _worded(self, clause: Clause, about: frozenset[int], meant: Sequence[Mode]) -> None:
        """Words of one card that are said of another: what it has, what all of them are, what only one is."""
        every = bool(phrases("every").search(" ".join(clause.words)))
        only = bool(words("only") & set(clause.words)) and about != self.evidence.everything
        told = list(self._telling(clause, every or only))
        for at, word in told if about else ():
            holders = self._holding([word])
            if meant[at] == "said" and holders and (not holders & about or (every and about - holders)):
                raise Unsupported(f"{word}: on another card")
            if meant[at] == "said" and not holders and not every and stem(word) in self.evidence.vocabulary:
                raise Unsupported(f"{word}: on no card")
            if meant[at] == "denied" and about <= holders:
                raise Unsupported(f"{word}: the card does say it")
        if only and told and self._holding([word for _, word in told]) - about:
            raise Unsupported(f"{told[-1][1]}: on other cards too")

    def _holding(self, told: Sequence[str]) -> frozenset[int]:
        """The items whose cards have all these words."""
        return frozenset(i for i, card in enumerate(self._cards) if all(stem(word) in card for word in told))

    def _telling(self, clause: Clause, every: bool) -> Iterator[tuple[int, str]]:
        """The places and words behind "has" that tell cards apart, of every word where all are spoken of, but
        for those that are looked up otherwise."""
        known = {m.first: m for m in self.found if m.kind not in (*SOFT, "detail") and not self._is_part(m)}
        named = {at for m in known.values() for at in range(m.first, m.last + 1)}
        has = every
        for at in range(clause.start, clause.start + len(clause.words)):
            word = self.said[at].word
            if has and at not in named and len(word) >= MIN_LETTERS and word.isalpha() and not self._is_idle(word):
                yield at, word
            has = has or word in words("has")

    def _is_part(self, mention: Mention) -> bool:
        """Whether a garment's name is that of a part, a coat's belt, where no such thing is shown."""
        return mention.kind == "garment" and not self.evidence.of_category(mention)

    @staticmethod
    def _is_idle(word: str) -> bool:
        idle = ("common", "has", "only", "is", "filler", "one_behind", "one_before", "plural")
        return any(word in words(name) for name in idle) or word in words_of("idle")
