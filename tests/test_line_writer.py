"""The writer of lines, on a small fake of llama.cpp's client; the slow tests load the real model."""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import gguf
import llama_cpp
import numpy as np
import pytest

from models.llm import line_writer
from models.llm.chat_model import ModelError, RequestTooLarge
from models.llm.line_writer import CONTEXT, SEEDS, LineWriter, Pace, Sampling, Speed, load
from models.llm.llamacpp import smollm2

PROMPT = "notes: " + "a hat, a scarf, a coat; " * 4


class FakeLlama:
    """Answers in pieces as llama_cpp does, a token a letter; counts what it reads."""

    ctx = None

    def __init__(self, *pieces: str, finish: str = "stop", error: Exception | None = None) -> None:
        self.pieces, self.finish, self.error, self.wait = pieces, finish, error, 0.0
        self.asked: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.n_tokens, self.input_ids = 0, np.zeros(CONTEXT, np.intc)
        self.given = 0

    def n_ctx(self) -> int:
        return CONTEXT

    def tokenize(self, text: bytes, add_bos: bool, special: bool) -> list[int]:
        assert not add_bos
        return list(text)

    def eval(self, tokens: Sequence[int]) -> None:
        self.input_ids[self.n_tokens : self.n_tokens + len(tokens)] = tokens
        self.n_tokens += len(tokens)
        self.batches.append(len(tokens))

    def create_completion(self, prompt: Sequence[int], **options: Any) -> Iterator[dict[str, Any]]:
        self.asked.append({"prompt": bytes(prompt).decode(), **options})
        if self.error:
            raise self.error
        self.eval(prompt[self.n_tokens :])
        for piece in self.pieces:
            time.sleep(self.wait)
            self.given += 1
            self.eval([1])
            yield {"choices": [{"text": piece, "finish_reason": None}]}
        yield {"choices": [{"text": "", "finish_reason": self.finish}]}


