"""How a visitor's table is read, as an owner can act on it: what was understood, what was not, a choice
beside each word and column, and one button.

Escaped HTML from a reading. Knows nothing of Gradio, and not how a table is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from app.ingest.upload_files import MAX_PICTURES
from app.ingest.upload_table import MAX_ROWS, TableReading
from app.plan import Language
from app.ui.html.elements import action, button, options
from app.ui.html.labels import category_label, colour_name, whole
from app.ui.html.uploads.reasons import reason_in
from app.ui.html.uploads.receipt import counted, say_upload
from app.ui.strings import strings
from data.catalogue.formats.record import COLUMN_FIELDS
from data.catalogue.mapping import FILE, write_mapping
from data.catalogue.report import Kind, Report, Word
from data.catalogue.tables.table import Problem
from data.catalogue.values.currencies import currency_names
from data.catalogue.vocabulary import categories, colours

MAX_WORDS = 40  # of a kind that are shown
SHOWN_PROBLEMS, MAX_PROBLEMS = 10, 2000  # shown, and in the text of all
KINDS: tuple[Kind, ...] = ("category", "colour", "audience", "availability")


def table_reading(reading: TableReading, language: Language) -> str:
    """The reading; HTML."""
    report = reading.report
    known = _by_theirs(report.words) if report else []
    parts = [
        f"<h2>{say_upload('table.title', language)}</h2>", *_summary(reading, language),
        _currency(reading, language),
        *(_words([w for w in known if w.kind == kind and not w.ours], "unknown", language) for kind in KINDS),
        *(_problems(report, kept, language) for kept in (False, True) if report),
        _columns(reading, language),
        *(_words([w for w in known if w.kind == kind and w.ours], "mapped", language) for kind in KINDS),
        _tools(reading, language),
    ]  # fmt: skip
    return f'<section class="reading">{"".join(parts)}</section>'


def _summary(reading: TableReading, language: Language) -> list[str]:
    """What was read, and what keeps the rest from it, each a paragraph."""
    report = reading.report
    if report is None:
        return [f'<p role="status">{line}</p>' for line in _not_understood(reading, language)]
    rows, items = whole(reading.rows, language), report.items
    first = counted("table.products", items, language, rows=rows)
    if not items:
        first = counted("table.nothing", reading.rows, language)
    files = escape(", ".join(report.files))
    read_as = escape(reason_in(language, report.format))
    lines = [f"<b>{first}</b> {say_upload('table.read_as', language, format=read_as, files=files)}"]
    if reading.is_cut:
        lines.append(say_upload("table.cut", language, rows=whole(MAX_ROWS, language)))
    if items > MAX_PICTURES:
        lines.append(say_upload("table.first", language))
    if not reading.pictures:
        lines.append(say_upload("table.no_pictures", language))
    if report.addresses:
        lines.append(counted("table.addresses", len(report.addresses), language))
    if reading.unused:
        lines.append(counted("table.unused", reading.unused, language))
    return [f'<p role="status">{lines[0]}</p>', *(f"<p>{line}</p>" for line in lines[1:])]


def _not_understood(reading: TableReading, language: Language) -> list[str]:
    if not reading.columns or not reading.lacks:
        return [say_upload("table.refused", language, why=escape(reason_in(language, reading.error)))]
    files = escape(", ".join(reading.files))
    lacks = (say_upload(f"table.lacks.{lack}", language) for lack in reading.lacks)
    return [f"<b>{say_upload('table.unknown', language, files=files)}</b>", *lacks]


def _currency(reading: TableReading, language: Language) -> str:
    """The choice of a currency where the prices name none."""
    if not reading.currency and not (reading.report and reading.report.notes):
        return ""
    codes = dict.fromkeys(currency.code for found in currency_names().values() for currency in found)
    chosen = reading.currency or next(iter(codes))
    said = say_upload("table.currency", language)
    return f'<ul class="words">{_choice(said, "", "as_currency", "", [(c, c) for c in codes], chosen)}</ul>'


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A word of the owner's with all that it was taken for and on how many products: the titles decide where
    the word does not."""

    kind: Kind
    theirs: str
    ours: tuple[str, ...]
    count: int


def _by_theirs(words: Sequence[Word]) -> list[_Theirs]:
    found: dict[tuple[Kind, str], list[Word]] = {}
    for word in words:
        found.setdefault((word.kind, word.theirs), []).append(word)
    grouped = [
        _Theirs(kind, theirs, tuple(word.ours for word in own if word.ours), sum(word.count for word in own))
        for (kind, theirs), own in found.items()
    ]
    return sorted(grouped, key=lambda word: -word.count)


