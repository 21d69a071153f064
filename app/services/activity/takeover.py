"""The successor of a closed institution takes over the opinions that it still owes."""

from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.services import outbox
from app.services.activity import audit, steps as workflow
from app.services.activity.door import lock
from app.services.activity.rounds import running
from app.visibility import seeing_everything
from models import Activity, Institution, Requirement
from rules.audience import Message, Told, told_of_nobody
from rules.facts import SYSTEM, Actor
from rules.registry_vocabulary import InstitutionStatus
from rules.tally import round_complete
from rules.vocabulary import OPEN_STATES, RequirementState, Role, Status


def take_over(closed: Institution, actor: Actor, at: datetime) -> None:
    """Hand what is open of a closed institution to its successor, and record it with each activity.

    Without a successor that works nothing changes: the head may close the round. The caller commits.
    """
    successor = closed.in_charge
    if closed.status is InstitutionStatus.active or successor.status is not InstitutionStatus.active:
        return
    db.session.flush()
    owing = select(Requirement.activity_id).where(
        Requirement.institution_id == closed.id, Requirement.state.in_(OPEN_STATES)
    )
    with seeing_everything():
        asked = select(Activity).where(Activity.id.in_(owing), Activity.status == Status.in_approval)
        for activity in db.session.scalars(asked.order_by(Activity.id)).all():
            _hand_on(activity, closed, successor, actor, at)


def _hand_on(
    activity: Activity, closed: Institution, successor: Institution, actor: Actor, at: datetime
) -> None:
    lock(activity)
    rows = {one.institution_id: one for one in running(activity).requirements}
    owed = rows.get(closed.id)
    if activity.status is not Status.in_approval or owed is None or owed.state not in OPEN_STATES:
        return
    asked_anew = successor.id not in {*rows, activity.holder_id}
    if asked_anew:
        owed.institution = successor
    else:
        _end(owed, rows.get(successor.id))
    data = {"institution": closed.code, "successor": successor.code, "asked": asked_anew}
    audit.record(activity, audit.TAKEN_OVER, actor, at, activity.status, data=data)
    if asked_anew:
        _tell(activity, successor.code, actor, at)
    if round_complete(activity.facts().requirements):
        workflow.close_round(activity, SYSTEM, at)


def _end(owed: Requirement, own: Requirement | None) -> None:
    """One institution answers once: what is open of its own has the reasons of both from now on."""
    owed.state = RequirementState.not_answered
    if own is not None and own.state in OPEN_STATES:
        own.reasons = [*own.reasons, *owed.reasons]
        own.watches = sorted({*own.watches, *owed.watches})
        own.fixed = own.fixed or owed.fixed


def _tell(activity: Activity, successor: str, actor: Actor, at: datetime) -> None:
    members = [Told(Message.opinion_asked, Role.cab_member, successor)]
    outbox.enqueue(activity, members, actor, at, {})
    if not outbox.anybody(Role.cab_member, successor):
        outbox.enqueue(activity, told_of_nobody(successor), actor, at, {"nobody": [successor]})
