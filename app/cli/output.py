"""What a command found, printed as one JSON line or as lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any


def write_json(found: Any) -> None:
    """One line, at once."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write(found: Any, as_json: bool, readable: Callable[[Any], str] | None = None) -> None:
    """As JSON, or as ``readable`` says it; by default names and values, a line each."""
    if as_json:
        write_json(found)
    else:
        sys.stdout.write((readable or as_lines)(found) + "\n")


def as_lines(found: Any, indent: str = "") -> str:
    """Names and values, a line each; a record of plain values in a list is one line."""
    if isinstance(found, (list, tuple)):
        return "\n".join(
            as_lines(record, indent) if any(map(_is_nested, record.values())) else indent + _one_line(record)
            for record in found
        )
    return "\n".join(
        f"{indent}{name}\n{as_lines(value, indent + '  ')}"
        if _is_nested(value)
        else f"{indent}{name}: {_cell(value)}"
        for name, value in found.items()
    )


def _is_nested(value: Any) -> bool:
    return isinstance(value[0] if value and isinstance(value, (list, tuple)) else value, dict)


def _one_line(record: dict[str, Any]) -> str:
    return "  ".join(f"{name} {_cell(value)}" for name, value in record.items())


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_cell, value)) or "none"
    return "none" if value is None else str(value)
