"""The page's handlers as plain functions. The served page is test_page's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from app.assistant import Answerer, Assistant
from app.conversation import written
from app.examples import examples
from app.ui import shop as ui
from app.wish import Wish
from data.store import Store
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat


@pytest.fixture
def shop(store: Store, encoder: ColourEncoder) -> ui.Page:
    local = Assistant(encoder, store, ReadingChat())
    mute = Assistant(encoder, store, ScriptedChat())  # its language model fails
    answerers = [
        Answerer("local", "Local", local),
        Answerer("gemini", "Gemini", None, "no_gemini_key"),
        Answerer("mute", "Mute", mute),
    ]
    return ui.Page(answerers, store.items(), examples(store.items()), encoder.name)


def turn(shop: ui.Page, text: str, key: str = "local", photos: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    return list(shop.answer([written(text, photos)], "en", key, shop.featured))


def last(outputs: list[tuple[Any, ...]], place: int) -> Any:
    """The last value that was not skipped: 0 chat, 1 gallery, 2 heading, 3 detail, 4 shown."""
    return [row[place] for row in outputs if row[place] != gr.skip()][-1]


def said(outputs: list[tuple[Any, ...]]) -> str:
    return str(last(outputs, 0)[-1]["content"])


def test_the_page_opens_on_one_item_of_each_category(shop: ui.Page) -> None:
    kinds = [item.category for item in shop.featured.items]
    assert sorted(kinds) == sorted({*kinds}) and len(kinds) == len(shop.stock)


def test_the_gallery_is_filled_before_the_advice_begins(shop: ui.Page) -> None:
    outputs = turn(shop, "a black t-shirt")
    filled = next(n for n, row in enumerate(outputs) if row[4] != gr.skip())
    first_word = next(n for n, row in enumerate(outputs) if len(row[0]) == 3)
    assert filled < first_word and "Black" in last(outputs, 1) and "T-shirt" in last(outputs, 2)


def test_the_heading_says_that_it_is_looking_while_the_old_items_stay(shop: ui.Page) -> None:
    outputs = turn(shop, "a black t-shirt")
    assert "busy" in outputs[0][2] and outputs[0][1] == gr.skip() and "busy" not in last(outputs, 2)


def test_small_talk_leaves_the_gallery_as_it_was(shop: ui.Page) -> None:
    assert last(turn(shop, "hello"), 4) == shop.featured


def test_a_failing_model_ends_in_a_sentence_and_the_items_stay(shop: ui.Page) -> None:
    outputs = turn(shop, "a black t-shirt", "mute")
    assert "did not manage" in said(outputs) and last(outputs, 4) == shop.featured


def test_an_empty_message_is_refused_in_the_pages_language(shop: ui.Page) -> None:
    with pytest.raises(gr.Error, match="Escribe lo que buscas"):
        shop.add({"text": "  ", "files": []}, [], "es")


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"this is no picture", "does not open")])
def test_a_photo_that_is_none_gets_its_own_sentence(
    shop: ui.Page, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(gr.Error, match=words):
        shop.add({"text": "this?", "files": [str(tmp_path / "photo.png")]}, [], "en")


def test_a_photo_and_words_go_into_the_conversation_together(shop: ui.Page) -> None:
    photo = str(shop.featured.items[0].image)
    _, history = shop.add({"text": "this in <b>blue</b>", "files": [photo]}, [], "en")
    assert history == [{"role": "user", "content": [{"path": photo}, "this in &lt;b&gt;blue&lt;/b&gt;"]}]


def test_stop_leaves_a_sentence_and_no_step_at_work(shop: ui.Page) -> None:
    begun = turn(shop, "a black t-shirt")[0][0]
    _, history, heading = shop.halted(begun, shop.featured, "en")
    assert [t["role"] for t in history] == ["user", "assistant"] and "Stopped" in history[-1]["content"]
    assert "From the shop" in heading


def test_a_clicked_card_is_shown_closer(shop: ui.Page) -> None:
    event = SimpleNamespace(index=1)
    assert shop.featured.items[1].title in shop.choose(shop.featured, "en", event)  # type: ignore[arg-type]


def test_who_cannot_answer_is_not_chosen_and_the_page_says_why(shop: ui.Page) -> None:
    with pytest.warns(UserWarning, match="apagado"):  # Gradio's toast, outside of a page
        key, status = shop.switched("gemini", "es")
    assert key == "local" and "reading" in status
    assert "ARMARIO_GEMINI_KEY" in shop.reasons("es") and "apagado" in shop.reasons("es")


def test_both_languages_offer_the_same_examples_with_pictures_of_the_shop(shop: ui.Page) -> None:
    english, spanish = shop.samples("en"), shop.samples("es")
    assert len(english) == len(spanish) == 6 and [e["text"] for e in english] != [e["text"] for e in spanish]
    assert [e.get("files") for e in english] == [e.get("files") for e in spanish]


def test_no_match_shows_an_empty_hanger_and_a_kind_sentence(shop: ui.Page) -> None:
    gallery, heading, detail = shop.board(ui.Shown((), Wish("search")), "en")
    assert "hanger" in gallery and "Nothing quite like that" in heading and "empty" in detail
