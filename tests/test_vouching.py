"""What a model wrote is kept, what it left unsaid is added, and the composed answer follows silence."""

from __future__ import annotations

import pytest
from app.factcheck.omissions import vouched

from app.plan import Language

LACKING = {
    "en": "I found no shirts in red; the nearest I can show is blue.",
    "es": "No he encontrado camisas en rojo; lo más parecido que tengo: azul.",
}


def told(language: Language, *written: str) -> str:
    return "".join(vouched(iter(written), iter(("composed",)), [LACKING[language]], language))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_composed_answer_takes_over_where_nothing_was_left(language: Language) -> None:
    assert told(language) == "composed"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "You can't go wrong with the blue shirt. "),
        ("en", "There is no need to hurry, the shirt is not for winter. "),
        ("es", "No te equivocas con la camisa azul. "),
    ],
)
def test_another_denial_does_not_hide_what_is_missing(language: Language, written: str) -> None:
    assert told(language, written) == f"{written}{LACKING[language]} "


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "I have no red shirts, but the blue one is nice. "),
        ("es", "No hay camisas rojas, pero la azul sí. "),
    ],
)
def test_what_the_model_said_itself_is_not_said_again(language: Language, written: str) -> None:
    assert told(language, written) == written


def test_sentences_are_shown_as_they_come() -> None:
    def writing() -> object:
        yield "One. "
        raise AssertionError("read on before the first sentence was shown")

    assert next(vouched(writing(), iter(()), [], "en")) == "One. "  # type: ignore[arg-type]
