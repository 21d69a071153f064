"""Links to set a password: one at a time for an account, used once, and for a limited time."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.extensions import db
from app.security.one_time import digest, fresh_token, lifetime
from app.services.account import traces
from app.services.account.details import refuse_closed
from app.services.account.passwords import set_password
from app.services.account.rows import changed, end_links
from app.services.outbox import tell
from models import AccountLink, User
from rules.account.access import AccountAction, LinkPurpose
from rules.audience import Message
from rules.facts import Actor
from rules.refusals import Refusal, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_

TWICE = timedelta(minutes=1)
MOST_ASKED = 3  # in an hour, for one account: nobody's mailbox can be flooded
NO_LINK = N_("This link cannot be used.")


class LinkRefused(Refusal):
    """The link is unknown, used, replaced or too old, or the account is closed: never told apart."""


def invite(account: User, actor: Actor | None, at: datetime) -> AccountLink:
    """Give somebody a new link to set a password, and have it mailed; older ones end.

    `actor` is who invites, None a command. The caller commits.
    """
    refuse_closed(account.institution)
    if not may_sign_in(account):
        raise WrongStatus(N_("The account is closed. Reopen it, then send the invitation."))
    link = _new(account, LinkPurpose.invitation, actor, at)
    tell(Message.invitation, at, person=account, values={"link": link.id})
    traces.trace(AccountAction.invited, actor, at, account=account)
    return link


def invited_just_now(account: User, actor: Actor, at: datetime) -> bool:
    """Whether this person has had an invitation sent within the last minute: the second of two clicks."""
    sent = select(AccountLink.id).where(
        AccountLink.user_id == account.id,
        AccountLink.created_by_id == actor.user_id,
        AccountLink.created_at > at - TWICE,
        AccountLink.used_at.is_(None),
    )
    return db.session.scalar(sent.limit(1)) is not None


def ask_reset(name: str, at: datetime) -> None:
    """Mail a link to whoever has this user name or address; nobody there = nothing but an event.

    Who has never set a password gets an invitation again; nobody gets more than a few in an hour.
    The caller commits.
    """
    account = account_named(name)
    mails = account is not None and may_sign_in(account) and _asked_of_late(account, at) < MOST_ASKED
    traces.trace(AccountAction.reset_asked, None, at, account=account, data={"mailed": mails})
    if account is None or not mails:
        return
    purpose = LinkPurpose.password_reset if account.password else LinkPurpose.invitation
    link = _new(account, purpose, None, at)
    tell(Message(purpose.value), at, person=account, values={"link": link.id})


def mint(link_id: int, at: datetime) -> str | None:
    """Return a new token for a link that is about to be mailed, or None when it is used or replaced.

    Its time begins now, and an earlier token of it ends. The caller commits before it mails.
    """
    link = db.session.get(AccountLink, link_id, populate_existing=True)
    if link is None or link.used_at is not None or not may_sign_in(link.user):
        return None
    token = fresh_token()
    link.token_hash, link.expires_at = digest(token), at + lifetime(link.purpose)
    return token


def find(token: str, at: datetime) -> AccountLink:
    """Return the link of a token that can be used now; raise `LinkRefused` otherwise. Changes nothing."""
    link = db.session.scalars(select(AccountLink).where(_usable(token, at))).one_or_none()
    if link is None or not may_sign_in(link.user):
        raise LinkRefused(NO_LINK)
    return link


def refused_because(token: str, at: datetime) -> tuple[User | None, str]:
    """Return whose link was refused, if it is anybody's, and why in a word: for the traces only."""
    link = db.session.scalars(select(AccountLink).where(_of(token))).one_or_none()
    if link is None:
        return None, "unknown"
    if not may_sign_in(link.user):
        return link.user, "closed"
    return link.user, "expired" if link.used_at is None and link.expires_at <= at else "used"


def redeem(token: str, password_hash: str, at: datetime) -> User:
    """Set the password by a link, once: of two at the same moment one wins, the other is refused.

    Every session of the account ends, and the person is told by mail. The caller commits.
    """
    if not changed(update(AccountLink).where(_usable(token, at)).values(used_at=at)):
        raise LinkRefused(NO_LINK)
    used = select(AccountLink).where(_of(token))
    link = db.session.scalars(used.execution_options(populate_existing=True)).one()
    if not may_sign_in(link.user):
        raise LinkRefused(NO_LINK)
    set_password(link.user, password_hash, at, data={"by": link.purpose.value})
    return link.user


def account_named(name: str) -> User | None:
    """Return the account of this user name or, where there is none, of this mail address."""
    wanted = name.strip().lower()
    matching = select(User).where(or_(func.lower(User.username) == wanted, func.lower(User.email) == wanted))
    found = list(db.session.scalars(matching.order_by(User.id)))
    return next((one for one in found if one.username.lower() == wanted), next(iter(found), None))


def may_sign_in(account: User) -> bool:
    """Return whether the account is open, that of a person, and its institution is not closed."""
    institution = account.institution
    open_there = institution is None or institution.status is not InstitutionStatus.closed
    return bool(account.active) and not account.is_service and open_there


def _asked_of_late(account: User, at: datetime) -> int:
    recent = and_(AccountLink.created_at > at - timedelta(hours=1), AccountLink.created_by_id.is_(None))
    found = select(func.count()).where(AccountLink.user_id == account.id, recent)
    return db.session.scalar(found) or 0


def _new(account: User, purpose: LinkPurpose, actor: Actor | None, at: datetime) -> AccountLink:
    db.session.flush()  # a new account has no number yet
    end_links(account, at)
    link = AccountLink(
        user_id=account.id,
        purpose=purpose,
        created_at=at,
        created_by_id=actor.user_id if actor else None,
        expires_at=at + lifetime(purpose),
    )
    db.session.add(link)
    db.session.flush()
    return link


def _usable(token: str, at: datetime) -> ColumnElement[bool]:
    return and_(_of(token), AccountLink.used_at.is_(None), AccountLink.expires_at > at)


def _of(token: str) -> ColumnElement[bool]:
    return AccountLink.token_hash == digest(token)
