"""The words and sentence templates of each language: data/en.json, data/es.json.

The blanks of a template, such as ``{title}``, are filled by those who choose it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.plan import Language

DATA = Path(__file__).parent / "data"


@lru_cache
def language_data(language: Language) -> dict[str, Any]:
    """One language's file: words and tables by name, and under ``templates`` a list of variants by name."""
    loaded: dict[str, Any] = json.loads((DATA / f"{language}.json").read_text("utf-8"))
    return loaded
