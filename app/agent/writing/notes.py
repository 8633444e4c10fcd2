"""The prompt of the small writer: the notes of an answer, and in whose voice it is to word them.

The same for its training and at run time. Does not know the model.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.plan import Language
from models.llm.chat_model import escape_control_tokens

# The authors of the corpus (app/training/corpus), each a letter in the prompt
VOICES: dict[Language, dict[str, str]] = {
    "en": {"maeve": "A", "theo": "B", "priya": "C", "grace": "D"},
    "es": {"carmen": "E", "inigo": "F", "lucia": "G", "pilar": "H"},
}
START, END = "<|im_start|>", "<|im_end|>"


def voice_of(author: str) -> str:
    """The letter of an author of the corpus. Raises KeyError."""
    return {name: letter for known in VOICES.values() for name, letter in known.items()}[author]


def notes_prompt(notes: Sequence[str], voice: str) -> str:
    """What the model reads; it answers with a line for each note."""
    listed = "\n".join(escape_control_tokens(note) for note in notes)
    return f"{START}user\n{voice}\n{listed}{END}\n{START}assistant\n"
