"""The customer's own photos and videos in a real browser: several in a message, and what is meant in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browsing import PATIENCE, ROOT, answered, axe, captions, kinds, send
from tests.films import film

pytestmark = pytest.mark.browser
IMAGES = ROOT / "data" / "sample" / "images"
TEES = [str(IMAGES / f"ts-00{n}.webp") for n in (1, 2, 3, 4, 5)]
PHOTO = "#chat .user-row .image-container > button"


def add(page: Any, files: list[str], count: int) -> None:
    """Into the box, which then has so many."""
    page.set_input_files("#box input[type=file]", files)
    page.wait_for_function(
        "n => document.querySelectorAll('#box .thumbnail-wrapper').length === n"
        " && !document.querySelector('#box .loader')",
        arg=count,
    )


def clip(path: Path, *names: str, seconds: float = 1) -> str:
    pictures = [Image.open(IMAGES / f"{name}.webp").convert("RGB").resize((128, 160)) for name in names]
    return str(film(path, [(picture, seconds) for picture in pictures]))


def opened(page: Any, number: int = 0) -> dict[str, float]:
    """A photo of the conversation, opened to point at; where it stands on the screen."""
    page.locator(PHOTO).nth(number).click()
    page.wait_for_selector("#point[open] .stage img")
    return dict(page.locator("#point .stage").bounding_box())


def test_four_photos_are_sent_and_a_fifth_is_refused_with_nothing_lost(page: Any) -> None:
    page.fill("#box textarea", "something like these")
    add(page, TEES[:3], 3)
    add(page, TEES[3:], 4)
    page.wait_for_selector(".toast-body >> text=Four photos go into one message")
    assert page.input_value("#box textarea") == "something like these"
    assert page.locator("#box .thumbnail-wrapper img").count() == 4
    page.click("#box [data-testid=submit-button]")
    answered(page)
    assert page.locator(PHOTO).count() == 4 and captions(page)
    page.locator("#chat button[aria-label=Undo]").last.click()  # and all of them come back
    page.wait_for_function("document.querySelectorAll('#box .thumbnail-wrapper img').length === 4")


def test_each_photo_is_taken_out_again_by_its_button_and_the_keyboard(page: Any) -> None:
    add(page, TEES[:3], 3)
    page.locator("#box .delete-button").nth(1).click()
    page.locator("#box .delete-button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#box .thumbnail-wrapper').length === 1")
    assert page.locator("#box .thumbnail-wrapper img").get_attribute("src").endswith("ts-003.webp")


def test_a_video_and_photos_do_not_go_together(page: Any, tmp_path: Path) -> None:
    add(page, [clip(tmp_path / "a.webm", "ts-001")], 1)
    add(page, TEES[:2], 1)
    page.wait_for_selector(".toast-body >> text=A video goes on its own")
    assert page.locator("#box .thumbnail-wrapper img").count() == 0  # what came first is kept


def test_a_video_is_shown_played_and_looked_at(page: Any, tmp_path: Path) -> None:
    add(page, [clip(tmp_path / "a.webm", "ts-001", "ts-010")], 1)
    page.click("#box [data-testid=submit-button]")
    answered(page)
    assert page.locator(PHOTO).count() == 2 and {kind.split(" · ")[0] for kind in kinds(page)} == {"T-shirt"}
    page.wait_for_function("document.querySelector('#chat video').videoWidth === 128")


def test_a_video_that_is_too_long_is_refused_and_the_words_stay(page: Any, tmp_path: Path) -> None:
    add(page, [clip(tmp_path / "a.webm", "ts-001", seconds=22)], 1)
    page.fill("#box textarea", "and this?")
    page.click("#box [data-testid=submit-button]")
    page.wait_for_selector(".toast-body >> text=longer than 20 seconds")
    assert page.input_value("#box textarea") == "and this?"


def test_what_is_tapped_becomes_a_message(page: Any) -> None:
    send(page, "like this?", Path(TEES[0]))
    answered(page)
    page.fill("#box textarea", "half a thought")
    stage = opened(page)
    assert "Tap what you mean" in page.inner_text("#point")
    page.mouse.click(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    answered(page, 2)
    assert page.locator("#point[open]").count() == 0
    assert "This one" in page.locator("#chat .user-row").last.inner_text() and captions(page)
    assert page.input_value("#box textarea") == "half a thought"


def test_what_is_framed_becomes_a_message_and_so_does_a_part_of_that(page: Any) -> None:
    send(page, "", Path(TEES[0]))
    answered(page)
    for turn in (2, 3):
        stage = opened(page, turn - 2)
        page.mouse.move(stage["x"] + 0.2 * stage["width"], stage["y"] + 0.3 * stage["height"])
        page.mouse.down()
        page.mouse.move(stage["x"] + 0.8 * stage["width"], stage["y"] + 0.6 * stage["height"], steps=4)
        assert page.locator("#point .drawn").is_visible()
        page.mouse.up()
        answered(page, turn)
    page.wait_for_function("document.querySelectorAll('#chat .user-row img')[1].naturalWidth > 0")
    ratio = page.evaluate(
        "(() => { const cut = document.querySelectorAll('#chat .user-row img')[1];"
        " return cut.naturalWidth / cut.naturalHeight; })()"
    )
    assert ratio > 1.3  # wider than high, as it was framed


def test_the_keyboard_opens_points_and_closes(page: Any) -> None:
    send(page, "", Path(TEES[0]))
    answered(page)
    page.locator(PHOTO).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#point[open]")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#point')")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('#point[open]')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Photo 1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#point[open]")
    page.keyboard.press("ArrowUp")
    assert page.locator("#point .cross").evaluate("(one) => getComputedStyle(one).opacity") == "1"
    page.keyboard.press("Enter")
    answered(page, 2)


def test_photos_and_what_is_opened_are_accessible_in_both_languages(page: Any) -> None:
    add(page, TEES[:2], 2)
    assert axe(page, "box") == []
    page.click("#box [data-testid=submit-button]")
    answered(page)
    page.locator("#language label").nth(1).click()
    page.wait_for_function(
        "document.querySelector('#chat .user-row .image-container > button').ariaLabel.startsWith('Foto 1')"
    )
    opened(page)
    assert "Toca la prenda" in page.inner_text("#point")
    assert axe(page, "point") == []


@pytest.fixture
def phone(browser: Any, address: str) -> Iterator[Any]:
    memory = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US"
    )
    memory.set_default_timeout(PATIENCE)
    page = memory.new_page()
    page.goto(address)
    page.wait_for_selector("#chat .example")
    yield page
    memory.close()


def test_a_finger_points_on_a_phone(phone: Any) -> None:
    add(phone, TEES[:4], 4)
    phone.click("#box [data-testid=submit-button]")
    answered(phone)
    phone.wait_for_function(
        "of => getComputedStyle(document.querySelector(of), '::after').opacity === '1'", arg=PHOTO
    )
    stage = opened(phone, 1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert stage["x"] >= 0 and stage["x"] + stage["width"] <= 390 and stage["y"] + stage["height"] <= 844
    phone.touchscreen.tap(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    answered(phone, 2)
    assert "This one" in phone.locator("#chat .user-row").last.inner_text()
