# ruff: noqa: E501 — tables of cases
"""What a shop says of buying a thing is shown and said, and nothing else: prices in their currency, reductions, stock,
sizes, brand and link; and nothing is denied that a title or a picture may show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.advice.compose import content
from app.factcheck.check import supported
from app.factcheck.evidence import Evidence
from app.plan import AUDIENCES, Filters, Language, Plan, RequestedItem
from app.search.query import Steering
from app.server.pictures import ShowablePictures
from app.ui.html import cards, header
from app.ui.html.cards import Slot
from app.ui.html.filters import Scores, refine_panel
from data.catalogue.item import Item
from data.catalogue.values.money import currency_name, money
from data.store.records import Stock
from data.store.store import Match

TEE = Item(
    "1", "Red crew-neck T-shirt", "t-shirt", Path("x"), "Camiseta roja de cuello redondo", "red", "women",
    price=49.9, sale_price=39.9, currency="EUR", available=True, brand="Nike", link="https://shop.example/tee?a=1&b=2",
    sizes=("S", "M"), sold_out_sizes=("XL",),
)  # fmt: skip
GREEN = Item(
    "2", "Green T-shirt", "t-shirt", Path("x"), "Camiseta verde", "green", "women", price=29.9, currency="EUR",
    available=True, sizes=("L",),
)  # fmt: skip
SHOES = Item(
    "3", "Black sneakers", "shoes", Path("x"), "Zapatillas negras", "black", "women", price=89.0, currency="EUR",
    available=False, sold_out_sizes=("38", "39"),
)  # fmt: skip
DOLLARS = Item(
    "4", "Blue T-shirt", "t-shirt", Path("x"), "Camiseta azul", "blue", "women", price=25.0, currency="USD"
)
UNTOLD = Item("5", "Crew-neck T-shirt", "t-shirt", Path("x"), "Camiseta de cuello redondo", price=10.0)
WANTED = (RequestedItem("t-shirt"),)


def answer(plan: Plan, *items: Item, stocked: Sequence[str] = ("t-shirt", "shoes")) -> str:
    return " ".join(fact.text for fact in content(plan, [Match(one, 0.5) for one in items], (), stocked))


def search(language: Language = "en", count: int = 1, asks_size: bool = False, **filters: object) -> Plan:
    wanted = (RequestedItem("t-shirt", count),)
    return Plan("search", wanted, Filters(**filters), language, "q", asks_size=asks_size)  # type: ignore[arg-type]


def talk(language: Language = "en", *aspects: str, **filters: object) -> Plan:
    return Plan("discuss", (), Filters(**filters), language, aspects=aspects)  # type: ignore[arg-type]


def words(html: str) -> list[str]:
    html = re.sub(r'<span class="word">([^<]+)</span>', r"\1", html)
    return [text.strip() for text in re.sub(r"<[^>]+>", "\n", html).splitlines() if text.strip()]


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        (49.99, "EUR", "€49.99", "49,99 €"), (49.99, "", "€49.99", "49,99 €"), (49.99, "USD", "$49.99", "49,99 $"),
        (25.0, "GBP", "£25.00", "25,00 £"), (24.9, "PLN", "24.90 zł", "24,90 zł"), (3900, "JPY", "¥3,900", "3.900 ¥"),
        (19990, "CLP", "CLP 19,990", "19.990 CLP"), (1299.5, "EUR", "€1,299.50", "1.299,50 €"),
        (5, "XTS", "XTS 5.00", "5,00 XTS"),
    ],
)  # fmt: skip
def test_money_is_written_as_shops_write_it(amount: float, currency: str, english: str, spanish: str) -> None:
    assert (money(amount, currency, "en"), money(amount, currency, "es")) == (english, spanish)
    assert currency_name("EUR", "en") == currency_name("EUR", "es") == "euros"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "reduced( at present,)? from €49.90 to €39.90"),
        ("es", "rebajada( ahora mismo:)? de 49,90 € a 39,90 €"),
    ],
)
def test_a_reduction_is_told_once_from_what_to_what(language: Language, sentence: str) -> None:
    for plan, items in (
        (search(language), [TEE]),
        (search(language, 2), [TEE, GREEN]),
        (talk(language, on_sale=True), [TEE]),
    ):
        said = answer(plan, *items)
        assert len(re.findall(sentence, said)) == 1, said


@pytest.mark.parametrize(
    ("plan", "items", "there", "not_there"),
    [
        (search(on_sale=True), [GREEN], "is not reduced", "€29.90 to"),
        (search("es", 2, on_sale=True), [GREEN, DOLLARS], "nada de esto está rebajado", ""),
        (search(count=2, on_sale=True), [TEE, GREEN], "Not all of it is reduced, only the red T-shirt", ""),
        (search(), [GREEN], "", "reduced"),
        (search(), [SHOES], "(sold out|out of stock)", ""),
        (search("es"), [SHOES], "no están en stock", ""),
        (search(), [TEE], "", "(sold out|stock)"),
        (search(in_stock=True), [UNTOLD], "nothing about stock", ""),
        (search(count=2, sizes=("m",)), [TEE, GREEN], "the red T-shirt is in stock in M", ""),
        (search(count=2, sizes=("M",)), [TEE, GREEN], "There is no M of the green", ""),
        (search("es", sizes=("XL",)), [TEE], "no queda la talla XL", "en stock"),
        (search(sizes=("XL", "L")), [TEE], "sold out in XL at present", "XL or L"),
        (search(sizes=("M",)), [UNTOLD], "says no sizes", ""),
        (search(asks_size=True), [TEE], r"S and M \(sold out: XL\)", "do not say"),
        (search("es", asks_size=True), [UNTOLD], "(no dicen|tallas hay)", ""),
        (talk("en", "size"), [TEE], r"S and M \(sold out: XL\)", "ask the shop"),
        (talk("es", "size"), [TEE], r"S y M \(sin existencias: XL\)", ""),
        (talk("en", "size"), [UNTOLD], "sizes there are", ""),
        (talk("en", "size", in_stock=True), [TEE], "in stock.* S and M", ""),
        (talk("en", "size", in_stock=True), [UNTOLD], "nothing about stock", "sizes"),
        (talk("en", "size", in_stock=True, sizes=("m",)), [TEE], "is in stock in M", "are in stock[.]"),
        (talk("en", "price", on_sale=True), [TEE], "reduced", "before"),
        (search(sizes=("large",)), [GREEN], "in stock in L", ""),
        (talk("en", in_stock=True), [TEE], "in stock", ""),
        (talk("en", in_stock=True), [SHOES], "(sold out|out of stock)", ""),
        (talk("en", in_stock=True), [UNTOLD], "nothing about stock", ""),
        (talk("es", "brand"), [TEE], "es de Nike", ""),
        (talk("en", "brand"), [GREEN], "says no brand", ""),
    ],
)  # fmt: skip
def test_sale_stock_sizes_and_brand_are_told_by_the_cards(
    plan: Plan, items: list[Item], there: str, not_there: str
) -> None:
    said = answer(plan, *items)
    assert re.search(there, said, re.I), said
    assert not (not_there and re.search(not_there, said)), said


def test_money_of_two_currencies_is_neither_compared_nor_added_up() -> None:
    for plan in (
        talk("en", "total"),
        talk("en", "choice", "price"),
        search(count=2),
        search(count=2, order="price_asc"),
    ):
        said = answer(plan, TEE, DOLLARS)
        assert not re.search(r"cheap|less at|for less|64\.90|together|lowest|highest", said, re.I), said
    assert "$25.00" in answer(talk("en", "price"), TEE, DOLLARS)


def test_a_limit_in_other_money_is_said_not_to_have_been_held() -> None:
    said = answer(search(max_price=20.0, currency="USD"), TEE)
    assert "The prices here are in euros, so I could not hold them to your $20.00." in said
    assert "no t-shirts" not in said and "within" not in said
    assert "ceñirme a tus 20,00 $" in answer(search("es", max_price=20.0, currency="USD"), TEE)
    assert "lowest price" in answer(search(max_price=20.0, currency="EUR"), TEE)


@pytest.mark.parametrize(
    "item",
    [
        UNTOLD, replace(UNTOLD, title="Red T-shirt"), replace(UNTOLD, title_es="Camiseta roja"),
        replace(UNTOLD, colour="blue", other_colours=("red",)), replace(UNTOLD, colour="blue", colour_source="picture"),
    ],
)  # fmt: skip
def test_no_colour_is_denied_that_a_card_title_or_picture_may_show(item: Item) -> None:
    for language, denial in (
        ("en", r"\bno t-shirts|Not .*red|nearest|closest"),
        ("es", "No (he|tengo|todo)|más parecido|En rojo no"),
    ):
        said = answer(search(language, colours=("red",)), item)  # type: ignore[arg-type]
        assert not re.search(denial, said), said
    asked = Plan("discuss", (), Filters(("red",)), aspects=("colour",))
    assert not re.search("No:|not red", answer(asked, item))


def test_a_colour_that_a_card_names_otherwise_is_still_denied() -> None:
    assert "red" in answer(search(colours=("red",)), GREEN) and "green" in answer(
        search(colours=("red",)), GREEN
    )


def test_what_is_for_children_is_for_boys_and_for_girls() -> None:
    for whom in ("boys", "girls", "kids"):
        assert "Mind" not in answer(search(audience=whom), replace(GREEN, gender="kids"))
    assert "not for men" in answer(search(audience="men"), GREEN)


def test_no_kind_is_denied_that_is_shown_under_another() -> None:
    ties = replace(GREEN, title="Green silk tie", title_es="Corbata verde", category="accessories")
    plan = Plan("search", (RequestedItem("tie"),))
    found = content(plan, [Match(ties, 0.5)], ("tie",), ["accessories"])
    assert not re.search(r"\bno ties|not carry", " ".join(fact.text for fact in found))


@pytest.mark.parametrize(("language", "sentence"), [("en", "nothing"), ("es", "(vacía|no hay nada)")])
def test_an_empty_shop_says_so(language: Language, sentence: str) -> None:
    for plan in (
        search(language),
        Plan("chat", (), language=language, topic="stock"),
        Plan("not_carried", WANTED, language=language),
    ):
        said = answer(plan, stocked=())
        assert re.search(sentence, said) and "terminal" not in said and "index" not in said, said
    assert "There is nothing in this shop yet" in header.heading(None, 0, {}, "en")
    assert "todavía no hay nada" in header.heading(None, 0, {}, "es")


def test_a_card_shows_brand_former_price_and_sizes() -> None:
    html = cards.gallery([Slot(TEE)], "en")
    assert words(html)[:5] == ["Nike", "Red crew-neck T-shirt", "was €49.90, now €39.90", "€49.90", "€39.90"]
    assert "<s>€49.90</s>" in html and re.search(r"<s>.*XL</s>", html) and "<b>S</b> <b>M</b>" in html
    assert "antes 49,90 €, ahora 39,90 €" in cards.gallery([Slot(TEE)], "es")
    assert "out of stock" in words(cards.gallery([Slot(SHOES)], "en")) and "agotado" in words(
        cards.gallery([Slot(SHOES)], "es")
    )
    bare = cards.gallery([Slot(GREEN)], "en")
    assert "<s>" not in bare and "stock" not in bare and "brand-name" not in bare


def test_the_owners_own_word_for_a_colour_is_shown_and_the_known_one_said() -> None:
    optic = replace(GREEN, colour="white", colour_label="Optic White", title="T-shirt", title_es="Camiseta")
    assert "T-shirt · Optic White" in words(cards.gallery([Slot(optic)], "en"))
    assert "optic" not in answer(search(colours=("white",)), optic).lower()


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://shop.example/tee?a=1&b=2", True),
        ("HTTP://shop.example/", True),
        ("javascript:alert(1)", False),
        ("/tee", False),
        ("", False),
        ('https://a.b/"onclick="x', True),
    ],
)
def test_the_closer_view_leads_to_the_shops_page_and_nowhere_else(link: str, shown: bool) -> None:
    html = cards.detail(replace(TEE, link=link), "en")
    assert ("See it in the shop" in html) == shown == ('rel="noopener noreferrer"' in html)
    assert "javascript:" not in html and '"onclick' not in html
    assert ("Ver en la tienda" in cards.detail(replace(TEE, link=link), "es")) == shown


def test_whom_a_thing_is_for_is_named_for_every_audience() -> None:
    for whom in AUDIENCES:
        assert words(cards.detail(replace(GREEN, gender=whom), "es"))[0].startswith("Camiseta · Verde · ")


def test_further_pictures_are_shown_as_far_as_they_are_there(tmp_path: Path) -> None:
    there, gone = tmp_path / "b.jpg", tmp_path / "c.jpg"
    there.write_bytes(b"x")
    html = cards.detail(replace(TEE, images=(there, gone)), "en")
    assert html.count("<img") == 2 and "b.jpg" in html and "c.jpg" not in html


def test_limits_of_the_panel_are_in_the_shops_main_currency() -> None:
    dollars = Stock(currency="USD", costs=tuple(20.0 + n for n in range(9)))
    html = refine_panel(dollars, Steering(), ("mean",), Scores(), False, "en")
    assert "up to $25" in html and "€" not in html
    yen = Stock(currency="JPY", costs=tuple(3000.0 + 500 * n for n in range(9)))
    assert "up to ¥5,000" in refine_panel(yen, Steering(), ("mean",), Scores(), False, "en")
    plan = Plan("search", WANTED, Filters(max_price=50.0))
    assert "up to $50.00" in header.chips(plan, "en", currency="USD")


TRUE = [
    ("en", "The T-shirt is reduced from €49.90 to €39.90."), ("en", "The T-shirt was €49.90 and is now €39.90."),
    ("en", "The T-shirt is 20% off."), ("en", "You save €10.00 on the T-shirt."), ("en", "The T-shirt is in stock."),
    ("en", "The sneakers are sold out."), ("en", "The T-shirt is available in size M."), ("en", "The T-shirt costs EUR 39.90."),
    ("es", "La camiseta está rebajada de 49,90 € a 39,90 €."), ("es", "La camiseta costaba 49,90 € y ahora cuesta 39,90 €."),
    ("es", "La camiseta tiene un 20 % de descuento."), ("es", "Las zapatillas están agotadas."),
]  # fmt: skip
FALSE = [
    ("en", "The T-shirt is reduced from €59.90 to €39.90."), ("en", "The T-shirt is reduced from €39.90 to €29.90."),
    ("en", "The T-shirt is 30% off."), ("en", "The T-shirt costs €49.90."), ("en", "The T-shirt costs $39.90."),
    ("en", "The T-shirt costs 39.90 dollars."), ("en", "The sneakers are reduced."), ("en", "The T-shirt is not reduced."),
    ("en", "The sneakers are on sale, down from €99.00."), ("en", "The T-shirt is sold out."), ("en", "The sneakers are in stock."),
    ("en", "The T-shirt is available in size XL."), ("en", "The T-shirt is available in sizes M and L."),
    ("es", "La camiseta tiene un 40 % de descuento."), ("es", "Las zapatillas están rebajadas."),
    ("es", "La camiseta cuesta 39,90 $."), ("es", "La camiseta cuesta 49,90 €."), ("es", "La camiseta está agotada."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "sentence", "ok"), [(*one, True) for one in TRUE] + [(*one, False) for one in FALSE]
)
def test_offers_are_no_promises_where_a_card_has_them(language: Language, sentence: str, ok: bool) -> None:
    plan = Plan("search", (*WANTED, RequestedItem("shoes")), language=language)
    verdict = supported(sentence, Evidence(plan, (TEE, SHOES)))
    assert verdict.ok == ok, verdict.why


def test_no_model_compares_prices_of_two_currencies() -> None:
    evidence = Evidence(Plan("search", (RequestedItem("t-shirt", 2),)), (TEE, DOLLARS))
    for sentence in (
        "The blue T-shirt is cheaper than the red T-shirt.",
        "Together they come to €64.90.",
        "The blue one is the cheapest.",
    ):
        assert not supported(sentence, evidence).ok
    assert (
        supported("The blue T-shirt costs $25.00.", evidence).ok
        and not supported("The blue T-shirt costs €25.00.", evidence).ok
    )


@pytest.mark.parametrize(
    ("name", "picture"), [("a.tif", "TIFF"), ("b.tiff", "TIFF"), ("c.jp2", "JPEG2000"), ("named.jpg", "TIFF")]
)
def test_pictures_that_no_browser_shows_are_sent_as_webp(tmp_path: Path, name: str, picture: str) -> None:
    Image.new("RGB", (40, 50), "red").save(tmp_path / name, picture)
    Image.new("RGB", (40, 50), "red").save(tmp_path / "plain.png")
    (tmp_path / "broken.tif").write_bytes(b"II*\0")

    def give_out(request: Request) -> Response:
        file = tmp_path / request.path_params["file"].rpartition("/")[2]
        return Response(status_code=403) if "secret" in request.path_params["file"] else FileResponse(file)

    client = TestClient(ShowablePictures(Starlette(routes=[Route("/gradio_api/file={file:path}", give_out)])))
    for _ in range(2):
        shown = client.get(f"/gradio_api/file={tmp_path / name}")
        assert shown.headers["content-type"] == "image/webp" and shown.content[8:12] == b"WEBP"
    part = client.get(f"/gradio_api/file={tmp_path / name}", headers={"range": "bytes=8-11"})
    assert part.status_code == 206 and part.content == b"WEBP"
    assert client.get(f"/gradio_api/file={tmp_path / 'plain.png'}").headers["content-type"] == "image/png"
    assert client.get(f"/gradio_api/file={tmp_path / 'broken.tif'}").content == b"II*\0"
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.tif").write_bytes((tmp_path / name).read_bytes())
    assert client.get(f"/gradio_api/file={tmp_path / 'secret' / 's.tif'}").status_code == 403
