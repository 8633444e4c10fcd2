"""What the small writer has been taught beside its weights, from a file that ships with them: the words that
it may use, and the turns of phrase of each language.

Knows the file; does not know who reads it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.factcheck.fluency import Fluency
from app.plan import Language


@dataclass(frozen=True, slots=True)
class Schooling:
    """``words`` beside those that are frequent in a language; how lines are put together, by language."""

    words: frozenset[str]
    fluency: Mapping[Language, Fluency]

    def save(self, path: Path) -> None:
        """Writes the file; the same schooling makes the same bytes."""
        told: dict[str, Any] = {"words": " ".join(sorted(self.words))}
        for language, one in self.fluency.items():
            triples = sorted(" ".join(triple) for triple in one.triples)
            told[language] = {"common": " ".join(sorted(one.common)), "triples": "\n".join(triples)}
            told[language]["nouns"] = dict(sorted(one.nouns.items()))
        path.write_bytes(gzip.compress(json.dumps(told, ensure_ascii=False).encode(), mtime=0))

    @classmethod
    def load(cls, path: Path) -> Schooling:
        """Reads what ``save`` wrote. Raises OSError."""
        told = json.loads(gzip.decompress(path.read_bytes()))
        words = frozenset(told.pop("words").split())
        return cls(words, {language: _fluency(one) for language, one in told.items()})


def _fluency(told: Mapping[str, Any]) -> Fluency:
    triples = (line.split(" ") for line in told["triples"].splitlines())
    known = frozenset((a, b, c) for a, b, c in triples)
    return Fluency(frozenset(told["common"].split()), known, told["nouns"])
