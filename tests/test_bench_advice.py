"""The two benches on a small shop: what they count, and that they see what is wrong."""

from __future__ import annotations

from app.assistant import Assistant
from app.wish import Wanted, Wish, as_json
from data.store import Store
from tests.bench import not_carried
from tests.bench.advice import Drawn, table, texts
from tests.fakes import ColourEncoder, ScriptedChat


def test_texts_are_drawn_alike_with_one_seed_and_counted(store: Store, encoder: ColourEncoder) -> None:
    assistant = Assistant(encoder, store, Drawn())
    found = [*texts(assistant, "shop", "en", 6, 1), *texts(assistant, "shop", "es", 6, 1)]
    assert [t.message for t in found[:6]] == [t.message for t in texts(assistant, "shop", "en", 6, 1)]
    assert not [reason for t in found for reason in t.refused]
    assert all(t.named == len(t.reply.matches) and t.spoken for t in found)
    assert "| all | both | 12 |" in table(found)


def test_the_cases_are_fifty_and_half_of_them_spanish() -> None:
    found = not_carried.cases()
    assert len(found) == 50 and sum(case.language == "es" for case in found) == 25
    assert len({case.message for case in found}) == 50


def test_an_item_under_a_false_name_is_seen(store: Store, encoder: ColourEncoder) -> None:
    case = not_carried.Case("shop", "en", "an umbrella", ("umbrella",), "")
    for wanted, wrong in (("shoes", True), ("umbrella", False)):
        chat = ScriptedChat(as_json(Wish("search", (Wanted(wanted, 1),))), "Shoes.", writes=True)
        (found,) = not_carried.results({"shop": Assistant(encoder, store, chat)}, [case])
        assert (found.disguised, found.says_so) == (wrong, not wrong)
