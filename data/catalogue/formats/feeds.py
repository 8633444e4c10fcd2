"""Reads product feeds: Google Merchant's, Meta's and OpenAI's, as tables or as the entries of RSS or Atom.

Knows their names of columns and the dates of a reduction; does not know the syntax of the file.

An item that is_eligible_search (once enable_search) keeps out of an assistant's search counts as hidden: the
shop may well sell it, but does not want it found by what this is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from data.catalogue.formats.columns import canonical, squeezed
from data.catalogue.formats.plain import records_of
from data.catalogue.formats.record import Record
from data.catalogue.tables.table import Row, Table

PERIOD = "salepriceeffectivedate"  # of Google and Meta: "2026-11-20T00:00+01:00/2026-11-30T23:59+01:00"
START, END = "salepricestartdate", "salepriceenddate"  # of OpenAI


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with an id, a title, a picture's address and one of the columns ``signs``, which are squeezed.

    ``clock`` says when it is read, by which a reduction is on or over.
    """

    name: str
    signs: frozenset[str]
    clock: Callable[[], datetime] = _now
    one_item_a_group: bool = False

    def fits(self, header: Sequence[str]) -> bool:
        names = {squeezed(column) for column in header}
        pictures = {"imagelink", "imageurl", "image0url"}
        return bool({"id", "itemid"} & names and "title" in names and pictures & names and self.signs & names)

    def records(self, table: Table) -> Iterator[Record]:
        columns = {squeezed(column): column for column in table.header}
        now = self.clock()
        told = columns.get("variantdict")
        for record in records_of(table, lambda row: _sale_is_on(row, columns, now)):
            yield _with_options(record, record.row.get(told, "")) if told else record


OPENAI = Feed(
    "OpenAI's product feed",
    frozenset(
        ("iseligiblesearch", "iseligiblecheckout", "isadseligible", "enablesearch", "enablecheckout")
        + ("listinghasvariations", "sellername", "targetcountries", "storecountry", "additionalimageurls")
    ),
)
META = Feed(
    "Meta's catalogue",
    frozenset(("fbproductcategory", "quantitytosellonfacebook", "richtextdescription", "image0url")),
)
GOOGLE = Feed(
    "Google Merchant",
    frozenset(
        ("link", "availability", "googleproductcategory", "producttype", "itemgroupid", "condition", "gtin")
        + ("additionalimagelink", "identifierexists", "mpn")
    ),
)


def _with_options(record: Record, options: str) -> Record:
    """The record with the colour and size that a JSON object names, where no column does."""
    try:
        named = json.loads(options)
    except (ValueError, RecursionError):
        return record
    if not isinstance(named, dict):
        return record
    texts = {name: cell for name, cell in named.items() if isinstance(cell, str) and cell}
    found = {
        field: texts[name] for name, field in canonical(list(texts)).items() if field in ("colour", "size")
    }
    return replace(record, cells={**found, **record.cells})


def _sale_is_on(row: Row, columns: Mapping[str, str], now: datetime) -> bool:
    """Whether now is in the time of a reduction. One whose dates cannot be read counts."""
    start, _, end = row.cells.get(columns.get(PERIOD, ""), "").partition("/")
    begun = _moment(start or row.cells.get(columns.get(START, ""), ""))
    over = _moment(end or row.cells.get(columns.get(END, ""), ""), at_end=True)
    return (begun is None or begun <= now) and (over is None or now <= over)


def _moment(text: str, at_end: bool = False) -> datetime | None:
    """A date, of which the whole day counts, or a time; of Greenwich, where it names no zone."""
    zoned = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", re.sub(r"[zZ]$", "+00:00", text.strip()))
    try:
        moment = datetime.fromisoformat(zoned)
    except ValueError:
        return None
    if at_end and re.fullmatch(r"\d{4}-\d\d-\d\d", zoned):
        moment += timedelta(days=1, seconds=-1)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
