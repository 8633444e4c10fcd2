"""What llama.cpp has read, kept for each kind of question: so none is read twice that only begins alike.

A context holds one conversation. A shop asks two kinds of questions by turns, each beginning its own way.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

LONGEST = 512  # tokens of a beginning that are kept: 64 MB of a 7B model


@dataclass(frozen=True, slots=True)
class _Read:
    tokens: Any  # (n,) ints
    state: Any  # llama.cpp's bytes


class Memory:
    """Of one ``llama_cpp.Llama``, which finds out by itself how much of a prompt it has in its context."""

    def __init__(self, llama: Any) -> None:
        self._llama = llama
        self._kept: dict[str, _Read] = {}
        self._now = ""

    def turn_to(self, kind: str) -> None:
        """Puts away what was read for the last kind of question, and brings back what was for this one."""
        if kind == self._now:
            return
        if self._now:
            self._keep(self._now)
        self._now = kind
        if kind in self._kept:
            self._bring(self._kept[kind])

    def _keep(self, kind: str) -> None:
        from llama_cpp import llama_cpp as binding

        llama = self._llama
        llama.n_tokens = length = min(llama.n_tokens, LONGEST)
        llama._ctx.kv_cache_seq_rm(-1, length, -1)
        state = (ctypes.c_uint8 * binding.llama_state_seq_get_size(llama.ctx, 0))()
        if length and binding.llama_state_seq_get_data(llama.ctx, state, len(state), 0):
            self._kept[kind] = _Read(llama.input_ids[:length].copy(), state)

    def _bring(self, read: _Read) -> None:
        from llama_cpp import llama_cpp as binding

        llama = self._llama
        llama.reset()
        llama._ctx.kv_cache_clear()
        if binding.llama_state_seq_set_data(llama.ctx, read.state, len(read.state), 0):
            llama.n_tokens = len(read.tokens)
            llama.input_ids[: llama.n_tokens] = read.tokens
            llama._requires_eval = True  # as Llama.load_state does: there are no fresh scores to draw from
