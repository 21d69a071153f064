"""Obligations in the life of a card: proposed with votes, agreed by the decision, lapsed with either."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import kept_texts, outbox, rights
from app.services.activity import audit, on_behalf
from app.services.door import Door, Step
from app.services.registry.liquidation import blocking_text, oblige_newcomers
from models import Activity, Decision, Obligation, Resource, Vote
from rules.account.substitution import ENDED
from rules.deadlines import day_of
from rules.facts import Actor
from rules.liquidation.words import ConsumerAnswer
from rules.obligation.steps import FLOW, told_after
from rules.obligation.words import UNFINISHED, ObligationSource, ObligationState, ObligationStep
from rules.refusals import Problem, WrongStatus
from rules.text import says_something
from rules.vocabulary import ProblemCode, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationGiven:
    """An obligation as it comes in; `institution` verifies one of the decision, None = a CAB head."""

    text: str = ""
    due_on: date | None = None
    institution: str | None = None

    @property
    def record(self) -> dict[str, str | None]:
        """Return it as an event tells it."""
        due_on = self.due_on.isoformat() if self.due_on else None
        return {"text": self.text.strip(), "due_on": due_on, "institution": self.institution}


def problems_of(given: Sequence[ObligationGiven], on: date, field: str = "obligations") -> list[Problem]:
    """Return what is wrong with obligations that come in on a day."""
    return [one for place, row in enumerate(given) for one in problems_of_one(row, on, f"{field}.{place}")]


def problems_of_one(given: ObligationGiven, on: date, field: str) -> list[Problem]:
    """Return what is wrong with an obligation that stands in this field."""
    found = [] if says_something(given.text) else [Problem(f"{field}.text", ProblemCode.required)]
    return [*found, *due_problems(given.due_on, on, f"{field}.due_on")]


def due_problems(due_on: date | None, on: date, field: str) -> list[Problem]:
    """Return what is wrong with the day by which something is to be done."""
    if due_on is None:
        return [Problem(field, ProblemCode.required)]
    return [Problem(field, ProblemCode.in_past, {"date": on})] if due_on < on else []


def propose(activity: Activity, vote: Vote, given: Iterable[ObligationGiven]) -> None:
    """Keep what an institution asks for with its vote, until the decision."""
    asked = {"source": ObligationSource.vote, "vote": vote, "asked_by_id": vote.institution_id}
    for one in given:
        _add(activity, one, **asked)


def propose_blocking(activity: Activity, vote: Vote) -> None:
    """Keep what a system must do before the resource may end, of which the institution says so."""
    blocked = [one for one in vote.consumers if one["answer"] == ConsumerAnswer.blocked_until]
    if not blocked or activity.resource is None:
        return
    rows = select(Resource).where(Resource.code.in_([one["resource"] for one in blocked]))
    systems = {one.code: one for one in db.session.scalars(rows)}
    for one in blocked:
        given = ObligationGiven(
            text=blocking_text(one["resource"], activity.resource.code),
            due_on=date.fromisoformat(one["date"]),
        )
        asked = {"source": ObligationSource.vote, "vote": vote, "asked_by_id": vote.institution_id}
        _add(activity, given, **asked, resource=systems.get(one["resource"]))


def agree(
    activity: Activity,
    decision: Decision,
    obliged: Mapping[str, ObligationGiven],
    added: Iterable[ObligationGiven],
    at: datetime,
) -> None:
    """Let begin what votes in force and the decision ask for.

    `obliged`: institution whose objection becomes an obligation → which; `added`: what the decision asks for
    besides.
    """
    rows = {one.institution.code: one.institution_id for one in decision.round.requirements}
    for code, one in obliged.items():
        _add(activity, one, source=ObligationSource.objection, decision=decision, asked_by_id=rows[code])
    for one in added:
        asked_by = rows[one.institution] if one.institution else None
        _add(activity, one, source=ObligationSource.decision, decision=decision, asked_by_id=asked_by)
    db.session.flush()
    lapse_out_of_force(activity, at)
    _follow(_of(activity, ObligationState.proposed), ObligationStep.begin, at)
    oblige_newcomers(activity)


def lapse_out_of_force(activity: Activity, at: datetime) -> None:
    """End what was asked for with votes that are no longer in force in the current round."""
    current = activity.current_round
    votes = {vote.id for row in (current.requirements if current else ()) if (vote := row.vote_in_force)}
    proposed = _of(activity, ObligationState.proposed)
    left = [one for one in proposed if one.vote_id is not None and one.vote_id not in votes]
    _follow(left, ObligationStep.lapse, at)


def end(activity: Activity, at: datetime) -> None:
    """End all that is not over: the card was rejected or withdrawn."""
    _follow(_of(activity, ObligationState.proposed, *UNFINISHED), ObligationStep.lapse, at)


def hand_over(amended: Activity, amendment: Activity) -> list[int]:
    """Let what is not fulfilled yet be of the card that amends; return the ids.

    What was reported on it stays with the card for which it was written; everybody sees that one.
    """
    rows = _of(amended, *UNFINISHED)
    for one in rows:
        one.activity = amendment
    return [one.id for one in rows]


def asked_with(vote: Vote) -> list[Obligation]:
    """Return what was asked for with a vote."""
    of_vote = select(Obligation).where(Obligation.vote_id == vote.id)
    return list(db.session.scalars(of_vote.order_by(Obligation.id)))


def _of(activity: Activity, *states: ObligationState) -> list[Obligation]:
    wanted = select(Obligation).where(Obligation.activity_id == activity.id, Obligation.status.in_(states))
    return list(db.session.scalars(wanted.order_by(Obligation.id)))


def _add(activity: Activity, given: ObligationGiven, **asked: object) -> None:
    row = Obligation(activity_id=activity.id, text=given.text.strip(), due_on=given.due_on, **asked)
    db.session.add(row)


def _follow(rows: Iterable[Obligation], step: ObligationStep, at: datetime) -> None:
    for one in rows:
        DOOR.follow(one, step, at)


def _hold(_step: ObligationStep, actor: Actor, at: datetime) -> None:
    rights.hold(actor)
    if actor.on_behalf_of_id is None:
        return
    terms = on_behalf.in_force(actor, day_of(at))
    named = {one.principal_id for one in terms if one.role in (Role.cab_member, Role.cab_head)}
    if actor.on_behalf_of_id not in named:
        raise WrongStatus(ENDED)


def _tell(obligation: Obligation, step: ObligationStep, actor: Actor, at: datetime, done: Step) -> None:
    activity = obligation.activity
    kept_texts.forget(actor.user_id, key_of(obligation, step))
    data = {"obligation": obligation.id, "text": obligation.text, "due_on": obligation.due_on.isoformat()}
    audit.record(activity, step, actor, at, activity.status, done.comment, data | done.data)
    told = {"key": obligation.id, "obligation": obligation.text, "until_on": data["due_on"], **done.data}
    values = {"comment": done.comment, "by": actor.institution, "step": step.value, **told}
    facts = replace(done.facts, status=obligation.status)
    outbox.enqueue(activity, told_after(step, facts), actor, at, values)


def key_of(obligation: Obligation, step: ObligationStep) -> str:
    """Return the key under which what is typed for a step is kept; who verifies has one form for all."""
    form = "report" if step is ObligationStep.report else "verify"
    return f"activities.{obligation.activity_id}.obligation-{obligation.id}-{form}"


DOOR: Door[Obligation, ObligationStep, Step] = Door(
    flow=FLOW,
    whole=(),
    step_of=Step,
    compare=lambda _obligation, _seen: None,
    tell=_tell,
    hold=_hold,
)
