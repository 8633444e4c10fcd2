"""The other views of the rail: the outfit, the comparison, and what happened inside a turn.

Pure functions of records that give escaped HTML. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from app.agent.blind_test import COMPOSED, Entry, Round
from app.agent.reply import Reply
from app.nlu.wish import Language, as_json
from app.ui.html.cards import HANGER, colour_label, cost, does, dot, kind, named, picture, title, unbroken
from app.ui.html.header import STEPS, decimal, whole
from app.ui.strings import backend, say
from data.catalogue.catalogue import Item

VIEWS = ("pieces", "outfit", "compare", "inside", "map")
LIKENESS = "likeness"  # of pictures alone, where more like an item was asked for
Ranks = Sequence[tuple[Item, dict[str, float]]]


def views(kept: int, language: Language) -> str:
    """The switch between the views; the page's script shows the one that is chosen."""
    names, wait = {view: say(f"view.{view}", language) for view in VIEWS}, escape(say("moment", language))
    buttons = "".join(
        f'<button type="button" data-view="{view}" {does(view, "", "expand")} data-wait="{wait}">'
        f"<span>{escape(name)}</span>"
        + (f' <b class="count">{kept}</b>' if view == "outfit" and kept else "")
        + "</button>"
        for view, name in names.items()
    )
    return f'<nav class="views" aria-label="{escape(say("views", language))}">{buttons}</nav>'


def outfit(items: Sequence[Item], advice: str, undo: bool, language: Language) -> str:
    """What was kept, what is said of it, and what can be done with it."""
    back = _button("undo", language, off=not undo)
    if not items:
        said = escape(say("outfit.none", language))
        return f'<div class="none">{HANGER}<p>{said}</p>{back if undo else ""}</div>'
    cells = "".join(_kept(item, language) for item in items)
    said = f'<p class="advice" aria-live="polite">{unbroken(escape(advice))}</p>'
    tools = "".join((_button("export", language, main=True), back, _button("clear", language)))
    return f'<ol class="cards in3 board">{cells}</ol>{said}<div class="tools">{tools}</div>'


def unmapped(key: str, language: Language) -> str:
    """In place of the map: what is being done about it, or a button that asks for it."""
    said = f'<p role="status">{escape(say(key, language))}</p>'
    if key == "map.show":
        said = (
            f'<p><button type="button" class="pill" {does("map", "", "expand")}>{escape(say(key, language))}'
        )
        said += "</button></p>"
    return f'<div class="none">{HANGER}{said}</div>'


def _kept(item: Item, language: Language) -> str:
    label = escape(say("remove", language, what=title(item, language)))
    return (
        f'<li class="card">{picture(item)}<span class="caption-label">{named(item, language)}'
        f'{cost(item, language)}<span class="kind">{dot(item.colour)}{escape(kind(item, language))}'
        f"</span></span>"
        f'<button type="button" class="off" aria-label="{escape(label)}" '
        f"{does('keep', item.id, 'like')}>×</button></li>"
    )


def _button(do: str, language: Language, main: bool = False, off: bool = False) -> str:
    looks = "pill main" if main else "pill"
    return (
        f'<button type="button" class="{looks}" {does(do, "", "like")}{" disabled" if off else ""}>'
        f"{escape(say(f'outfit.{do}', language))}</button>"
    )


def compare(able: int, ready: bool, now: Round, language: Language) -> str:
    """Two answers side by side and a vote; before that an invitation, or how to find a rival."""
    said, below = list[str](), ""
    if able < 2:
        said.append(say("compare.alone", language))
        ways = (say(f"compare.add.{way}", language) for way in ("gguf", "server", "gemini"))
        below = f"<ul>{''.join(f'<li>{escape(way)}</li>' for way in ways)}</ul>"
    elif not ready:
        return f'<div class="none">{HANGER}<p>{escape(say("compare.first", language))}</p></div>'
    else:
        sheets = "".join(
            _entry(number, entry, now.vote, language) for number, entry in enumerate(now.entries)
        )
        start = f'<button type="button" class="pill main" {does("round", "", "play")}>'
        start += f"{escape(say('compare.again' if now.entries else 'compare.start', language))}</button>"
        below = f'<div class="pair" aria-live="polite">{sheets}</div>{start}'
    return f'<div class="contest">{"".join(f"<p>{escape(line)}</p>" for line in said)}{below}</div>'


