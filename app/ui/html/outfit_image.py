"""An outfit as one picture to send on: the kept items with titles and ids, what is said of them, and by whom.

Draws with PIL in the page's own fonts; knows nothing of the page, the store or models.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from app.plan import Language
from app.ui.html.cards import amount, kind, title
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture

FONTS = Path(__file__).parent.parent / "static"
PAPER, INK, SUB, LINE, SOFT = "#f7f3ec", "#231d1a", "#6a5f57", "#ddd4c6", "#ede6db"
EDGE, GAP = 64, 32  # pixels, as all below
CARD = (320, 400)
COLUMNS = 4
WEIGHT = 420  # of the letters
CAPTION, LINES = 118, 28  # of a card, below its picture, with a title of one line; and each line more
MOST = 2  # lines of a title


def board(items: Sequence[Item], advice: str, models: Sequence[str], language: Language) -> Image.Image:
    """The board, as wide as its items need; a picture that is gone from the disk leaves a plain field.

    ValueError without an item.
    """
    if not items:
        raise ValueError("expected at least one item on the board, found none")
    columns = min(COLUMNS, max(2, len(items)))
    rows = -(-len(items) // columns)
    width = 2 * EDGE + columns * CARD[0] + (columns - 1) * GAP
    said = _lines(advice, _sans(23), width - 2 * EDGE)
    names = [_title(item, language) for item in items]
    each = CARD[1] + CAPTION + LINES * (max(map(len, names)) - 1)
    top, text = EDGE + 92, len(said) * 36
    height = top + rows * each + (text + 28 if text else 0) + 40 + EDGE
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((EDGE, EDGE - 14), say("board", language), INK, _serif(52))
    for number, item in enumerate(items):
        row, column = divmod(number, columns)
        _card(
            picture, draw, item, names[number], (EDGE + column * (CARD[0] + GAP), top + row * each), language
        )
    below = top + rows * each
    for number, line in enumerate(said):
        draw.text((EDGE, below + number * 36), line, INK, _sans(23))
    foot = height - EDGE - 18
    draw.line((EDGE, foot - 16, width - EDGE, foot - 16), LINE)
    draw.text(
        (EDGE, foot), _fit("Armario · " + " · ".join(models), _sans(17), width - 2 * EDGE), SUB, _sans(17)
    )
    return picture


def _card(
    picture: Image.Image, draw: ImageDraw.ImageDraw, item: Item, name: Sequence[str], at: tuple[int, int],
    language: Language,
) -> None:  # fmt: skip
    left, top = at
    mask = Image.new("L", CARD)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, CARD[0] - 1, CARD[1] - 1), 14, 255)
    try:
        own = ImageOps.fit(open_picture(item.image), CARD, Image.Resampling.LANCZOS)
    except PictureError:
        own = Image.new("RGB", CARD, SOFT)
    picture.paste(own, at, mask)
    below = top + CARD[1] + 12
    for number, line in enumerate(name):
        draw.text((left, below + number * LINES), line, INK, _serif(24))
    below += LINES * (len(name) - 1)
    facts = " · ".join(filter(None, (kind(item, language), amount(item, language))))
    draw.text((left, below + 34), _fit(facts, _sans(18), CARD[0]), SUB, _sans(18))
    draw.text((left, below + 60), _fit(item.id, _sans(15), CARD[0]), SUB, _sans(15))


def _title(item: Item, language: Language) -> list[str]:
    """The title in its lines, the last one cut where there would be more."""
    lines = _lines(title(item, language), _serif(24), CARD[0]) or [""]
    return [*lines[: MOST - 1], _fit(" ".join(lines[MOST - 1 :]), _serif(24), CARD[0])][: len(lines)]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_fit(line, font, width) for line in lines if line]


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, cut where it would be too long."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def _sans(size: int) -> ImageFont.FreeTypeFont:
    return _font("inter-latin-wght-normal.woff2", size)


@cache
def _serif(size: int) -> ImageFont.FreeTypeFont:
    return _font("fraunces-latin-opsz-normal.woff2", size)


def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONTS / file), size)
    axes = [(axis["name"], axis["default"]) for axis in font.get_variation_axes()]
    font.set_variation_by_axes([WEIGHT if name == b"Weight" else float(start or 0) for name, start in axes])
    return font
