"""Visitors' uploads as catalogues of their own, for as long as each visit lasts.

Knows whose they are and where they lie; does not know Gradio, nor how a report looks.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from app.ingest.labelling import PictureLabeller
from app.ingest.upload_files import UploadError, read_upload
from app.ingest.upload_sync import UploadedCatalogue, UploadFolders, UploadReport
from data.catalogue.images import ImageModerator
from models.vision.encoder import ImageTextEncoder

SESSION_SECONDS = 3600  # how long a catalogue is kept
MAX_SESSIONS = 20
ROOT_PREFIX = "armario-visitors-"
LOCK = "alive.lock"  # held by the process that owns the folder


class UploadSessions:
    """The catalogues of all visitors by visitor; nobody is given another's.

    Images are kept re-encoded in an unguessable folder below ``pictures``; uploaded files and the index lie
    in a folder that is never served. With a moderator, images that it rejects are left out.
    """

    def __init__(
        self, encoder: ImageTextEncoder, labeller: PictureLabeller, root: Path | None = None,
        moderator: ImageModerator | None = None,
    ) -> None:  # fmt: skip
        self.encoder, self._labeller, self._moderator = encoder, labeller, moderator
        self._root, self._lock_file = (root, FileLock(root / LOCK)) if root else _create_root()
        self.pictures = self._root / "pictures"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self._sessions: dict[str, tuple[UploadedCatalogue, threading.Timer]] = {}
        self._lock = threading.RLock()

    def get(self, visitor: str) -> UploadedCatalogue | None:
        """The visitor's catalogue, while it is kept."""
        with self._lock:
            return self._sessions[visitor][0] if visitor in self._sessions else None

    def upload(self, visitor: str, files: Sequence[Path]) -> Iterator[UploadReport]:
        """Index uploaded files, in place of the visitor's former catalogue, and yield reports.

        With the last report, which is done, the catalogue is there if anything could be read. Closing the
        iterator before deletes everything. Raises UploadError.
        """
        self.close(visitor)
        folders = UploadFolders.create(self._root)
        kept = False
        try:
            if len(self._sessions) >= MAX_SESSIONS:
                raise UploadError("full", f"there are {MAX_SESSIONS} catalogues already")
            upload = read_upload(files, folders.private / "sent")
            catalogue = UploadedCatalogue(upload, folders, self.encoder, self._labeller, self._moderator)
            yield from catalogue.index()
            shutil.rmtree(folders.private / "sent", ignore_errors=True)
            if catalogue.items:
                self._keep(visitor, catalogue)
            yield catalogue.report(done=True)
            kept = bool(catalogue.items)
        finally:
            if not kept:
                self.close(visitor)
                folders.delete()

    def close(self, visitor: str) -> None:
        """Delete a visitor's catalogue, if there is one."""
        with self._lock:
            session = self._sessions.pop(visitor, None)
        if session:
            catalogue, timer = session
            timer.cancel()
            catalogue.close()

    def _keep(self, visitor: str, catalogue: UploadedCatalogue) -> None:
        timer = threading.Timer(SESSION_SECONDS, self.close, [visitor])
        timer.daemon = True
        with self._lock:
            self._sessions[visitor] = (catalogue, timer)
        timer.start()


def _create_root() -> tuple[Path, FileLock]:
    """A temporary folder of this process and its lock, which the system releases when the process ends.

    Folders of killed processes are deleted: those whose lock nobody holds. Ages are not compared, because a
    clock that jumps would delete the pictures of a running process.
    """
    for path in Path(tempfile.gettempdir()).glob(f"{ROOT_PREFIX}*/{LOCK}"):
        with suppress(Timeout, OSError), FileLock(path, timeout=0):
            shutil.rmtree(path.parent, ignore_errors=True)
    root = Path(tempfile.mkdtemp(prefix=ROOT_PREFIX))
    lock = FileLock(root / LOCK)
    lock.acquire()
    return root, lock
