"""What became of sentences: of those that a model wrote in a run, and of labelled ones at the fact check.

Knows the stream that shows them; does not know how a sentence is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.agent.planner import Planner
from app.agent.reply import Reply
from app.agent.writing.writer import Found, evidence_of
from app.evaluation.agent.labels import LabelledAnswer
from app.factcheck.check import Verdict, supported
from app.factcheck.stream import MARKDOWN, MAX_SENTENCES, sentences, vetted
from app.plan import TEMPLATES
from app.search.outfits import available
from data.catalogue.catalogue import Item
from data.store.store import Match, Store

Words = tuple[str, ...]


def fates(reply: Reply, prose: Sequence[Iterable[str]]) -> dict[str, int]:
    """How many sentences of a model's answer were shown as written, written anew, and dropped; {} where it
    wrote none. ``prose`` has the pieces of the answer, then those of what was written anew."""
    asked = reply.plan.question if reply.plan and reply.plan.act == "ask" else ""
    answer = [asked] if asked else next(iter(prose), ())
    items = [match.item for match in reply.matches]
    written = [words for one in sentences(answer, items) if (words := _bare(one))]
    shown = [_bare(one.text) for one in reply.sentences if one.by != TEMPLATES]
    places, anew = _places(written, shown)
    read = places[-1] + 1 + anew if places and len(shown) == MAX_SENTENCES else len(written)
    own, rewritten = len(places), len(shown) - len(places)
    dropped = max(0, read - own - rewritten)
    return {"as_written": own, "rewritten": rewritten, "dropped": dropped} if written else {}


def _bare(sentence: str) -> Words:
    """The words of a sentence, without marks of a layout."""
    return tuple(re.findall(r"\w+", MARKDOWN.sub("", sentence)))


def _places(written: Sequence[Words], shown: Sequence[Words]) -> tuple[list[int], int]:
    """Where those that are shown as written stand, and how many that are not come after the last of them."""
    places: list[int] = []
    behind = 0
    for words in shown:
        after = places[-1] + 1 if places else 0
        if words in written[after:]:
            places.append(written.index(words, after))
            behind = 0
        else:
            behind += 1
    return places, behind


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled answer after the fact check: for each sentence whether it was shown, None where it came
    after as many as are shown of one answer."""

    answer: LabelledAnswer
    shown: tuple[bool | None, ...]

    def of(self, label: str) -> list[bool]:
        """The same of its sentences with this label, without those that came too late."""
        pairs = zip(self.answer.sentences, self.shown, strict=True)
        return [shown for one, shown in pairs if one.label == label and shown is not None]

    @property
    def worse(self) -> bool:
        """Whether a true sentence is missing from an answer without a false one, or from one that is gone."""
        labels = {one.label for one in self.answer.sentences}
        return False in self.of("true") and (labels == {"true"} or not any(self.shown))


def judge(answer: LabelledAnswer, store: Store) -> Judged:
    """One labelled answer as a stream through the fact check, with the evidence that the writer has."""
    planner = Planner(store)
    plan, missing = available(answer.plan, None, tuple(store.categories()))
    matches = tuple(Match(item, 0.0) for item in store.get(answer.shown))
    scene = planner.scene(answer.messages, planner.state_of(answer.messages, plan.language))
    evidence = evidence_of(Found(plan, matches, missing, "", scene))
    text = "".join(_led(one.text) for one in answer.sentences).strip()

    def check(sentence: str, before: Sequence[str]) -> Verdict:
        return supported(sentence, evidence, before)

    shown = [_bare(one.text) for one in vetted([text], evidence.items, check)]
    fate = _fate_of_words(text, evidence.items, shown)
    return Judged(answer, tuple(_together(fate, [one.text for one in answer.sentences])))


def _led(sentence: str) -> str:
    """A sentence behind what parts it from the one before: items of a list stand on lines of their own."""
    return f"\n{sentence}" if MARKDOWN.match(sentence) else f" {sentence}"


def _fate_of_words(text: str, items: Sequence[Item], shown: Sequence[Words]) -> list[bool | None]:
    """For each word of a text whether its sentence was shown, as the stream cuts it into sentences."""
    cut = list(sentences([text], items))
    places, _ = _places([_bare(one) for one in cut], shown)
    last = places[-1] if len(shown) == MAX_SENTENCES else len(cut)
    fate: list[bool | None] = []
    for place, one in enumerate(cut):
        fate += [place in places if place <= last else None] * len(_words(one))
    return fate


def _together(fate: Sequence[bool | None], said: Sequence[str]) -> Iterable[bool | None]:
    """The same for each labelled sentence: shown where all its words are."""
    start = 0
    for one in said:
        own = fate[start : start + len(_words(one))]
        start += len(own)
        yield None if None in own else all(own)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
