"""Votes of the institutions asked. Nothing is overwritten."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import rights
from app.services.activity import obligations, steps as workflow
from app.services.activity.door import CardStep, lock, step
from app.services.activity.obligations import ObligationGiven
from app.services.activity.rounds import running
from app.services.checks import refuse
from app.visibility import seeing_everything
from models import Activity, Institution, Remark, Requirement, Revision, User, Vote
from models.activity.card import FIELDS
from rules.deadlines import day_of
from rules.facts import SYSTEM, Actor
from rules.liquidation import consumers
from rules.liquidation.consumers import ConsumerGiven
from rules.refusals import KeyReused, Problem
from rules.tally import round_complete
from rules.text import N_, nfc, says_something
from rules.vocabulary import (
    APPROVING,
    OPEN_STATES,
    Action,
    Choice,
    ProblemCode,
    RemarkKind,
    RequirementState,
    Status,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkGiven:
    """An objection or proposal as it comes in."""

    kind: RemarkKind
    section: str
    reason: str
    current_text: str = ""
    proposed_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A vote as it comes in.

    `suggested_institution`: the code of the one that the activity concerns instead. `consumers`: what is
    said of each system that needs the resource to be liquidated.
    The same `request_key` again is the same vote; `request_hash` tells a repetition from a reuse.
    """

    choice: Choice
    comment: str = ""
    remarks: Sequence[RemarkGiven] = ()
    suggested_institution: str | None = None
    obligations: Sequence[ObligationGiven] = ()
    consumers: Sequence[ConsumerGiven] = ()
    request_key: str | None = None
    request_hash: str | None = None


def fingerprint(activity: Activity, sent: object) -> str:
    """Return the hash of what was sent for this card (anything that JSON knows)."""
    told = json.dumps([activity.number, sent], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def vote(
    activity: Activity, actor: Actor, at: datetime, opinion: Opinion, *, seen: int | None = None
) -> Vote:
    """Give the institution's vote; the last answer closes the round by itself.

    Raises `Invalid` with all problems of the opinion; `KeyReused` when its key came with another.
    """
    lock(activity)
    given = repeated(actor, opinion.request_key, opinion.request_hash)
    if given is not None:
        return given
    with step(activity, Action.vote, actor, at, seen=seen) as done:
        row = own_row(activity, actor)
        refuse(problems_of(opinion, row, day_of(at)))
        given = _take(activity, row, actor, at, opinion, done)
    if round_complete(activity.facts().requirements):
        workflow.close_round(activity, SYSTEM, at)
    return given


def withdraw_objection(
    activity: Activity, actor: Actor, at: datetime, opinion: Opinion, *, seen: int | None = None
) -> Vote:
    """Take the institution's objection back by a vote that approves, after the round has closed.

    Raises as `vote` does.
    """
    lock(activity)
    given = repeated(actor, opinion.request_key, opinion.request_hash)
    if given is not None:
        return given
    with step(activity, Action.withdraw_objection, actor, at, seen=seen) as done:
        row = own_row(activity, actor)
        refuse(problems_of_withdrawal(opinion, row, day_of(at)))
        return _take(activity, row, actor, at, opinion, done)


def own_row(activity: Activity, actor: Actor) -> Requirement:
    """Return what is required of the actor's institution in the last round."""
    return next(one for one in running(activity).requirements if one.institution.code == actor.institution)


def repeated(actor: Actor, key: str | None, request_hash: str | None) -> Vote | None:
    """Return what `earlier` does, after other requests of this person (SQLite has a single writer anyway)."""
    if not key:
        return None
    rights.hold(actor)
    db.session.execute(select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True))
    return earlier(actor, key, request_hash)


def earlier(actor: Actor, key: str | None, request_hash: str | None) -> Vote | None:
    """Return the vote that this person already gave under the key; `KeyReused` if it was another."""
    if not key:
        return None
    same_key = select(Vote).where(Vote.voter_id == actor.user_id, Vote.request_key == key)
    with seeing_everything():
        given = db.session.scalars(same_key).first()
    if given is not None and given.request_hash != request_hash:
        raise KeyReused(N_("This request key was already used for another vote. Use a new one."))
    return given


def problems_of(opinion: Opinion, row: Requirement, on: date) -> list[Problem]:
    """Return what is wrong with an opinion on a day; `fixed` institutions may not say "not applicable"."""
    found = _problems_of_suggestion(opinion, row)
    if opinion.choice is Choice.not_applicable and row.fixed:
        found.append(Problem("choice", ProblemCode.invalid))
    if opinion.choice in {Choice.need_info, Choice.not_applicable} and not says_something(opinion.comment):
        found.append(Problem("comment", ProblemCode.required))
    found += _remarks_missing(opinion)
    for place, one in enumerate(opinion.remarks):
        found += _problems_of_remark(f"remarks.{place}", one, opinion.choice)
    found += consumers.problems_of(row.consumers_asked, opinion.choice, opinion.consumers, on)
    if opinion.obligations and opinion.choice not in APPROVING:
        return [*found, Problem("obligations", ProblemCode.not_needed)]
    return [*found, *obligations.problems_of(opinion.obligations, on)]


