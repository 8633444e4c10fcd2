"""Photos that the shop does not look at: the moderator, its classifier, and what the customer is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.moderation import NsfwModerator
from app.config import Settings
from app.factory import moderator_from
from app.ui.conversation import run_turn, user_turn
from app.ui.strings import say
from data.catalogue.images import PictureError, open_picture
from data.store.store import Store
from models.vision.nsfw import NsfwClassifier
from tests.fakes import ColourEncoder, ReadingChat

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "images"
RED = Image.new("RGB", (24, 32), "red")


def redness(image: Image.Image) -> float:
    """Stands in for the classifier: nothing is as bad as red."""
    red, green, blue = image.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return red / max(1, red + green + blue)


def test_a_photo_is_refused_from_the_limit_on() -> None:
    moderator = NsfwModerator(redness, 0.5)
    moderator.check(Image.new("RGB", (8, 8), "white"))
    with pytest.raises(PictureError) as refused:
        moderator.check(RED)
    assert refused.value.kind == "explicit"
    NsfwModerator(redness, 1.01).check(RED)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_customer_is_told_why_and_the_photo_is_looked_at_by_nobody(
    store: Store, encoder: ColourEncoder, tmp_path: Path, language: str
) -> None:
    RED.save(tmp_path / "photo.png")
    encoder.seen = 0
    assistant = Assistant(encoder, store, ReadingChat(), moderator=NsfwModerator(redness, 0.5))  # type: ignore[arg-type]
    history = [user_turn("what goes with this?", [str(tmp_path / "photo.png")])]
    *_, last = run_turn(assistant, history, language)  # type: ignore[arg-type]
    assert last.history[-1]["content"] == say("photo.explicit", language)  # type: ignore[arg-type]
    assert encoder.seen == 0
    *_, last = run_turn(assistant, [*last.history, user_turn("a red dress")], language)  # type: ignore[arg-type]
    assert last.reply is not None and last.reply.stage == "done"  # without the photo the conversation goes on


def test_a_gate_goes_along_to_another_shop(store: Store, encoder: ColourEncoder) -> None:
    moderator = NsfwModerator(redness, 0.5)
    assistant = Assistant(encoder, store, ReadingChat(), moderator=moderator)  # type: ignore[arg-type]
    assert (
        assistant.over(store).moderator is moderator
        and assistant.answering_with(ReadingChat()).moderator is moderator
    )


def test_the_setting_0_means_no_gate() -> None:
    assert moderator_from(Settings(moderation=0)) is None
    moderator = moderator_from(Settings(moderation=80))
    assert moderator is not None and moderator.limit == 0.8


def test_the_classifier_lets_the_whole_sample_catalogue_through() -> None:
    explicit = NsfwClassifier.load()
    pictures = sorted(SAMPLE.glob("*.webp"))[::12]
    assert max(explicit(open_picture(picture)) for picture in pictures) < 0.8
    assert 0 <= explicit(RED) <= 1
