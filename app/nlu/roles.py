"""How the garments of a message are meant: wanted, owned or refused, and how many of each.

Works on the pieces that the tagger finds. Grammar of two languages by rules of thumb, nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from app.nlu.lexicon import LANGUAGES, articles, groups, words, words_of
from app.nlu.tagger import Garment, Piece
from app.plan import MAX_COUNT, Role

HAD = frozenset(("had", "gone"))
ENDS = ("stop", "comma")  # pieces that end a clause
MAX_DISTANCE = 6  # pieces between a garment and its number
BARRIERS = frozenset(("want", "own", "lacking", "with", "turn", "or", "and"))  # no number counts across them


@dataclass(frozen=True, slots=True)
class Mention:
    """A garment of a message. ``count`` is 0 where only its singular or plural says how many."""

    piece: Piece
    at: int  # its place among the pieces
    role: Role
    count: int = 0
    some: bool = False  # "some", "a few pairs"
    joined: bool = False  # by "or" to the garment before it
    listed: bool = False  # behind an "and" or a comma
    colours: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    @property
    def garment(self) -> Garment:
        """What it is."""
        assert self.piece.garment is not None
        return self.piece.garment


def mentions(pieces: Sequence[Piece]) -> list[Mention]:
    """Every garment in the order of the message."""
    found = [
        Mention(
            piece,
            at,
            _said_behind(pieces, at) or role,
            *_number(pieces, at),
            joined=_or(pieces, at),
            listed=any(p.kind == "comma" or "and" in p.cues for p in pieces[max(0, at - 2) : at]),
        )
        for at, (piece, role) in enumerate(zip(pieces, _roles(pieces), strict=True))
        if piece.kind == "garment" and not _part_of_a_name(pieces, at)
    ]
    return _counted_apart(pieces, found)


def _counted_apart(pieces: Sequence[Piece], found: Sequence[Mention]) -> list[Mention]:
    """With the number that stands in a clause of its own: "a rain jacket, so 2 please"."""
    wanted = [m for m in found if m.role == "wanted"]
    if len(wanted) != 1 or wanted[0].count > 1:
        return list(found)
    number = next((p.number for at, p in enumerate(pieces) if at > wanted[0].at and _alone(pieces, at)), 0)
    return [replace(m, count=number) if m is wanted[0] and number else m for m in found]


def _alone(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a number has nothing in its clause to count."""
    number = pieces[at]
    if number.kind != "number" or (number.text.isdigit() and int(number.text) > MAX_COUNT):
        return False
    if number.number < 2 and number.text not in ("one", "uno", "una"):
        return False
    before = takewhile(lambda p: p.kind not in ENDS and "turn" not in p.cues, reversed(pieces[:at]))
    after = takewhile(lambda p: p.kind not in ENDS, pieces[at + 1 :])
    asked = all("want" in p.cues or p.text in words("total") for p in before)
    return asked and all(p.text in words("polite") for p in after)


def _part_of_a_name(pieces: Sequence[Piece], at: int) -> bool:
    """English ends in what it is ("a shirt dress"), Spanish begins with it ("un bolso mochila")."""
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if pieces[at].text in words_of("brand") and _of_a_maker(pieces, at):
        return True  # "a Puma jacket", "sneakers by Nike"
    if before and (
        "head" in before.cues or (before.garment and pieces[at].text in words("garment_adjectives"))
    ):
        return True
    if after is None or after.garment is None:
        return False
    if before and before.text in ("a", "an") and not pieces[at + 2 : at + 3] and after.garment.count == 1:
        return True  # "a dirndl skirt" is one thing
    said = pieces[at].cues
    return "stuff" in said or ("modifier" in said and after.garment.category in words("named_after_garments"))


def _of_a_maker(pieces: Sequence[Piece], at: int) -> bool:
    before, after = pieces[max(0, at - 1) : at], pieces[at + 1 : at + 2]
    return any(p.garment for p in (*before, *after)) or any(p.text in words("by") for p in before)


def _roles(pieces: Sequence[Piece]) -> Iterator[Role]:
    """For each piece how a garment at this place is meant."""
    role: Role = "wanted"
    for at, piece in enumerate(pieces):
        if piece.kind == "stop" or (piece.kind == "comma" and not _wanted_later(pieces, at)):
            role = "wanted"
        elif piece.kind == "cue":
            role = _turned(pieces, at, role)
        elif piece.text in words("for") and _purpose(pieces, at):
            role = "owned"
        yield role


def _turned(pieces: Sequence[Piece], at: int, role: Role) -> Role:
    said, text = pieces[at].cues, pieces[at].text
    if "neutral" in said:
        return role
    if said & {"own", *HAD} and _closes(pieces, at):
        return role
    if "lacking" in said:
        return "wanted"
    if text in words("none") and any("own" in p.cues for p in pieces[:at]) and _is_new(pieces, at):
        return "wanted"  # "I have jackets but no coat"
    if "refuse" in said:
        return role if _closes(pieces, at) or _empty(pieces, at) else "refused"
    if text == "llevo" and any(p.number > 1 for p in pieces[at + 1 : at + 2]):
        return "wanted"  # "llevo 3 bolsos": I take them
    if said & {"own", "with"}:
        return "owned"
    if "mine" in said and _owner(pieces, at):
        return "owned"
    return "wanted" if said & {"want", "turn"} else role


