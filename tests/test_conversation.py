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
    asked_again,
    assistant_turns,
    message_of,
    photos_in,
    photos_of,
    run_turn,
    state,
    stopped,
    user_turn,
)
from data.catalogue.catalogue import Item
from data.store.store import Match
from models.llm.chat_model import Message, ModelError
from tests.films import film


class Shopkeeper:
    """Answers in two steps, or fails as told; remembers what it heard."""

    def __init__(self, error: Exception | None = None, found: Reply | None = None) -> None:
        self.error, self.found, self.heard, self.language = error, found, list[Message](), ""

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None,
        state: DialogueState | None = None,
    ) -> Iterator[Reply]:  # fmt: skip
        self.heard, self.language = list(messages), language
        yield Reply("planning")
        if self.found:
            yield replace(self.found, before=state or DialogueState())
        if self.error:
            raise self.error
        said = Sentence("Hello ![x](http://elsewhere/x.png) <b>you</b>")
        yield Reply("done", plan=Plan("chat"), sentences=(said,), seconds={"plan": 0.2})


def last(screens: Iterator[Screen]) -> Screen:
    *_, screen = screens
    return screen


def heard(history: list[dict[str, Any]]) -> list[Message]:
    """What the assistant is told of a conversation."""
    keeper = Shopkeeper()
    last(run_turn(cast(Any, keeper), history, "en"))
    return keeper.heard


def answer(screen: Screen) -> str:
    return str([turn for turn in screen.history if not turn.get("metadata")][-1]["content"])


def test_only_the_last_message_brings_its_photo(tmp_path: Path) -> None:
    for name in ("old.png", "new.png"):
        Image.new("RGB", (8, 8), "red").save(tmp_path / name)
    history = [
        user_turn("first", [str(tmp_path / "old.png")]),
        {"role": "assistant", "content": "", "metadata": {"title": "Looking"}},
        {"role": "assistant", "content": "yes"},
        user_turn("second", [str(tmp_path / "new.png")]),
    ]
    told = heard(history)
    assert [(m.role, m.text, len(m.images)) for m in told] == [
        ("user", "first", 0), ("assistant", "yes", 0), ("user", "second", 1),
    ]  # fmt: skip


def test_what_was_seen_and_how_long_it_took_is_not_told_to_the_assistant() -> None:
    items = [Item(name, name, "hat", Path(f"{name}.png")) for name in ("a 1", "b")]
    plan, matches = Plan("search"), tuple(Match(i, 1.0) for i in items)
    reply = Reply("done", plan, plan, matches, caption="a hat", sentences=(Sentence("Two hats."),))
    told = heard([user_turn("hats"), *assistant_turns(reply, "en"), user_turn("the second one")])
    assert [(m.role, m.text) for m in told] == [
        ("user", "hats"), ("assistant", "Two hats."), ("user", "the second one"),
    ]  # fmt: skip


def credit(language: Language = "en", **made: Any) -> str:
    """What stands last below an answer, aside."""
    one, *more = made.pop("by", ("templates",))
    said = tuple(Sentence("A hat.", by=name) for name in (one, *more))
    *_, last = assistant_turns(
        Reply("done", None, Plan("search", language=language), sentences=said, **made), "en"
    )
    assert last["content"] == "" and last["metadata"]["status"] == "done"
    return str(last["metadata"]["title"])


def test_an_answer_says_who_planned_and_who_wrote_it() -> None:
    assert credit(planned_by="rules") == "Planned and written by the shop's rules"
    assert credit(planned_by="big", by=("big",)) == "Planned and written by big"
    assert credit(planned_by="big") == "Planned by big, written by the shop's rules"
    assert credit(by=("big",)) == "Written by big"  # what a click has chosen
    assert credit("es", planned_by="big") == "Planificado por big, escrito por las reglas de la tienda"
    assert "&lt;b&gt; [x] (y)" in credit(planned_by="<b> ![x](y)")


@pytest.mark.parametrize(
    ("language", "by", "told"),
    [
        ("en", "big templates big", "big (2 of 3 sentences; the rest by templates)"),
        ("en", "templates templates big", "big (1 of 3 sentences; the rest by templates)"),
        ("es", "big templates big big", "big (3 de 4 frases; el resto, plantillas)"),
        ("en", "big small templates", "big, small and the shop's rules"),  # who wrote how many would be long
    ],
)
def test_of_an_answer_that_templates_helped_to_write_it_is_said_how_much_was_the_models(
    language: Language, by: str, told: str
) -> None:
    said = credit(language, planned_by="rules", by=tuple(by.split()))
    assert said.endswith(f" {told}") and ("by the shop" in said or "por las reglas" in said)


