"""A share of an index as a process of its own does it, to be killed at any moment.

Processes are forked from one that has imported everything already, and holds nothing open.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
from PIL import Image

from app.refresh import Share
from app.shares import refresh_share
from data.catalogue import read_catalogue
from tests.fakes import ColourEncoder

IMPORTED = ["tests.sharing", "chromadb", "chromadb.api.rust"]


class Eyes(ColourEncoder):
    """Takes its time, so that a good part of all kills meets a process that is encoding."""

    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        time.sleep(0.02)
        return super().see(images)


def work(catalogue: Path, store: Path, rank: int) -> None:
    """One of two shares, to its end."""
    share, eyes = Share(rank, 2), Eyes("tiny")
    refresh_share(read_catalogue(catalogue), store, eyes, share, lambda done, total: None)


def both(catalogue: Path, store: Path) -> list[BaseProcess]:
    """Two that have begun."""
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    workers: list[BaseProcess] = [
        context.Process(target=work, args=(catalogue, store, rank)) for rank in (0, 1)
    ]
    for worker in workers:
        worker.start()
    return workers


def ended(workers: Sequence[BaseProcess]) -> list[int | None]:
    """How each ended, once all have: 0, or -9 when it was killed."""
    for worker in workers:
        worker.join()
    return [worker.exitcode for worker in workers]
