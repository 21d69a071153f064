"""Substitution: who may stand in for whom, for which days, and in which acts it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules import guards
from rules.facts import Actor
from rules.refusals import Problem
from rules.text import N_
from rules.transitions import TRANSITIONS
from rules.vocabulary import Action, ProblemCode, Role

# A substitute has the role already: substitution gives no right, it shows in whose stead somebody acts.
SUBSTITUTED = (Role.change_controller, Role.cab_member, Role.cab_head)
LONGEST_DAYS = 366
ENDED = N_("This substitution has ended already.")

# The roles in which those act whom a row of the table names; an applicant is substituted by nobody.
_ROLES_OF_WHO = {
    guards.controller_of_holder: frozenset({Role.change_controller}),
    guards.applicant_or_controller_of_holder: frozenset({Role.change_controller}),
    guards.cab_member: frozenset({Role.cab_member}),
    guards.cab_member_or_head: frozenset({Role.cab_member, Role.cab_head}),
    guards.cab_head: frozenset({Role.cab_head}),
    guards.cab_head_or_system: frozenset({Role.cab_head}),
}
_ROLES_OF = {row.action: _ROLES_OF_WHO[row.who] for row in TRANSITIONS if row.who in _ROLES_OF_WHO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account as substitution looks at it."""

    id: int
    name: str
    institution: str | None
    roles: frozenset[Role]
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A substitution that was not ended: both days are included."""

    principal: Person
    substitute: Person
    role: Role
    from_on: date
    until_on: date

    def overlaps(self, from_on: date, until_on: date) -> bool:
        """Whether a day of these is one of its own."""
        return self.from_on <= until_on and from_on <= self.until_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A substitution as somebody asks for it; None = not said, or nobody known by that name."""

    principal: Person | None
    substitute: Person | None
    role: Role | None
    from_on: date | None
    until_on: date | None


def roles_of(action: Action, actor: Actor) -> frozenset[Role]:
    """Return the roles in which the actor takes a step and may be somebody's substitute."""
    by_own_right = action is Action.withdraw and actor.has(Role.applicant)
    return frozenset() if by_own_right else _ROLES_OF.get(action, frozenset()) & actor.roles


def may_be_substituted(action: Action) -> bool:
    """Whether somebody takes this step in a role in which one substitutes another."""
    return action in _ROLES_OF


def in_force(term: Term, on: date) -> bool:
    """Whether it holds on that day: nothing is kept that an account, a role or an institution outlives."""
    return term.from_on <= on <= term.until_on and fits(term.principal, term.substitute, term.role)


def fits(principal: Person, substitute: Person, role: Role) -> bool:
    """Whether two accounts have the role in one institution, and both are open."""
    return _colleagues(principal, substitute) and role in principal.roles & substitute.roles


def may_name(actor: Actor, principal: Person) -> bool:
    """Whether somebody names and ends substitutes of this person: the person, or the user administrator."""
    own = actor.has(Role.user_admin) and actor.institution not in (None, "")
    return principal.id == actor.user_id or (own and principal.institution == actor.institution)


def problems_of(wish: Wish, others: Iterable[Term], on: date) -> list[Problem]:
    """Return everything that is wrong with a wish; `others` are the terms not ended of both persons."""
    return [*_of_persons(wish), *_of_days(wish, on), *_of_others(wish, list(others))]


def _of_persons(wish: Wish) -> list[Problem]:
    found = []
    principal, substitute, role = wish.principal, wish.substitute, wish.role
    has_role = role in SUBSTITUTED and (principal is None or role in principal.roles)
    if principal is None:
        found.append(Problem("principal", ProblemCode.unknown))
    if not has_role:
        found.append(Problem("role", ProblemCode.invalid if role else ProblemCode.required))
    fitting = substitute is not None and (not has_role or role in substitute.roles)
    if principal is not None and substitute is not None and principal.id == substitute.id:
        found.append(Problem("substitute", ProblemCode.invalid))
    elif not fitting or not (principal is None or _colleagues(principal, substitute)):
        found.append(Problem("substitute", ProblemCode.unknown))
    return found


def _colleagues(one: Person, other: Person | None) -> bool:
    if other is None or one.institution is None or one.institution != other.institution:
        return False
    return one.id != other.id and one.active and other.active


def _of_days(wish: Wish, on: date) -> list[Problem]:
    found = []
    if wish.from_on is None:
        found.append(Problem("from_on", ProblemCode.required))
    elif wish.from_on < on:
        found.append(Problem("from_on", ProblemCode.in_past, {"date": on}))
    if wish.until_on is None:
        found.append(Problem("until_on", ProblemCode.required))
    elif wish.until_on < (first := wish.from_on or on):
        found.append(Problem("until_on", ProblemCode.before_start, {"date": first}))
    elif (wish.until_on - first).days >= LONGEST_DAYS:
        found.append(Problem("until_on", ProblemCode.too_long, {"maximum": LONGEST_DAYS}))
    return found


def _of_others(wish: Wish, others: list[Term]) -> list[Problem]:
    """One substitute of a person and role at a time, and nobody who is away then: so no circle either."""
    if wish.from_on is None or wish.until_on is None or wish.principal is None:
        return []
    found: dict[str, Problem] = {}
    for one in (one for one in others if one.overlaps(wish.from_on, wish.until_on)):
        days = {"from_on": one.from_on, "until_on": one.until_on}
        if one.principal.id == wish.principal.id and one.role == wish.role:
            values = {"substitute": one.substitute.name, **days}
            found["from_on"] = Problem("from_on", ProblemCode.not_needed, values)
        elif wish.substitute == one.principal and one.principal.institution == wish.principal.institution:
            values = {"substitute": one.principal.name, **days}
            found["substitute"] = Problem("substitute", ProblemCode.not_active, values)
    return list(found.values())
