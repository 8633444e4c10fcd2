"""Money in a sentence: whether an amount is that of the card spoken of, a sum, a difference or a limit, and
which item is the cheapest.

Knows numbers and the words around them; does not know garments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.factcheck.evidence import NOBODY, Evidence, Unsupported
from app.factcheck.selling import currencies_of, is_money
from app.factcheck.subjects import REACH, Subjects
from app.factcheck.tagger import Mention, Token
from app.factcheck.words import phrases, words
from data.catalogue.values.money import UNNAMED, currency_of, is_reduced, priced_together

CENT = 0.005
ROUND = 1.0  # euros that "about 20" may be off, or this share of it
ROUND_SHARE = 0.05
MAX_SUMMED = 8  # items of which sums are made
MAX_TIMES = 4  # "two pairs of it"


def check(
    said: Sequence[Token], found: Sequence[Mention], evidence: Evidence, subjects: Subjects,
    before: frozenset[int],
) -> frozenset[int]:  # fmt: skip
    """The cards whose prices are spoken of. ``before`` are the items that a pronoun may stand for. Raises
    Unsupported for an amount or a comparison of prices that is not theirs."""
    line = [token.word for token in said]
    amounts = [m for m in found if m.kind == "amount" or (m.kind == "count" and _is_money(line, m))]
    prices = _Prices(evidence, said, line, subjects, before)
    if not all(map(prices.in_its_currency, amounts)):
        raise Unsupported("money of another kind")
    wrong = [m.phrase for m in amounts if not prices.right(m)]
    ranks = [m for m in found if m.kind in ("low", "high", "lower", "higher")]
    wrong += [m.phrase for m in ranks if not prices.ranked(m)]
    wrong += [found[0] for found in phrases("same_price").finditer(" ".join(line)) if not prices.alike()]
    if wrong:
        raise Unsupported(f"{wrong[0]}: the cards' prices say otherwise")
    return frozenset().union(*(prices.meant(m) for m in amounts))


def euros(written: str) -> float:
    """19.90, 19,90, 1,299.00 or 49 as a number."""
    digits = re.sub(r"[^\d.,]", "", written)
    whole, _, cents = digits.rpartition("." if digits.rfind(".") > digits.rfind(",") else ",")
    if len(cents) == 3 or not whole:
        return float(re.sub(r"\D", "", digits))
    return float(f"{re.sub(r'[.,]', '', whole)}.{cents}")


def _euros_of(amount: Mention) -> float:
    return float(amount.value) if amount.kind == "count" else euros(amount.phrase)


def _is_money(line: Sequence[str], mention: Mention) -> bool:
    beside = {*line[mention.last + 1 : mention.last + 2], *line[max(0, mention.first - 1) : mention.first]}
    return any(map(is_money, beside))


@dataclass(frozen=True, slots=True)
class _Prices:
    """The prices that a sentence can be about."""

    evidence: Evidence
    said: Sequence[Token]
    line: Sequence[str]
    subjects: Subjects
    before: frozenset[int]

    def meant(self, mention: Mention) -> frozenset[int]:
        """The items that an amount is the price of."""
        return self.subjects.at(mention.first, self.before)

    def right(self, amount: Mention) -> bool:
        """Whether an amount is borne out, as what it is said to be."""
        if self._is_former(amount):
            return any(abs(was - _euros_of(amount)) <= CENT for was, _ in self._reductions(amount))
        asked, before = _euros_of(amount), self._leading(amount)
        clause = set(self._around(amount))
        if not self._is_stated(amount) and any(abs(limit - asked) < ROUND for limit in self._limits()):
            return not words("fits") & clause or self._fit(amount, asked)
        near = max(ROUND, ROUND_SHARE * asked) if words("about") & before else CENT
        own = self._of(self.meant(amount))
        whole = [sum(self._of(self.evidence.everything))] if words("total") & {*self.line} else own
        if words("below") & before:
            return all(price < asked + CENT for price in whole)
        if words("above") & before:
            return all(price > asked - CENT for price in whole)
        rounded = max(near, ROUND) if asked == round(asked) else near
        if words("total") & {*self.line} and self._is_mixed():
            return False
        if words("difference") & clause and any(
            abs(was - now - asked) <= near for was, now in self._reductions(amount)
        ):
            return True
        if words("difference") & clause and any(abs(gap - asked) <= rounded for gap in self._gaps()):
            return self._turned(amount, asked, rounded)
        if any(abs(total - asked) <= near for total in self._sums(bool(words("difference") & clause))):
            return True
        named = [one.group for one in self.subjects.named if one.at < amount.first]
        if words("total") & {*self.line} and len(self.evidence.items) > 1 and not named:
            return False
        if words("total") & {*self.line} and named:  # "164.80 together (74.90 + 89.90)"
            own = [*own, *self._of(NOBODY.union(*named))]
        found = [abs(price - asked) <= near for price in own]
        if words("each") & {
            *self.line[max(0, amount.first - REACH) : amount.last + REACH]
        }:  # "both at 44.90": of those meant, or of two others
            shown = [abs(price - asked) <= near for price in self._of(self.evidence.everything)]
            return bool(found) and (all(found) or sum(shown) > 1)
        return any(found) or self._behind(amount, asked, near)

    def in_its_currency(self, amount: Mention) -> bool:
        """Whether an amount is in the currency of what it is said of, or a limit in the customer's own."""
        named, filters = currencies_of(self.said, amount), self.evidence.plan.filters
        own = {currency_of(self.evidence.items[i]) for i in self.meant(amount)} or {UNNAMED}
        limits = {round(limit, 2) for limit in self._limits()}
        theirs = filters.currency in named and round(_euros_of(amount), 2) in limits
        return not named or theirs or not named.isdisjoint(own)

    def _is_mixed(self) -> bool:
        """Whether the items are priced in several currencies."""
        return not priced_together((*self.evidence.items, *self.evidence.earlier))

    def _is_former(self, amount: Mention) -> bool:
        """Whether an amount is said to be what something cost before it was reduced."""
        window = self.line[max(0, amount.first - REACH) : amount.first]
        numbers = [at for at, word in enumerate(window) if any(letter.isdigit() for letter in word)]
        before = {*window[numbers[-1] + 1 :]} if numbers else {*window}  # "from 49.90 to": only of the first
        cut = phrases("reduced").search(" ".join(self.line))
        return bool(words("was") & before or (cut and words("from") & before))

    def _reductions(self, amount: Mention) -> list[tuple[float, float]]:
        """What those that are spoken of cost before, and cost now, where they are reduced."""
        spoken = (self.evidence.items[i] for i in self.meant(amount))
        return [(item.price or 0.0, item.cost or 0.0) for item in spoken if is_reduced(item)]

    def _is_stated(self, amount: Mention) -> bool:
        """Whether an amount is said to be a thing's price, whatever the customer's limit is."""
        near = any(amount.first - REACH <= one.at < amount.first for one in self.subjects.named)
        copula = near and self.line[amount.first - 1] in words("is")
        return copula or bool(words("costs") & self._leading(amount))

    def _leading(self, amount: Mention) -> set[str]:
        """The words right before an amount, up to a mark, that say how it is meant."""
        said = self.line[max(0, amount.first - REACH) : amount.first]
        marks = [at for at, word in enumerate(said) if not word.isalpha()]
        return set(said[marks[-1] + 1 :] if marks else said)

    def _fit(self, amount: Mention, limit: float) -> bool:
        """Whether what is named stays within a limit, each of it, or all together where that is meant."""
        named = [one.group for one in self.subjects.named if one.at < amount.first] or [self.before]
        prices = self._of(frozenset().union(*named) or self.evidence.everything)
        together = bool(self.evidence.plan.filters.max_total)
        return (sum(prices) if together else max(prices, default=0.0)) < limit + CENT

    def _behind(self, amount: Mention, asked: float, near: float) -> bool:
        """Whether it is the price of what is named next: "At 49.90 the white shirt is …"."""
        behind = [one.group for one in self.subjects.named if one.at > amount.first]
        between = self.line[
            amount.last + 1 : min((s.at for s in self.subjects.named if s.at > amount.first), default=0)
        ]
        alone = not any(one.at < amount.first for one in self.subjects.named)
        free = alone or not any(word in (",", ";") or word in words("joint") for word in between)
        return bool(behind) and free and any(abs(price - asked) <= near for price in self._of(behind[0]))

    def _around(self, mention: Mention) -> Iterator[str]:
        """The words of the clause that a mention stands in; a comma inside a comparison parts nothing."""
        first = next((n for n in range(mention.first, -1, -1) if self.line[n] in ";:!?()"), -1)
        last = next(
            (n for n in range(mention.last, len(self.line)) if self.line[n] in ";:!?()"), len(self.line)
        )
        yield from self.line[first + 1 : last]

    def _of(self, group: Iterable[int]) -> list[float]:
        return [price for i in group if (price := self.evidence.items[i].cost) is not None]

    def _all(self) -> list[float]:
        items = (*self.evidence.items, *self.evidence.earlier)
        return [item.cost for item in items if item.cost is not None]

    def _limits(self) -> list[float]:
        filters = self.evidence.plan.filters
        told = (filters.min_price, filters.max_price, filters.max_total, *(self.evidence.span or ()))
        return [limit for limit in told if limit]

    def _sums(self, some: bool) -> Iterator[float]:
        """What everything costs together, what is named, and so many of one; of ``some`` things any of them,
        with earlier items where there are some."""
        if self._is_mixed():
            return
        named = frozenset().union(*(one.group for one in self.subjects.named))
        for group in filter(None, (self.evidence.everything, named, self.before, named | self.before)):
            yield sum(self._of(group)) if len(group) > 1 else -1.0
        yield from (
            n * price for price in self._of(self.evidence.everything) for n in range(2, MAX_TIMES + 1)
        )
        if some or self.evidence.earlier or self.evidence.plan.references:
            prices = self._all()[:MAX_SUMMED]
            yield from (sum(few) for n in range(2, len(prices) + 1) for few in combinations(prices, n))

    def _gaps(self) -> Iterator[float]:
        """Differences of prices, and what a limit leaves of them."""
        prices = [] if self._is_mixed() else self._all()
        yield from (abs(one - other) for one, other in combinations(prices, 2))
        whole = sum(self._of(self.evidence.everything))
        yield from (limit - spent for limit in self._limits() for spent in (*prices, whole))

    def _turned(self, amount: Mention, asked: float, near: float) -> bool:
        """Whether a difference is said the right way round: more than another thing, or less."""
        said = set(self.line[max(0, amount.first - REACH) : amount.last + 4])
        more, less = bool(words("more") & said), bool(words("less") & said)
        named = [one.group for one in self.subjects.named if one.at < amount.first]
        own = self._of(named[-1] if named else self.before)
        if more == less or not own:
            return True
        gaps = [(price - other) * (1 if more else -1) for price in own for other in self._all()]
        return any(abs(gap - asked) <= near for gap in gaps)

    def ranked(self, rank: Mention) -> bool:
        """Whether what is called cheapest, dearest, cheaper or dearer is; a tie is neither."""
        if self._is_mixed():  # nobody can say which costs less
            return False
        groups = [one.group for one in self.subjects.named]
        groups = groups or ([self.before] if self.before else [])
        shown = self._of(self.evidence.everything)
        if len(shown) > 1 and len(set(shown)) == 1 and rank.kind in ("low", "high"):
            return False
        if not groups or phrases("of_shop").search(" ".join(self.line)):
            return True
        ours, rest = self._compared(rank)
        own, others = self._of(ours), self._of(rest - ours)
        if not own or not others:
            return True
        return max(own) < min(others) if rank.kind in ("low", "lower") else min(own) > max(others)

    def alike(self) -> bool:
        """Whether what is named costs the same; of one thing, whether anything else does."""
        named = [one.group for one in self.subjects.named]
        if len(named) > 1:
            return len(set(self._of(frozenset().union(*named)))) < 2
        own = self._of(named[0]) if named else []
        return any(self._all().count(price) > 1 for price in own or self._all())

    def _compared(self, rank: Mention) -> tuple[frozenset[int], frozenset[int]]:
        """What is ranked, and among what: all named before it, else what comes next; "than" parts two."""
        part = [one for one in self.subjects.named if not self.subjects.parted(one.at, rank.first)]
        first = [one.group for one in part if one.at < rank.first]
        behind = [one.group for one in part if one.at > rank.first]
        ours = frozenset().union(*first) or (behind[0] if behind else self.before)
        than = bool(first and behind and rank.kind in ("lower", "higher"))
        if rank.kind in ("lower", "higher") and not behind and words("than") & {*self.line[rank.last + 1 :]}:
            return NOBODY, NOBODY  # than what nobody shows
        return ours, behind[0] if than else self.evidence.everything
