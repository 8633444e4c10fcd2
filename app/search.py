"""From a wish to matches: which vector is asked, inside which category, and which candidates come first.

Knows encoder and store; does not know conversations, prompts or advice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PIL import Image

from app.wish import Wanted, Wish
from data.store import Match, Store
from data.vocabulary import categories, category_named, colours, plain

CANDIDATES = 60  # looked at for each category before what the customer said of colour and audience is applied
# of the mixed query when words and photo ask for one category: texts differ more in score than pictures do
PHOTO_SHARE = 0.7
NEIGHBOURS = (
    10  # whose category a photo gets: right for 0.75 of held-out products, zero-shot prompts for 0.54
)
SAME = 0.995  # cosine from which a photo is the shop's own picture, which nobody else needs to vote on
ECHO_SHARE = 0.25  # of the photo in the query for another category: enough for its colours to be felt
UNCOUNTED = 4  # items shown when neither category nor number was said
SIMILAR = 4  # items shown for a photo without words

WHOM = {"men": " for men", "women": " for women", "boys": " for boys", "girls": " for girls"}


class Eyes(Protocol):
    """What is needed of an encoder (models.encoder says what each gives); only some have ``matching``."""

    name: str
    matches: bool

    def images(self, images: Sequence[Image.Image]) -> np.ndarray: ...

    def texts(self, texts: Sequence[str]) -> np.ndarray: ...

    def see(self, images: Sequence[Image.Image]) -> np.ndarray: ...

    def query_vectors(self, seen: np.ndarray) -> np.ndarray: ...

    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Photo:
    """A customer's photo: its vector (dim,) and the category in stock that it most looks like."""

    vector: np.ndarray
    category: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: so many of a category, the customer's own word for it, and a unit vector (dim,)."""

    wanted: Wanted
    word: str
    vector: np.ndarray


class Search:
    """Finds items for a wish, with or without a photo."""

    def __init__(self, encoder: Eyes, store: Store) -> None:
        self.encoder, self.store = encoder, store

    def look(self, image: Image.Image) -> Photo:
        """What a photo shows: the category that its nearest neighbours in the shop vote for."""
        vector = self.encoder.images([image])[0]
        near = self.store.search(vector, NEIGHBOURS)
        voters = [match for match in near if match.score > SAME] or near
        votes = Counter(
            match.item.category for match in voters
        )  # equal votes: the nearer one's, as counted first
        return Photo(vector, votes.most_common(1)[0][0] if votes else "")

    def query(self, wish: Wish, wanted: Wanted, words: str, photo: Photo | None) -> Query:
        """What is asked for one category; "" means any, and then the customer's own words are the query."""
        word = own_word(words, wanted.category)
        said = (
            [phrase(wish, wanted.category), phrase(wish, word or wanted.category)]
            if wanted.category
            else [words]
        )
        text = unit(self.encoder.texts(said).mean(axis=0))
        if photo is None:
            return Query(wanted, word, text)
        if not words.strip():
            return Query(wanted, word, photo.vector)
        share = PHOTO_SHARE if wanted.category in ("", photo.category) else ECHO_SHARE
        return Query(wanted, word, unit(share * photo.vector + (1 - share) * text))

    def find(self, wish: Wish, query: Query) -> list[Match]:
        """The best items, as many as are wanted; those that the cards say to fit come first."""
        wanted = query.wanted
        found = self.store.search(query.vector, max(CANDIDATES, wanted.count), wanted.category or None)
        found.sort(key=lambda m: (-fit(wish, m, query.word), -m.score, m.item.id))
        return found[: wanted.count]


def phrase(wish: Wish, noun: str) -> str:
    """The wish for one kind of thing, as the encoder was trained to read it: "black t-shirt for men"."""
    return f"{wish.colour} {noun}{WHOM.get(wish.gender, '')}".strip()


def own_word(words: str, category: str) -> str:
    """The customer's own, more precise word for a category ("boots"); "" if it is just its name."""
    known = categories().get(category)
    if known is None:
        return ""
    names = {plain(name) for name in (known.name, known.plural, known.es, known.es_plural)}
    said = re.findall(r"\w+", plain(words))
    for length in (3, 2, 1):
        for start in range(len(said) - length + 1):
            term = " ".join(said[start : start + length])
            if term not in names and any(category_named(form) == category for form in _forms(term)):
                return term
    return ""


def _forms(term: str) -> tuple[str, ...]:
    return (term, term.removesuffix("s"), term.removesuffix("es"))


def fit(wish: Wish, match: Match, word: str = "") -> int:
    """How far a card agrees with the wish: its very kind first, then colour and audience, then usage."""
    item = match.item
    kind = 5 if word and min(_forms(word), key=len) in plain(f"{item.title} {item.title_es}") else 0
    colour = 0
    if wish.colour:
        colour = 4 if item.colour == wish.colour else 2 if _family(item.colour) == _family(wish.colour) else 0
    gender = 4 if not wish.gender or item.gender in (wish.gender, "unisex", "") else 0
    return kind + colour + gender + (1 if wish.usage and item.usage == wish.usage else 0)


def unit(vector: np.ndarray) -> np.ndarray:
    """A vector at unit length, float32."""
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _family(colour: str) -> str:
    known = colours().get(colour)
    return known.family if known else colour


def outfit(stocked: Sequence[str], photo: Photo | None, wish: Wish) -> tuple[Wanted, ...]:
    """One top, one bottom and one pair of shoes from what is in stock, less what the photo shows already."""
    order = list(categories())
    seen = categories()[photo.category].role if photo and photo.category in categories() else ""
    covered = {"top", "bottom"} if seen == "dress" else {seen}
    roles = [role for role in ("top", "bottom", "shoes") if role not in covered]
    formal = wish.usage == "formal"
    chosen = []
    for role in roles:
        names = [n for n in order if categories()[n].role == role and n in stocked]
        if formal and "shirt" in names:
            names = ["shirt"]
        names.sort(
            key=lambda n: n in ("skirt", "shorts", "sandals")
        )  # trousers and shoes go with more occasions
        chosen += [Wanted(names[0], 1)] if names else []
    return tuple(chosen)
