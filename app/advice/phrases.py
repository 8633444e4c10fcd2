"""What cards say, as phrases to be put into sentences, and what to call each of a few items.

Takes words from cards only where the lexicon knows them. Does not know what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.advice.answer import Answer
from app.advice.reasons import detail_of
from app.nlu.lexicon import LANGUAGES, bare, normalize, table, words
from app.plan import Descriptor, Language
from app.search.card_text import SENTENCE_WORDS, harm
from app.search.claims import claims
from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import audiences
from data.catalogue.values.money import is_reduced
from data.catalogue.vocabulary import categories, plain

SEASONS = {"winter": 6, "fall": 2, "summer": -6}  # points of warmth
VERY_WARM = ("material/wool", "material/padded", "material/fleece", "material/fur", "quality/warm")
WARM = (
    "material/knit", "material/corduroy", "material/tweed", "detail/lined", "detail/hood",
    "detail/turtleneck", "detail/long-sleeve",
)  # fmt: skip
COOL = (
    "detail/short-sleeve", "detail/sleeveless", "material/linen", "material/mesh", "quality/lightweight",
    "quality/cool-to-wear",
)  # fmt: skip
SLEEVES = ("detail/long-sleeve", "detail/short-sleeve", "detail/sleeveless")
LENGTHS = (
    "cut/maxi", "cut/midi", "cut/mini", "cut/knee-length", "cut/cropped", "quality/long",
    "quality/short",
)  # fmt: skip
STUFFS = (
    "material/cotton", "material/leather", "material/suede", "material/wool", "material/linen",
    "material/silk", "material/denim", "material/velvet", "material/corduroy", "material/tweed",
    "material/canvas", "material/chiffon", "material/fleece", "material/fur", "material/knit",
    "material/polyester", "material/nylon", "material/acrylic", "material/synthetic", "material/viscose",
    "material/elastane", "material/lace", "material/padded",
)  # fmt: skip
PLAIN = re.compile(r"[^\W\d_]+(?:,? [^\W\d_]+|-[^\W\d_]+)*")  # words and nothing else
MAX_READ_CHARS = 120
OFFERS = {"offer", "brand", "low", "high"}  # kinds of claims that make a description more than one
WASHING = ("property/washable", "property/easy-care")
NO_STUFF = "material/ribbed"  # is how a thing is knitted, or only its collar


@dataclass(frozen=True, slots=True)
class Called:
    """What an item is called among others, and whether verbs beside that are plural."""

    name: str
    plural: bool


def called(answer: Answer, item: Item) -> Called:
    """The shortest name by which nothing else on the screen is called."""
    grammar, items = answer.grammar, answer.items
    plural = grammar.agreement(item)[1]
    if len(items) == 1:
        return Called(grammar.name(item), plural)
    heads = {grammar.head(other).word for other in items}
    if answer.one_category and len(heads) == 1 and _tells(item.colour, [other.colour for other in items]):
        return Called(grammar.one(item), grammar.one_is(item) != grammar.verb("is", item) or plural)
    if item.colour and _tells(grammar.piece(item), [*map(grammar.piece, items)]):
        return Called(grammar.piece(item), plural)
    at = [other.id for other in items].index(item.id)
    alike = not _tells(grammar.name(item), [*map(grammar.name, items)])
    if answer.one_category and alike and at < len(grammar.words["ordinals"]):
        return Called(grammar.nth(at, item), plural)
    return Called(grammar.name(item), plural)


def _tells(name: str, names: Sequence[str]) -> bool:
    return bool(name) and names.count(name) == 1


def words_on_card(item: Item, answer: Answer, concepts: Sequence[str]) -> str:
    """The words of a card that say one of these concepts, as it writes them; "" for none. What a thing comes
    with, as "thin straps", tells of its details and not of what it is made of itself."""
    text, flat, title = _text(item, answer)
    parts = flat.find(f" {answer.grammar.words['joining_with']} ", title)
    matches = _phrases(tuple(concepts)).finditer(flat)
    taken, found = set[int](), dict[int, str]()
    for match in sorted(matches, key=lambda match: -len(match[0])):
        place = {*range(*match.span())}
        of_parts, kind = 0 <= parts < match.start() or _of_a_part(flat, *match.span()), match.lastgroup
        if not taken & place and (kind == "detail" or (kind == "stuff" and not of_parts)):
            found[match.start()] = text[slice(*match.span())].lower()
        taken |= place
    told = [found[at] for at in sorted(found)]
    return ", ".join(dict.fromkeys(one for one in told if not _looks_like(one, told)))


def _of_a_part(flat: str, first: int, end: int) -> bool:
    """Whether a stuff is said of a part only: "suede lining", "forro de ante", "lined in silk"."""
    before, behind = re.findall(r"\w+|[.;,]", flat[:first]), re.findall(r"\w+", flat[end:])
    while before and before[-1] in words("behind_head") | words("being"):
        before.pop()
    return bool(words("parts") & {*before[-1:], *behind[:1]})


def is_of_it(item: Item, answer: Answer, concept: str) -> bool:
    """Whether a card says a concept of the thing itself, and of a stuff, that it is the true one; or names a
    thing of a category: a belt."""
    if concept in categories():
        return any(("garment", concept) in claims(text, code) for text in item.texts for code in LANGUAGES)
    if not (told := words_on_card(item, answer, (concept,))) or not concept.startswith("material/"):
        return bool(told)
    flat, mocks = _text(item, answer)[1], words("imitation")
    found = [re.search(rf"(\w*)\W*\b{re.escape(plain(one))}\b\W*(\w*)", flat) for one in told.split(", ")]
    said = [{*plain(one).split()} for one in told.split(", ")]
    around = [{*match.groups()} if match else set() for match in found]
    return any(mocks.isdisjoint(own | near) for own, near in zip(said, around, strict=True))


def _text(item: Item, answer: Answer) -> tuple[str, str, int]:
    """Title and description, the same in small letters without accents, and where the description begins."""
    title = f"{answer.grammar.title(item) or item.title}. "
    text = f"{title}{answer.grammar.description(item) or item.description}"
    flat = plain(text)
    return (text if len(text) == len(flat) else flat), flat, len(title)


def _looks_like(word: str, told: Sequence[str]) -> bool:
    """Whether a card says elsewhere that a thing only looks like that stuff."""
    return any(other[: -len(" look")] == word for other in told if re.search("[ -]look$", other))


def wording(item: Item, answer: Answer, asked: Descriptor) -> str:
    """How a card writes what it is asked to say; the customer's word where it says so in another language."""
    text, flat, _ = _text(item, answer)
    forms = "|".join(re.escape(form).replace(r"\ ", "[ -]") for form in asked.forms)
    places = [match.span() for match in re.finditer(rf"\b(?:{forms})\b(?:[ -]look\b)?", flat)]
    found = [text[slice(*place)].lower() for place in places]
    return max(found, key=len) if found else spelled(asked.word, answer.grammar.language)