def _is_new(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the next garment is of another category than all before: not "a jacket, so no jackets"."""
    known = {p.garment.category for p in pieces[:at] if p.garment}
    following = next((p.garment.category for p in pieces[at:] if p.garment), "")
    return following not in known


def _wanted_later(pieces: Sequence[Piece], at: int) -> bool:
    """Whether somewhere behind a garment is asked for in so many words."""
    asked = next((i for i, p in enumerate(pieces[at:]) if p.cues & {"want", "turn"}), len(pieces))
    return any(p.kind == "garment" for p in pieces[at + asked :])


def _purpose(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "for" leads from one garment to another: "a belt for jeans"."""
    clause = takewhile(lambda p: p.kind not in ENDS, reversed(pieces[:at]))
    behind = pieces[at + 1 : at + 4]
    kinds = [p.kind for p in behind]
    if "garment" not in kinds or any(p.text in _people() for p in behind):
        return False
    leads = set(kinds[: kinds.index("garment")]) <= {"word", "colour", "number"}
    return leads and any(p.kind == "garment" for p in clause)


def _closes(pieces: Sequence[Piece], at: int) -> bool:
    """Whether nothing follows in the clause."""
    return at + 1 == len(pieces) or pieces[at + 1].kind in ENDS


def _empty(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a "no" refuses no garment: it stands alone, or only a colour follows."""
    clause = takewhile(lambda p: p.kind not in ENDS and not p.cues & {"want", "turn"}, pieces[at + 1 :])
    return all(p.kind != "garment" for p in clause)


@lru_cache
def _people() -> frozenset[str]:
    return frozenset().union(*groups("audiences").values())


@lru_cache
def _articles() -> frozenset[str]:
    return frozenset().union(*map(articles, LANGUAGES))


def _owner(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "my" is said of a garment, and not of a person or a day."""
    for piece in pieces[at + 1 : at + 5]:
        if piece.kind == "garment":
            return True
        if piece.kind not in ("word", "colour") or piece.text in _people() | _articles():
            return False
    return False


def _said_behind(pieces: Sequence[Piece], garment: int) -> Role | None:
    """What is said behind a garment: "boots no", "the jeans I have", "skirts don't suit me"."""
    if _turned_down(pieces, garment):
        return "refused"
    behind = pieces[garment + 1 : garment + 2]
    if any(p.text in words("accepted") for p in behind) and _closes(pieces, garment + 1):
        return "owned"  # "los joggers bien. Y una mochila"
    for at in range(garment + 1, len(pieces)):
        piece = pieces[at]
        if piece.text == "no" and _closes(pieces, at) and at <= garment + 2:
            return "refused"
        if is_unloved(pieces, at):
            return "refused"
        if HAD & piece.cues:
            return "owned" if _said_of(pieces, at) else None
        if piece.kind in ENDS or piece.text in words("reasons") or piece.cues & {"want", "turn", "with"}:
            return None
    return None


def is_unloved(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece says that what stands before it is not liked: "pink doesn't suit her", "el rosa no le
    gusta", but not "no le gusta el rosa"."""
    said = pieces[at].cues
    if "unloved" not in said:
        return False
    behind = takewhile(lambda p: p.kind not in ENDS and not p.cues & BARRIERS, pieces[at + 1 :])
    return "refuse" not in said or all(not (p.garment or p.colour or p.pattern) for p in behind)


def is_turned_down(pieces: Sequence[Piece], token: int) -> bool:
    """Whether nothing but a "no" stands behind the word at a token: "muy cortos no"."""
    behind = [piece for piece in pieces if piece.first > token][:2]
    return bool(behind) and behind[0].text in words("nay") and all(p.kind in ENDS for p in behind[1:])


def _turned_down(pieces: Sequence[Piece], garment: int) -> bool:
    """Whether a "no" that stands alone parts a garment from another one: "jeans? nah. shorts"."""
    for at in range(garment + 1, len(pieces)):
        if pieces[at].text in words("nay") and pieces[at - 1].kind == "stop" and pieces[at + 1 : at + 2]:
            return pieces[at + 1].kind in ENDS and any(p.kind == "garment" for p in pieces[at:])
        if pieces[at].kind == "garment":
            return False
    return False


def _said_of(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "I have" closes a clause instead of opening one with a garment of its own."""
    for piece in pieces[at + 1 :]:
        if piece.kind in ENDS or piece.cues & {"want", "turn", "own"}:
            return True
        if piece.kind == "garment":
            return False
    return True


def _number(pieces: Sequence[Piece], at: int) -> tuple[int, bool]:
    """How many are counted before a garment (0: none are), and whether "some" are asked for."""
    garment = pieces[at].garment
    two = garment is not None and garment.pair  # what comes in pairs
    some = pair = False
    for before in reversed(pieces[max(0, at - MAX_DISTANCE) : at]):
        if before.kind in ("stop", "comma", "garment") or before.cues & BARRIERS:
            break
        if "few" in before.cues:
            some = True
        if "pair" in before.cues:
            pair = True
        if before.kind == "number" and _counts(pieces, before, at):
            return (0 if before.number == 1 and two and not pair else before.number), some
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    if behind and behind.kind == "number" and behind.text.isdigit() and _closes(pieces, at + 1):
        return behind.number, some
    return (1 if pair and two else 2 if pair else 0), some


def _counts(pieces: Sequence[Piece], number: Piece, garment: int) -> bool:
    """Whether a number may count a garment: one that nobody orders stands right before it: "50 caps"."""
    many = number.text.isdigit() and int(number.text) > MAX_COUNT
    return not many or number.last + 1 >= pieces[garment].first - 1


def _or(pieces: Sequence[Piece], at: int) -> bool:
    for before in reversed(pieces[:at]):
        if before.kind == "garment" or before.kind == "stop":
            return False
        if "or" in before.cues:
            return True
    return False
