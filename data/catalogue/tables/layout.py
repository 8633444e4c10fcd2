"""How a table lies in its file: which delimiter it has, and which line names its columns.

Knows the first lines of a file; knows no name of a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from data.catalogue.tables.records import Record, records

DELIMITERS = ("\t", ";", ",", "|")  # of equally good ones the first: texts have commas, hardly tabs
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\s,;|"]*')  # what Excel writes before a table
HEADER_SEARCH = 30  # records among which the header is looked for: titles before it are a few lines
# A header's cell is filled where most rows' are; the rows of a small table may have commas too many
SHARE_OF_CELLS = 0.8
COMMENT = "#"  # begins every cell of a line that explains the columns, as in Meta's template
TITLE_DOUBT = 0.3  # lines before the header are rarer than a list in a cell with a delimiter of its own
MAX_NAME = 100  # characters of a column's name; metafields have long ones
GREEDY = "productDisplayName"  # Kaggle's titles, in the last column, have commas that nobody quoted


@dataclass(frozen=True, slots=True)
class Layout:
    """The delimiter, the columns' names ("" for one without) and how many lines end with the header's."""

    delimiter: str
    names: tuple[str, ...]
    header_end: int

    @property
    def joins_surplus(self) -> bool:
        """Whether what is too much for the columns belongs to the last one."""
        return self.names[-1:] == (GREEDY,)


def layout_of(sample: Sequence[str]) -> Layout:
    """The layout of a table that begins with these lines."""
    start = next((n for n, line in enumerate(sample) if line.strip()), 0)
    told = SEPARATOR_LINE.fullmatch(sample[start]) if sample else None
    if told:
        start += 1
    candidates = [_rated(sample[start:], mark, start + 1) for mark in (told[1] if told else DELIMITERS)]
    return max(candidates, key=lambda rated: rated[0])[1]


def column_names(cells: Iterable[str]) -> tuple[str, ...]:
    """Their names without blanks and quotation marks around them. A second "name" is "name_2"."""
    names: list[str] = []
    seen: dict[str, int] = {"": 0}
    for cell in cells:
        name = wanted = " ".join(cell.replace("\ufeff", "").strip().strip("\"'").split())
        while name and name in seen:
            seen[wanted] += 1
            name = f"{wanted}_{seen[wanted]}"
        seen.setdefault(name, 1)
        names.append(name)
    return tuple(names)


def _rated(sample: Sequence[str], delimiter: str, first: int) -> tuple[float, Layout]:
    """The layout with this delimiter, and how well the rows fit to as many columns as possible."""
    found = [r for r in records(iter(sample), delimiter, first) if not r.error and r.filled]
    found = [r for r in found if not all(cell.lstrip().startswith(COMMENT) for cell in r.filled)]
    at, is_named = _header_at(found)
    if not found:
        return 0, Layout(delimiter, (), first - 1)
    header = found[at]
    layout = Layout(delimiter, column_names(header.cells), header.line + header.lines - 1)
    rows = [_fit(record, layout) for record in found[at + 1 :]]
    share = sum(rows) / len(rows) if rows else 0
    columns = len(header.filled) if len(header.filled) > 1 else 0.1  # any line is a table of one column
    doubt = (1 if is_named else 0.5) * (TITLE_DOUBT if at else 1)
    return columns * (0.1 + share) * doubt, layout


def _fit(row: Record, layout: Layout) -> float:
    """How well a row fits: spreadsheets leave off empty cells at the end, or add some."""
    cells, columns = len(row.cells), len(layout.names)
    if cells < columns:
        return 0.5 if cells > 1 else 0
    surplus = any(cell.strip() for cell in row.cells[columns:])
    return 0 if surplus and not layout.joins_surplus else 1


def _header_at(found: Sequence[Record]) -> tuple[int, bool]:
    """Which record is the header, and whether its cells are like names: the first that has about as many
    cells as the rows after it, as a title before the table has not; else a longer one that is like names."""
    filled = [len(record.filled) for record in found]
    wide = [n for n in range(min(len(found), HEADER_SEARCH)) if _is_wide(found[n], filled[n + 1 :])]
    if not wide:
        return 0, False
    longer = (n for n in wide if n == wide[0] or filled[n] > filled[wide[0]])
    named = next((n for n in longer if _are_names(found[n].filled)), None)
    return (wide[0], False) if named is None else (named, True)


def _is_wide(record: Record, filled_after: Sequence[int]) -> bool:
    """Whether a record reaches about as far as those after it; the last one may be a header without rows."""
    if not filled_after:
        return _are_names(record.filled)
    return _reach(record) >= SHARE_OF_CELLS * median(filled_after)


def _reach(record: Record) -> int:
    """The number of a record's last cell that is not blank."""
    return max(n for n, cell in enumerate(record.cells, 1) if cell.strip())


def _are_names(cells: Sequence[str]) -> bool:
    """Whether cells may be a header's: short, each another, none a number, a date or several cells."""
    return len(set(cells)) == len(cells) and all(_is_name(cell) for cell in cells)


def _is_name(cell: str) -> bool:
    is_number = not any(c.isalpha() for c in cell) and any(c.isdigit() for c in cell)
    return not is_number and len(cell) <= MAX_NAME and not any(mark in cell.strip() for mark in DELIMITERS)
