"""Whether a card is complete: every problem at once, in the order of the card."""

from collections.abc import Iterable, Iterator
from datetime import date

from rules.facts import CardFacts, PrincipleFact
from rules.refusals import Problem
from rules.registry_vocabulary import ResourceStatus
from rules.suggestions import suggest
from rules.text import length, says_something
from rules.vocabulary import DataDestiny, Kind, ProblemCode, Urgency

TITLE_MINIMUM, TITLE_MAXIMUM = 5, 250
TEXT_MINIMUM = 50
EXPLANATION_MINIMUM = 20


def missing(facts: CardFacts, on: date, unanswered: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Return what keeps the card from being submitted on that day; the list is closed.

    Fields are named as in the form. The values name the numbers, dates and codes concerned.
    `unanswered`: questions that a person has to answer, too; programs leave them at no.
    """
    return tuple(_problems(facts, on, unanswered))


def _problems(facts: CardFacts, on: date, unanswered: Iterable[str]) -> Iterator[Problem]:
    if facts.kind is None:
        yield _required("kind")
    yield from _length("title", facts.title, TITLE_MINIMUM, TITLE_MAXIMUM)
    yield from _emergency(facts)
    if facts.kind == Kind.creation:
        yield from _new_resource(facts)
    elif facts.kind is not None:
        yield from _resource(facts)
    yield from _suggestions(facts)
    yield from _length("goal", facts.goal, TEXT_MINIMUM)
    yield from _length("description", facts.description, TEXT_MINIMUM)
    if facts.kind != Kind.liquidation and not any((facts.scope or {}).values()):
        yield Problem("scope", ProblemCode.not_needed)
    if facts.answers.personal_data is None:
        yield _required("personal_data")
    yield from map(_required, unanswered)
    for principle in facts.principles:
        yield from _principle(principle)
    yield from _time(facts, min(facts.first_submitted_on or on, facts.amended_start or on))
    yield from _money(facts)
    yield from _texts(risks=facts.risks, backout_plan=facts.backout_plan)
    if facts.kind == Kind.liquidation:
        yield from _liquidation(facts)


def _emergency(facts: CardFacts) -> Iterator[Problem]:
    if facts.urgency == Urgency.emergency:
        yield from _length("urgency_reason", facts.urgency_reason, EXPLANATION_MINIMUM)


def _resource(facts: CardFacts) -> Iterator[Problem]:
    resource = facts.resource
    if resource is None:
        yield _required("resource")
        return
    ending = facts.amends_liquidation and resource.status == ResourceStatus.being_liquidated
    if resource.status != ResourceStatus.active and not ending:
        yield Problem("resource", ProblemCode.not_active, {"resource": resource.code})
    if resource.holder != facts.holder:
        values = {"resource": resource.code, "holder": resource.holder}
        yield Problem("resource", ProblemCode.not_own, values)


def _new_resource(facts: CardFacts) -> Iterator[Problem]:
    new = facts.new_resource
    yield from _texts(**{"new_resource.name": new.name})
    if new.same_name:
        yield Problem("new_resource.name", ProblemCode.duplicate_name, {"resources": new.same_name})
    if new.kind is None:
        yield _required("new_resource.kind")


def _suggestions(facts: CardFacts) -> Iterator[Problem]:
    for one in suggest(facts):
        if one.accepted is None:
            values = {"resource": one.resource}
            yield Problem(f"suggestions.{one.resource}", ProblemCode.undecided, values)
        elif not one.accepted and not says_something(one.reason):
            yield _required(f"suggestions.{one.resource}.reason", resource=one.resource)


def _principle(principle: PrincipleFact) -> Iterator[Problem]:
    """An unanswered principle is one problem, not two, unless somebody began to explain it."""
    field = f"principles.{principle.code}"
    if principle.answer is None:
        yield _required(field, principle=principle.code, minimum=EXPLANATION_MINIMUM)
    if principle.answer is not None or says_something(principle.explanation):
        yield from _length(
            f"{field}.explanation", principle.explanation, EXPLANATION_MINIMUM, principle=principle.code
        )


def _time(facts: CardFacts, first_day: date) -> Iterator[Problem]:
    start, end = facts.planned_start, facts.planned_end
    if start is None:
        yield _required("planned_start")
    elif start < first_day:
        yield Problem("planned_start", ProblemCode.in_past, {"date": first_day})
    if end is None:
        yield _required("planned_end")
    elif start is not None and end < start:
        yield Problem("planned_end", ProblemCode.before_start, {"date": start})


def _money(facts: CardFacts) -> Iterator[Problem]:
    budget = facts.budget_eur
    if budget is None:
        yield _required("budget_eur")
    elif budget < 0:
        yield Problem("budget_eur", ProblemCode.negative)
    elif budget > 0 and facts.funding_source is None:
        yield _required("funding_source")


def _liquidation(facts: CardFacts) -> Iterator[Problem]:
    plan = facts.liquidation
    if plan.data_destiny is None:
        yield _required("liquidation.data_destiny")
    if plan.data_destiny != DataDestiny.delete:
        yield from _texts(**{"liquidation.data_recipient": plan.data_recipient})
    yield from _texts(
        **{
            "liquidation.successor": plan.successor or plan.no_successor_reason,
            "liquidation.user_notice": plan.user_notice,
        }
    )


def _length(
    field: str, text: str, minimum: int, maximum: int | None = None, **values: object
) -> Iterator[Problem]:
    seen = length(text.strip()) if says_something(text) else 0
    if not seen:
        yield _required(field, minimum=minimum, **values)
    elif seen < minimum:
        yield Problem(field, ProblemCode.too_short, {"minimum": minimum, "length": seen, **values})
    elif maximum is not None and seen > maximum:
        yield Problem(field, ProblemCode.too_long, {"maximum": maximum, "length": seen, **values})


def _texts(**texts: str) -> Iterator[Problem]:
    for field, text in texts.items():
        if not says_something(text):
            yield _required(field)


def _required(field: str, **values: object) -> Problem:
    return Problem(field, ProblemCode.required, values)
