"""Votes of the institutions asked, and the applicant's answers to them. Nothing is overwritten."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import rights
from app.services.activity import obligations, steps as workflow
from app.services.activity.door import lock, step
from app.services.activity.obligations import CARRYING, ObligationGiven
from app.services.activity.rounds import running
from app.services.checks import refuse, required_texts
from app.services.working_days import calendar
from app.visibility import seeing_everything
from models import Activity, Answer, Remark, Requirement, Revision, User, Vote
from models.activity.card import FIELDS
from rules.deadlines import day_of, extended
from rules.facts import SYSTEM, Actor
from rules.refusals import KeyReused, Problem
from rules.tally import round_complete
from rules.text import N_, says_something
from rules.vocabulary import OPEN_STATES, Action, Choice, ProblemCode, RemarkKind, RequirementState, Status


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

    The same `request_key` again is the same vote; `request_hash` tells a repetition from a reuse.
    """

    choice: Choice
    comment: str = ""
    remarks: Sequence[RemarkGiven] = ()
    obligations: Sequence[ObligationGiven] = ()
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
        row = next(one for one in running(activity).requirements if one.institution.code == actor.institution)
        refuse(problems_of(opinion, row.fixed, day_of(at)))
        earlier = row.vote_in_force
        given = _append(activity, row, actor, at, opinion)
        _bring_up_to_date(row, given)
        _oblige(activity, given, earlier, at, opinion.obligations)
        done.comment, done.choice, done.institution = opinion.comment, opinion.choice, actor.institution
        done.data = {"institution": actor.institution, "choice": opinion.choice.value, "vote": given.seq}
        if opinion.obligations:
            done.data["obligations"] = [one.record for one in opinion.obligations]
    if round_complete(activity.facts().requirements):
        workflow.close_round(activity, SYSTEM, at)
    return given


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


def answer(
    activity: Activity,
    actor: Actor,
    at: datetime,
    *,
    text: str,
    requirement_id: int | None = None,
    remark_id: int | None = None,
    seen: int | None = None,
) -> Answer:
    """Answer an open question (by requirement) or a remark of the running round."""
    with step(activity, Action.answer, actor, at, seen=seen) as done:
        required_texts(text=text)
        row, remark = _addressed(activity, requirement_id, remark_id)
        given = Answer(activity_id=activity.id, text=text.strip(), given_at=at, author_id=actor.user_id)
        given.vote, given.remark_id = row.votes[-1], remark.id if remark else None
        db.session.add(given)
        if remark is None:
            _restart_clock(row, at)
        done.comment, done.institution = text, row.institution.code
        done.data = {"institution": row.institution.code, "remark": given.remark_id}
    return given


def problems_of(opinion: Opinion, fixed: bool, on: date) -> list[Problem]:
    """Return what is wrong with an opinion on a day; `fixed` institutions may not say "not applicable"."""
    found: list[Problem] = []
    if opinion.choice is Choice.not_applicable and fixed:
        found.append(Problem("choice", ProblemCode.invalid))
    if opinion.choice in {Choice.need_info, Choice.not_applicable} and not says_something(opinion.comment):
        found.append(Problem("comment", ProblemCode.required))
    found += _remarks_missing(opinion)
    for place, one in enumerate(opinion.remarks):
        found += _problems_of_remark(f"remarks.{place}", one, opinion.choice)
    if opinion.obligations and opinion.choice not in CARRYING:
        return [*found, Problem("obligations", ProblemCode.not_needed)]
    return [*found, *obligations.problems_of(opinion.obligations, on)]


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


def _oblige(
    activity: Activity, given: Vote, earlier: Vote | None, at: datetime, asked: Sequence[ObligationGiven]
) -> None:
    """What is asked for stands and falls with the vote."""
    obligations.propose(activity, given, asked)
    if earlier is not None:
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


def _restart_clock(row: Requirement, at: datetime) -> None:
    """The clock stood from the question to the answer; the institution is asked again."""
    question_on = day_of(row.votes[-1].given_at)
    row.due_on = extended(row.due_on, question_on, day_of(at), calendar())
    row.state, row.choice = RequirementState.waiting, None


def _addressed(
    activity: Activity, requirement_id: int | None, remark_id: int | None
) -> tuple[Requirement, Remark | None]:
    """Return the requirement with an open question, or the remark without an answer, that is meant."""
    for row in running(activity).requirements:
        in_force = row.vote_in_force
        if in_force is None:
            continue
        if row.id == requirement_id and row.state is RequirementState.info_requested:
            return row, None
        for remark in in_force.remarks:
            if remark.id == remark_id and not remark.answers:
                return row, remark
    field = "remark_id" if remark_id is not None else "requirement_id"
    missing = requirement_id is None and remark_id is None
    refuse([Problem(field, ProblemCode.required if missing else ProblemCode.unknown)])
    raise AssertionError("refuse() raises")
