"""Settings turned into the things that they name: encoder, store, language model, assistant."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from app.agent.assistant import Assistant
from app.agent.captions import Describer
from app.agent.fallback import FallbackChain
from app.agent.moderation import NsfwModerator
from app.agent.reply import Answerer
from app.agent.writing.schooling import Schooling
from app.agent.writing.small import SmallWriter, WritesLines
from app.config import EYES, GRAPHS, Settings
from app.plan import SMALL
from data.store.store import Store, StoreError
from models import checksums
from models.background import InFlight, one_patient_thread
from models.llm.chat_model import ChatModel, ModelError, NullModel
from models.vision.encoder import ImageTextEncoder
from models.vision.factory import load_captioner, load_encoder
from models.vision.photo_head import PhotoHead, PhotoReader
from models.zerogpu import on_lent_gpu, resident_device

log = logging.getLogger(__name__)
PHOTO_HEAD = checksums.WEIGHTS / "photo-head"
ADAPTER = checksums.WEIGHTS / "armario-writer" / "adapter.gguf"

# Encoders that are no checkpoints, by the name that ARMARIO_ENCODER gives (CONTRIBUTING.md adds one)
ENCODERS: dict[str, Callable[[], ImageTextEncoder]] = {}


def encoder_from(settings: Settings) -> ImageTextEncoder:
    """The image-text encoder. Raises ModelError, also where it cannot follow the strategy."""
    if settings.encoder in ENCODERS:
        encoder = ENCODERS[settings.encoder]()
    else:
        checksums.check(settings.encoder)
        encoder = load_encoder(settings.encoder, resident_device(settings.device), settings.runtime, GRAPHS)
    if settings.strategy == "max+itm" and not encoder.has_itm_head:
        raise ModelError(
            f"expected an encoder with a matching head for the strategy max+itm, found {encoder.name}; "
            "set ARMARIO_STRATEGY to max"
        )
    return encoder


def encoder_name(settings: Settings) -> str:
    """The name of that encoder, which is not loaded to know it."""
    if settings.encoder in ENCODERS:
        return ENCODERS[settings.encoder]().name
    folder = Path(settings.encoder)
    return folder.name if folder.is_dir() else settings.encoder


def describer_from(settings: Settings) -> Describer | None:
    """What puts photos into words; None where the setting is empty. Raises ModelError."""
    if not settings.captioner:
        return None
    checksums.check(settings.captioner)
    return Describer(load_captioner(settings.captioner, resident_device(settings.device), GRAPHS))


def head_from(encoder: ImageTextEncoder | None = None) -> PhotoHead:
    """What reads customers' photos: heads on the small encoder's eyes, whichever encoder searches. Raises
    ModelError."""
    checksums.check(PHOTO_HEAD)
    if encoder is None or encoder.name != Path(EYES).name:
        checksums.check(EYES)
        encoder = load_encoder(EYES, "cpu", "", GRAPHS)
    return PhotoHead.load(PHOTO_HEAD, encoder)


def moderator_from(settings: Settings) -> NsfwModerator | None:
    """Who looks at a customer's photo first; None where the setting is 0. Raises ModelError."""
    if not settings.moderation:
        return None
    from models.vision import nsfw

    checksums.check_packaged(nsfw.WEIGHTS, nsfw.PACKAGE)
    return NsfwModerator(nsfw.NsfwClassifier.load(), settings.moderation / 100)


def local_chat(settings: Settings) -> ChatModel:
    """The language model file that was named; without one, the rules do it all. Raises ModelError."""
    if settings.gguf is None:
        return NullModel()
    from models.llm import llamacpp  # a backend is imported where it is chosen

    return llamacpp.load(
        settings.gguf, mmproj=settings.mmproj, threads=settings.threads, context=settings.context,
        gpu_layers=settings.gpu_layers, is_generative=True,
    )  # fmt: skip


def _llava(settings: Settings) -> ChatModel:
    from models.llm.llava import Llava

    return on_lent_gpu(Llava.load(settings.llava, settings.device))


def _server(settings: Settings) -> ChatModel:
    from models.llm import openai_compatible

    sees = {"yes": True, "no": False}.get(settings.server_sees)
    return openai_compatible.load(settings.server_url, settings.server_key, settings.server_model, sees)


