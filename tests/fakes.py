"""Small real implementations that stand in for the heavy ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from app.advice.compose import content
from app.plan import Plan, Sentence
from data.catalogue.item import Item
from data.catalogue.vocabulary import card_text, colour_named, colours, plain
from data.store.reading import Reading as Index
from data.store.store import ANY, Filter, Match
from models.llm.chat_model import Concurrent, Message, ModelError, NullModel
from models.vision.encoder import ImageTextEncoder, unit
from models.vision.photo_head import Reading


class ColourEncoder:
    """Sees the mean colour of each half of a picture and reads the colour words of a text: "red" finds the
    red dress, and by its best query vector also the one that is red above and white below."""

    has_itm_head = True

    def __init__(self, name: str = "colours") -> None:
        self.name, self.dim, self.seen = name, 4, 0

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 4) float32, unit rows: red, green, blue, and a constant."""
        return unit(self.qformer_embeddings(self.encode_patches(images)).mean(1))

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 2, 3): the mean colours above and below."""
        self.seen += len(images)
        halves = [image.convert("RGB").resize((1, 2), Image.Resampling.BOX) for image in images]
        return np.stack([np.asarray(half, np.float32)[:, 0] for half in halves])

    def qformer_embeddings(self, patches: np.ndarray) -> np.ndarray:
        """(n, 2, 4), unit rows."""
        return np.stack([[self._vector(rgb) for rgb in halves] for halves in patches])

    def match_probabilities(self, patches: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """(n,) how well the half that fits the text worse fits it: the whole picture must be red."""
        return np.einsum("nqd,nd->nq", self.qformer_embeddings(patches), self.texts(texts)).min(1)

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) the cosine of the half that fits best."""
        halves = self.qformer_embeddings(self.encode_patches(images))
        return np.einsum("nqd,td->nqt", halves, self.texts(texts)).max(1)

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """The same for the first colour that a text names; grey where it names none."""
        return np.stack([self._vector(self._colour(text)) for text in texts])

    def attention(self, patches: np.ndarray, texts: np.ndarray) -> np.ndarray:
        """(n, 2, 2): the half that fits text i best."""
        best = np.einsum("nqd,nd->nq", self.qformer_embeddings(patches), texts).argmax(1)
        return np.repeat(np.eye(2, dtype=np.float32)[best][:, :, np.newaxis], 2, axis=2)

    @staticmethod
    def _vector(rgb: Any) -> np.ndarray:
        raw = np.array([*rgb[:3], 64], np.float32)
        return raw / np.linalg.norm(raw)

    @staticmethod
    def _colour(text: str) -> tuple[int, ...]:
        for word in plain(text).split():
            name = colour_named(word)
            if name:
                return tuple(bytes.fromhex(colours()[name].hex[1:]))
        return (128, 128, 128)


class CardsOnly(Index):
    """Items of which nothing but the words on their cards can be asked."""

    def __init__(self, *items: Item) -> None:
        self._items = items

    def listed(
        self, count: int, category: str | None = None, where: Filter = ANY, after: str = ""
    ) -> list[Item]:
        """Those whose cards have a phrase of each term."""
        return [
            item for item in self._items
            if all(any(f" {plain(one)} " in card_text(item) for one in phrases) for phrases in where.words)
        ][:count]  # fmt: skip


class ScriptedChat(Concurrent):
    """A language model that says what it was given, three letters at a time, and remembers what it heard."""

    def __init__(
        self, *answers: str, is_generative: bool = False, name: str = "scripted", sees: bool = False
    ) -> None:
        self.name, self.is_generative, self.sees = name, is_generative, sees
        self.answers, self.heard = list(answers), list[Sequence[Message]]()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """The next answer; ModelError when there is none left."""
        self.heard.append(messages)
        if not self.answers:
            raise ModelError("the script is at its end; give it another answer")
        answer = self.answers.pop(0)
        yield from (answer[i : i + 3] for i in range(0, len(answer), 3))


