"""The other views of the rail: the kept outfit, and what happened inside a turn.

Escaped HTML from records. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from app.agent.reply import Reply
from app.plan import Language, to_json
from app.ui.html.elements import action, button, caption, dot, nothing, picture, text, unbroken
from app.ui.html.header import STEPS
from app.ui.html.labels import colour_label, decimal, title
from app.ui.strings import say
from data.catalogue.catalogue import Item

VIEWS = ("pieces", "outfit", "inside", "map")
LIKENESS = "likeness"  # the score of pictures alone, where items like another one were asked for
CandidateScores = Sequence[tuple[Item, dict[str, float]]]  # each candidate's score by ranking strategy


def views(kept: int, language: Language) -> str:
    """The switch between the views; the page's script shows the chosen one."""
    wait, buttons = text("moment", language), ""
    for view in VIEWS:
        count = f' <b class="count">{kept}</b>' if view == "outfit" and kept else ""
        buttons += f'<button type="button" data-view="{view}" {action(view)} data-wait="{wait}">'
        buttons += f"<span>{text(f'view.{view}', language)}</span>{count}</button>"
    return f'<nav class="views" aria-label="{text("views", language)}">{buttons}</nav>'


def outfit(items: Sequence[Item], advice: str, by: str, undoable: bool, language: Language) -> str:
    """The kept items, the advice on them with who wrote it, and what can be done with them."""
    undo = button("undo", say("outfit.undo", language), more="" if undoable else " disabled")
    if not items:
        return nothing(say("outfit.none", language), undo if undoable else "")
    cells = "".join(_kept(item, language) for item in items)
    export = button("export", say("outfit.export", language), style="pill main")
    tools = f"{export}{undo}{button('clear', say('outfit.clear', language))}"
    signed = f" <small>{escape(by)}</small>" if by else ""
    said = f'<p class="advice" aria-live="polite">{unbroken(escape(advice))}{signed}</p>'
    return f'<ol class="cards in3 board">{cells}</ol>{said}<div class="tools">{tools}</div>'


def _kept(item: Item, language: Language) -> str:
    label = text("remove", language, what=title(item, language))
    return (
        f'<li class="card">{picture(item)}{caption(item, language, dot(item.colour))}'
        f'<button type="button" class="off" aria-label="{label}" {action("keep", item.id)}>×</button></li>'
    )


def inside(reply: Reply | None, scores: CandidateScores, models: Sequence[str], language: Language) -> str:
    """What happened in a turn: the plan, seconds, candidates with their scores, models that were asked."""
    if reply is None or reply.plan is None:
        return nothing(say("inside.none", language))
    plan = json.dumps(to_json(reply.plan), ensure_ascii=False)  # with blanks, to break lines at
    shown = {match.item.id for match in reply.matches}
    return (
        f'<div class="inside">{_title("plan", language)}<pre tabindex="0">{escape(plan)}</pre>'
        f"{_times(reply, language)}{_title('candidates', language)}{_table(scores, shown, language)}"
        f"{_title('models', language)}<p>{escape(' · '.join(models) or say('by.rules', language))}</p></div>"
    )


def _title(key: str, language: Language) -> str:
    return f"<h3>{text(f'inside.{key}', language)}</h3>"


def _times(reply: Reply, language: Language) -> str:
    """Seconds of each step; nothing where no step was taken, as for more like an item."""
    steps = "".join(
        f"<li><span>{text(STEPS[key], language)}</span>"
        f"<b>{text('seconds', language, seconds=decimal(spent, 3, language))}</b></li>"
        for key, spent in reply.seconds.items()
        if key in STEPS
    )
    return f'{_title("times", language)}<ul class="times">{steps}</ul>' if steps else ""


def _table(scores: CandidateScores, shown: set[str], language: Language) -> str:
    if not scores:
        return f"<p>{text('inside.nobody', language)}</p>"
    ways = sorted({way for _, by in scores for way in by})
    names = [text("inside.likeness", language) if way == LIKENESS else escape(way) for way in ways]
    head = "".join(f'<th scope="col">{name}</th>' for name in (text("inside.item", language), *names))
    rows = "".join(
        _row(item, [by.get(way) for way in ways], item.id in shown, language) for item, by in scores
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(item: Item, scores: Sequence[float | None], shown: bool, language: Language) -> str:
    """One candidate; a dash where a strategy does not have it among its best."""
    cells = "".join(f"<td>{'–' if one is None else decimal(one, 3, language)}</td>" for one in scores)
    return (
        f'<tr{" class=on" if shown else ""}><th scope="row">{escape(title(item, language))}'
        f"<small>{escape(colour_label(item, language))}</small></th>{cells}</tr>"
    )
