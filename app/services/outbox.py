"""Who is told what: rows of the outbox, written in the transaction of the step."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.extensions import db
from models import Activity, Institution, Notification, Requirement, User
from models.account.people import ADMIN_ROLE, RoleRow, working
from rules.account.notices import first_state
from rules.audience import Message, Told
from rules.deadlines import day_of
from rules.facts import Actor
from rules.vocabulary import Role

People = Mapping[Told, Sequence[User]]
Reach = Callable[[Iterable[Told]], People]


def reached(told: Iterable[Told]) -> People:
    """Return who is told, in one query for all of them.

    Where those meant have all left (or a system wrote the card), it is all of the role.
    """
    meant = _working(set(told))
    left = {one: replace(one, persons=()) for one, people in meant.items() if one.persons and not people}
    instead = _working(set(left.values()))
    return {**meant, **{one: instead[role] for one, role in left.items()}}


def enqueue(
    activity: Activity,
    told: Iterable[Told],
    actor: Actor,
    at: datetime,
    values: dict[str, Any],
    reach: Reach = reached,
) -> list[Notification]:
    """Write one outbox row for each person told who works, never for the one who acted."""
    all_told, rows = tuple(told), dict[tuple[int, Message], Notification]()
    people = reach(all_told)
    for one in all_told:
        for person in people[one]:
            key = (person.id, one.message)
            if person.id != actor.user_id and key not in rows:
                rows[key] = _row(activity, one, person, at, values)
    db.session.add_all(rows.values())
    return list(rows.values())


def tell(
    message: Message,
    at: datetime,
    *,
    person: User | None = None,
    address: str = "",
    locale: str = "lv",
    values: dict[str, Any] | None = None,
) -> Notification:
    """Write the outbox row of a message about accounts: to a person, or to an address without an account."""
    row = Notification(
        recipient_id=person.id if person else None,
        address="" if person else address,
        locale=person.locale if person else locale,
        message=message,
        state=first_state(message, person.mail_ways if person else {}),
        values=values or {},
        created_at=at,
        next_attempt_at=at,
        message_id=uuid4().hex,
    )
    db.session.add(row)
    return row


def controllers(message: Message, code: str) -> tuple[Told, ...]:
    """Return who is told in the place of an institution's registry keepers.

    Where no change controller works, it is its user administrators and the administrators.
    """
    if anybody(Role.change_controller, code):
        return (Told(message, Role.change_controller, code),)
    return Told(message, Role.user_admin, code), Told(message, Role.admin)


def persons(told: Told) -> Select[User]:
    """Return the select of those who work in a role, of an institution or list of accounts."""
    found = select(User).where(*working())
    found = found.where(User.roles.any(RoleRow.name == role_name(told.role)))
    if told.institution is not None:
        found = found.where(User.institution.has(Institution.code == told.institution))
    if told.persons:
        found = found.where(User.id.in_(told.persons))
    return found.order_by(User.id)


def anybody(role: Role, institution: str | None, besides: int | None = None) -> bool:
    """Whether an institution (None = any) has somebody who works in a role, besides one account."""
    found = persons(Told(Message.submitted, role, institution)).where(User.id != (besides or 0))
    return db.session.scalars(found.limit(1)).first() is not None


def _working(told: set[Told]) -> dict[Told, list[User]]:
    """Return those who work in each role and institution, in the order of their accounts."""
    if not told:
        return {}
    asked = (
        select(User, RoleRow.name, Institution.code)
        .join(User.roles)
        .outerjoin(User.institution)
        .where(*working(), or_(*(_meant(one) for one in told)))
        .order_by(User.id)
    )
    rows = db.session.execute(asked).all()
    return {one: [person for person, *place in rows if _is_meant(one, person, *place)] for one in told}


def _meant(told: Told) -> ColumnElement[bool]:
    which = [RoleRow.name == role_name(told.role)]
    if told.institution is not None:
        which.append(Institution.code == told.institution)
    if told.persons:
        which.append(User.id.in_(told.persons))
    return and_(*which)


def _is_meant(told: Told, person: User, role: str, institution: str | None) -> bool:
    of_it = told.institution is None or told.institution == institution
    return role == role_name(told.role) and of_it and (not told.persons or person.id in told.persons)


def role_name(role: Role) -> str:
    """Return the name by which Flask-AppBuilder knows a role."""
    return ADMIN_ROLE if role is Role.admin else role.value


def _row(activity: Activity, told: Told, person: User, at: datetime, values: dict[str, Any]) -> Notification:
    return Notification(
        recipient_id=person.id,
        activity_id=activity.id,
        message=told.message,
        state=first_state(told.message, person.mail_ways),
        values={**values, **_of_requirement(activity, told)},
        created_at=at,
        next_attempt_at=at,
        message_id=uuid4().hex,
    )


def _of_requirement(activity: Activity, told: Told) -> dict[str, Any]:
    """What only this institution is told: its due date, why it is asked, what it said in an earlier round."""
    current = activity.current_round
    mine = _requirement_of(current.requirements, told.institution) if current else None
    if mine is None:
        return {"institution": told.institution}
    theirs = {
        "institution": told.institution,
        "due_on": mine.due_on.isoformat(),
        "reasons": mine.reasons,
        "again_because": mine.again_because,
    }
    return {**theirs, "earlier": _earlier(activity, told.institution)}


def _earlier(activity: Activity, code: str | None) -> dict[str, Any] | None:
    """What the institution said last before the current round, or None."""
    for one in sorted(activity.rounds, key=lambda one: -one.number):
        row = _requirement_of(one.requirements, code) if one.number < activity.round else None
        vote = row.vote_in_force if row else None
        if vote is not None:
            return {
                "choice": vote.choice.value,
                "round": vote.requirement.round.number,
                "on": day_of(vote.given_at).isoformat(),
            }
    return None


def _requirement_of(requirements: list[Requirement], code: str | None) -> Requirement | None:
    return next((one for one in requirements if one.institution.code == code), None)
