"""The page's handlers as plain functions. The served page is test_page's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from app.agent.answerer import Answerer
from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.nlu.wish import Wish
from app.search.engine import Search
from app.ui.chat import Turns
from app.ui.context import Shop
from app.ui.conversation import written
from app.ui.examples import examples
from app.ui.measured import Scores
from app.ui.panels import Rooms
from app.ui.results import Pieces
from app.ui.state import Kept, Said, Shown
from data.store.store import Store
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat

CHAT, GALLERY, HEADING, CHIPS, DETAIL, SHOWN = range(6)  # places in what a turn gives


@pytest.fixture
def shop(store: Store, encoder: ColourEncoder) -> Shop:
    local = Assistant(encoder, store, ReadingChat())
    mute = Assistant(encoder, store, ScriptedChat())  # its language model fails
    answerers = [
        Answerer("local", "Local", local),
        Answerer("gemini", "Gemini", None, "no_gemini_key"),
        Answerer("mute", "Mute", mute),
    ]
    return Shop(answerers, Search(encoder, store), examples(store.items()), Scores())


@pytest.fixture
def turns(shop: Shop) -> Turns:
    return Turns(shop)


@pytest.fixture
def pieces(shop: Shop) -> Pieces:
    return Pieces(shop)


def turn(turns: Turns, text: str, key: str = "local", photos: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    return list(turns.answer([written(text, photos)], "en", key, turns.shop.featured, Kept()))


def last(outputs: list[tuple[Any, ...]], place: int) -> Any:
    """The last value that was not skipped."""
    return [row[place] for row in outputs if row[place] != gr.skip()][-1]


def words_said(outputs: list[tuple[Any, ...]]) -> str:
    return str(last(outputs, CHAT)[-1]["content"])


def event(do: str, item: str = "", value: str = "") -> Any:
    """What the page's script tells of a click."""
    return SimpleNamespace(_data={"do": do, "id": item, "value": value})


def ids(shown: Shown) -> list[str]:
    return [item.id for item in shown.items]


def steer(pieces: Pieces, shown: Shown, do: str, item: str = "", value: str = "") -> Shown:
    return pieces.steer([], shown, Kept(), "en", event(do, item, value))[SHOWN]  # type: ignore[no-any-return]


def test_the_page_opens_on_items_of_every_category(shop: Shop) -> None:
    assert {item.category for item in shop.featured.items} == {*shop.stock}


def test_the_gallery_is_filled_before_the_advice_begins(turns: Turns) -> None:
    outputs = turn(turns, "a black t-shirt")
    filled = next(n for n, row in enumerate(outputs) if row[SHOWN] != gr.skip())
    first_word = next(n for n, row in enumerate(outputs) if len(row[CHAT]) == 3)
    assert filled < first_word and "Black" in last(outputs, GALLERY) and "T-shirt" in last(outputs, CHIPS)


def test_the_heading_says_that_it_is_looking_while_the_old_items_stay(turns: Turns) -> None:
    outputs = turn(turns, "a black t-shirt")
    assert "busy" in outputs[0][HEADING] and outputs[0][GALLERY] == gr.skip()
    assert "busy" not in last(outputs, HEADING)


def test_small_talk_leaves_the_gallery_as_it_was(turns: Turns) -> None:
    assert last(turn(turns, "hello"), SHOWN) == turns.shop.featured


def test_a_failing_model_ends_in_a_sentence_and_the_items_stay(turns: Turns) -> None:
    outputs = turn(turns, "surprise me", "mute")  # what words alone decide asks no model
    assert "did not manage" in words_said(outputs) and last(outputs, SHOWN) == turns.shop.featured


def test_an_empty_message_is_refused_in_the_pages_language(turns: Turns) -> None:
    with pytest.raises(gr.Error, match="Escribe lo que buscas"):
        turns.add({"text": "  ", "files": []}, [], "es")


