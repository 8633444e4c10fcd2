"""Models that fail at every point of a turn, and what the customer gets all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.fallback import COOLDOWN, FallbackChain
from app.agent.reply import Reply
from app.plan import TEMPLATES, DialogueState, Plan, RequestedItem
from data.store.store import Store
from models.llm.chat_model import ChatModel, Concurrent, Message, ModelError, RequestTooLarge
from tests.fakes import ColourEncoder, ScriptedChat

PLAN = '{"language":"en","act":"search","items":[{"category":"skirt","count":1}]}'
ADVICE = "A red skirt for you."


def second(*answers: str) -> ScriptedChat:
    """Another capable model."""
    return ScriptedChat(*answers, is_generative=True, name="second")


class Breaking(Concurrent):
    """A capable model that breaks after so many pieces of its so-manieth answer."""

    is_generative = True

    def __init__(self, answer: int, pieces: int, error: type[ModelError] = ModelError, sees: bool = False):
        self.name, self.sees, self.error = "breaking", sees, error
        self.answer, self.pieces, self.asked = answer, pieces, list[Sequence[Message]]()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        self.asked.append(messages)
        said = PLAN if schema else "A red skirt. It suits you."
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
def chain(store: Store, encoder: ColourEncoder, clock: Hands) -> Any:
    """Builds the chain over these models, the chosen one first."""
    return lambda chosen, *others: FallbackChain(Assistant(encoder, store, chosen), others, clock)


def turn(chain: FallbackChain, text: str = "a skirt", *photos: Image.Image) -> list[Reply]:
    return list(chain.reply([Message("user", text, photos)]))


def ids(reply: Reply) -> list[str]:
    return [match.item.id for match in reply.matches]


POINTS = [(0, 0), (0, 2), (0, 99), (1, 0), (1, 3), (1, 99)]  # answer, pieces


@pytest.mark.parametrize(("answer", "pieces"), POINTS)
def test_wherever_a_model_breaks_the_next_one_ends_the_turn(chain: Any, answer: int, pieces: int) -> None:
    answers = (ADVICE,) if answer else (PLAN, ADVICE)
    *_, last = turn(chain(Breaking(answer, pieces), second(*answers)))
    assert (last.stage, last.notice, last.chat) == ("done", "notice.other", "second")
    assert (ids(last), last.text) == (["sk-1"], ADVICE)


@pytest.mark.parametrize(("answer", "pieces"), POINTS)
def test_with_no_model_left_the_templates_answer(chain: Any, answer: int, pieces: int) -> None:
    *_, last = turn(chain(Breaking(answer, pieces)))
    assert (last.stage, last.notice, last.written_by) == ("done", "notice.composed", (TEMPLATES,))
    assert ids(last) == ["sk-1"] and "skirt" in last.text.lower()
    assert last.planned_by == ("breaking" if answer else "rules")


def test_what_was_found_stays_found_when_the_advice_breaks(chain: Any) -> None:
    other = second(ADVICE)  # has no plan to give, and is not asked for one
    replies = turn(chain(Breaking(1, 3), other))
    shown = [ids(reply) for reply in replies if reply.matches]
    assert len(other.heard) == 1 and all(found == ["sk-1"] for found in shown)


def test_half_an_answer_makes_way_for_a_whole_one(chain: Any) -> None:
    *_, last = turn(chain(Breaking(1, 7), second(ADVICE)))
    assert last.text == ADVICE


def test_conversation_and_state_reach_the_next_model_whole(chain: Any) -> None:
    other = second(PLAN, ADVICE)
    state = DialogueState(Plan("search", (RequestedItem("hat"),)), ("ts-1",), ("ts-1",))
    said = [Message("user", "hello"), Message("assistant", "hi"), Message("user", "a skirt")]
    *_, last = chain(Breaking(0, 0), other).reply(said, state=state)
    assert (last.stage, last.before, last.state.shown) == ("done", state, ("sk-1",))
    assert [message.text for message in other.heard[0][1:]] == ["hello", "hi", "a skirt"]


def test_a_model_that_failed_rests_and_is_then_asked_again(chain: Any, clock: Hands) -> None:
    failing = ScriptedChat(is_generative=True)
    resting = chain(failing)
    for _ in range(2):
        turn(resting)
        assert len(failing.heard) == 1
    clock.now += COOLDOWN + 1
    failing.answers = [PLAN, ADVICE]
    *_, last = turn(resting)
    assert (last.notice, last.chat) == ("", "scripted")


def test_a_model_that_answers_gives_no_notice(chain: Any) -> None:
    assert {reply.notice for reply in turn(chain(second(PLAN, ADVICE)))} == {""}


def test_too_many_pictures_are_taken_away_before_another_model_is_asked(chain: Any) -> None:
    class Dazzled(Breaking):
        def stream(self, messages: Sequence[Message], schema: Any = None) -> Iterator[str]:
            self.answer = 1 if any(message.images for message in messages) else 9
            return super().stream(messages, schema)

    dazzled = Dazzled(9, 0, RequestTooLarge, sees=True)
    *_, last = turn(chain(dazzled, second()), "a skirt", Image.new("RGB", (9, 9), "red"))
    assert (last.notice, last.chat) == ("notice.blind", "breaking")
    assert not dazzled.asked[-1][-1].images


def test_another_failure_does_not_ask_the_same_model_without_pictures(chain: Any) -> None:
    failing = Breaking(0, 0, sees=True)
    photo = Image.new("RGB", (9, 9), "red")
    *_, last = turn(chain(failing, second(PLAN, ADVICE)), "a skirt", photo)
    assert last.notice == "notice.other" and len(failing.asked) == 1


def test_the_log_says_which_model_failed_and_no_word_of_the_customer(
    chain: Any, caplog: pytest.LogCaptureFixture
) -> None:
    turn(chain(Breaking(0, 0), second(PLAN, ADVICE)), "my secret skirt")
    assert "breaking failed" in caplog.text and "secret" not in caplog.text


def test_every_step_answers_in_the_customers_language(chain: Any) -> None:
    *_, last = turn(chain(Breaking(0, 0)), "quiero una falda roja")
    assert last.plan is not None and last.plan.language == "es" and ids(last) == ["sk-1"]


def test_a_chain_looks_like_the_assistant_it_begins_with(chain: Any) -> None:
    chat: ChatModel = second()
    assert chain(chat).chat is chat and chain(chat).encoder.name == "colours"
    assert chain(chat).answering_with(Breaking(0, 0)).chat.name == "breaking"


def test_the_same_chain_in_another_shop_finds_that_shops_items(
    store: Store, encoder: ColourEncoder, tmp_path: Path
) -> None:
    own = FallbackChain(Assistant(encoder, store, ScriptedChat()))
    empty = own.over(Store.create(tmp_path / "empty", encoder.name))
    assert ids(turn(empty)[-1]) == [] and ids(turn(own)[-1]) == ["sk-1"]
