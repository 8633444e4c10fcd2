"""What no sentence of an answer may hold: links, markup, orders, another language.

And titles: where they stand in a sentence, and how they are shown when a row is hostile or endless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.plan import Language
from app.search.mentions import TITLE, mentions, tokens
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import category_named, plain

LONGEST_SENTENCE = 400  # letters
LONGEST_TITLE = 90
HARMS = {
    "a link": r"https?:|www\.|\w\.(?:com|net|org|io|es|shop|co|info|biz|ru|xyz|store)\b|\S@\S|\bt\.me\b",
    "markup": r"[<>{}\[\]|`\\~^]|\*\*|__|==|!\(|&\w+;|^\s*#|```",
    "a hidden letter": (
        r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    ),
    "another script": r"[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff]",
    "a telephone number": r"(?:\d[ -]?){9,}",
    "an order or the machinery": (
        r"\bignor[aei]\w*|\binstruc\w+|\bprompts?\b|\bsystem\b|\bsistema\b|\bas an ai\b"
        r"|\blanguage model|modelo de lenguaje"
        r"|\bassistant\b|\basistente\b|\bjailbreak\w*|\boverrid\w+|\bpasswords?\b|\bcontrasena\w*"
        r"|\bapi\b|\bsecrets?\b"
        r"|\bmy rules\b|\bmis reglas\b|\bnumbered (?:items|list|lines)|\blineas numeradas|\bthe "
        r"lines\b|\bmy data\b"
        r"|\bclick\w*|\bhaz clic|\bpincha\b|\bvisit\b|\bvisita\b|\bdownload\w*|\bdescarg\w+"
        r"|\bwhatsapp|\btelegram\b|\bemail\w*"
        r"|\bcorreo electronico|\bcall us|\bllamanos|\bcredit card|\btarjeta de credito|\bcvv\b"
        r"|\bhack\w*|\bpwn\w*|\bbitcoin\w*"
        r"|\binteligencia artificial|\bartificial intelligence|\bchatbot|\brole ?play|\bdeveloper "
        r"mode|\bdisregard\w*|\bolvida\w*"
        r"|\bforget (?:all|every|your|the|what)|\bdan mode|\buser'?s? message|\bobey\w*|\bobedec\w+"
    ),
    "scarcity that no card knows": (
        r"\bonly \w+ left\b"
        r"|\b(?:solo )?qued\w+ (?:solo |\d|poc[ao]s|un[ao]s?\b|dos\b|tres\b)|\blast (?:one|few|pair)"
    ),
}
COMMON = {
    "en": "the and is are with for you your this these it would of to a an in on we have not no as so "
    "all i my them they that "
    "at by from will can here one be do at what each both or but if any there its our how only "
    "nothing something just that "
    "which has when where look more most very too",
    "es": "el la los las y es son con para tu tus este esta estos estas de del a al en un una unos "
    "unas que no se te lo le su "
    "sus por como muy mas si he ha o e ni pero yo todo todos todas tienes tenemos hay va van me "
    "mi cada eso esto lo solo tengo nada algo aqui pedias ser ese esa cual cuando donde sin "
    "desde entre sobre bien dos tres",
}  # fmt: skip
SENTENCE = {  # words that a name has not
    "is", "are", "be", "this", "that", "all", "everything", "everyone", "you", "your", "we", "our", "get",
    "buy", "today", "now", "es", "son", "esta", "este", "todo", "todos", "hoy", "ahora", "tu", "compra",
    "llevate",
}  # fmt: skip
FEW = 5  # words from which a sentence must show its language


def harm(text: str) -> str:
    """What is wrong with a text before anybody asks whether it is true; "" if nothing."""
    if len(text) > LONGEST_SENTENCE:
        return "too long"
    bare = plain(text)
    found = (
        name for name, pattern in HARMS.items() if re.search(pattern, text, re.I) or re.search(pattern, bare)
    )
    return next(found, "")


def spoken_otherwise(text: str, language: Language) -> bool:
    """Whether a sentence, its titles masked, is in another language than ``language``."""
    words = re.findall(r"[a-z]+", re.sub(rf"{TITLE}\d+", " ", plain(text)))
    own, other = (
        sum(word in COMMON[code].split() for word in words) for code in (language, _other(language))
    )
    return (other > own and other > 1) or (own == 0 and (len(words) >= FEW or other > 0))


def _other(language: Language) -> Language:
    return "es" if language == "en" else "en"


def shown_title(title: str) -> str:
    """A title as a sentence may name it: one line, shortened; "" where it holds what no sentence may."""
    words = " ".join(title.split())
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:-|") + "…"
    whole = " ".join(title.split())[:LONGEST_SENTENCE]
    return "" if harm(whole) or _promises(whole) else words


def _promises(title: str) -> bool:
    """Whether a title is an advertisement: a sentence with what no card can say, such as a discount."""
    said = tokens(title)
    promised = [m for m in (*mentions(said, "en"), *mentions(said, "es")) if m.kind == "offer"]
    return bool(promised) and bool(SENTENCE & {token.word for token in said})


def masked(text: str, items: Sequence[Item]) -> str:
    """A sentence with a mark in place of each title, with the number of the first item so called."""
    names = sorted(_names(items), key=lambda pair: -len(pair[0]))
    for name, number in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"{TITLE}{number}", text, flags=re.I)
    return text


def _names(items: Sequence[Item]) -> Iterator[tuple[str, int]]:
    """Titles that a sentence may name; one word, or a category, is a garment like any other."""
    for number, item in enumerate(items):
        for title in dict.fromkeys((item.title, item.title_es)):
            name = shown_title(title)
            if len(name.split()) > 1 and not category_named(name):
                yield name, number
