"""Turns of a capable model: what it is told, how its plan is followed, what becomes of its sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.prompts import MAX_PIXELS
from app.agent.reply import Reply
from app.factcheck.stream import MAX_BETTER
from app.plan import RULES, TEMPLATES, DialogueState
from data.catalogue.vocabulary import colours
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message
from tests.fakes import ColourEncoder, ColourReader, ScriptedChat

RED = Image.new("RGB", (2000, 1000), "#c2313a")
OLIVE = Image.new("RGB", (2000, 1000), colours()["olive"].hex)
SHOWN = DialogueState(shown=("ts-1", "ts-2"), ever_shown=("sk-1", "ts-1", "ts-2"))


def plan(act: str, *items: dict[str, Any], **more: Any) -> str:
    named = [{"category": "t-shirt", "count": 1, **item} for item in items]
    return json.dumps({"language": "en", "act": act, "items": named, **more})


SKIRT = plan("search", {"category": "skirt"})


def capable(*answers: str, sees: bool = False) -> ScriptedChat:
    return ScriptedChat(*answers, is_generative=True, name="capable", sees=sees)


def turn(
    store: Store, chat: ChatModel, text: str, *photos: Image.Image, state: DialogueState | None = None,
    before: Sequence[Message] = (), **collaborators: Any,
) -> Reply:  # fmt: skip
    """The finished reply to a message."""
    assistant = Assistant(ColourEncoder(), store, chat, **collaborators)
    *_, reply = assistant.reply([*before, Message("user", text, photos)], state=state)
    return reply


def followed(store: Store, said: str, text: str = "go on") -> list[str]:
    """The ids that a plan brings, where two T-shirts are on screen and a skirt was shown earlier."""
    reply = turn(store, capable(said, "Have a look."), text, state=SHOWN)
    assert reply.planned_by == "capable"
    return [match.item.id for match in reply.matches]


def sentences(reply: Reply) -> list[str]:
    return [sentence.text for sentence in reply.sentences]


# What it is told


@pytest.mark.parametrize("text", ["like this", ""])
def test_a_model_that_sees_gets_the_photo_twice_and_small(store: Store, text: str) -> None:
    chat = capable(plan("search", {"like": 0}), "The red T-shirt.", sees=True)
    reply = turn(store, chat, text, OLIVE, head=ColourReader(ColourEncoder()))
    planning, writing = (heard[-1] for heard in chat.heard)
    assert [max(image.size) for image in planning.images] == [MAX_PIXELS]
    assert writing.labels == ("1", "the customer's photo") and max(writing.images[1].size) == MAX_PIXELS
    assert reply.caption == "an olive t-shirt" and "olive" not in chat.heard[0][0].text
    assert reply.planned_by == "capable"


@pytest.mark.parametrize("text", ["like this", ""])
def test_a_model_without_eyes_is_told_what_the_photo_seems_to_show(store: Store, text: str) -> None:
    chat = capable(plan("search", {"like": 0}), "The red T-shirt.")
    turn(store, chat, text, OLIVE, head=ColourReader(ColourEncoder()))
    for system, *turns in chat.heard:
        assert '{"the customer\'s photo seems to show": "an olive t-shirt"}' in system.text
        assert not any(message.images for message in turns)


def test_the_conversation_and_the_numbered_cards_are_in_both_requests(store: Store) -> None:
    before = [Message("user", "two black t-shirts"), Message("assistant", "Here.", shown=("ts-1", "ts-2"))]
    chat = capable(plan("discuss", about=[2]), "The second is for women.")
    turn(store, chat, "and the second?", before=before)
    for system, *turns in chat.heard:
        assert [message.text for message in turns] == ["two black t-shirts", "Here.", "and the second?"]
        for number, title in ((1, "Black crew T-shirt"), (2, "Black V-neck T-shirt")):
            assert json.dumps({"card": number, "title": title})[:-1] in system.text
    assert '{"cards that the question is about": [2]}' in chat.heard[1][0].text


def test_what_is_missing_is_told_to_the_model_and_never_added_by_templates(store: Store) -> None:
    both = plan("search", {"category": "skirt", "colours": ["blue"]}, not_sold=["a toaster"])
    chat = capable(both, "A red skirt for you.")
    reply = turn(store, chat, "a blue skirt and a toaster")
    system = chat.heard[1][0].text
    assert '{"not carried by the shop": ["a toaster"]}' in system and '"not as wished"' in system
    assert sentences(reply) == ["A red skirt for you."] and reply.written_by == ("capable",)


# How its plan is followed


def test_a_talk_about_one_card_keeps_all_items_on_screen_and_says_which_it_is_about(store: Store) -> None:
    chat = capable(plan("discuss", about=[2]), "The V-neck is for women.")
    reply = turn(store, chat, "whom is the second for?", state=SHOWN)
    assert [match.item.id for match in reply.matches] == ["ts-1", "ts-2"]
    assert reply.plan is not None and reply.plan.references == ("ts-2",)
    assert (reply.state.shown, sentences(reply)) == (("ts-1", "ts-2"), ["The V-neck is for women."])


def test_an_earlier_card_that_is_spoken_of_comes_back_beside_those_on_screen(store: Store) -> None:
    assert followed(store, plan("discuss", about=[3])) == ["ts-1", "ts-2", "sk-1"]


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        (plan("search", {"like": 3}), ["ts-3"]),  # in the skirt's red
        (plan("search", {"colours": ["black"]}, not_again=[1]), ["ts-2"]),
        (plan("search", {"count": 2, "colours": ["black"]}, not_again=[1, 2]), ["ts-3"]),
        (plan("search", {"audience": "women", "colours": ["black"]}, {"colours": ["red"]}), ["ts-2", "ts-3"]),
        (plan("search", {"min_price": 20}, {"max_price": 18.5}), ["ts-2", "ts-3"]),
        (plan("search", {"category": "shoes", "excluded_colours": ["white"]}), ["sh-2"]),
        (plan("search", {"category": "any"}, order="price_desc"), ["sh-2"]),
    ],
    ids=["like a card", "not again", "none of them again", "people", "prices", "refused", "the dearest"],
)  # fmt: skip
def test_what_a_plan_says_of_each_item_is_followed(store: Store, said: str, ids: list[str]) -> None:
    assert followed(store, said) == ids


def test_a_budget_for_all_together_is_kept(store: Store) -> None:
    pieces = ({"category": "shoes"}, {"colours": ["black"]})
    assert followed(store, plan("outfit", *pieces)) == ["sh-1", "ts-2"]  # 59 and 21.50
    assert followed(store, plan("outfit", *pieces, max_total=80)) == ["sh-1", "ts-1"]  # 59 and 19.90


def test_where_its_plan_is_none_the_rules_plan_and_the_customer_is_told(store: Store) -> None:
    reply = turn(store, capable("I would say a skirt!", "The red skirt."), "a skirt")
    assert (reply.planned_by, reply.notice, sentences(reply)) == (RULES, "notice.no_plan", ["The red skirt."])


def test_a_question_back_is_the_plans_own_without_a_second_request(store: Store) -> None:
    chat = capable(plan("ask", question="Who will wear it?"))
    reply = turn(store, chat, "something nice")
    assert (sentences(reply), reply.written_by, len(chat.heard)) == (["Who will wear it?"], ("capable",), 1)
    assert reply.matches == ()


def test_a_question_back_is_checked_like_any_sentence(store: Store) -> None:
    reply = turn(store, capable(plan("ask", question="Is next-day delivery enough?"), "-"), "something nice")
    assert reply.written_by == (TEMPLATES,) and "delivery" not in reply.text


# What becomes of its sentences

ADVICE = ("A red skirt for you.", "It is made of silk.", "Have a look.")


def test_a_refused_sentence_is_asked_for_once_more_and_the_better_one_takes_its_place(store: Store) -> None:
    chat = capable(SKIRT, " ".join(ADVICE), "It is for women.")
    reply = turn(store, chat, "a skirt")
    assert sentences(reply) == [ADVICE[0], "It is for women.", ADVICE[2]]
    *_, answered, again = chat.heard[2]
    assert answered.text == " ".join(ADVICE[:2])
    assert ADVICE[1] in again.text and "silk" in again.text.replace(ADVICE[1], "")
    assert len(chat.heard) == 3 and reply.written_by == ("capable",)


def test_a_better_sentence_that_is_no_better_is_not_asked_for_again(store: Store) -> None:
    chat = capable(SKIRT, " ".join(ADVICE), "It is made of linen.")
    assert sentences(turn(store, chat, "a skirt")) == [ADVICE[0], ADVICE[2]]
    assert len(chat.heard) == 3


def test_only_so_many_better_sentences_are_asked_for_in_one_answer(store: Store) -> None:
    wrong = "It is made of silk. It is made of wool. It is made of linen. Have a look."
    chat = capable(SKIRT, wrong, *["It is for women."] * 9)
    turn(store, chat, "a skirt")
    assert len(chat.heard) == 2 + MAX_BETTER


def test_what_leans_on_a_dropped_sentence_goes_with_it(store: Store) -> None:
    said = "A red skirt for you. The skirt is made of silk. That is why they all love it. Have a look."
    reply = turn(store, capable(SKIRT, said, "-"), "a skirt")
    assert sentences(reply) == ["A red skirt for you.", "Have a look."]


def test_a_model_that_fails_at_the_better_sentence_costs_only_that_one(store: Store) -> None:
    reply = turn(store, capable(SKIRT, " ".join(ADVICE)), "a skirt")  # whose script is at its end
    assert (sentences(reply), reply.stage) == ([ADVICE[0], ADVICE[2]], "done")


def test_the_first_sentence_is_shown_before_the_second_is_written(store: Store) -> None:
    class Slow(ScriptedChat):
        written = 0

        def stream(
            self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
        ) -> Iterator[str]:
            if schema:
                yield SKIRT
                return
            for sentence in ADVICE:
                self.written += 1
                yield f"{sentence} "

    chat = Slow(is_generative=True)
    replies = Assistant(ColourEncoder(), store, chat).reply([Message("user", "a skirt")])
    first = next(reply for reply in replies if reply.sentences)
    assert (sentences(first), chat.written) == ([ADVICE[0]], 1)


def test_plan_answer_and_better_sentence_are_one_turn_of_the_model(store: Store) -> None:
    class Leased(ScriptedChat):
        open, leases = False, 0

        @contextmanager
        def lease(self) -> Iterator[Leased]:
            self.open, self.leases = True, self.leases + 1
            yield self
            self.open = False

        def stream(
            self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
        ) -> Iterator[str]:
            assert self.open
            return super().stream(messages, schema)

    chat = Leased(SKIRT, " ".join(ADVICE), "It is for women.", is_generative=True)
    turn(store, chat, "a skirt")
    assert (chat.leases, chat.open, len(chat.heard)) == (1, False, 3)


def test_a_conversation_of_three_turns(store: Store) -> None:
    chat = capable(
        plan("search", {"count": 2, "colours": ["black"]}), "Here are two black T-shirts for you.",
        plan("discuss", about=[1, 2]), "The crew T-shirt is the cheaper one at 19.90 euros.",
        plan("outfit", {"category": "shoes", "colours": ["white"]}, {"category": "pants"}, about=[1]),
        "White sneakers and blue jeans go with it.",
    )  # fmt: skip
    assistant = Assistant(ColourEncoder(), store, chat)
    said, state, found = list[Message](), DialogueState(), list[Reply]()
    for text in ("two black t-shirts", "which is cheaper?", "what goes with it?"):
        said.append(Message("user", text))
        *_, reply = assistant.reply(said, state=state)
        state = reply.state
        said.append(Message("assistant", reply.text, shown=tuple(m.item.id for m in reply.matches)))
        found.append(reply)
    shown = [[match.item.id for match in reply.matches] for reply in found]
    assert shown == [["ts-1", "ts-2"], ["ts-1", "ts-2"], ["sh-1", "pa-1"]]
    assert [len(reply.sentences) for reply in found] == [1, 1, 1] and chat.answers == []
    assert {reply.models for reply in found} == {("capable",)} and not any(r.notice for r in found)
    assert found[1].sentences[0].item_ids == ("ts-1",)
    assert state.ever_shown == ("ts-1", "ts-2", "sh-1", "pa-1")
