"""The occasion that a message speaks of, and what follows from it: usage, weather, a colour group.

Knows the words for occasions; what is worn there stands in data/catalogue/occasions.json.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from app.nlu.lexicon import groups
from app.nlu.tagger import Utterance
from app.plan import Filters
from data.catalogue.occasions import occasions
from data.catalogue.vocabulary import plain

COLD = ("snow", "cold")
CHILLY = ("rain", *COLD)


def event_of(said: Utterance, weather: str) -> str:
    """The occasion, of several the first of the table: a wedding at the beach is a wedding. At night or in
    the cold it may be another."""
    told = _events()
    name = next((n for n in occasions() if n in told and told[n].search(said.unmarked)), "")
    known = occasions().get(name)
    if known and known.night and said.says("at_night"):
        return known.night
    return known.cold if known and known.cold and weather in CHILLY else name


def dressed_for(filters: Filters, event: str, formality: str) -> Filters:
    """Filters with what is worn on an occasion. A ``formality`` that was said in so many words stands; a
    wedding at the beach is dressed for as a wedding."""
    known = occasions().get(event)
    if known is None:
        return filters
    usage = formality if formality in ("casual", *known.usages) else ""
    return replace(
        filters, occasion=event, usage=usage or known.usages[0], weather=known.weather or filters.weather
    )


@lru_cache
def _events() -> dict[str, re.Pattern[str]]:
    spoken = groups("events")
    return {
        name: re.compile(rf"\b(?:{'|'.join(sorted(map(plain, told), key=len, reverse=True))})\b")
        for name, told in spoken.items()
        if told
    }
