"""The shop behind the page: who answers, what is in stock, and how both are shown in a language."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from app.agent.attachments import check_attachments
from app.agent.reply import Answerer
from app.plan import Language
from app.search.catalogue_map import MapMaker
from app.search.engine import STRATEGIES, Search
from app.search.feedback import featured_items
from app.search.query import ANYTHING, Photo
from app.ui.html import cards, header
from app.ui.html.filters import Scores, offers, refine_panel
from app.ui.media.shown import give_out
from app.ui.rate_limit import RateLimiter, visitor
from app.ui.state import Outfit, Results
from app.ui.strings import LANGUAGES, say, strings
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from data.store.records import Stock
from data.store.store import Filter, Store, StoreError
from models.llm.traffic import OUTBOUND

log = logging.getLogger(__name__)
EXAMPLES = (  # key of the message, its picture's category, colour and a word of its title, whether it is sent
    ("outfit", "t-shirt", "red", "", True),
    ("black", "t-shirt", "black", "", False),
    ("white", "shoes", "white", "", False),
    ("counted", "shirt", "blue", "", False),
    ("interview", "jacket", "navy blue", "blazer", False),
)
OTHERS = {"men": "women", "women": "men", "boys": "girls", "girls": "boys"}
ABSENT = ("tie", "kurta", "swimwear")  # the first that the shop lacks shows an honest refusal


LOOKED_THROUGH = 20  # items for an example's picture


@dataclass(frozen=True, slots=True)
class Front:
    """What the page opens with at one version of the index: items of the shop, and one for each example, None
    where it has none of its category."""

    version: str
    featured: Results
    examples: tuple[Item | None, ...]

    @classmethod
    def of(cls, store: Store) -> Front:
        """Raises StoreError."""
        version = store.version
        pictured = (_pictured(store, category, colour, word) for _, category, colour, word, _ in EXAMPLES)
        return cls(version, Results(featured_items(store, ANYTHING)), tuple(pictured))


class Shop:
    """Shared by all visitors; holds nothing of theirs. Shows the index as it is, and while the store is away,
    what there was."""

    def __init__(
        self, answerers: Sequence[Answerer], search: Search, scores: Scores,
        limiter: RateLimiter | None = None,
    ) -> None:  # fmt: skip
        self.answerers = {answerer.key: answerer for answerer in answerers}
        self.search, self.scores, self.limiter = search, scores, limiter or RateLimiter()
        self.maps = MapMaker()
        self._stock, self._front = search.store.stock(), Front.of(search.store)
        self._built = self._front.version  # which the page was built with

    @property
    def stock(self) -> Stock:
        """What there is."""
        try:
            self._stock = self.search.store.stock()
        except StoreError as error:
            log.error("the page shows what there was: %s", error)
        return self._stock

    @property
    def front(self) -> Front:
        """What the page opens with."""
        try:
            if self.search.store.version != self._front.version:
                self._front = Front.of(self.search.store)
        except StoreError as error:
            log.error("the page shows what there was: %s", error)
        return self._front

    @property
    def featured(self) -> Results:
        """A few of the shop's items."""
        return self.front.featured

    @property
    def is_renewed(self) -> bool:
        """Whether the index has changed since the page was built."""
        return self.front.version != self._built

    @contextmanager
    def searching(self, language: Language) -> Iterator[Search]:
        """The search in the shop as it is now, for one click. Raises a hint where the store is away."""
        try:
            with self.search.store.snapshot() as now:
                yield self.search.over(now)
        except StoreError as error:
            log.error("nothing was searched: %s", error)
            raise hint("failed", language) from None

    def rail(self, results: Results, outfit: Outfit, language: Language) -> tuple[Any, ...]:
        """(gallery, heading, chips, detail, results): all that stands on the right of what is shown; where
        nothing was asked for, of the shop's items as they are by now."""
        results = results if results.reply else replace(results, items=self._shelf(results))
        detail = cards.detail(results.selected, language)
        return self.gallery(results, outfit, language), *self.headline(results, language), detail, results

    def gallery(self, results: Results, outfit: Outfit, language: Language) -> str:
        """The cards."""
        explainable = results.plan is not None and results.plan.act != "discuss"
        state = cards.CardState(outfit.ids, results.selected_id, results.heat_map, explainable)
        below = offers(results.plan, self.stock.categories, results.steering, language)
        give_out(results.shown)
        places = [*cards.slots(results.plan, results.items), *map(cards.Slot, results.recalled)]
        return cards.gallery(places, language, state, below)

    def headline(self, results: Results, language: Language) -> tuple[str, str]:
        """Heading and chips above the gallery."""
        found, like = len(results.items), results.similar_to
        stock = self.stock
        heading = header.heading(results.plan, found, stock.categories, language, like=like)
        return heading, header.chips(results.plan, language, self.other_audience(results), stock.currency)

    def other_audience(self, results: Results) -> str:
        """Whom the shop has the same for as well, where nobody said whom it is for and all that is shown is
        for one audience; "" elsewhere."""
        plan, kinds = results.plan, {item.category for item in results.items}
        shown = {item.gender for item in results.items} - {"", "unisex"}
        if plan is None or len(shown) != 1 or results.similar_to:
            return ""
        if plan.filters.audience or any(item.audience for item in plan.wanted):
            return ""
        other = OTHERS.get(shown.pop(), "")
        shelves = self.stock.shelves
        return other if any(other in shelves[kind].genders for kind in kinds & {*shelves}) else ""

    def _shelf(self, results: Results) -> tuple[Item, ...]:
        """The shop's items that pass the visitor's filters; while the store is away, what was shown."""
        by = results.steering
        if not (by.narrow or by.away):
            return self.featured.items
        try:
            return featured_items(self.search.store, by)
        except StoreError as error:
            log.error("the shelf stays as it was: %s", error)
            return results.items

    def busy(self, language: Language) -> str:
        """The heading while it is searched."""
        return header.heading(None, 0, self.stock.categories, language, busy=True)

    def refine(self, results: Results, language: Language) -> str:
        """Filters, balance and strategy."""
        mixed = bool(results.photos and results.plan and results.plan.query)
        return refine_panel(self.stock, results.steering, self.strategies, self.scores, mixed, language)

    def status(self, key: str, language: Language) -> str:
        """Item count, encoder, the chosen language model, and the bytes that this process's language models
        sent to other machines."""
        assistant = self.answerers[key].assistant
        chat = assistant.chat.name if assistant and assistant.chat.is_generative else ""
        return header.status(self.stock.count, self.search.encoder.name, chat, OUTBOUND.total, language)

    def photo(self, results: Results, search: Search) -> Photo | None:
        """The first of the customer's photos as the encoder sees it."""
        try:
            return search.look(open_picture(results.photos[0])) if results.photos else None
        except PictureError:  # gone from the disk after an hour: the words go on alone
            return None

    def choose_answerer(self, key: str, language: Language) -> tuple[str, str]:
        """The switch's position and the status line; a toast says why somebody cannot be chosen."""
        if self.answerers[key].assistant is None:
            gr.Warning(say(self.answerers[key].reason, language), title="")
            key = next(iter(self.answerers))
        return key, self.status(key, language)

    def choices(self, language: Language) -> list[tuple[str, str]]:
        """Who can be chosen to answer, each with its key."""
        return [
            (strings(language).get(f"backend.{a.label}", a.label), a.key) for a in self.answerers.values()
        ]

    def reasons(self, language: Language) -> str:
        """Why an answering model cannot be chosen, in words."""
        off = [say(a.reason, language) for a in self.answerers.values() if a.assistant is None]
        return f'<p class="reason">{" · ".join(off)}</p>' if off else ""

    def examples(self, language: Language) -> list[Any]:
        """The messages that the empty page offers to click, with pictures of the shop, as Gradio's chat wants
        them: the article's two scenarios (a photo completed to an outfit, black t-shirts) and four more."""
        stock, pictured = self.stock.categories, self.front.examples
        absent = [(f"absent.{name}", None, False) for name in ABSENT if name not in stock]
        known = [(key, item, sent) for (key, *_, sent), item in zip(EXAMPLES, pictured, strict=True)]
        give_out(filter(None, pictured))
        rows = []
        for key, item, sent in (*known, *absent[:1]):
            picture = str(item.image) if item else ""
            text = say(f"example.{key}", language)
            row: dict[str, Any] = {"text": text, "display_text": text} | (
                {"icon": picture} if picture else {}
            )
            rows.append(row | ({"files": [picture]} if sent and picture else {}))
        return rows

    def placeholder(self, language: Language) -> str:
        """What the page is for, in the empty conversation."""
        return f"## {say('welcome', language)}\n{say('welcome.how', language)}"

    @property
    def strategies(self) -> list[str]:
        """Those that the encoder can follow, the shop's own first."""
        able = [name for name in STRATEGIES if name != "max+itm" or self.search.encoder.has_itm_head]
        return sorted(able, key=lambda name: name != self.search.strategy)


