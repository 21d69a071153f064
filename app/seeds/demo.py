"""The demo as a whole: accounts, thirty activities, and an inbox that is not a heap of old messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, update

from app.extensions import db
from app.seeds.accounts import BY_DIGEST, SUBSTITUTE, SUBSTITUTED, load_accounts
from app.seeds.meetings import load_meetings
from app.seeds.replay import Replay, people
from app.seeds.stories import stories
from app.services.account import notices, substitutions
from app.services.account.substitutions import Asked
from models import Activity, Notification, User
from models.account.people import actor_of
from rules.account.notices import KINDS, NoticeKind, Way
from rules.audience import MailState
from rules.deadlines import day_of
from rules.refusals import Refusal
from rules.text import N_
from rules.vocabulary import Role

_HEAD = "varam.vaditajs"
_TALKED_ABOUT = ("vdeavk-lemumu-riks", "vid-eds-transportlidzekli")
_UNREAD = timedelta(days=6)
_AWAY = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much there was to load; nothing when it had been loaded before."""

    accounts: int
    activities: int


def load_demo(at: datetime, environment: str) -> Loaded:
    """Load demo accounts and activities into an empty system, as of this moment.

    Raises `Refusal` in production. Where activities exist already, only accounts are completed.
    """
    if environment == "production":
        raise Refusal(N_("Demo data are not loaded in production: their accounts share one known password."))
    told, accounts = stories(), load_accounts()
    if db.session.scalar(select(func.count(Activity.id))):
        return Loaded(accounts, 0)
    replay = Replay(at, people())
    replay.run(told)
    load_meetings(replay.people[_HEAD], at, [replay.numbers[key] for key in _TALKED_ABOUT])
    _substitute(at)
    _settle_messages(at)
    _want_a_digest()
    return Loaded(accounts, len(told))


def _substitute(at: datetime) -> None:
    away = db.session.scalars(select(User).where(User.username == SUBSTITUTED)).one()
    asked = Asked(
        principal=SUBSTITUTED,
        substitute=SUBSTITUTE,
        role=Role.cab_member,
        from_on=day_of(at),
        until_on=day_of(at) + _AWAY,
    )
    substitutions.name(actor_of(away), at, asked)


def _want_a_digest() -> None:
    """What this person has not read yet stands in the digest of the first day that is run."""
    ways = {NoticeKind.task: Way.digest, NoticeKind.decision: Way.digest, NoticeKind.discussion: Way.none}
    person = db.session.scalars(select(User).where(User.username == BY_DIGEST)).one()
    notices.settle(actor_of(person), ways)
    unread = update(Notification).where(
        Notification.recipient_id == person.id, Notification.read_at.is_(None)
    )
    for kind, way in ways.items():
        state = MailState.gathered if way is Way.digest else MailState.unmailed
        db.session.execute(unread.where(Notification.message.in_(KINDS[kind])).values(state=state))
    db.session.expire_all()


def _settle_messages(at: datetime) -> None:
    """Nobody is mailed the invented past; what is older than some days has been read."""
    old = Notification.created_at < at - _UNREAD
    db.session.execute(
        update(Notification).values(
            state=MailState.kept, read_at=case((old, Notification.created_at), else_=None)
        )
    )
    db.session.expire_all()
