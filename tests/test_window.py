"""The shop window in a real browser: cards, steering, outfit, proof, tour, and access for all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browsing import PATIENCE, ROOT, answered, ask_rival, axe, captions, kinds, send
from tests.wire import Wire

pytestmark = pytest.mark.browser

TEE = ROOT / "data" / "sample" / "images" / "ts-001.webp"


def view(page: Any, name: str) -> None:
    page.click(f"button[data-view={name}]")


def keep(page: Any, count: int) -> None:
    """One more piece, which makes ``count`` of them."""
    page.locator("#gallery .heart").nth(count - 1).click()
    page.wait_for_function("n => document.querySelector('#views .count')?.innerText === n", arg=str(count))


def titles(page: Any) -> list[str]:
    return [caption.splitlines()[0] for caption in captions(page)]


def changed(page: Any, before: list[str]) -> list[str]:
    """The titles, once they are others."""
    page.wait_for_function(
        "was => [...document.querySelectorAll('#gallery .title')].map((one) => one.innerText).join() !== was",
        arg=",".join(before),
    )
    return titles(page)


def test_a_card_says_why_with_words_and_a_map(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    page.locator("#gallery [data-action=why]").first.click()
    page.wait_for_selector("#detail .weights")
    assert "black" in page.inner_text("#detail .weights") and "Score" in page.inner_text("#detail")
    assert page.locator("#gallery img").first.get_attribute("src").startswith("data:image/webp")


def test_more_and_less_like_an_item_bring_others_and_advice_on_them(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    first = titles(page)
    page.locator("#gallery [data-action=less]").first.click()
    second = changed(page, first)
    assert first[0] not in second
    page.locator("#gallery [data-action=more]").first.click()
    third = changed(page, second)
    answered(page, 2)
    assert second[0] not in third and f"More like this: {second[0]}" in page.inner_text("#chat")


def test_what_was_counted_has_its_places_filled_or_honestly_empty(page: Any) -> None:
    send(page, "two red shirts and a pair of shoes")
    answered(page)
    places = page.locator("#gallery .place").all_inner_texts()
    assert places == ["Shirt 1 of 2", "Shirt 2 of 2", "Shoes 1 of 1"]
    page.click("#refine summary")
    page.select_option("#refine [data-key=filter-colour]", "red")
    page.wait_for_selector("#gallery .card.empty")
    assert "That is all we have: 1" in page.inner_text("#gallery .card.empty")
    page.wait_for_function("document.querySelector('.refine').open")  # drawn anew, and still open


def test_what_was_understood_can_be_clicked_away_and_assumed_be_changed(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    before = titles(page)
    page.select_option("#chips [data-key=gender-]", "women")
    women = changed(page, before)
    page.click("#chips [data-key=colour-black]")
    page.wait_for_function("!document.querySelector('#chips [data-action=colour]')")
    page.select_option("#chips [data-action=count]", "4")
    page.wait_for_function("document.querySelectorAll('#gallery .card').length === 4")
    page.wait_for_function("document.querySelectorAll('#chat .user-row').length === 1")
    assert women and "for women" in page.inner_text("#chips option:checked >> nth=1")


def test_the_slider_weighs_a_photo_against_words(page: Any) -> None:
    send(page, "the same in blue", TEE)
    answered(page)
    before = titles(page)
    page.click("#refine summary")
    page.fill("#refine input[type=range]", "100")
    changed(page, before)


def test_each_way_of_ranking_has_its_measured_figure(page: Any) -> None:
    page.click("#refine summary")
    said = page.inner_text("#refine .strategy")
    assert all(re.search(rf"{way}\s.*?0\.\d\d", said, re.DOTALL) for way in ("mean", "max"))
    page.check("#refine input[value=mean]")
    page.wait_for_function("document.querySelector('#refine input[value=mean]').checked")


def test_an_outfit_is_kept_saved_undone_and_cleared(page: Any, tmp_path: Path) -> None:
    keep(page, 1)
    keep(page, 2)
    view(page, "outfit")
    page.wait_for_function("document.querySelector('#outfit .advice').innerText.length > 20")
    with page.expect_download() as download:
        page.click("#outfit [data-action=export]")
    download.value.save_as(tmp_path / "outfit.png")
    with Image.open(tmp_path / "outfit.png") as picture:
        assert picture.width > 600
    page.click("#outfit [data-action=clear]")
    page.wait_for_function("document.querySelectorAll('#outfit .card').length === 0")
    page.click("#outfit [data-action=undo]")
    page.wait_for_function("document.querySelectorAll('#outfit .card').length === 2")


def test_a_sentence_lights_the_cards_that_bear_it_out_and_a_card_its_sentences(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    page.locator("#chat .claim[tabindex]").first.hover()
    page.wait_for_selector("#gallery .card.lit")
    page.locator("#gallery .card").first.hover()
    page.wait_for_selector("#chat .claim.lit")
    page.mouse.move(0, 0)
    page.wait_for_function("!document.querySelector('.lit')")
    page.locator("#chat .claim[tabindex]").first.focus()
    page.wait_for_selector("#gallery .card.lit")


def test_the_inside_of_a_turn_is_there_for_the_curious(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    view(page, "inside")
    page.wait_for_selector("#inside pre")
    assert '"category": "t-shirt", "count": 2' in page.inner_text("#inside pre")
    head = page.locator("#inside thead th").all_inner_texts()
    assert head[1:] == ["max", "max+itm", "mean"] and page.locator("#inside tbody tr").count() >= 2


def test_the_other_backend_answers_when_it_is_chosen(page: Any) -> None:
    ask_rival(page)
    send(page, "two black t-shirts")
    words = answered(page)
    assert len(captions(page)) == 2 and words.count("no plan that could be followed") == 1
    assert "because rival sent no plan that could be followed; written by" in words


def test_the_map_is_hovered_clicked_walked_and_searched_from(page: Any) -> None:
    view(page, "map")
    page.wait_for_selector("#map circle")
    assert page.locator("#map circle").count() == 213 and page.locator("#map .legend li").count() == 18
    page.locator("#map circle").nth(7).hover(force=True)
    page.wait_for_function("document.querySelector('#map .picked img')?.naturalWidth > 0")
    page.focus("#map svg")
    before = page.inner_text("#map .picked p")
    for key in ("ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    name = page.inner_text("#map .picked p")
    assert name and name != before
    page.click("#map .legend button >> nth=0")
    assert page.locator("#map g.aside").count() == 17
    page.focus("#map svg")
    page.keyboard.press("Enter")
    answered(page)
    assert f"More like this: {name}" in page.inner_text("#chat .user-row") and len(captions(page)) == 4


def test_a_tour_is_recorded_and_each_scene_can_be_run_live(page: Any) -> None:
    page.click("#tour [data-action=scene]")
    page.wait_for_selector("#tour .on")
    assert "recorded on" in page.inner_text("#tour") and "Recorded" in page.inner_text("#chat .thought-group")
    assert len(captions(page)) == 2
    page.click("#tour [aria-label='Next scene']")
    page.wait_for_selector("#chat .user-row img")
    page.click("#tour [data-action=live]")
    page.wait_for_function("document.querySelector('#tour').innerText.includes('live')")
    page.wait_for_function("!document.querySelector('#chat').innerText.includes('Recorded')")
    page.wait_for_selector("#chat .claim")
    page.click("#tour [data-action=end]")
    page.wait_for_selector("#chat .example")


def test_the_next_scene_ends_what_was_being_answered(page: Any, silent: Wire) -> None:
    ask_rival(page)
    page.click("#tour [data-action=scene]")
    for waiting in (True, False):  # for the turn to have begun, or a click at once
        page.wait_for_function("document.querySelector('#tour').innerText.includes('1 of 6')")
        page.click("#tour [data-action=live]")
        if waiting:
            page.wait_for_function("document.querySelector('#tour').innerText.includes('live')")
        page.click("#tour [aria-label='Next scene']")
        page.wait_for_function("document.querySelector('#tour').innerText.includes('2 of 6')")
        page.wait_for_selector("#chat .user-row img")
        page.wait_for_selector("#box [data-testid=submit-button]")
        page.click("#tour [aria-label='Previous scene']")
    page.wait_for_function("document.querySelector('#tour').innerText.includes('1 of 6')")
    silent.release()
    keep(page, 1)  # what would come late has come
    assert page.locator("#chat .user-row").count() == 1 and "Recorded" in page.inner_text(
        "#chat .thought-group"
    )


def test_what_is_clicked_while_another_click_is_dealt_with_is_done_too(page: Any) -> None:
    page.evaluate("document.querySelectorAll('#gallery .heart').forEach((one) => one.click())")
    page.wait_for_function("document.querySelector('#views .count')?.innerText === '9'")
    page.click("#refine summary")
    page.evaluate("""['category', 'colour'].forEach((kind) => {
      const one = document.querySelector(`#refine [data-key=filter-${kind}]`);
      one.value = {category: 'shirt', colour: 'red'}[kind];
      one.dispatchEvent(new Event('change', {bubbles: true}));
    })""")
    page.wait_for_function(
        "[...document.querySelectorAll('#gallery .kind')].every((one) => /^Shirt · Red/.test(one.innerText))"
    )


def test_what_the_shop_lacks_leads_on_to_what_it_has(page: Any) -> None:
    send(page, "do you have a tie?")
    answered(page)
    page.click("#gallery [data-action=offer] >> text=Scarf")
    page.wait_for_selector("#gallery .card")
    assert {kind.split(" · ")[0] for kind in kinds(page)} == {"Scarf"}
    answered(page, 2)
    assert "Show me: Scarf" in page.inner_text("#chat .user-row >> nth=1")


def test_no_byte_leaves_the_machine(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    assert "0 bytes sent" in page.inner_text("#status")


MOVED = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.moved += one.value; }))
  .observe({type: 'layout-shift'});"""