def test_a_model_whose_plan_could_not_be_followed_is_named_once() -> None:
    made: dict[str, Any] = {"planned_by": "rules", "chat": "big", "notice": "notice.no_plan"}
    assert credit(by=("big",), **made) == (
        "Planned by the shop's rules, because big sent no plan that could be followed; written by big"
    )
    reply = Reply("done", plan=Plan("search"), sentences=(Sentence("A hat."),), **made)
    assert [str(turn).count("no plan") for turn in assistant_turns(reply, "en")] == [0, 0, 1]
    other = replace(reply, notice="notice.composed")
    assert "No language model" in str(assistant_turns(other, "en")[1])


def test_nobody_is_named_before_anything_is_written() -> None:
    turns = assistant_turns(Reply("answering", plan=Plan("search"), planned_by="big", chat="big"), "en")
    assert "big" not in str(turns[0]["metadata"]["title"]) and len(turns) == 1


def test_who_wrote_it_is_not_told_to_the_assistant_and_outlives_a_stop() -> None:
    begun = replace(FOUND, planned_by="big", sentences=(Sentence("A hat.", by="big"),))
    history = stopped([user_turn("hats"), *assistant_turns(begun, "en")], "en")
    assert history[-1]["metadata"]["title"] == "Planned and written by big"
    assert not [m for m in heard([*history, user_turn("others")]) if "big" in m.text]


def test_an_answer_that_is_wanted_anew_is_asked_for_in_other_words_each_time() -> None:
    history = [user_turn("hats"), {"role": "assistant", "content": "Yes."}, user_turn("red ones")]
    assert [message.again for message in heard(history)] == [0, 0, 0]
    once = asked_again(history)
    twice = asked_again(once)
    assert [message.again for message in heard(once)] == [0, 0, 1]
    assert [message.again for message in heard(twice)] == [0, 0, 2]
    assert [message.text for message in heard(twice)] == ["hats", "Yes.", "red ones"]
    more = [*twice, {"role": "assistant", "content": "Yes."}, user_turn("and a bag")]
    assert heard(more)[-1].again == 0
    assert history[-1] == user_turn("red ones")  # untouched


@pytest.mark.parametrize(
    "said", ["x", "-5", "1e9", "²", "9" * 9999, "", None, [], ["1"], {"a": 1}, 3.5, True, "<b>1</b>", "0x10"]
)
def test_whatever_a_browser_sends_back_as_the_number_of_retries_the_turn_goes_on(said: Any) -> None:
    hostile = [{**user_turn("hats"), "metadata": {"log": said}}]
    (message,) = heard(hostile)
    assert message.text == "hats" and 0 <= message.again < 10_000
    (again,) = heard(asked_again(hostile))
    assert again.text == "hats" and 0 <= again.again <= 10_000
    last(run_turn(cast(Any, Shopkeeper()), asked_again(hostile), "en"))


def test_a_message_without_metadata_is_asked_for_anew_too() -> None:
    assert heard(asked_again([{**user_turn("hats"), "metadata": None}]))[0].again == 1


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


def test_each_answer_is_told_with_the_items_that_it_showed() -> None:
    history = answered([user_turn("hats")], HATS, "a", "b")
    history = answered([*history, user_turn("others")], HATS, "c")
    broken = {"role": "assistant", "content": "", "metadata": {"title": "Looking", "id": "{"}}
    history += [user_turn("and?"), broken, {"role": "assistant", "content": "No."}, user_turn("all of them")]
    shown = [(m.text, m.shown) for m in heard(history)]
    assert shown == [
        ("hats", ()), ("Yes.", ("a", "b")), ("others", ()), ("Yes.", ("c",)), ("and?", ()), ("No.", ()),
        ("all of them", ()),
    ]  # fmt: skip


FOUND = Reply(
    "answering", HATS, HATS, (Match(Item("c", "C", "hat", Path("c.png")), 1.0),), seconds={"plan": 0.2}
)


def test_a_turn_that_is_stopped_keeps_what_it_had_found() -> None:
    history = answered([user_turn("hats")], Plan("search", query="hats"), "a")
    begun = [
        *history,
        user_turn("two red ones"),
        *assistant_turns(replace(FOUND, before=state(history)), "en"),
    ]
    ended = stopped(begun, "en")
    assert state(ended) == DialogueState(HATS, ("c",), ("a", "c"))
    assert (
        ended[-2]["metadata"]["title"] == "Understanding 0.2 s · Advising"
        and "Stopped" in ended[-1]["content"]
    )
    assert {turn["metadata"]["status"] for turn in ended if "metadata" in turn} == {"done"}
    assert stopped(ended, "en") == ended and stopped([], "en") == []


