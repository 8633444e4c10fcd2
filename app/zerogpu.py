"""The GPU of a ZeroGPU Space, lent for single calls to what cannot do without it; elsewhere, nothing.

A call that borrows runs in a process forked for it: what goes in and comes out is pickled. So the index,
whose threads do not live through a fork, is no part of one, and the encoder, small enough, stays on the CPU.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

SECONDS = 60  # of GPU for one call at most, which is what a visitor without a plan is given at once


def lends() -> bool:
    """Whether this is a Space that lends its GPU. Imported before torch, as `spaces` wants to be."""
    try:
        from spaces.config import Config
    except ImportError:
        return False
    return bool(Config.zero_gpu)


def home(device: str) -> str:
    """Where what does not borrow lives: the CPU where GPUs are lent, otherwise the device asked for."""
    return "cpu" if lends() else device


def lent(model: T, *calls: str) -> T:
    """The same model, with these of its methods run on a lent GPU where there is one to be lent."""
    if lends():
        import spaces

        for name in calls:
            setattr(model, name, spaces.GPU(getattr(model, name), duration=SECONDS))
    return model
