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
        return "\n".join(as_lines(r, indent) if _deep(r) else _line(r, indent) for r in found)
    lines = []
    for name, value in found.items():
        if _nested(value):
            lines += [f"{indent}{name}", as_lines(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {_cell(value)}")
    return "\n".join(lines)


def _nested(value: Any) -> bool:
    many = isinstance(value, (list, tuple)) and bool(value)
    return isinstance(value, dict) or (many and isinstance(value[0], dict))


def _deep(record: dict[str, Any]) -> bool:
    return any(map(_nested, record.values()))


def _line(record: dict[str, Any], indent: str) -> str:
    return indent + "  ".join(f"{name} {_cell(value)}" for name, value in record.items())


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_cell, value)) or "none"
    return "none" if value is None else str(value)
