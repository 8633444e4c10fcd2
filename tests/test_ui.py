"""The page's handlers as plain functions. The served page is test_page's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.reply import Answerer, Reply
from app.plan import Plan
from app.search.engine import Search
from app.ui.chat import ChatHandlers
from app.ui.context import Shop, read_scores
from app.ui.conversation import message_of, user_turn
from app.ui.html.filters import Scores
from app.ui.media.pointing import PointingHandlers
from app.ui.panels import PanelHandlers
from app.ui.results import ResultHandlers
from app.ui.state import Outfit, OutfitAdvice, Results
from data.store.store import Store
from models.llm.chat_model import Concurrent, Message
from tests.fakes import ColourEncoder, ReadingChat, ScriptedChat

WEIGHTS = Path(__file__).resolve().parent.parent / "models" / "weights" / "blip2-mini"
CHAT, GALLERY, HEADING, CHIPS, DETAIL, RESULTS = range(6)  # places in what a turn gives


class PlanningChat(Concurrent):
    """A language model that plans by the first word of a message, and says one thing."""

    name, is_generative, sees = "planning", True, False

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """A plan where one is asked for: to talk about the first card, about the third, or of nothing."""
        about = {"which": [1], "earlier": [3]}.get(messages[-1].text.split()[0])
        act = "discuss" if about else "chat"
        plan = {"language": "en", "act": act, "items": [], "about": about or []}
        yield json.dumps(plan) if schema else "That is the one that I would take."


@pytest.fixture
def shop(store: Store, encoder: ColourEncoder) -> Shop:
    local = Assistant(encoder, store, ReadingChat())
    mute = Assistant(encoder, store, ScriptedChat(is_generative=True))  # its language model fails
    planning = Assistant(encoder, store, PlanningChat())
    answerers = [
        Answerer("local", "Local", local),
        Answerer("gemini", "Gemini", None, "no_gemini_key"),
        Answerer("mute", "Mute", mute),
        Answerer("planning", "Planning", planning),
    ]
    return Shop(answerers, Search(encoder, store), Scores())


@pytest.fixture
def chat(shop: Shop) -> ChatHandlers:
    return ChatHandlers(shop)


@pytest.fixture
def results(shop: Shop) -> ResultHandlers:
    return ResultHandlers(shop)


def turn(
    chat: ChatHandlers, text: str, key: str = "local", photos: tuple[str, ...] = ()
) -> list[tuple[Any, ...]]:
    return list(chat.answer([user_turn(text, photos)], "en", key, chat.shop.featured, Outfit()))


def last(outputs: list[tuple[Any, ...]], place: int) -> Any:
    """The last value that was not skipped."""
    return [row[place] for row in outputs if row[place] != gr.skip()][-1]


def words_said(outputs: list[tuple[Any, ...]]) -> str:
    return said_in(last(outputs, CHAT))


def said_in(history: list[Any]) -> str:
    """The answer that was given last."""
    return str([turn for turn in history if not turn.get("metadata")][-1]["content"])


def event(do: str, item: str = "", value: str = "") -> Any:
    """What the page's script tells of a click."""
    return SimpleNamespace(_data={"action": do, "id": item, "value": value})


def ids(shown: Results) -> list[str]:
    return [item.id for item in shown.items]


def steer(results: ResultHandlers, shown: Results, do: str, item: str = "", value: str = "") -> Results:
    return results.change([], shown, Outfit(), "en", event(do, item, value))[RESULTS]  # type: ignore[no-any-return]


def test_the_page_opens_on_items_of_every_category(shop: Shop) -> None:
    assert {item.category for item in shop.featured.items} == {*shop.stock.shelves}


def test_the_gallery_is_filled_before_the_advice_begins(chat: ChatHandlers) -> None:
    outputs = turn(chat, "a black t-shirt")
    filled = next(n for n, row in enumerate(outputs) if row[RESULTS] != gr.skip())
    first_word = next(n for n, row in enumerate(outputs) if len(row[CHAT]) > 2)
    assert filled < first_word and "Black" in last(outputs, GALLERY) and "T-shirt" in last(outputs, CHIPS)


