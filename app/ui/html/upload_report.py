"""What a visitor reads about a catalogue of their own: limits, progress, what was left out, the pieces.

Every string of this view in English and Spanish. Knows reports and items; does not know Gradio.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from app.ingest.upload_files import MAX_FILE_MB, MAX_PICTURES, MAX_UNPACKED_MB, MAX_UPLOAD_MB, RejectedFile
from app.ingest.upload_sync import TIME_LIMIT, UploadReport
from app.nlu.wish import Language
from app.ui.html import cards
from app.ui.strings import LANGUAGES
from data.catalogue.catalogue import Item

NAMED = 5  # files named for each reason; of more, how many

RECEIPTS: dict[str, tuple[str, str]] = {
    "title": ("Bring your own", "Trae lo tuyo"),
    "how": (
        "Send a zip or several pictures of clothes, and ask about them instead of the shop's. Folders or an "
        "items.csv name the categories; without them they are guessed.",
        "Envía un zip o varias fotos de ropa y pregunta por ellas en vez de por las de la tienda. Las "
        "carpetas o un items.csv dan las categorías; si faltan, se adivinan.",
    ),
    "limits": (
        "Up to {pictures} pictures, {megabytes} MB together and {each} MB each ({unpacked} MB unpacked), "
        "read for at most {seconds} seconds. Nobody else sees them. They are removed when you leave this "
        "page, or after an hour.",
        "Hasta {pictures} fotos, {megabytes} MB en total y {each} MB cada una ({unpacked} MB sin comprimir), "
        "leídas durante {seconds} segundos como mucho. Nadie más las ve. Se borran al salir de esta página "
        "o después de una hora.",
    ),
    "back": ("Back to the shop", "Volver a la tienda"),
    "files": ("Drop a zip or pictures here, or click", "Suelta aquí un zip o fotos, o haz clic"),
    "none_yet": ("Your pieces come here.", "Aquí vendrán tus prendas."),
    "read": ("Read them", "Leerlas"),
    "stop": ("Stop and remove", "Parar y borrar"),
    "language": ("Language", "Idioma"),
    "answers": ("Answers", "Respuestas"),
    "ask": ("Ask about your pictures", "Pregunta por tus fotos"),
    "empty": ("Send some pictures first.", "Envía primero algunas fotos."),
    "gone": (
        "Your pictures are not here any more: an hour has passed, or they were removed. Send them again.",
        "Tus fotos ya no están: ha pasado una hora o se han borrado. Envíalas de nuevo.",
    ),
    "progress": ("{read} of {total} pictures read", "{read} de {total} fotos leídas"),
    "done": (
        "{read} of {total} pictures read. You are asking your own pictures now, not the shop.",
        "{read} de {total} fotos leídas. Ahora preguntas por tus fotos, no por la tienda.",
    ),
    "none": ("None of it could be read.", "No se ha podido leer nada."),
    "guessed": (
        "{count} categories were guessed from the picture, marked with ≈.",
        "{count} categorías se han adivinado por la foto; llevan ≈.",
    ),
    "removed": ("Your pictures are removed.", "Tus fotos se han borrado."),
    "more": ("and {count} more", "y {count} más"),
    # why a file is not there
    "left.outside": ("lead outside of the zip", "llevan fuera del zip"),
    "left.link": ("links, which are not followed", "enlaces, que no se siguen"),
    "left.nested": ("archives inside the zip, left closed", "archivos comprimidos dentro del zip, sin abrir"),
    "left.locked": ("locked with a password", "cerrados con contraseña"),
    "left.heavy": (f"over {MAX_FILE_MB} MB", f"de más de {MAX_FILE_MB} MB"),
    "left.broken": ("do not come out of the zip", "no salen del zip"),
    "left.other": ("not pictures", "no son fotos"),
    "left.missing": ("did not arrive", "no han llegado"),
    "left.empty": ("empty files", "archivos vacíos"),
    "left.too_big": ("more pixels than can be opened", "más píxeles de los que se pueden abrir"),
    "left.heic": ("HEIC of an iPhone; send them as JPEG", "HEIC de iPhone; envíalas como JPEG"),
    "left.svg": ("SVG drawings, not photos", "dibujos SVG, no fotos"),
    "left.unreadable": ("do not open as pictures", "no se abren como fotos"),
    "left.damaged": ("damaged or cut short", "dañadas o cortadas"),
    "left.explicit": ("not for this page", "no son para esta página"),
    "left.row": ("lines of the table that cannot be used", "líneas de la tabla que no sirven"),
    "left.late": ("not read when the time was over", "sin leer al acabarse el tiempo"),
    "left.over": (f"beyond {MAX_PICTURES} pictures", f"a partir de {MAX_PICTURES} fotos"),
    # why nothing is there at all
    "refused.not_zip": (
        "That zip does not open: it is damaged, or none.",
        "Ese zip no se abre: está dañado o no lo es.",
    ),
    "refused.bomb": (
        f"That is more than {MAX_UPLOAD_MB} MB, or more than {MAX_UNPACKED_MB} MB when unpacked. Nothing was kept.",
        f"Es más de {MAX_UPLOAD_MB} MB, o más de {MAX_UNPACKED_MB} MB sin comprimir. No se ha guardado nada.",
    ),
    "refused.too_many": ("That zip holds too many files.", "Ese zip tiene demasiados archivos."),
    "refused.nothing": ("There are no pictures in it.", "No hay fotos dentro."),
    "refused.table": (
        "The table does not say enough: items.csv needs id, category and image; styles.csv needs id and "
        "articleType.",
        "A la tabla le faltan columnas: items.csv necesita id, category e image; styles.csv, id y "
        "articleType.",
    ),
    "refused.full": (
        "Too many visitors have brought something just now. Please try again in a while.",
        "Ahora mismo hay demasiados visitantes con lo suyo. Inténtalo de nuevo en un rato.",
    ),
}  # fmt: skip


def tell(key: str, language: Language, **values: object) -> str:
    """The string called ``key``, with its blanks filled. An unknown key is a KeyError."""
    return RECEIPTS[key][LANGUAGES.index(language)].format(**values)


def limits(language: Language) -> str:
    """What may be sent."""
    most = {
        "pictures": MAX_PICTURES,
        "megabytes": MAX_UPLOAD_MB,
        "each": MAX_FILE_MB,
        "unpacked": MAX_UNPACKED_MB,
        "seconds": TIME_LIMIT,
    }
    return tell("limits", language, **most)


def receipt(report: UploadReport, language: Language) -> str:
    """How far the reading is and, when it is done, what was left out and why; HTML."""
    if not report.done:
        share = 100 * report.read // max(report.total, 1)
        said = tell("progress", language, read=report.read, total=report.total)
        return (
            f'<p role="status">{said}</p><progress max="100" value="{share}" aria-label="{said}"></progress>'
        )
    said = tell("done" if report.read else "none", language, read=report.read, total=report.total)
    guessed = f" {tell('guessed', language, count=report.guessed)}" if report.guessed else ""
    kinds = dict.fromkeys(out.kind for out in report.left_out)
    rows = "".join(_row(kind, [o for o in report.left_out if o.kind == kind], language) for kind in kinds)
    return f'<p role="status">{said}{guessed}</p>' + (f"<ul>{rows}</ul>" if rows else "")


def _row(kind: str, left_out: Sequence[RejectedFile], language: Language) -> str:
    names = ", ".join(escape(out.name) for out in left_out[:NAMED])
    rest = len(left_out) - NAMED
    more = f" {tell('more', language, count=rest)}" if rest > 0 else ""
    return f"<li>{len(left_out)} × {tell(f'left.{kind}', language)}: <code>{names}</code>{more}</li>"


def shelf(items: Sequence[Item], guessed: Collection[str], language: Language) -> str:
    """The pieces, or an empty hanger; HTML."""
    if not items:
        return f'<div class="none">{cards.HANGER}<p>{tell("none_yet", language)}</p></div>'
    shown = "".join(
        f'<li class="card" data-card="{escape(item.id)}">{cards.picture(item)}'
        f'<span class="caption-label">{cards.named(item, language)}'
        f'{cards.cost(item, language)}<span class="kind">{"≈ " * (item.id in guessed)}'
        f"{escape(cards.kind(item, language))}</span></span></li>"
        for item in items
    )
    return f'<ol class="cards in3">{shown}</ol>'
