"""Rounds of co-approval: opened by the rules of the day, closed when all have answered."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import outbox
from app.services.activity.memory import Memory, remembered
from app.services.ruleset import rule_sets
from app.services.working_days import calendar
from models import Activity, Institution, Requirement, Round
from rules import deadlines
from rules.audience import told_of_nobody
from rules.deadlines import day_of
from rules.evidence import evidence
from rules.facts import Actor, CardFacts
from rules.refusals import WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.requirements import Evaluation, Note, Requirement as Asked, evaluate, no_longer_asked
from rules.requirements_json import note_json, reason_json
from rules.ruleset import DOMAIN_ARCHITECT, RuleSet
from rules.text import N_
from rules.vocabulary import OPEN_STATES, NoteCode, RequirementState, Role, Urgency


def open_round(activity: Activity, card: CardFacts, at: datetime) -> Round:
    """Open the next round with everybody whom the rule set of the day names.

    Whoever agreed before, and had no reason since to look again, is not asked: that vote stays in force.
    """
    rule_set = rule_sets.in_force(day_of(at))
    evaluation = evaluate(card, rule_set)
    named = select(Institution).where(Institution.code.in_(evaluation.institutions))
    institutions = {one.code: one for one in db.session.scalars(named)}
    check_open(card, rule_set, evaluation, institutions)
    due = due_on(rule_set, activity.round + 1, day_of(at), card.urgency)
    before, memory = activity.current_round, remembered(activity, evaluation)
    activity.round += 1
    opened = Round(
        activity_id=activity.id,
        number=activity.round,
        rule_set=rule_set.id,
        revision=activity.revision,
        facts=evidence(card),
        notes=[note_json(note) for note in (*evaluation.notes, *_left_out(before, evaluation))],
        opened_at=at,
    )
    opened.requirements = [
        _requirement(activity, one, institutions[one.institution], memory[one.institution], position, due)
        for position, one in enumerate(evaluation.requirements, start=1)
    ]
    activity.rounds.append(opened)
    return opened


def left_out(opened: Round) -> tuple[str, ...]:
    """Return the codes of those who were asked in the round before and are not asked in this one."""
    return tuple(one["institution"] for one in opened.notes if one["code"] == NoteCode.no_longer_asked)


def check_open(
    card: CardFacts, rule_set: RuleSet, evaluation: Evaluation, known: Mapping[str, Institution]
) -> None:
    """Raise `WrongStatus`, naming the rule, where it asks somebody who cannot answer.

    `known` = institutions by code, at least those whom the evaluation names and the registry has.
    """
    asking = (rule for rule in rule_set.rules if rule.asks == DOMAIN_ARCHITECT and rule.applies(card))
    rule = next(asking, None)
    if rule and card.answers.domain and not card.domain_architect:
        raise WrongStatus(_NO_ARCHITECT, domain=card.answers.domain, rule=rule.id, rule_set=rule_set.id)
    for one in evaluation.requirements:
        institution = known.get(one.institution)
        if institution is None or institution.status is not InstitutionStatus.active:
            rules = tuple(dict.fromkeys(reason.rule for reason in one.reasons))
            raise WrongStatus(_GONE, institution=one.institution, rules=rules, rule_set=evaluation.rule_set)


def due_on(rule_set: RuleSet, number: int, on: date, urgency: Urgency = Urgency.normal) -> date:
    """Return the day until which a round opened on a day takes answers in time."""
    return deadlines.due(on, rule_set.term(number, urgency).value, calendar())


def notice_due_on(activity: Activity, actual_end: date) -> date:
    """Return until when the closing notice comes in time, by the rule set of the last round."""
    rule_set = rule_sets.known().get(running(activity).rule_set)
    return deadlines.due(actual_end, rule_set.days("closing_notice_days"), calendar())


def running(activity: Activity) -> Round:
    """Return the current round; raise `WrongStatus` before the first."""
    if activity.current_round is None:
        raise WrongStatus(N_("No round has been opened for this card yet."))
    return activity.current_round


def close(activity: Activity, at: datetime) -> list[str]:
    """Close the round; return the codes of those who have not answered."""
    current = running(activity)
    current.closed_at = at
    silent = [one for one in current.requirements if one.state in OPEN_STATES]
    for one in silent:
        one.state = RequirementState.not_answered
    return [one.institution.code for one in silent]


def cancel(activity: Activity, at: datetime) -> None:
    """End an open round without closing it over the answers."""
    current = activity.current_round
    if current is not None and current.closed_at is None:
        current.closed_at = at


def tell_of_nobody(activity: Activity, actor: Actor, at: datetime) -> None:
    """Tell administrators which institutions asked have nobody to vote."""
    rows = running(activity).requirements
    asked = [one.institution.code for one in rows if one.state is RequirementState.waiting]
    silent = [code for code in asked if not outbox.anybody(Role.cab_member, code)]
    told = [one for code in silent for one in told_of_nobody(code)]
    outbox.enqueue(activity, told, actor, at, {"nobody": silent})


def _left_out(before: Round | None, evaluation: Evaluation) -> list[Note]:
    """Return a note on each institution that was asked in the round before and is not asked now."""
    earlier = [one.institution.code for one in before.requirements] if before else []
    return [no_longer_asked(code) for code in earlier if code not in evaluation.institutions]


def _requirement(
    activity: Activity,
    asked: Asked,
    institution: Institution,
    memory: Memory,
    position: int,
    due: date,
) -> Requirement:
    row = Requirement(
        activity_id=activity.id,
        institution=institution,
        position=position,
        fixed=asked.fixed,
        reasons=[reason_json(reason) for reason in asked.reasons],
        watches=list(asked.watches),
        again_because=list(memory.again_because),
        due_on=due,
        state=RequirementState.waiting,
    )
    if memory.carried_from is not None:
        given = memory.carried_from
        row.state, row.carried_from = RequirementState.carried_over, given
        row.choice, row.answered_at = given.choice, given.answered_at
    return row


_NO_ARCHITECT = N_(
    "The card cannot be sent round: no institution is entered that employs the chief architect of the domain "
    "%(domain)s, but %(rule)s of rule set %(rule_set)s asks it. Call the system administrator of VIRSIS: the "
    "institution has to be entered."
)
_GONE = N_(
    "The card cannot be sent round: %(institution)s is closed or not in the registry, but %(rules)s of rule "
    "set %(rule_set)s asks it. Call the system administrator of VIRSIS: the registry or the rule set has to "
    "be corrected."
)
