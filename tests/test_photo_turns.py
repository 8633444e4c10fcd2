"""Whole turns with photos: what is seen, found and said is of one look."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.fallback import FallbackChain
from app.agent.reply import Reply
from app.cli.ask import answers
from app.ingest.sync import make_entry
from app.plan import DialogueState
from app.server.api import Api
from data.catalogue.catalogue import Item
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message, NullModel
from tests.fakes import ColourEncoder, ColourReader, ReadingChat, ScriptedChat, painted, striped

SKIRT, PANTS, TEE, NOTHING = (painted(ink) for ink in ("burgundy", "navy blue", "olive", ""))
BOTH = painted("burgundy", "navy blue")


def assistant(store: Store, chat: ChatModel | None = None) -> Assistant:
    encoder = ColourEncoder()
    return Assistant(encoder, store, chat or NullModel(), ColourReader(encoder))


def turn(
    store: Store, text: str, *photos: Image.Image, state: DialogueState | None = None,
    chat: ChatModel | None = None,
) -> Reply:  # fmt: skip
    """The finished reply to a message."""
    *_, reply = assistant(store, chat).reply([Message("user", text, photos)], state=state)
    return reply


def kinds(reply: Reply) -> set[str]:
    return {match.item.category for match in reply.matches}


def ids(reply: Reply) -> list[str]:
    return [match.item.id for match in reply.matches]


@pytest.mark.parametrize("text", ["", "do you have this?", "something like this, please"])
@pytest.mark.parametrize(
    ("photo", "kind", "caption"),
    [(SKIRT, "skirt", "a burgundy skirt for women"), (PANTS, "pants", "a pair of navy blue pants for men"),
     (TEE, "t-shirt", "an olive t-shirt")],
)  # fmt: skip
def test_caption_items_and_sentence_are_of_one_look(
    store: Store, text: str, photo: Image.Image, kind: str, caption: str
) -> None:
    reply = turn(store, text, photo)
    assert (reply.caption, kinds(reply)) == (caption, {kind})
    assert caption in reply.text.replace("A ", "a ").replace("An ", "an ")
    assert reply.plan is not None and reply.requested is not None
    assert reply.plan.photos == reply.requested.photos
    assert [seen.category for seen in reply.plan.photos] == [kind]


def test_in_spanish_too(store: Store) -> None:
    reply = turn(store, "¿tenéis algo así?", SKIRT)
    assert "una falda burdeos" in reply.text and reply.caption.startswith("una falda burdeos")


@pytest.mark.parametrize(
    ("text", "said"),
    [("what is this?", "a burgundy skirt"), ("¿qué es esto?", "una falda burdeos"),
     ("is it a skirt or a dress?", "skirt"), ("what colour is it?", "burgundy")],
)  # fmt: skip
def test_a_question_about_a_photo_is_answered_and_shows_nothing(store: Store, text: str, said: str) -> None:
    reply = turn(store, text, SKIRT)
    assert reply.matches == () and said in reply.text


def test_what_is_on_screen_stays_there_while_a_photo_is_asked_about(store: Store) -> None:
    state = DialogueState(shown=("ts-1", "ts-2"), ever_shown=("ts-1", "ts-2"))
    assert ids(turn(store, "what is this?", SKIRT, state=state)) == ["ts-1", "ts-2"]


def test_asked_about_the_shops_own_item_its_card_answers(store: Store) -> None:
    (jeans,) = store.get(["pa-1"])
    reply = turn(store, "how much is it?", Image.open(jeans.image))
    assert ids(reply) == ["pa-1"] and "€49" in reply.text
    assert reply.caption == "a pair of blue pants for men"


@pytest.mark.parametrize("text", ["", "do you have this?", "complete the outfit"])
def test_where_there_is_no_garment_nothing_is_searched(
    store: Store, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(*_: object, **__: object) -> None:
        raise AssertionError("it was searched")

    own = assistant(store)
    monkeypatch.setattr(own.search, "find", found)
    *_, reply = own.reply([Message("user", text, (NOTHING,))])
    assert (reply.matches, reply.caption) == ((), "")
    assert reply.text.endswith("?") or "photo" in reply.text


def test_without_a_garment_what_the_words_name_is_found(store: Store) -> None:
    reply = turn(store, "a red skirt", NOTHING)
    assert (ids(reply), reply.caption) == (["sk-1"], "")
    assert kinds(turn(store, "", NOTHING, SKIRT)) == {"skirt"}


def test_of_several_garments_it_is_asked_which_and_the_named_one_is_found(store: Store) -> None:
    asked = turn(store, "", BOTH)
    assert asked.matches == () and "skirt" in asked.text and "pants" in asked.text and "?" in asked.text
    assert kinds(turn(store, "pants like these", BOTH)) == {"pants"}
    assert kinds(turn(store, "a skirt like this", BOTH)) == {"skirt"}


@pytest.mark.parametrize(
    ("text", "colour"),
    [("pants like these in another colour", "navy blue"), ("this skirt in another colour", "burgundy")],
)
def test_another_colour_than_that_of_the_garment_that_is_named(store: Store, text: str, colour: str) -> None:
    plan = turn(store, text, BOTH).plan
    assert plan is not None and plan.filters.excluded_colours == (colour,)


def test_each_of_several_photos_is_answered_for_whom_it_shows(store: Store) -> None:
    reply = turn(store, "", SKIRT, PANTS)
    assert set(ids(reply)) == {"sk-1", "pa-1"}  # hers and his
    assert reply.caption == "a burgundy skirt for women and a pair of navy blue pants for men"


def test_two_photos_of_one_kind_bring_that_kind_and_nothing_twice(store: Store) -> None:
    reply = turn(store, "", TEE, striped("olive", "orange"))
    assert kinds(reply) == {"t-shirt"} and len(set(ids(reply))) == len(ids(reply)) == 3


@pytest.mark.parametrize("text", ["", "do you have this?", "¿la tenéis en rojo?"])
def test_a_striped_photo_brings_striped_ones_first(own_store: Store, text: str) -> None:
    encoder, drawn = ColourEncoder(), striped("olive", "orange")
    queries = encoder.qformer_embeddings(encoder.encode_patches([painted("blue")]))[0]
    card = Item("z", "Striped T-shirt", "t-shirt", Path("z.png"), colour="red", gender="unisex")
    own_store.put([make_entry(card, "hash", queries)])
    assert ids(turn(own_store, text, drawn))[0] == "z" != ids(turn(own_store, text, TEE))[0]
    assert "z" not in ids(turn(own_store, "a plain one like this", drawn))


def test_a_models_plan_is_not_overruled_by_what_the_photo_shows(store: Store) -> None:
    shoes = {"category": "shoes", "count": 1}
    for items, photo in (([shoes], NOTHING), ([shoes], BOTH), ([shoes], SKIRT), ([], BOTH), ([], NOTHING)):
        plan = json.dumps({"language": "en", "act": "search", "items": items})
        chat = ScriptedChat(plan, "Have a look.", is_generative=True, name="capable")
        reply = turn(store, "go on", photo, chat=chat)
        assert reply.planned_by == "capable" and reply.requested is not None
        assert reply.requested.act == "search" and reply.matches
        assert kinds(reply) == {"shoes"} or not items
        assert len(reply.requested.photos) == 1


# As JSON

RECORD = {
    "garment": True,
    "category": "skirt",
    "colours": ["burgundy"],
    "pattern": "plain",
    "audience": "women",
}
NONE = {"garment": False, "category": "", "colours": [], "pattern": "", "audience": ""}
STRIPED = {
    "garment": True,
    "category": "t-shirt",
    "colours": ["olive", "orange"],
    "pattern": "striped",
    "audience": "",
}
PICTURES = {"skirt": SKIRT, "nothing": NOTHING, "striped": striped("olive", "orange")}


def test_the_shell_tells_what_each_photo_shows(store: Store, tmp_path: Path) -> None:
    files = []
    for name, picture in PICTURES.items():
        picture.save(tmp_path / f"{name}.png")
        files.append(str(tmp_path / f"{name}.png"))
    rows: list[dict[str, Any]] = [
        {"message": "what is this?", "image": files[0]},
        {"image": files},
        {"message": "shoes"},
    ]
    one, three, none = answers(assistant(store), map(json.dumps, rows))
    assert one["photos"] == [RECORD] and one["items"] == []
    assert three["photos"] == [RECORD, NONE, STRIPED] and three["seen"]
    assert "photos" not in none and "error" not in none


def test_the_api_tells_what_each_photo_shows(store: Store) -> None:
    api = Api(FallbackChain(assistant(store, ReadingChat())), lambda path: path.name)
    sent = []
    for picture in PICTURES.values():
        file = io.BytesIO()
        picture.save(file, "PNG")
        sent.append(base64.b64encode(file.getvalue()).decode())
    assert api.ask("what is this?", sent[0])["photos"] == [RECORD]
    assert api.ask(photo=sent)["photos"] == [RECORD, NONE, STRIPED]
    assert api.search_by_image(sent[2])["photos"] == [STRIPED]
    assert "photos" not in api.search_by_text("shoes")


@pytest.mark.parametrize("tap", [(0.1, 0.5), (0.9, 0.5)])
def test_a_tap_in_the_shell_is_what_is_seen(store: Store, tmp_path: Path, tap: tuple[float, float]) -> None:
    BOTH.save(tmp_path / "both.png")
    row = json.dumps({"image": str(tmp_path / "both.png"), "tap": tap})
    (answer,) = answers(assistant(store), iter([row]))
    kind = "skirt" if tap[0] < 0.5 else "pants"
    assert answer["photos"][0]["category"] == kind
    assert {item["category"] for item in answer["items"]} == {kind}
