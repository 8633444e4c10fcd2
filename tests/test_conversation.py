"""Between the page's history and the assistant."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

from app.agent.reply import Reply
from app.plan import DialogueState, Filters, Language, Plan, RequestedItem, Sentence
from app.ui.conversation import (
    Screen,
    assistant_turns,
    messages,
    photos_of,
    run_turn,
    safe_markdown,
    state,
    text_of,
    user_turn,
)  # fmt: skip
from data.catalogue.catalogue import Item
from data.store.store import Match
from models.llm.chat_model import Message, ModelError


class Shopkeeper:
    """Answers in two steps, or fails as told; remembers what it heard."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.heard, self.language = error, list[Message](), ""

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None,
        state: DialogueState | None = None,
    ) -> Iterator[Reply]:  # fmt: skip
        self.heard, self.language = list(messages), language
        yield Reply("planning")
        if self.error:
            raise self.error
        said = Sentence("Hello ![x](http://elsewhere/x.png) <b>you</b>")
        yield Reply("done", plan=Plan("chat"), sentences=(said,), seconds={"plan": 0.2})


def last(screens: Iterator[Screen]) -> Screen:
    *_, screen = screens
    return screen


def answer(screen: Screen) -> str:
    return str(screen.history[-1]["content"])


def test_only_the_last_message_brings_its_photo(tmp_path: Path) -> None:
    for name in ("old.png", "new.png"):
        Image.new("RGB", (8, 8), "red").save(tmp_path / name)
    history = [
        user_turn("first", [str(tmp_path / "old.png")]),
        {"role": "assistant", "content": "", "metadata": {"title": "Looking"}},
        {"role": "assistant", "content": "yes"},
        user_turn("second", [str(tmp_path / "new.png")]),
    ]
    told = messages(history)
    assert [(m.role, m.text, len(m.images)) for m in told] == [
        ("user", "first", 0), ("assistant", "yes", 0), ("user", "second", 1),
    ]  # fmt: skip


def test_what_was_seen_and_how_long_it_took_is_not_told_to_the_assistant() -> None:
    items = [Item(name, name, "hat", Path(f"{name}.png")) for name in ("a 1", "b")]
    plan, matches = Plan("search"), tuple(Match(i, 1.0) for i in items)
    reply = Reply("done", plan, plan, matches, caption="a hat", sentences=(Sentence("Two hats."),))
    told = messages([user_turn("hats"), *assistant_turns(reply, "en"), user_turn("the second one")])
    assert [(m.role, m.text) for m in told] == [
        ("user", "hats"), ("assistant", "Two hats."), ("user", "the second one"),
    ]  # fmt: skip


HATS = Plan("search", (RequestedItem("hat", 2, ("red",)),), Filters(max_price=30.0), query="two red hats")


def answered(history: list[dict[str, Any]], plan: Plan, *ids: str) -> list[dict[str, Any]]:
    """The conversation with an answer that shows items with these ids."""
    matches = tuple(Match(Item(name, name, "hat", Path(f"{name}.png")), 1.0) for name in ids)
    reply = Reply("done", plan, plan, matches, sentences=(Sentence("Yes."),), before=state(history))
    return [*history, *assistant_turns(reply, "en")]


def test_the_state_of_a_conversation_is_read_from_its_answers() -> None:
    history = answered([user_turn("hats")], HATS, "a", "b")
    history = answered([*history, user_turn("thanks")], Plan("chat"))
    assert state([*history, user_turn("cheaper")]) == DialogueState(HATS, ("a", "b"), ("a", "b"))
    again = replace(HATS, exclude=("a", "b"))
    more = answered([*history, user_turn("others")], again, "c")
    assert state([*more, user_turn("and a bag")]) == DialogueState(again, ("c",), ("a", "b", "c"))
    assert state([user_turn("hats")]) == DialogueState()


@pytest.mark.parametrize(
    "kept", ["", "a\nb", "{", "[]", '{"shown": 1}', '{"shown": [], "plan": {"x": 1}}', "[" * 10**5]
)
def test_metadata_that_is_old_or_broken_is_passed_over(kept: str) -> None:
    steps = {"role": "assistant", "content": "", "metadata": {"title": "Looking", "id": kept}}
    history = [user_turn("hats"), steps, user_turn("cheaper")]
    assert state(history) == DialogueState() and messages(history)[-1].text == "cheaper"


def test_what_gradio_hands_back_reads_as_what_was_written() -> None:
    turn = {"role": "user", "content": [
        {"type": "file", "file": {"path": "/a.png"}}, {"type": "text", "text": "Tom &amp; Ana &lt;3"},
    ]}  # fmt: skip
    assert (text_of(turn), photos_of(turn)) == ("Tom & Ana <3", ["/a.png"])


def test_no_markup_of_an_answer_survives() -> None:
    shown = answer(last(run_turn(cast(Any, Shopkeeper()), [user_turn("hi")], "en")))
    assert "![" not in shown and "](" not in shown and "<b>" not in shown


@pytest.mark.parametrize("text", ["![a](b)", "!![a](b)", "! [a] (b)", "[a]\n(b)", "<img src=x>"])
def test_safe_text_makes_no_picture_and_no_link(text: str) -> None:
    assert (
        "](" not in safe_markdown(text) and "![" not in safe_markdown(text) and "<" not in safe_markdown(text)
    )


def test_the_pages_language_is_told_for_messages_that_are_only_a_photo() -> None:
    keeper = Shopkeeper()
    last(run_turn(cast(Any, keeper), [user_turn("hola")], "es"))
    assert keeper.language == "es"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModelError("key abc123"), "The answering model did not manage"),
        (KeyError("abc123"), "Something went wrong"),
    ],
)
def test_a_failure_ends_in_a_sentence_and_tells_the_log_no_secret_of_the_customer(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        screen = last(run_turn(cast(Any, Shopkeeper(error)), [user_turn("my secret wish")], "en"))
    assert sentence in answer(screen) and "Traceback" not in answer(screen) and "abc123" not in answer(screen)
    assert "my secret wish" not in caplog.text


def test_a_photo_that_does_not_open_has_its_own_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"no")
    screen = last(run_turn(cast(Any, Shopkeeper()), [user_turn("this?", [str(tmp_path / "x.png")])], "es"))
    assert "no se abre como foto" in answer(screen)
