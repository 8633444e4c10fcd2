"""What stands above the gallery and in the top bar: what is shown, what was assumed, how far a turn has come.

Pure functions of records that give escaped HTML. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.nlu.wish import GENDERS, MOST, Language, Wanted, Wish
from app.ui.html.cards import category_label, colour_name, does, dot
from app.ui.strings import say

STEPS = {"wish": "understanding", "encode": "looking", "search": "choosing", "advice": "advising"}


def heading(
    wish: Wish | None,
    found: int,
    stock: Mapping[str, int],
    language: Language,
    busy: bool = False,
    like: str = "",
) -> str:
    """Above the gallery: what is shown, how much of it, and of what kind the wish was."""
    key, line = _headline(wish, found, stock, language, busy)
    if like and not busy:
        key, line = "like", like
    words = f'<h2>{escape(say(key, language))}</h2><p aria-live="polite">{escape(line)}</p>'
    others = "".join(_other(view, language) for view in ("outfit", "compare", "inside", "map"))
    return f'<div class="heading{" busy" if busy else ""}"><div class="of-pieces">{words}</div>{others}</div>'


def _other(view: str, language: Language) -> str:
    """What stands there while another of the rail's views is open."""
    title, line = say(f"{view}.title", language), say(f"{view}.how", language)
    return f'<div class="of-{view}"><h2>{escape(title)}</h2><p>{escape(line)}</p></div>'


def _headline(
    wish: Wish | None, found: int, stock: Mapping[str, int], language: Language, busy: bool
) -> tuple[str, str]:
    if busy:
        return "moment", say("moment.how", language)
    if wish is None or wish.intent == "chat":
        return "featured", say(
            "featured.how", language, count=whole(sum(stock.values()), language), kinds=len(stock)
        )
    if wish.intent == "not_carried":
        return "not_carried", say("not_carried.how", language)
    if not found:
        return "nothing", say("nothing.how", language)
    return "matches", say("matches.count", language, found=found, wanted=sum(w.count for w in wish.wanted))


def chips(wish: Wish | None, language: Language) -> str:
    """What was understood and what was assumed, each to be changed or clicked away."""
    if wish is None or wish.intent not in ("search", "outfit"):
        return ""
    named = [wanted for wanted in wish.wanted if wanted.category]
    parts = [_count(wanted, len(named) > 1, language) for wanted in named]
    tints = dict.fromkeys(filter(None, (wish.colour, *(wanted.colour for wanted in named))))
    parts += [_away("colour", tint, dot(tint), colour_name(tint, language), language) for tint in tints]
    if wish.avoid:
        refused = say("avoid", language, colour=colour_name(wish.avoid, language))
        parts.append(_away("avoid", wish.avoid, "", refused, language))
    parts.append(_whom(wish.gender, language))
    if wish.usage:
        parts.append(_away("usage", wish.usage, "", say(wish.usage, language), language))
    label = escape(say("assumed", language))
    return f'<div class="chips" role="group" aria-label="{label}">{"".join(parts)}</div>'


def _count(wanted: Wanted, several: bool, language: Language) -> str:
    name = category_label(wanted.category, language)
    numbers = "".join(
        f'<option value="{n}"{" selected" if n == wanted.count else ""}>× {n}</option>'
        for n in range(1, MOST + 1)
    )
    label = escape(f"{say('how_many', language)}: {name}")
    chosen = (
        f'<span class="chip"><span>{escape(name)}</span><select aria-label="{label}" '
        f"{does('count', wanted.category, 'input')}>{numbers}</select>"
    )
    cross = _cross("drop", wanted.category, name, language) if several else ""
    return f"{chosen}{cross}</span>"


def _whom(gender: str, language: Language) -> str:
    options = [
        ("", say("anyone", language)),
        *((g, say(f"for.{g}", language)) for g in GENDERS if g != "unisex"),
    ]
    choices = "".join(
        f'<option value="{value}"{" selected" if value == gender else ""}>{escape(words)}</option>'
        for value, words in options
    )
    return (
        f'<span class="chip{"" if gender else " assumed"}"><select {does("gender", "", "input")} '
        f'aria-label="{escape(say("whom", language))}">{choices}</select></span>'
    )


def _away(key: str, value: str, mark: str, name: str, language: Language) -> str:
    return f'<span class="chip"><span>{mark}{escape(name)}</span>{_cross(key, value, name, language)}</span>'


def _cross(do: str, item: str, name: str, language: Language) -> str:
    label = escape(say("remove", language, what=name))
    return f'<button type="button" {does(do, item, "input")} aria-label="{label}">×</button>'


def progress(seconds: Mapping[str, float], stage: str, language: Language) -> str:
    """The steps of a turn with their seconds, and the one at work: "Understanding 0.4 s · Looking …"."""
    done = [f"{say(STEPS[k], language)} {_seconds(v, language)}" for k, v in seconds.items() if k in STEPS]
    now = [f"{say(stage, language)} …"] if stage in STEPS.values() else []
    return " · ".join(done + now)


def _seconds(seconds: float, language: Language) -> str:
    if seconds < 0.095:  # "0.0 s" would say that nothing was done
        return say("milliseconds", language, milliseconds=max(1, round(seconds * 1000)))
    return say("seconds", language, seconds=decimal(seconds, 1, language))


def decimal(number: float, digits: int, language: Language) -> str:
    """ "0.31", in Spanish "0,31"."""
    written = f"{number:.{digits}f}"
    return written.replace(".", ",") if language == "es" else written


def whole(number: int, language: Language) -> str:
    """ "10,295", in Spanish "10.295"."""
    written = f"{number:,}"
    return written.replace(",", ".") if language == "es" else written


def status(count: int, models: Sequence[str], sent: int, language: Language) -> str:
    """How many items there are, which models look at them, and how many bytes have left the machine."""
    pieces, names = (
        escape(say("pieces", language, count=whole(count, language))),
        escape(" · ".join(filter(None, models))),
    )
    left = escape(say("sent", language, count=whole(sent, language)))
    return (
        f'<div class="status"><i class="lamp"></i><b>{pieces}</b><span class="names">{names}</span>'
        f'<span class="sent" title="{escape(say("sent.why", language))}">{left}</span></div>'
    )
