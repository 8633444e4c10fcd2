"""The shop behind the page: who answers, what is in stock, and how it is shown in a language."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, cast

import gradio as gr
from gradio.context import LocalContext

from app.agent.answerer import Answerer
from app.plan import Language
from app.search.engine import STRATEGIES, Search
from app.search.feedback import Steering, shelf
from app.search.query import Photo
from app.ui.examples import Example
from app.ui.html import assets, cards, header
from app.ui.html.filters import offers, refine
from app.ui.html.upload_report import tell
from app.ui.measured import Scores
from app.ui.rate_limit import Pace
from app.ui.state import Kept, Shown
from app.ui.strings import LANGUAGES, backend, say
from data.catalogue.images import PictureError, open_picture
from models.llm.traffic import OUTBOUND
from models.vision.encoder import ImageTextEncoder


class Shop:
    """Shared by all visitors; holds nothing of theirs."""

    def __init__(
        self, answerers: Sequence[Answerer], search: Search, examples: Sequence[Example], scores: Scores,
        pace: Pace | None = None,
    ) -> None:  # fmt: skip
        self.answerers = {answerer.key: answerer for answerer in answerers}
        self.search, self.examples, self.scores, self.pace = search, examples, scores, pace or Pace(0)
        self.eyes = cast(
            ImageTextEncoder, search.encoder
        )  # every encoder of ours can also say where it looked
        self.items = search.store.items()
        self.stock = search.store.categories()
        self.featured = Shown(shelf(self.items, Steering()))
        self.drawing = threading.Lock()  # the map is made by one, and read by all after that

    def rail(self, shown: Shown, kept: Kept, language: Language) -> tuple[Any, ...]:
        """(gallery, heading, chips, detail, shown): all that stands on the right of what is shown."""
        return (
            self.gallery(shown, kept, language),
            *self.lines(shown, language),
            self.closer(shown, language),
            shown,
        )

    def gallery(self, shown: Shown, kept: Kept, language: Language) -> str:
        """The cards."""
        look = cards.Look(kept.ids(), shown.chosen, dict(shown.heat), asked=shown.reply is not None)
        below = offers(shown.wish, self.stock, shown.steering, language)
        return cards.gallery(shown.places, language, look, below)

    def lines(self, shown: Shown, language: Language) -> tuple[str, str]:
        """Heading and chips above the gallery."""
        said = header.heading(shown.wish, len(shown.items), self.stock, language, like=shown.like)
        return said, header.chips(shown.wish, language)

    def busy(self, language: Language) -> str:
        """The heading while it is looked for."""
        return header.heading(None, 0, self.stock, language, busy=True)

    def closer(self, shown: Shown, language: Language) -> str:
        """The chosen item, or the first one."""
        return cards.detail(shown.closer, language)

    def status(self, key: str, language: Language) -> str:
        """Item count, models, and what has left the machine."""
        assistant = self.answerers[key].assistant
        models = (self.search.encoder.name, assistant.chat.name if assistant else "")
        return header.status(len(self.items), models, self.sent(), language)

    def look(self, shown: Shown) -> Photo | None:
        """The customer's photo as the encoder sees it."""
        try:
            return self.search.look(open_picture(shown.photo)) if shown.photo else None
        except PictureError:  # gone from the disk after an hour: the words go on alone
            return None

    def sent(self) -> int:
        """Bytes that the language models of this process have sent to other machines."""
        return OUTBOUND.total

    def switched(self, key: str, language: Language) -> tuple[str, str]:
        """The switch's position and the status line; who cannot answer is not chosen, and says why."""
        if self.answerers[key].assistant is None:
            gr.Warning(say(self.answerers[key].reason, language), title="")
            key = next(iter(self.answerers))
        return key, self.status(key, language)

    def choices(self, language: Language) -> list[tuple[str, str]]:
        """Who can be chosen to answer, each with its key."""
        return [(backend(a.label, language), a.key) for a in self.answerers.values()]

    def reasons(self, language: Language) -> str:
        """Why an answering model cannot be chosen, in words."""
        off = [say(a.reason, language) for a in self.answerers.values() if a.assistant is None]
        return f'<p class="reason">{" · ".join(off)}</p>' if off else ""

    def samples(self, language: Language) -> list[Any]:
        """The examples as Gradio's chat wants them."""
        return [
            {"text": e.text(language), "display_text": e.text(language)}
            | ({"icon": str(e.picture)} if e.picture else {})
            | ({"files": [str(e.picture)]} if e.photo and e.picture else {})
            for e in self.examples
        ]

    def placeholder(self, language: Language) -> str:
        """What the page is for, in the empty conversation."""
        return f"## {say('welcome', language)}\n{say('welcome.how', language)}"

    def refine(self, shown: Shown, language: Language) -> str:
        """Filters, balance and strategy."""
        mixed = bool(shown.photo and shown.words)
        return refine(self.items, shown.steering, self.strategies, self.scores, mixed, language)

    @property
    def strategies(self) -> list[str]:
        """Those that the encoder can follow, the shop's own first."""
        able = [name for name in STRATEGIES if name != "max+itm" or self.search.encoder.has_itm_head]
        return sorted(able, key=lambda name: name != self.search.strategy)


def sent(message: Mapping[str, Any], language: Language) -> tuple[str, list[str]]:
    """Words and photos of a message; a hint where there is nothing in it, or a photo that does not open."""
    text, files = (message.get("text") or "").strip(), list(message.get("files") or [])
    if not text and not files:
        raise hint("nothing_said", language)
    for file in files:
        try:
            open_picture(file)
        except PictureError as error:
            raise hint(f"photo.{error.kind}", language) from error
    return text, files


def hint(key: str, language: Language) -> gr.Error:
    """A sentence in a corner of the page."""
    return gr.Error(say(key, language), print_exception=False, title="")


def brand(language: Language) -> str:
    """Name and what it stands for."""
    name = f"<h1>Armario</h1><p>{say('tagline', language)}</p>"
    own = f'<a href="bring?lang={language}">{tell("title", language)}</a>'
    return f'<div class="brand">{assets.LOGO}<div>{name}{own}</div></div>'


def visitor() -> str:
    """Where the one comes from whose event is being handled; "" outside of events."""
    request = LocalContext.request.get(None)
    return request.client.host if request and request.client else ""


def keep_pace(pace: Pace, language: Language) -> None:
    """Raises the hint that this was too much for one minute, where it was."""
    if not pace.admits(visitor()):
        raise hint("too_many", language)


def starting_language(request: gr.Request) -> str:
    """?lang=es, or what the browser prefers."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "es" if request.headers.get("accept-language", "").lower().startswith("es") else "en"
