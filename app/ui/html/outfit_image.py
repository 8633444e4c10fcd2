"""An outfit as one picture to send on: the kept items with titles and ids, the advice, and whose they are.

Draws with PIL in the page's own fonts; knows nothing of the page, the store or models.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from app.plan import Language
from app.ui.html.labels import kind, price, title
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture

STATIC = Path(__file__).parent.parent / "static"
PAPER, INK, GREY, LINE, BLANK = "#f7f3ec", "#231d1a", "#6a5f57", "#ddd4c6", "#ede6db"
EDGE, GAP = 64, 32  # pixels, as all below
CARD = (320, 400)
COLUMNS = 4
FONT_WEIGHT = 420
TITLE_LINE, TEXT_LINE, SMALL_LINE = 28, 36, 24  # height of a line of a title, of the advice, of who gave it
CAPTION = 118  # of a card, below its picture, with a title of one line
MAX_TITLE_LINES = 2
Font = ImageFont.FreeTypeFont


def outfit_image(
    items: Sequence[Item], advice: str, credits: Sequence[str], language: Language
) -> Image.Image:
    """The picture, as wide as its items need, signed with the ``credits``, such as who wrote the advice; an
    item whose picture is gone from the disk has a plain field.

    Raises ValueError without an item.
    """
    if not items:
        raise ValueError("expected at least one item of an outfit, found none")
    columns = min(COLUMNS, max(2, len(items)))
    rows = -(-len(items) // columns)
    width = 2 * EDGE + columns * CARD[0] + (columns - 1) * GAP
    lines = _lines(advice, _sans(23), width - 2 * EDGE)
    titles = [_title(item, language) for item in items]
    row_height = CARD[1] + CAPTION + TITLE_LINE * (max(map(len, titles)) - 1)
    top = EDGE + 92
    below = top + rows * row_height
    signature = _lines(" · ".join(filter(None, ("Armario", *credits))), _sans(17), width - 2 * EDGE)
    foot = below + (len(lines) * TEXT_LINE + 28 if lines else 0) + 22
    height = foot + len(signature) * SMALL_LINE + EDGE - 6
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((EDGE, EDGE - 14), say("board", language), INK, _serif(52))
    for number, item in enumerate(items):
        row, column = divmod(number, columns)
        at = (EDGE + column * (CARD[0] + GAP), top + row * row_height)
        _card(picture, item, titles[number], at, language)
    for number, line in enumerate(lines):
        draw.text((EDGE, below + number * TEXT_LINE), line, INK, _sans(23))
    draw.line((EDGE, foot - 16, width - EDGE, foot - 16), LINE)
    for number, line in enumerate(signature):
        draw.text((EDGE, foot + number * SMALL_LINE), line, GREY, _sans(17))
    return picture


def _card(
    picture: Image.Image, item: Item, title_lines: Sequence[str], at: tuple[int, int], language: Language
) -> None:
    draw, mask = ImageDraw.Draw(picture), Image.new("L", CARD)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, CARD[0] - 1, CARD[1] - 1), 14, 255)
    try:
        own = ImageOps.fit(open_picture(item.image), CARD, Image.Resampling.LANCZOS)
    except PictureError:
        own = Image.new("RGB", CARD, BLANK)
    picture.paste(own, at, mask)
    left, below = at[0], at[1] + CARD[1] + 12
    for number, line in enumerate(title_lines):
        draw.text((left, below + number * TITLE_LINE), line, INK, _serif(24))
    below += TITLE_LINE * (len(title_lines) - 1)
    facts = " · ".join(filter(None, (kind(item, language), price(item, language))))
    draw.text((left, below + 34), _fit(facts, _sans(18), CARD[0]), GREY, _sans(18))
    draw.text((left, below + 60), _fit(item.id, _sans(15), CARD[0]), GREY, _sans(15))


def _title(item: Item, language: Language) -> list[str]:
    """The title in its lines, the last one cut where there would be more."""
    lines = _lines(title(item, language), _serif(24), CARD[0]) or [""]
    last = _fit(" ".join(lines[MAX_TITLE_LINES - 1 :]), _serif(24), CARD[0])
    return [*lines[: MAX_TITLE_LINES - 1], last][: len(lines)]


def _lines(text: str, font: Font, width: int) -> list[str]:
    """The text in lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_fit(line, font, width) for line in lines if line]


def _fit(text: str, font: Font, width: int) -> str:
    """The text, cut where it would be too long."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def _font(file: str, size: int) -> Font:
    font = ImageFont.truetype(str(STATIC / file), size)
    weights = {b"Weight": FONT_WEIGHT}
    axes = [(axis["name"], axis["default"]) for axis in font.get_variation_axes()]
    font.set_variation_by_axes([weights.get(name or b"", float(start or 0)) for name, start in axes])
    return font


_sans = partial(_font, "inter-latin-wght-normal.woff2")
_serif = partial(_font, "fraunces-latin-opsz-normal.woff2")
