"""Rows around an account: taking it for a change, its roles, links, sign-ins and ways in."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.extensions import db
from app.security.password_hash import forget
from app.services import outbox, rights
from models import AccountLink, KnownBrowser, RecoveryCode, RememberedDevice, SecondFactor, SignIn, User
from models.account.people import RoleRow, roles_of
from rules.account.accounts import AccountFact, looks_after
from rules.facts import Actor
from rules.refusals import NotFound
from rules.text import N_
from rules.vocabulary import Role

EVERYWHERE = frozenset({Role.admin, Role.cab_head})  # roles for the whole state, not for an institution


def take(account: User, actor: Actor) -> None:
    """Take the account as it is now, for a change; not there for somebody who does not look after it."""
    rights.change(actor)
    db.session.refresh(account)
    if account.is_service or not looks_after(actor, code_of(account)):
        raise NotFound(N_("There is no such thing, or you cannot see it."))


def facts_of(account: User) -> AccountFact:
    """Return what the rules need to know of an account."""
    code, held = code_of(account), roles_of(account)
    places = {role: None if role in EVERYWHERE else code or "" for role in held}
    others = {role for role, place in places.items() if outbox.anybody(role, place, account.id)}
    return AccountFact(
        id=account.id,
        institution=code,
        roles=held,
        active=bool(account.active),
        others=frozenset(others),
    )


def code_of(account: User) -> str | None:
    """Return the code of the account's institution."""
    return account.institution.code if account.institution else None


def rows_of(roles: Collection[Role]) -> list[RoleRow]:
    """Return the rows of these roles."""
    names = [outbox.role_name(role) for role in roles]
    return list(db.session.scalars(select(RoleRow).where(RoleRow.name.in_(names)).order_by(RoleRow.id)))


def end_links(account: User, at: datetime) -> None:
    """Let the links open nothing that were mailed to this account. The caller commits."""
    open_now = update(AccountLink).where(AccountLink.user_id == account.id, AccountLink.used_at.is_(None))
    db.session.execute(open_now.values(used_at=at))


def forget_ways_in(account: User) -> None:
    """Let what proved the person so far prove nothing any more: password, second factor, remembered browsers.

    The identity of a single sign-on stays: its provider says each time who comes. The caller commits.
    """
    account.password = None
    forget(account.id)
    forget_second_factor(account.id)
    db.session.execute(delete(KnownBrowser).where(KnownBrowser.user_id == account.id))


def forget_second_factor(user_id: int) -> None:
    """Let the generator, its recovery codes and the browsers that it let in be worth nothing."""
    for table in (SecondFactor, RecoveryCode, RememberedDevice):
        db.session.execute(delete(table).where(table.user_id == user_id))


def end_sessions(user_id: int, at: datetime, *, besides: str = "") -> int:
    """End every sign-in of an account but one; return how many. Remembered browsers are forgotten.

    The caller commits.
    """
    running = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.id != besides)
    db.session.execute(delete(RememberedDevice).where(RememberedDevice.user_id == user_id))
    return changed(running.values(ended_at=at))


def changed(statement: Any) -> int:
    """Carry an UPDATE or DELETE out; return how many rows it found."""
    return int(getattr(db.session.execute(statement), "rowcount", 0))
