"""Accounts of the demo: no invented persons, but institutions and roles."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from flask_appbuilder.security.sqla.models import Role as RoleRow
from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.extensions import db
from app.security.password_hash import keep
from models import Institution, User
from models.account.people import ADMIN_ROLE
from rules.text import name_key
from rules.vocabulary import Role

DEMO_PAROLE = "Demo-parole-2026"  # public on purpose: production takes no demo

_OPERATOR = "VARAM"
_STAFFED = ("VID", "BVKB", "PMLP")
_WITH_USER_ADMIN = ("VID", "BVKB")
_ALWAYS_MEMBERS = (
    "VARAM",
    "FM",
    "AiM",
    "CSP",
    "KM",
    "DVI",
    "LPS",
    "EM",
    "IeM",
    "PMLP",
    "VDAA",
    "UR",
    "VZD",
    "IZM",
)

# Last part of the user name, and the last name.
_NAMES = {
    Role.applicant: ("pieteicejs", "pieteicējs"),
    Role.change_controller: ("kontrolieris", "izmaiņu kontrolieris"),
    Role.user_admin: ("administrators", "lietotāju administrators"),
    Role.cab_member: ("loceklis", "CAB loceklis"),
    Role.cab_head: ("vaditajs", "CAB vadītājs"),
}
# Two that records tell apart: a rule set is activated by both.
_ADMINS = {"admin": "sistēmas administrators", "admin2": "otrais sistēmas administrators"}
# A second CAB member of one institution, so that substitution can be tried.
SUBSTITUTED, SUBSTITUTE = "vzd.loceklis", "vzd.aizvietotajs"


@dataclass(frozen=True, slots=True)
class Account:
    """An account to be made: `VID`, `pieteicējs`, in the role of an applicant."""

    username: str
    institution: str
    last_name: str
    role: str


def load_accounts(holders: Collection[str], asked: Collection[str]) -> int:
    """Add the demo accounts that are missing, for these institutions besides the fixed ones."""
    roles = {one.name: one for one in db.session.scalars(select(RoleRow))}
    institutions = {one.code: one for one in db.session.scalars(select(Institution))}
    known = set(db.session.scalars(select(User.username)))
    hashed = generate_password_hash(DEMO_PAROLE)  # slow by design, hence once
    new = [one for one in _accounts(holders, asked) if one.username not in known]
    for one in new:
        user = _user(one, institutions[one.institution], roles[one.role])
        db.session.add(user)
        db.session.flush()
        user.password = keep(user.id, hashed)
    db.session.flush()
    return len(new)


def username_of(institution: str, role: Role) -> str:
    """Return the user name of an institution's demo account: `vid.pieteicejs`."""
    return f"{name_key(institution)}.{_NAMES[role][0]}"


def _accounts(holders: Collection[str], asked: Collection[str]) -> Iterator[Account]:
    yield from (Account(name, _OPERATOR, last_name, ADMIN_ROLE) for name, last_name in _ADMINS.items())
    staffed = _in_order(_STAFFED, holders)
    for role in (Role.applicant, Role.change_controller):
        yield from (_account(code, role) for code in staffed)
    yield from (_account(code, Role.user_admin) for code in _WITH_USER_ADMIN)
    yield from (_account(code, Role.cab_member) for code in _in_order(_ALWAYS_MEMBERS, asked))
    yield _account(_OPERATOR, Role.cab_head)
    yield Account(SUBSTITUTE, "VZD", "CAB locekļa aizvietotājs", Role.cab_member.value)


def _in_order(first: Iterable[str], more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *sorted(more)]))


def _account(institution: str, role: Role) -> Account:
    return Account(username_of(institution, role), institution, _NAMES[role][1], role.value)


def _user(one: Account, institution: Institution, role: RoleRow) -> User:
    return User(
        username=one.username,
        first_name=one.institution,
        last_name=one.last_name,
        email=f"{one.username}@virsis.example",
        active=True,
        institution=institution,
        roles=[role],
    )
