"""Identities of a single sign-on: which account they belong to, linking and unlinking."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.services import rights
from app.services.account.rows import end_sessions
from app.services.account.traces import trace
from models import ExternalIdentity, User
from models.account.people import actor_of
from rules.account.access import AccountAction, Identity
from rules.facts import Actor
from rules.refusals import NotAllowed, NotFound, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_
from rules.vocabulary import Role

NO_EMAIL = N_("The provider has not confirmed any e-mail address of yours, so your account cannot be found.")
UNKNOWN = N_("There is no VIRSIS account with the e-mail address %(email)s.")
SEVERAL = N_("There are several VIRSIS accounts with the e-mail address %(email)s.")
OTHER_IDENTITY = N_("The VIRSIS account with the e-mail address %(email)s is linked to another identity.")
ACCOUNT_CLOSED = N_("Your VIRSIS account is closed.")
INSTITUTION_CLOSED = N_("Your VIRSIS account belongs to %(institution)s, which is closed.")
PASSWORD_FIRST = N_(
    "This account has no password and could not sign in any more. Set a password first: "
    "'Forgot your password?' on the sign-in page sends you a link."
)


class Unwelcome(NotAllowed):
    """Nobody signs in with this identity; `reason` is for the trace, `account` whose door stays closed."""

    def __init__(self, reason: str, key: str, account: User | None = None, **values: object) -> None:
        super().__init__(key, **values)
        self.reason, self.account = reason, account


def account_of(identity: Identity, at: datetime) -> User:
    """Return the account that signs in with this identity; at the first time, link it for good.

    The linked account wins over any e-mail address. Raises `Unwelcome`; never makes an account.
    The caller commits.
    """
    linked = _linked(identity)
    if linked:
        return _open(linked)
    account = _open(_by_email(identity.email))
    try:
        with db.session.begin_nested():
            _link(account, identity, at)
    except IntegrityError:  # linked to another account a moment ago: somebody came with two addresses at once
        winner = _linked(identity)
        if winner is None:
            raise
        return _open(winner)
    return account


def identities_of(user_id: int) -> list[ExternalIdentity]:
    """Return what this account is linked to."""
    mine = select(ExternalIdentity).where(ExternalIdentity.user_id == user_id)
    return list(db.session.scalars(mine.order_by(ExternalIdentity.id)))


def unlink(identity_id: int, actor: Actor, at: datetime) -> None:
    """Let an account be signed in by password alone again: the own one, or any by an administrator.

    What an administrator unlinks may be a stranger's: every sign-in of that account ends. The caller commits.
    """
    rights.hold(actor)
    identity = db.session.get(ExternalIdentity, identity_id)
    if identity is None or (identity.user_id != actor.user_id and not actor.has(Role.admin)):
        raise NotFound(N_("There is no such link to an identity."))
    account = db.session.get_one(User, identity.user_id)
    if not account.password:
        raise WrongStatus(PASSWORD_FIRST)
    db.session.delete(identity)
    if account.id != actor.user_id:
        end_sessions(account.id, at)
    trace(AccountAction.changed, actor, at, account=account, data={"fields": ["identity"]})


def _linked(identity: Identity) -> User | None:
    link = select(ExternalIdentity.user_id).where(
        ExternalIdentity.issuer == identity.issuer, ExternalIdentity.subject == identity.subject
    )
    return db.session.scalar(select(User).where(User.id.in_(link)))


def _by_email(email: str) -> User:
    """Return the one account of this address; a closed one when there is no open one."""
    if not email:
        raise Unwelcome("no_email", NO_EMAIL)
    same = select(User).where(func.lower(User.email) == email.lower(), User.is_service.is_(False))
    found = list(db.session.scalars(same.order_by(User.id)))
    usable = [account for account in found if account.active] or found
    if not usable:
        raise Unwelcome("unknown", UNKNOWN, email=email)
    if len(usable) > 1:
        raise Unwelcome("several_accounts", SEVERAL, email=email)
    return usable[0]


def _open(account: User) -> User:
    if not account.active or account.is_service:
        raise Unwelcome("account_closed", ACCOUNT_CLOSED, account)
    institution = account.institution
    if institution and institution.status is InstitutionStatus.closed:
        said = {"institution": institution.code}
        raise Unwelcome("institution_closed", INSTITUTION_CLOSED, account, **said)
    return account


def _link(account: User, identity: Identity, at: datetime) -> None:
    """Link, one at a time for each account: no second subject slips in beside the first."""
    db.session.execute(select(User.id).where(User.id == account.id).with_for_update())
    links = [link for link in identities_of(account.id) if link.issuer == identity.issuer]
    if any(link.subject == identity.subject for link in links):
        return  # the same person in another tab, a moment ago
    if links:
        raise Unwelcome("other_subject", OTHER_IDENTITY, account, email=identity.email)
    told = {"issuer": identity.issuer, "subject": identity.subject}
    db.session.add(ExternalIdentity(user_id=account.id, linked_at=at, **told))
    trace(AccountAction.identity_linked, actor_of(account), at, account=account)