HOSTILE = [  # what is in a file that is called a.png, and what the customer reads about it
    (b"", "empty"),
    (b"this is no picture", "does not open"),
    (b"PK\x03\x04 a zip", "does not open"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG is a drawing"),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "iPhone's HEIC"),
    (b"GIF89a/*<script>alert(1)</script>*/=1;", "damaged"),
]


@pytest.mark.parametrize(("content", "words"), HOSTILE)
def test_a_photo_that_is_none_gets_its_own_sentence(
    turns: Turns, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(gr.Error, match=words):
        turns.add({"text": "this?", "files": [str(tmp_path / "photo.png")]}, [], "en")


def test_a_message_that_may_not_be_answered_now_is_in_the_box_again(turns: Turns) -> None:
    photo = str(turns.shop.featured.items[0].image)
    _, history = turns.add({"text": "a <hat>", "files": [photo]}, [], "en")
    box, before = turns.untaken(history)
    assert before == [] and box.constructor_args["value"] == {"text": "a <hat>", "files": [photo]}
    assert box.submit_btn and not box.stop_btn
    assert turns.untaken([{"role": "assistant", "content": "Yes."}])[1] == gr.skip()


def test_a_photo_and_words_go_into_the_conversation_together(turns: Turns) -> None:
    photo = str(turns.shop.featured.items[0].image)
    _, history = turns.add({"text": "this in <b>blue</b>", "files": [photo]}, [], "en")
    assert history == [{"role": "user", "content": [{"path": photo}, "this in &lt;b&gt;blue&lt;/b&gt;"]}]


def test_stop_leaves_a_sentence_and_no_step_at_work(turns: Turns) -> None:
    begun = turn(turns, "a black t-shirt")[0][CHAT]
    _, history, heading = turns.halted(begun, turns.shop.featured, "en")
    assert [t["role"] for t in history] == ["user", "assistant"] and "Stopped" in history[-1]["content"]
    assert "From the shop" in heading


def test_a_clicked_card_is_shown_closer(pieces: Pieces) -> None:
    item = pieces.shop.featured.items[1]
    _, detail, shown = pieces.look(pieces.shop.featured, Kept(), "en", event("choose", item.id))
    assert item.title in detail and shown.chosen == item.id


def test_why_gives_the_words_and_a_picture_and_is_taken_back_by_a_second_click(
    turns: Turns, pieces: Pieces
) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    gallery, detail, shown = pieces.look(shown, Kept(), "en", event("why", ids(shown)[0]))
    assert "data:image/webp" in gallery and "black" in detail and "Score" in detail
    gallery, detail, _ = pieces.look(shown, Kept(), "en", event("why", ids(shown)[0]))
    assert "data:image" not in gallery and "Score" not in detail


def test_more_like_an_item_is_a_turn_of_its_own(turns: Turns, pieces: Pieces) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    chat, *_, now, _ = pieces.steer([], shown, Kept(), "en", event("more", "ts-1"))
    assert ids(now) == ["ts-2", "ts-3"] and "Black crew T-shirt" in str(chat)
    screens = list(pieces.advise(chat, "en", "local", now))
    assert f"of-{b'ts-2'.hex()}" in screens[-1][-1]["content"]


def test_less_like_an_item_takes_it_away(turns: Turns, pieces: Pieces) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    fewer = steer(pieces, shown, "less", ids(shown)[0])
    assert fewer.items and ids(shown)[0] not in ids(fewer)


def test_a_category_offered_for_what_is_not_carried_is_a_turn_of_its_own(
    turns: Turns, pieces: Pieces
) -> None:
    shown = Shown(reply=Reply("done", Wish("not_carried")))
    assert all(f'data-do="offer" data-on="input" data-id="{name}"' in pieces.shop.gallery(shown, Kept(), "en")
               for name in ("shoes", "skirt"))  # fmt: skip
    chat, *_, now, _ = pieces.steer([], shown, Kept(), "es", event("offer", "shoes"))
    assert {item.category for item in now.items} == {"shoes"} and "Enséñame: Zapatos" in str(chat)
    assert steer(pieces, now, "offer", "no such thing").items == now.items


def test_more_asked_for_while_an_answer_is_given_ends_that_answer(turns: Turns, pieces: Pieces) -> None:
    begun = next(row[0] for row in turn(turns, "a black t-shirt") if row[0] != gr.skip() and len(row[0]) > 1)
    assert begun[-1]["metadata"]["status"] == "pending"
    chat, *_ = pieces.steer(begun, turns.shop.featured, Kept(), "en", event("more", "ts-1"))
    assert not [t for t in chat if (t.get("metadata") or {}).get("status") == "pending"]
    assert [t["role"] for t in chat] == ["user", "assistant", "user"]


def test_any_item_of_the_shop_can_be_asked_for_more_of(pieces: Pieces) -> None:
    shown = Shown(pieces.shop.featured.items[:0])
    assert ids(steer(pieces, shown, "more", "ts-2"))  # as a point on the map


def test_the_map_is_announced_and_then_drawn(shop: Shop) -> None:
    waiting, drawn = Rooms(shop).map("es", event("map"))
    assert "Dibujando el mapa" in waiting and drawn.count("<circle") == len(shop.items)
    assert list(Rooms(shop).map("en", event("outfit"))) == [gr.skip()]


def test_a_chip_changes_the_wish_and_the_items_follow(turns: Turns, pieces: Pieces) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    three = steer(pieces, shown, "count", "t-shirt", "3")
    assert len(three.items) == 3 and three.wish and three.wish.wanted[0].count == 3
    women = steer(pieces, three, "gender", value="women")
    assert women.wish and women.wish.gender == "women" and ids(women)[0] == "ts-2"
    plain = steer(pieces, women, "colour", "black")
    assert plain.wish and plain.wish.colour == ""
    light = last(turn(turns, "a t-shirt, but not black"), SHOWN)
    assert light.wish and light.wish.avoid == "black" and ids(light) == ["ts-3"]
    any_colour = steer(pieces, light, "avoid", "black")
    assert any_colour.wish and any_colour.wish.avoid == ""


def test_filters_narrow_what_is_found_and_what_is_featured(turns: Turns, pieces: Pieces) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    assert ids(steer(pieces, shown, "only", "colour", "red")) == ["ts-3"]
    assert ids(steer(pieces, shown, "only", "price", "10")) == []
    featured = steer(pieces, pieces.shop.featured, "only", "category", "shoes")
    assert {item.category for item in featured.items} == {"shoes"}
    assert ids(steer(pieces, featured, "reset")) == ids(pieces.shop.featured)


def test_the_slider_leaves_its_panel_alone(turns: Turns, pieces: Pieces) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    outputs = pieces.steer([], shown, Kept(), "en", event("balance", value="80"))
    assert outputs[-1] == gr.skip() and outputs[SHOWN].steering.balance == 0.8


def test_what_is_said_by_a_script_that_is_not_ours_changes_nothing(turns: Turns, pieces: Pieces) -> None:
    shown = last(turn(turns, "a black t-shirt"), SHOWN)
    for do, item, value in (("count", "t-shirt", "x"), ("strategy", "", "best"), ("only", "price", "-1")):
        assert ids(steer(pieces, shown, do, item, value)) == ids(shown)
    assert pieces.look(shown, Kept(), "en", event("why", "nobody"))[2] == gr.skip()


def test_who_cannot_answer_is_not_chosen_and_the_page_says_why(shop: Shop) -> None:
    with pytest.warns(UserWarning, match="apagado"):  # Gradio's toast, outside of a page
        key, status = shop.switched("gemini", "es")
    assert key == "local" and "reading" in status
    assert "ARMARIO_GEMINI_KEY" in shop.reasons("es") and "apagado" in shop.reasons("es")


def test_both_languages_offer_the_same_examples_with_pictures_of_the_shop(shop: Shop) -> None:
    english, spanish = shop.samples("en"), shop.samples("es")
    assert len(english) == len(spanish) == 6 and [e["text"] for e in english] != [e["text"] for e in spanish]
    assert [e.get("files") for e in english] == [e.get("files") for e in spanish]


def test_advice_that_is_not_wanted_changes_nothing(pieces: Pieces) -> None:
    rooms = Rooms(pieces.shop)
    assert list(pieces.advise([], "en", "local", pieces.shop.featured)) == [gr.skip()]
    assert rooms.advise(Kept(), Said(), "local", "en") == Said()


def test_what_is_kept_is_advised_on_undone_and_cleared(shop: Shop) -> None:
    rooms, shown = Rooms(shop), shop.featured
    kept, gallery, views, _, saved = rooms.keep(Kept(), Said(), shown, "en", event("keep", ids(shown)[0]))
    assert 'aria-pressed="true"' in gallery and ">1<" in views and saved == gr.skip()
    said = rooms.advise(kept, Said(), "local", "es")
    assert said.text and said.text.split()[0] in rooms.outfit(kept, said, "es")[1]
    *_, saved = rooms.keep(kept, said, shown, "en", event("export"))
    assert "data:image/png;base64," in saved
    cleared = rooms.keep(kept, said, shown, "en", event("clear"))[0]
    assert not cleared.items and rooms.keep(cleared, said, shown, "en", event("undo"))[0].items == kept.items


def test_words_about_an_outfit_that_has_changed_since_are_not_shown(shop: Shop) -> None:
    one, two = shop.featured.items[:2]
    kept = Kept((one,))
    assert (
        Said(kept.ids(), "Fine.").of(kept) == "Fine."
        and Said(kept.ids(), "Fine.").of(kept.toggled(two)) == ""
    )


def test_the_inside_of_more_like_an_item_is_their_likeness(turns: Turns, pieces: Pieces) -> None:
    like = steer(pieces, turns.shop.featured, "more", ids(turns.shop.featured)[0])
    inside = Rooms(turns.shop).inside(like, "en")
    assert "likeness" in inside and inside.count("<tr") == 1 + len(like.items)
    assert "Where the time went" not in inside  # it took none


def test_the_inside_of_a_turn_scores_candidates_by_every_way(turns: Turns) -> None:
    rooms, shown = Rooms(turns.shop), last(turn(turns, "a black t-shirt"), SHOWN)
    _, inside = rooms.open(shown, "en", event("inside"))
    assert all(f'<th scope="col">{way}</th>' in inside for way in ("mean", "max", "max+itm"))
    assert inside.count("<tr") == 4 and "t-shirt" in inside
