"""Keys of institutions' systems: each with a service account of its own, made and revoked by people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.security.api_keys import PREFIX, NewKey
from app.services import rights
from app.services.account.traces import trace
from app.services.checks import line_problems
from models import ApiKey, Institution, User
from models.account.people import RoleRow
from rules.account.access import AccountAction, KeyScope
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, NotFound, Problem, WrongStatus
from rules.text import N_, fold
from rules.vocabulary import ProblemCode, Role

NAME_LONGEST = 64
DAYS, DAYS_LONGEST = 90, 366
TWICE = timedelta(minutes=1)  # the same form within this time is the second of two clicks
GONE = N_("There is no such key, or you cannot see it.")
NOT_YOURS = N_("Keys are created by the user administrator of the institution whose system calls.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the name of the system, what its key opens (None = not said), for how many days."""

    name: str
    scope: KeyScope | None
    days: int | None


def create(actor: Actor, at: datetime, wish: Wish, made: NewKey) -> ApiKey:
    """Create a key and its service account in the actor's own institution; the second of two clicks finds it.

    Raises `WrongStatus` when the same form comes later: a key is shown once. The caller commits.
    """
    rights.hold(actor)
    if not may_create(actor):
        raise NotAllowed(NOT_YOURS)
    _check(wish)
    # Locked, so that two keys made at once get two numbers, and one form sent twice at once makes one key.
    institution = db.session.get_one(Institution, actor.institution_id, with_for_update=True)
    return _made_before(actor, at, made) or _create(institution, actor, at, wish, made)


def _made_before(actor: Actor, at: datetime, made: NewKey) -> ApiKey | None:
    before = db.session.scalars(visible(actor).where(ApiKey.lookup_hash == made.lookup_hash)).one_or_none()
    made_on = before.created_on if before and not before.revoked_on else None
    if before and (made_on is None or made_on < _naive(at - TWICE)):
        raise WrongStatus(
            N_("This form has made its key already, and a key is shown only once. Begin a new key.")
        )
    return before


def _create(institution: Institution, actor: Actor, at: datetime, wish: Wish, made: NewKey) -> ApiKey:
    key = ApiKey(
        name=wish.name,
        key_hash=made.key_hash,
        lookup_hash=made.lookup_hash,
        key_prefix=PREFIX,
        user=_service_account(institution, wish.name),
        scopes=wish.scope,
        active=True,
        created_on=_naive(at),
        expires_on=_naive(at + timedelta(days=wish.days or 0)),
    )
    db.session.add(key)
    db.session.flush()
    told = {"key": key.uuid, "scope": wish.scope, "days": wish.days}
    trace(AccountAction.key_created, actor, at, account=key.user, data=told)
    return key


def may_create(actor: Actor) -> bool:
    """Whether this person makes keys: the user administrators do, for the own institution."""
    return actor.has(Role.user_admin) and actor.institution_id is not None


def visible(actor: Actor) -> Select[ApiKey]:
    """Return the select of the keys that this person looks after, the newest first."""
    found = select(ApiKey).join(ApiKey.user).outerjoin(User.institution)
    if not actor.has(Role.admin):
        mine = actor.institution_id if actor.has(Role.user_admin) else None
        found = found.where(User.institution_id == mine, User.institution_id.is_not(None))
    loaded = contains_eager(ApiKey.user).contains_eager(User.institution)
    return found.options(loaded).order_by(ApiKey.id.desc())


def found(actor: Actor, uuid: str) -> ApiKey:
    """Return one key that this person looks after."""
    row = db.session.scalars(visible(actor).where(ApiKey.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return row


def revoke(key: ApiKey, actor: Actor, at: datetime) -> None:
    """Revoke a key for good and close its service account; twice is once. The caller commits."""
    if key.revoked_on is not None:
        return
    key.revoked_on, key.active = _naive(at), False
    key.user.active, key.user.closed_at = False, key.user.closed_at or at
    trace(AccountAction.key_revoked, actor, at, account=key.user, data={"key": key.uuid})


def revoke_all(closed: Institution | User, actor: Actor, at: datetime) -> None:
    """Revoke every key of an institution or an account that is closed. The caller commits."""
    whose = User.institution_id if isinstance(closed, Institution) else User.id
    for key in db.session.scalars(select(ApiKey).join(ApiKey.user).where(whose == closed.id)):
        revoke(key, actor, at)


def moment(naive: datetime | None) -> datetime | None:
    """Return a time of the table of keys as an aware one."""
    return naive.replace(tzinfo=UTC) if naive else None


def _check(wish: Wish) -> None:
    problems = tuple(_problems(wish))
    if problems:
        raise Invalid(N_("The key has not been created."), problems)


def _problems(wish: Wish) -> Iterable[Problem]:
    yield from line_problems("key.name", wish.name, NAME_LONGEST)
    if wish.scope is None:
        yield Problem("key.scope", ProblemCode.required)
    if wish.days is None or not 1 <= wish.days <= DAYS_LONGEST:
        yield Problem("key.days", ProblemCode.invalid, {"maximum": DAYS_LONGEST})


def _service_account(institution: Institution, name: str) -> User:
    """Return a new account that nobody can sign in to: no password, no mail, and flagged as a system's."""
    username = _next_name(institution)
    return User(
        username=username,
        first_name=institution.code,
        last_name=name,
        email=f"{username}@system.invalid",  # the table wants one; the domain cannot exist (RFC 2606)
        password=None,
        active=True,
        is_service=True,
        institution=institution,
        roles=list(db.session.scalars(select(RoleRow).where(RoleRow.name == Role.applicant.value))),
    )


def _next_name(institution: Institution) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", fold(institution.code)).strip("-") + ".sistema-"
    taken = db.session.scalars(select(User.username).where(User.username.startswith(stem, autoescape=True)))
    numbers = [int(one.removeprefix(stem)) for one in taken if one.removeprefix(stem).isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1}"


def _naive(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
