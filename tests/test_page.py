"""The page in a real browser: a conversation and what it finds. Its other rooms are test_window's."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browsing import PATIENCE, ROOT, answered, ask_rival, captions, kinds, send
from tests.wire import Wire

pytestmark = pytest.mark.browser


def test_the_page_opens_on_items_of_the_shop_and_six_examples(page: Any, record_property: Any) -> None:
    assert len(captions(page)) == 9 and page.locator("#chat .example").count() == 6
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    record_property("milliseconds to the first contentful paint", round(page.evaluate(painted)))
    assert "ARMARIO_GEMINI_KEY" in page.inner_text("#reasons")


def test_a_clicked_example_brings_black_t_shirts_and_words_about_them(page: Any) -> None:
    page.locator("#chat .example").nth(1).click()
    words = answered(page)
    found = captions(page)
    assert len(found) == 2 and all("T-shirt · Black" in caption for caption in found)
    assert "black" in words.lower() and words.endswith("Planned and written by the shop's rules")


def test_the_photo_example_is_completed_to_an_outfit(page: Any) -> None:
    page.locator("#chat .example").first.click()
    answered(page)
    assert page.locator("#chat .user-row img").count() == 1
    found = {kind.split(" · ")[0] for kind in kinds(page)}
    assert "T-shirt" not in found and len(found) == 2


def test_an_uploaded_photo_with_words_finds_items(page: Any, tmp_path: Path) -> None:
    photo = tmp_path / "mine.jpg"
    Image.open(ROOT / "data" / "sample" / "images" / "ts-001.webp").convert("RGB").save(photo)
    send(page, "do you have black shoes that go with this?", photo)
    answered(page)
    assert captions(page) and all("Shoes" in caption for caption in captions(page))


GIVE = """async ([kind, source]) => {
  const blob = await (await fetch(source)).blob(), carried = new DataTransfer();
  carried.items.add(new File([blob], 'mine.webp', {type: 'image/webp'}));
  const box = document.querySelector('#box textarea');
  const how = {bubbles: true, cancelable: true};
  if (kind === 'paste') box.dispatchEvent(new ClipboardEvent('paste', {...how, clipboardData: carried}));
  else for (const name of ['dragenter', 'dragover', 'drop'])
    box.dispatchEvent(new DragEvent(name, {...how, dataTransfer: carried}));
}"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_photo_is_dropped_or_pasted_and_stays_in_the_conversation(page: Any, kind: str) -> None:
    page.evaluate(GIVE, [kind, page.locator("#gallery img").first.get_attribute("src")])
    page.wait_for_selector("#box .thumbnail-item, #box img")
    send(page, "")
    answered(page)
    assert page.locator("#chat .user-row img").count() == 1 and captions(page)
    assert "What I see:" in page.inner_text("#chat .bot-row")


def test_an_unreadable_photo_gets_a_sentence_and_the_message_stays(page: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"this is no picture")
    page.set_input_files("#box input[type=file]", str(broken))
    page.fill("#box textarea", "what goes with this?")
    page.wait_for_selector("#box .thumbnail-item, #box img")
    page.click("#box [data-testid=submit-button]")
    page.wait_for_selector(".toast-body")
    assert "does not open as a photo" in page.inner_text(".toast-body")
    assert page.input_value("#box textarea") == "what goes with this?"
    page.wait_for_function("!document.querySelector('#box .thumbnail-item')")  # and the file is gone
    assert page.locator("#chat .example").first.is_visible()  # no veil over the conversation
    assert page.locator("[data-testid=status-tracker]:has(.error):visible").count() == 0


