"""The way of a card from hand to hand, one use case a step; content is edited in `cards`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.extensions import db
from app.services import outbox
from app.services.activity import amending, discussing, liquidation, obligations, rounds, windows
from app.services.activity.door import step
from app.services.activity.loading import with_card
from app.services.activity.obligations import ObligationGiven
from app.services.checks import empty_texts, refuse, required_texts
from app.services.registry import planned
from models import Activity, Decision, Meeting, ObjectionResolution
from rules.completeness import missing
from rules.deadlines import day_of
from rules.facts import SYSTEM, ActivityFacts, Actor, CardFacts
from rules.refusals import Invalid, NotAllowed, Problem, WrongStatus
from rules.tally import round_complete, tally
from rules.text import N_, says_something
from rules.vocabulary import Action, Outcome, ProblemCode, Resolution, Role, Status

INCOMPLETE = N_("The card is not complete yet. Correct what is listed and try again.")
NO_CONTROLLER = N_(
    "%(holder)s has no other active change controller. "
    "The user administrator of %(holder)s can create or reactivate one."
)


def submit(
    activity: Activity, actor: Actor, at: datetime, *, by_hand: bool = False, seen: int | None = None
) -> None:
    """Hand a complete card to the change controllers of the holder.

    `by_hand`: a person does it, who answers what a program may leave at no.
    """
    with step(activity, Action.submit, actor, at, seen=seen) as done:
        if not outbox.anybody(Role.change_controller, done.facts.holder):
            raise WrongStatus(NO_CONTROLLER, holder=done.facts.holder)
        _check_complete(with_card(activity).card_facts(), day_of(at), activity.unanswered if by_hand else ())
        activity.submitted_by_id = actor.user_id
        activity.first_submitted_on = activity.first_submitted_on or day_of(at)


def recall(activity: Activity, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Take a submitted card back to the draft."""
    with step(activity, Action.recall, actor, at, seen=seen):
        pass


def return_card(
    activity: Activity, actor: Actor, at: datetime, *, comment: str, seen: int | None = None
) -> None:
    """Send a submitted card back to the applicant, saying what to make clearer."""
    with step(activity, Action.return_, actor, at, seen=seen) as done:
        required_texts(comment=comment)
        done.comment = comment


