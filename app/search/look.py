"""One look at a customer's photo: garment or not, which, in what colours, with what pattern, for whom; and
where in it the garment is that somebody points at.

What is unsure is not said. A picture that the shop knows is known: its card speaks. Knows encoder, photo head
and store; does not know plans or wording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageChops

from app.plan import AUDIENCES, PhotoAttributes
from app.search.photo_attributes import TEMPERATURE, Traits
from app.search.query import Photo
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours, pattern_of
from data.store.reading import Reading as Index
from data.store.store import Match
from models.vision.encoder import ImageTextEncoder
from models.vision.photo_head import PhotoReader, Reading

NEIGHBOURS = 10  # who vote on a photo's category
# Weight of all their votes beside the cosine with a category's name. Names with votes were right for 0.93 of
# held-out products and 0.85 of phone photos, votes alone for 0.91 and 0.77
VOTES = 0.02
SAME = 0.995  # likeness from which a photo is the shop's own picture, which nobody else needs to vote on
# Weight of names and votes beside the head's logarithm. Of phone photos, in the sample shop and among
# products, the head alone names 0.924 and 0.940, with them 0.927 and 0.946; with equal weights 0.91 and 0.93
NAMED = 0.08
LEAST = 0.01  # added to the head's chances
# From which chance each is said. Garments: at 0.8 0.991 of phone photos and 0.08 of other things are taken
# for one, at 0.9 0.974 and 0.00
GARMENT, CATEGORY, COLOUR, SECOND, PATTERN, AUDIENCE, ALSO = 0.82, 0.26, 0.26, 0.5, 0.3, 0.95, 0.8
PLAIN = (
    0.7  # weight of no pattern: of phone photos' patterns 0.73 are then named and not 0.72, of all as many
)
HALF = 0.6  # chance of its category from which half of a picture shows another garment than the other half
MAX_ALSO = 3
# Of bars around a picture: the side that they are looked for at, the greys by which they may vary, and the
# share of the whole that the picture must have
FRAME_SIDE, FRAME_NOISE, MIN_INSIDE = 128, 12, 0.05
MARGIN = 0.05  # of a drawn box, around it
# Shares of a picture's long side, and of both sides of a square one, that are looked at around a tap
STRIPS, SQUARES = (0.6, 0.5, 0.4, 0.3), (0.65, 0.5, 0.35)
OBLONG = 1.2  # sides of a picture, from which one is the long one
PARTS = tuple(  # boxes of a picture that one of its garments may fill
    (x, y, w, h) for w, h in ((0.5, 1.0), (1.0, 0.5), (0.55, 0.6), (1.0, 0.4))
    for x in sorted({0.0, (1 - w) / 2, 1 - w}) for y in sorted({0.0, (1 - h) / 2, 1 - h})
)  # fmt: skip

Near = Callable[[np.ndarray, int], Sequence[Match]]  # the items most like query vectors (q, dim), best first


class Looker:
    """Looks at photos for one shop. Without a head, every photo shows a garment, of whose pattern and
    audience nothing is known."""

    def __init__(
        self, encoder: ImageTextEncoder, shop: Index, traits: Traits, near: Near, head: PhotoReader | None
    ) -> None:  # fmt: skip
        self._encoder, self._shop, self._traits, self._near, self.head = encoder, shop, traits, near, head

    def look(self, image: Image.Image) -> Photo:
        """What a photo shows."""
        image = unframed(image)
        reading = self.head.read(image) if self.head else None
        photo = self._photo(image, reading)
        known = photo.seen.item_id or not photo.seen.garment
        upright = image.rotate(90 * reading.turns, expand=True) if reading and reading.turns else image
        beside = () if known or upright.width < OBLONG * upright.height else self._halves(upright)
        seen = _several(photo.seen, beside, self._shop.categories())
        return replace(photo, category=seen.category or photo.category, seen=seen)

    def part(self, image: Image.Image, category: str) -> Photo:
        """The part of a photo that shows a garment of this category most surely; only what is seen of that
        garment is said."""
        if self.head is None:
            return replace(self.look(image), category=category, seen=PhotoAttributes(category=category))
        boxes = [_cut(image, box) for box in PARTS]
        readings = self.head.read_each(boxes)
        best = max(range(len(boxes)), key=lambda at: readings[at].categories.get(category, 0.0))
        photo = self._photo(boxes[best], readings[best])
        own = photo.seen.garment and photo.seen.category == category
        seen = replace(photo.seen, also=()) if own else PhotoAttributes(category=category)
        return replace(photo, category=category, seen=seen)

    def region(self, image: Image.Image, at: Sequence[float]) -> Image.Image:
        """The part of a picture that somebody means: around a point (x, y), or in a box (x, y, width, height)
        with a little around it; fractions of the picture, 0…1."""
        if len(at) == 4:
            x, y, w, h = at
            return _cut(image, (x - MARGIN * w, y - MARGIN * h, w * (1 + 2 * MARGIN), h * (1 + 2 * MARGIN)))
        boxes = [_cut(image, _around(at[0], at[1], *size)) for size in _sizes(image)]
        if self.head is None:
            return boxes[len(boxes) // 2]
        readings = self.head.read_each(boxes)
        agreed = _agreed(readings)
        return max(zip(boxes, readings, strict=True), key=lambda pair: pair[1].categories[agreed])[0]

    def _halves(self, image: Image.Image) -> tuple[str, ...]:
        """The categories of two garments that lie side by side in a wide picture; () where that is not sure.

        Of two phone photos put together 0.78 were known so, of 49 single ones none was taken for two.
        """
        if self.head is None:
            return ()
        halves = [_cut(image, (0.0, 0.0, 0.5, 1.0)), _cut(image, (0.5, 0.0, 0.5, 1.0))]
        readings = self.head.read_each(halves)
        best = [_best(reading.categories) for reading in readings]
        sure = all(one.garment >= GARMENT for one in readings) and all(c >= HALF for _, c in best)
        names = tuple(dict.fromkeys(name for name, _ in best))
        return names if sure and len(names) > 1 else ()

    def _photo(self, image: Image.Image, reading: Reading | None) -> Photo:
        upright = image.rotate(90 * reading.turns, expand=True) if reading and reading.turns else image
        own = reading is not None and self.head is not None and self.head.encoder is self._encoder
        patches = reading.patches if reading and own else self._encoder.encode_patches([upright])
        queries = self._encoder.qformer_embeddings(patches)[0]
        near = self._near(queries, NEIGHBOURS)
        same = [match.item for match in near if match.score > SAME]
        if len({item.category for item in same}) == 1:
            return Photo(queries, same[0].category, _of_card(same[0]))
        chances = self._categories(queries, near, reading)
        category = max(chances, key=lambda name: chances[name], default="")
        seen = attributes(reading, chances) if reading else self._by_names(category, queries)
        return Photo(queries, category, seen)

    def _by_names(self, category: str, queries: np.ndarray) -> PhotoAttributes:
        """Where there is no head: what the encoder says of every name."""
        colour = self._traits.colour(category, queries) if category else ""
        return PhotoAttributes(bool(category), category, (colour,) if colour else ())

    def _categories(
        self, queries: np.ndarray, near: Sequence[Match], reading: Reading | None
    ) -> dict[str, float]:  # fmt: skip
        """How likely each category in stock is: by its name, the neighbours' votes and the head."""
        fits = self._traits.categories(queries, self._shop.categories())
        votes = Counter(match.item.category for match in near)
        # equal in both: the nearer neighbour's, as counted first
        names = [*votes, *(name for name in fits if name not in votes)]
        if not names:
            return {}
        points = np.array(
            [(fits[name] + VOTES * votes[name] / max(1, len(near))) / TEMPERATURE for name in names]
        )
        if reading:  # what it was never taught is known by name alone
            own = dict(zip(names, _softmax(points), strict=True))
            known = [reading.categories.get(name, own[name]) for name in names]
            points = np.log(np.array(known) + LEAST) + NAMED * points
        return dict(zip(names, map(float, _softmax(points)), strict=True))


