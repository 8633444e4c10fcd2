"""One turn, on a small shop whose encoder sees colours and whose language model follows a script."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.moderation import NsfwModerator
from app.agent.planner import Planned, Planner
from app.agent.reply import Reply
from app.ingest.sync import make_entry
from app.plan import TEMPLATES, DialogueState, Filters, Plan, RequestedItem
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message, ModelError, NullModel
from tests.fakes import ColourEncoder, ColourReader, ScriptedChat

RED, BLACK = (Image.new("RGB", (20, 20), colour) for colour in ("#c2313a", "#1b1b1d"))
BURGUNDY = Image.new("RGB", (20, 20), "#6d1f33")
SKIRT = json.dumps({"language": "en", "act": "search", "items": [{"category": "skirt", "count": 1}]})


class Shop:
    """An assistant over a store, and the conversation with it so far."""

    def __init__(self, store: Store, chat: ChatModel | None = None, **collaborators: Any) -> None:
        self.assistant = Assistant(ColourEncoder(), store, chat or NullModel(), **collaborators)
        self.messages: list[Message] = []
        self.state: DialogueState | None = None

    def ask(self, text: str, *photos: Image.Image) -> Reply:
        """The finished reply to the next message; the state of the last one is carried along."""
        self.messages.append(Message("user", text, photos))
        *_, reply = self.assistant.reply(self.messages, state=self.state)
        shown = tuple(match.item.id for match in reply.matches)
        self.messages.append(Message("assistant", reply.text, shown=shown))
        self.state = reply.state
        return reply


def ids(reply: Reply) -> list[str]:
    return [match.item.id for match in reply.matches]


def kinds(reply: Reply) -> list[str]:
    return [match.item.category for match in reply.matches]


def shop_of(folder: Path, *items: Item) -> Store:
    """White pictures, one of each item."""
    encoder = ColourEncoder()
    store = Store.create(folder / "index", encoder.name)
    queries = encoder.qformer_embeddings(encoder.encode_patches([Image.new("RGB", (8, 8), "white")]))[0]
    store.put([make_entry(item, "hash", queries) for item in items])
    return store


@pytest.fixture
def shop(store: Store) -> Shop:
    """The small shop without a language model."""
    return Shop(store)


def test_a_turn_plans_searches_and_answers_and_every_reply_keeps_the_last(shop: Shop) -> None:
    replies = list(shop.assistant.reply([Message("user", "two black t-shirts")]))
    assert list(dict.fromkeys(r.stage for r in replies)) == ["planning", "searching", "answering", "done"]
    assert not next(reply for reply in replies if reply.matches).sentences
    for earlier, later in zip(replies, replies[1:], strict=False):
        assert later.sentences[: len(earlier.sentences)] == earlier.sentences
        assert later.matches[: len(earlier.matches)] == earlier.matches
    assert ids(replies[-1]) == ["ts-1", "ts-2"] and len(replies[-1].sentences) > 1
    assert set(replies[-1].seconds) == {"plan", "encode", "search", "answer"}


def test_without_a_model_the_rules_plan_and_templates_answer(shop: Shop) -> None:
    reply = shop.ask("two black t-shirts")
    assert (reply.planned_by, reply.written_by, reply.chat) == ("rules", (TEMPLATES,), "none")
    assert {name for sentence in reply.sentences for name in sentence.item_ids} <= set(ids(reply))


def test_each_item_brings_its_own_number_colour_and_audience(shop: Shop) -> None:
    reply = shop.ask("two black t-shirts, blue jeans and white shoes")
    assert ids(reply) == ["ts-1", "ts-2", "pa-1", "sh-1"]
    assert ids(shop.ask("two t-shirts, one red and one black")) == ["ts-3", "ts-1"]
    assert ids(shop.ask("a black t-shirt for my wife and trousers for me, I'm a man")) == ["ts-2", "pa-1"]


def test_prices_limit_and_refused_colours_come_last(shop: Shop) -> None:
    assert ids(shop.ask("shoes between 60 and 100 euros")) == ["sh-2"]
    assert ids(shop.ask("t-shirts, not black and not white"))[0] == "ts-3"


def test_what_the_shop_does_not_carry_is_named_and_never_disguised(shop: Shop) -> None:
    reply = shop.ask("a watch")
    assert reply.plan is not None and (reply.plan.act, reply.missing) == ("not_carried", ("watch",))
    assert reply.matches == () and "watch" in reply.text
    reply = shop.ask("shoes, a toaster and two t-shirts")
    assert kinds(reply) == ["shoes", "t-shirt", "t-shirt"] and "toaster" in reply.text
    assert "biberones" in shop.ask("busco un biberón y unos zapatos").text


def test_the_customers_own_plural_says_what_is_not_carried(shop: Shop) -> None:
    said = shop.ask("kimonos and a watch").text
    assert "kimonos or watches" in said and "nightwear" not in said


def test_small_talk_searches_nothing(shop: Shop) -> None:
    reply = shop.ask("tell me a joke")
    assert reply.matches == () and reply.text


@pytest.mark.parametrize("text", ["the same but cheaper", "algo así pero en rojo"])
def test_what_is_pointed_at_and_is_nowhere_is_asked_for(shop: Shop, text: str) -> None:
    reply = shop.ask(text)
    assert reply.matches == () and "?" in reply.text
    assert shop.ask(text, RED).matches  # with a photo it is there


def test_an_outfit_is_a_top_a_bottom_and_shoes(shop: Shop) -> None:
    assert kinds(shop.ask("what do I wear on Friday?")) == ["t-shirt", "pants", "shoes"]


def test_a_present_is_a_few_things_without_a_size(tmp_path: Path) -> None:
    things = ("scarf", "watch", "shirt", "pants", "shoes")
    shop = Shop(shop_of(tmp_path, *(Item(t, f"A {t}", t, Path(f"{t}.png")) for t in things)))
    assert kinds(shop.ask("a gift for my friend")) == ["scarf", "watch"]


def test_a_cheaper_present_is_of_any_kind_and_nothing_that_is_sold_is_denied(tmp_path: Path) -> None:
    prices = {"scarf": 30.0, "watch": 90.0, "shirt": 20.0, "shoes": 60.0}
    things = (Item(t, f"A {t}", t, Path(f"{t}.png"), price=price) for t, price in prices.items())
    shop = Shop(shop_of(tmp_path, *things))
    shop.ask("a gift for my friend")
    reply = shop.ask("cheaper, please")
    assert (kinds(reply), reply.missing) == (["shirt"], ())
    assert "size" not in reply.text  # of a shirt one must be known


def test_words_that_name_no_category_search_the_whole_shop(shop: Shop) -> None:
    assert set(ids(shop.ask("in red, please"))[:2]) == {"ts-3", "sk-1"}


def test_a_photo_without_words_is_looked_for_in_its_category(shop: Shop) -> None:
    *_, reply = shop.assistant.reply([Message("user", "", (RED,))], "es")
    assert reply.matches and reply.plan is not None and reply.plan.language == "es"
    assert len(set(kinds(reply))) == 1


def test_words_come_before_the_photo(shop: Shop) -> None:
    assert ids(shop.ask("a t-shirt like this in black", RED))[0] in ("ts-1", "ts-2")
    assert kinds(shop.ask("what goes with it? complete the outfit", BLACK)) == ["pants", "shoes"]


@pytest.mark.parametrize("text", ["this in another colour?", "¿la tenéis en otro color?"])
def test_a_photo_in_another_colour_brings_no_item_of_its_own(shop: Shop, text: str) -> None:
    reply = shop.ask(f"t-shirts. {text}", BLACK)
    assert ids(reply)[0] == "ts-3"
    assert reply.plan is not None and reply.plan.filters.excluded_colours == ("black",)


@pytest.mark.parametrize(
    ("text", "kind"), [("this skirt in black", "skirt"), ("this t-shirt in black", "t-shirt")]
)
def test_the_customer_knows_better_than_the_eye_what_a_photo_shows(
    store: Store, text: str, kind: str
) -> None:
    reply = Shop(store, head=ColourReader(ColourEncoder())).ask(text, BURGUNDY)
    assert reply.caption == f"a burgundy {kind} for women" and set(kinds(reply)) == {kind}


def test_a_refused_photo_is_looked_at_by_nobody_and_another_photo_passes(store: Store) -> None:
    reddest = NsfwModerator(lambda image: image.convert("RGB").resize((1, 1)).getpixel((0, 0))[0] / 255, 0.5)  # type: ignore[index]
    shop = Shop(store, moderator=reddest)
    with pytest.raises(PictureError):
        shop.ask("like this", RED)
    assert shop.assistant.encoder.seen == 0  # type: ignore[attr-defined]
    shop.messages.clear()
    assert shop.ask("like this", BLACK).matches


def test_the_state_of_a_conversation_is_in_the_reply(shop: Shop) -> None:
    first = shop.ask("two black t-shirts")
    assert first.state == DialogueState(first.requested, ("ts-1", "ts-2"), ("ts-1", "ts-2"))
    assert ids(shop.ask("and in red?"))[0] == "ts-3"
    talked = shop.ask("thanks!")
    assert talked.state.plan is not None and talked.state.plan.filters.colours == ("red",)
    assert "ts-1" in talked.state.ever_shown


def test_the_state_goes_before_the_text_of_earlier_messages(shop: Shop) -> None:
    said = [Message("user", "a watch"), Message("assistant", "."), Message("user", "and in red?")]
    state = DialogueState(Plan("search", (RequestedItem("skirt"),)))
    *_, reply = shop.assistant.reply(said, state=state)
    assert ids(reply) == ["sk-1"]


def test_without_a_state_it_is_made_from_the_messages_once_more(shop: Shop) -> None:
    shop.ask("two black t-shirts")
    shop.state = None
    reply = shop.ask("and something cheaper?")
    assert reply.before.shown == ("ts-1", "ts-2") and ids(reply) == ["ts-3"]
    unlabelled = [Message("user", "shoes"), Message("assistant", "The Black boots suit you.")]
    *_, reply = shop.assistant.reply([*unlabelled, Message("user", "cheaper")])
    assert ids(reply) == ["sh-1"]


def test_what_was_said_of_a_thing_holds_in_the_next_message(tmp_path: Path) -> None:
    nike = Item("b", "Nike shirt", "shirt", Path("b.png"), colour="white")
    shop = Shop(shop_of(tmp_path, replace(nike, id="a", title="Puma shirt"), nike))
    assert ids(shop.ask("a Nike shirt")) == ["b"] and ids(shop.ask("in white?")) == ["b"]
    assert ids(shop.ask("not Nike, please")) == ["a"]


def test_shoes_for_a_dress_are_a_womans_and_nobody_is_told_that_it_was_asked_for(tmp_path: Path) -> None:
    boots = Item("his", "Boots", "shoes", Path("a.png"), gender="men")
    dress = Item("c", "Dress", "dress", Path("c.png"))
    shop = Shop(shop_of(tmp_path, boots, replace(boots, id="hers", gender="women"), dress))
    shop.ask("a dress")
    reply = shop.ask("and shoes to match")
    assert ids(reply) == ["hers"] and reply.plan is not None and reply.plan.filters.audience == ""


def capable(*answers: str) -> ScriptedChat:
    return ScriptedChat(*answers, is_generative=True, name="capable")


def test_a_capable_model_plans_and_writes(store: Store) -> None:
    reply = Shop(store, capable(SKIRT, "A red skirt for you.")).ask("something for my legs")
    assert (ids(reply), reply.text) == (["sk-1"], "A red skirt for you.")
    assert (reply.planned_by, reply.written_by) == ("capable", ("capable",))


def test_a_valid_plan_of_a_capable_model_is_followed_where_the_rules_disagree(store: Store) -> None:
    reply = Shop(store, capable(SKIRT, "A red skirt for you.")).ask("a hat")
    assert ids(reply) == ["sk-1"] and reply.planned_by == "capable"


def test_the_rules_fill_in_the_limits_and_refusals_that_a_model_left_out(store: Store) -> None:
    shoes = SKIRT.replace("skirt", "shoes")
    reply = Shop(store, capable(shoes, "The shoes.")).ask("shoes over 80 euros, not white, but no sandals")
    assert reply.requested is not None
    filters = reply.requested.filters
    assert (filters.min_price, filters.excluded_colours) == (pytest.approx(80.01), ("white",))
    assert reply.requested.categories("refused") == ("sandals",) and ids(reply) == ["sh-2"]


@pytest.mark.parametrize("answer", ["Here are some shirts!", '{"act":"sea', '{"act":"dance"}', "[]"])
def test_where_a_model_sends_no_plan_the_rules_plan_and_it_still_writes(store: Store, answer: str) -> None:
    reply = Shop(store, capable(answer, "The black t-shirts.")).ask("two black t-shirts")
    assert (ids(reply), reply.planned_by) == (["ts-1", "ts-2"], "rules")
    assert (reply.written_by, reply.notice) == (("capable",), "notice.no_plan")


def test_what_no_card_bears_out_is_not_shown(store: Store) -> None:
    advice = "A red skirt for you. It is made of pure silk. It costs 5 euros. Only today 20% off!"
    reply = Shop(store, capable(SKIRT, advice)).ask("a skirt")
    assert [sentence.text for sentence in reply.sentences] == ["A red skirt for you."]


def test_where_nothing_of_a_models_answer_is_left_the_templates_answer(store: Store) -> None:
    reply = Shop(store, capable(SKIRT, "These green boots are made of silk.")).ask("a skirt")
    assert reply.written_by == (TEMPLATES,) and "skirt" in reply.text.lower()


def test_a_model_is_given_the_cards_and_only_one_that_sees_the_pictures(store: Store) -> None:
    for sees in (True, False):
        chat = ScriptedChat(SKIRT, "A red skirt.", is_generative=True, sees=sees)
        Shop(store, chat).ask("a skirt")
        card = {"card": 1, "title": "Red skirt", "category": "skirt", "colour": "red", "for": "women"}
        assert json.dumps(card | {"usage": "party"}) in chat.heard[1][0].text
        assert chat.heard[-1][-1].labels == (("1",) if sees else ())


def test_a_model_that_fails_says_so_as_its_own_error(store: Store) -> None:
    with pytest.raises(ModelError, match="script"):
        Shop(store, capable()).ask("a zibellino")


def test_what_was_found_is_answered_by_another_model_without_a_second_search(store: Store) -> None:
    *_, found = Shop(store).assistant.reply([Message("user", "a skirt")])
    begun = replace(found, stage="answering", sentences=())
    second = capable("A red skirt for you.")
    *_, reply = Shop(store, second).assistant.reply([Message("user", "a skirt")], begun=begun)
    assert (ids(reply), reply.text, len(second.heard)) == (["sk-1"], "A red skirt for you.", 1)


def test_the_same_assistant_serves_another_shop_or_another_model(store: Store, tmp_path: Path) -> None:
    moderator = NsfwModerator(lambda image: 0, 0.5)
    own = Shop(store, moderator=moderator).assistant
    other = own.over(shop_of(tmp_path, Item("x", "Scarf", "scarf", Path("x.png"))))
    asked = [Message("user", "a scarf")]
    assert [ids(list(each.reply(asked))[-1]) for each in (own, other)] == [[], ["x"]]
    assert own.answering_with(capable()).moderator is other.moderator is moderator


def test_downstream_of_the_planner_nobody_takes_the_customers_words(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan("search", (RequestedItem("skirt"), RequestedItem("shoes", 2)), Filters(usage="party"))

    class Fixed(Planner):
        """Plans the same whatever is said."""

        def plan(self, *_: object) -> Planned:
            return Planned(plan, "fixed")

    monkeypatch.setattr("app.agent.assistant.Planner", Fixed)
    said = (
        "a skirt and shoes for a party",
        "linen, Nike, nothing red, cheaper, size 9, for my son, 2 hats!",
    )
    one, other = (Shop(store).ask(text) for text in said)
    assert (one.matches, one.sentences) == (other.matches, other.sentences)


def test_where_nothing_is_below_a_limit_the_cheapest_is_shown_with_its_price(tmp_path: Path) -> None:
    picture = Path("x.png")
    hats = [
        Item(f"ha-{n}", f"Red hat {n}", "hat", picture, price=price) for n, price in enumerate((50.0, 30.0))
    ]
    reply = Shop(shop_of(tmp_path, *hats)).ask("a hat under 20 euros")
    assert ids(reply) == ["ha-1"] and "this is the lowest price" in reply.text and "€30.00" in reply.text


@pytest.mark.parametrize(("text", "shown"), [("a hat for my son", ["boys"]), ("a coat for my son", [])])
def test_no_grown_ups_thing_is_shown_for_a_child(tmp_path: Path, text: str, shown: list[str]) -> None:
    picture, genders = Path("x.png"), ("men", "boys")
    hats = [Item(f"{gender}", f"Red hat {gender}", "hat", picture, gender=gender) for gender in genders]
    coat = Item("coat", "Red coat", "coat", picture, gender="unisex")
    assert ids(Shop(shop_of(tmp_path, *hats, coat)).ask(text)) == shown