@lru_cache
def _phrases(concepts: tuple[str, ...]) -> re.Pattern[str]:
    """The words of all languages for concepts, in a group "detail" those for details; in "other" also what is
    no such word but has one in it: sleeves that are short. Of what only looks like a stuff, with the word
    that says so."""
    details = [name for name in concepts if name.startswith("detail/")]
    kinds = {
        "other": [name for name in SLEEVES if name not in details],  # the longer first
        "detail": details, "stuff": [name for name in concepts if name not in details],
    }  # fmt: skip
    either = "|".join(f"(?P<{kind}>{_said(names)})" for kind, names in kinds.items())
    return re.compile(rf"(?<!aspecto de )\b(?:{either})\b(?:[ -]look\b)?")


def _said(concepts: Sequence[str]) -> str:
    tables = [table(code)["concepts"] for code in LANGUAGES]
    said = {plain(phrase) for known in tables for name in concepts for phrase in known.get(name, ())}
    said -= {plain(phrase) for known in tables for phrase in known.get(NO_STUFF, ())}
    forms = [re.escape(one).replace(r"\ ", "[ -]") for one in sorted(said, key=len, reverse=True)]
    return "|".join(forms) or "(?!)"


def spelled(word: str, language: Language) -> str:
    """A customer's word with the accents that it may lack."""
    known = (phrase for phrases in table(language)["concepts"].values() for phrase in phrases)
    return next((phrase for phrase in known if bare(phrase) == bare(word)), word)


