"""Records of an export grouped into items: every cell read as what it means, every word that is not
understood counted, every row that cannot be used reported by its line.

Knows values; does not know which export they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from data.catalogue.formats.columns import Columns
from data.catalogue.formats.record import Record
from data.catalogue.item import ColourSource, Item
from data.catalogue.mapping import Mapping
from data.catalogue.report import Tally
from data.catalogue.tables.table import Problem
from data.catalogue.values.addresses import UNFETCHED, Pictures
from data.catalogue.values.audiences import audience, audience_in
from data.catalogue.values.availability import availability, in_stock
from data.catalogue.values.categories import category_in, filed_under
from data.catalogue.values.colours import Shade, colours_in, read_colours
from data.catalogue.values.markup import plain_text
from data.catalogue.values.pictures import PictureMissing
from data.catalogue.values.prices import Pricing, money_in
from data.catalogue.values.sizes import sizes
from data.catalogue.vocabulary import plain

MAX_TITLE, MAX_DESCRIPTION = 200, 5000  # letters that are kept
MAX_IMAGES = 8  # of one item, beside the main one
MAX_ALIKE = 1000  # items of one id, each with a number behind it
PRICES = ("price", "sale_price")  # columns
BOTH = {  # whom a product is for that is filed under several
    frozenset(("men", "women")): "unisex", frozenset(("men", "women", "unisex")): "unisex",
    frozenset(("boys", "girls")): "kids", frozenset(("boys", "girls", "kids")): "kids",
}  # fmt: skip


class RowError(ValueError):
    """Why a row is skipped."""


@dataclass(frozen=True, slots=True)
class _Price:
    full: float
    sale: float | None
    currency: str

    @property
    def cost(self) -> float:
        return self.full if self.sale is None else self.sale


class Assembler:
    """Makes items of the records of one file."""

    def __init__(
        self, file: str, pictures: Pictures, mapping: Mapping, pricing: Pricing, tally: Tally,
        one_item_a_group: bool,
    ) -> None:  # fmt: skip
        self._file, self._pictures, self._mapping = file, pictures, mapping
        self._pricing, self._tally, self._one_item = pricing, tally, one_item_a_group

    def items(self, records: Iterable[Record], taken: set[str]) -> Iterator[Item]:
        """The items, in the order of their first rows; ``taken`` are the ids that are there already."""
        for own in self._grouped(records).values():
            try:
                item = self._item(own, taken)
            except RowError as error:
                rest = f" (with {len(own) - 1} more of its rows)" if len(own) > 1 else ""
                self._report(own[0], f"{error}{rest}")
            else:
                self._tally.used += len(own)
                yield item

    def _grouped(self, records: Iterable[Record]) -> dict[str, list[Record]]:
        groups: dict[str, list[Record]] = {}
        for number, record in enumerate(records):
            if record.hidden:
                self._report(record, f"not sold: {record.hidden}")
                continue
            name = record.group or record.cells.get("id", "")
            colour = "" if self._one_item else plain(record.cells.get("colour", ""))
            own = groups.setdefault(f"{name}\n{colour}" if name else f"\n{number}", [])
            earlier = next((one for one in own if _repeats(one, record)), None)
            if earlier and not self._one_item:  # there, variants may differ in what nobody here reads
                self._report(record, f"the id {name!r} is there already, in line {earlier.line}")
            else:
                own.append(record)
        return groups

    def _item(self, records: Sequence[Record], taken: set[str]) -> Item:
        first = records[0]
        title = plain_text(_first(records, "title"))[:MAX_TITLE]
        image, images = self._images(records)
        category, kind = self._category(records, title)
        if not (title or category):
            raise RowError("it has neither a title nor a category")
        shade, source = self._colours(records, title)
        price = self._price(records)
        available = self._availability(records)
        has, lacks = _sizes(records)
        item_id = self._id(first, shade, taken)
        return Item(
            item_id, title or category, category, image,
            title_es=plain_text(_first(records, "title_es"))[:MAX_TITLE],
            colour=shade.colour, colour_label=shade.label, colour_source=source, other_colours=shade.others,
            gender=self._audience(records, title),
            usage=_first(records, "usage").lower(), season=_first(records, "season").lower(),
            price=price.full if price else None, sale_price=price.sale if price else None,
            currency=price.currency if price else "", price_note=_first(records, "price_note"),
            description=plain_text(_first(records, "description"))[:MAX_DESCRIPTION],
            description_es=plain_text(_first(records, "description_es"))[:MAX_DESCRIPTION],
            kind=_first(records, "kind").lower() or kind, available=available,
            brand=plain_text(_first(records, "brand")), link=_link(_first(records, "link")),
            sizes=has, sold_out_sizes=lacks, images=images,
        )  # fmt: skip

    def _id(self, record: Record, shade: Shade, taken: set[str]) -> str:
        """Its own id; of a further colour of the same id, with the colour behind it."""
        name = record.cells.get("id", "")
        own = (record.group or name) if self._one_item else (name or record.group)
        own = own or f"row-{record.line}"
        words = filter(None, (own, "-".join(plain(shade.label or shade.colour).split())))
        choices = chain([own, "-".join(words)], (f"{own}-{n}" for n in range(2, MAX_ALIKE)))
        found = next((one for one in choices if one not in taken), "")
        if not found:
            raise RowError(f"the id {own!r} is there already")
        taken.add(found)
        return found

    def _images(self, records: Sequence[Record]) -> tuple[Path, tuple[Path, ...]]:
        """The main picture and further ones. RowError where none is there."""
        cells = dict.fromkeys(cell for record in records for cell in record.images if cell)
        found: dict[Path, None] = {}
        missing: list[PictureMissing] = []
        for cell in cells:
            try:
                found[path := self._pictures.find(cell)] = None
                if path.suffix == UNFETCHED:
                    self._tally.addresses[cell] = None
            except PictureMissing as error:
                missing.append(error)
                if error.kind == "address":
                    self._tally.addresses[cell] = None
        if not found and (own := self._pictures.named(_numbers(records[0]))):
            found[own] = None
        if not found:
            raise RowError(str(missing[0]) if missing else "it names no picture")
        main, *others = found
        return main, tuple(others[:MAX_IMAGES])

    def _category(self, records: Sequence[Record], title: str) -> tuple[str, str]:
        """The category, by the owner's corrections, by what files it, or by the title; and the owner's own
        finer word. The owner's word itself where nothing is known; "" where there is none."""
        paths = tuple(dict.fromkeys(path for record in records for path in record.categories if path))
        filed = filed_under(paths)
        given = self._mapping.category((*paths, filed.label)) or records[0].filed
        found = given or filed.beside(category_in(title))
        if filed.label or (found and paths):
            self._tally.word("category", filed.label or paths[0], found)
        return found or _last(filed.label), filed.label.lower() if found else ""

    def _colours(self, records: Sequence[Record], title: str) -> tuple[Shade, ColourSource]:
        """The colours of all variants, else of the title; the owner's words for them."""
        cells = dict.fromkeys(cell for record in records if (cell := record.cells.get("colour", "")))
        shades = [self._shade(cell) for cell in cells]
        known = tuple(dict.fromkeys(c for s in shades for c in (s.colour, *s.others) if c))
        label = next((s.label for s in shades if s.label), "")
        if known:
            return Shade(known[0], known[1:], label), ""
        named = colours_in(title)
        if named:
            return Shade(named[0], named[1:], label), "title"
        return Shade("", (), label), ""

    def _shade(self, cell: str) -> Shade:
        shade = read_colours(cell)
        given = self._mapping.colour(cell) or self._mapping.colour(shade.label)
        if given:
            shade = Shade(given, (), shade.label or cell)
        if shade.label:
            self._tally.word("colour", shade.label, shade.colour)
        return shade

    def _audience(self, records: Sequence[Record], title: str) -> str:
        gender, age = _first(records, "gender"), _first(records, "age_group")
        found = audience(gender, age)
        if gender:
            self._tally.word("audience", gender, found)
        paths = dict.fromkeys(path for record in records for path in record.categories)
        filed = set(filter(None, map(audience_in, paths)))
        return found or BOTH.get(frozenset(filed), next(iter(sorted(filed)), "")) or audience_in(title)

    def _availability(self, records: Sequence[Record]) -> bool | None:
        words = dict.fromkeys(cell for r in records if (cell := r.cells.get("availability", "")))
        for word in words:
            if availability(word) is None:
                self._tally.word("availability", word, "")
        return _available(records)

    def _price(self, records: Sequence[Record]) -> _Price | None:
        """The lowest of the variants that are in stock, or of all where none is."""
        prices = [(record, self._price_of(record)) for record in records]
        known = [(record, price) for record, price in prices if price]
        there = [price for record, price in known if _is_available(record) is not False]
        return min(there or [price for _, price in known], key=lambda price: price.cost, default=None)

    def _price_of(self, record: Record) -> _Price | None:
        own = record.cells.get("currency", "")
        full, sale = (money_in(record.cells.get(name, ""), own, self._pricing.mark) for name in PRICES)
        written = record.cells.get("price", "")
        if written and full is None:
            self._report(record, f"price {written[:40]!r} is no price; kept without one", kept=True)
        full, sale = full or sale, sale
        if full is None:
            return None
        currency = full.currency or (sale.currency if sale else "") or self._pricing.currency
        reduced = sale is not None and sale.amount < full.amount
        return _Price(full.amount, sale.amount if sale and reduced else None, currency)

    def _report(self, record: Record, reason: str, kept: bool = False) -> None:
        file = self._file if record.line else record.cells.get("id", self._file)  # a picture in a folder
        self._tally.problems.append(Problem(file, record.line, reason, kept))


