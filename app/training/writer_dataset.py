"""Rows for the small writer's training: the corpus as it was written, and told again over other items."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from app.agent.writing.notes import VOICES, notes_prompt, voice_of
from app.agent.writing.schooling import Schooling
from app.factcheck.fluency import Fluency
from app.factcheck.paraphrase import plain_words
from app.nlu.lexicon import frequent
from app.plan import Language
from app.training.corpus import Row, faults
from app.training.retelling import Retelling
from app.training.scenes import Scenes, invented_shop
from data.catalogue.catalogue import Item

log = logging.getLogger("writer-dataset")
CORPUS = Path(__file__).parent / "corpus"
HELD_OUT = 20  # one written answer in so many is never trained on, chosen by its id
UNSEEN_SHOP = "casa_rivas"  # kept for evaluation
AGREEING: tuple[Language, ...] = ("es",)  # languages whose articles tell gender and number
MAX_DRAWN = 8  # scenes that are drawn for an answer that is told again, before one gives up


def read_corpus(folder: Path = CORPUS) -> list[Row]:
    """All answers that people wrote."""
    files = sorted(folder.glob("answers_*.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [Row.from_json(json.loads(line)) for line in lines]


def held_out(row: Row) -> bool:
    """Whether an answer is never trained on. Decided by its id alone."""
    return zlib.crc32(row.id.encode()) % HELD_OUT == 0


def shops() -> list[list[Item]]:
    """The invented shops that may be trained on."""
    tables = sorted((CORPUS / "shops").glob("*.csv"))
    return [invented_shop(table) for table in tables if table.stem != UNSEEN_SHOP]


def told_again(rows: Iterable[Row], stock: Sequence[Sequence[Item]], count: int, seed: int) -> Iterator[Row]:
    """So many answers, half of each language, over items of these shops by turns; fewer where too few of the
    scenes drawn can be told."""
    retelling = Retelling(rows, seed)
    languages: list[Language] = list(VOICES)
    each = count // len(languages) // len(stock)
    for number, items in enumerate(stock):
        for language in languages:
            drawn = Scenes(items, seed + number).draw(each * MAX_DRAWN, language)
            blank = (
                Row(f"{number}-{language}-{at}", "", language, tuple(scene.facts()), scene.things())
                for at, scene in enumerate(drawn)
            )
            for at, row in enumerate(retelling.answers(blank)):
                if at >= each:
                    break
                yield row


def prompt_row(row: Row) -> dict[str, str]:
    """A row as the trainer reads it."""
    prompt = notes_prompt([fact.note for fact in row.facts], voice_of(row.author))
    return {"prompt": prompt, "answer": "\n".join(row.lines)}


def write(folder: Path, stock: Sequence[Sequence[Item]], count: int, seed: int = 0) -> None:
    """Writes train.jsonl, held.jsonl and schooling.json.gz, which ships beside the adapter."""
    written = [row for row in read_corpus() if not list(faults(row))]
    train = [row for row in written if not held_out(row)]
    again = list(told_again(train, stock, count, seed))
    folder.mkdir(parents=True, exist_ok=True)
    log.info("%d answers written by people, %d told again", len(train), len(again))
    rows = [prompt_row(row) for row in (*train, *again)]
    Random(seed).shuffle(rows)
    _dump(folder / "train.jsonl", rows)
    _dump(folder / "held.jsonl", [prompt_row(row) for row in written if held_out(row)])
    schooling(train).save(folder / "schooling.json.gz")


def schooling(rows: Sequence[Row]) -> Schooling:
    """The words of these answers that are not frequent in their language, and how lines are put together."""
    used = {(word, row.language) for row in rows for line in row.lines for word in plain_words(line)}
    words = frozenset(word for word, language in used if word not in frequent(language))
    answers: dict[Language, list[tuple[list[str], tuple[str, ...]]]] = {}
    for row in rows:
        answers.setdefault(row.language, []).append(([fact.note for fact in row.facts], row.lines))
    return Schooling(words, {lang: Fluency.learnt(own, lang in AGREEING) for lang, own in answers.items()})


def _dump(path: Path, rows: Iterable[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