def test_the_heading_says_that_it_is_looking_while_the_old_items_stay(chat: ChatHandlers) -> None:
    outputs = turn(chat, "a black t-shirt")
    assert "busy" in outputs[0][HEADING] and outputs[0][GALLERY] == gr.skip()
    assert "busy" not in last(outputs, HEADING)


def test_small_talk_leaves_the_gallery_as_it_was(chat: ChatHandlers) -> None:
    for said, key in (("hello", "local"), ("hello", "planning")):
        outputs = turn(chat, said, key)
        assert all(row[place] == gr.skip() for row in outputs for place in (GALLERY, CHIPS, DETAIL, RESULTS))
        assert "From the shop" in last(outputs, HEADING)  # after "One moment"


def conversation_of(chat: ChatHandlers, *said: tuple[str, str]) -> list[tuple[list[Any], Results]]:
    """The chat and what is shown after each turn of (message, who answers)."""
    history, results, after = list[Any](), chat.shop.featured, []
    for text, key in said:
        history = [*history, user_turn(text)]
        for row in chat.answer(history, "en", key, results, Outfit()):
            told = row[CHAT] if row[CHAT] != gr.skip() else history
            results = row[RESULTS] if row[RESULTS] != gr.skip() else results
        history = told
        after.append((history, results))
    return after


def test_what_is_asked_about_stays_as_it_is(chat: ChatHandlers) -> None:
    (_, found), (history, asked) = conversation_of(
        chat, ("a black t-shirt", "local"), ("which one?", "planning")
    )
    assert asked is found and "That is the one" in said_in(history)
    outputs = list(chat.answer([*history, user_turn("which?")], "en", "planning", asked, Outfit()))
    assert not [row for row in outputs if "busy" in str(row[HEADING])]  # nothing is looked for
    assert all(row[place] == gr.skip() for row in outputs for place in (GALLERY, CHIPS, DETAIL, RESULTS))
    assert "1 of 1 found" in last(outputs, HEADING)


