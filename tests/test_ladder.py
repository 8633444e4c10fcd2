"""Models that fail at every point of a turn, and what the customer gets all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.fallback import REST, Ladder
from app.agent.reply import Reply
from app.nlu.wish import Wanted, Wish, as_json
from app.ui.conversation import messages, run_turn, user_turn
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message, ModelError, RequestTooLarge
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat

SKIRT = as_json(Wish("search", (Wanted("skirt", 1),)))
ADVICE = "A red skirt for you."


class Breaking:
    """A model that writes, and breaks after so many pieces of its so-manieth answer."""

    is_generative = True

    def __init__(self, answer: int, pieces: int, error: type[ModelError] = ModelError, sees: bool = False):
        self.name, self.sees, self.error = "breaking", sees, error
        self.answer, self.pieces, self.asked = answer, pieces, list[Sequence[Message]]()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        self.asked.append(messages)
        said = SKIRT if schema else "A red skirt. It suits you."
        for place, start in enumerate(range(0, len(said), 3)):
            if place == self.pieces and self.answer == (0 if schema else 1):
                raise self.error("key s3cret was refused")
            yield said[start : start + 3]
        if self.answer == (0 if schema else 1):
            raise self.error("the line broke at the end")


class Hands:
    """A clock that is turned by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def on(store: Store, encoder: ColourEncoder, clock: Hands) -> Any:
    """Builds the ladder over these models, the chosen one first."""
    return lambda chosen, *others: Ladder(Assistant(encoder, store, chosen), others, clock)


def turn(ladder: Ladder, text: str = "a skirt", *photos: Image.Image) -> list[Reply]:
    return list(ladder.reply([Message("user", text, photos)]))


def ids(reply: Reply) -> list[str]:
    return [match.item.id for match in reply.matches]


POINTS = [(0, 0), (0, 2), (0, 99), (1, 0), (1, 3), (1, 99)]  # answer, pieces


@pytest.mark.parametrize(("answer", "pieces"), POINTS)
def test_wherever_a_model_breaks_the_next_one_ends_the_turn(on: Any, answer: int, pieces: int) -> None:
    *_, last = turn(
        on(Breaking(answer, pieces), ScriptedChat(SKIRT, ADVICE, is_generative=True, name="second"))
    )
    assert (last.stage, last.notice, last.chat) == ("done", "notice.other", "second")
    assert ids(last) == ["sk-1"] and last.text


@pytest.mark.parametrize(("answer", "pieces"), POINTS)
def test_with_no_model_left_the_advice_is_composed(on: Any, answer: int, pieces: int) -> None:
    *_, last = turn(on(Breaking(answer, pieces)))
    assert (last.stage, last.notice) == ("done", "notice.composed")
    assert ids(last) == ["sk-1"] and "skirt" in last.text.lower()


def test_what_was_found_stays_found_when_the_advice_breaks(on: Any) -> None:
    second = ScriptedChat(ADVICE, is_generative=True)  # has no wish to give, and is not asked for one
    replies = turn(on(Breaking(1, 3), second))
    shown = [ids(reply) for reply in replies if reply.matches]
    assert len(second.heard) == 1 and all(found == ["sk-1"] for found in shown)


def test_half_an_answer_makes_way_for_a_whole_one(on: Any) -> None:
    *_, last = turn(on(Breaking(1, 5), ScriptedChat(ADVICE, is_generative=True)))
    assert last.text.count("red skirt") <= 1 or "suits" not in last.text


def test_the_conversation_reaches_the_next_model_whole(on: Any) -> None:
    second = ScriptedChat(SKIRT, ADVICE, is_generative=True)
    said = [Message("user", "hello"), Message("assistant", "hi"), Message("user", "a skirt")]
    *_, last = on(Breaking(0, 0), second).reply(said)
    assert last.stage == "done" and second.heard[-1][-1].text == "a skirt"


def test_a_model_that_failed_rests_and_is_then_asked_again(on: Any, clock: Hands) -> None:
    failing = ScriptedChat(is_generative=True)
    ladder = on(failing, ReadingChat())
    for heard in (1, 1):
        turn(ladder)
        assert len(failing.heard) == heard
    clock.now += REST + 1
    failing.answers = [SKIRT, ADVICE]
    *_, last = turn(ladder)
    assert (last.notice, last.chat) == ("", "scripted")


def test_a_model_that_answers_gives_no_notice(on: Any) -> None:
    assert {reply.notice for reply in turn(on(ReadingChat()))} == {""}


def test_too_many_pictures_are_taken_away_before_another_model_is_asked(on: Any, clock: Hands) -> None:
    class Dazzled(Breaking):
        def stream(self, messages: Sequence[Message], schema: Any = None) -> Iterator[str]:
            self.answer = 1 if any(message.images for message in messages) else 9
            return super().stream(messages, schema)

    dazzled = Dazzled(9, 0, RequestTooLarge, sees=True)
    *_, last = turn(on(dazzled, ReadingChat()), "a skirt", Image.new("RGB", (9, 9), "red"))
    assert (last.notice, last.chat) == ("notice.blind", "breaking")
    assert not dazzled.asked[-1][-1].images


def test_another_failure_does_not_ask_the_same_model_without_pictures(on: Any) -> None:
    failing = Breaking(0, 0, sees=True)
    *_, last = turn(on(failing, ReadingChat()), "a skirt", Image.new("RGB", (9, 9), "red"))
    assert last.notice == "notice.other" and len(failing.asked) == 1


@pytest.mark.parametrize(
    ("text", "words"), [("a skirt", "taken over"), ("quiero una falda roja", "contesta otro")]
)
def test_the_page_says_who_took_over_in_the_customers_language_and_no_model_is_told(
    text: str, words: str, on: Any
) -> None:
    second = ReadingChat()
    *_, screen = run_turn(on(Breaking(0, 0), second), [user_turn(text)], "en")
    asides = [turn["metadata"]["title"] for turn in screen.history if turn.get("metadata")]
    assert any(words in aside for aside in asides)
    told = messages([*screen.history, user_turn("and shoes?")])
    assert not any(words in message.text for message in told)


def test_the_log_says_which_model_failed_and_no_word_of_the_customer(
    on: Any, caplog: pytest.LogCaptureFixture
) -> None:
    turn(on(Breaking(0, 0), ReadingChat()), "my secret skirt")
    assert "breaking failed" in caplog.text and "secret" not in caplog.text


def test_every_rung_answers_in_the_customers_language(on: Any) -> None:
    *_, last = turn(on(Breaking(0, 0)), "quiero una falda roja")
    assert last.wish is not None and last.wish.language == "es" and ids(last) == ["sk-1"]


def test_a_ladder_looks_like_the_assistant_it_begins_with(on: Any) -> None:
    chat: ChatModel = ReadingChat()
    assert on(chat).chat is chat and on(chat).encoder.name == "colours"


def test_the_same_ladder_in_another_shop_finds_that_shops_items(
    on: Any, tmp_path: Path, encoder: ColourEncoder
) -> None:
    ladder = on(ReadingChat())
    empty = ladder.over(Store.open(tmp_path / "empty", encoder.name))
    assert ids(turn(empty)[-1]) == [] and ids(turn(ladder)[-1]) == ["sk-1"]
