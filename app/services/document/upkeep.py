"""What the worker does for files: scans those that wait, and deletes what no document names any more."""

from datetime import datetime

from sqlalchemy import and_, not_, select, update

from app import scanner, store
from app.database import one_by_one, writing
from app.extensions import db
from app.services import files
from app.visibility import seeing_everything
from models import Activity, Attachment, Proof
from rules.document.words import Scan
from rules.vocabulary import Status


def scan_waiting() -> int:
    """Scan the files that wait; return of how many the scanner said what they are. Commits."""
    scanned = 0
    with seeing_everything():
        for sha256 in _waiting() if scanner.is_set() else ():
            found = _scanned(sha256)
            if found is not Scan.pending:
                _note(sha256, found)
                scanned += 1
    return scanned


def sweep(at: datetime) -> int:
    """Delete contents that nothing names, those of drafts thrown away, and what was left half sent.

    The caller commits; while it runs, nobody keeps a file.
    """
    with seeing_everything():
        one_by_one(db.session(), files.LOCK)
        discarded = and_(Activity.status == Status.withdrawn, Activity.first_submitted_on.is_(None))
        used = select(Attachment.sha256).join(Attachment.activity).where(not_(discarded))
        used_too = select(Proof.sha256)
        return store.sweep(frozenset(db.session.scalars(used.union_all(used_too))), at)


def _waiting() -> list[str]:
    waiting = select(Attachment.sha256).where(Attachment.scan == Scan.pending).distinct()
    found = list(db.session.scalars(waiting))
    db.session.rollback()  # nothing is held while the scanner works
    return found


def _note(sha256: str, found: Scan) -> None:
    waits = (Attachment.sha256 == sha256, Attachment.scan == Scan.pending)
    with writing():
        db.session.execute(update(Attachment).where(*waits).values(scan=found))
        db.session.commit()


def _scanned(sha256: str) -> Scan:
    opened = store.opened(sha256)
    if opened is None:
        return Scan.infected  # nobody can vouch for what is not there
    with opened:
        return files.scan(opened)
