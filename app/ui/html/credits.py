"""Who planned, found and wrote what a customer reads, each by name, as plain text in a language.

Knows replies and strings; nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.agent.reply import Reply
from app.plan import RULES, SMALL, TEMPLATES, Language
from app.ui.strings import say

OWN = {RULES: "by.rules", TEMPLATES: "by.rules", SMALL: "by.small"}  # who is no model of somebody else's
NO_PLAN = "notice.no_plan"  # the notice of a reply whose model sent no plan that could be followed


def answer_credit(reply: Reply, language: Language) -> str:
    """Who planned an answer and who wrote it, and why the rules planned where a model could not; "" where
    nothing is written yet. What a click has chosen nobody has planned."""
    if not reply.written_by:
        return ""
    planner, writer = names([reply.planned_by], language), _writers(reply, language)
    if reply.notice == NO_PLAN:
        return say("by.no_plan", language, model=reply.chat, writer=writer)
    if not reply.planned_by:
        return say("by.text", language, writer=writer)
    if planner == writer:
        return say("by.same", language, who=writer)
    return say("by.both", language, planner=planner, writer=writer)


def _writers(reply: Reply, language: Language) -> str:
    """Who wrote its sentences; where a model and templates did, how many were the model's."""
    models = [name for name in reply.written_by if name != TEMPLATES]
    if len(models) != 1 or len(reply.written_by) < 2:
        return names(reply.written_by, language)
    count = sum(sentence.by == models[0] for sentence in reply.sentences)
    return say("by.part", language, model=names(models, language), count=count, of=len(reply.sentences))


def text_credit(writers: Sequence[str], language: Language) -> str:
    """Who wrote a text that answers no question; "" where nobody has."""
    return say("by.text", language, writer=names(writers, language)) if writers else ""


def found_credit(found: int, of: int, encoder: str, language: Language) -> str:
    """Which encoder found so many of the items; "" where it found none of them."""
    if not found:
        return ""
    return say("by.found" if found == of else "by.found.some", language, found=found, of=of, encoder=encoder)


def names(of: Sequence[str], language: Language) -> str:
    """Models by their names and the shop's rules and templates by what they are, each once: "A and B"."""
    own = {name: say(key, language) for name, key in OWN.items()}
    said = [*dict.fromkeys(own.get(name, name) for name in of)]
    if len(said) < 2:
        return "".join(said)
    return say("by.several", language, first=", ".join(said[:-1]), last=said[-1])
