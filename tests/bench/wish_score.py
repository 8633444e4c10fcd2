"""`python -m tests.bench.wish_score [--half dev|test] [--lora FILE]`: how well wishes are read.

The cases in wish_cases.jsonl were written by hand. The half "dev" may be looked at and learnt
(app/retold.py), the half "test" is for scoring only. Each is read by the small model alone, by the
words alone (app/reading.py), and as the shop does it; no model is loaded without ``--lora``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.nlu.grounding import grounded

from app.nlu.parser import read
from app.nlu.wish import Wish, parse, schema, wish_messages
from data.catalogue.vocabulary import categories
from models.llm.llamacpp import LlamaCpp, load, smollm2

CASES = Path(__file__).parent / "wish_cases.jsonl"
FRESH = range(8, 30)  # sets that say what and how many, and no colours, people or occasions
SHOP = "as the shop reads it"
WORDS, MODEL = "the words alone", "the model alone"


@dataclass(frozen=True, slots=True)
class Case:
    """A message and what it means. ``written``: 1 and 2 before, 3 and 4 (rare words) while the words were
    taught, 5 to 7 after they were, FRESH by somebody who had not read the words."""

    written: int
    half: str
    kind: str
    message: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Result:
    """A case, what was read, and how long it took."""

    case: Case
    read: Wish | None
    seconds: float

    @property
    def right(self) -> bool:
        """Intent, categories and numbers."""
        return self.read is not None and _what(self.read) == _what(self.case.wish)

    @property
    def whole(self) -> bool:
        """Colours, audience, usage and language besides, where the case tells them."""
        if self.case.written in FRESH:
            return self.right
        return self.right and self.read is not None and _details(self.read) == _details(self.case.wish)


def _what(wish: Wish) -> tuple[str, set[tuple[str, int]]]:
    return wish.intent, set(wish.counts().items())


def _details(wish: Wish) -> tuple[object, ...]:
    shades = {(w.category, w.colour or wish.colour) for w in wish.wanted} or wish.colour
    return shades, wish.gender, wish.usage, wish.language


def cases() -> list[Case]:
    """Every case of the file."""
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [Case(row["set"], row["half"], row["kind"], row["message"], _meant(row["wish"])) for row in rows]


def _meant(row: Mapping[str, object]) -> Wish:
    wish = parse(json.dumps(row))
    if wish.language != row["language"]:
        raise ValueError(f"expected one of the two languages, found {row['language']}")
    return wish


def results(case: Case, chat: LlamaCpp | None) -> Iterator[tuple[str, Result]]:
    """One case as each of the three reads it."""
    started = time.perf_counter()
    words = read(case.message)
    took = time.perf_counter() - started
    yield WORDS, Result(case, words.wish, took)
    if chat is None:
        return
    started = time.perf_counter()
    answer = "".join(chat.stream(wish_messages(case.message), schema(list(categories()))))
    asked = time.perf_counter() - started
    try:
        wish = parse(answer)
    except ValueError:
        wish = Wish("search")
    yield MODEL, Result(case, wish, asked)
    yield SHOP, Result(case, grounded(wish, case.message, words), took if words.sure else took + asked)


def table(results: Sequence[Result]) -> str:
    """Markdown: for each kind and language the right ones of all."""
    kinds = list(dict.fromkeys(r.case.kind for r in results))
    lines = ["| kind | en | es | both | with details |", "|---|---|---|---|---|"]
    for kind in [*kinds, "all"]:
        of_kind = [r for r in results if kind in (r.case.kind, "all")]
        by_language = [[r for r in of_kind if r.case.wish.language == code] for code in ("en", "es")]
        told = [r for r in of_kind if r.case.written not in FRESH]
        cells = [*(_share(rows) for rows in (*by_language, of_kind)), _share(told, lambda r: r.whole)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(rows: Sequence[Result], good: Callable[[Result], bool] = lambda r: r.right) -> str:
    return f"{sum(map(good, rows))}/{len(rows)}"


def _wrong(rows: Sequence[Result]) -> Iterator[str]:
    """What went wrong in the half that may be looked at."""
    for r in rows:
        if not r.whole and r.case.half == "dev":
            yield f"- {r.case.written} {r.case.kind}: {r.case.message} → {r.read}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.wish_score", description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), help="only this half of the cases")
    parser.add_argument("--lora", type=Path, help="adapter for the packaged model (default: no model)")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    chat = None if args.lora is None else load(smollm2(), args.lora, threads=args.threads)
    by_reader: dict[str, list[Result]] = {}
    for case in cases():
        if args.half in (None, case.half):
            for name, result in results(case, chat):
                by_reader.setdefault(name, []).append(result)
    for name, rows in by_reader.items():
        seconds = [r.seconds for r in rows]
        pace = f"median {statistics.median(seconds):.3f} s, slowest {max(seconds):.2f} s"
        sets = ", ".join(
            f"set {n}: {_share([r for r in rows if r.case.written == n])}"
            for n in sorted({r.case.written for r in rows})
        )
        sys.stdout.write(f"\n{name} ({pace}; {sets})\n\n{table(rows)}\n\n")
    sys.stdout.write("\n".join(_wrong(by_reader[WORDS if chat is None else SHOP])) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
