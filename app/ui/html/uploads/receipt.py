"""What a visitor reads about uploaded pictures: limits, progress, what was left out, the pieces.

Knows reports and items; does not know Gradio.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from app.ingest.upload_files import MAX_FILE_MB, MAX_PICTURES, MAX_UNPACKED_MB, MAX_UPLOAD_MB, RejectedFile
from app.ingest.upload_sync import TIME_LIMIT, UploadReport
from app.plan import Language
from app.ui.html.elements import caption, nothing, picture
from app.ui.html.labels import whole
from app.ui.html.uploads.reasons import reason_in
from app.ui.strings import say
from data.catalogue.catalogue import Item

NAMED = 5  # files named for each reason; of more, how many
LIMITS = {
    "pictures": MAX_PICTURES,
    "megabytes": MAX_UPLOAD_MB,
    "each": MAX_FILE_MB,
    "unpacked": MAX_UNPACKED_MB,
    "seconds": TIME_LIMIT,
}


def say_upload(key: str, language: Language, **values: object) -> str:
    """A string of the upload page; all of them may name the limits."""
    return say(f"upload.{key}", language, **LIMITS, **values)


def counted(key: str, count: int, language: Language, **values: object) -> str:
    """A string that has another one for the number one."""
    own = f"{key}.one" if count == 1 else key
    return say_upload(own, language, count=whole(count, language), **values)


def upload_report(report: UploadReport, language: Language) -> str:
    """How far the reading is and, when it is done, what was left out and why; HTML."""
    if not report.done:
        share = 100 * report.read // max(report.total, 1)
        said = say_upload("progress", language, read=report.read, total=report.total)
        return (
            f'<p role="status">{said}</p><progress max="100" value="{share}" aria-label="{said}"></progress>'
        )
    said = say_upload("done" if report.read else "none", language, read=report.read, total=report.total)
    guessed = f" {counted('guessed', report.guessed, language)}" if report.guessed else ""
    kinds = dict.fromkeys(out.kind for out in report.left_out)
    rows = "".join(_row(kind, [o for o in report.left_out if o.kind == kind], language) for kind in kinds)
    return f'<p role="status">{said}{guessed}</p>' + (f"<ul>{rows}</ul>" if rows else "")


def _row(kind: str, left_out: Sequence[RejectedFile], language: Language) -> str:
    names = "; ".join(_named(out, language) for out in left_out[:NAMED])
    rest = len(left_out) - NAMED
    more = f" {say_upload('more', language, count=rest)}" if rest > 0 else ""
    return f"<li>{len(left_out)} × {say_upload(f'left.{kind}', language)}: {names}{more}</li>"


def _named(out: RejectedFile, language: Language) -> str:
    why = f": {escape(reason_in(language, out.why))}" if out.why else ""
    return f"<code>{escape(out.name)}</code>{why}"


def pieces(items: Sequence[Item], guessed: Collection[str], language: Language) -> str:
    """The visitor's pieces, marked where the category was ``guessed``; or an empty hanger; HTML."""
    if not items:
        return nothing(say_upload("none_yet", language))
    cards = "".join(
        f'<li class="card" data-card="{escape(item.id)}">{picture(item)}'
        f"{caption(item, language, '≈ ' * (item.id in guessed))}</li>"
        for item in items
    )
    return f'<ol class="cards in3">{cards}</ol>'
