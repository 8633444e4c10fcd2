"""For whom a message is: the people that it names, how old they are, and who speaks.

Knows words for people and the order that they stand in; does not know which garment is whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from app.nlu.lexicon import LANGUAGES, alternatives, groups, pattern, table, words
from app.nlu.spelling import sound, spelt
from app.nlu.tagger import Piece, Utterance, is_spanish
from app.plan import Language

MIN_SOUND_LETTERS = 5  # letters from which a word is known by its sound
MAX_SPAN = 6  # years or months of one size
LAST_CHILD, FIRST_ADULT = 13, 16  # years: between them people are what they are called
OLDER = {"boys": "men", "girls": "women"}
ADULTS = ("women", "men")
YOUNGER = {"men": "boys", "women": "girls"}
MAX_PEOPLE = 3  # beside the first, for whom one thing is asked
REFUSAL_REACH = 3  # words between a refusal and whom it is about: "not for women"


def audience(said: Utterance) -> str:
    """For whom; who speaks of themselves before anybody else who is spoken of, and children as they are by
    their age."""
    own, pronouns = speaker(said), words("third_person")
    people = [piece for piece in said.pieces if piece.text not in pronouns]  # "my daughter … for her"
    named = own or only(_told(people)) or _by_company(said) or only(_told(said.pieces)) or by_pronoun(said)
    if not named and (of_both_kinds(said) or pattern("for_children").search(said.unmarked)):
        return "kids"  # of both kinds, or of any
    return of_age(named, said.unmarked)


def by_pronoun(said: Utterance) -> str:
    """Whom only a pronoun names: "for my boss, she likes blue"; "" where people are named, or nobody is."""
    if speaker(said) or _told([p for p in said.pieces if p.text not in words("third_person")]):
        return ""
    return only(name for name in ADULTS if pattern(f"pronoun_{name}").search(said.unmarked))


def of_both_kinds(said: Utterance) -> bool:
    """Whether a message is for boys and girls: "niño y niña"."""
    return _told([piece for piece in said.pieces if piece.text not in words("third_person")]) == set(OLDER)


def _by_company(said: Utterance) -> str:
    """Who speaks, by the partner or the friends around them: "my husband says I look tired"."""
    around = [found[0] for found in _company().finditer(" ".join(piece.text for piece in said.pieces))]
    return next((name for name in ADULTS if any(map(pattern(f"with_{name}").search, around))), "")


def means(pronoun: str, audience: str) -> bool:
    """Whether the audience of a pronoun may be this one, the child's too: he is the nephew."""
    return bool(pronoun) and audience in (pronoun, YOUNGER[pronoun])


def for_each(said: Utterance, places: Sequence[int]) -> list[str | None]:
    """For whom each of the garments at these places is, as far as it is said for itself: behind it up to the
    next "and" or comma, or else before it. Others are for whom the one beside them is. "" for a "me" who
    does not say who that is, None where nobody is named."""
    told: list[str | None] = [None] * len(places)
    before = said.pieces[: places[0]] if places else []
    for n, place in enumerate(places):
        stop = places[n + 1] if n + 1 < len(places) else len(said.pieces)
        between = said.pieces[place + 1 : stop]
        cut = next((at for at, p in enumerate(between) if _parts(p)), len(between))
        last = stop == len(said.pieces)
        told[n] = _whom(said, between[:cut], between if last else between[:cut])
        if told[n] is None:
            told[n] = _whom(said, before, before)
        if told[n] is None and last:
            told[n] = _whom(said, between[cut:], between)
        before = between[cut:]
    named = next((one for one in told if one is not None), None)
    for n, one in enumerate(told):
        told[n] = named = named if one is None else one
    return told


def _parts(piece: Piece) -> bool:
    return piece.kind in ("comma", "stop") or bool(piece.cues & {"and", "turn"})


def _whom(said: Utterance, pieces: Sequence[Piece], around: Sequence[Piece]) -> str | None:
    """Whom a few pieces name, as old as they are by those ``around`` them; who speaks, where they say "me" or
    "I" and are known."""
    tokens = [token for piece in pieces for token in piece.text.split()]
    found = only(_told(pieces))
    for one, then in pairwise((*tokens, "")):
        own = one in words("for") and then in words("me")
        if own and (not found or _says_who().search(" ".join(tokens))):
            return speaker(said) or next((w for w in ADULTS if pattern(f"with_{w}").search(said.plain)), "")
    if found:
        return of_age(found, " ".join(piece.text for piece in around))
    if pattern("for_children").search(" ".join(tokens)):
        return "kids"
    return speaker(said) or None if words("i") & set(tokens) else None


def of_age(named: str, text: str) -> str:
    """An audience as it is by the one age that a text tells: a brother of eleven is a boy."""
    ages = set(_ages(text))
    young = pattern("young").search(text)
    if len(ages) != 1:
        return YOUNGER.get(named, named) if young and not ages else named
    age = ages.pop()
    if age <= LAST_CHILD:
        return YOUNGER.get(named, named or "kids")
    return OLDER.get(named, named) if age >= FIRST_ADULT else named


