"""The benchmark of language models: what is right, how it goes on, and that its labels are sound."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest

from app import factory
from app.__main__ import main
from app.evaluation.agent import labels
from app.evaluation.agent.labels import CELLS, SPLITS, Group, Outcome, answers, conversations
from app.evaluation.agent.rightness import fills
from app.evaluation.agent.shop import SAMPLE
from app.evaluation.agent.turns import spread
from app.ingest.sync import index_catalogue
from app.plan import Act
from data.catalogue.catalogue import Item, read_catalogue
from data.store.store import Store
from models.llm.chat_model import Message, ModelError
from tests.fakes import ColourEncoder, ScriptedChat

SHOP = {item.id: item for item in read_catalogue(SAMPLE).items}
BELTS = [item.id for item in SHOP.values() if item.category == "belt"][:2]
SEEN = [{"role": "user", "content": "belts"}, {"role": "assistant", "content": "Two belts.", "shown": BELTS}]
DRESS = {"category": ["dress"], "colour": ["red"], "count": [1, 1]}
TALKS: list[dict[str, Any]] = [
    {"id": "x-1", "kind": "search", "message": "a red dress", "right": [{"act": "search", "show": [DRESS]}]},
    {"id": "x-2", "kind": "discuss", "message": "is the second one long?", "history": SEEN,
     "right": [{"act": "discuss", "about": BELTS[1:]}]},
    {"id": "x-3", "kind": "talk", "message": "hello", "right": [{"act": "chat"}, {"act": "ask"}]},
]  # fmt: skip
PROSE: dict[str, Any] = {
    "id": "y-1", "split": "unseen", "language": "en", "act": "discuss", "message": "and these?",
    "wanted": [], "shown": BELTS, "sentences": [
        {"text": "Both are belts.", "label": "true"},
        {"text": "They are made of crocodile leather.", "label": "invention"},
    ],
}  # fmt: skip
PLANS: dict[str, dict[str, Any]] = {
    "a red dress": {"act": "search", "items": [{"category": "dress", "count": 1, "colours": ["red"]}]},
    "is the second one long?": {"act": "discuss", "items": [], "about": [2]},
    "hello": {"act": "chat", "items": []},
}
SAID = "Have a look. It is woven from pure gold."


class Planning(ScriptedChat):
    """Sends the plan of its table for a message, "broken" for one without, and says the same of everything;
    the script is what it writes anew."""

    def __init__(self, plans: Mapping[str, Any], *anew: str) -> None:
        super().__init__(*anew, is_generative=True, name="planning")
        self.plans = plans

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Raises ModelError for a message whose plan is None."""
        asked = messages[-1].text
        self.heard.append(messages)
        if schema is not None:
            if self.plans.get(asked, "") is None:
                raise ModelError("too tired")
            yield json.dumps({"language": "en", **self.plans[asked]}) if asked in self.plans else "broken"
        else:
            anew = asked not in PLANS and asked != "Hello!" and self.answers
            yield self.answers.pop(0) if anew else SAID


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, encoder = tmp_path_factory.mktemp("sample"), ColourEncoder()
    with closing(Store.create(folder, encoder.name)) as store:
        index_catalogue(read_catalogue(SAMPLE), store, encoder)
    return folder


