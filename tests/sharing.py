"""Work on an index as a process of its own does it, to be killed at any moment.

Processes are forked from one that has imported everything already, and holds nothing open.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
from PIL import Image

from app.agent.assistant import Assistant
from app.ingest.sharding import index_shard
from app.ingest.sync import Shard, index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.llm.chat_model import Message
from tests.fakes import ColourEncoder, ReadingChat

IMPORTED = ["tests.sharing", "chromadb", "chromadb.api.rust", "models.vision.torch_runtime"]


class Eyes(ColourEncoder):
    """Takes its time, so that a good part of all kills meets a process that is encoding."""

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        time.sleep(0.02)
        return super().encode_patches(images)


def work(catalogue: Path, store: Path, rank: int) -> None:
    """One of two shares, to its end."""
    share, eyes = Shard(rank, 2), Eyes("tiny")
    index_shard(read_catalogue(catalogue), store, eyes, share, lambda done, total: None)


def encode(catalogue: Path, store: Path, encoder: Path, told: Connection) -> None:
    """An index made by torch, that tells of every batch."""
    from models.vision.factory import load_encoder

    eyes = load_encoder(encoder)
    index_catalogue(
        read_catalogue(catalogue), Store.create(store, eyes.name), eyes, lambda done, _: told.send(done)
    )


def turns(store: Path, told: Connection) -> None:
    """One turn after the other, that tells of every one."""
    assistant = Assistant(ColourEncoder("tiny"), Store.create(store, "tiny"), ReadingChat())
    while True:
        *_, reply = assistant.reply([Message("user", "a red shirt")])
        told.send(len(reply.matches))


def kept_files(folder: Path) -> dict[str, object]:
    """All that the files of an index hold, by name. Of Chroma's database the rows: each client that opens it
    writes a row into a table of its own, acquire_write, to see whether it may."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.name == "chroma.sqlite3":
            with closing(sqlite3.connect(path)) as file:
                found[str(path)] = [line for line in file.iterdump() if "acquire_write" not in line]
        elif path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock")):
            found[str(path)] = path.read_bytes()
    return found


def forked(task: Callable[..., object], *given: object) -> BaseProcess:
    """A process that has begun."""
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    worker = context.Process(target=task, args=given)
    worker.start()
    return worker


def both(catalogue: Path, store: Path) -> list[BaseProcess]:
    """Two that have begun."""
    return [forked(work, catalogue, store, rank) for rank in (0, 1)]


def ended(workers: Sequence[BaseProcess]) -> list[int | None]:
    """How each ended, once all have: 0, or -9 when it was killed."""
    for worker in workers:
        worker.join()
    return [worker.exitcode for worker in workers]
