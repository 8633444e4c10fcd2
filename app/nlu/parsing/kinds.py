"""Kinds of things that a message weighs: one against another, "mochila o bandolera, ¿cuál?", or what is too
much of something against another of its kind.

Knows mentions and how a question is put; does not know which kind is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.nlu import constraints
from app.nlu.attributes import finer_term
from app.nlu.lexicon import pattern, words
from app.nlu.parsing.items import hoisted
from app.nlu.parsing.people import only
from app.nlu.roles import Mention
from app.nlu.tagger import Utterance
from app.plan import MAX_CATEGORIES, Plan, RequestedItem


def is_between(said: Utterance, wanted: Sequence[Mention]) -> bool:
    """Whether it is asked which of several kinds of things to take, or how they differ: "jeans or chinos for
    the office?"."""
    if len({m.piece.text for m in wanted}) < 2 or any(m.count > 1 for m in wanted):
        return False
    before = " ".join(piece.text for piece in said.pieces[: wanted[-1].at])
    if pattern("about_difference").search(before):
        return True
    told = " ".join(piece.text for piece in said.pieces if "or" not in piece.cues)
    bought = any(piece.text in words("selling") for piece in said.pieces)
    asked = pattern("asks_which").search(told) or ("?" in said.text and not bought)
    return bool(asked) and any(m.joined for m in wanted)


def compared(plan: Plan, said: Utterance, wanted: Sequence[Mention]) -> Plan:
    """The plan with one of each kind that is named, by the customer's words for it: a wrap coat, a trench."""
    found = []
    for m in wanted[:MAX_CATEGORIES]:
        category = m.garment.category
        before = next((word.text for word in constraints.beside(said.pieces, m.at)), "")
        before = "" if pattern("about_difference").fullmatch(before) else before
        kind = f"{before} {m.piece.text}" if before else ""
        term = kind or finer_term(Utterance(m.piece.text), category)
        found.append(RequestedItem(category, 1, m.colours, pattern=only(m.patterns), term=term))
    named = {word for item in found for word in item.term.split()}
    told = tuple(one for one in plan.filters.descriptors if one.word not in named)
    filters = replace(plan.filters, descriptors=told, colours=(), pattern="")
    return hoisted(replace(plan, items=(), filters=filters), found)


def replaced(said: Utterance, found: Sequence[Mention]) -> list[Mention]:
    """The garments of a message; where something is wanted instead of one that is too much of something, that
    one refused and another of its kind wanted."""
    if not (said.says("instead") and said.says("excess")):
        return list(found)
    every: list[Mention] = []
    for m in found:
        bare = replace(m.piece, text=m.garment.category, pattern="")
        another = replace(m, piece=bare, colours=(), patterns=())
        every += [replace(m, role="refused"), another] if m.role == "wanted" else [m]
    return every