def test_an_older_item_that_is_spoken_of_stands_behind_those_on_screen(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    *_, (_, found), (history, asked) = conversation_of(
        chat, ("a black t-shirt", "local"), ("two shoes", "local"), ("earlier", "planning")
    )
    assert ids(asked) == ids(found) and [item.id for item in asked.recalled] == ["ts-1"]
    gallery, heading, chips, *_ = chat.shop.rail(asked, Outfit(), "en")
    assert gallery.index('data-card="ts-1"') > gallery.index(f'data-card="{ids(found)[-1]}"')
    assert chips == chat.shop.rail(found, Outfit(), "en")[2] and heading == chat.shop.headline(found, "en")[0]
    _, detail, chosen = results.look(asked, Outfit(), "en", event("why", "ts-1"))
    assert "Black crew" in detail and "Score" in detail and chosen.selected_id == "ts-1"
    kept = PanelHandlers(chat.shop).change_outfit(
        Outfit(), OutfitAdvice(), asked, "en", event("keep", "ts-1")
    )
    assert kept[0].ids == {"ts-1"} and kept[0].found == 1
    assert not steer(results, asked, "filter", "colour", "black").recalled


def test_what_is_spoken_of_and_not_on_screen_comes_without_chips_or_scores(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    (history, found), *_ = conversation_of(chat, ("a black t-shirt", "local"))
    *_, row = list(
        chat.answer([*history, user_turn("which")], "en", "planning", chat.shop.featured, Outfit())
    )
    asked = row[RESULTS]
    gallery, heading, chips, *_ = chat.shop.rail(asked, Outfit(), "en")
    assert ids(asked) == ids(found) and chips == "" and 'data-action="why"' not in gallery
    assert "What this answer is about" in heading and "of 0" not in heading
    inside = PanelHandlers(chat.shop).inside(asked, "en")
    assert "<td>" not in inside and inside.endswith("<p>planning</p></div>")  # no encoder was asked
    shoes = steer(results, asked, "filter", "category", "shoes")
    assert {item.category for item in shoes.items} == {"shoes"} and shoes.reply is None


def test_what_is_shown_for_one_audience_is_one_click_away_for_the_other(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    ((_, found),) = conversation_of(chat, ("a black t-shirt", "local"))
    (gender,) = {item.gender for item in found.items}
    other = chat.shop.other_audience(found)
    assert {gender, other} == {"men", "women"}
    assert f'data-id="{other}"' in chat.shop.headline(found, "en")[1]
    turned = steer(results, found, "gender", other, other)
    assert {item.gender for item in turned.items} == {other} and not chat.shop.other_audience(turned)
    assert not chat.shop.other_audience(chat.shop.featured)


def test_a_failing_model_ends_in_a_sentence_and_the_items_stay(chat: ChatHandlers) -> None:
    outputs = turn(chat, "surprise me", "mute")
    assert "did not manage" in words_said(outputs) and last(outputs, RESULTS) == chat.shop.featured


def test_an_empty_message_is_refused_in_the_pages_language(chat: ChatHandlers) -> None:
    with pytest.raises(gr.Error, match="Escribe lo que buscas"):
        chat.send({"text": "  ", "files": []}, [], "es")


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
    chat: ChatHandlers, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(gr.Error, match=words):
        chat.send({"text": "this?", "files": [str(tmp_path / "photo.png")]}, [], "en")


def test_a_message_that_may_not_be_answered_now_is_in_the_box_again(chat: ChatHandlers) -> None:
    photo = str(chat.shop.featured.items[0].image)
    _, history = chat.send({"text": "a <hat>", "files": [photo]}, [], "en")
    box, before = chat.give_back(history)
    assert before == [] and box.constructor_args["value"] == {"text": "a <hat>", "files": [photo]}
    assert box.submit_btn and not box.stop_btn
    assert chat.give_back([{"role": "assistant", "content": "Yes."}])[1] == gr.skip()


def test_a_photo_and_words_go_into_the_conversation_together(chat: ChatHandlers) -> None:
    photo = str(chat.shop.featured.items[0].image)
    _, history = chat.send({"text": "this in <b>blue</b>", "files": [photo]}, [], "en")
    assert history == [{"role": "user", "content": [{"path": photo}, "this in &lt;b&gt;blue&lt;/b&gt;"]}]


def test_stop_leaves_a_sentence_and_no_step_at_work(chat: ChatHandlers) -> None:
    begun = turn(chat, "a black t-shirt")[0][CHAT]
    _, history, heading = chat.stop(begun, chat.shop.featured, "en")
    assert [t["role"] for t in history] == ["user", "assistant"] and "Stopped" in history[-1]["content"]
    assert "From the shop" in heading


def test_a_clicked_card_is_shown_closer(results: ResultHandlers) -> None:
    item = results.shop.featured.items[1]
    _, detail, shown = results.look(results.shop.featured, Outfit(), "en", event("choose", item.id))
    assert item.title in detail and shown.selected_id == item.id


def test_why_gives_the_words_and_a_picture_and_is_taken_back_by_a_second_click(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    gallery, detail, shown = results.look(shown, Outfit(), "en", event("why", ids(shown)[0]))
    assert "data:image/webp" in gallery and "black" in detail and "Score" in detail
    gallery, detail, _ = results.look(shown, Outfit(), "en", event("why", ids(shown)[0]))
    assert "data:image" not in gallery and "Score" not in detail


def test_more_like_an_item_is_a_turn_of_its_own(chat: ChatHandlers, results: ResultHandlers) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    history, *_, now, _ = results.change([], shown, Outfit(), "en", event("more", "ts-1"))
    assert ids(now) == ["ts-2", "ts-3"] and "Black crew T-shirt" in str(history)
    screens = list(results.advise(history, "en", "local", now))
    assert f"of-{b'ts-2'.hex()}" in said_in(screens[-1])
    assert screens[-1][-1]["metadata"]["title"] == "Written by the shop's rules"  # nobody planned a click


def test_less_like_an_item_takes_it_away(chat: ChatHandlers, results: ResultHandlers) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    fewer = steer(results, shown, "less", ids(shown)[0])
    assert fewer.items and ids(shown)[0] not in ids(fewer)


def test_a_category_offered_for_what_is_not_carried_is_a_turn_of_its_own(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    shown = Results(reply=Reply("done", plan=Plan("not_carried")))
    gallery = results.shop.gallery(shown, Outfit(), "en")
    assert all(f'data-action="offer" data-event="input" data-id="{n}"' in gallery for n in ("shoes", "skirt"))
    history, *_, now, _ = results.change([], shown, Outfit(), "es", event("offer", "shoes"))
    assert {item.category for item in now.items} == {"shoes"} and "Enséñame: Zapatos" in str(history)
    assert steer(results, now, "offer", "no such thing").items == now.items


def test_more_asked_for_while_an_answer_is_given_ends_that_answer(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    begun = next(row[0] for row in turn(chat, "a black t-shirt") if row[0] != gr.skip() and len(row[0]) > 1)
    assert begun[-1]["metadata"]["status"] == "pending"
    history, *_ = results.change(begun, chat.shop.featured, Outfit(), "en", event("more", "ts-1"))
    assert not [t for t in history if (t.get("metadata") or {}).get("status") == "pending"]
    assert [t["role"] for t in history] == ["user", "assistant", "user"]


def test_any_item_of_the_shop_can_be_asked_for_more_of(results: ResultHandlers) -> None:
    shown = Results(results.shop.featured.items[:0])
    assert ids(steer(results, shown, "more", "ts-2"))  # as a point on the map


def test_the_map_is_announced_and_then_drawn(shop: Shop) -> None:
    waiting, drawn = PanelHandlers(shop).map("es", event("map"))
    assert "Dibujando el mapa" in waiting and drawn.count("<circle") == shop.stock.count
    assert list(PanelHandlers(shop).map("en", event("outfit"))) == [gr.skip()]


def test_a_chip_changes_the_wish_and_the_items_follow(chat: ChatHandlers, results: ResultHandlers) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    three = steer(results, shown, "count", "t-shirt", "3")
    assert len(three.items) == 3 and three.plan and three.plan.wanted[0].count == 3
    women = steer(results, three, "gender", value="women")
    assert women.plan and women.plan.filters.audience == "women" and ids(women)[0] == "ts-2"
    plain = steer(results, women, "colour", "black")
    assert plain.plan and not plain.plan.filters.colours and not plain.plan.wanted[0].colours
    light = last(turn(chat, "a t-shirt, but not black"), RESULTS)
    assert light.plan and light.plan.filters.excluded_colours == ("black",) and ids(light) == ["ts-3"]
    any_colour = steer(results, light, "avoid", "black")
    assert any_colour.plan and not any_colour.plan.filters.excluded_colours


def test_filters_narrow_what_is_found_and_what_is_featured(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    assert ids(steer(results, shown, "filter", "colour", "red")) == ["ts-3"]
    assert ids(steer(results, shown, "filter", "price", "10")) == []
    featured = steer(results, results.shop.featured, "filter", "category", "shoes")
    assert {item.category for item in featured.items} == {"shoes"}
    assert ids(steer(results, featured, "reset")) == ids(results.shop.featured)


def test_the_slider_leaves_its_panel_alone(chat: ChatHandlers, results: ResultHandlers) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    outputs = results.change([], shown, Outfit(), "en", event("balance", value="80"))
    assert outputs[-1] == gr.skip() and outputs[RESULTS].steering.balance == 0.8


def test_what_is_said_by_a_script_that_is_not_ours_changes_nothing(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    shown = last(turn(chat, "a black t-shirt"), RESULTS)
    for do, item, value in (("count", "t-shirt", "x"), ("strategy", "", "best"), ("filter", "price", "-1")):
        assert ids(steer(results, shown, do, item, value)) == ids(shown)
    assert results.look(shown, Outfit(), "en", event("why", "nobody"))[2] == gr.skip()


def test_who_cannot_answer_is_not_chosen_and_the_page_says_why(shop: Shop) -> None:
    with pytest.warns(UserWarning, match="apagado"):  # Gradio's toast, outside of a page
        key, status = shop.choose_answerer("gemini", "es")
    assert key == "local" and "colours" in status and "reading" not in status  # which writes nothing
    assert "ARMARIO_GEMINI_KEY" in shop.reasons("es") and "apagado" in shop.reasons("es")


def test_both_languages_offer_the_same_examples_with_pictures_of_the_shop(shop: Shop) -> None:
    english, spanish = shop.examples("en"), shop.examples("es")
    assert len(english) == len(spanish) == 6 and [e["text"] for e in english] != [e["text"] for e in spanish]
    assert [e.get("files") for e in english] == [e.get("files") for e in spanish]


def test_advice_that_is_not_wanted_changes_nothing(results: ResultHandlers) -> None:
    panels = PanelHandlers(results.shop)
    assert list(results.advise([], "en", "local", results.shop.featured)) == [gr.skip()]
    assert panels.advise(Outfit(), OutfitAdvice(), "local", "en") == OutfitAdvice()


def test_what_is_kept_is_advised_on_undone_and_cleared(shop: Shop) -> None:
    panels, shown = PanelHandlers(shop), shop.featured
    kept, gallery, views, _, saved = panels.change_outfit(
        Outfit(), OutfitAdvice(), shown, "en", event("keep", ids(shown)[0])
    )
    assert 'aria-pressed="true"' in gallery and ">1<" in views and saved == gr.skip()
    said = panels.advise(kept, OutfitAdvice(), "local", "es")
    assert "Escrito por las reglas de la tienda" in panels.outfit(kept, said, "es")[1]
    assert said.text and said.text.split()[0] in panels.outfit(kept, said, "es")[1]
    *_, saved = panels.change_outfit(kept, said, shown, "en", event("export"))
    assert "data:image/png;base64," in saved
    cleared = panels.change_outfit(kept, said, shown, "en", event("clear"))[0]
    assert (
        not cleared.items
        and panels.change_outfit(cleared, said, shown, "en", event("undo"))[0].items == kept.items
    )


def test_words_about_an_outfit_that_has_changed_since_are_not_shown(shop: Shop) -> None:
    one, two = shop.featured.items[:2]
    kept = Outfit((one,))
    assert (
        OutfitAdvice(kept.ids, "Fine.").on(kept) == "Fine."
        and OutfitAdvice(kept.ids, "Fine.").on(kept.toggled(two)) == ""
    )


def test_the_inside_of_more_like_an_item_is_their_likeness(
    chat: ChatHandlers, results: ResultHandlers
) -> None:
    like = steer(results, chat.shop.featured, "more", ids(chat.shop.featured)[0])
    inside = PanelHandlers(chat.shop).inside(like, "en")
    assert "likeness" in inside and inside.count("<tr") == 1 + len(like.items)
    assert "Where the time went" not in inside  # it took none


def test_the_inside_of_a_turn_scores_candidates_by_every_way(chat: ChatHandlers) -> None:
    panels, shown = PanelHandlers(chat.shop), last(turn(chat, "a black t-shirt"), RESULTS)
    inside = panels.open_inside(shown, "en", event("inside"))
    assert all(f'<th scope="col">{way}</th>' in inside for way in ("mean", "max", "max+itm"))
    assert inside.count("<tr") == 4 and "t-shirt" in inside


def test_the_figures_are_those_that_an_evaluation_printed(tmp_path: Path) -> None:
    strategies = {
        name: {"text_to_image": {"R@10": r, "MRR": 0.1}} for name, r in (("mean", 0.5), ("max", 0.6))
    }
    printed = {"catalogue": "12 hats", "strategies": strategies, "seconds": 3}
    (tmp_path / "metrics.json").write_text(json.dumps(printed), encoding="utf-8")
    assert read_scores(tmp_path) == Scores("12 hats", {"mean": 0.5, "max": 0.6})


def test_the_weights_that_ship_have_figures_for_every_strategy() -> None:
    assert {*read_scores(WEIGHTS).by_strategy} == {"mean", "max", "max+itm"}


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"catalogue": "x", "strategies": 1}'])
def test_without_such_a_file_there_are_no_figures(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "metrics.json").write_text(text, encoding="utf-8")
    assert read_scores(tmp_path) == Scores()


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five photos of a customer's, two colours side by side, and where Gradio keeps what is made of them."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    for n in range(5):
        picture = Image.new("RGB", (60, 40), "#c02030")
        picture.paste((32, 64, 192), (30, 0, 60, 40))
        picture.save(tmp_path / f"{n}.png")
    return [str(tmp_path / f"{n}.png") for n in range(5)]


def test_a_fifth_photo_is_refused_and_nothing_else_is_lost(chat: ChatHandlers, photos: list[str]) -> None:
    message = {"text": "these", "files": photos}
    with pytest.raises(gr.Error, match="Four photos go into one message"):
        chat.send(message, [], "en")
    assert chat.refused(message).constructor_args["value"] == {"text": "these", "files": photos[:4]}
    _, history = chat.send(message | {"files": photos[:4]}, [], "en")
    assert [part["path"] for part in history[0]["content"][:4]] == photos[:4]


def test_what_is_shown_knows_all_photos_and_is_steered_by_the_first(
    chat: ChatHandlers, photos: list[str]
) -> None:
    shown = last(turn(chat, "the same in blue", photos=tuple(photos[:3])), RESULTS)
    assert shown.photos == tuple(photos[:3])
    search = chat.shop.search
    assert chat.shop.photo(shown, search) is not None and chat.shop.photo(chat.shop.featured, search) is None


def pointing(photo: str, at: Any) -> Any:
    return SimpleNamespace(_data={"photo": photo, "at": at})


def test_what_is_pointed_at_becomes_a_message_with_that_part(shop: Shop, photos: list[str]) -> None:
    history = [user_turn("these", photos[:2]), {"role": "assistant", "content": "Yes."}]
    box, after = PointingHandlers(shop).point(history, "es", pointing(photos[1], [0.55, 0, 0.4, 1]))
    assert after[:-1] == history and message_of(after[-1])["text"] == "Esta prenda"
    (cut,) = message_of(after[-1])["files"]
    assert "value" not in box.constructor_args  # what is being written stays
    with Image.open(cut) as part:
        red, _, blue = part.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
        assert part.width < 40 and blue > 150 > red
    again = PointingHandlers(shop).point(after, "en", pointing(cut, [0.5, 0.5]))[1]
    assert message_of(again[-1])["text"] == "This one"


@pytest.mark.parametrize("at", [None, [], [0.5], [2, 0], ["a", "b"], {"x": 1}, "0,0"])
def test_a_place_that_is_none_is_a_hint(shop: Shop, photos: list[str], at: Any) -> None:
    with pytest.raises(gr.Error):
        PointingHandlers(shop).point([user_turn("these", photos[:1])], "en", pointing(photos[0], at))


def test_only_photos_of_the_conversation_are_opened(shop: Shop, photos: list[str]) -> None:
    said = {"role": "assistant", "content": [{"path": photos[1]}]}
    for path in (photos[1], "/etc/passwd", ""):
        with pytest.raises(gr.Error):
            PointingHandlers(shop).point([user_turn("a", photos[:1]), said], "en", pointing(path, [0.5, 0.5]))
    Path(photos[0]).unlink()
    with pytest.raises(gr.Error, match="did not arrive"):
        PointingHandlers(shop).point([user_turn("a", photos[:1])], "en", pointing(photos[0], [0.5, 0.5]))
