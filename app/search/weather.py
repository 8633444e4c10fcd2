"""What the weather or the place asks of clothes: warmth, a grip in the snow, air in the heat.

Knows words of messages and of cards; does not know how items are found.
"""

from __future__ import annotations

import re
from functools import lru_cache

from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

SNOW = r"snow\w* ski skis skiing skier slopes iceland lapland alps nieve nevad\w+ esqui\w* islandia alpes"
COLD = r"warm\w* cosy cozy cold freez\w+ chilly winter abrig\w+ calent\w+ frio friazo invierno calid\w+"
HOT = (
    r"beach seaside heat heatwave hot.weather hot.days? hot.summer too.hot tropic\w* caribbean hawaii playa"
    " calor caribe caluros[oa]s? chiringuito"
)
RAIN = (
    r"rain\w* drizzl\w+ downpour wellies wellingtons? lluvia llueve llover lluvios[oa]s? chaparron\w*"
    " aguacero botas.de.agua katiuskas"
)


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b")


SAID = {"snow": _any(SNOW), "rain": _any(RAIN), "cold": _any(COLD), "hot": _any(HOT)}
WARM = ("snow", "cold")
BARE = (
    "heels? heeled pumps? stilettos? flats ballerinas? sandals? flip slides? tank sleeveless cropped shorts"
    " capris? espadrilles? wedges tacon(?:es)? bailarinas sandalias chanclas alpargatas tirantes sin.mangas"
)
LIGHT = "loafers? oxfords? brogues? mocc?ass?ins? slip.ons? canvas mesh running mocasines correr lona"
STOUT = (
    r"boots? snow ski padded puffer quilted down fleece thermal parka botas? nieve acolchad\w+ plumas polar"
)
WET = r"boots? wellingtons? rain\w* waterproof parka trench anorak botas? lluvia impermeable gabardina"
THIN = r"linen sleeveless tank shorts? sandals? flip slides? espadrilles? lino tirantes sandalias chanclas"
HEAVY = r"boots? wool\w* fleece knit\w* overcoat parka puffer padded quilted botas? lana plumas acolchad\w+"
FITS = {"snow": _any(STOUT), "rain": _any(WET), "hot": _any(THIN)}
UNFIT = {"snow": _any(f"{BARE} {LIGHT}"), "cold": _any(BARE), "rain": _any(BARE), "hot": _any(HEAVY)}
SEASONS = {  # worth of a card's season
    "snow": {"winter": 1, "fall": 1, "summer": -1},
    "cold": {"winter": 1, "fall": 1, "summer": -1},
    "hot": {"summer": 1, "winter": -1, "fall": -1},
}  # fmt: skip
MADE = {  # what says that a thing is made for it
    "snow": _any(r"snow\w* ski skis skiing nieve esqui\w*"),
    "rain": _any(r"rain\w* waterproof water.resistant wellingtons? umbrella lluvia impermeables? paraguas"),
}
WORTH = 2  # of a word in a title


def weather_in(text: str) -> str:
    """The weather that a message speaks of: "snow", "rain", "cold", "hot" or ""."""
    said = plain(text)
    return next((name for name, words in SAID.items() if words.search(said)), "")


@lru_cache(maxsize=8192)  # each piece of an outfit is looked at in many combinations
def suits(item: Item, weather: str) -> int:
    """How well a thing serves in that weather by its card; 0 where neither title nor season says."""
    if not weather:
        return 0
    title = plain(f"{item.title} {item.title_es}")
    worth = SEASONS.get(weather, {}).get(item.season, 0)
    if weather in FITS and FITS[weather].search(title):
        worth += WORTH
    if UNFIT[weather].search(title):
        worth -= 2 * WORTH
    return worth


def made_for(item: Item, weather: str) -> bool:
    """Whether a card says that the thing is made for snow or for rain; True of other weather."""
    made = MADE.get(weather)
    return made is None or bool(made.search(plain(f"{item.title} {item.title_es} {item.description}")))
