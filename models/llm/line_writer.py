"""A small language model that writes one line for each of the notes in a prompt; a seed decides its words.

Does not know what the notes are about, nor whether a line is true. One answer at a time, beside other work.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from models.background import aside, cores, one_patient_thread
from models.llm.chat_model import Lines, escape_control_tokens
from models.llm.lease import Line
from models.llm.llamacpp import FAILURES, failure, loading, open_llama, set_threads

CONTEXT = 1024  # tokens of a prompt and its answer
END = "<|im_end|>"
SEEDS = (1 << 32) - 1  # how many there are: llama.cpp takes the next one for "any"
BATCH = 32  # tokens that are read in one go: between two, an answer can be stopped and threads change
SMALLEST_BATCH = 8
CROWDED = 3.0  # times as long as one thread on a free core takes
WARM_UP = "Two warm lines about wool, rain and a long walk home in the evening. " * 4
WARM_UP_TOKENS = 6


@dataclass(frozen=True, slots=True)
class Sampling:
    """How words are drawn, and how long an answer may become."""

    temperature: float = 0.3
    top_p: float = 0.9
    top_k: int = 40
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    max_tokens: int = 256
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second of one thread."""

    prompt: float
    answer: float

    def seconds(self, prompt: int, answer: int) -> float:
        """How long so many tokens take."""
        return prompt / self.prompt + answer / self.answer


