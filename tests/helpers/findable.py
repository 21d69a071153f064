"""One of each thing that is found, with words that stand nowhere else."""

from datetime import timedelta

from app.clock import now
from app.extensions import db
from models import Attachment, Meeting
from rules.document.words import Scan, Visibility
from tests.helpers.cards import actor, approved, draft, restricted

DRAFT, PUBLIC, SECRET = "Zilonis pārceļas", "Žirafu uzskaite", "Ķengurs"  # titles
MEETING = "CS-2026-0077"


def put() -> None:
    """A draft of VID with a document, two published cards, the texts of one restricted, and a meeting."""
    public, secret = approved(), restricted()
    public.title = PUBLIC
    secret.title, secret.goal = SECRET, "Slepenais ziloņu mērķis"
    own = draft(title=DRAFT, goal="Krātuves slēgšana " * 20)
    db.session.flush()
    at, head = now() + timedelta(days=2), actor("varam.vaditajs").user_id
    meeting = Meeting(number=MEETING, title="Ziloņu sēde", place="Peldu iela", planned_at=now())
    meeting.starts_at, meeting.ends_at, meeting.planned_by_id = at, at + timedelta(hours=1), head
    file = Attachment(activity_id=own.id, institution_id=own.holder_id, title="Zīmējums", size=1)
    file.file_name, file.media_type, file.sha256 = "zilonis-1.pdf", "application/pdf", "0" * 64
    file.visibility, file.scan, file.added_by_id, file.added_at = Visibility.shared, Scan.none, head, now()
    db.session.add_all([meeting, file])
