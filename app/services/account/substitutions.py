"""Substitution: named, listed, ended; what follows from it for a step is in `on_behalf`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.services import outbox, rights
from app.services.account.traces import trace
from app.services.checks import refuse
from models import Institution, Substitution, User
from models.account.people import RoleRow, roles_of, working, works
from rules.account import substitution as rules
from rules.account.access import AccountAction
from rules.account.substitution import ENDED, SUBSTITUTED, Person, Term, Wish
from rules.audience import Message
from rules.deadlines import day_of
from rules.facts import Actor
from rules.refusals import NotAllowed, NotFound, WrongStatus
from rules.text import N_, sort_key
from rules.vocabulary import Role

TWICE = timedelta(minutes=1)  # the same form sent again within this time is the same form
MOST = 200  # more than a page of people's own can need
_NOT_YOURS = N_("The person substituted or the user administrator of the institution names the substitute.")
_GONE = N_("There is no such substitution, or you cannot see it.")
PEOPLE = (
    joinedload(Substitution.principal).options(joinedload(User.institution), selectinload(User.roles)),
    joinedload(Substitution.substitute).options(joinedload(User.institution), selectinload(User.roles)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A substitution as somebody asks for it, by user names; None = not said, or no such role or day."""

    principal: str | None
    substitute: str | None
    role: Role | None
    from_on: date | None
    until_on: date | None