def _gemini(settings: Settings) -> ChatModel:
    from models.llm.gemini import Gemini

    if settings.gemini_project:
        return Gemini.vertex(settings.gemini_project, settings.gemini_location, settings.gemini_model)
    return Gemini.load(settings.gemini_key, settings.gemini_model)


@dataclass(frozen=True, slots=True)
class Backend:
    """A language model that can be chosen: its label, how it is made (raises ModelError), and the keys of
    those who take over from it, in their order. Only ever nearer home: nobody's words may go further away
    than was chosen."""

    label: str
    load: Callable[[Settings], ChatModel]
    below: tuple[str, ...] = ("local",)


BACKENDS = {
    "local": Backend("Local", local_chat, ()),
    "llava": Backend("LLaVA", _llava),
    "server": Backend("Server", _server, ("llava", "local")),
    "gemini": Backend("Gemini", _gemini, ("server", "llava", "local")),
}


def small_writer_from(settings: Settings, searches: InFlight) -> SmallWriter | None:
    """Who words answers where no capable model does; None where templates do."""
    if settings.writer == "templates":
        return None
    try:
        return small_writer(ADAPTER, searches)
    except OSError as error:
        log.warning("templates write the answers: %s", error)
        return None


def small_writer(adapter: Path, searches: InFlight | None = None) -> SmallWriter:
    """SmolLM2-135M with an adapter, loaded aside; what is missing stands in the log once.

    Raises OSError where its schooling is missing.
    """
    schooling = Schooling.load(ADAPTER.with_name("schooling.json.gz"))
    busy = searches or InFlight()
    return SmallWriter(one_patient_thread("loading").submit(_line_writer, adapter, busy), schooling)


def _line_writer(adapter: Path, searches: InFlight) -> WritesLines:
    from models.llm import line_writer, llamacpp  # a backend is imported where it is chosen

    try:
        checksums.check(adapter)
        writer = line_writer.load(llamacpp.smollm2(), adapter, searches.count)
    except ModelError as error:
        log.warning("templates write the answers: %s", error)
        raise
    writer.name = SMALL
    return writer


def chat_from(settings: Settings, key: str) -> ChatModel:
    """The language model of that key. Raises ModelError."""
    return BACKENDS[key].load(settings)


def fallback_chains(
    settings: Settings, encoder: ImageTextEncoder, store: Store, head: PhotoReader | None, keys: Sequence[str]
) -> dict[str, FallbackChain]:  # fmt: skip
    """For each key, who answers and who takes over. Every model is loaded once. Raises ModelError."""
    chat = cache(partial(chat_from, settings))
    moderator, searches = moderator_from(settings), InFlight()
    small = small_writer_from(settings, searches)
    there = [key for key in settings.chats if key != "local" or settings.gguf]  # which can fail or take over
    found = {}
    for key in keys:
        below = [chat(other) for other in BACKENDS[key].below if other in there]
        first = Assistant(
            encoder, store, chat(key), head, settings.strategy, moderator, small=small, searches=searches
        )
        found[key] = FallbackChain(first, below)
    return found


def answerers(
    settings: Settings, encoder: ImageTextEncoder, store: Store, head: PhotoReader | None
) -> list[Answerer]:  # fmt: skip
    """The choices of the page's model switch, the setting's first; one that cannot answer says why."""
    built = fallback_chains(settings, encoder, store, head, settings.chats)
    choices = [Answerer(key, BACKENDS[key].label, chain) for key, chain in built.items()]
    return choices if "gemini" in built else [*choices, Answerer("gemini", "Gemini", None, "no_gemini_key")]


def index_from(settings: Settings) -> tuple[ImageTextEncoder, Store]:
    """An index that exists already, to be read, and its encoder. Raises StoreError, ModelError."""
    place = settings.place
    if not Store.exists(place):
        raise StoreError(
            f"expected an index in {place}, found none; make it with: "
            f"python -m app index --catalogue {settings.catalogue} --store {place}"
        )
    encoder = encoder_from(settings)
    return encoder, Store.open(place, encoder.name)


def assistant_from(settings: Settings) -> FallbackChain:
    """Who answers by the settings, over such an index. Raises StoreError, ModelError."""
    key, (encoder, store) = settings.chat, index_from(settings)
    return fallback_chains(settings, encoder, store, head_from(encoder), [key])[key]