TOPS = """['#box', '#gallery .card', '#rail-top']
.map((one) => document.querySelector(one).getBoundingClientRect().top)"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_nothing_moves_while_an_answer_comes(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(500)  # drawn for this size
    page.evaluate(MOVED)
    send(page, "two red shirts and a pair of shoes")
    page.wait_for_selector("#gallery .place")
    shown = page.evaluate(TOPS)
    answered(page)
    assert page.evaluate(TOPS) == pytest.approx(shown, abs=1)  # what was shown stays where it was
    assert page.evaluate("window.moved") < 0.1


OVERLAPS = """() => {
  const box = (one) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    return words.getBoundingClientRect();
  };
  const seen = (names) => [...document.querySelectorAll(names)].filter((one) => one.offsetParent);
  const names = '.heading h2, .views, #anew, .brand a, .status, .segments label, .sheet, .card';
  const parts = seen(names).map((one) => [one, box(one)]);
  const within = (a, b, low, high) => a[low] < b[high] - 1 && b[low] < a[high] - 1;
  const over = (a, b) => within(a, b, 'left', 'right') && within(a, b, 'top', 'bottom');
  const found = parts.flatMap(([one, a], n) => parts.slice(n + 1)
    .filter(([other, b]) => over(a, b) && !one.contains(other))
    .map(([other]) => `${one.className} and ${other.className}`));
  return document.documentElement.scrollWidth > innerWidth ? [...found, 'wider than the window'] : found;
}"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_no_usual_width_does_one_thing_lie_on_another(page: Any, address: str, language: str) -> None:
    page.goto(f"{address}?lang={language}")
    page.wait_for_function("l => document.documentElement.lang === l", arg=language)
    page.wait_for_selector("#gallery .card")
    keep(page, 1)
    page.click("#refine summary")
    found = []
    for width in (1440, 1366, 1280, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("outfit", "inside", "map", "pieces"):
            view(page, name)
            page.wait_for_selector(f".of-{name} h2")
            found += [f"{width}, {name}: {one}" for one in page.evaluate(OVERLAPS)]
    page.set_viewport_size({"width": 1440, "height": 900})
    assert found == []


def test_a_tapped_sentence_lights_its_cards(browser: Any, address: str) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    phone.set_default_timeout(PATIENCE)
    phone.goto(address)
    phone.wait_for_selector("#chat .example")
    send(phone, "two black t-shirts")
    answered(phone)
    phone.locator("#chat .claim[tabindex]").first.tap()
    phone.wait_for_selector("#gallery .card.lit")
    phone.context.close()


def test_all_of_a_card_is_done_by_keyboard_and_the_focus_stays(page: Any) -> None:
    page.fill("#box textarea", "two black t-shirts")
    page.keyboard.press("Enter")
    answered(page)
    page.locator("#gallery .thumbnail-item").first.focus()
    for key in ("Enter", "Tab", "Space", "Tab", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.wait_for_selector("#detail .weights")
    page.wait_for_function("document.activeElement.dataset.action === 'why'")
    assert page.locator("#gallery .heart").first.get_attribute("aria-pressed") == "true"


SEEN = """() => {
  const one = document.activeElement, seen = (part) => part && getComputedStyle(part).outlineStyle !== 'none';
  return seen(one) || seen(one.closest('label')) || !!one.closest('#box:focus-within');
}"""


def tab(page: Any, to: str, key: str = "Tab") -> None:
    """By this key alone to what the selector names; on the way, everything shows that it has the focus."""
    for _ in range(40):
        page.keyboard.press(key)
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("to => document.activeElement.matches(to)", to):
            return
    raise AssertionError(f"{to} was not reached by {key}")


def test_a_turn_an_outfit_and_its_picture_by_keyboard_alone(page: Any) -> None:
    tab(page, "#box textarea")
    page.keyboard.type("two black t-shirts")
    page.keyboard.press("Enter")
    answered(page)
    tab(page, "#gallery .heart")
    page.keyboard.press("Enter")
    page.wait_for_selector("#views .count")
    tab(page, "button[data-view=outfit]", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#outfit .advice').innerText.length > 20")
    tab(page, "#outfit [data-action=export]")
    with page.expect_download():
        page.keyboard.press("Enter")


def test_what_can_be_touched_is_large_enough(page: Any) -> None:
    send(page, "two black t-shirts")
    answered(page)
    small = page.evaluate(
        "[...document.querySelectorAll('#rail button, #rail select, #rail summary, #tour button')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5)"
        ".concat([...document.querySelectorAll('#chat .message-buttons button')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 24))"
        ".map((one) => one.outerHTML.slice(0, 60))"
    )
    assert small == []


def test_what_one_visitor_keeps_another_does_not_see(page: Any, browser: Any, address: str) -> None:
    keep(page, 1)
    other = browser.new_context().new_page()
    other.goto(address)
    other.wait_for_selector("#chat .example", timeout=PATIENCE)
    assert other.locator("#views .count").count() == 0
    assert other.locator("#gallery .heart[aria-pressed=true]").count() == 0
    other.context.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_serious_in_either_scheme(page: Any, address: str, language: str) -> None:
    page.goto(f"{address}?lang={language}")
    page.wait_for_selector("#chat .example")
    page.wait_for_function("l => document.documentElement.lang === l", arg=language)
    found = axe(page, "start")
    send(page, "two red shirts and a pair of shoes")
    answered(page)
    page.click("#refine summary")
    found += axe(page, "answer")
    keep(page, 1)
    rooms = {"outfit": ".card", "inside": "pre", "map": "circle"}
    for name, sign in rooms.items():
        view(page, name)
        page.wait_for_selector(f"#{name} {sign}")
        found += axe(page, name)
    assert found == []


def test_spanish_is_in_every_room(page: Any) -> None:
    page.locator("#language label").nth(1).click()
    page.wait_for_function("document.querySelector('#views').innerText.includes('Por dentro')")
    send(page, "dos camisetas negras")
    answered(page)
    assert kinds(page) and "Camiseta 1 de 2" in page.inner_text("#gallery")
    assert "para cualquiera" in page.inner_text("#chips") and "bytes enviados" in page.inner_text("#status")
    view(page, "inside")
    page.wait_for_selector("#inside pre")
    assert "Candidatas" in page.inner_text("#inside")
    names = "[...document.querySelectorAll(':is(#chat, #box) [aria-label]')].map((one) => one.ariaLabel)"
    assert {"Conversación", "Copiar el mensaje", "Campo del mensaje", "Añadir un archivo", "Enviar"} <= set(
        page.evaluate(names)
    )
    assert page.inner_text("#language .sr-only, #language [data-testid=block-info]") == "Idioma"
