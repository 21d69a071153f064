"""The record of an activity up to the decision to approve or reject it, and the proof built of it once."""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import store
from app.database import one_by_one
from app.extensions import db
from app.services import files
from app.services.activity.remarks import Followed, remarks_of, with_remarks
from app.services.ruleset import rule_sets
from app.visibility import seeing_everything
from models import Activity, Attachment, Decision, Event, Obligation, Proof, Requirement, Revision, Vote
from models.activity.approval import Answer
from rules.document.words import Visibility
from rules.obligation.words import ObligationStep
from rules.refusals import WrongStatus
from rules.text import N_
from rules.vocabulary import Action, Outcome

_TOO_EARLY = N_("There is nothing to prove before the activity is approved or rejected.")
DECIDED = (Outcome.approve, Outcome.reject)


def decided(activity: Activity) -> Decision:
    """Return the decision to approve or reject; raise `WrongStatus` before it."""
    decisions = [turn.decision for turn in activity.rounds if turn.decision]
    found = next((one for one in decisions if one.outcome in DECIDED), None)
    if found is None:
        raise WrongStatus(_TOO_EARLY)
    return found


def built(activity: Activity) -> Proof | None:
    """Return the proof that was built; None until somebody asks for it. Raises what `decided` raises."""
    decided(activity)
    return db.session.scalars(select(Proof).where(Proof.activity_id == activity.id)).one_or_none()


def keep(activity_id: int, record: dict[str, Any], content: bytes, at: datetime) -> Proof:
    """Keep what was built; what somebody else has built meanwhile stays. The caller commits."""
    one_by_one(db.session(), files.LOCK)
    earlier = db.session.scalars(select(Proof).where(Proof.activity_id == activity_id)).one_or_none()
    if earlier is not None:
        return earlier
    total = sha256(content).hexdigest()
    store.keep(total, BytesIO(content))
    chain = record["events"][-1]["hash"]
    row = Proof(activity_id=activity_id, sha256=total, chain=chain, built_at=at)
    db.session.add(row)
    return row


def record_of(activity: Activity) -> dict[str, Any]:
    """Return the record, as JSON knows it: what the card, the rules and everybody said, and all events."""
    with seeing_everything():
        activity = with_remarks(activity)
        decision, events = decided(activity), _events(activity)
        turn = decision.round
        text = rule_sets.text_of(turn.rule_set)
        rows = [row for one in activity.rounds for row in one.requirements]
        return {
            "number": activity.number,
            "card": _card(activity, turn.revision),
            "rule_set": {"id": turn.rule_set, "text": text, "hash": sha256(text.encode()).hexdigest()},
            "facts": turn.facts,
            "requirements": [_requirement(row) for row in rows],
            "votes": [_vote(vote) for row in rows for vote in row.votes],
            "remarks": [_remark(one) for one in remarks_of(activity)],
            "decision": _decision(decision),
            "obligations": list(_obligations(activity, decision)),
            "attachments": list(_attachments(activity, decision.decided_at)),
            "events": events,
        }


def _card(activity: Activity, revision: int) -> dict[str, Any]:
    said = select(Revision.content).where(Revision.activity_id == activity.id, Revision.number == revision)
    content: dict[str, Any] = db.session.scalars(said).one()
    return content


def _events(activity: Activity) -> list[dict[str, Any]]:
    """Return the chain up to the decision; `linked` are the fields that its hashes are made of."""
    people = (joinedload(Event.actor), joinedload(Event.on_behalf_of))
    chain = select(Event).where(Event.activity_id == activity.id).options(*people).order_by(Event.seq)
    found = []
    for one in db.session.scalars(chain):
        found.append(_event(one))
        if one.action == Action.decide and one.data.get("outcome") in DECIDED:
            return found
    raise WrongStatus(_TOO_EARLY)


def _event(one: Event) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "at": _moment(one.at),
        "recorded_at": one.at.isoformat(),
        "actor": one.actor.username if one.actor else "system",
        "actor_id": one.actor_id,
        "on_behalf_of": one.on_behalf_of.username if one.on_behalf_of else None,
        "on_behalf_of_id": one.on_behalf_of_id,
        "action": one.action,
        "from": one.from_status,
        "to": one.to_status,
        "comment": one.comment,
        "data": one.data,
        "previous_hash": one.previous_hash,
        "hash": one.hash,
    }


