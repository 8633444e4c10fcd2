"""Several processes bring one store in line with a catalogue, each with a share of its batches.

What a process has encoded lies in a file of its own until it is that process's turn to write to the store.
So a kill costs one batch, nothing is there twice, and nobody waits for another but to write. Processes on
several machines meet in a store on a server; those on one, in any.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from PIL import Image

from app.ingest.prefetch import Progress
from app.ingest.sync import SAME_WEIGHTS, Run, Share, Summary, alone
from data.catalogue.catalogue import Catalogue
from data.store.address import Place, folder_of
from data.store.multivectors import QueryVectors
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import unit

PROBE = ("", "probe")  # id and hash of a picture that no catalogue holds: it tells which weights made a draft


def refresh_share(
    catalogue: Catalogue, place: Place, encoder: ImageTextEncoder, share: Share, progress: Progress
) -> Summary:
    """One process's part of `app.ingest.sync.refresh`; the same vectors, bit for bit. Raises StoreError."""
    started, folder = time.perf_counter(), folder_of(place)
    with ExitStack() as at_the_end:
        with alone(folder, wait=True):
            drafts = at_the_end.enter_context(closing(_drafts(folder, encoder, share)))
            with closing(Store.open(place, encoder.name)) as store:
                run = Run(catalogue, store, encoder, share, drafts)
                run.forget_other_weights()
        for batch in run.batches(progress):
            opened = [p for p in batch if isinstance(p.opened, Image.Image)]
            vectors = run.encoded(opened) if opened else ()
            drafts.put([(p.item.id, p.hash, v) for p, v in zip(opened, vectors, strict=True)])
        with alone(folder, wait=True), closing(Store.open(place, encoder.name)) as store:
            summary = Run(catalogue, store, encoder, share, drafts).to_the_end()
    _forget(folder, share)
    summary.seconds = time.perf_counter() - started
    return summary


def meet(device: str, first: Callable[[], object]) -> None:
    """All processes of a launch wait here until the first has done something; each gets its own GPU."""
    from accelerate import PartialState  # seconds, and only where several processes need it

    state = PartialState(cpu=device == "cpu")
    if state.is_main_process:
        first()
    state.wait_for_everyone()


def _drafts(folder: Path, encoder: ImageTextEncoder, share: Share) -> QueryVectors:
    """What this share had encoded when it was killed, or nothing: also where other weights had made it."""
    drafts = QueryVectors(folder, f"shard-{share.rank}-of-{share.count}.sqlite3", np.float32)
    noise = np.random.default_rng(0).integers(256, size=(64, 64, 3), dtype=np.uint8)
    probe = encoder.qformer_embeddings(encoder.encode_patches([Image.fromarray(noise)]))[0]
    name, hashed = PROBE
    known = drafts.get([name]).get(name)
    if (
        known is None
        or known.shape != probe.shape
        or unit(known.mean(0)) @ unit(probe.mean(0)) < SAME_WEIGHTS
    ):
        drafts.empty()
        drafts.put([(name, hashed, probe)])
    return drafts


def _forget(folder: Path, share: Share) -> None:
    """Deletes this share's drafts, and those of a run divided otherwise that never came to its end."""
    own = folder.glob(f"shard-{share.rank}-of-{share.count}.sqlite3*")
    others = (p for p in folder.glob("shard-*-of-*") if f"-of-{share.count}." not in p.name)
    for path in [*own, *(others if not share.rank else ())]:
        path.unlink(missing_ok=True)
