"""`python -m tests.bench.plan_score [--half dev|test]`: how well the rules plan single messages.

The cases in wish_cases.jsonl were written by hand. The half "dev" may be looked at and learnt; the half
"test" is for scoring only. No accuracy is claimed for either: the rules were mended on them.
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
from typing import Any

from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Filters, Plan, RequestedItem

CASES = Path(__file__).parent / "wish_cases.jsonl"
FRESH = range(8, 30)  # sets that say what and how many, and no colours, people or occasions


@dataclass(frozen=True, slots=True)
class Case:
    """A message and what it means. ``written``: 1 and 2 before, 3 and 4 (rare words) while the words were
    taught, 5 to 7 after they were, FRESH by somebody who had not read the words."""

    written: int
    half: str
    kind: str
    message: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Result:
    """A case, its plan by the rules, and how long that took."""

    case: Case
    plan: Plan
    seconds: float

    @property
    def right(self) -> bool:
        """Act, categories and numbers."""
        return _what(self.plan) == _what(self.case.plan)

    @property
    def whole(self) -> bool:
        """Colours, audience, usage and language besides, where the case tells them."""
        fresh = self.case.written in FRESH
        return self.right and (fresh or _details(self.plan) == _details(self.case.plan))


def _what(plan: Plan) -> tuple[str, dict[str, int]]:
    act = "chat" if plan.act == "ask" else plan.act  # the cases know no question back
    return act, plan.counts() if act in ("search", "outfit") else {}


def _details(plan: Plan) -> tuple[object, ...]:
    """What is said besides; of several colours for one thing the cases name none."""
    own = [(item, plan.filters_of(item)) for item in plan.wanted] or [(RequestedItem(""), plan.filters)]
    told = {(i.category, of.colours if len(of.colours) == 1 else (), of.audience) for i, of in own}
    return told, plan.filters.usage, plan.language


def cases() -> list[Case]:
    """Every case of the file."""
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [Case(row["set"], row["half"], row["kind"], row["message"], meant(row["wish"])) for row in rows]


def meant(row: Mapping[str, Any]) -> Plan:
    """What a case says, as a plan."""
    items = tuple(
        RequestedItem(one["category"], one["count"], _colours(one.get("colour")))
        for one in row.get("wanted", ())
    )
    filters = Filters(_colours(row.get("colour")), audience=row.get("gender", ""), usage=row.get("usage", ""))
    return Plan(row["intent"], items, filters, row["language"])


def _colours(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def result(case: Case) -> Result:
    """One case as the rules plan it."""
    started = time.perf_counter()
    plan = plan_message(case.message, DialogueState(), (), int(case.kind == "like_this"))
    return Result(case, plan, time.perf_counter() - started)


def table(results: Sequence[Result]) -> str:
    """Markdown: for each kind and language the right ones of all."""
    kinds = list(dict.fromkeys(r.case.kind for r in results))
    lines = ["| kind | en | es | both | with details |", "|---|---|---|---|---|"]
    for kind in [*kinds, "all"]:
        of_kind = [r for r in results if kind in (r.case.kind, "all")]
        by_language = [[r for r in of_kind if r.case.plan.language == code] for code in ("en", "es")]
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
            yield f"- {r.case.written} {r.case.kind}: {r.case.message} → {r.plan}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.plan_score", description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), help="only this half of the cases")
    args = parser.parse_args()
    rows = [result(case) for case in cases() if args.half in (None, case.half)]
    seconds = [r.seconds for r in rows]
    pace = f"median {statistics.median(seconds):.3f} s, slowest {max(seconds):.2f} s"
    written = sorted({r.case.written for r in rows})
    sets = ", ".join(f"set {n}: {_share([r for r in rows if r.case.written == n])}" for n in written)
    sys.stdout.write(f"the rules ({pace}; {sets})\n\n{table(rows)}\n\n" + "\n".join(_wrong(rows)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
