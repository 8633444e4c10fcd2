"""`python -m app.training.messages`: invents customers' messages together with the wish that each of them means.

Training data for the small language model (models/lora.py). Knows the rules of the classifier; the words come
from app/utterances.py, data/categories.csv and data/colours.csv. Same seed, same rows.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.nlu.wish import Intent, Language, Wish, as_json, wish_messages
from app.training import utterances
from app.training.noun_phrases import Said, Speaker
from app.training.typos import careless
from data.catalogue.vocabulary import colours

TYPOS = 0.2  # of the messages are misspelt
INTENTS: dict[str, Intent] = {
    "outfit": "outfit",
    "chat": "chat",
    "hostile": "chat",
    "not_carried": "not_carried",
}
KINDS = {  # share of each kind of message
    "single": 18, "plural": 11, "counted": 12, "multi": 9, "multi_counted": 7, "negation": 7, "possession": 7,
    "outfit": 10, "like_this": 4, "chat": 9, "hostile": 3, "not_carried": 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A message, what it means, and which kind of difficulty it is."""

    message: str
    wish: Wish
    kind: str


class Customer(Speaker):
    """Somebody who speaks one language and says the next thing at random."""

    def row(self, kind: str) -> Row:
        """A message of that kind, as it would be typed."""
        said: Said = getattr(self, f"_{kind}")()
        intent = INTENTS.get(kind, "search")
        wish = Wish(intent, said.wanted, said.colour, said.gender, said.usage, self.language)
        return Row(careless(self.rng, self._framed(said.text, kind), TYPOS), wish, kind)

    # kinds of message

    def _single(self) -> Said:
        return self._asked(self._item(self._noun(), 1))

    def _plural(self) -> Said:
        return self._asked(self._item(self._noun(), 2))

    def _counted(self) -> Said:
        return self._asked(self._counted_item(self._noun(), self._number()))

    def _multi(self) -> Said:
        return self._asked(self._joined([self._item(noun, 1) for noun in self._several()]))

    def _multi_counted(self) -> Said:
        items = [
            self._counted_item(noun, self._number())
            if self._chance(0.6)
            else self._item(noun, self.rng.choice((1, 1, 2)))
            for noun in self._several()
        ]
        return self._asked(self._joined(items))

    def _negation(self) -> Said:
        noun, other = self._several(2)
        return self._around(
            utterances.REJECTS, self._item(noun, self.rng.choice((1, 1, 2))), self._bare(other, 0.5)
        )

    def _possession(self) -> Said:
        noun, other = self._several(2)
        return self._around(
            utterances.OWNS, self._item(noun, self.rng.choice((1, 1, 2))), self._bare(other, 0.2)
        )

    def _outfit(self) -> Said:
        kind = self.rng.random()
        if kind < 0.12:
            return Said(self._pick(utterances.MATCH_OWNED).format(y=self._bare(self._noun(), 0.2)))
        if kind < 0.22:
            name = self._colour()
            words = colours()[name]
            return Said(
                self._pick(utterances.LONELY_COLOUR).format(k=words.es if self._spanish else name),
                colour=name,
            )
        if kind < 0.5:
            text, usage = self._pick(utterances.EVENTS)
            return Said(text, usage=usage)
        (occasion, usage), (whom, gender) = self._pick(utterances.OCCASIONS), self._pick(utterances.WHOM)
        pattern = self._pick(utterances.OUTFITS)
        said = Said(" ".join(pattern.format(o=occasion, w=whom).split()))
        return replace(
            said, usage=usage if "{o}" in pattern else "", gender=gender if "{w}" in pattern else ""
        )

    def _like_this(self) -> Said:
        pattern = self._pick(utterances.LIKE_THIS)
        if "{c}" not in pattern:
            return Said(pattern)
        name = self._colour()
        return Said(pattern.format(c=self._in_colour(name)), colour=name)

    def _chat(self) -> Said:
        return Said(self._pick(utterances.CHAT).format(y=self._bare(self._noun())))

    def _hostile(self) -> Said:
        return Said(self._pick(utterances.HOSTILE).format(y=self._bare(self._noun(), 1)))

    def _not_carried(self) -> Said:
        one, many = self._pick(utterances.NOT_CARRIED)
        return self._asked(Said(many if self._chance(0.4) else one), plain_ask=True)

    # pieces of a message

    def _asked(self, item: Said, plain_ask: bool = False) -> Said:
        if not plain_ask:
            item = self._with_details(item)
        if not item.gender and not plain_ask and self._chance(0.06):
            pattern, gender = self._pick(utterances.SPEAKS_FOR)
            return replace(item, text=pattern.format(x=item.text), gender=gender)
        return replace(item, text=self._pick(utterances.ASK).format(x=item.text))

    def _around(self, patterns: dict[Language, tuple[str, ...]], item: Said, other: str) -> Said:
        return replace(item, text=self._pick(patterns).format(x=item.text, y=other))

    def _with_details(self, item: Said) -> Said:
        details: list[Said] = []
        if not item.gender and self._chance(0.2):
            text, gender = self._pick(utterances.WHOM)
            details.append(Said(text, gender=gender))
        if not item.usage and self._chance(0.2):
            text, usage = self._pick(utterances.OCCASIONS)
            details.append(Said(text, usage=usage))
        if self._chance(0.15):
            details.append(Said(self._pick(utterances.TAILS)))
        self.rng.shuffle(details)
        gender = next((d.gender for d in details if d.gender), item.gender)
        usage = next((d.usage for d in details if d.usage), item.usage)
        return replace(
            item, text=" ".join([item.text, *(d.text for d in details)]), gender=gender, usage=usage
        )

    def _framed(self, text: str, kind: str) -> str:
        if kind in ("chat", "hostile") and self._chance(0.7):
            return text
        if self._chance(0.18):
            text = self._choose(utterances.HELLO[self.language]) + text
        if self._chance(0.15) and not text.endswith("?"):
            text += self._choose(utterances.THANKS[self.language])
        return text


def rows(number: int, seed: int) -> Iterator[Row]:
    """``number`` rows of which no two say the same, English and Spanish by turns."""
    rng = random.Random(seed)
    customers = (Customer(rng, "en"), Customer(rng, "es"))
    seen: set[str] = set()
    while len(seen) < number:
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        row = customers[len(seen) % 2].row(kind)
        if row.message.strip() and row.message not in seen:
            seen.add(row.message)
            yield row


def as_line(row: Row) -> str:
    """A row as JSON: the messages to the model, its answer, and what evaluation needs to know."""
    asked = [{"role": m.role, "content": m.text} for m in wish_messages(row.message)]
    answer = as_json(row.wish)
    line = {"messages": asked, "answer": answer, "kind": row.kind, "language": row.wish.language}
    return json.dumps(line, ensure_ascii=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m app.training.messages", description=__doc__)
    parser.add_argument("--rows", type=int, default=6000, help="how many (default: 6000)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other rows (default: 0)")
    parser.add_argument("--out", type=Path, required=True, help="file of JSON lines to write")
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as file:
        for row in rows(args.rows, args.seed):
            file.write(as_line(row) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
