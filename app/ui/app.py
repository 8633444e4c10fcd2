"""The page: which event of which component calls which handler, and the page of uploads beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

import gradio as gr

from app.agent.demo_recordings import Recordings
from app.agent.reply import Answerer, Answering
from app.ingest.labelling import PictureLabeller
from app.ingest.upload_sessions import UploadSessions
from app.plan import Language
from app.search.engine import Search
from app.ui.chat import ChatHandlers, DemoHandlers
from app.ui.context import Shop, ready_box, starting_language
from app.ui.html import assets
from app.ui.html.filters import Scores
from app.ui.layout import Components
from app.ui.media.pointing import PointingHandlers
from app.ui.media.shown import give_out_folder
from app.ui.panels import PanelHandlers
from app.ui.rate_limit import MAX_CONCURRENT_TURNS, RateLimiter
from app.ui.results import ResultHandlers
from app.ui.state import Outfit, OutfitAdvice, Results
from app.ui.turns import SessionTurns, prune_session_components
from app.ui.uploads import UploadHandlers, add_upload_page

MAX_QUEUE = 64  # visitors in the queue before the page says that it is full
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
EVERY_CLICK: dict[str, Any] = QUIET | {"trigger_mode": "multiple"}  # none is dropped while another is handled
# In the order of the clicks, which Gradio keeps only among events that share one place in the queue.
IN_ORDER: dict[str, Any] = EVERY_CLICK | {"concurrency_id": "order", "concurrency_limit": 1}
TURN: dict[str, Any] = EVERY_CLICK | {"concurrency_id": "turn", "concurrency_limit": MAX_CONCURRENT_TURNS}


def build_page(
    answerers: Sequence[Answerer], assistant: Answering, search: Search, scores: Scores, limiter: RateLimiter
) -> gr.Blocks:
    """The page over these answerers and the shop that ``search`` looks through; ``assistant`` is the one
    that answers about uploads."""
    shop, recordings = Shop(answerers, search, scores, limiter), Recordings()
    uploads = UploadHandlers(
        assistant,
        UploadSessions(search.encoder, PictureLabeller(search.head), moderator=assistant.moderator),
        limiter,
    )
    give_out_folder(recordings.folder)
    with gr.Blocks(
        title="Armario", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as blocks:
        demo, turns = DemoHandlers(shop, recordings), SessionTurns(partial(prune_session_components, blocks))
        components = Components(shop, demo)
        _bind_events(blocks, shop, demo, turns, components)
        blocks.unload(turns.on_unload)
        blocks.unload(uploads.on_unload)
    add_upload_page(blocks, turns, uploads)
    blocks.queue(max_size=MAX_QUEUE, default_concurrency_limit=MAX_CONCURRENT_TURNS)
    return blocks


def _bind_events(
    blocks: gr.Blocks, shop: Shop, demo: DemoHandlers, turns: SessionTurns, p: Components
) -> None:
    """All events of the page."""
    chat, results, panels = ChatHandlers(shop), ResultHandlers(shop), PanelHandlers(shop)
    endings = _answers(chat, demo, turns, p), _results(results, turns, p), _conversation(chat, demo, turns, p)
    for event in [*chain(*endings)]:
        event.then(turns.if_idle(ready_box), None, p.box, queue=False, **QUIET)
    _panels(panels, p)
    _top_bar(blocks, shop, panels, p)


def _answers(chat: ChatHandlers, demo: DemoHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    """Whatever starts a turn of the conversation, and its answer."""
    for started in _starts(chat, demo, turns, p):
        inputs = [p.chat, p.language, p.answerer, p.results, p.outfit]
        answer = started.success(turns.stream(chat.answer), inputs, [p.chat, *p.rail], **TURN)
        # Gradio's `then` does not follow a failure.
        answer.failure(turns.if_idle(chat.give_back), p.chat, [p.box, p.chat], queue=False, **QUIET)
        shown = [p.results, p.outfit, p.language]
        answer.then(turns.resync(chat.shop.rail), shown, [p.chat, *p.rail], queue=False, **EVERY_CLICK)
        answer.then(chat.shop.refine, [p.results, p.language], p.refine, queue=False, **QUIET)
        answer.then(chat.shop.status, [p.answerer, p.language], p.status, queue=False, **QUIET)
        yield answer


def _starts(chat: ChatHandlers, demo: DemoHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    sent = p.box.submit(turns.start(chat.send), [p.box, p.chat, p.language], [p.box, p.chat], **IN_ORDER)
    sent.failure(chat.refused, p.box, p.box, **QUIET)
    yield sent
    for event, handler in (
        (p.chat.example_select, chat.pick_example), (p.chat.retry, chat.retry), (p.chat.edit, chat.edit),
    ):  # fmt: skip
        yield event(turns.start(handler), p.chat, [p.box, p.chat], **IN_ORDER)
    point = PointingHandlers(chat.shop)
    p.photos.input(point.refuse, p.language, None, **QUIET)
    yield p.photos.select(turns.start(point.point), [p.chat, p.language], [p.box, p.chat], **IN_ORDER)
    yield p.on("live")(turns.start(demo.run_live), p.language, [p.box, p.chat, p.tour], **IN_ORDER)


def _conversation(
    chat: ChatHandlers, demo: DemoHandlers, turns: SessionTurns, p: Components
) -> Iterator[Any]:
    """Stop, undo, recorded scenes and a new conversation; an answer under way is not waited for."""
    inputs, outputs = [p.outfit, p.language], [p.chat, *p.rail, p.refine]
    stopped = [p.box, p.chat, p.heading]
    p.box.stop(turns.cancel(chat.stop), [p.chat, p.results, p.language], stopped, **IN_ORDER)
    yield p.chat.undo(turns.cancel(chat.undo), p.chat, [p.chat, p.box], **IN_ORDER)
    yield p.on("scene")(turns.cancel(demo.show_scene), inputs, [*outputs, p.tour], **IN_ORDER)
    for event in (p.on("end"), p.new_chat.click):
        event(demo.bar, p.language, p.tour, **IN_ORDER)
    for event in (p.on("end"), p.new_chat.click, p.chat.clear):
        yield event(turns.cancel(chat.clear), inputs, outputs, **IN_ORDER)


def _results(results: ResultHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    """What the cards, chips and filters do; the advice on the items follows them."""
    shown = [p.results, p.outfit, p.language]
    p.on("look")(results.look, shown, [p.gallery, p.detail, p.results], concurrency_limit=1, **EVERY_CLICK)
    changed = p.on("results")(
        turns.start(results.change), [p.chat, *shown], [p.chat, *p.rail, p.refine], **IN_ORDER
    )
    yield changed
    inputs = [p.chat, p.language, p.answerer, p.results]
    yield changed.success(turns.stream(results.advise), inputs, p.chat, concurrency_id="turn", **EVERY_CLICK)


def _panels(panels: PanelHandlers, p: Components) -> None:
    """The outfit, the inside of a turn, the map."""
    kept = p.on("outfit")(
        panels.change_outfit, [p.outfit, p.advice, p.results, p.language],
        [p.outfit, p.gallery, p.views, p.outfit_view, p.saved], concurrency_limit=1, **EVERY_CLICK,
    )  # fmt: skip
    kept.then(None, None, None, js=assets.SAVE)
    inputs = [p.outfit, p.advice, p.answerer, p.language]
    advised = kept.success(panels.advise, inputs, p.advice, concurrency_id="turn", **EVERY_CLICK)
    # The outfit as it is by now: hearts may have been clicked while the advice was written.
    outfit = [p.outfit, p.advice, p.language]
    advised.then(panels.outfit, outfit, [p.views, p.outfit_view], queue=False, **EVERY_CLICK)
    p.on("view")(panels.open_inside, [p.results, p.language], p.inside_view, **EVERY_CLICK)
    p.on("view")(panels.map, p.language, p.map_view, concurrency_id="map", **EVERY_CLICK)


def _top_bar(blocks: gr.Blocks, shop: Shop, panels: PanelHandlers, p: Components) -> None:
    """Who answers, and in which language all of the page is written; when it is opened, in the visitor's, and
    by what the shop has by then."""
    chosen = [p.answerer, p.language]
    p.answerer.input(shop.choose_answerer, chosen, [p.answerer, p.status], **QUIET)

    def localize(
        language: Language, key: str, results: Results, outfit: Outfit, advice: OutfitAdvice
    ) -> tuple[Any, ...]:
        return (
            *p.texts.in_language(language), shop.status(key, language), *shop.rail(results, outfit, language),
            shop.refine(results, language), *panels.outfit(outfit, advice, language),
            panels.inside(results, language),
        )  # fmt: skip

    inputs = [p.language, p.answerer, p.results, p.outfit, p.advice]
    outputs = [*p.texts.components, p.status, *p.rail, p.refine, p.views, p.outfit_view, p.inside_view]
    p.language.change(localize, inputs, outputs, queue=False, **QUIET)

    def open_page(request: gr.Request, *held: Any) -> tuple[Any, ...]:
        language = starting_language(request)
        return language, *(localize(language, *held) if shop.is_renewed else [gr.skip()] * len(outputs))

    blocks.load(
        open_page, inputs[1:], [p.language, *outputs], queue=False, api_visibility="private",
        show_progress="hidden",
    )  # fmt: skip
