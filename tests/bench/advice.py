"""`python -m tests.bench.advice [--store DIR] [--texts F]`: 200 advice texts and their claims.

Messages are drawn with a seed, half of them Spanish, one in five with a photo of an item; the small encoder
and photo head look, the rules plan, the template writer writes. The sample catalogue is indexed anew in a
temporary folder; ``--store`` names the index of a second one. Every sentence is held against the cards.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.advice.answer import Answer
from app.advice.compose import content, grammar_of
from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.config import Settings
from app.factcheck.check import supported
from app.factcheck.evidence import Evidence
from app.factcheck.stream import sentences
from app.factcheck.tagger import in_other_language, masked, mentions, tokens
from app.factory import encoder_from, head_from
from app.ingest.sync import index_catalogue
from app.plan import Language, Plan
from app.search.card_text import names_category
from app.search.scoring import has_pattern
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.images import open_picture
from data.catalogue.vocabulary import categories
from data.store.store import Store
from models.llm.chat_model import Message, NullModel
from models.vision.encoder import ImageTextEncoder

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
COLOURS = ("", "", "black", "white", "blue", "red", "green", "brown", "navy blue")
WHOM = ("", "", "men", "women")
USES = ("", "", "", "formal", "sports")
PATTERNS = ("", "", "", "striped", "checked", "floral", "polka-dot")
ADMITS = re.compile(r"\b(?:not|no|none|nothing|only|ninguna|solo)\b", re.I)  # of a sentence about a pattern
ASKING: dict[Language, tuple[str, ...]] = {
    "en": ("show me {}", "I am looking for {}", "{} please", "do you have {}?"),
    "es": ("enséñame {}", "busco {}", "quiero {}", "¿tenéis {}?"),
}
OUTFITS: dict[Language, tuple[str, ...]] = {
    "en": ("I have a date on Friday", "what do I wear to a wedding?", "an outfit for the gym"),
    "es": ("tengo una cita el viernes", "¿qué me pongo para una boda?", "un conjunto para el gimnasio"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One answer to a message, and what its cards say of it."""

    catalogue: str
    message: str
    language: Language
    reply: Reply
    sentences: tuple[str, ...]
    refused: tuple[str, ...]  # reasons and sentences that the cards do not bear out
    named: int  # items whose category is named

    def _patterns(self) -> Iterator[tuple[Item, str]]:
        """The items shown for which a pattern was asked, with that pattern."""
        shown = [match.item for match in self.reply.matches]
        answer = Answer.of(self.reply.plan or Plan("chat"), shown, grammar_of(self.language))
        asked = ((item, answer.asked(item).pattern) for item in answer.items)
        return ((item, pattern) for item, pattern in asked if pattern)

    @property
    def owes(self) -> bool:
        """Whether a pattern was asked for that the card of something shown does not bear out."""
        return any(not has_pattern(item, pattern) for item, pattern in self._patterns())

    @property
    def admits(self) -> bool:
        """Whether a sentence says of a pattern that was asked for that it is not there, or not everywhere."""
        grammar = grammar_of(self.language)
        asked = {grammar.pattern(pattern, item) for item, pattern in self._patterns()}
        return any(ADMITS.search(s) and any(pattern in s for pattern in asked) for s in self.sentences)

    @property
    def spoken(self) -> bool:
        """Whether all of it is in the language that was asked for; titles may be in another."""
        items = [match.item for match in self.reply.matches]
        return not any(in_other_language(masked(s, items), self.language) for s in self.sentences)


def shop(encoder: ImageTextEncoder, folder: Path, only: Sequence[str] = ()) -> Store:
    """The sample catalogue indexed into an empty folder, with all its categories or only these."""
    sample = read_catalogue(SAMPLE)
    items = tuple(item for item in sample.items if not only or item.category in only)
    store = Store.create(folder, encoder.name)
    index_catalogue(replace(sample, items=items), store, encoder)
    return store


def texts(assistant: Assistant, catalogue: str, language: Language, count: int, seed: int) -> Iterator[Text]:
    """So many answers in one language."""
    rng = random.Random(seed)
    stocked = [name for name in categories() if name in assistant.store.categories()]
    items = assistant.store.items()
    for _ in range(count):
        message = _drawn(rng, language, stocked)
        photos = (open_picture(rng.choice(items).image),) if rng.random() < 0.2 else ()
        *_, reply = assistant.reply([Message("user", message, photos)], language)
        yield _judged(catalogue, message, language, reply, sorted(assistant.store.categories()))


