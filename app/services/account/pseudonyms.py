"""Personal data of a closed account are deleted for good; what the account did stays on record."""

from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update

from app.extensions import db
from app.services import kept_texts
from app.services.account.rows import end_links, forget_ways_in, take
from app.services.account.traces import trace
from app.visibility import seeing_everything
from models import AdministratorRequest, ExternalIdentity, Notification, SignIn, Substitution, User
from rules.account.access import AccountAction, RequestState
from rules.audience import MailState, Message
from rules.facts import Actor
from rules.refusals import Invalid, Problem, WrongStatus
from rules.text import N_
from rules.vocabulary import ProblemCode

_UNSENT = (MailState.queued, MailState.retry)
_NAMING = (Message.substitution_set, Message.substitution_ended)  # the messages that name people


def pseudonymise(account: User, actor: Actor, at: datetime, typed: str) -> None:
    """Replace name, address and user name, and delete how the person signed in. It cannot be undone.

    `typed` is the user name as the administrator confirmed it. Events name accounts by id, so the
    record and its chain stay as they are. The caller commits.
    """
    take(account, actor)
    check(account)
    if typed != account.username:
        raise Invalid(N_("Nothing has been deleted."), (Problem("typed", ProblemCode.invalid),))
    with seeing_everything():  # messages to others' addresses, too
        _forget_mail(account)
        db.session.execute(delete(ExternalIdentity).where(ExternalIdentity.user_id == account.id))
        db.session.execute(update(SignIn).where(SignIn.user_id == account.id).values(address="", device=""))
        _forget_requests(account)
        kept_texts.forget_all(account.id)
    forget_ways_in(account)
    end_links(account, at)
    account.first_name, account.last_name = "Slēgts konts", str(account.id)
    account.username = f"konts-{account.id}"
    account.email = f"konts-{account.id}@slegts.invalid"  # a domain that cannot exist (RFC 2606)
    account.pseudonymised_at = at
    _rename_in_mail(account)
    trace(AccountAction.pseudonymised, actor, at, account=account)


def check(account: User) -> None:
    """Raise the reason why the personal data cannot be deleted."""
    if account.active:
        raise WrongStatus(N_("Close the account first: only those of closed accounts are deleted."))
    if account.pseudonymised_at is not None:
        raise WrongStatus(N_("The personal data of this account are deleted already."))


def _forget_mail(account: User) -> None:
    """Blank the addresses that messages went to without naming the account; what waits is not sent."""
    by_address = select(Notification).where(Notification.recipient_id.is_(None))
    known = func.lower(Notification.address) == account.email.lower()
    elsewhere = db.session.scalars(by_address.where(Notification.activity_id.is_(None)))
    warnings = (row for row in elsewhere if row.values.get("username") == account.username)
    for row in [*db.session.scalars(by_address.where(known)), *warnings]:
        row.address, row.recipient_id, row.values = "", account.id, {}
    waiting = update(Notification).where(Notification.recipient_id == account.id)
    db.session.flush()
    db.session.execute(waiting.where(Notification.state.in_(_UNSENT)).values(state=MailState.kept))


def _rename_in_mail(account: User) -> None:
    """Let messages about substitution name the account as it is called from now on, to colleagues, too."""
    named = or_(Substitution.principal_id == account.id, Substitution.substitute_id == account.id)
    with seeing_everything():
        for one in db.session.scalars(select(Substitution).where(named)).all():
            field = "principal" if one.principal_id == account.id else "substitute"
            told = select(Notification).where(
                Notification.message.in_(_NAMING),
                Notification.recipient_id.in_((one.principal_id, one.substitute_id)),
                Notification.created_at.in_((one.created_at, one.ended_at)),  # written in the same step
            )
            for row in db.session.scalars(told):
                row.values = {**row.values, field: str(account)}


def _forget_requests(account: User) -> None:
    """Of requests by which the right was received, or refused to this address, the decision stays."""
    to_address = func.lower(AdministratorRequest.email) == account.email.lower()
    refused = and_(AdministratorRequest.state == RequestState.refused, to_address)
    request = update(AdministratorRequest).where(or_(AdministratorRequest.user_id == account.id, refused))
    blank = {"first_name": "", "last_name": "", "position": "", "email": "", "file": b"", "file_name": ""}
    db.session.execute(request.values(blank))
