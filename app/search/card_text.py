"""What no sentence may hold, and titles as a sentence may show them.

Titles, descriptions and captions are data that anybody may have written: links, markup, orders and promises
in them are never repeated to a customer. Knows letters and words; does not know what is true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from app.nlu.lexicon import LANGUAGES, colour_named, normalize, nouns, words_of
from data.catalogue.vocabulary import category_named, plain

MAX_SENTENCE_CHARS = 400
MAX_TITLE_CHARS = 60  # that are read out
LONG_TITLE_CHARS = 40  # from which on a title with a mark in it is one for search engines
BEHIND = ("in", "with", "for", "without", "w/", "w", "w.", "by")  # a noun, what it is in or has
MAX_NOUN_WORDS = 3  # "baseball cap", "pantalones cortos"
MIN_NAME_CHARS = 15  # before a pause
SEPARATOR = re.compile(r"\s*[|•·~;]\s*|\s+[-–—/:]+\s+|,\s+")  # between the phrases of such a title
SIZE = re.compile(r"\s*[,–—|/-]\s*(?:size|age|talla|edad)s?:? \S+(?: years| años)?$", re.I)  # of one variant
PAUSE = re.compile(r"\s+(?=(?:with|for|in|from|con|para|en)\s)|\s*[(,;:–—|]\s*")
HARMS = {
    "a link": r"https?:|www\.|\w\.(?:com|net|org|io|es|shop|co|info|biz|ru|xyz|store)\b|\S@\S|\bt\.me\b",
    "markup": r"[<>{}\[\]|`\\~^]|\*\*|__|==|!\(|&\w+;|^\s*#|```",
    "a hidden letter": (
        r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    ),
    "another script": r"[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff]",
    "a telephone number": r"(?:\d[ -]?){9,}",
    "an order or the machinery": (
        r"\bignor[aei]\w*|\binstruc\w+|\bprompts?\b|\bsystem\b|\bsistema\b|\bas an ai\b|\blanguage model"
        r"|modelo de lenguaje|\bai assistant\b|\bjailbreak\w*|\boverrid\w+|\bpasswords?\b"
        r"|\bcontrasena\w*|\bapi\b|\bsecrets?\b|\bmy rules\b|\bmis reglas\b|\bnumbered (?:items|list|lines)"
        r"|\blineas numeradas|\bthe lines\b|\bmy data\b|\bclick\w*|\bhaz clic|\bpincha\b"
        r"|\bvisit (?:our|us|the|this|my)\b|\bvisita (?:nuestr|la |mi )\w*"
        r"|\bdownload\w*|\bdescarg\w+|\bwhatsapp|\btelegram\b|\bemail\w*|\bcorreo electronico|\bcall us"
        r"|\bllamanos|\bcredit card|\btarjeta de credito|\bcvv\b|\bhack\w*|\bpwn\w*|\bbitcoin\w*"
        r"|\binteligencia artificial|\bartificial intelligence|\bchatbot|\brole ?play|\bdeveloper mode"
        r"|\bdisregard\w*|\bforget (?:all|every|your|the|what)|\bdan mode|\buser'?s? message"
        r"|\bolvida (?:tod[oa]s?|las?|los?|tus?|lo|es[oa]s?|cualquier)\b"
        r"|\bobey\w*|\bobedec\w+"
    ),
    "scarcity that no card knows": (
        r"\bonly \w+ left\b|\b(?:solo )?qued\w+ (?:solo |\d|poc[ao]s|un[ao]s?\b|dos\b|tres\b)"
        r"|\blast (?:one|few|pair)"
    ),
}
SENTENCE_WORDS = {  # that a name has not
    "is", "are", "be", "this", "that", "all", "everything", "everyone", "you", "your", "we", "our", "get",
    "buy", "today", "now", "es", "son", "esta", "este", "todo", "todos", "hoy", "ahora", "tu", "compra",
    "llevate",
}  # fmt: skip


def harm(text: str) -> str:
    """What is wrong with a text before anybody asks whether it is true; "" if nothing."""
    if len(text) > MAX_SENTENCE_CHARS:
        return "too long"
    bare = plain(text)
    found = (
        name for name, pattern in HARMS.items() if re.search(pattern, text, re.I) or re.search(pattern, bare)
    )
    return next(found, "")


@lru_cache(maxsize=4096)
def shown_title(title: str) -> str:
    """A title as a sentence may name it: one line, the name of one with many phrases, shortened; "" where it
    holds what no sentence may."""
    whole = SEPARATOR.sub(lambda mark: ", " if "|" in mark[0] else mark[0], " ".join(title.split()))
    short = _shortened(_name_in(" ".join(title.split())))
    short = short.capitalize() if short.isupper() and " " in short else short  # a list of stock shouts
    whole = whole[:MAX_SENTENCE_CHARS]
    return "" if harm(whole) or _promises(whole) else short


def _name_in(title: str) -> str:
    """The name at the beginning of a title that goes on with words for search engines: "Boho ring | Gift for
    her"; a colour or the like behind one mark stays."""
    title = SIZE.sub("", title) or title
    parts = SEPARATOR.split(title)
    if len(parts) < 2 or (len(parts) == 2 and len(title) <= LONG_TITLE_CHARS and "|" not in title):
        return title
    words_of_first = parts[0].split()
    return parts[0] if len(words_of_first) > 1 else title[: title.index(parts[1]) + len(parts[1])]


