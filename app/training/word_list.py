"""The most frequent words of each language, which no misspelling is looked for in.

Takes them from wordfreq (Speer 2022), which only this recipe needs; its data are CC BY-SA 4.0 (NOTICE).
"""

from __future__ import annotations

from pathlib import Path

from app.nlu.lexicon import DATA, LANGUAGES
from app.nlu.spelling import SHORTEST
from data.catalogue.vocabulary import plain
from models.errors import ModelError

COUNT = 10000  # words looked at in each language; more of them hide misspelt garments, "bots" and "skit"


def write_word_lists(folder: Path | None = None) -> dict[str, int]:
    """Writes frequent_<language>.txt for each language; returns how many words it has."""
    folder, counts = folder or DATA, {}
    for language in LANGUAGES:
        words = frequent_words(language)
        (folder / f"frequent_{language}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
        counts[language] = len(words)
    return counts


def frequent_words(language: str, count: int = COUNT) -> list[str]:
    """The plain words among the ``count`` most frequent that are long enough to be corrected, sorted.

    Raises ModelError without wordfreq.
    """
    try:
        from wordfreq import top_n_list
    except ModuleNotFoundError as error:
        raise ModelError(
            "wordfreq is not installed; pip install -r tests/requirements.txt brings it"
        ) from error
    words = map(plain, top_n_list(language, count))
    return sorted({word for word in words if word.isalpha() and len(word) >= SHORTEST})