class ReadingChat(NullModel):
    """A small language model: it has a name, and leaves plan and answer to rules and templates."""

    name = "reading"


class ColourReader:
    """Reads photos by a code of colours (KINDS, WEARERS): burgundy is a skirt, navy blue a pair of pants. So
    much of a picture as is of one colour, so sure is it; what is of no colour of the code is no garment.

    Two colours side by side are two garments, and rows of several colours are stripes of one.
    """

    KINDS = {"burgundy": "skirt", "navy blue": "pants", "olive": "t-shirt", "orange": "shoes"}
    WEARERS = {"burgundy": "women", "navy blue": "men"}
    SIDE, NEAR = 20, 40  # cells of a side; distance at which a colour is of the code

    def __init__(self, encoder: ImageTextEncoder) -> None:
        self.encoder = encoder

    def read(self, image: Image.Image) -> Reading:
        """What a photo shows; all are the right way up."""
        return self.read_each([image])[0]

    def read_each(
        self, images: Sequence[Image.Image], patches: np.ndarray | None = None
    ) -> list[Reading]:  # fmt: skip
        """What each of several pictures shows."""
        return [self._read(self._cells(one), self.encoder.encode_patches([one])) for one in images]

    def _cells(self, image: Image.Image) -> np.ndarray:
        """(side, side) the colour of each cell, by its number in the code; -1 for none of it."""
        small = image.convert("RGB").resize((self.SIDE, self.SIDE), Image.Resampling.BOX)
        code = np.array([tuple(bytes.fromhex(colours()[name].hex[1:])) for name in self.KINDS], np.float32)
        far = np.linalg.norm(np.asarray(small, np.float32)[:, :, np.newaxis] - code, axis=-1)
        return np.where(far.min(-1) < self.NEAR, far.argmin(-1), -1)

    def _read(self, cells: np.ndarray, patches: np.ndarray) -> Reading:
        striped = len(set(map(tuple, cells))) > 1 and (cells == cells[:, :1]).all()
        shares = {name: float((cells == at).mean()) for at, name in enumerate(self.KINDS)}
        own = {name: share for name, share in shares.items() if share > 0}
        worn = {max(shares, key=lambda name: shares[name]): sum(own.values())} if striped else own
        kinds = {kind: worn.get(name, 0.0) for name, kind in self.KINDS.items()}
        whom = {people: shares[name] for name, people in self.WEARERS.items()}
        drawn = max(worn.values(), default=0.0)
        return Reading(
            sum(own.values()), kinds, {kind: min(1.0, 2 * share) for kind, share in kinds.items()}, shares,
            {name: min(1.0, 2 * share) for name, share in shares.items()},
            {"striped": drawn * striped, "plain": drawn * (not striped)}, whom, 0, patches,
        )  # fmt: skip


def compose(
    plan: Plan, matches: Sequence[Match], missing: Sequence[str], stocked: Collection[str]
) -> Iterator[Sentence]:
    """The content of an answer in the words of the templates, as the writer says it where no model does."""
    for fact in content(plan, matches, missing, stocked):
        yield fact.sentence()


def painted(*inks: str, side: int = 40) -> Image.Image:
    """A square picture with these colours side by side; "" is grey, which is of no garment."""
    picture = Image.new("RGB", (side, side))
    for at, ink in enumerate(inks):
        left, right = (round(side * n / len(inks)) for n in (at, at + 1))
        picture.paste(colours()[ink].hex if ink else "#808080", (left, 0, right, side))
    return picture


def striped(*inks: str, side: int = 40) -> Image.Image:
    """A square picture with rows of these colours over and over."""
    picture, row = Image.new("RGB", (side, side)), side // ColourReader.SIDE
    for at in range(ColourReader.SIDE):
        picture.paste(colours()[inks[at % len(inks)]].hex, (0, at * row, side, (at + 1) * row))
    return picture
