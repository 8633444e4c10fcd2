"""Which of the items shown before a message speaks of: "the second", "the red ones", "la gabardina", "the
skirt from before".

Reads noun phrases, one after another; does not know what is asked of the items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.nlu.lexicon import called, mapping, normalize, pattern, words, words_of
from app.nlu.parsing.people import audience
from app.nlu.tagger import Piece, Utterance
from data.catalogue.item import Item
from data.catalogue.vocabulary import family

MIN_TITLE_WORD = 3  # letters of a word by which a title is known


@dataclass(frozen=True, slots=True)
class References:
    """The ``items`` that are pointed out, none where all are meant; and garments that are only named.

    ``strange``: something to have, of which none was shown. ``beside``: the customer's own, or any that an
    item may go with. ``parts``: what an item may have, as a dress a belt. ``unseen``: one is pointed out by a
    colour in which none was shown.
    """

    items: tuple[Item, ...] = ()
    strange: tuple[Piece, ...] = ()
    beside: tuple[Piece, ...] = ()
    parts: tuple[Piece, ...] = ()
    unseen: bool = False


def references(said: Utterance, shown: Sequence[Item], earlier: Sequence[Item]) -> References:
    """What a message says of the items ``shown`` last, and of those ``earlier`` in the conversation."""
    found, without = list[Item](), list[Item]()
    strange, beside, parts, unseen = list[Piece](), list[Piece](), list[Piece](), False
    for lead, words_of_phrase in phrases(said.pieces):
        phrase = [piece for piece in words_of_phrase if not _describes(piece, lead)]
        those = () if _is_of_other(lead) else _meant(lead, phrase, shown, earlier)
        (without if lead & words("leaving_out") else found).extend(those)
        unseen = unseen or (not those and _is_of_no_colour(lead, phrase, earlier))
        things = [piece for piece in phrase if piece.garment and not those]
        named = beside if lead & words("owners") or "with" in lead else strange
        (parts if named is strange and lead & words("having") else named).extend(things)
    if without and not found:
        found = [item for item in shown if item not in without]
    items = tuple({item.id: item for item in found}.values())
    return References(items, tuple(strange), tuple(beside), tuple(parts), unseen and not items)


def _is_of_no_colour(lead: frozenset[str], phrase: Sequence[Piece], items: Sequence[Item]) -> bool:
    """Whether "the mustard one" has a colour that no item has."""
    colours = {piece.colour for piece in phrase if piece.colour}
    pointed = lead & words("definite") and not lead & words("owners") and "with" not in lead
    bare = all(piece.colour or piece.text in words("pronouns") for piece in phrase)
    known = {name for item in items for name in (item.colour, family(item.colour))}
    return bool(pointed and bare and colours and colours.isdisjoint(known))


def _is_of_other(lead: frozenset[str]) -> bool:
    """Whether what follows is the customer's own, anything, or a part of a thing."""
    part = lead & words("having") and not lead & words("definite")
    return bool(part or lead & (words("owners") | words("indefinite")))


def phrases(pieces: Sequence[Piece]) -> list[tuple[frozenset[str], list[Piece]]]:
    """The noun phrases with the words before them that say whose or which: from one such word, or a verb, up
    to the next."""
    openers = words("definite") | words("owners") | words("indefinite") | words("both_of")
    found: list[tuple[frozenset[str], list[Piece]]] = [(frozenset(), [])]
    for at, piece in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        joins = "and" in piece.cues and after is not None and after.text not in openers
        joins = joins and piece.text not in words("joining_with")
        if joins and found[-1][1]:
            found[-1][1].append(piece)
        elif piece.text in openers or piece.kind in ("stop", "comma") or _ends(piece):
            follows = _ends(piece) or piece.text in openers
            before = found[-1][0] if piece.text in openers and not found[-1][1] else frozenset()
            found.append((before | _lead(piece) if follows else frozenset(), []))
        else:
            found[-1][1].append(piece)
    return [one for one in found if one[1]]


def _lead(piece: Piece) -> frozenset[str]:
    with_it = {"with"} if "with" in piece.cues or piece.text in words("joining_with") else set[str]()
    return frozenset({piece.text, *with_it})


def _ends(piece: Piece) -> bool:
    alone = piece.text in words("phrase_end") | words("leaving_out") or "with" in piece.cues
    return alone and piece.garment is None and not piece.colour


