"""Accounts of people: creating, inviting, changing and reopening them."""

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.services import outbox, rights
from app.services.account import links, substitutions
from app.services.account.details import NO_PERSON, Details, check, institution_for, refuse_closed
from app.services.account.rows import end_links, end_sessions, facts_of, forget_ways_in, rows_of, take
from app.services.account.traces import trace
from models import AccountEvent, Institution, User
from models.account.people import has_taken_up, roles_of
from rules.account.access import AccountAction
from rules.account.accounts import AccountState, grantable, may_move_mail, refusal_to_leave, roles_after
from rules.audience import Message
from rules.facts import Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.text import N_
from rules.vocabulary import Role

TWICE = timedelta(minutes=5)  # the same form sent again within this time is a double click


def create(actor: Actor, at: datetime, details: Details) -> tuple[User, bool]:
    """Create an account and invite the person; return it, and False when the form came twice.

    Raises `NotAllowed`, `WrongStatus` (institution closed), `Invalid` with all problems. The caller commits.
    """
    rights.change(actor)
    roles = roles_after(actor, (), details.roles)
    institution = institution_for(actor, details.institution, roles)
    before = _made_just_now(actor, at, details)
    if before is not None:
        return before, False
    username = check(details, None, roles, institution)
    account = User(
        first_name=details.first_name,
        last_name=details.last_name,
        email=details.email,
        username=username,
        password=None,  # the person sets one by the invitation
        active=True,
        institution=institution,
        roles=rows_of(roles),
    )
    db.session.add(account)
    db.session.flush()
    trace(AccountAction.created, actor, at, account=account, data={"roles": sorted(roles)})
    links.invite(account, actor, at)
    return account, True


def edit(account: User, actor: Actor, at: datetime, details: Details, seen: str) -> list[str]:
    """Change name, address, roles and (system administrator) institution; return what was changed.

    `seen` is the `version` of the account that the form was filled with. The caller commits.
    """
    take(account, actor)
    if seen != version(account):
        raise WrongStatus(CHANGED_MEANWHILE)
    if account.pseudonymised_at is not None:
        raise WrongStatus(NO_PERSON)
    fact, held = facts_of(account), roles_of(account)
    roles = roles_after(actor, held, details.roles)
    refused = refusal_to_leave(actor, fact, roles)
    if refused is not None:
        raise refused
    if details.email.lower() != account.email.lower() and not may_move_mail(actor, fact):
        raise NotAllowed(MAIL_NOT_YOURS)
    institution = institution_for(actor, details.institution, roles, account)
    check(details, account, roles, institution)
    before, changed = account.email, _write(account, details, institution)
    _settle(account, changed, before, actor, at)
    _set_roles(account, roles, actor, at)
    return [*changed, *(["roles"] if roles != held else [])]


def reopen(account: User, actor: Actor, at: datetime) -> None:
    """Open a closed account again: as a new one it waits until the person sets a password by the invitation.

    The caller commits.
    """
    take(account, actor)
    check_reopening(account, actor)
    account.active, account.closed_at, account.last_login = True, None, None
    forget_ways_in(account)  # closed before closing did so
    trace(AccountAction.reopened, actor, at, account=account)
    links.invite(account, actor, at)


def check_reopening(account: User, actor: Actor) -> None:
    """Raise the reason why this person cannot open an account again, with the roles that it had."""
    if account.active:
        raise WrongStatus(N_("This account is open already."))
    if account.pseudonymised_at is not None:
        raise WrongStatus(NO_PERSON)
    if not may_reopen(account, actor):
        raise NotAllowed(RIGHTS_NOT_YOURS)
    refuse_closed(account.institution)


def may_reopen(account: User, actor: Actor) -> bool:
    """Whether this person may give the roles with which a closed account would open again."""
    return roles_of(account) <= grantable(actor)


def invite_again(account: User, actor: Actor, at: datetime) -> bool:
    """Send the invitation anew to somebody who has not set a password yet. The caller commits.

    Nothing is sent, and False returned, when this person has had one sent within the last minute.
    """
    take(account, actor)
    if state_of(account) is AccountState.open:
        raise WrongStatus(HAS_PASSWORD)
    if links.invited_just_now(account, actor, at):
        return False
    links.invite(account, actor, at)
    return True


def state_of(account: User) -> AccountState:
    """Return where an account stands."""
    if not account.active:
        return AccountState.closed
    return AccountState.open if has_taken_up(account) else AccountState.invited


def version(account: User) -> str:
    """Return a mark that changes with whatever a form of the account shows."""
    shown = [account.first_name, account.last_name, account.email, account.institution_id, account.active]
    return hashlib.sha256(json.dumps([*shown, sorted(roles_of(account))]).encode()).hexdigest()[:32]


def _made_just_now(actor: Actor, at: datetime, details: Details) -> User | None:
    made = select(AccountEvent.account_id).where(
        AccountEvent.action == AccountAction.created,
        AccountEvent.actor_id == actor.user_id,
        AccountEvent.at > at - TWICE,
    )
    same = (
        func.lower(User.email) == details.email.lower(),
        User.first_name == details.first_name,
        User.last_name == details.last_name,
    )
    return db.session.scalars(select(User).where(User.id.in_(made), *same)).first()


def _write(account: User, details: Details, institution: Institution | None) -> list[str]:
    named = {name: getattr(details, name) for name in ("first_name", "last_name", "email")}
    given = {**named, "institution": institution}
    changed = [name for name, value in given.items() if getattr(account, name) != value]
    for name in changed:
        setattr(account, name, given[name])
    return changed


def _settle(account: User, changed: list[str], before: str, actor: Actor, at: datetime) -> None:
    """Do what follows from a change: the old address is warned, links mailed there open nothing."""
    if not changed:
        return
    trace(AccountAction.changed, actor, at, account=account, data={"fields": sorted(changed)})
    if "institution" in changed:
        substitutions.end_all(account, actor, at)
        end_sessions(account.id, at)
    if "email" in changed:
        end_links(account, at)
        told = {"what": "email", "username": account.username}
        outbox.tell(Message.password_changed, at, address=before, locale=account.locale, values=told)
        if state_of(account) is AccountState.invited:
            links.invite(account, actor, at)


def _set_roles(account: User, roles: frozenset[Role], actor: Actor, at: datetime) -> None:
    held = roles_of(account)
    if roles == held:
        return
    account.roles = rows_of(roles)
    substitutions.end_all(account, actor, at, held - roles)
    ended = end_sessions(account.id, at)
    own = {"own": True} if account.id == actor.user_id else {}
    told = {"from": sorted(held), "to": sorted(roles), "sessions_ended": ended, **own}
    trace(AccountAction.roles_changed, actor, at, account=account, data=told)


CHANGED_MEANWHILE = N_(
    "Somebody else changed this account while you were editing it. Compare what stands there now with what "
    "you typed, then save again."
)
MAIL_NOT_YOURS = N_(
    "Only the system administrator changes the e-mail address of somebody with more rights than you give."
)
RIGHTS_NOT_YOURS = N_(
    "Only the system administrator opens the account of somebody with more rights than you give."
)
HAS_PASSWORD = N_(
    "This person has set a password already. Who has forgotten it asks for a new one on the sign-in page."
)
