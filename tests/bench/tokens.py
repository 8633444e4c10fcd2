"""How fast the local language model writes through our wrapper, beside llama-cpp-python's own loops.

In seconds of the processor, not of the clock: what other programs do meanwhile falls on none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import llama_cpp

from models.llm import llamacpp
from models.llm.chat_model import Message
from tests.bench.rows import Row

ASKED = [Message("system", "You are a shop assistant."), Message("user", "Tell me about wool, at length.")]
LENGTH = 48  # tokens of one answer
TURNS = 4  # each way by turns, the best of each


def rates(threads: int) -> tuple[float, float, float]:
    """Tokens a second through our wrapper, through the library's chat loop, and through its barest loop.

    The same loaded model, the same prompt, as many tokens; the prompt was read before.
    """
    chat = llamacpp.load(llamacpp.smollm2(), threads=threads, is_generative=True)
    llama = chat._llama
    turns: Any = [{"role": message.role, "content": message.text} for message in ASKED]
    prompt = llama_cpp.llama_chat_format.format_chatml(turns).prompt.encode() + b"\n"
    tokens = llama.tokenize(prompt, add_bos=False, special=True)

    def theirs() -> Iterable[Any]:
        return llama.create_chat_completion(
            turns, temperature=0.0, max_tokens=llamacpp.MAX_PROSE_TOKENS, stream=True
        )

    def barest() -> Iterable[Any]:
        return (llama.detokenize([token]) for token in llama.generate(tokens, temp=0.0, top_k=1))

    ways: list[Callable[[], Iterable[Any]]] = [lambda: chat.stream(ASKED), theirs, barest]
    for way in ways:
        _seconds(way)  # reads the prompt
    seconds = [[_seconds(way) for way in ways] for _ in range(TURNS)]
    wrapped, plain, bare = (1 / min(times) for times in zip(*seconds, strict=True))
    return wrapped, plain, bare


def rows(threads: int) -> list[Row]:
    """The three beside one another."""
    ours, chat, bare = rates(threads)
    return [
        Row("tokens: our wrapper against llama-cpp-python's chat loop", ours, chat, "tokens/s"),
        Row("tokens: our wrapper against llama-cpp-python's barest loop", ours, bare, "tokens/s"),
    ]


def _seconds(way: Callable[[], Iterable[Any]]) -> float:
    """For one token, from the first to the last."""
    arrivals = [time.process_time() for _ in islice(way(), LENGTH)]
    return (arrivals[-1] - arrivals[0]) / (len(arrivals) - 1)