def forward(activity: Activity, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Open a round: the rules of the day name who must co-approve, and why.

    Where every earlier vote stays in force nobody is left to ask, and the round closes at once.
    """
    check_other_controller(activity, actor)
    with step(activity, Action.forward, actor, at, seen=seen) as done:
        card = with_card(activity).card_facts()
        _check_complete(card, day_of(at))
        opened = rounds.open_round(activity, card, at)
        done.left_out = rounds.left_out(opened)
        done.data = {"round": opened.number, "rule_set": opened.rule_set}
        db.session.flush()
        obligations.lapse_out_of_force(activity, at)
    rounds.tell_of_nobody(activity, actor, at)
    if round_complete(activity.facts().requirements):
        close_round(activity, SYSTEM, at)


def close_round(activity: Activity, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Close the round; answers that are missing are recorded as not answered, never as consent."""
    with step(activity, Action.close_round, actor, at, seen=seen) as done:
        done.data = {"not_answered": rounds.close(activity, at)}


def decide(
    activity: Activity,
    actor: Actor,
    at: datetime,
    *,
    outcome: Outcome,
    reasoning: str,
    overruled: Mapping[str, str] | None = None,
    obliged: Mapping[str, ObligationGiven] | None = None,
    added: Sequence[ObligationGiven] = (),
    meeting: str | None = None,
    seen: int | None = None,
) -> None:
    """Take the decision over the round; to approve, something becomes of every standing objection.

    `overruled`: institution → why it is not followed; `obliged`: → its obligation; `added`: further ones.
    `meeting`: the number of one that is running, in which it is taken.
    """
    reasons, obliged = overruled or {}, obliged or {}
    with step(activity, Action.decide, actor, at, seen=seen, outcome=outcome) as done:
        held, wrong = discussing.named(activity, meeting, hold=True)
        check_decision(done.facts, outcome, reasoning, reasons, obliged, added, day_of(at), besides=wrong)
        if outcome is not Outcome.approve:
            reasons, obliged = {}, {}
        decision = _record_decision(activity, actor, at, outcome, reasoning, reasons, obliged, held)
        done.comment, done.overruled = reasoning, tuple(reasons)
        done.data = _decision_told(outcome, reasons, obliged, added, held)
        _follow(activity, decision, obliged, added)
    if outcome is Outcome.approve:
        _take_effect(activity, actor, at)


def _take_effect(activity: Activity, actor: Actor, at: datetime) -> None:
    planned.enter(activity, actor, at)
    liquidation.approved(activity, actor, at)
    windows.approved(activity, actor, at)
    amending.take_the_place(activity, at)


def withdraw(
    activity: Activity, actor: Actor, at: datetime, *, comment: str, seen: int | None = None
) -> None:
    """End the activity for good, with the reason."""
    with step(activity, Action.withdraw, actor, at, seen=seen) as done:
        required_texts(comment=comment)
        done.comment = comment
        rounds.cancel(activity, at)
        planned.give_up(activity, actor, at)
        obligations.end(activity, at)
        liquidation.given_up(activity, done.facts.status, actor, at)
        windows.drop_not_begun(activity, at)


def discard(activity: Activity, actor: Actor, at: datetime, *, comment: str, seen: int | None = None) -> None:
    """Throw away a draft that was never submitted: its author's slip of the hand."""
    check_discard(activity, actor)
    withdraw(activity, actor, at, comment=comment, seen=seen)


def check_discard(activity: Activity, actor: Actor) -> None:
    """Raise the reason why the draft stays: `NotAllowed`, `WrongStatus`."""
    if activity.created_by_id != actor.user_id:
        raise NotAllowed(N_("Only who began a draft throws it away. It can be withdrawn with a reason."))
    if activity.status is not Status.draft or activity.first_submitted_on is not None:
        raise WrongStatus(N_("The card has been submitted: it can only be withdrawn, with a reason."))


def start(
    activity: Activity, actor: Actor, at: datetime, *, actual_start: date, seen: int | None = None
) -> None:
    """Record that the work has begun."""
    with step(activity, Action.start, actor, at, seen=seen) as done:
        activity.actual_start = actual_start
        done.data = {"actual_start": actual_start.isoformat()}


def _check_complete(card: CardFacts, on: date, unanswered: Iterable[str] = ()) -> None:
    problems = missing(card, on, unanswered)
    if problems:
        raise Invalid(INCOMPLETE, problems)


def check_other_controller(activity: Activity, actor: Actor) -> None:
    """Where the submitter is the only controller, say who can help instead of only refusing."""
    own = actor.has(Role.change_controller) and actor.institution == activity.holder.code
    if not own or activity.submitted_by_id != actor.user_id:
        return
    if not outbox.anybody(Role.change_controller, activity.holder.code, besides=actor.user_id):
        raise NotAllowed(NO_CONTROLLER, holder=activity.holder.code)


def check_decision(
    facts: ActivityFacts,
    outcome: Outcome | None,
    reasoning: str,
    overruled: Mapping[str, str],
    obliged: Mapping[str, ObligationGiven],
    added: Sequence[ObligationGiven],
    on: date,
    besides: Iterable[Problem] = (),
) -> None:
    """Raise `Invalid` with everything that a decision over this round lacks on a day."""
    lacking = [*besides, *([] if outcome else [Problem("outcome", ProblemCode.required)])]
    lacking += empty_texts(reasoning=reasoning)
    if outcome is Outcome.approve:
        lacking += _problems_of_added(facts, added, on)
        standing = tally(facts.requirements).objections
        _check_resolutions(standing, overruled, obliged, on, lacking)
    elif outcome is not None and added:
        lacking.append(Problem("obligations", ProblemCode.not_needed))
    refuse(lacking)


def _check_resolutions(
    standing: tuple[str, ...],
    reasons: Mapping[str, str],
    obliged: Mapping[str, ObligationGiven],
    on: date,
    besides: list[Problem],
) -> None:
    lacking = [
        Problem(f"objections.{code}", ProblemCode.required, {"institution": code})
        for code in standing
        if code not in obliged and not says_something(reasons.get(code, ""))
    ]
    needless = [
        Problem(f"objections.{code}", ProblemCode.unknown, {"institution": code})
        for code in (*reasons, *obliged)
        if code not in standing
    ]
    for code in (one for one in standing if one in obliged):
        lacking += obligations.problems_of_one(obliged[code], on, f"objections.{code}")
    if lacking or needless:
        raise Invalid(_RESOLVE, (*besides, *lacking, *needless))


_RESOLVE = N_(
    "Every standing objection needs your reasons for not following it, or the obligation that it becomes."
)


def _problems_of_added(facts: ActivityFacts, added: Sequence[ObligationGiven], on: date) -> list[Problem]:
    asked = {None, *(one.institution for one in facts.requirements)}
    unknown = [
        Problem(f"obligations.{place}.institution", ProblemCode.unknown, {"code": one.institution})
        for place, one in enumerate(added)
        if one.institution not in asked
    ]
    return [*obligations.problems_of(added, on), *unknown]


def _decision_told(
    outcome: Outcome,
    reasons: Mapping[str, str],
    obliged: Mapping[str, ObligationGiven],
    added: Sequence[ObligationGiven],
    held: Meeting | None,
) -> dict[str, Any]:
    """Return what the event of a decision says; of obligations where there are any."""
    told: dict[str, Any] = {"outcome": outcome.value, "overruled": dict(reasons)}
    if obliged:
        told["obliged"] = {code: one.record for code, one in obliged.items()}
    if added:
        told["obligations"] = [one.record for one in added]
    if held:
        told["meeting"] = held.number
    return told


def _follow(
    activity: Activity,
    decision: Decision,
    obliged: Mapping[str, ObligationGiven],
    added: Sequence[ObligationGiven],
) -> None:
    """Let follow from a decision what follows from it besides the status."""
    at = decision.decided_at
    if decision.outcome is Outcome.approve:
        activity.published_at = activity.published_at or at
        obligations.agree(activity, decision, obliged, added, at)
    elif decision.outcome is Outcome.reject:
        obligations.end(activity, at)
        windows.drop_not_begun(activity, at)


def _record_decision(
    activity: Activity,
    actor: Actor,
    at: datetime,
    outcome: Outcome,
    reasoning: str,
    overruled: Mapping[str, str],
    obliged: Mapping[str, ObligationGiven],
    held: Meeting | None,
) -> Decision:
    current = rounds.running(activity)
    rows = {one.institution.code: one for one in current.requirements}
    decision = Decision(
        activity_id=activity.id,
        outcome=outcome,
        reasoning=reasoning,
        decided_by_id=actor.user_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        decided_at=at,
        meeting_id=held.id if held else None,
    )
    resolved = [(Resolution.overrule, code, said) for code, said in overruled.items()]
    resolved += [(Resolution.obligation, code, one.text) for code, one in obliged.items()]
    for became, code, said in resolved:
        told = {"activity_id": activity.id, "resolution": became, "reasoning": said.strip()}
        decision.resolutions.append(ObjectionResolution(requirement=rows[code], **told))
    current.decision = decision
    db.session.add(decision)
    return decision
