"""Personal data of a closed account are deleted for good; what the account did stays on record."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from app.extensions import db
from app.services.account_rows import end_links, forget_ways_in, take
from app.services.traces import trace
from app.visibility import seeing_everything
from models import AdministratorRequest, ExternalIdentity, Notification, SignIn, User
from rules.access import AccountAction
from rules.facts import Actor
from rules.refusals import Invalid, Problem, WrongStatus
from rules.text import N_
from rules.vocabulary import MailState, ProblemCode

_UNSENT = (MailState.queued, MailState.retry)


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
        _forget_identities(account)
        _forget_requests(account)
    forget_ways_in(account)
    end_links(account, at)
    account.first_name, account.last_name = "Slēgts konts", str(account.id)
    account.username = f"konts-{account.id}"
    account.email = f"konts-{account.id}@slegts.invalid"  # a domain that cannot exist (RFC 2606)
    account.pseudonymised_at = at
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
    rows = [*db.session.scalars(by_address.where(known)), *_warnings_to_old_addresses(account)]
    for row in rows:
        row.address, row.recipient_id, row.values = "", account.id, {}
    waiting = update(Notification).where(Notification.recipient_id == account.id)
    db.session.flush()
    db.session.execute(waiting.where(Notification.state.in_(_UNSENT)).values(state=MailState.kept))


def _warnings_to_old_addresses(account: User) -> list[Notification]:
    elsewhere = Notification.recipient_id.is_(None), Notification.activity_id.is_(None)
    found = db.session.scalars(select(Notification).where(*elsewhere))
    return [row for row in found if row.values.get("username") == account.username]


def _forget_identities(account: User) -> None:
    db.session.execute(delete(ExternalIdentity).where(ExternalIdentity.user_id == account.id))
    db.session.execute(update(SignIn).where(SignIn.user_id == account.id).values(address="", device=""))


def _forget_requests(account: User) -> None:
    """Of the request by which the right was received, number, institution and decision stay."""
    request = update(AdministratorRequest).where(AdministratorRequest.user_id == account.id)
    blank = {"first_name": "", "last_name": "", "position": "", "email": "", "file": b"", "file_name": ""}
    db.session.execute(request.values(blank))