def _drawn(rng: random.Random, language: Language, stocked: Sequence[str]) -> str:
    """A message."""
    if rng.random() < 0.2:
        return rng.choice(OUTFITS[language])
    grammar = grammar_of(language)
    names = rng.sample(stocked, rng.choice((1, 1, 1, 2)))
    counts = [rng.choice((1, 1, 2, 3)) for _ in names]
    colour, audience, usage = rng.choice(COLOURS), rng.choice(WHOM), rng.choice(USES)
    pattern = rng.choice(PATTERNS)
    drawn = grammar.pattern(pattern) if language == "es" else f"with {grammar.named('motifs', pattern)}"
    things = [grammar.several(count, colour, name) for name, count in zip(names, counts, strict=True)]
    said = grammar.listed([f"{thing} {drawn}" if pattern else thing for thing in things])
    details = (said, grammar.named("audiences", audience), grammar.named("usages", usage))
    return rng.choice(ASKING[language]).format(" ".join(filter(None, details)))


def _judged(catalogue: str, message: str, language: Language, reply: Reply, stocked: Sequence[str]) -> Text:
    items = [match.item for match in reply.matches]
    plan = reply.plan or Plan("chat", language=language)
    said = tuple(sentences([reply.text], items))
    refused: list[str] = []
    evidence = Evidence(plan, items, reply.missing, stocked, reply.caption)
    facts = content(plan, reply.matches, reply.missing, stocked)
    general = " ".join(fact.text for fact in facts if fact.is_advice)  # which is of no card
    for sentence in said:
        verdict = supported(sentence, evidence)
        refused += [] if verdict.ok or sentence in general else [f"{verdict.why} | {sentence}"]
    own = [name for name in stocked if name not in categories()]
    named = {m.value for m in mentions(tokens(reply.text), language, own) if m.kind == "garment"}
    in_title = [
        language == "en" and i.title in reply.text and names_category(i.title, i.category) for i in items
    ]
    count = sum(item.category in named or told for item, told in zip(items, in_title, strict=True))
    return Text(catalogue, message, language, reply, said, tuple(refused), count)


def table(found: Sequence[Text]) -> str:
    """Markdown: for each catalogue and language."""
    lines = [
        "| catalogue | language | texts | sentences | a text | unsupported | named | in it | patterns |",
        "|---" * 9 + "|",
    ]
    groups = list(dict.fromkeys((t.catalogue, t.language) for t in found))
    for catalogue, language in [*groups, ("all", "both")]:
        rows = [t for t in found if (t.catalogue, t.language) == (catalogue, language) or catalogue == "all"]
        lines.append(f"| {catalogue} | {language} | {_row(rows)} |")
    return "\n".join(lines)


def _row(rows: Sequence[Text]) -> str:
    items = sum(len(t.reply.matches) for t in rows)
    lengths = sorted(len(t.sentences) for t in rows)
    cells = (
        str(len(rows)), str(sum(lengths)), f"{lengths[0]} to {lengths[-1]}",
        str(sum(len(t.refused) for t in rows)),
        f"{sum(t.named for t in rows) / max(items, 1):.2f}", f"{sum(t.spoken for t in rows) / len(rows):.2f}",
        f"{sum(t.owes and t.admits for t in rows)} of {sum(t.owes for t in rows)}",
    )  # fmt: skip
    return " | ".join(cells)


def _written(text: Text) -> str:
    cards = [
        f"    {m.item.id}: {m.item.title} | {m.item.colour} | {m.item.gender} | {m.item.usage}"
        for m in text.reply.matches
    ]
    seen = [f"    photo: {text.reply.caption}"] if text.reply.caption else []
    wrong = [f"    UNSUPPORTED {reason}" for reason in text.refused]
    return "\n".join([f"[{text.catalogue}] {text.message}", f"  {text.reply.text}", *seen, *cards, *wrong])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.advice", description=__doc__)
    parser.add_argument("--store", type=Path, help="index of a second catalogue, made with the same encoder")
    parser.add_argument(
        "--count", type=int, default=200, help="texts, in even parts over catalogues and languages"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--texts", type=Path, help="a file that the texts are written to, for a person to read"
    )
    args = parser.parse_args()
    settings = Settings.from_env(os.environ)
    encoder = encoder_from(settings)
    head = head_from(encoder)
    found: list[Text] = []
    with tempfile.TemporaryDirectory() as folder:
        stores = {"sample": shop(encoder, Path(folder) / "sample")}
        stores |= {args.store.name: Store.create(args.store, encoder.name)} if args.store else {}
        for name, store in stores.items():
            assistant = Assistant(encoder, store, NullModel(), head, settings.strategy)
            for language in ASKING:
                found += texts(assistant, name, language, args.count // (2 * len(stores)), args.seed)
    if args.texts:
        args.texts.write_text("\n\n".join(map(_written, found)) + "\n", encoding="utf-8")
    refused = [f"- {reason}" for text in found for reason in text.refused]
    sys.stdout.write("\n".join([table(found), *refused]) + "\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
