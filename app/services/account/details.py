"""What a form says of a person, and what is wrong with it, all at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.services.checks import line_problems
from models import Institution, User
from rules.account.accounts import (
    NAME_LONGEST,
    PLAIN_USERNAME,
    USERNAME,
    looks_after,
    username_of,
)
from rules.account.mail_address import LONGEST, is_address
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, Problem, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_, nfc
from rules.vocabulary import ProblemCode, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a form says of a person; `institution` is a code and counts for the system administrator only."""

    first_name: str
    last_name: str
    email: str
    username: str = ""
    roles: frozenset[Role] = frozenset()
    institution: str | None = None


def check(
    details: Details, account: User | None, roles: frozenset[Role], institution: Institution | None
) -> str:
    """Return the user name to be stored, or raise `Invalid` with all problems. `account` None = a new one."""
    username = account.username if account else details.username or _suggested(details.email)
    names = {name: getattr(details, name) for name in ("first_name", "last_name")}
    problems = [one for name, text in names.items() for one in line_problems(name, text, NAME_LONGEST)]
    problems += _of_email(details, account)
    if account is None:
        problems += _of_username(username)
    problems += _of_place(roles, institution)
    if problems:
        raise Invalid(NOT_SAVED, tuple(problems))
    return username


def address_problems(field: str, typed: str) -> list[Problem]:
    """Return what is wrong with an e-mail address that has to be there."""
    problems = line_problems(field, typed, LONGEST)
    return problems if problems or is_address(typed) else [Problem(field, ProblemCode.invalid)]


def institution_for(
    actor: Actor, code: str | None, roles: frozenset[Role], account: User | None = None
) -> Institution | None:
    """Return the institution that the account gets: the actor's own, unless it is the system's choice.

    Raises `NotAllowed` for another one, `Invalid` for an unknown one, `WrongStatus` for a closed one.
    """
    present = account.institution if account else None
    chooses = looks_after(actor, None)
    wanted = code if chooses else actor.institution
    if not chooses and (wanted is None or code not in (None, wanted)):
        raise NotAllowed(N_("You create and change accounts of your own institution only."))
    if wanted is None:
        return None
    found = db.session.scalar(select(Institution).where(Institution.code == nfc(wanted)))
    if found is None:
        raise Invalid(NOT_SAVED, (Problem("institution", ProblemCode.unknown),))
    if found is not present:
        refuse_closed(found)
    return found


def refuse_closed(institution: Institution | None) -> None:
    """Raise `WrongStatus` for an institution that the registry calls closed."""
    if institution is not None and institution.status is not InstitutionStatus.active:
        raise WrongStatus(CLOSED, institution=institution.code)


def _of_email(details: Details, account: User | None) -> Iterator[Problem]:
    problems = address_problems("email", details.email)
    yield from problems
    if not problems and _taken(User.email, details.email, account):
        yield Problem("email", ProblemCode.duplicate_name)


def _of_username(username: str) -> Iterator[Problem]:
    if not USERNAME.fullmatch(username):
        yield Problem("username", ProblemCode.invalid)
    elif _taken(User.username, username, None):
        yield Problem("username", ProblemCode.duplicate_name)


def _of_place(roles: frozenset[Role], institution: Institution | None) -> Iterator[Problem]:
    if institution is None and roles != {Role.admin}:
        yield Problem("institution", ProblemCode.required)
    if not roles:
        yield Problem("roles", ProblemCode.required)


def _taken(column: object, value: str, account: User | None) -> bool:
    """Whether another account has this value; case does not count."""
    found = select(User.id).where(func.lower(column) == value.lower())
    return db.session.scalar(found.where(User.id != (account.id if account else 0)).limit(1)) is not None


def _suggested(email: str) -> str:
    stem = username_of(email)
    if not USERNAME.fullmatch(stem):
        stem = PLAIN_USERNAME
    starting = select(func.lower(User.username)).where(User.username.startswith(stem, autoescape=True))
    taken = set(db.session.scalars(starting))
    numbered = (f"{stem}{number}" for number in ("", *range(2, 10**4)))
    return next(name for name in numbered if name not in taken)


NOT_SAVED = N_("Nothing has been saved yet.")
NO_PERSON = N_("The personal data of this account are deleted for good. Create a new account for the person.")
CLOSED = N_("%(institution)s is closed in the registry: it gets no accounts. Choose its successor.")
