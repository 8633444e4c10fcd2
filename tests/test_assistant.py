"""One turn, on a small shop whose encoder sees colours and whose language model follows a script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.ingest.sync import make_entry
from app.nlu.wish import Wanted, Wish, as_json
from data.catalogue.catalogue import Item
from data.store.store import Store
from models.llm.chat_model import Message, ModelError
from tests.fakes import Captions, ColourEncoder, ScriptedChat

RED_PHOTO = Image.new("RGB", (20, 20), "#c2313a")


def ask(
    store: Store, encoder: ColourEncoder, wish: Wish | str, text: str = "hello", *photos: Image.Image
) -> Reply:
    said = wish if isinstance(wish, str) else as_json(wish)
    *_, last = Assistant(encoder, store, ScriptedChat(said)).reply([Message("user", text, photos)])
    return last


def test_two_black_t_shirts_are_two_black_t_shirts(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("search", (Wanted("t-shirt", 2),), "black"), "two black t-shirts")
    assert [m.item.id for m in reply.matches] == ["ts-1", "ts-2"]


def test_each_category_brings_its_own_number(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("search"), "shoes and two t-shirts in black")
    assert [m.item.category for m in reply.matches] == ["shoes", "t-shirt", "t-shirt"]


def test_the_gallery_comes_before_the_advice_and_every_reply_keeps_the_last(
    store: Store, encoder: ColourEncoder
) -> None:
    chat = ScriptedChat(as_json(Wish("search", (Wanted("shoes", 1),))))
    replies = list(Assistant(encoder, store, chat).reply([Message("user", "shoes")]))
    stages = list(dict.fromkeys(r.stage for r in replies))
    assert stages == ["understanding", "looking", "advising", "done"]
    first_with_items = next(r for r in replies if r.matches)
    assert not first_with_items.text
    assert all(
        later.text.strip().startswith(earlier.text.strip())
        for earlier, later in zip(replies, replies[1:], strict=False)
    )
    assert set(replies[-1].seconds) == {"wish", "encode", "search", "advice"}


def test_what_the_shop_does_not_carry_is_refused_by_name_and_never_disguised(
    store: Store, encoder: ColourEncoder
) -> None:
    reply = ask(store, encoder, Wish("search", (Wanted("watch", 1),)), "a watch")
    assert reply.wish is not None and reply.wish.intent == "not_carried"
    assert reply.matches == () and "watch" in reply.text


def test_a_carried_and_an_absent_category_bring_the_first_and_say_the_second(
    store: Store, encoder: ColourEncoder
) -> None:
    reply = ask(store, encoder, Wish("search"), "shoes and a watch")
    assert [m.item.category for m in reply.matches] == ["shoes"] and "watch" in reply.text


def test_goods_of_no_clothes_shop_beside_a_garment_are_said_to_be_missing(
    store: Store, encoder: ColourEncoder
) -> None:
    reply = ask(store, encoder, Wish("search"), "shoes, a toaster and two t-shirts")
    assert "We do not carry toasters" in reply.text and reply.missing == ("toaster",)
    assert "helmets" in ask(store, encoder, Wish("search"), "shoes or a ski helmet").text
    assert "tostadora" in ask(store, encoder, Wish("search"), "unos zapatos o una tostadora").text
    reply = ask(store, encoder, Wish("search"), "busco un biberón y unos zapatos")
    assert "No vendemos biberones" in reply.text


def test_a_present_is_a_few_things_without_a_size_and_the_answer_says_so(
    tmp_path: Path, encoder: ColourEncoder
) -> None:
    things = ("scarf", "watch", "shirt", "pants", "shoes")
    store = shop_of(tmp_path, encoder, *(Item(t, f"A {t}", t, Path(f"{t}.png")) for t in things))
    reply = ask(store, encoder, Wish("outfit"), "a gift for my friend")
    assert [m.item.category for m in reply.matches] == ["scarf", "watch"] and "size" in reply.text
    reply = ask(store, encoder, Wish("outfit"), "algo elegante para mi amiga")
    assert [m.item.category for m in reply.matches] == ["shirt", "pants", "shoes"]


@pytest.mark.parametrize(("text", "asks"), [("the same but cheaper", "Like which one?"),
                                            ("algo así pero en rojo", "¿Como cuál?")])  # fmt: skip
def test_what_is_pointed_at_and_is_nowhere_is_asked_for(
    store: Store, encoder: ColourEncoder, text: str, asks: str
) -> None:
    reply = ask(store, encoder, Wish("search"), text)
    assert reply.matches == () and reply.text.startswith(asks)
    assert ask(store, encoder, Wish("search"), text, RED_PHOTO).matches  # with a photo it is there


@pytest.mark.parametrize("text", ["this in another colour?", "¿la tenéis en otro color?"])
def test_a_photo_in_another_colour_brings_no_item_of_its_own(
    store: Store, encoder: ColourEncoder, text: str
) -> None:
    black = Image.new("RGB", (20, 20), "#1b1b1d")
    reply = ask(store, encoder, Wish("search"), f"t-shirts. {text}", black)
    assert [m.item.id for m in reply.matches][0] == "ts-3"
    talk = ask(store, encoder, Wish("chat"), "I don't like the colour, what else is there?", black)
    assert talk.matches and talk.wish is not None and talk.wish.avoid == "black"
    reply = ask(store, encoder, Wish("search"), "this in another colour, but not in red", black)
    assert reply.wish is not None and reply.wish.avoid == "red"


def test_the_customers_own_plural_says_what_is_not_carried(store: Store, encoder: ColourEncoder) -> None:
    said = ask(store, encoder, Wish("search"), "kimonos and a watch").text
    assert "kimonos or watches" in said and "nightwear" not in said
    assert "do not carry nightwear" in ask(store, encoder, Wish("search"), "a kimono").text


def test_small_talk_searches_nothing(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("chat"), "tell me a joke")
    assert reply.matches == () and reply.text


def test_an_outfit_is_a_top_a_bottom_and_shoes(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("outfit"), "what do I wear on Friday?")
    assert [m.item.category for m in reply.matches] == ["t-shirt", "pants", "shoes"]


def test_the_photo_of_a_t_shirt_completed_gets_no_second_t_shirt(
    store: Store, encoder: ColourEncoder
) -> None:
    black = Image.new("RGB", (20, 20), "#1b1b1d")  # two T-shirts and one pair of boots are as black
    reply = ask(store, encoder, Wish("outfit"), "complete the outfit", black)
    assert [m.item.category for m in reply.matches] == ["pants", "shoes"]


def test_a_photo_without_words_needs_no_language_model(store: Store, encoder: ColourEncoder) -> None:
    *_, reply = Assistant(encoder, store, ScriptedChat()).reply([Message("user", "", (RED_PHOTO,))], "es")
    assert reply.matches and reply.wish is not None and reply.wish.language == "es"
    assert len({m.item.category for m in reply.matches}) == 1


def test_a_question_about_a_photo_brings_what_it_shows(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("outfit"), "what colour is this?", RED_PHOTO)
    assert reply.wish is not None and reply.wish.intent == "search"
    assert len({m.item.category for m in reply.matches}) == 1


@pytest.mark.parametrize(
    ("text", "seen"), [("this skirt in black", "a red skirt"), ("this t-shirt in black", "")]
)
def test_the_customer_knows_better_than_the_captioner_what_a_photo_shows(
    store: Store, encoder: ColourEncoder, text: str, seen: str
) -> None:
    shop = Assistant(encoder, store, ScriptedChat(), Captions("a red skirt"))
    *_, reply = shop.reply([Message("user", text, (RED_PHOTO,))])
    assert reply.seen == seen


def test_the_words_colour_wins_over_the_photos(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("search"), "a t-shirt like this in black", RED_PHOTO)
    assert reply.matches[0].item.colour == "black"


def test_words_that_name_no_category_search_the_whole_shop(store: Store, encoder: ColourEncoder) -> None:
    reply = ask(store, encoder, Wish("search", (), "red"), "and in red?")
    assert {m.item.id for m in reply.matches[:2]} == {"ts-3", "sk-1"}


def test_an_answer_cut_short_falls_back_to_the_customers_own_words(
    store: Store, encoder: ColourEncoder
) -> None:
    reply = ask(store, encoder, '{"language":"en","inte', "whitish zibellino white")
    assert reply.matches[0].item.id == "sh-1"


def test_words_that_are_plain_count_where_a_writing_model_gives_no_wish(
    store: Store, encoder: ColourEncoder
) -> None:
    chat = ScriptedChat("These are the pieces.", "The black t-shirts.", is_generative=True)
    *_, reply = Assistant(encoder, store, chat).reply([Message("user", "two black t-shirts")])
    assert reply.wish and (reply.wish.wanted, reply.wish.colour) == ((Wanted("t-shirt", 2),), "black")
    assert len(reply.matches) == 2


def test_a_model_that_fails_says_so_as_its_own_error(store: Store, encoder: ColourEncoder) -> None:
    with pytest.raises(ModelError, match="script"):
        list(Assistant(encoder, store, ScriptedChat()).reply([Message("user", "a zibellino")]))


def test_a_model_that_writes_is_given_the_cards_as_data(store: Store, encoder: ColourEncoder) -> None:
    wish = as_json(Wish("search", (Wanted("skirt", 1),)))
    chat = ScriptedChat(wish, "A red skirt for you.", is_generative=True)
    *_, reply = Assistant(encoder, store, chat).reply([Message("user", "a skirt")])
    assert reply.text == "A red skirt for you."
    card = {"card": 1, "title": "Red skirt", "category": "skirt", "colour": "red", "for": "women"}
    assert json.dumps(card | {"usage": "party"}) in chat.heard[1][0].text


def test_an_audience_that_was_named_comes_first(store: Store, encoder: ColourEncoder) -> None:
    wish = Wish("search", (Wanted("t-shirt", 1),), "black", gender="women")
    reply = ask(store, encoder, wish, "a black t-shirt for my wife")
    assert reply.matches[0].item.id == "ts-2"


def test_a_detail_that_a_small_model_invented_is_dropped_and_a_big_ones_is_believed(
    store: Store, encoder: ColourEncoder
) -> None:
    answer = as_json(Wish("search", (Wanted("t-shirt", 1),), "black"))
    for is_generative, colour in ((False, ""), (True, "black")):
        chat = ScriptedChat(answer, "Take it.", is_generative=is_generative)
        *_, reply = Assistant(encoder, store, chat).reply([Message("user", "a t-shirt")])
        assert reply.wish is not None and reply.wish.colour == colour


def shop_of(folder: Path, encoder: ColourEncoder, *items: Item) -> Store:
    """White pictures, one of each item."""
    store = Store.open(folder / "index", encoder.name)
    queries = encoder.qformer_embeddings(encoder.encode_patches([Image.new("RGB", (8, 8), "white")]))[0]
    store.put([make_entry(item, "hash", queries) for item in items])
    return store


def test_what_was_said_of_a_thing_holds_in_the_next_message(tmp_path: Path, encoder: ColourEncoder) -> None:
    puma = Item("a", "Puma shirt", "shirt", Path("a.png"), colour="white")
    nike = Item("b", "Nike shirt", "shirt", Path("b.png"), colour="white")
    store = shop_of(tmp_path, encoder, puma, nike)
    said = [
        Message("user", "a Nike shirt"),
        Message("assistant", "Here it is."),
        Message("user", "in white?"),
    ]
    *_, last = Assistant(encoder, store, ScriptedChat("{}")).reply(said)
    assert [m.item.id for m in last.matches] == ["b"]
    assert last.rests == "a Nike shirt . in white?"
    said[-1] = Message("user", "not Nike, please")
    *_, last = Assistant(encoder, store, ScriptedChat("{}")).reply(said)
    assert [m.item.id for m in last.matches] == ["a"]


def test_shoes_for_a_dress_are_a_womans_and_nobody_is_told_that_it_was_asked_for(
    tmp_path: Path, encoder: ColourEncoder
) -> None:
    his = Item("a", "Boots", "shoes", Path("a.png"), gender="men")
    hers = Item("b", "Boots", "shoes", Path("b.png"), gender="women")
    store = shop_of(tmp_path, encoder, his, hers, Item("c", "Dress", "dress", Path("c.png")))
    said = [Message("user", "a dress"), Message("assistant", "Here."), Message("user", "and shoes to match")]
    *_, last = Assistant(encoder, store, ScriptedChat("{}")).reply(said)
    assert [m.item.id for m in last.matches] == ["b"]
    assert last.wish is not None and last.wish.gender == ""
