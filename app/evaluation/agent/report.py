"""The figures of a run over labelled conversations and answers, as one record, and that record as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from app.evaluation import metrics
from app.evaluation.agent.labels import SPLITS, Conversation
from app.evaluation.agent.rightness import act_right, right
from app.evaluation.agent.sentences import Judged
from app.evaluation.agent.turns import Turn
from app.plan import RULES
from data.catalogue.catalogue import Item

Figures = dict[str, Any]
Groups = Mapping[str, Sequence[int]]  # places in a list, by the name of the group
STEPS = ("plan", "first", "whole")  # of a turn's seconds
LABELS = {"true": "true, shown", "invention": "invention, stopped", "subtle": "subtle, stopped"}


def conversation_groups(talks: Sequence[Conversation]) -> dict[str, list[int]]:
    """All of them, and those of each split, language, place in the conversation and kind."""
    parts: list[tuple[str, Callable[[Conversation], str]]] = [
        ("split", lambda talk: talk.split), ("language", lambda talk: talk.language),
        ("turn", lambda talk: "later" if talk.later else "first"), ("kind", lambda talk: talk.kind),
    ]  # fmt: skip
    groups = {"all": list(range(len(talks)))}
    for part, name in parts:
        for value in sorted(set(map(name, talks))):
            groups[f"{part} {value}"] = [n for n, talk in enumerate(talks) if name(talk) == value]
    return groups


def system_figures(
    talks: Sequence[Conversation], turns: Sequence[Turn], cards: Mapping[str, Item]
) -> Figures:  # fmt: skip
    """What one system's turns are worth, and how long they took."""
    groups, pairs = conversation_groups(talks), list(zip(talks, turns, strict=True))
    acts = np.array([act_right(talk, turn.act) for talk, turn in pairs], float)
    counts = {
        "by_model": sum(turn.planned_by not in ("", RULES) for turn in turns),
        "by_rules": sum(turn.planned_by == RULES for turn in turns),
        "no_plan": sum(turn.no_plan for turn in turns),
        "failed": sum(bool(turn.error) for turn in turns),
    }  # fmt: skip
    fates = ("as_written", "rewritten", "dropped")
    return {
        "right": _shares(rights(talks, turns, cards), groups),
        "act": _shares(acts, {"all": groups["all"]}),
        "planned": counts,
        "sentences": {fate: sum(turn.sentences.get(fate, 0) for turn in turns) for fate in fates},
        "seconds": {step: _seconds(turns, step) for step in STEPS},
    }


def rights(talks: Sequence[Conversation], turns: Sequence[Turn], cards: Mapping[str, Item]) -> np.ndarray:
    """(n,) 1 where a turn ended in one of its right outcomes, else 0."""
    shown = [[cards[name] for name in turn.shown if name in cards] for turn in turns]
    ended = zip(talks, turns, shown, strict=True)
    return np.array([right(talk, turn.act, turn.about, items) for talk, turn, items in ended], float)


def gain(
    talks: Sequence[Conversation], turns: Sequence[Turn], simple: Sequence[Turn], cards: Mapping[str, Item]
) -> Figures:  # fmt: skip
    """How many more turns are right than of a simpler system, conversation by conversation."""
    better = rights(talks, turns, cards) - rights(talks, simple, cards)
    return {"right": _shares(better, conversation_groups(talks))}


def fact_check(judged: Sequence[Judged]) -> Figures:
    """Of each label the share of sentences with which the fact check did the right thing, and the share of
    whole answers that it left worse; all, and by split and language."""
    groups = {
        "all": list(judged),
        **{f"split {name}": [one for one in judged if one.answer.split == name] for name in SPLITS},
        **{
            f"language {name}": [one for one in judged if one.answer.plan.language == name]
            for name in sorted({one.answer.plan.language for one in judged})
        },
    }
    found: Figures = {}
    for label, says in LABELS.items():
        shown = {name: [fate for one in group for fate in one.of(label)] for name, group in groups.items()}
        found[says] = _summary({n: np.equal(fates, label == "true") for n, fates in shown.items()})
    found["answers left worse"] = _summary(
        {name: np.array([one.worse for one in group]) for name, group in groups.items()}
    )
    return found


def _shares(values: np.ndarray, groups: Groups) -> Figures:
    return _summary({name: values[list(places)] for name, places in groups.items()})


def _summary(values: Mapping[str, np.ndarray]) -> Figures:
    """Means with their intervals, and under "n" how many each is of; groups without any are left out."""
    there = {name: own for name, own in values.items() if len(own)}
    return {**metrics.summary(there), "n": {name: len(own) for name, own in there.items()}}


def _seconds(turns: Sequence[Turn], step: str) -> Figures:
    took = [turn.seconds[step] for turn in turns if step in turn.seconds]
    if not took:
        return {}
    return {f"p{share}": round(float(np.percentile(took, share)), 3) for share in (50, 95)}


def table(result: Mapping[str, Any]) -> str:
    """What was asked, then blocks of lines; "0.812 [0.790, 0.834]" is a share and its 95 % interval."""
    systems = result["systems"]
    columns = {**systems, **({"gain": result["gain"]} if "gain" in result else {})}
    blocks = [
        [["right", "n", *columns], *_share_rows("right", columns)],
        [["act right", "n", *systems], *_share_rows("act", systems)],
        *(
            [[part, "", *systems], *_plain_rows(part, systems)]
            for part in ("planned", "sentences", "seconds")
            if len(systems) > 1 or part == "seconds"
        ),
        [["the fact check", "n", "share"], *_fact_check_rows(result["fact_check"])],
    ]
    rows = [row for block in blocks for row in block]
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(2 + len(columns))]
    lines = [f"{result['conversations']} conversations, {result['answers']} answers over data/sample"]
    for block in blocks:
        lines += ["", *("  ".join(map(str.ljust, row, widths)).rstrip() for row in block)]
    return "\n".join(lines)


def _fact_check_rows(judged: Mapping[str, Figures]) -> Iterator[list[str]]:
    for says, figures in judged.items():
        yield from _share_rows(says, {"": {says: figures}}, f"{says}, ")


def _share_rows(part: str, columns: Mapping[str, Figures], before: str = "") -> Iterator[list[str]]:
    figures = [column.get(part, {}) for column in columns.values()]
    for name, count in figures[0].get("n", {}).items():
        yield [f"  {before}{name}", str(count), *(_cell(own, name) for own in figures)]


def _cell(figures: Figures, name: str) -> str:
    if name not in figures:
        return ""
    low, high = figures["interval"][name]
    return f"{figures[name]:.3f} [{low:.3f}, {high:.3f}]"


def _plain_rows(part: str, columns: Mapping[str, Figures]) -> Iterator[list[str]]:
    figures = [column[part] for column in columns.values()]
    for name in figures[0]:
        yield [f"  {name}", "", *(_said(own.get(name, "")) for own in figures)]


def _said(value: Any) -> str:
    """A count, or median and 95th percentile of seconds."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {number:g} s" for name, number in value.items())
    return str(value)
