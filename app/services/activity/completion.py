"""The end of an activity: closing notice, and what it changes in the registry."""

import re
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.services.activity import liquidation, rounds, windows
from app.services.activity.door import step
from app.services.checks import empty_texts, refuse
from app.services.numbering import ACTIVITY
from app.services.registry import planned
from models import Activity, Resource
from rules.deadlines import day_of
from rules.facts import Actor
from rules.refusals import Problem
from rules.text import length, name_key, nfc, says_something, stands_in_address
from rules.vocabulary import Action, Kind, ProblemCode, Urgency

# Under a card's number stands what its creation will bring: nobody takes the place of another.
_NUMBER = re.compile(rf"{ACTIVITY}-\d{{4}}-\d+", re.IGNORECASE)


def complete(
    activity: Activity,
    actor: Actor,
    at: datetime,
    *,
    actual_end: date,
    actual_cost_eur: Decimal,
    result: str,
    resource_code: str = "",
    review: str = "",
    seen: int | None = None,
) -> None:
    """Give the closing notice; a created resource becomes active, a liquidated one ends.

    One that comes after the term of the rule set is marked as late.
    `review`: of an emergency, what was learnt from it.
    """
    code = nfc(resource_code).strip()
    with step(activity, Action.complete, actor, at, seen=seen) as done:
        refuse(problems_of(activity, actual_end, actual_cost_eur, result, code, review))
        # These first: what asks the database also writes to it.
        windows.drop_not_begun(activity, at)
        late = day_of(at) > rounds.notice_due_on(activity, actual_end)
        _update_registry(activity, actual_end, code, actor, at)
        activity.actual_end, activity.actual_cost_eur = actual_end, actual_cost_eur
        activity.result, activity.review = result.strip(), review.strip()
        activity.notice_late = late
        done.data = {"actual_end": actual_end.isoformat(), "actual_cost_eur": f"{actual_cost_eur:.2f}"}
        done.data |= {"late": True} if late else {}
        done.comment = activity.result


def progress(
    activity: Activity,
    actor: Actor,
    at: datetime,
    *,
    text: str,
    percent: int | None = None,
    seen: int | None = None,
) -> None:
    """Say how the work goes on, and how much of it is done (0–100)."""
    with step(activity, Action.progress, actor, at, seen=seen) as done:
        wrong = percent is not None and not 0 <= percent <= 100
        odd = [Problem("percent", ProblemCode.invalid)] if wrong else []
        refuse([*empty_texts(text=text), *odd])
        done.comment = text.strip()
        done.data = {} if percent is None else {"percent": percent}


def problems_of(
    activity: Activity,
    actual_end: date | None = None,
    actual_cost_eur: Decimal | None = None,
    result: str = "",
    resource_code: str = "",
    review: str = "",
) -> list[Problem]:
    """Return what is wrong with a closing notice, as far as it could be read."""
    found: list[Problem] = []
    started = activity.actual_start
    if actual_end is not None and started is not None and actual_end < started:
        found.append(Problem("actual_end", ProblemCode.before_start, {"start": started}))
    if actual_cost_eur is not None and actual_cost_eur < 0:
        found.append(Problem("actual_cost_eur", ProblemCode.negative))
    if not says_something(result):
        found.append(Problem("result", ProblemCode.required))
    if activity.urgency is Urgency.emergency and not says_something(review):
        found.append(Problem("review", ProblemCode.required))
    if activity.kind is Kind.creation:
        found += _problems_of_code(nfc(resource_code).strip())
    return found


def _problems_of_code(code: str) -> list[Problem]:
    if not code:
        return [Problem("resource_code", ProblemCode.required)]
    if length(code) > 60:
        return [Problem("resource_code", ProblemCode.too_long, {"maximum": 60})]
    taken = name_key(code) in map(name_key, db.session.scalars(select(Resource.code)))
    reserved = _NUMBER.fullmatch(code) is not None
    fit = stands_in_address(code) and not reserved and not taken
    return [] if fit else [Problem("resource_code", ProblemCode.invalid)]


def _update_registry(activity: Activity, end: date, code: str, actor: Actor, at: datetime) -> None:
    if activity.kind is Kind.creation:
        activity.resource = planned.bring(activity, code, actor, at) or activity.resource
    liquidation.completed(activity, end, actor, at)
