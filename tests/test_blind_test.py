"""Two answers to the same items, blind."""

from __future__ import annotations

from app.agent.assistant import Assistant
from app.agent.blind_test import COMPOSED, Entry, Round, contestants, play_round
from app.agent.reply import Answerer, Reply
from app.plan import Plan, RequestedItem, Sentence
from app.ui.html import panels
from data.store.store import Match, Store
from models.llm.chat_model import Message
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat

SAID = "The black crew T-shirt is a good choice."


def answerers(store: Store, *answers: str) -> dict[str, Answerer]:
    writer = Assistant(ColourEncoder(), store, ScriptedChat(*answers, is_generative=True, name="writer"))
    reader = Assistant(ColourEncoder(), store, ReadingChat())
    found = Answerer("far", "Far", writer), Answerer("local", "Local", reader)
    return {one.key: one for one in found}


def played(store: Store, *answers: str) -> Round:
    able = answerers(store, *answers)
    plan, old = Plan("search", (RequestedItem("t-shirt"),)), (Sentence("old"),)
    found = Reply("done", plan, plan, (Match(store.get(["ts-1"])[0], 0.5),), sentences=old)
    return play_round(contestants(list(able.values())), able, [Message("user", "a t-shirt")], found, "en")


def test_whoever_writes_stands_against_the_composed_advice(store: Store) -> None:
    assert [one.label for one in contestants(list(answerers(store).values()))] == ["Far", COMPOSED]
    only = [Answerer("local", "Local", Assistant(ColourEncoder(), store, ReadingChat()))]
    assert [one.label for one in contestants(only)] == [COMPOSED]


def test_both_answer_to_the_same_items_and_are_counted(store: Store) -> None:
    entries = {entry.label: entry for entry in played(store, SAID).entries}
    assert "crew" in entries["Far"].text and entries["Far"].pieces > 0 and entries["Far"].sent == 0
    assert entries[COMPOSED].text and entries[COMPOSED].text != "old" and entries[COMPOSED].pieces == 0


def test_one_that_fails_is_shown_to_have_failed(store: Store) -> None:
    entries = {entry.label: entry for entry in played(store).entries}
    assert entries["Far"].failed and not entries[COMPOSED].failed


def test_names_are_not_told_before_the_vote() -> None:
    entries = (Entry("Far", "writer", "one", 1.25, 7, 4321), Entry(COMPOSED, "none", "two"))
    blind = panels.compare(2, True, Round(entries), "en")
    assert "writer" not in blind and "A is better" in blind
    told = panels.compare(2, True, Round(entries, 0), "es")
    assert "Far · writer" in told and "1,2 s" in told and "4.321" in told and "Compuesto, sin modelo" in told


def test_a_single_contestant_is_told_how_to_find_another() -> None:
    said = panels.compare(1, True, Round(), "en")
    assert "ARMARIO_GGUF" in said and "ARMARIO_SERVER_URL" in said and "ARMARIO_GEMINI_KEY" in said
