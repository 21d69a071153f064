"""The list of accounts: what is looked for, how many there are, and what an administrator should know."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, case, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.services.outbox import role_name
from app.services.words import matching
from models import Institution, User
from models.account.people import RoleRow, taken_up, working
from rules.account.accounts import AccountState
from rules.facts import Actor
from rules.registry_vocabulary import InstitutionStatus
from rules.text import fold
from rules.vocabulary import Role

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; every field narrows it. `institution` is a code as typed."""

    q: str = ""
    role: Role | None = None
    state: AccountState | None = None
    institution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A role that too few people who work in an institution have: nobody, or `only` this person."""

    institution: str
    role: Role
    only: str | None = None


def page(search: Search, actor: Actor, number: int = 0, size: int = PAGE_SIZE) -> list[User]:
    """Return one page of accounts by name, with institution and roles, however many in two queries."""
    return list(db.session.scalars(everything(search, actor).limit(size).offset(number * size)))


def everything(search: Search, actor: Actor) -> Select[User]:
    """Return the select of all accounts that match and that this person looks after, by name."""
    found = select(User).where(*_criteria(search, actor)).order_by(User.name_sort, User.id)
    return found.options(joinedload(User.institution), selectinload(User.roles))


def counts(search: Search, actor: Actor) -> dict[AccountState, int]:
    """Return how many accounts stand where, whatever state is looked for, in one query."""
    anywhere = replace(search, state=None)
    sums = (func.sum(case((condition, 1), else_=0)) for condition in _STATES.values())
    row = db.session.execute(select(*sums).where(*_criteria(anywhere, actor))).one()
    return {state: count or 0 for state, count in zip(_STATES, row, strict=True)}


def gaps(actor: Actor) -> list[Gap]:
    """Return which roles of the own institution stand empty or on one person, in one query."""
    if actor.institution is None or not actor.has(Role.user_admin):
        return []
    lasting = {role_name(role): role for role in (Role.change_controller, Role.cab_member)}
    found = select(RoleRow.name, User).join(RoleRow.user).where(RoleRow.name.in_(lasting), *working())
    rows = db.session.execute(found.where(User.institution_id == actor.institution_id)).all()
    people = {role: [user for name, user in rows if name == key] for key, role in lasting.items()}
    return [gap for role, holders in people.items() if (gap := _gap(actor.institution, role, holders))]


def without_administrator(actor: Actor) -> list[Institution]:
    """Return the working institutions with accounts where no user administrator works."""
    if not actor.has(Role.admin):
        return []
    own = User.institution_id == Institution.id
    people = select(User.id).where(own, User.active.is_(True), User.is_service.is_(False)).exists()
    administrator = User.roles.any(RoleRow.name == role_name(Role.user_admin))
    administrators = select(User.id).where(own, administrator, *working()).exists()
    in_registry = Institution.status == InstitutionStatus.active
    found = select(Institution).where(in_registry, people, ~administrators)
    return list(db.session.scalars(found.order_by(Institution.sort_key, Institution.code)))


def seen(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return the criteria for the accounts of people that this person looks after.

    All for the system administrator, the own institution's for its user administrators, else none.
    """
    if actor.has(Role.admin):
        return (User.is_service.is_(False),)
    mine = actor.institution_id if actor.has(Role.user_admin) else None
    return (User.is_service.is_(False), User.institution_id == mine if mine is not None else false())


def _gap(institution: str, role: Role, holders: list[User]) -> Gap | None:
    """A second change controller is needed for absences; of CAB members one is enough."""
    if len(holders) > 1 or (holders and role is not Role.change_controller):
        return None
    return Gap(institution=institution, role=role, only=holders[0].get_full_name() if holders else None)


def _criteria(search: Search, actor: Actor) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [*seen(actor)]
    found += matching(User.search_text, search.q)
    if search.role is not None:
        found.append(User.roles.any(RoleRow.name == role_name(search.role)))
    if search.state is not None:
        found.append(_STATES[search.state])
    if search.institution is not None:
        found.append(User.institution.has(Institution.code.in_(_codes(search.institution))))
    return found


def _codes(typed: str) -> list[str]:
    """Return the code that was meant: neither case nor diacritics count, in any database."""
    return [one for one in db.session.scalars(select(Institution.code)) if fold(one) == fold(typed)]


_STATES: dict[AccountState, ColumnElement[bool]] = {
    AccountState.open: and_(User.active.is_(True), taken_up()),
    AccountState.invited: and_(User.active.is_(True), ~taken_up()),
    AccountState.closed: User.active.is_not(True),
}
