"""The map of the shop, a page of its own under /map: hover for a name, click for what is most alike.

One call adds it; it shares nothing with the conversation.
"""

from __future__ import annotations

from html import escape

import gradio as gr

from app import cards
from app.search import Search
from app.toolbox import chart, drawing
from app.wish import Language
from app.words import LANGUAGES, say
from data.catalogue import Item

PATH = "/map"
ALIKE = 7  # beside the item itself
CLICK = """element.addEventListener('click', (event) => {
  const one = event.target.closest('[data-id]');
  if (one) trigger('select', {id: one.dataset.id});
});"""


def add_map(blocks: gr.Blocks, search: Search) -> None:
    """Adds the page to the blocks, outside of their ``with``."""

    def drawn(language: Language) -> tuple[str, str]:
        points = chart.ready(search.store)
        if points is None:
            return say("map.none", language), ""
        return drawing.plane(points, language, say("map", language)), ""

    def alike(language: Language, event: gr.EventData) -> str:
        known = search.store.get([event._data["id"]])
        found = [match.item for item in known for match in search.similar(item, ALIKE)]
        return _shelf([*known, *found], language)

    with blocks.route("Map", PATH, show_in_navbar=False):
        gr.Navbar(visible=False)
        language = gr.Radio([(name.upper(), name) for name in LANGUAGES], value="en", show_label=False)
        how = gr.Markdown(say("map.how", "en"))
        plane = gr.HTML("", elem_id="plane", js_on_load=CLICK)
        shelf = gr.HTML("", elem_id="alike")
        quiet = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        gr.on([blocks.load, language.change], drawn, language, [plane, shelf], **quiet)  # type: ignore[arg-type]
        language.change(lambda spoken: say("map.how", spoken), language, how, **quiet)  # type: ignore[arg-type]
        plane.select(alike, language, shelf, **quiet)  # type: ignore[arg-type]


def _shelf(items: list[Item], language: Language) -> str:
    return f'<ol class="cards in4">{"".join(_card(item, language) for item in items)}</ol>'


def _card(item: Item, language: Language) -> str:
    return (
        f'<li class="card">{cards.picture(item)}<span class="caption-label">'
        f'<span class="title">{escape(cards.title(item, language))}</span>{cards.cost(item, language)}'
        "</span></li>"
    )