def warmth(item: Item, answer: Answer) -> int:
    """Points for how warm a thing is by its card: by its kind, season and words."""
    very, warm, cool = (_count(words_on_card(item, answer, said)) for said in (VERY_WARM, WARM, COOL))
    return SEASONS.get(item.season, 0) + 3 * very + warm - 2 * cool - 2 * _steps_to_warmest(item.category)


def _count(listed: str) -> int:
    return len(listed.split(", ")) if listed else 0


def _steps_to_warmest(category: str) -> int:
    """How many warmer kinds there are, one above the other: none for a coat, one for a jacket."""
    above: list[str] = [category]
    while (known := categories().get(above[-1])) and known.warmer and known.warmer not in above:
        above.append(known.warmer)
    return len(above) - 1


def why_warm(item: Item, answer: Answer) -> str:
    """The season and the words from which that is taken."""
    return ", ".join(
        filter(None, (season(item, answer), words_on_card(item, answer, (*VERY_WARM, *WARM, *COOL))))
    )


def usage(item: Item, answer: Answer) -> str:
    """What a thing is for, by its card: "for every day"."""
    return answer.grammar.named("usages", item.usage)


def season(item: Item, answer: Answer) -> str:
    """For which season it is."""
    return answer.grammar.named("seasons", item.season)


def whom(item: Item, answer: Answer) -> str:
    """For whom it is."""
    grammar = answer.grammar
    return grammar.listed([*filter(None, (grammar.named("audiences", n) for n in audiences(item)))], "or")


def money(item: Item, answer: Answer) -> str:
    """What it costs; "" where the card has no price."""
    return "" if item.cost is None else answer.grammar.money(item.cost, item.currency)


def formerly(item: Item, answer: Answer) -> str:
    """What it cost before it was reduced; "" where it was not."""
    return answer.grammar.money(item.price or 0.0, item.currency) if is_reduced(item) else ""


def reckoned(item: Item, answer: Answer) -> str:
    """What it costs, with what it did where that was more: "€39.90 (before: €49.90)"."""
    was = formerly(item, answer)
    return money(item, answer) + (answer.grammar.words["formerly"].format(price=was) if was else "")


def sample(items: Sequence[Item], answer: Answer) -> str:
    """That prices are invented for the demo, if any of these is."""
    invented = any(item.price_note == "sample" and item.cost is not None for item in items)
    return answer.grammar.agreeing("sample", len(items) > 1) if invented else ""


def side_by_side(items: Sequence[Item], answer: Answer) -> tuple[list[str], list[list[str]]]:
    """What all these items are alike, and what each is and has as not all do."""
    are = [[tell(item, answer) for tell in (whom, usage, season)] for item in items]
    have = [[words_on_card(item, answer, (*SLEEVES, *LENGTHS)), made(item, answer)] for item in items]
    shared = [fact for fact, *others in zip(*are, strict=True) if fact and {fact, *others} == {fact}]
    rows = [[*one, *other] for one, other in zip(are, have, strict=True)]
    alike = [len(set(column)) == 1 for column in zip(*rows, strict=True)]
    return shared, [
        [fact for fact, same in zip(row, alike, strict=True) if fact and not same] for row in rows
    ]


def made(item: Item, answer: Answer) -> str:
    """How a thing is made: "with a V-neck"; "" where the card does not say."""
    detail = detail_of(answer, item)
    return f"{answer.grammar.words['joining_with']} {detail}" if detail else ""


def read(item: Item, answer: Answer) -> str:
    """The first sentence of a description, where it is nothing but plain words about the thing itself."""
    said = answer.grammar.description(item).partition(".")[0].strip()
    words = re.findall(r"\w+", said)
    named = any(word[0].isupper() and len(word) > 1 for word in words[1:])
    if named or len(said) > MAX_READ_CHARS or not PLAIN.fullmatch(said) or harm(said):
        return ""
    kinds = {kind for kind, _ in claims(said, answer.grammar.language)}
    return "" if kinds & OFFERS or SENTENCE_WORDS & set(normalize(said).split()) else said