def _words(words: Sequence[_Theirs], state: str, language: Language) -> str:
    """The owner's words of one kind, each with what it is taken for."""
    if not words:
        return ""
    rest = len(words) - MAX_WORDS
    more = f'<p class="note">{say_upload("more", language, count=rest)}</p>' if rest > 0 else ""
    rows = "".join(_word(word, language) for word in words[:MAX_WORDS])
    heading = say_upload(f"table.{words[0].kind}.{state}", language)
    return f'<h3>{heading}</h3><ul class="words">{rows}</ul>{more}'


def _word(word: _Theirs, language: Language) -> str:
    count = counted("table.on", word.count, language)
    if word.kind not in ("category", "colour"):
        known = strings(language)
        ours = f" → {escape(', '.join(known.get(one, one) for one in word.ours))}" if word.ours else ""
        return f"<li><span>{escape(word.theirs)}{ours} <small>{count}</small></span></li>"
    names = categories() if word.kind == "category" else colours()
    label = category_label if word.kind == "category" else colour_name
    choices = sorted(((name, label(name, language)) for name in names), key=lambda one: one[1].casefold())
    chosen = word.ours[0] if len(word.ours) == 1 else ""
    if not chosen:
        left = "table.by_title" if word.ours else f"table.left.{word.kind}"
        choices.insert(0, ("", say_upload(left, language)))
    return _choice(escape(word.theirs), count, f"as_{word.kind}", word.theirs, choices, chosen)


def _columns(reading: TableReading, language: Language) -> str:
    """The owner's columns, each with the field that it is taken for."""
    if not reading.columns:
        return ""
    fields = [("", say_upload("table.not_read", language))]
    fields += [(name, say_upload(f"field.{name}", language)) for name in COLUMN_FIELDS]
    rows = "".join(
        _choice(
            escape(column.theirs),
            say_upload("table.example", language, sample=escape(column.sample)) if column.sample else "",
            "as_column", column.theirs, fields, column.field,
        )
        for column in reading.columns
    )  # fmt: skip
    return f'<h3>{say_upload("table.columns", language)}</h3><ul class="words">{rows}</ul>'


def _choice(
    said: str, more: str, name: str, target: str, choices: Sequence[tuple[str, str]], chosen: str
) -> str:
    """A word and a select beside it; ``said`` and ``more`` are escaped."""
    below = f" <small>{more}</small>" if more else ""
    return (
        f"<li><label><span>{said}{below}</span>"
        f"<select {action(name, target)}>{options(choices, chosen)}</select></label></li>"
    )


def _problems(report: Report, kept: bool, language: Language) -> str:
    """The first rows that are left out, or ``kept`` though not all of them is read, and a link to all."""
    problems = [one for one in report.problems if one.kept == kept]
    if not problems:
        return ""
    shown = "".join(f"<li>{escape(_problem(one, language))}</li>" for one in problems[:SHOWN_PROBLEMS])
    rest = len(problems) - SHOWN_PROBLEMS
    more = ""
    if rest > 0:
        lines = "\n".join(_problem(one, language) for one in problems[:MAX_PROBLEMS])
        every = _download("problems.txt", lines, say_upload("table.all", language))
        more = f'<p class="note">{say_upload("more", language, count=whole(rest, language))}. {every}</p>'
    heading = say_upload("table.kept" if kept else "table.problems", language)
    return f'<h3>{heading}</h3><ol class="problems">{shown}</ol>{more}'


def _problem(problem: Problem, language: Language) -> str:
    where = problem.file
    if problem.line:
        where = say_upload("table.line", language, file=problem.file, line=problem.line)
    return f"{where}: {reason_in(language, problem.reason)}"


def _tools(reading: TableReading, language: Language) -> str:
    """The button that indexes, or, where nothing can be, the one for the pictures alone; the corrections."""
    tools = ""
    if reading.products:
        words = counted("table.index", reading.products, language)
        tools = button("index", words, style="pill main")
    elif reading.pictures:
        words = counted("table.pictures", min(reading.pictures, MAX_PICTURES), language)
        tools = button("index", words, "pictures")
    mapping = reading.mapping
    below = ""
    if mapping.columns or mapping.categories or mapping.colours:
        key = "mapping.currency" if reading.currency else "mapping.how"
        how = say_upload(
            f"table.{key}", language, **({"currency": reading.currency} if reading.currency else {})
        )
        tools += _download(FILE, write_mapping(mapping), say_upload("table.mapping", language), "pill")
        below = f'<p class="note">{how}</p>'
    return f'<div class="finish"><div class="tools">{tools}</div>{below}</div>' if tools else ""


def _download(name: str, text: str, words: str, style: str = "") -> str:
    """A link that saves a text, which the server needs not be asked for."""
    href = "data:text/plain;charset=utf-8," + quote(text)
    return f'<a class="{style}" download="{escape(name)}" href="{href}">{escape(words)}</a>'
