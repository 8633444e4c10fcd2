"""Why an item was found: a heat map over its picture, and the customer's words by their weight.

Knows the encoder's explanation; does not know the page.
"""

from __future__ import annotations

import base64
import io
from html import escape

from PIL import Image

from app.plan import Language, Plan
from app.search.attribution import Why, laid_over, why
from app.search.scoring import phrases
from app.ui.html.elements import text
from app.ui.html.labels import category_label, decimal
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.images import open_picture
from models.vision.encoder import ImageTextEncoder

WIDTH = 384  # pixels of the picture with the heat map


def explain(
    encoder: ImageTextEncoder, item: Item, plan: Plan, photo: bool, language: Language
) -> tuple[str, str]:
    """Why this item was found, by the customer's words, or by the name of its category where there are none
    or they also ask for others: the words' weights as HTML, and the heat map as an address, "" where the
    encoder makes none. Raises PictureError where the item's picture is gone from the disk."""
    picture = open_picture(item.image)
    picture.thumbnail((WIDTH, WIDTH * 2))
    own = plan.query.strip() and len(plan.wanted) < 2
    asked = plan.query if own else phrases(plan, category_label(item.category, language).lower())[0]
    found = why(encoder, asked, picture)
    heat = "" if found.heat is None else _data_url(laid_over(found.heat, picture))
    return _weights(found, photo, bool(heat), language), heat


def _weights(found: Why, photo: bool, mapped: bool, language: Language) -> str:
    largest = max((abs(word.weight) for word in found.words), default=0) or 1
    words = "".join(
        f'<li class="{"for" if word.weight >= 0 else "against"}" '
        f'style="--w:{abs(word.weight) / largest:.2f}">'
        f"<span>{escape(word.said)}</span><i>{_signed(word.weight, language)}</i></li>"
        for word in found.words
    )
    notes = [say("why.score", language, score=decimal(found.score, 2, language))]
    notes += [say("why.photo", language)] * photo + [say("why.map", language)] * mapped
    label = text("why.words", language)
    return f'<ol class="weights" aria-label="{label}">{words}</ol><p>{escape(" ".join(notes))}</p>'


def _signed(weight: float, language: Language) -> str:
    return ("+" if weight >= 0 else "−") + decimal(abs(weight), 2, language)


def _data_url(picture: Image.Image) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=72)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()