def test_what_is_no_photo_by_its_name_is_refused_in_the_pages_words(page: Any, tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(b"PK")
    page.set_input_files("#box input[type=file]", str(tmp_path / "bomb.zip"))
    page.wait_for_selector(".toast-body >> text=Only photos (JPEG, PNG, WebP) or a short video")


def test_an_empty_message_gets_a_hint(page: Any) -> None:
    page.focus("#box textarea")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast-body")
    assert "Write what you are looking for" in page.inner_text(".toast-body")


def test_what_the_shop_lacks_is_refused_in_words_with_an_empty_gallery(page: Any) -> None:
    send(page, "do you have a tie?")
    words = answered(page)
    assert "tie" in words or "sell" in words  # named where the model caught the name
    assert captions(page) == [] and "Not in this shop" in page.inner_text("#heading")


def test_spanish_is_spoken_everywhere_and_captions_follow(page: Any) -> None:
    page.locator("#language label").nth(1).click()
    page.wait_for_function("document.documentElement.lang === 'es'")
    page.wait_for_function("document.querySelector('#heading').innerText.includes('De la tienda')")
    send(page, "enséñame unas zapatillas blancas")
    answered(page)
    assert all("Zapatos · Blancos" in caption for caption in captions(page)) and captions(page)


def test_a_clicked_item_is_shown_closer(page: Any) -> None:
    page.locator("#gallery .thumbnail-item").nth(2).click()
    title = captions(page)[2].splitlines()[0]
    page.wait_for_function("t => document.querySelector('#detail').innerText.includes(t)", arg=title)


def test_starting_over_empties_the_conversation(page: Any) -> None:
    page.locator("#chat .example").nth(1).click()
    answered(page)
    page.click("#anew")
    page.wait_for_selector("#chat .example")
    page.wait_for_function("document.querySelector('#heading').innerText.includes('From the shop')")
    assert page.locator("#chat .user-row").count() == 0 and len(captions(page)) == 9


def test_two_visitors_do_not_see_each_other(page: Any, browser: Any, address: str) -> None:
    send(page, "black t-shirts")
    answered(page)
    other = browser.new_page()
    other.goto(address)
    other.wait_for_selector("#chat .example", timeout=PATIENCE)
    assert other.locator("#chat .user-row").count() == 0 and len(captions(other)) == 9
    other.close()


def test_a_phone_sees_all_without_scrolling_sideways(browser: Any, address: str) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.goto(address)
    phone.wait_for_selector("#chat .example", timeout=PATIENCE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()


def test_the_dark_page_is_dark_and_stays_so(page: Any) -> None:
    before = page.evaluate("document.body.classList.contains('dark')")
    page.click("#theme")
    page.wait_for_function("was => document.body.classList.contains('dark') !== was", arg=before)
    page.reload()
    page.wait_for_selector("#chat .example")
    page.wait_for_function("was => document.body.classList.contains('dark') !== was", arg=before)


def test_who_cannot_answer_stays_off_and_says_why(page: Any) -> None:
    page.locator("#answerer label", has_text="Gemini").click()
    page.wait_for_selector(".toast-body")
    assert "ARMARIO_GEMINI_KEY" in page.inner_text(".toast-body")
    page.wait_for_function("document.querySelector('#answerer input:checked').value === 'local'")


def test_a_message_sent_too_early_waits_in_the_box_and_is_never_lost(page: Any, silent: Wire) -> None:
    ask_rival(page)
    send(page, "black t-shirts")
    page.wait_for_selector("#box .stop-button")
    page.fill("#box textarea", "white shoes")
    page.keyboard.press("Enter")
    silent.release()
    answered(page)
    assert page.input_value("#box textarea") == "white shoes"
    assert page.locator("#chat .user-row").count() == 1


def test_a_message_can_be_changed_and_taken_back(page: Any) -> None:
    send(page, "a red skirt")
    answered(page)
    page.locator("#chat button[aria-label=Edit]").first.click()
    page.locator("#chat textarea").first.fill("a black jacket")
    page.locator("#chat button[aria-label=Submit]").first.click()
    page.wait_for_function("document.querySelector('#chips').innerText.includes('Jacket')")
    assert "black jacket" in page.inner_text("#chat .user-row") and answered(page)
    page.locator("#chat button[aria-label=Undo]").last.click()
    page.wait_for_function("document.querySelector('#box textarea').value === 'a black jacket'")
    assert page.locator("#chat .user-row").count() == 0


def test_an_answer_is_stopped_and_asked_for_again(page: Any, silent: Wire) -> None:
    ask_rival(page)
    send(page, "two black t-shirts")
    page.click("#box .stop-button")
    page.wait_for_selector("#chat .bot-row >> text=Stopped")
    silent.release()
    page.locator("#gallery .heart").first.click()
    page.wait_for_selector("#views .count")  # what would come late has come
    assert "Stopped" in answered(page)
    page.locator("#chat button[aria-label=Retry]").last.click()
    page.wait_for_selector("#chat .claim")
    assert "would show you" in answered(page) and page.locator("#chat .user-row").count() == 1


def visit(url: str) -> tuple[int, Any, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, b""


def test_the_page_may_load_from_its_own_host_only(address: str) -> None:
    assert "default-src 'self'" in visit(address)[1]["content-security-policy"]


def test_only_pictures_of_the_shop_are_given_out(address: str) -> None:
    picture = ROOT / "data" / "sample" / "images" / "ts-001.webp"
    assert visit(f"{address}gradio_api/file={picture}")[0] == 200
    assert visit(f"{address}gradio_api/file={ROOT / 'app' / 'settings.py'}")[0] in (403, 404)


def test_only_the_doors_for_other_programs_are_public_endpoints(address: str) -> None:
    public = json.loads(visit(f"{address}gradio_api/info")[2])["named_endpoints"]
    assert list(public) == ["/search_by_text", "/search_by_image", "/ask"]