def attributes(reading: Reading, chances: Mapping[str, float]) -> PhotoAttributes:
    """What a reading says that is sure enough to be said; ``chances`` of each category in stock."""
    category = max(chances, key=lambda name: chances[name], default="")
    if reading.garment < GARMENT or not category:
        return PhotoAttributes(False, chances=(round(1 - reading.garment, 3),))
    plain = reading.patterns.get("plain", 0.0)
    pattern, _ = _best({**reading.patterns, "plain": PLAIN * plain})
    drawn = reading.patterns[pattern]
    audience, whom = _best(reading.audiences)
    shades, dyed = _colours(reading, pattern != "plain" and drawn >= PATTERN)
    also = sorted(
        (name for name in chances if name != category and reading.present.get(name, 0.0) >= ALSO),
        key=lambda name: -reading.present[name],
    )
    return PhotoAttributes(
        True,
        category if chances[category] >= CATEGORY else "",
        shades if dyed >= COLOUR else (),
        pattern if drawn >= PATTERN else "",
        audience if whom >= AUDIENCE else "",
        tuple(also[:MAX_ALSO]),
        chances=tuple(round(c, 3) for c in (reading.garment, chances[category], dyed, drawn, whom)),
    )


def _several(seen: PhotoAttributes, beside: Sequence[str], stocked: Collection[str]) -> PhotoAttributes:
    """With what lies beside; of several garments no colour or pattern is told, as each has its own."""
    halves = tuple(name for name in beside if name in stocked)
    if len(halves) > 1:  # what the whole seemed to be is a blend of both
        return replace(seen, category=halves[0], also=halves[1:], colours=(), pattern="")
    return replace(seen, colours=(), pattern="") if seen.also else seen


