"""What is done with an obligation: the holder reports, who verifies accepts, refuses, releases or moves."""

from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services.activity.door import lock
from app.services.activity.obligations import DOOR, due_problems
from app.services.checks import empty_texts, refuse, required_texts
from app.visibility import seeing_everything
from models import Attachment, Obligation, ObligationReport
from rules.deadlines import day_of
from rules.document.words import Visibility
from rules.facts import Actor
from rules.obligation.words import ObligationStep
from rules.reading import whole
from rules.refusals import Problem
from rules.vocabulary import ProblemCode


def report(
    obligation: Obligation, actor: Actor, at: datetime, *, text: str, attachment: int | None = None
) -> None:
    """Say how it was fulfilled, and show it by a shared document of the card."""
    _lock(obligation)
    with DOOR.step(obligation, ObligationStep.report, actor, at) as done:
        refuse([*empty_texts(text=text), *_problems_of_attachment(obligation, attachment)])
        row = ObligationReport(
            activity_id=obligation.activity_id,
            text=text.strip(),
            attachment_id=attachment,
            reported_by_id=actor.user_id,
            reported_at=at,
        )
        obligation.reports.append(row)
        done.comment, done.data = text.strip(), {"attachment": attachment} if attachment else {}


def accept(obligation: Obligation, actor: Actor, at: datetime, *, comment: str = "") -> None:
    """Agree that it is fulfilled."""
    _lock(obligation)
    with DOOR.step(obligation, ObligationStep.accept, actor, at) as done:
        done.comment = comment.strip()


def refuse_report(obligation: Obligation, actor: Actor, at: datetime, *, comment: str) -> None:
    """Say what is still missing: the obligation is open again."""
    _with_reason(obligation, ObligationStep.refuse, actor, at, comment)


def release(obligation: Obligation, actor: Actor, at: datetime, *, comment: str) -> None:
    """Give it up, with the reason."""
    _with_reason(obligation, ObligationStep.release, actor, at, comment)


def move(obligation: Obligation, actor: Actor, at: datetime, *, due_on: date | None, comment: str) -> None:
    """Give another due date, with the reason."""
    _lock(obligation)
    with DOOR.step(obligation, ObligationStep.move, actor, at) as done:
        refuse([*due_problems(due_on, day_of(at), "due_on"), *empty_texts(comment=comment)])
        done.comment, done.data = comment.strip(), {"was_on": obligation.due_on.isoformat()}
        if due_on is not None:
            obligation.due_on = due_on


def documents(obligation: Obligation) -> list[Attachment]:
    """Return the documents by which a report may show something: shared, newest versions, not withdrawn."""
    newer = select(Attachment.replaces_id).where(Attachment.replaces_id.is_not(None))
    of_card = select(Attachment).where(
        Attachment.activity_id == obligation.activity_id,
        Attachment.visibility == Visibility.shared,
        Attachment.withdrawn_at.is_(None),
        Attachment.id.not_in(newer),
    )
    return list(db.session.scalars(of_card.order_by(Attachment.id)))


def _lock(obligation: Obligation) -> None:
    """The card first, as whoever changes anything of it does."""
    with seeing_everything():
        lock(obligation.activity)


def _with_reason(
    obligation: Obligation, step: ObligationStep, actor: Actor, at: datetime, comment: str
) -> None:
    _lock(obligation)
    with DOOR.step(obligation, step, actor, at) as done:
        required_texts(comment=comment)
        done.comment = comment.strip()


def _problems_of_attachment(obligation: Obligation, key: int | None) -> list[Problem]:
    if key is None:
        return []
    row = db.session.get(Attachment, key) if whole(key, 1) else None  # no database takes every number
    fits = row is not None and row.activity_id == obligation.activity_id and row.withdrawn_at is None
    if row is not None and fits and row.visibility is Visibility.shared:
        return []
    return [Problem("attachment", ProblemCode.unknown)]
