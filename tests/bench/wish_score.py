"""`python -m tests.bench.wish_score [--lora F]`: how well the small model reads wishes, by kind and language.

The cases in wish_cases.jsonl were written by hand and are no one's training data. What it read is scored as
it is and as app/grounding.py holds it against the words.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.grounding import grounded
from app.wish import Wish, parse, schema, wish_messages
from data.vocabulary import categories
from models.llamacpp import LlamaCpp, load, smollm2

CASES = Path(__file__).parent / "wish_cases.jsonl"
LORA = Path(__file__).resolve().parents[2] / "models" / "weights" / "wish-lora" / "wish.gguf"


@dataclass(frozen=True, slots=True)
class Case:
    """A message and what it means."""

    written: int  # 1: before, 2: after app/grounding.py was made
    kind: str
    message: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Result:
    """A case, what the model read, and how long it took."""

    case: Case
    read: Wish | None
    seconds: float

    @property
    def right(self) -> bool:
        """Intent, categories and numbers."""
        wish = self.case.wish
        return self.read is not None and (self.read.intent, set(self.read.wanted)) == (
            wish.intent,
            set(wish.wanted),
        )

    @property
    def whole(self) -> bool:
        """Colour, audience, usage and language besides."""
        return self.right and self.read is not None and _details(self.read) == _details(self.case.wish)


def _details(wish: Wish) -> tuple[str, ...]:
    return wish.colour, wish.gender, wish.usage, wish.language


def cases() -> list[Case]:
    """Every case of the file."""
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [Case(row["set"], row["kind"], row["message"], parse(json.dumps(row["wish"]))) for row in rows]


def results(chat: LlamaCpp, case: Case) -> tuple[Result, Result]:
    """One case as the model alone reads it, and held against the words."""
    started = time.perf_counter()
    answer = "".join(chat.stream(wish_messages(case.message), schema(list(categories()))))
    seconds = time.perf_counter() - started
    try:
        read = parse(answer)
    except ValueError:
        return Result(case, None, seconds), Result(case, None, seconds)
    return Result(case, read, seconds), Result(case, grounded(read, case.message), seconds)


def table(results: Sequence[Result]) -> str:
    """Markdown: for each kind and language the right ones of all."""
    kinds = list(dict.fromkeys(r.case.kind for r in results))
    lines = ["| kind | en | es | both | with details |", "|---|---|---|---|---|"]
    for kind in [*kinds, "all"]:
        of_kind = [r for r in results if kind in (r.case.kind, "all")]
        by_language = [[r for r in of_kind if r.case.wish.language == code] for code in ("en", "es")]
        cells = [*(_share(rows) for rows in (*by_language, of_kind)), _share(of_kind, lambda r: r.whole)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(rows: Sequence[Result], good: Callable[[Result], bool] = lambda r: r.right) -> str:
    return f"{sum(map(good, rows))}/{len(rows)}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.wish_score", description=__doc__)
    parser.add_argument("--lora", type=Path, default=LORA)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    chat = load(smollm2(), args.lora, args.threads)
    both = [results(chat, case) for case in cases()]
    alone, held = [a for a, _ in both], [h for _, h in both]
    parts = {"the model alone": alone, "held against the words": held}
    parts |= {
        f"{name}, set {n}": [r for r in rows if r.case.written == n]
        for name, rows in parts.items()
        for n in (1, 2)
    }
    out = [line for name, rows in parts.items() for line in (f"\n{name}\n", table(rows))]
    out += [f"\nmedian {statistics.median(r.seconds for r in alone):.2f} s a message\n"]
    out += [f"- {r.case.written} {r.case.kind}: {r.case.message} → {r.read}" for r in held if not r.whole]
    sys.stdout.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