@pytest.mark.parametrize("stage", ["planning", "searching"])
def test_a_turn_that_is_stopped_before_it_found_anything_leaves_what_was_before(stage: str) -> None:
    history = answered([user_turn("hats")], HATS, "a")
    wanted = Plan("search", query="gloves")
    begun = assistant_turns(Reply(stage, wanted, before=state(history)), "en")
    ended = stopped([*history, user_turn("gloves"), *begun], "en")
    assert state(ended) == state(history) and "Stopped" in ended[-1]["content"]


def test_a_turn_that_fails_keeps_what_it_had_found() -> None:
    keeper = Shopkeeper(ModelError("gone"), FOUND)
    history = last(run_turn(cast(Any, keeper), [user_turn("two red hats")], "en")).history
    assert (
        state(history) == DialogueState(HATS, ("c",), ("c",)) and "did not manage" in history[-1]["content"]
    )
    assert stopped(history, "en") == history


@pytest.mark.parametrize(
    "kept", ["", "a\nb", "{", "[]", '{"shown": 1}', '{"shown": [], "plan": {"x": 1}}', "[" * 10**5]
)
def test_metadata_that_is_old_or_broken_is_passed_over(kept: str) -> None:
    steps = {"role": "assistant", "content": "", "metadata": {"title": "Looking", "id": kept}}
    history = [user_turn("hats"), steps, user_turn("cheaper")]
    assert state(history) == DialogueState() and heard(history)[-1].text == "cheaper"


def test_what_gradio_hands_back_reads_as_what_was_written() -> None:
    turn = {"role": "user", "content": [
        {"type": "file", "file": {"path": "/a.png"}}, {"type": "text", "text": "Tom &amp; Ana &lt;3"},
    ]}  # fmt: skip
    assert message_of(turn) == {"text": "Tom & Ana <3", "files": ["/a.png"]}


def test_no_markup_of_an_answer_survives() -> None:
    shown = answer(last(run_turn(cast(Any, Shopkeeper()), [user_turn("hi")], "en")))
    assert "![" not in shown and "](" not in shown and "<b>" not in shown


@pytest.mark.parametrize("text", ["![a](b)", "!![a](b)", "! [a] (b)", "[a]\n(b)", "<img src=x>"])
def test_a_message_makes_no_picture_and_no_link(text: str) -> None:
    shown = user_turn(text)["content"][0]
    assert not [mark for mark in ("](", "![", "<") if mark in shown]


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


def test_all_photos_of_the_last_message_are_told_in_order(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{ink}.png") for ink in ("red", "lime", "blue")]
    for path in paths:
        Image.new("RGB", (8, 8), Path(path).stem).save(path)
    (message,) = heard([user_turn("these", paths)])
    assert [image.getpixel((0, 0)) for image in message.images] == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert message_of(user_turn("these", paths)) == {"text": "these", "files": paths}


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    shots = [(Image.new("RGB", (64, 64), ink), 1.0) for ink in ("red", "blue")]
    return str(film(tmp_path / "clip.webm", shots))


def test_of_a_video_the_pictures_that_stand_for_it_are_shown_and_told(clip: str, tmp_path: Path) -> None:
    keeper = Shopkeeper()
    screens = list(run_turn(cast(Any, keeper), [user_turn("which one?", [clip])], "en"))
    (told,) = keeper.heard
    assert told.text == "which one?" and [image.size for image in told.images] == [(64, 64)] * 2
    assert len(screens[0].history) == 2 and "…" in str(screens[0].history[1])  # it is said to be at work
    asked = screens[-1].history[0]
    shown = photos_of([asked])
    assert asked["content"][0] == {"path": clip} and len(shown) == 2 and photos_in([asked]) == shown
    assert all(Path(path).is_relative_to(tmp_path / "uploads") for path in shown)
    assert message_of(asked) == {"text": "which one?", "files": [clip]}  # edited and undone as it was sent
    (again,) = heard([asked])  # and not looked at once more
    assert [image.size for image in again.images] == [(64, 64)] * 2


def test_a_video_that_does_not_open_has_its_own_sentence(clip: str) -> None:
    Path(clip).write_bytes(Path(clip).read_bytes()[:60])
    screen = last(run_turn(cast(Any, Shopkeeper()), [user_turn("", [clip])], "es"))
    assert "vídeo está dañado" in answer(screen)