def problems_of_withdrawal(opinion: Opinion, row: Requirement, on: date) -> list[Problem]:
    """Return what is wrong with a vote that is to take an objection back."""
    if opinion.choice not in APPROVING:
        return [Problem("choice", ProblemCode.invalid)]
    return problems_of(opinion, row, on)


LONGEST_SECTION = 80
_SECTIONS = frozenset(field.split(".")[0] for field in FIELDS)
_ALLOWED = {
    Choice.object: frozenset(RemarkKind),
    Choice.approve_with_proposals: frozenset({RemarkKind.proposal}),
}
_NEEDED = {
    Choice.object: RemarkKind.objection,
    Choice.approve_with_proposals: RemarkKind.proposal,
}


def _remarks_missing(opinion: Opinion) -> list[Problem]:
    needed = _NEEDED.get(opinion.choice)
    if needed is None or any(one.kind is needed for one in opinion.remarks):
        return []
    return [Problem("remarks", ProblemCode.required, {"kind": needed})]


def _problems_of_remark(name: str, one: RemarkGiven, choice: Choice) -> list[Problem]:
    found: list[Problem] = []
    if one.kind not in _ALLOWED.get(choice, frozenset()):
        found.append(Problem(f"{name}.kind", ProblemCode.invalid))
    if one.section.split(".")[0] not in _SECTIONS or len(one.section) > LONGEST_SECTION:
        known = ProblemCode.unknown if one.section else ProblemCode.required
        found.append(Problem(f"{name}.section", known))
    if not says_something(one.reason):
        found.append(Problem(f"{name}.reason", ProblemCode.required))
    return found


def _problems_of_suggestion(opinion: Opinion, row: Requirement) -> list[Problem]:
    """Another institution than the own one and the holder, from whom is not concerned."""
    code = opinion.suggested_institution
    if not code:
        return []
    if opinion.choice is not Choice.not_applicable:
        found = ProblemCode.not_needed
    elif nfc(code) in {row.institution.code, row.activity.holder.code}:
        found = ProblemCode.invalid
    elif _institution(code) is None:
        found = ProblemCode.unknown
    else:
        return []
    return [Problem("suggested_institution", found, {"code": code})]


def _institution(code: str | None) -> Institution | None:
    return db.session.scalar(select(Institution).where(Institution.code == nfc(code or "")))


def _take(
    activity: Activity, row: Requirement, actor: Actor, at: datetime, opinion: Opinion, done: CardStep
) -> Vote:
    before = row.vote_in_force
    given = _append(activity, row, actor, at, opinion)
    _bring_up_to_date(row, given)
    _oblige(activity, given, before, at, opinion)
    done.comment, done.choice, done.institution = opinion.comment, opinion.choice, actor.institution
    done.data = {"institution": actor.institution, "choice": opinion.choice.value, "vote": given.seq}
    if opinion.obligations:
        done.data["obligations"] = [one.record for one in opinion.obligations]
    if given.consumers:
        done.data["consumers"] = given.consumers
    return given


def _append(activity: Activity, row: Requirement, actor: Actor, at: datetime, opinion: Opinion) -> Vote:
    others = [one for one in running(activity).requirements if one is not row]
    last = opinion.choice is not Choice.need_info and all(one.state not in OPEN_STATES for one in others)
    given = Vote(
        activity_id=activity.id,
        seq=len(row.votes) + 1,
        institution_id=row.institution_id,
        voter_id=actor.user_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        choice=opinion.choice,
        comment=opinion.comment.strip(),
        consumers=consumers.answered(row.consumers_asked, opinion.choice, opinion.consumers),
        suggested_institution=_institution(code) if (code := opinion.suggested_institution) else None,
        revision=activity.revision,
        content_hash=_hash_of(activity),
        given_at=at,
        status_after=Status.awaiting_decision if last else Status.in_approval,
        request_key=opinion.request_key or None,
        request_hash=opinion.request_hash if opinion.request_key else None,
    )
    given.remarks = [
        Remark(activity_id=activity.id, position=place, **{**asdict(one), "reason": one.reason.strip()})
        for place, one in enumerate(opinion.remarks, start=1)
    ]
    row.votes.append(given)
    return given


def _oblige(activity: Activity, given: Vote, before: Vote | None, at: datetime, opinion: Opinion) -> None:
    """What is asked for stands and falls with the vote; so does what keeps a system from its end."""
    obligations.propose(activity, given, opinion.obligations)
    obligations.propose_blocking(activity, given)
    if before is not None:
        db.session.flush()
        obligations.lapse_out_of_force(activity, at)


def _hash_of(activity: Activity) -> str:
    """Return the hash of what the card says now: that of its revision, which is never changed."""
    kept = select(Revision.content_hash).where(
        Revision.activity_id == activity.id, Revision.number == activity.revision
    )
    return db.session.scalars(kept).one()


def _bring_up_to_date(row: Requirement, given: Vote) -> None:
    asked = given.choice is Choice.need_info
    row.state = RequirementState.info_requested if asked else RequirementState.answered
    row.choice, row.answered_at = given.choice, None if asked else given.given_at
    row.carried_from = None  # it has spoken anew