def _requirement(row: Requirement) -> dict[str, Any]:
    return {
        "id": row.id,
        "round": row.round.number,
        "institution": row.institution.code,
        "fixed": row.fixed,
        "reasons": row.reasons,
        "state": row.state,
        "choice": row.choice,
        "due_on": _day(row.due_on),
        "answered_at": _moment(row.answered_at),
        "carried_from": row.carried_from.round.number if row.carried_from else None,
        "again_because": row.again_because,
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "id": vote.id,
        "round": vote.requirement.round.number,
        "institution": vote.institution.code,
        "choice": vote.choice,
        "comment": vote.comment,
        "by": vote.voter.username,
        "on_behalf_of": vote.on_behalf_of.username if vote.on_behalf_of else None,
        "at": _moment(vote.given_at),
        "revision": vote.revision,
        "content_hash": vote.content_hash,
        "consumers": vote.consumers,
        "answers": [_answer(one) for one in vote.answers],
    }


def _remark(one: Followed) -> dict[str, Any]:
    remark = one.remark
    return {
        "id": remark.id,
        "vote": remark.vote_id,
        "round": one.round,
        "institution": one.vote.institution.code,
        "kind": remark.kind,
        "section": remark.section,
        "current_text": remark.current_text,
        "proposed_text": remark.proposed_text,
        "reason": remark.reason,
        "state": one.state,
        "answers": [_answer(answer) for answer in remark.answers],
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {"resolution": one.resolution, "text": one.text, "at": _moment(one.given_at)}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "round": decision.round.number,
        "outcome": decision.outcome,
        "reasoning": decision.reasoning,
        "decided_by": decision.decided_by.username,
        "on_behalf_of": decision.on_behalf_of.username if decision.on_behalf_of else None,
        "decided_at": _moment(decision.decided_at),
        "objections": [
            {
                "institution": one.requirement.institution.code,
                "resolution": one.resolution,
                "reasoning": one.reasoning,
            }
            for one in decision.resolutions
        ],
    }


def _obligations(activity: Activity, decision: Decision) -> Iterator[dict[str, Any]]:
    """Yield what was agreed with the decision, due as it was agreed then."""
    if decision.outcome is not Outcome.approve:
        return
    votes = {row.vote_in_force.id for row in decision.round.requirements if row.vote_in_force}
    moved = _first_due_dates(activity)
    for one in db.session.scalars(
        select(Obligation).where(
            Obligation.activity_id == activity.id,
            or_(Obligation.decision_id == decision.id, Obligation.vote_id.in_(votes)),
        )
    ):
        yield {
            "id": one.id,
            "text": one.text,
            "due_on": moved.get(one.id, _day(one.due_on)),
            "asked_by": one.asked_by.code if one.asked_by else None,
            "source": one.source,
            "resource": one.resource.code if one.resource else None,
        }


def _first_due_dates(activity: Activity) -> dict[int, str]:
    """Return by when those were due at first that were moved since."""
    moves = select(Event.data).where(Event.activity_id == activity.id, Event.action == ObligationStep.move)
    found: dict[int, str] = {}
    for data in db.session.scalars(moves.order_by(Event.seq)):
        found.setdefault(data["obligation"], data["was_on"])
    return found


def _attachments(activity: Activity, at: datetime) -> Iterator[dict[str, Any]]:
    """Yield the shared documents as they were at the decision."""
    shared = (Attachment.activity_id == activity.id, Attachment.visibility == Visibility.shared)
    for one in db.session.scalars(select(Attachment).where(*shared).order_by(Attachment.id)):
        if one.added_at <= at and (one.withdrawn_at is None or one.withdrawn_at > at):
            yield {
                "id": one.id,
                "title": one.title,
                "file_name": one.file_name,
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
                "version": one.version,
                "institution": one.institution.code,
                "at": _moment(one.added_at),
            }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
