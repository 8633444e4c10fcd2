"""Borrows the GPU of a ZeroGPU Space for single method calls; elsewhere it does nothing.

A borrowing call runs in a process forked for it, with pickled arguments and results. The index, whose threads
do not survive a fork, therefore takes no part in one, and the encoder, small enough, stays on the CPU.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

MAX_SECONDS = 60  # of GPU for one call: what a visitor without a plan is given at once


def is_zerogpu() -> bool:
    """Whether this process runs on a Space that lends its GPU. Call before torch is imported: `spaces` must
    come first."""
    try:
        from spaces.config import Config
    except ImportError:
        return False
    return bool(Config.zero_gpu)


def resident_device(device: str) -> str:
    """The device of models that do not borrow: the CPU where GPUs are lent, otherwise ``device``."""
    return "cpu" if is_zerogpu() else device


def on_lent_gpu(model: T, *methods: str) -> T:
    """Returns ``model`` with these methods run on a lent GPU, where there is one."""
    if is_zerogpu():
        import spaces

        for name in methods:
            setattr(model, name, spaces.GPU(getattr(model, name), duration=MAX_SECONDS))
    return model