class LineWriter:
    """Writes lines with a loaded ``llama_cpp.Llama``, which has one context.

    ``busy`` tells how much other work is in flight: while there is none, an answer takes all ``threads``.
    """

    def __init__(
        self, llama: Any, name: str, busy: Callable[[], int], threads: int,
        sampling: Sampling | None = None, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Reads and writes a few tokens, to know how fast they come."""
        self.name = name
        self._llama, self._busy, self._threads, self._clock = llama, busy, threads, clock
        self._sampling = sampling or Sampling()
        self._thread, self._line = one_patient_thread("line-writer"), Line()
        self._last: Iterator[str] = iter(())
        self._read = 0  # tokens of the last prompt
        self.speed = self._thread.submit(self._measured).result()

    @contextmanager
    def turn(self, wait_seconds: float | None = None) -> Iterator[Lines | None]:
        """``lines`` for several answers, one after the other, and nobody else's between; None where those who
        asked before are not done within so many seconds. A new answer, or the end, ends the last one."""
        with self._line.turn(wait_seconds) as served:
            try:
                yield self._next if served else None
            finally:
                if served:
                    self._end()

    def lines(self, prompt: str, before: Sequence[str], seed: int) -> Iterator[str]:
        """Yields the lines that follow ``before``, each as soon as it is whole, in a turn of its own.

        The prompt is taken as it is, with its control tokens. Blank lines are left out, and one that was not
        ended in time. The same seed brings the same lines. Raises ModelError.
        """
        with self.turn(self._sampling.seconds) as lines:
            if lines:
                yield from lines(prompt, before, seed)

    def _next(self, prompt: str, before: Sequence[str], seed: int) -> Iterator[str]:
        self._end()
        text = prompt + "".join(f"{escape_control_tokens(line)}\n" for line in before)
        self._last = self._answer(text, seed)
        return self._last

    def _end(self) -> None:
        close = getattr(self._last, "close", None)
        if close:
            close()

    def _answer(self, text: str, seed: int) -> Iterator[str]:
        rest = ""
        try:
            for chunk in aside(self._thread, partial(self._chunks, text, seed), self._sampling.seconds):
                *whole, rest = (rest + chunk).split("\n")
                yield from filter(str.strip, whole)
        except FAILURES as error:
            raise failure(self.name, error) from error

    def _chunks(self, text: str, seed: int, stop: Event) -> Iterator[str]:
        """The answer in pieces, ended by a newline where the model ended it."""
        tokens = self._llama.tokenize(text.encode(), add_bos=False, special=True)
        if len(tokens) >= self._llama.n_ctx():
            raise ValueError(f"{len(tokens)} tokens exceed the context of {self._llama.n_ctx()}")
        pace = Pace(partial(set_threads, self._llama), self._threads, self._busy, self._clock)
        for batch in self._unread(tokens):
            if stop.is_set():
                return
            pace.begin(self.speed.seconds(len(batch), 0))
            self._llama.eval(batch)
        pace.begin(self.speed.seconds(BATCH + SMALLEST_BATCH, 1))
        drawn = self._sampling
        for chunk in self._llama.create_completion(
            tokens, max_tokens=drawn.max_tokens, temperature=drawn.temperature, top_p=drawn.top_p,
            top_k=drawn.top_k, min_p=drawn.min_p, repeat_penalty=drawn.repeat_penalty, seed=seed % SEEDS,
            stop=[END], stream=True,
        ):  # fmt: skip
            choice = chunk["choices"][0]
            yield choice["text"] + ("\n" if choice["finish_reason"] == "stop" else "")
            pace.begin(self.speed.seconds(0, 1))

    def _unread(self, tokens: Sequence[int]) -> Iterator[Sequence[int]]:
        """What has to be read of a prompt but for its last batch, which the library reads.

        llama.cpp's numbers for a token read alone, as those of an answer are, differ from those for one read
        in a batch, however large: what the model wrote is therefore read again, so that a seed's lines do not
        depend on what was asked before.
        """
        known = self._llama.input_ids[: min(self._llama.n_tokens, self._read)]
        same = next((at for at, (a, b) in enumerate(zip(known, tokens, strict=False)) if a != b), None)
        kept = min(len(known) if same is None else same, len(tokens) - SMALLEST_BATCH)
        self._llama.n_tokens, self._read = max(0, kept), len(tokens)
        for at in range(self._llama.n_tokens, len(tokens) - BATCH - SMALLEST_BATCH + 1, BATCH):
            yield tokens[at : at + BATCH]

    def _measured(self) -> Speed:
        """Pages the file in, then reads and goes on in one thread: that is what it is sure to have."""
        tokens = self._llama.tokenize(WARM_UP.encode(), add_bos=False, special=False)
        set_threads(self._llama, 1)
        self._llama.eval(tokens[:1])
        begun = self._clock()
        self._llama.eval(tokens)
        read = self._clock()
        for token in tokens[:WARM_UP_TOKENS]:
            self._llama.eval([token])
        written = self._clock()
        return Speed(len(tokens) / max(read - begun, 1e-6), WARM_UP_TOKENS / max(written - read, 1e-6))


class Pace:
    """How many threads the steps of one answer take: all, or one while there is other work.

    llama.cpp's threads wait for each other some thousand times a second. Where another process has one of
    their cores each waits for its turn there, and a token takes seconds; then, too, one thread is faster.
    """

    def __init__(
        self,
        set_number: Callable[[int], None],
        most: int,
        busy: Callable[[], int],
        clock: Callable[[], float],
    ) -> None:
        self._set, self._most, self._busy, self._clock = set_number, most, busy, clock
        self._due, self._number = float("inf"), 1

    def begin(self, seconds: float) -> None:
        """Sets the number of threads for a step that takes one thread so long."""
        now = self._clock()
        if self._number > 1 and now > self._due:
            self._most = 1  # for the rest of the answer
        self._number = 1 if self._busy() else self._most
        self._due = now + CROWDED * seconds
        self._set(self._number)


def load(gguf: Path, lora: Path | None, busy: Callable[[], int], threads: int | None = None) -> LineWriter:
    """Loads a model with an optional LoRA adapter; it takes all cores where no number is given.

    Raises ModelError.
    """
    most = threads or cores()
    with loading(gguf, lora) as name:
        llama = open_llama(gguf, lora, most, CONTEXT)
        writer = LineWriter(llama, name, busy, most)
    weakref.finalize(writer, llama.close)
    return writer