def _repeats(earlier: Record, later: Record) -> bool:
    """Whether two records of one product are the same variant."""
    return all(earlier.cells.get(name, "") == later.cells.get(name, "") for name in ("id", "size", "colour"))


def _numbers(record: Record) -> list[str]:
    """The ids, SKUs and references that stand in a row."""
    return [record.cells.get("id", ""), *Columns.of(tuple(record.row)).all("id", record.row)]


def _first(records: Sequence[Record], name: str) -> str:
    return next((cell for record in records if (cell := record.cells.get(name, ""))), "")


def _last(path: str) -> str:
    return " ".join(path.lower().split())


def _is_available(record: Record) -> bool | None:
    """Whether a variant is in stock, as far as its word and its number say; either may say that it is not."""
    told = (
        availability(record.cells.get("availability", "")),
        in_stock(record.cells.get("quantity", "")),
    )
    known = [one for one in told if one is not None]
    return all(known) if known else None


def _available(records: Sequence[Record]) -> bool | None:
    told = [_is_available(record) for record in records]
    return True if True in told else False if False in told else None


def _sizes(records: Sequence[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sizes that are in stock or of which nobody says that they are not, and those that are sold out."""
    has: dict[str, None] = {}
    lacks: dict[str, None] = {}
    for record in records:
        own = sizes(record.cells.get("size", ""))
        (lacks if _is_available(record) is False else has).update(dict.fromkeys(own))
    return tuple(has), tuple(size for size in lacks if size not in has)


def _link(cell: str) -> str:
    """The first address in a cell, "" where it is none that a page can lead to."""
    address = cell.partition("\n")[0].strip().replace(" ", "%20")
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname and address.isprintable() else ""