def _shortened(name: str) -> str:
    """A name that can be read out: up to its last pause, else up to a word's end."""
    if len(name) <= MAX_TITLE_CHARS:
        return name
    pauses = [found.start() for found in PAUSE.finditer(name) if found.start() > MIN_NAME_CHARS]
    if pauses and pauses[0] <= MAX_TITLE_CHARS:
        return name[: max(at for at in pauses if at <= MAX_TITLE_CHARS)]
    return name[:MAX_TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:-|") + "…"


def _promises(title: str) -> bool:
    """Whether a title is an advertisement: a sentence with what no card can say, such as a discount."""
    said = normalize(title)
    offered = any(f" {phrase} " in said for phrase in words_of("offer"))
    return offered and bool(SENTENCE_WORDS & set(said.split()))


@lru_cache(maxsize=4096)
def names_category(title: str, category: str) -> bool:
    """Whether a title says what the thing is: by any word of its category, or nearly so ("pant").

    A title that ends in another garment's name has said enough.
    """
    words = normalize(title).split() or [""]
    return plural_in(title, category) is not None or bool(category_named(words[-1]))


@lru_cache(maxsize=4096)
def plural_in(title: str, category: str) -> bool | None:
    """Whether the word that a title has for its category, in any language, is plural; None where it has
    none."""
    for language in LANGUAGES:
        own = nouns(language).get(category, ())
        single = {plain(noun.one) for noun in own if noun.one}
        forms = {plain(form) for noun in own for form in (noun.one, noun.many) if form}
        stems = {stem for form in (*forms, plain(category)) for stem in _stems_of(form)[1:]}
        begun = " ".join(named_words(title)) if language == "en" else title
        every = (_naming(normalize(text).split(), stems) for text in (begun, title))
        named = next(filter(None, every), [])
        if named:  # English names a thing last, Spanish first
            head = named[-1][-1] if language == "en" else named[0][0]
            return head.endswith("s") and not head.endswith("ss") and " ".join(named[0]) not in single
    return None


def _naming(said: Sequence[str], stems: Collection[str]) -> list[Sequence[str]]:
    """The phrases, of one to three words, that are one of these but for their number."""
    spans = [said[at : at + n] for at in range(len(said)) for n in range(1, MAX_NOUN_WORDS + 1)]
    return [span for span in spans if any(stem in stems for stem in _stems_of(" ".join(span)))]


def _stems_of(phrase: str) -> tuple[str, ...]:
    return phrase, phrase.removesuffix("s"), phrase.removesuffix("es")


@lru_cache(maxsize=4096)
def named_words(title: str) -> tuple[str, ...]:
    """The words of an English title up to the noun that it is about: neither what the thing is in or with,
    nor a colour behind it."""
    told: list[str] = []
    for word in title.split():
        if told and (word.lower() in BEHIND or word[0] in "-–—("):
            break
        told.append(word.rstrip(",;:"))
        if told[-1] != word:
            break
    while len(told) > 1 and colour_named(told[-1]):
        told.pop()
    return tuple(told)
