"""Settings turned into the things that they name: encoder, store, language model, assistant."""

from __future__ import annotations

from pathlib import Path

from app.assistant import Answerer, Assistant
from app.describe import Describer
from app.settings import GRAPHS, Settings
from data.store import Store, StoreError
from models import llamacpp, server
from models.chat import ChatModel, ModelError
from models.encoder import Encodes, load_encoder


def encoder_from(settings: Settings) -> Encodes:
    """The image-text encoder. Raises ModelError, also where it cannot follow the strategy."""
    encoder = load_encoder(settings.encoder, settings.device, settings.runtime, GRAPHS)
    if settings.strategy == "max+itm" and not encoder.matches:
        raise ModelError(
            f"expected an encoder with a matching head for the strategy max+itm, found {encoder.name}; "
            "set ARMARIO_STRATEGY to max"
        )
    return encoder


def describer_from(settings: Settings) -> Describer | None:
    """What puts photos into words; None where the setting is empty. Raises ModelError."""
    if not settings.captioner:
        return None
    from models.captioner import Captioner  # not needed where photos are not put into words

    return Describer(Captioner.load(settings.captioner, settings.device))


def local_chat(settings: Settings) -> ChatModel:
    """The language model on this machine. Raises ModelError."""
    lora = Path(settings.lora) if settings.lora else None
    if settings.gguf is None:  # small: it reads wishes, and what it writes is not shown
        return llamacpp.load(llamacpp.smollm2(), lora, threads=settings.threads)
    return llamacpp.load(
        settings.gguf, lora, settings.mmproj, threads=settings.threads, context=settings.context,
        gpu_layers=settings.gpu_layers, writes=True,
    )  # fmt: skip


def answerers(settings: Settings, encoder: Encodes, store: Store) -> list[Answerer]:
    """The choices of the page's model switch; one that cannot answer says why."""
    local, describer = local_chat(settings), describer_from(settings)
    choices = [Answerer("local", "Local", Assistant(encoder, store, local, describer, settings.strategy))]
    if settings.server_url:
        far = server.load(settings.server_url, settings.server_key, settings.server_model)
        served = Assistant(encoder, store, far, describer, settings.strategy)
        choices.append(Answerer("server", "Server", served))
    if not settings.gemini_key:
        return [*choices, Answerer("gemini", "Gemini", None, "no_gemini_key")]
    from models.gemini import Gemini  # half a second that only those who use it should wait

    gemini = Gemini.load(settings.gemini_key, settings.gemini_model)
    helped = Assistant(encoder, store, gemini, describer, settings.strategy)
    return [*choices, Answerer("gemini", "Gemini", helped)]


def assistant_from(settings: Settings) -> Assistant:
    """An assistant over an index that exists already. Raises StoreError, ModelError."""
    place = settings.place
    if isinstance(place, Path) and not place.exists():
        raise StoreError(
            f"expected an index in {place}, found none; make it with: "
            f"python -m app.index --catalogue {settings.catalogue} --store {place}"
        )
    encoder = encoder_from(settings)
    store = Store.open(place, encoder.name)
    return Assistant(encoder, store, local_chat(settings), describer_from(settings), settings.strategy)