def _describes(piece: Piece, lead: frozenset[str]) -> bool:
    """Whether a word that may be a garment says how a thing is: "es impermeable"."""
    return not lead & (words("definite") | words("indefinite")) and f" {piece.text} " in _qualities()


def _qualities() -> str:
    kinds = ("quality", "property", "material", "detail")
    return f" {'  '.join(frozenset().union(*map(words_of, kinds)))} "


def _meant(
    lead: frozenset[str], phrase: Sequence[Piece], shown: Sequence[Item], earlier: Sequence[Item]
) -> tuple[Item, ...]:
    """The items that a phrase means; of those shown earlier the last, where they are meant."""
    definite = bool(lead & words("definite"))
    if lead & words("both_of") and len(shown) == 2:
        return tuple(shown)
    if pattern("before").search(" ".join(piece.text for piece in phrase)):
        return _chosen(definite, phrase, [item for item in earlier if item not in shown])[-1:]
    here = _chosen(definite, phrase, shown)
    named = any(piece.garment for piece in phrase)
    return here or (_chosen(definite, phrase, earlier)[-1:] if definite and named else ())


def _chosen(definite: bool, phrase: Sequence[Piece], items: Sequence[Item]) -> tuple[Item, ...]:
    """The items that every word of a phrase agrees with; none where no word tells items apart."""
    garments = [piece for piece in phrase if piece.garment]
    pointed = definite or any(piece.text in words("pronouns") for piece in phrase)
    left = [item for item in items if not garments or any(_named(item, piece, items) for piece in garments)]
    told = bool(garments)
    if colours := {piece.colour for piece in phrase if piece.colour and (pointed or garments)}:
        exact = [item for item in left if item.colour in colours]
        left = exact or [item for item in left if family(item.colour) in colours]
        told = True
    whom = audience(Utterance(" ".join(piece.text for piece in phrase))) if definite else ""
    if theirs := [item for item in left if whom and item.gender == whom]:  # "the women's one"
        left, told = theirs, True
    titles = {item.id: _title(item) for item in items}
    for piece in phrase if pointed or garments else ():
        having = [item for item in left if _has_word(titles[item.id], piece.text)]
        if _tells(piece) and having:
            left, told = having, True
    all_of_them = definite and any(piece.number == len(items) > 1 for piece in phrase)  # "los dos"
    return _in_place(phrase, left, items, told or all_of_them)


def _named(item: Item, piece: Piece, items: Sequence[Item]) -> bool:
    """Whether an item may be called so: by its title, else by a finer name that its card has, else by its
    category."""
    assert piece.garment
    kind = [other for other in items if other.category == piece.garment.category]
    titled = [other for other in items if _has_word(_title(other), piece.text)]
    return item in (titled or [other for other in kind if called(other, piece.text)] or kind)


def _tells(piece: Piece) -> bool:
    """Whether a word may tell one title from another."""
    known = piece.garment or piece.colour or piece.number or piece.text in mapping("ordinals")
    return not known and len(piece.text) >= MIN_TITLE_WORD and piece.text not in words("tells_nothing")


def _title(item: Item) -> str:
    return normalize(f"{item.title} {item.title_es}")


def _has_word(title: str, word: str) -> bool:
    """Whether a title has a word or its singular: the aviators are aviator sunglasses."""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(f" {form} " in title for form in forms)


def _in_place(
    phrase: Sequence[Piece], left: Sequence[Item], items: Sequence[Item], told: bool
) -> tuple[Item, ...]:
    """The items at the places that a phrase counts out: "the second", "the first two", "number 2"."""
    ordinals, numbers = mapping("ordinals"), [piece.number for piece in phrase if piece.number > 1]
    places = [ordinals[piece.text] for piece in phrase if piece.text in ordinals]
    if not places and _numbered(phrase):
        places = [_numbered(phrase) - 1]
    if not places:
        return tuple(left) if told else ()
    pool = left if len(left) > max(places) else items
    if len(places) == 1 and numbers and not _numbered(phrase):
        several = pool[: numbers[0]] if places[0] >= 0 else pool[-numbers[0] :]
        return tuple(several)
    return tuple(pool[at] for at in places if -len(pool) <= at < len(pool))


def _numbered(phrase: Sequence[Piece]) -> int:
    """The place of "number two"; 0 for none."""
    pairs = zip(phrase, phrase[1:], strict=False)
    return next((b.number for a, b in pairs if a.text in words("before_ordinal") and b.number), 0)
