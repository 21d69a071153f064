"""Documents of a card: added, replaced by newer versions, withdrawn; the rows and contents stay."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app import store
from app.database import one_by_one
from app.extensions import db
from app.services import files
from app.services.activity import audit
from app.services.checks import INVALID, refuse, required_texts, text_problems
from app.services.document.entering import GONE, held, inform, stop, writers
from app.visibility import seeing_everything
from models import Activity, Attachment
from rules.audience import Message
from rules.document.access import refused_adding, refused_document_withdrawal, usual
from rules.document.words import FILES_MOST, TITLE_LONGEST, Scan, Visibility
from rules.facts import Actor
from rules.problem_sentences import FILL_IN
from rules.refusals import Invalid, NotFound, Problem, WrongStatus
from rules.text import N_, says_something
from rules.vocabulary import ProblemCode, Status

FILES = "files"  # who keeps contents and who deletes unused ones wait for each other under this name
_PENDING = N_("The file is still being scanned for viruses. Try again in a minute.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What somebody adds: `file` None where it is none that is taken, which `problems` then say."""

    title: str
    file: files.Seen | None
    visibility: Visibility | None = None
    replaces: int | None = None
    problems: tuple[Problem, ...] = ()


def of(activity: Activity) -> list[Attachment]:
    """Return the documents that the viewer sees, every version of each, oldest first."""
    mine = select(Attachment).where(Attachment.activity_id == activity.id).order_by(Attachment.id)
    people = (joinedload(Attachment.added_by), joinedload(Attachment.withdrawn_by))
    return list(db.session.scalars(mine.options(joinedload(Attachment.institution), *people)))


def found(key: int) -> Attachment:
    """Return a document that the viewer sees; raise `NotFound`."""
    row = db.session.scalar(select(Attachment).where(Attachment.id == key))
    if row is None:
        raise NotFound(GONE)
    return row


def content(attachment: Attachment) -> BinaryIO:
    """Open what the document says; raise `NotFound`, `WrongStatus` (being scanned), `Invalid` (infected)."""
    discarded = _is_discarded(attachment.activity)
    opened = None if discarded or attachment.withdrawn_at else store.opened(attachment.sha256)
    if opened is None:
        raise NotFound(GONE)
    if attachment.scan in (Scan.none, Scan.clean):
        return opened
    opened.close()
    if attachment.scan is Scan.pending:
        raise WrongStatus(_PENDING)
    raise Invalid(INVALID, (Problem(files.FIELD, ProblemCode.infected),))


def add(activity: Activity, actor: Actor, at: datetime, sent: Sent) -> Attachment:
    """Add a document, or the next version of one. Raises `NotAllowed`, `WrongStatus`, `Invalid`.

    The file was looked at before (`files.look`), outside this transaction.
    """
    with seeing_everything():
        facts = held(activity, actor)
        stop(refused_adding(facts, facts.status, actor))
        visibility = sent.visibility or usual(facts, actor)
        replaced, problems = _problems(activity, actor, sent, visibility)
        refuse(problems)
        row = _kept(activity, actor, at, sent, visibility, replaced)
        if visibility is Visibility.shared:
            _record(activity, audit.ATTACH, row, actor, at)
            told = [(Message.attached, one) for one in writers(facts, Message.attached)]
            inform(activity, told, actor, at, {"document_id": row.id})
        return row


def withdraw(attachment: Attachment, actor: Actor, at: datetime, comment: str) -> None:
    """Take a document back: its row stays, its content is given to nobody any more."""
    activity = attachment.activity
    with seeing_everything():
        facts = held(activity, actor)
        stop(refused_document_withdrawal(facts, facts.status, attachment.entry(), actor))
        required_texts(comment=comment)
        attachment.withdrawn_at, attachment.withdrawn_by_id = at, actor.user_id
        attachment.withdrawn_because = comment
        if attachment.visibility is Visibility.shared:
            _record(activity, audit.DETACH, attachment, actor, at, comment)


def check_withdrawal(attachment: Attachment, actor: Actor) -> None:
    """Raise the reason why this person does not withdraw it, before the body is looked at."""
    with seeing_everything():
        facts = attachment.activity.facts()
        stop(refused_document_withdrawal(facts, facts.status, attachment.entry(), actor))


def _problems(
    activity: Activity, actor: Actor, sent: Sent, visibility: Visibility
) -> tuple[Attachment | None, list[Problem]]:
    problems = list(sent.problems)
    problems += text_problems("title", sent.title, TITLE_LONGEST)
    problems += [] if says_something(sent.title) else [Problem("title", ProblemCode.required, key=FILL_IN)]
    replaced = db.session.get(Attachment, sent.replaces) if sent.replaces else None
    if sent.replaces is not None and not _is_replaceable(replaced, activity, actor, visibility):
        problems.append(Problem("replaces", ProblemCode.invalid))
    if _counted(activity, actor) >= FILES_MOST:
        problems.append(Problem(files.FIELD, ProblemCode.too_many, {"maximum": FILES_MOST}))
    return replaced, problems


def _is_replaceable(one: Attachment | None, activity: Activity, actor: Actor, visibility: Visibility) -> bool:
    """Whether it is the newest version of a document of this card, of the same institution and readers."""
    if one is None or one.activity_id != activity.id or one.withdrawn_at is not None:
        return False
    newer = db.session.scalar(select(Attachment.id).where(Attachment.replaces_id == one.id))
    return newer is None and one.institution_id == actor.institution_id and one.visibility is visibility


def _counted(activity: Activity, actor: Actor) -> int:
    """Of what others keep to themselves a limit tells nothing, either."""
    seen = or_(Attachment.visibility == Visibility.shared, Attachment.institution_id == actor.institution_id)
    all_of_it = select(func.count(Attachment.id)).where(Attachment.activity_id == activity.id, seen)
    return db.session.scalar(all_of_it) or 0


def _kept(
    activity: Activity,
    actor: Actor,
    at: datetime,
    sent: Sent,
    visibility: Visibility,
    replaced: Attachment | None,
) -> Attachment:
    if sent.file is None:
        raise files.missing()
    one_by_one(db.session(), FILES, reading=True)
    files.keep(sent.file)
    row = Attachment(
        activity_id=activity.id,
        institution_id=actor.institution_id,
        visibility=visibility,
        title=sent.title,
        file_name=sent.file.name,
        media_type=sent.file.media_type,
        size=sent.file.size,
        sha256=sent.file.sha256,
        version=replaced.version + 1 if replaced else 1,
        replaces_id=replaced.id if replaced else None,
        scan=sent.file.scan,
        added_by_id=actor.user_id,
        added_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _record(
    activity: Activity, action: str, row: Attachment, actor: Actor, at: datetime, comment: str = ""
) -> None:
    data = {"title": row.title, "sha256": row.sha256, "version": row.version}
    audit.record(activity, action, actor, at, activity.status, comment, data)


def _is_discarded(activity: Activity) -> bool:
    """Whether it was a draft that nobody ever submitted: of its documents nothing is kept."""
    return activity.status is Status.withdrawn and activity.first_submitted_on is None
