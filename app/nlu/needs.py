"""What is asked for without its name: "something to keep my hands warm", "recommend me one".

Knows phrases of app/cues.csv; does not know how a sentence is parted into pieces.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.nlu.lexicon import cues
from app.nlu.roles import POLITE
from data.catalogue.vocabulary import colour_named

NEED = "need "  # begins the cues that name a category by its use
WARM = ("jersey", "jacket", "coat")  # for "something warm, but not a coat"
LONGEST = 4  # words of "búscame una"


def again(about: Collection[str], words: Sequence[str]) -> bool:
    """Whether a pronoun asks for what is owned, worn out or refused: "my bag ripped", "…, recommend one"."""
    if {"again", "gone"} & set(about):
        return True
    said = " ".join(w for w in words if w not in POLITE and not colour_named(w)).replace(",", ".")
    ends = [clause.split() for clause in said.replace(" a one", " one").split(".")]
    return any("one" in cues().get(" ".join(end[-n:]), ()) for end in ends for n in range(1, LONGEST + 1))


def needed(about: Collection[str], refused: Collection[str]) -> tuple[str, ...]:
    """The categories that serve what is asked for, without those ``refused``; () where no use tells them."""
    uses = tuple(cue.removeprefix(NEED) for cue in sorted(about) if cue.startswith(NEED))
    if not uses and {"something", "warm"} <= set(about) and set(WARM) & set(refused):
        uses = WARM[:2]
    return tuple(name for name in uses if name not in refused)
