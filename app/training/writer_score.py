"""How well the small writer words what it is given: on scenes of shops, with the checks of run time."""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.advice.compose import seen_in_words
from app.advice.content import Fact
from app.agent.writing.small import Order, SmallWriter
from app.factcheck.check import supported
from app.factcheck.evidence import Evidence
from app.plan import TEMPLATES, Language, Sentence
from app.training.scenes import Scene
from data.catalogue.catalogue import Item

PHRASE = 5  # words that make one


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to a scene: the facts, their sentences, and the seconds until the first and the last."""

    scene: Scene
    facts: Sequence[Fact]
    sentences: Sequence[Sentence]
    first: float
    last: float


def against_cards(scene: Scene) -> Callable[[str, Fact], str]:
    """Why a sentence may not be shown beside the cards of a scene; they bear out neither general advice nor
    what is not there."""
    evidence = Evidence(
        scene.plan, list(scene.items), scene.missing, sorted(scene.stocked), seen_in_words(scene.plan)
    )

    def refuse(sentence: str, fact: Fact) -> str:
        return "" if fact.is_advice or fact.is_lack else supported(sentence, evidence).why

    return refuse


def tell(writer: SmallWriter, scenes: Iterable[Scene]) -> Iterator[Told]:
    """The scenes' answers, each in another voice."""
    for number, scene in enumerate(scenes):
        facts, begun, times = scene.facts(), time.monotonic(), list[float]()
        order = Order(facts, scene.plan.language, number, number, against_cards(scene))
        said = []
        for sentence in writer.sentences(order):
            said.append(sentence)
            times.append(time.monotonic() - begun)
        yield Told(scene, facts, said, times[0], times[-1])


def figures(told: Sequence[Told]) -> dict[str, Any]:
    """Shares of sentences and of whole answers that are the model's, seconds, and the phrase that comes back
    most often in the answers, with its share of them."""
    own = [[sentence.by != TEMPLATES for sentence in one.sentences] for one in told]
    phrase, share = most_frequent([" ".join(s.text for s in one.sentences) for one in told])
    return {
        "answers": len(told), "sentences": sum(map(len, own)),
        "by_model": round(sum(map(sum, own)) / sum(map(len, own)), 3),
        "wholly": round(statistics.fmean(map(all, own)), 3),
        "first_seconds": round(statistics.median(one.first for one in told), 2),
        "seconds": round(statistics.median(one.last for one in told), 2),
        "phrase": phrase, "phrase_share": round(share, 3),
    }  # fmt: skip


def most_frequent(answers: Sequence[str]) -> tuple[str, float]:
    """The phrase that most answers have, and how many of them have it."""
    counts: Counter[str] = Counter()
    for answer in answers:
        words = answer.lower().split()
        phrases = (" ".join(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1))
        counts.update(list(dict.fromkeys(phrases)))  # in their order, so that it decides a tie
    phrase, count = counts.most_common(1)[0] if counts else ("", 0)
    return phrase, count / max(1, len(answers))


def write(path: Path, told: Sequence[Told]) -> None:
    """The answers as JSON lines, beside their notes and cards, to be read."""
    rows = (
        {
            "language": one.scene.plan.language,
            "cards": [_card(item, one.scene.plan.language) for item in one.scene.items],
            "lines": [
                {"note": fact.note, "template": fact.text, "said": sentence.text, "by": sentence.by}
                for fact, sentence in zip(one.facts, one.sentences, strict=True)
            ],
        }
        for one in told
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _card(item: Item, language: Language) -> str:
    spanish = language == "es"
    title, text = (item.title_es, item.description_es) if spanish else (item.title, item.description)
    labels = (item.category, item.colour, item.gender, item.usage, item.season, str(item.price))
    return " | ".join((title or item.title, *labels, text or item.description))