def _entry(number: int, entry: Entry, vote: int | None, language: Language) -> str:
    letter = "AB"[number]
    text = say("compare.failed", language) if entry.failed else entry.text
    if vote is None:
        label = escape(say("compare.vote", language, letter=letter))
        below = f'<button type="button" class="pill" {does("vote", str(number), "play")}>{label}</button>'
    else:
        below = f"<dl>{_facts(entry, language)}</dl>"
    won = ' class="won"' if vote == number else ""
    return f"<section{won}><h3>{letter}</h3><p>{unbroken(escape(text))}</p>{below}</section>"


def _facts(entry: Entry, language: Language) -> str:
    who = f"{backend(entry.label, language)} · {entry.name}"
    facts = {
        "who": say("compare.composed", language) if entry.label == COMPOSED else who,
        "seconds": say("seconds", language, seconds=decimal(entry.seconds, 1, language)),
        "tokens": whole(entry.pieces, language) if entry.pieces else "–",
        "cost": say("compare.billed" if entry.sent else "compare.free", language),
        "sent": whole(entry.sent, language),
    }
    return "".join(
        f"<dt>{escape(say(f'compare.{key}', language))}</dt><dd>{escape(said)}</dd>"
        for key, said in facts.items()
    )


def inside(reply: Reply | None, ranks: Ranks, models: Sequence[str], language: Language) -> str:
    """What happened in the turn: the wish as it was read, times, candidates with their scores, models."""
    if reply is None or reply.wish is None:
        return f'<div class="none">{HANGER}<p>{escape(say("inside.none", language))}</p></div>'
    wish = json.dumps(json.loads(as_json(reply.wish)), ensure_ascii=False)  # with blanks, to break lines at
    return (
        f'<div class="inside">{_part("wish", language)}<pre tabindex="0">{escape(wish)}</pre>'
        f"{_times(reply, language)}{_part('candidates', language)}"
        f"{_table(ranks, {m.item.id for m in reply.matches}, language)}"
        f"{_part('models', language)}<p>{escape(' · '.join(models))}</p></div>"
    )


def _times(reply: Reply, language: Language) -> str:
    """Seconds of each step; nothing where all was there already, as it is for more like an item."""
    steps = "".join(
        f"<li><span>{escape(say(STEPS[key], language))}</span><b>{_spent(spent, language)}</b></li>"
        for key, spent in reply.seconds.items()
        if key in STEPS
    )
    return f'{_part("times", language)}<ul class="times">{steps}</ul>' if steps else ""


def _spent(seconds: float, language: Language) -> str:
    return escape(say("seconds", language, seconds=decimal(seconds, 3, language)))


def _part(key: str, language: Language) -> str:
    return f"<h3>{escape(say(f'inside.{key}', language))}</h3>"


def _table(ranks: Ranks, shown: set[str], language: Language) -> str:
    if not ranks:
        return f"<p>{escape(say('inside.nobody', language))}</p>"
    ways = sorted({way for _, scores in ranks for way in scores})
    head = "".join(f'<th scope="col">{escape(_way(way, language))}</th>' for way in ways)
    rows = "".join(
        f'<tr{" class=on" if item.id in shown else ""}><th scope="row">{escape(title(item, language))}'
        f"<small>{escape(colour_label(item, language))}</small></th>"
        + "".join(f"<td>{_score(scores.get(way), language)}</td>" for way in ways)
        + "</tr>"
        for item, scores in ranks
    )
    name = escape(say("inside.item", language))
    return f'<table><thead><tr><th scope="col">{name}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _way(name: str, language: Language) -> str:
    return say("inside.likeness", language) if name == LIKENESS else name


def _score(score: float | None, language: Language) -> str:
    """A dash where a way does not have the item among its first."""
    return "–" if score is None else decimal(score, 3, language)