def name(actor: Actor, at: datetime, asked: Asked) -> Substitution:
    """Name a substitute; both persons are told. Raises `Invalid` with every problem.

    The same sent twice in a row is one substitution, and one message to each.
    """
    rights.change(actor)  # two who name each other at the same moment wait for one another
    away, stand_in = _account(asked.principal), _account(asked.substitute)
    if asked.principal and (away is None or not rules.may_name(actor, person(away))):
        raise NotAllowed(_NOT_YOURS)
    wish = Wish(
        principal=person(away) if away else None,
        substitute=person(stand_in) if stand_in else None,
        role=asked.role,
        from_on=asked.from_on,
        until_on=asked.until_on,
    )
    if named := _just_named(actor, at, asked):
        return named
    refuse(rules.problems_of(wish, _terms_of(away, stand_in), day_of(at)))
    row = Substitution(
        principal=away,
        substitute=stand_in,
        **{field: getattr(asked, field) for field in ("role", "from_on", "until_on")},
        created_at=at,
        created_by_id=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    _tell(row, Message.substitution_set, AccountAction.substitution_set, actor, at)
    return row


def end(row: Substitution, actor: Actor, at: datetime) -> None:
    """End a substitution before its time; what was done in it stays as recorded. Both persons are told."""
    rights.change(actor)
    _end(row, actor, at)


def end_all(account: User, actor: Actor, at: datetime, roles: Collection[Role] = SUBSTITUTED) -> None:
    """End what names an account that is closed, moves or loses these roles; whoever stays is told."""
    named = or_(Substitution.principal_id == account.id, Substitution.substitute_id == account.id)
    not_over = Substitution.ended_at.is_(None), Substitution.until_on >= day_of(at)
    rows = select(Substitution).where(named, *not_over, Substitution.role.in_(roles))
    for row in db.session.scalars(rows.order_by(Substitution.id)).all():
        _end(row, actor, at)


def found(key: int, actor: Actor) -> Substitution:
    """Return a substitution that the actor has to do with; `NotFound` for any other."""
    wanted = select(Substitution).where(Substitution.id == key).options(*PEOPLE)
    row = db.session.scalars(wanted).one_or_none()
    if row is None or not may_end(actor, row):
        raise NotFound(_GONE)
    return row


def may_end(actor: Actor, row: Substitution) -> bool:
    """Whether somebody sees and ends it: both persons, and the user administrator of their institution."""
    own = actor.user_id in (row.principal_id, row.substitute_id)
    return own or all(rules.may_name(actor, person(one)) for one in (row.principal, row.substitute))


def own(actor: Actor) -> ColumnElement[bool]:
    """Return what makes a substitution one's own: substituted, or substituting."""
    return or_(Substitution.principal_id == actor.user_id, Substitution.substitute_id == actor.user_id)


def of_institution(actor: Actor) -> ColumnElement[bool]:
    """Return what makes a substitution one that this user administrator looks after: both are colleagues."""
    mine = User.institution_id == actor.institution_id
    return and_(Substitution.principal.has(mine), Substitution.substitute.has(mine))


def page(actor: Actor, number: int, size: int) -> tuple[int, list[Substitution]]:
    """Return how many substitutions the actor has to do with, and one page of them, latest day first."""
    administers = actor.has(Role.user_admin) and actor.institution_id is not None
    which = or_(own(actor), of_institution(actor)) if administers else own(actor)
    count = db.session.scalar(select(func.count(Substitution.id)).where(which)) or 0
    return count, listed(which, number, size)


def listed(which: ColumnElement[bool], number: int = 0, size: int = MOST) -> list[Substitution]:
    """Return one page of these substitutions, latest day first."""
    rows = select(Substitution).where(which).options(*PEOPLE)
    ordered = rows.order_by(Substitution.until_on.desc(), Substitution.id.desc())
    return list(db.session.scalars(ordered.limit(size).offset(number * size)))


def colleagues(institution: str | None) -> list[User]:
    """Return those who work in an institution and have a role that is substituted, by name."""
    has_role = User.roles.any(RoleRow.name.in_([one.value for one in SUBSTITUTED]))
    of_institution = User.institution.has(Institution.code == institution)
    people = select(User).where(*working(), has_role, of_institution)
    found = db.session.scalars(people.options(joinedload(User.institution), selectinload(User.roles)))
    return sorted(found, key=lambda one: (sort_key(f"{one.last_name} {one.first_name}"), one.id))


def person(account: User) -> Person:
    """Return an account as the rules of substitution look at it."""
    return Person(
        id=account.id,
        name=str(account),
        institution=account.institution.code if account.institution else None,
        roles=roles_of(account),
        active=works(account),
    )


def term(row: Substitution) -> Term:
    """Return a substitution as the rules look at it."""
    return Term(
        principal=person(row.principal),
        substitute=person(row.substitute),
        role=row.role,
        from_on=row.from_on,
        until_on=row.until_on,
    )


def _end(row: Substitution, actor: Actor, at: datetime) -> None:
    db.session.execute(select(Substitution.id).where(Substitution.id == row.id).with_for_update())
    db.session.refresh(row)
    if row.ended_at is not None or row.until_on < day_of(at):
        raise WrongStatus(ENDED)
    row.ended_at = at
    _tell(row, Message.substitution_ended, AccountAction.substitution_ended, actor, at)


def _account(username: str | None) -> User | None:
    if not username:
        return None
    return db.session.scalars(select(User).where(User.username == username)).one_or_none()


def _just_named(actor: Actor, at: datetime, asked: Asked) -> Substitution | None:
    recent = select(Substitution).where(
        Substitution.created_by_id == actor.user_id,
        Substitution.created_at > at - TWICE,
        Substitution.ended_at.is_(None),
        Substitution.principal.has(User.username == asked.principal),
        Substitution.substitute.has(User.username == asked.substitute),
        *(getattr(Substitution, name) == getattr(asked, name) for name in ("role", "from_on", "until_on")),
    )
    return db.session.scalars(recent.options(*PEOPLE)).first()


def _terms_of(*accounts: User | None) -> list[Term]:
    ids = [one.id for one in accounts if one is not None]
    rows = select(Substitution).where(Substitution.principal_id.in_(ids), Substitution.ended_at.is_(None))
    return [term(one) for one in db.session.scalars(rows.options(*PEOPLE))]


def _tell(row: Substitution, message: Message, action: AccountAction, actor: Actor, at: datetime) -> None:
    days = {"from_on": row.from_on.isoformat(), "until_on": row.until_on.isoformat()}
    names = {"principal": str(row.principal), "substitute": str(row.substitute), "role": row.role.value}
    for one in (one for one in (row.principal, row.substitute) if works(one)):
        outbox.tell(message, at, person=one, values={**names, **days})
    data = {"substitute": row.substitute_id, "role": row.role.value, **days}
    trace(action, actor, at, account=row.principal, data=data)