@pytest.fixture(autouse=True)
def numbers(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[int]:
    """The numbers of threads that were set on fakes, one after the other."""
    numbers: list[int] = []
    if not request.node.get_closest_marker("slow"):
        monkeypatch.setattr(line_writer, "set_threads", lambda llama, number: numbers.append(number))
    return numbers


def writer(llama: Any, busy: Callable[[], int] = lambda: 0, **sampling: Any) -> LineWriter:
    return LineWriter(llama, "fake", busy, 2, Sampling(**sampling), clock=lambda: 0.0)


def test_lines_come_whole_and_the_last_one_where_the_model_ended_it() -> None:
    llama = FakeLlama("A ha", "t.\nA sc", "arf.\n\n", " \nA coat.")
    assert list(writer(llama).lines(PROMPT, (), 1)) == ["A hat.", "A scarf.", "A coat."]


def test_a_line_that_was_cut_off_is_left_out() -> None:
    assert list(writer(FakeLlama("A hat.\nA sc", finish="length")).lines(PROMPT, (), 1)) == ["A hat."]


def test_a_line_comes_before_the_next_one_is_written() -> None:
    llama = FakeLlama("A hat.\n", *["and so on "] * 500)
    llama.wait = 0.01
    reading = writer(llama).lines(PROMPT, (), 1)
    assert next(reading) == "A hat." and llama.given < 100
    reading.close()  # type: ignore[attr-defined]


def test_exactly_these_keywords_reach_the_library_which_swallows_others() -> None:
    llama = FakeLlama()
    list(writer(llama).lines("<|im_start|>x\n", ("A hat.", "All <|im_end|>"), SEEDS + 7))
    assert llama.asked == [
        {
            "prompt": "<|im_start|>x\nA hat.\nAll < |im_end|>\n", "max_tokens": 256, "temperature": 0.3,
            "top_p": 0.9, "top_k": 40, "min_p": 0.05, "repeat_penalty": 1.0, "seed": 7,
            "stop": ["<|im_end|>"], "stream": True,
        }
    ]  # fmt: skip
    known = set(inspect.signature(llama_cpp.Llama.create_completion).parameters)
    assert set(llama.asked[0]) <= known


def test_only_what_was_not_read_yet_is_read_and_never_a_few_tokens_alone() -> None:
    llama = FakeLlama("A hat.\n", "A scarf.\n")
    written = writer(llama)
    costs = []
    for prompt, before in [(PROMPT, ()), (PROMPT, ("A hat.",)), (PROMPT, ("A hat.",)), ("other " * 9, ())]:
        llama.batches.clear()
        list(written.lines(prompt, before, 1))
        costs.append(llama.batches[:-2])  # without what was written
    assert costs == [[32, 32, 39], [8], [8], [32, 22]]


def test_all_cores_while_nothing_else_is_at_work(numbers: list[int]) -> None:
    works = iter([0, 0, 0, 1, 0, 0])
    list(writer(FakeLlama("a", "b"), lambda: next(works)).lines(PROMPT, (), 1))
    assert numbers == [1, 2, 2, 2, 1, 2, 2]  # the first to measure; then a number for each step


def test_one_thread_where_another_process_has_the_cores() -> None:
    hands, numbers = iter([0.0, 1.0, 5.0, 6.0]), list[int]()
    pace = Pace(numbers.append, 2, lambda: 0, lambda: next(hands))
    for _ in range(4):
        pace.begin(1.0)
    assert numbers == [2, 2, 1, 1]


def test_its_speed_is_measured_when_it_is_loaded() -> None:
    assert Speed(100, 50).seconds(200, 100) == 4
    hands = iter([0.0, 1.0, 2.0])
    slow = LineWriter(FakeLlama(), "slow", lambda: 0, 1, clock=lambda: next(hands))
    assert slow.speed.answer == line_writer.WARM_UP_TOKENS


def test_an_answer_ends_with_its_time() -> None:
    llama = FakeLlama("A hat.\n", *["x"] * 1000)
    llama.wait = 0.01
    begun = time.monotonic()
    assert list(writer(llama, seconds=0.2).lines(PROMPT, (), 1)) == ["A hat."]
    assert time.monotonic() - begun < 5


def test_who_stops_reading_stops_the_writing() -> None:
    llama = FakeLlama(*["A hat.\n"] * 1000)
    llama.wait = 0.005
    written = writer(llama)
    assert list(islice(written.lines(PROMPT, (), 1), 2)) == ["A hat."] * 2
    assert next(written.lines(PROMPT, (), 2)) == "A hat."
    assert llama.given < 100


def test_in_a_turn_a_new_answer_ends_the_last_one() -> None:
    llama = FakeLlama(*["A hat.\n"] * 1000)
    llama.wait = 0.005
    with writer(llama).turn(1) as lines:
        assert lines
        first = lines(PROMPT, (), 1)
        second = (next(first), lines(PROMPT, ("A hat.",), 1))[1]
        assert list(first) == [] and next(second) == "A hat."
    assert list(second) == [] and llama.given < 100


def test_who_would_wait_too_long_gets_nothing_and_holds_up_nobody() -> None:
    written, after = writer(FakeLlama("A hat.")), list[str]()
    waiting = threading.Thread(target=lambda: after.extend(written.lines(PROMPT, (), 1)))
    with written.turn() as mine:
        assert mine
        with written.turn(0.02) as lines:
            assert lines is None
        impatient = written.turn(0.02)
        assert impatient.__enter__() is None
        waiting.start()
        time.sleep(0.05)
        assert after == []
    waiting.join(5)  # served, though who gave up is still at templates
    impatient.__exit__(None, None, None)
    assert after == ["A hat."]


def test_a_failure_of_the_library_is_an_error_with_its_cure() -> None:
    with pytest.raises(ModelError, match="fake failed: llama_decode"):
        list(writer(FakeLlama(error=RuntimeError("llama_decode returned 1"))).lines(PROMPT, (), 1))
    with pytest.raises(RequestTooLarge, match="exceed the context"):
        list(writer(FakeLlama()).lines("x" * CONTEXT, (), 1))


LAYERS, WIDTH, RANK = 30, 576, 32  # of SmolLM2-135M, and of the adapter
NOTES = (
    "<|im_start|>user\nWrite ten names of fruits, each on a line of its own: apple, lemon, and so on."
    "<|im_end|>\n<|im_start|>assistant\n"
)
SHORT = Sampling(max_tokens=40, seconds=300)  # whatever else this machine does


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random LoRA adapter for the packaged model."""
    path, draw = tmp_path_factory.mktemp("lora") / "random.gguf", np.random.default_rng(0)
    file: Any = gguf.GGUFWriter(path, "llama")
    file.add_type(gguf.GGUFType.ADAPTER)
    file.add_string(gguf.Keys.Adapter.TYPE, "lora")
    file.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 2.0 * RANK)
    for layer in range(LAYERS):
        for name in ("attn_q", "attn_output"):
            for letter, shape in (("a", (RANK, WIDTH)), ("b", (WIDTH, RANK))):
                noise = (draw.standard_normal(shape) * 0.02).astype(np.float16)
                file.add_tensor(f"blk.{layer}.{name}.weight.lora_{letter}", noise)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()
    return path


@pytest.mark.slow
def test_a_seed_brings_its_lines_whatever_was_asked_before_and_however_many_threads(adapter: Path) -> None:
    others = [0]
    written = load(smollm2(), adapter, lambda: others[0], threads=2)
    written._sampling = SHORT
    assert written.name == f"{smollm2().stem} + random"
    first = [list(written.lines(NOTES, (), seed)) for seed in range(3)]
    assert len({tuple(lines) for lines in first}) == 3
    shown = tuple(first[0][:1])
    rest = list(written.lines(NOTES, shown, 5))  # begins in the middle of what was written
    list(written.lines(NOTES[:60] + "x", (), 9))
    others[0] = 1
    assert list(written.lines(NOTES, shown, 5)) == rest
    assert [list(written.lines(NOTES, (), seed)) for seed in range(3)] == first


@pytest.mark.slow
def test_the_adapter_counts_and_a_broken_one_is_an_error(adapter: Path, tmp_path: Path) -> None:
    plain, adapted = (load(smollm2(), lora, lambda: 0) for lora in (None, adapter))
    plain._sampling = adapted._sampling = SHORT
    assert list(plain.lines(NOTES, (), 1)) != list(adapted.lines(NOTES, (), 1))
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(adapter.read_bytes()[:1000])
    with pytest.raises(ModelError, match="broken does not load"):
        load(smollm2(), broken, lambda: 0)


@pytest.mark.slow
def test_a_beginning_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = load(smollm2(), None, lambda: 0)
    written._sampling = SHORT
    read, eval_ = list[int](), written._llama.eval

    def counting(tokens: Sequence[int]) -> None:
        read.append(len(tokens))
        eval_(tokens)

    monkeypatch.setattr(written._llama, "eval", counting)
    list(written.lines(NOTES, (), 1))
    whole = sum(size for size in read if size > 1)
    read.clear()
    list(written.lines(NOTES, ("The red dress is the one for the evening.",), 1))
    assert whole > 30 and sum(size for size in read if size > 1) < 20
