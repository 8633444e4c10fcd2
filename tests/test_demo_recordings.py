"""The recordings of the tour: whole, of this shop's sample, and told apart by language."""

from __future__ import annotations

import pytest

from app.agent.demo_recordings import Recordings, recorded
from app.ui.strings import LANGUAGES, say


@pytest.fixture(scope="module")
def tour() -> Recordings:
    return Recordings()


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_has_an_answer_in_its_language(tour: Recordings, number: int, language: str) -> None:
    recording = tour.recording(number, "es" if language == "es" else "en")
    reply = recording.reply
    assert reply.stage == "done" and reply.text and reply.plan and reply.plan.language == language
    assert bool(reply.matches) != (reply.plan.act == "not_carried")
    known = {match.item.id for match in reply.matches}
    assert {name for sentence in reply.sentences for name in sentence.item_ids} <= known
    assert recording.message and say(recording.key, reply.plan.language)
    assert recording.photo is None or recording.photo.is_file()


def test_a_recording_keeps_what_the_assistant_said(tour: Recordings) -> None:
    reply = tour.recording(0, "en").reply
    kept = recorded("hello", reply)
    assert [one[0] for one in kept["sentences"]] == [one.text for one in reply.sentences]
    assert kept["message"] == "hello"
    assert [name for name, _ in kept["items"]] == [match.item.id for match in reply.matches]


def test_beyond_the_last_scene_comes_the_first(tour: Recordings) -> None:
    assert tour.count == 6 and tour.recording(tour.count, "en") is tour.recording(0, "en")