def _pictured(store: Store, category: str, colour: str, word: str) -> Item | None:
    """An item of a category, one of that word and colour before others."""
    named = Filter(words=((word,),) if word else ())
    wanted = (replace(named, colours=(colour,)), named, Filter())
    own = [item for where in wanted for item in store.listed(LOOKED_THROUGH, category, where)]
    own.sort(key=lambda item: (word not in item.title.lower(), item.colour != colour, item.id))
    return next(iter(own), None)


def read_scores(encoder: Path) -> Scores:
    """The figures beside an encoder's weights, as `python -m app evaluate retrieval --json` prints them; none
    where there is no such file, or another one."""
    try:
        found = json.loads((encoder / "metrics.json").read_text("utf-8"))
        figures = {name: float(by["text_to_image"]["R@10"]) for name, by in found["strategies"].items()}
        return Scores(found["catalogue"], figures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Scores()


def checked_message(message: Mapping[str, Any], language: Language) -> tuple[str, list[str]]:
    """Text and files of a message. Raises a hint where it is empty, or a photo does not open, or they are too
    many."""
    text, files = (message.get("text") or "").strip(), list(message.get("files") or [])
    if not text and not files:
        raise hint("nothing_said", language)
    try:
        check_attachments(files)
    except PictureError as error:
        raise hint(f"photo.{error.kind}", language) from error
    return text, files


def hint(key: str, language: Language, **values: object) -> gr.Error:
    """A sentence in a corner of the page."""
    return gr.Error(say(key, language, **values), print_exception=False, title="")


def busy_box() -> Any:
    """The box while a turn is under way: empty, with a stop button."""
    return gr.MultimodalTextbox(value=None, submit_btn=False, stop_btn=True)


def held_box() -> Any:
    """The box while a turn is under way that did not come from it: what is being written stays."""
    return gr.MultimodalTextbox(submit_btn=False, stop_btn=True)


def ready_box() -> Any:
    """The box when the turn is over."""
    return gr.MultimodalTextbox(submit_btn=True, stop_btn=False)


def check_rate(limiter: RateLimiter, language: Language) -> None:
    """Raises a hint where this was too much for one minute."""
    if not limiter.admits(visitor()):
        raise hint("too_many", language)


def starting_language(request: gr.Request) -> str:
    """?lang=es, or what the browser prefers, or English."""
    asked = request.query_params.get("lang", "")
    preferred = request.headers.get("accept-language", "").lower()[:2]
    return next((name for name in (asked, preferred) if name in LANGUAGES), "en")
