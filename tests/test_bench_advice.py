"""The two benches on a small shop: what they count, and that they see what is wrong."""

from __future__ import annotations

from pathlib import Path

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.plan import Filters, Plan, RequestedItem, Sentence
from data.catalogue.catalogue import Item
from data.store.store import Match, Store
from models.llm.chat_model import NullModel
from tests.bench import not_carried
from tests.bench.advice import Text, table, texts
from tests.fakes import ColourEncoder


def test_texts_are_drawn_alike_with_one_seed_and_counted(store: Store, encoder: ColourEncoder) -> None:
    assistant = Assistant(encoder, store, NullModel())
    found = [*texts(assistant, "shop", "en", 6, 1), *texts(assistant, "shop", "es", 6, 1)]
    assert [t.message for t in found[:6]] == [t.message for t in texts(assistant, "shop", "en", 6, 1)]
    assert not [reason for t in found for reason in t.refused]
    assert all(t.named == len(t.reply.matches) and t.spoken for t in found)
    assert "| all | both | 12 |" in table(found)


def test_the_cases_are_sixty_and_half_of_them_spanish() -> None:
    found = not_carried.cases()
    assert len(found) == 60 and sum(case.language == "es" for case in found) == 30
    assert len({case.message for case in found}) == 60


def test_a_pattern_that_is_owed_is_seen_to_be_admitted_or_not() -> None:
    plan = Plan("search", (RequestedItem("shirt"),), Filters(pattern="striped"))
    match = Match(Item("1", "Red checked shirt", "shirt", Path("x.png"), colour="red"), 0.3)
    for said, admitted in (
        ("The card says checked, not striped.", True),
        ("Have a look at the shirt.", False),
    ):
        text = Text(
            "shop", "a striped shirt", "en", Reply("done", plan=plan, matches=(match,)), (said,), (), 1
        )
        assert text.owes and text.admits == admitted


def test_an_item_under_a_false_name_is_seen() -> None:
    case = not_carried.Case("shop", "en", "an umbrella", ("umbrella",), "")
    plan = Plan("search", (RequestedItem("umbrella"),))
    shoes = Match(Item("1", "", "shoes", Path("x.png")), 0.3)
    for matches, text, wrong in (((shoes,), "The shoes.", True), ((), "We do not carry umbrellas.", False)):
        reply = Reply("done", plan=plan, matches=matches, sentences=(Sentence(text),))
        found = not_carried.Result(case, reply)
        assert (found.disguised, found.says_so) == (wrong, not wrong)
