"""Visitors' uploads as catalogues of their own, for as long as each visit lasts.

Knows whose they are and where they lie; does not know Gradio, nor how a report looks.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from app.ingest.labelling import PictureLabeller
from app.ingest.upload_files import Upload, UploadError, read_pictures, receive
from app.ingest.upload_sync import UploadedCatalogue, UploadFolders, UploadReport
from app.ingest.upload_table import TableDraft
from data.catalogue.images import ImageModerator
from models.vision.encoder import ImageTextEncoder

SESSION_SECONDS = 3600  # how long a catalogue is kept
MAX_SESSIONS = 20
ROOT_PREFIX = "armario-visitors-"
LOCK = "alive.lock"  # held by the process that owns the folder


class UploadSessions:
    """The catalogues of all visitors by visitor, and the tables that are not indexed yet; nobody is given
    another's.

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
        self._sessions: dict[str, tuple[UploadedCatalogue | TableDraft, threading.Timer]] = {}
        self._lock = threading.RLock()

    def get(self, visitor: str) -> UploadedCatalogue | None:
        """The visitor's catalogue, while it is kept."""
        kept = self._kept(visitor)
        return kept if isinstance(kept, UploadedCatalogue) else None

    def draft(self, visitor: str) -> TableDraft | None:
        """The visitor's table, until it is indexed."""
        kept = self._kept(visitor)
        return kept if isinstance(kept, TableDraft) else None

    def upload(self, visitor: str, files: Sequence[Path]) -> Iterator[UploadReport]:
        """Index uploaded pictures, in place of what the visitor had before, and yield reports. Where there is
        a table among the files, nothing is indexed yet, nor reported: there is a draft then.

        With the last report, which is done, the catalogue is there if anything could be read. Closing the
        iterator before deletes everything. Raises UploadError.
        """
        self.close(visitor)
        folders = UploadFolders.create(self._root)
        try:
            if len(self._sessions) >= MAX_SESSIONS:
                raise UploadError("full", f"there are {MAX_SESSIONS} catalogues already")
            sent = receive(files, folders.private / "sent")
            draft = TableDraft(sent, folders) if sent.tables else None
        except BaseException:
            folders.delete()
            raise
        if draft:
            self._keep(visitor, draft)
        else:
            yield from self._index(visitor, read_pictures(sent), folders)

    def index(self, visitor: str, with_table: bool = True) -> Iterator[UploadReport]:
        """Index the visitor's table as it is read now, or the pictures without it; as ``upload`` does."""
        with self._lock:
            draft = self.draft(visitor)
            if draft is None:
                raise UploadError("gone", "there is no table any more")
            _, timer = self._sessions.pop(visitor)
        timer.cancel()
        upload = draft.upload() if with_table else read_pictures(draft.sent)
        yield from self._index(visitor, upload, draft.folders)

    def _index(self, visitor: str, upload: Upload, folders: UploadFolders) -> Iterator[UploadReport]:
        with ExitStack() as undone:
            undone.callback(folders.delete)
            catalogue = UploadedCatalogue(upload, folders, self.encoder, self._labeller, self._moderator)
            undone.callback(catalogue.close)
            yield from catalogue.index()
            shutil.rmtree(folders.private / "sent", ignore_errors=True)
            if catalogue.items:
                self._keep(visitor, catalogue)
                undone.pop_all()
                undone.callback(self.close, visitor)
            yield catalogue.report(done=True)
            if catalogue.items:
                undone.pop_all()

    def close(self, visitor: str) -> None:
        """Delete what a visitor has, if anything."""
        with self._lock:
            session = self._sessions.pop(visitor, None)
        if session:
            kept, timer = session
            timer.cancel()
            kept.close()

    def _kept(self, visitor: str) -> UploadedCatalogue | TableDraft | None:
        with self._lock:
            return self._sessions[visitor][0] if visitor in self._sessions else None

    def _keep(self, visitor: str, catalogue: UploadedCatalogue | TableDraft) -> None:
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
