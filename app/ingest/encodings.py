"""What was encoded before: whether the same weights did it, and the cache of a shard's multivectors.

Does not know batches, nor which images are still to be encoded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from app.ingest.prefetch import HashedImage, decode_image
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder, unit

SAME_WEIGHTS = 0.999  # cosine; float16 and other batch shapes stay above 0.9999
LAST_RUN = "last-run.txt"
LOCK_TIMEOUT = 60.0  # seconds for another process that is writing
PROBE_ID, PROBE_HASH = "", "probe"  # of an image that no catalogue holds; tells which weights filled a cache
# The hash is part of the key, so that a covering index holds all hashes and reading them touches no vector
TABLE = """
CREATE TABLE IF NOT EXISTS encodings
    (id TEXT NOT NULL, image_hash TEXT NOT NULL, count INTEGER NOT NULL, vectors BLOB NOT NULL,
     PRIMARY KEY (id, image_hash))
"""

Row = tuple[str, str, np.ndarray]  # id, image hash, multivector (q, dim)


def has_same_weights(encoder: ImageTextEncoder, store: Store, images: Iterable[HashedImage]) -> bool:
    """Whether an encoder makes vectors of the index's length, and of the first of these images that can be
    read the one that the index has. They are images of items that it has, as they were indexed."""
    if encoder.texts(["a shirt"]).shape[1] != store.dim:
        return False
    for image in map(decode_image, images):
        if isinstance(image.decoded, Image.Image):
            [vector] = encoder.images([image.decoded])
            return all(float(known @ vector) > SAME_WEIGHTS for known in store.vectors([image.item.id]))
    return True


def weights_of(checkpoint: str) -> str:
    """Names, sizes and times of a checkpoint's files; "" where it is no folder, and may be anything."""
    folder = Path(checkpoint)
    found = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    # Whole seconds, which an image of Docker keeps
    return " ".join(f"{p.name}:{p.stat().st_size}:{int(p.stat().st_mtime)}" for p in found)


def remember(store: Store, weights: str) -> None:
    """Keep that the index, as it is now, is made by these weights."""
    if weights:
        (store.path / LAST_RUN).write_text(f"{store.version} {weights}", encoding="utf-8")


def is_remembered(store: Store, weights: str) -> bool:
    """Whether the index is known to be made by these weights, without looking at any vector."""
    try:
        return bool(weights) and (store.path / LAST_RUN).read_text("utf-8") == f"{store.version} {weights}"
    except (OSError, UnicodeDecodeError):
        return False


class EncodingCache:
    """The multivectors that a shard has encoded and not yet written to the index, in a file of its own."""

    def __init__(self, file: Path, encoder: ImageTextEncoder) -> None:
        """Keeps what a killed run left there, unless other weights made it."""
        self._file = sqlite3.connect(file, timeout=LOCK_TIMEOUT)
        with self._file:
            self._file.execute(TABLE)
        noise = np.random.default_rng(0).integers(256, size=(64, 64, 3), dtype=np.uint8)
        probe = encoder.qformer_embeddings(encoder.encode_patches([Image.fromarray(noise)]))[0]
        cached = self.get([PROBE_ID]).get(PROBE_ID)
        if cached is None or cached.shape != probe.shape or _cosine(cached, probe) < SAME_WEIGHTS:
            with self._file:
                self._file.execute("DELETE FROM encodings")
            self.put([(PROBE_ID, PROBE_HASH, probe)])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def put(self, rows: Sequence[Row]) -> None:
        """Insert rows, or replace those with the same ids, in one transaction."""
        encoded = [(name, hash_, len(v), v.astype(np.float32).tobytes()) for name, hash_, v in rows]
        with self._file:
            self._file.executemany("DELETE FROM encodings WHERE id = ?", [(row[0],) for row in encoded])
            self._file.executemany("INSERT INTO encodings VALUES (?, ?, ?, ?)", encoded)

    def hashes(self) -> dict[str, str]:
        """The hash of the image that each id's multivector was made of."""
        return dict(self._file.execute("SELECT id, image_hash FROM encodings"))

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id; unknown ids are left out. No more than a batch is asked for at once."""
        marks = ", ".join("?" * len(ids))
        rows = self._file.execute(f"SELECT id, count, vectors FROM encodings WHERE id IN ({marks})", ids)
        return {name: np.frombuffer(vectors, np.float32).reshape(count, -1) for name, count, vectors in rows}


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    """Of the means of two multivectors."""
    return float(unit(one.mean(0)) @ unit(other.mean(0)))