def _colours(reading: Reading, patterned: bool) -> tuple[tuple[str, ...], float]:
    """The main colour, with a second one where that is seen as well, and how sure the first is."""
    first, dyed = _best(reading.colours)
    others = {name: chance for name, chance in reading.shades.items() if name not in (first, "multi")}
    second, seen = _best(others)
    return (first, second) if patterned and seen >= SECOND else (first,), dyed


def _best(chances: Mapping[str, float]) -> tuple[str, float]:
    name = max(chances, key=lambda one: chances[one])
    return name, chances[name]


def _of_card(item: Item) -> PhotoAttributes:
    """What the card of the shop's own item says, in no words but those of the vocabulary."""
    dyed = (item.colour,) if item.colour in colours() else ()
    whom = item.gender if item.gender in AUDIENCES else ""
    return PhotoAttributes(
        True, item.category, dyed, pattern_of(item), whom, item_id=item.id, chances=(1.0,) * 5
    )  # fmt: skip


def _agreed(readings: Sequence[Reading]) -> str:
    """The category that several parts of a picture agree on most."""
    names = readings[0].categories
    said = {name: sum(np.log(one.categories[name] + LEAST) for one in readings) for name in names}
    return max(said, key=lambda name: said[name])


def _sizes(image: Image.Image) -> list[tuple[float, float]]:
    """The widths and heights that are looked at around a tap: things lie side by side in a wide picture, one
    above the other in a tall one."""
    if image.width >= OBLONG * image.height:
        return [(share, 1.0) for share in STRIPS]
    if image.height >= OBLONG * image.width:
        return [(1.0, share) for share in STRIPS]
    return [(share, share) for share in SQUARES]


def _softmax(points: np.ndarray) -> np.ndarray:
    raised = np.exp(points - points.max())
    return raised / raised.sum()


def _around(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    """A box around a point, moved into the picture."""
    left, top = min(max(x - width / 2, 0.0), 1 - width), min(max(y - height / 2, 0.0), 1 - height)
    return left, top, width, height


def _cut(image: Image.Image, box: Sequence[float]) -> Image.Image:
    """The part of a picture in a box of fractions; at least a pixel of it."""
    x, y, w, h = box
    (left, right), (top, low) = _span(x, w, image.width), _span(y, h, image.height)
    return image.crop((left, top, right, low))


def unframed(image: Image.Image) -> Image.Image:
    """A picture without bars of one colour around it, as films and screenshots have them. What lies on a
    plain ground, as products do, has no corners and stays as it is."""
    small = image.convert("RGB")
    small.thumbnail((FRAME_SIDE, FRAME_SIDE))
    frame = Image.new("RGB", small.size, small.getpixel((0, 0)))
    far = ImageChops.difference(small, frame).convert("L").point(lambda value: 255 * (value > FRAME_NOISE))
    box = far.getbbox()
    between = box and (0 < box[0] < box[2] < small.width or 0 < box[1] < box[3] < small.height)
    if box is None or not between:  # bars are on two sides
        return image
    inside = far.crop(box)
    last = inside.width - 1, inside.height - 1
    corners = [inside.getpixel((x, y)) for x in (0, last[0]) for y in (0, last[1])]
    if (
        corners.count(255) < len(corners)
        or inside.width * inside.height < MIN_INSIDE * far.width * far.height
    ):
        return image
    return _cut(image, (box[0] / far.width, box[1] / far.height, (box[2] - box[0]) / far.width,
                        (box[3] - box[1]) / far.height))  # fmt: skip


def _span(start: float, length: float, side: int) -> tuple[int, int]:
    """The first pixel of a part of a side, and the one behind its last."""
    first, end = (round(min(max(at, 0.0), 1.0) * side) for at in (start, start + length))
    first = min(first, side - 1)
    return first, max(end, first + 1)