def sizes_of_age(text: str) -> tuple[str, ...]:
    """The one age of a child that a text tells, as a size: "6Y", "9M"."""
    told = [found for found in _age().finditer(text) if not _is_no_age(text, found)]
    if len(told) != 1:
        return ()
    found = told[0]
    number = int(next(filter(None, found.groups())))
    months = not words("months").isdisjoint(found[0].split())
    before = re.search(r"(?<![\w.,])(\d{1,2})[ –/-]$", text[: found.start()])  # of "4-5 years" the 4
    behind = re.match(r"[ –/-](\d{1,2})(?![\w.,€£$])", text[found.end() :])  # of "age 4-5" the 5
    ends = sorted({number, *(int(one[1]) for one in (before, behind) if one)})
    span = "-".join(map(str, ends if ends[-1] - ends[0] <= MAX_SPAN else [number]))
    return (f"{span}{'M' if months else 'Y'}",) if months or number <= LAST_CHILD else ()


def _is_no_age(text: str, found: re.Match[str]) -> bool:
    return bool(words("before_no_age") & {*text[: found.start()].split()[-1:]})


def _ages(text: str) -> Iterator[int]:
    """The ages that a text tells; "after twelve years" is none."""
    for match in _age().finditer(text):
        if not _is_no_age(text, match):
            yield int(next(filter(None, match.groups())))


def speaker(said: Utterance) -> str:
    """The audience of who speaks, if they say who they are: "I'm a man", "soy bajita", "(f, 31)"."""
    found = next(_i_am().finditer(said.unmarked), None)
    word = next(filter(None, found.groups()), "") if found else ""
    # Who writes "I'm a girl" is grown up, unless they say how old they are
    of_word = OLDER.get(only(labels("audiences", [word])), only(labels("audiences", [word]))) if word else ""
    told = (name for name in ADULTS if pattern(f"speaker_{name}").search(said.unmarked))
    return of_word or next(told, "")


def _told(pieces: Sequence[Piece]) -> set[str]:
    """The audiences named, without those that a refusal stands close before, "not for women, for him", and
    without the customer's company."""
    tokens = _company().sub(" ", " ".join(piece.text for piece in pieces)).split()
    foreign = words("only_english") if is_spanish(tokens) else frozenset()  # "que son blancas"
    every = labels("audiences", [token for token in tokens if token not in foreign])
    if len(every) < 2:
        return every
    refused = set[str]()
    for at, piece in enumerate(pieces):
        if "refuse" in piece.cues:
            near = [p.text for p in pieces[at + 1 : at + 1 + REFUSAL_REACH] if p.kind == "word"]
            refused |= labels("audiences", near)
    return every - refused


def only(names: Iterable[str]) -> str:
    """The one name that is said; "" where none is, or two."""
    said = set(names)
    return said.pop() if len(said) == 1 else ""


def labels(section: str, tokens: Sequence[str]) -> set[str]:
    """The labels of a section of the lexicon of which a word is there, spelt so or as it sounds."""
    meant = {spelt(word).word for word in tokens} | set(tokens) | {w[:-1] for w in tokens if w.endswith("s")}
    heard = {sound(word) for word in tokens if len(word) >= MIN_SOUND_LETTERS}
    known, sounds = groups(section), _sounds(section)
    return {label for label in known if known[label] & meant or sounds[label] & heard}


@lru_cache
def _sounds(section: str) -> dict[str, frozenset[str]]:
    return {label: frozenset(map(sound, known)) for label, known in groups(section).items()}


@lru_cache
def _people() -> str:
    """All words for people, to be built into an expression."""
    return "|".join(sorted({word for known in groups("audiences").values() for word in known}, key=len))


@lru_cache
def _company() -> re.Pattern[str]:
    """People around the customer, for whom nothing is asked."""
    return re.compile(alternatives("company").replace("PEOPLE", rf"(?:{_people()})s?"))


@lru_cache
def _says_who() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('i_am')})\b")


def each_named(text: str) -> str:
    """A plain text where each of several people gets a thing of their own: "shirts for my son and my dad"
    as "shirts for my son and one for my dad"."""
    for code in LANGUAGES:
        for _ in range(MAX_PEOPLE):
            text = _and_another(code).sub(rf"\g<first> {table(code)['another_for']} \g<second>", text)
    return text


@lru_cache
def _and_another(code: Language) -> re.Pattern[str]:
    """Somebody behind "for", and somebody else behind an "and", or a comma before one."""
    mine, me, to, also = ("|".join(sorted(words(name, code))) for name in ("owners", "me", "for", "joins"))
    bare = "|".join(sorted(word for known in table(code)["audiences"].values() for word in known))
    own = rf"(?:{mine}) (?:\w+ )?(?:{_people()})"
    person, bracket = rf"(?:{own}|{bare}|{me})\b(?! (?:{bare})\b)", r"(?: \([^)]*\))?"
    joint = rf"(?:,? (?:{also})|,(?= [^.?!]*\b(?:{also})\b)| (?:{also}) (?:{to})) "
    second = rf"(?P<second>(?:{own}|{bare})\b|(?:{me})\b(?! \w))"
    return re.compile(rf"(?P<first>\b(?:{to}) {person}{bracket}){joint}{second}")


@lru_cache
def _i_am() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('i_am')}) ?\(?\b({_people()})\b")


@lru_cache
def _age() -> re.Pattern[str]:
    people = "|".join((_people(), alternatives("young")))
    units, before = "|".join(sorted(words("age_units"))), alternatives("before_age")
    number = r"(?<![\d.,€£$])(\d{1,2})(?![\d€£$%]|[.,]\d|\w)"
    behind = rf"\b(?:{people})(?:,| is| turns| who is| of| de)? {number}(?= *(?:[.,;!?)]|$))"
    return re.compile(rf"{number} ?(?:{units})\b|\b(?:{before}) {number}(?! *(?:€|eur|cm|kg))|{behind}")
