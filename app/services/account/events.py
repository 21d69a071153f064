"""Finding traces of accounts; whose somebody reads is decided by `app.visibility`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.clock import RIGA
from app.extensions import db
from app.services.words import matching
from models import AccountEvent, User
from rules.account.access import AccountAction
from rules.facts import Actor
from rules.text import fold
from rules.vocabulary import Role

PAGE_SIZE = 25
EXPORTED_AT_MOST = 20_000
NOBODY = Actor(username="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which traces are looked for, by whom; both days are included.

    `account` = whose, `person` = who did it.
    """

    reader: Actor = NOBODY
    since: date | None = None
    until: date | None = None
    action: AccountAction | None = None
    account: str = ""
    person: str = ""


def page(wanted: Wanted, number: int) -> list[AccountEvent]:
    """Return one page of traces, newest first."""
    return list(db.session.scalars(_select(wanted).limit(PAGE_SIZE).offset(number * PAGE_SIZE)))


def count(wanted: Wanted) -> int:
    """Return how many traces there are."""
    return db.session.scalar(select(func.count(AccountEvent.id)).where(*_criteria(wanted))) or 0


def exported(wanted: Wanted) -> list[AccountEvent]:
    """Return the newest traces for a file, at most EXPORTED_AT_MOST."""
    return list(db.session.scalars(_select(wanted).limit(EXPORTED_AT_MOST)))


def recent(user_id: int, how_many: int = 20) -> list[AccountEvent]:
    """Return what happened last to an account."""
    mine = AccountEvent.account_id == user_id
    return list(db.session.scalars(_select(Wanted()).where(mine).limit(how_many)))


def mentioned(event: AccountEvent) -> list[int]:
    """Return the accounts that only the data of a trace names."""
    found = (event.data.get(name) for name in ("to", "substitute"))
    return [key for key in found if isinstance(key, int)]


def names_in(events: list[AccountEvent]) -> dict[int, str]:
    """Return the user names of the accounts that only the data of these traces names."""
    keys = {key for one in events for key in mentioned(one)}
    if not keys:
        return {}
    rows = db.session.execute(select(User.id, User.username).where(User.id.in_(keys)))
    return {key: name for key, name in rows}


def _select(wanted: Wanted) -> Select[AccountEvent]:
    shown = (joinedload(AccountEvent.actor), joinedload(AccountEvent.account))
    found = select(AccountEvent).where(*_criteria(wanted)).options(*shown)
    return found.order_by(AccountEvent.id.desc())


def _criteria(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield AccountEvent.at >= _midnight(wanted.since)
    if wanted.until:
        yield AccountEvent.at < _midnight(wanted.until + timedelta(days=1))
    if wanted.action:
        yield AccountEvent.action == wanted.action
    if wanted.account:
        yield AccountEvent.account_id.in_(_accounts(wanted.account, wanted.reader))
    if wanted.person:
        yield AccountEvent.actor_id.in_(_accounts(wanted.person, wanted.reader))


def _accounts(typed: str, reader: Actor) -> Select[int]:
    """Accounts whose user name holds what was typed; name and address count where the reader sees them."""
    named = func.lower(User.username).contains(fold(typed), autoescape=True)
    known = and_(_own(reader), *matching(User.search_text, typed))
    return select(User.id).where(or_(named, known))


def _own(reader: Actor) -> ColumnElement[bool]:
    """People and systems of the reader's institution; all for the system administrator."""
    if reader.has(Role.admin):
        return true()
    return User.institution_id == reader.institution_id if reader.institution_id is not None else false()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), RIGA)