@pytest.fixture
def own_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three conversations and one answer."""
    rows = [{"split": "seen", "language": "en", "history": [], **talk} for talk in TALKS]
    (tmp_path / "conversations.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "prose.jsonl").write_text(json.dumps(PROSE), encoding="utf-8")
    monkeypatch.setattr(labels, "FOLDER", tmp_path)


@pytest.fixture
def evaluated(
    index: Path, own_labels: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """The command over that model, its exit status and what it printed."""
    monkeypatch.setitem(factory.ENCODERS, "colours", ColourEncoder)
    monkeypatch.setenv("ARMARIO_ENCODER", "colours")

    def run(chat: Any, *argv: str) -> dict[str, Any]:
        if chat:
            monkeypatch.setitem(factory.BACKENDS, "local", factory.Backend("Local", lambda _: chat, ()))
        capsys.readouterr()
        assert main(["evaluate", "agent", "--store", str(index), "--json", *argv]) == 0
        return dict(json.loads(capsys.readouterr().out))

    return run


def test_a_model_that_plans_rightly_is_right_beside_the_rules(evaluated: Any) -> None:
    found = evaluated(Planning(PLANS))
    system = found["systems"]["planning"]
    assert system["right"]["all"] == system["act"]["all"] == 1
    assert system["right"]["interval"]["all"] == [1, 1] and system["right"]["n"]["all"] == 3
    assert {"turn later", "kind discuss", "language en", "split seen"} <= set(system["right"])
    assert system["planned"] == {"by_model": 3, "by_rules": 0, "no_plan": 0, "failed": 0}
    assert set(system["seconds"]["whole"]) == {"p50", "p95"}
    assert 0 <= found["systems"]["rules"]["right"]["all"] <= 1
    assert found["gain"]["right"]["all"] == pytest.approx(1 - found["systems"]["rules"]["right"]["all"])


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ("a red dress", {"act": "search", "items": [{"category": "skirt", "count": 1}]}),
        ("a red dress", {"act": "search", "items": [{"category": "dress", "count": 3}]}),
        ("a red dress", {"act": "chat", "items": []}),
        ("is the second one long?", {"act": "discuss", "items": [], "about": [1]}),
        ("is the second one long?", {"act": "discuss", "items": []}),
    ],
)
def test_a_wrong_plan_is_wrong(evaluated: Any, message: str, wrong: dict[str, Any]) -> None:
    system = evaluated(Planning({**PLANS, message: wrong}))["systems"]["planning"]
    assert system["right"]["all"] == pytest.approx(2 / 3, abs=1e-3)


def test_a_plan_that_cannot_be_followed_is_the_rules_and_a_failure_is_one_wrong_answer(
    evaluated: Any,
) -> None:
    found = evaluated(Planning({"a red dress": None, "is the second one long?": PLANS["hello"]}))
    system = found["systems"]["planning"]
    assert system["planned"] == {"by_model": 1, "by_rules": 1, "no_plan": 1, "failed": 1}
    assert system["right"]["kind search"] == 0


def test_sentences_of_the_model_are_counted_as_written_rewritten_and_dropped(evaluated: Any) -> None:
    sentences = evaluated(Planning(PLANS, "Gladly!"), "--limit", "1")["systems"]["planning"]["sentences"]
    assert sentences == {"as_written": 1, "rewritten": 1, "dropped": 0}
    sentences = evaluated(Planning(PLANS, "-"), "--limit", "1")["systems"]["planning"]["sentences"]
    assert sentences == {"as_written": 1, "rewritten": 0, "dropped": 1}


def test_the_fact_check_is_held_against_labelled_sentences(evaluated: Any) -> None:
    checked = evaluated(None, "--split", "unseen")["fact_check"]
    assert checked["true, shown"]["all"] == checked["invention, stopped"]["language en"] == 1
    assert checked["answers left worse"]["split unseen"] == 0


def test_a_run_goes_on_where_it_was_cut(evaluated: Any, tmp_path: Path) -> None:
    out, first = tmp_path / "out.jsonl", Planning(PLANS)
    whole = evaluated(first, "--out", str(out))
    lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 3 and json.loads(lines[0])["model"] == "planning"
    out.write_text("".join(lines)[:-20], encoding="utf-8")
    second = Planning(PLANS)
    again = evaluated(second, "--out", str(out))
    assert again["systems"]["planning"]["right"] == whole["systems"]["planning"]["right"]
    assert len(second.heard) < len(first.heard)
    asked = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert sorted(asked) == ["x-1", "x-2", "x-3"]
    third = Planning(PLANS)
    evaluated(third, "--out", str(out))
    assert len(third.heard) == 1  # whether it is there


def test_another_model_does_not_go_on_with_its_turns(evaluated: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    evaluated(Planning(PLANS), "--out", str(out))
    other = Planning(PLANS)
    other.name = "other"
    assert evaluated(other, "--out", str(out))["systems"]["other"]["right"]["all"] == 1
    assert len(out.read_text(encoding="utf-8").splitlines()) == 6


def test_a_model_that_is_gone_ends_the_run_and_what_it_said_stays(
    evaluated: Any, tmp_path: Path, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out.jsonl"
    evaluated(Planning(PLANS), "--out", str(out), "--limit", "1")
    dying = ScriptedChat("Hello.", is_generative=True, name="planning")
    factory.BACKENDS["local"] = factory.Backend("Local", lambda _: dying, ())  # put back by the fixture
    assert main(["evaluate", "agent", "--store", str(index), "--out", str(out)]) == 2
    assert "the same command goes on" in caplog.text
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_a_server_that_is_not_there_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ARMARIO_CHAT", "server")
    monkeypatch.setenv("ARMARIO_SERVER_URL", "http://127.0.0.1:9/v1")
    assert main(["evaluate", "agent"]) == 2
    assert "server" in caplog.text


@pytest.mark.parametrize("name", ["conversations.jsonl", "prose.jsonl"])  # of several lines, and of one
def test_another_file_is_not_written_to(
    name: str, evaluated: Any, tmp_path: Path, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / name
    before = other.read_bytes()
    assert main(["evaluate", "agent", "--store", str(index), "--out", str(other)]) == 2
    assert "give --out another file" in caplog.text and other.read_bytes() == before


def test_people_get_a_table_over_an_index_for_the_moment(
    evaluated: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "agent", "--store", str(tmp_path / "none")]) == 0
    printed = capsys.readouterr().out
    assert "3 conversations, 1 answers" in printed and "kind discuss" in printed
    assert not (tmp_path / "none").exists()


def test_few_conversations_are_of_many_kinds_and_always_the_same() -> None:
    few = spread(conversations(), 14)
    assert len({talk.kind for talk in few}) == 14
    assert spread(conversations(), 30)[:14] == few and len(spread(conversations(), 0)) == 336


def test_an_item_counts_to_one_group_only() -> None:
    shirts = [Item(str(n), "Shirt", "shirt", SAMPLE, gender=who) for n, who in enumerate(("men", "unisex"))]
    his, anyones = (
        Group({"gender": who}, (0, 99), (), (), (1, 1)) for who in (["men", "unisex"], ["women", "unisex"])
    )
    assert fills((his, anyones), shirts)
    assert not fills((his, anyones), shirts[:1]) and not fills((his,), shirts)
    assert not fills((his, anyones), [*shirts, *shirts])


def candidates(group: Group, outcome: Outcome) -> list[Item]:
    """The items of the shop that may be shown for a group, the cheapest first."""
    held = [item for item in SHOP.values() if group.holds(item) and item.id not in outcome.hide]
    return sorted(held, key=lambda item: item.price or 0.0)


def fillable(outcome: Outcome) -> bool:
    """Whether the shop has what an outcome asks for, within its total."""
    taken: dict[str, Item] = {}
    for group in sorted(outcome.show, key=lambda group: len(candidates(group, outcome))):
        there = [item for item in candidates(group, outcome) if item.id not in taken]
        if not candidates(group, outcome) or len(there) < group.count[0]:
            return False
        taken |= {item.id: item for item in there[: group.count[0]]}
    return fills(outcome.show, list(taken.values())) and outcome.total[1] >= sum(
        item.price or 0.0 for item in taken.values()
    )


def test_every_label_is_sound() -> None:
    """Only ids are said of what is not: the unseen conversations stay unseen."""
    values = {cell: {getattr(item, cell) for item in SHOP.values()} for cell in CELLS}
    unsound = []
    for talk in conversations():
        before = {name for message in talk.messages for name in message.shown}
        sound = before <= set(SHOP) and bool(talk.right)
        for outcome in talk.right:
            known = [set(allowed) <= values[cell] for g in outcome.show for cell, allowed in g.cells.items()]
            sound &= outcome.act in get_args(Act) and outcome.about | outcome.hide <= before and all(known)
            sound &= bool(outcome.about) == (outcome.act == "discuss")
            sound &= bool(outcome.show) == (outcome.act in ("search", "outfit"))
            sound &= not outcome.show or fillable(outcome)
        unsound += [] if sound else [talk.id]
    assert unsound == []


def test_every_labelled_answer_is_about_items_of_the_shop() -> None:
    every = answers()
    assert {one.split for one in every} == {talk.split for talk in conversations()} == set(SPLITS)
    assert [one.id for one in every if not {*one.shown} <= set(SHOP)] == []
    labelled = {said.label for one in every for said in one.sentences}
    assert labelled == {"true", "invention", "subtle"}
    assert sum(len(one.sentences) for one in every) > 1_500
