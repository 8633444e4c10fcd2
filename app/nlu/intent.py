"""What a message is about: a search, an outfit, goods that no shop of clothes has, or talk.

Works on the pieces of a message and on the garments in it; does not know what they are like.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.nlu.roles import Mention
from app.nlu.tagger import Part, topics
from app.nlu.wish import Intent

SHORT = 3  # words of a message in which a greeting is all there is
FEW = 4  # pieces before goods that are only named: "a bottle of perfume"
ADVISING = ("recom", "suggest", "show", "ensen", "muestra")
SOME = frozenset(("some", "any", "unos", "unas", "algun", "alguna"))  # count as "a" does
A_FEW = SOME | {"the", "new", "good", "nice", "el", "la", "los", "las"}
LISTED = ("number", "colour", "garment", "comma")  # pieces of a list of things
JOINING = frozenset(("and", "or"))  # what stands between the things of a list
WONDERING = frozenset(
    ("what", "which", "que", "cual", "cuales", "ver", "just", "only", "now", "maybe", "try", "add", "better")
)


def intent_of(
    about: frozenset[str], pieces: Sequence[Part], found: Sequence[Mention], wanted: Sequence[Mention],
    served: Sequence[str],
) -> Intent | None:  # fmt: skip
    """What the message is about, or None where the words do not tell or tell two things."""
    if "hostile" in about or ("service" in about and not _asked_for(pieces, wanted)):
        return "chat"
    if wanted or (served and not about & {"chat", "place", "service"}):
        return "search"
    if _bought(pieces):
        return "not_carried"
    said: list[Intent] = []
    said += _goods(pieces) if "goods" in about else []
    said += ["outfit"] if "outfit" in about or found else []
    said += ["chat"] if "chat" in about or ("place" in about and not said) else []
    said += ["search"] if "like" in about and not said else []
    if not said and {"something", "gift"} & about:
        return "outfit"
    if not said and any(p.colour or p.pattern for p in pieces):
        return "search"
    if not said and "greeting" in about:
        return "chat" if len([p for p in pieces if p.kind == "word"]) <= SHORT else None
    return said[0] if len(said) == 1 else None


def _goods(pieces: Sequence[Part]) -> list[Intent]:
    """Goods that no shop of clothes has: asked for, or only spoken of, which may be small talk."""
    at = next((at for at, p in enumerate(pieces) if not p.pattern and "goods" in p.cues | topics(p.text)), -1)
    if at < 0:  # "a dress with flowers on it": a pattern
        return []
    before = pieces[:at]
    asked = any(p.cues & {"want", "lacking"} and p.text not in WONDERING for p in before)
    named = at <= FEW and not any(p.cues for p in before)
    return ["not_carried"] if (asked or named) and not _of_mine(before) else ["not_carried", "chat"]


def beside(pieces: Sequence[Part]) -> tuple[str, ...]:
    """Goods that are asked for in one list with garments: the snorkel of "a snorkel and a kilt"."""
    found = []
    listed = counted = False  # nothing but things, numbers and colours since the list began; "a" came last
    for at, piece in enumerate(pieces):
        before, after = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
        number = piece.kind == "number" or piece.text in SOME
        if (number or piece.kind in LISTED) and not listed:
            listed = before is None or buys(before) or before.kind == "stop"
        elif "goods" in piece.cues:
            closes = after is None or after.kind in ("stop", "comma") or bool(JOINING & after.cues)
            if listed and counted and closes:
                found.append(piece.text)
        elif counted and after is not None and "goods" in after.cues:
            continue  # "a ski helmet"
        elif not (number or piece.kind in LISTED or JOINING & piece.cues):
            listed = False
        counted = number
    return tuple(found)


def _bought(pieces: Sequence[Part]) -> bool:
    """Whether goods follow a word of buying: "necesito una silla de oficina", "do you sell pans"."""
    asked = False
    for piece in pieces:
        if asked and "goods" in piece.cues:
            return True
        asked = buys(piece) or (asked and (piece.kind in ("number", "colour") or piece.text in A_FEW))
    return False


def buys(piece: Part) -> bool:
    """Whether a word asks for a thing to have, and for no opinion."""
    return "want" in piece.cues and piece.text not in WONDERING and not piece.text.startswith(ADVISING)


def _of_mine(before: Sequence[Part]) -> bool:
    return bool(before) and "mine" in before[-1].cues


def _asked_for(pieces: Sequence[Part], wanted: Sequence[Mention]) -> bool:
    """Whether a garment is asked for in a sentence that has no other business."""
    stops = [at for at, p in enumerate(pieces) if p.kind in ("stop", "comma") or "turn" in p.cues]
    for mention in wanted:
        start = max((s for s in stops if s < mention.at), default=-1)
        clause = pieces[start + 1 : mention.at + 1]
        words = " ".join(p.text for p in clause)
        if any("want" in p.cues for p in clause) and "service" not in topics(words):
            return True
    return False
