"""What small talk and questions about the shop are about, and whether a message is no more than that.

Knows expressions; does not know garments.
"""

from __future__ import annotations

from app.nlu.tagger import Utterance

# In the order of what weighs most; each is a list of expressions "topic_…" of the lexicon
TOPICS = ("insult", "robot", "stock", "service", "thanks", "greeting")
ASKING = frozenset(
    ("something", "gift", "like", "cheaper", "cheapest", "warmer", "lighter", "altered", "more")
)  # fmt: skip


def topic_of(said: Utterance) -> str:
    """The topic of small talk; "" for none of TOPICS."""
    told = (name for name in TOPICS if said.says(f"topic_{name}"))
    return next(told, next((name for name in ("service", "greeting") if name in said.topics), ""))


def takes_leave(said: Utterance) -> bool:
    """Whether a message thanks or says goodbye and asks for nothing more."""
    asks = said.topics & ASKING or "?" in said.text or any(piece.garment for piece in said.pieces)
    return said.says("topic_thanks") and not asks


def is_vague(said: Utterance) -> bool:
    """Whether somebody wants something and says nothing of it: "surprise me", "no sé qué ponerme"."""
    return said.says("vague") and "?" not in said.text.rstrip("? ")
