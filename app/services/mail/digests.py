"""The daily digest: what waits for somebody, by due date, then what is new; each card once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.services import outbox
from app.services.activity import search, tasks
from app.services.activity.search import Search
from app.services.mail.reading import comes_in, may_read
from app.services.working_days import days_left
from app.visibility import looking_as, may_read_texts, may_see, seeing_everything
from models import Activity, Notification, User
from models.account.people import actor_of, working
from rules.account.notices import NoticeKind, Way, settled
from rules.audience import MailState, Message
from rules.facts import Actor
from rules.text import N_
from rules.vocabulary import Urgency

MOST = 100  # of what waits; more than a person does in a day
NOT_THEIRS = N_("The account or its institution is closed, or the person may not see this activity any more.")
Waits = list[tuple[int, date | None]]  # activity id and due date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One card of a digest, or a message about none; `news` = what is new about it, the oldest first."""

    number: str = ""
    title: str = ""
    path: str = "/darbi"
    due_on: date | None = None
    days: int | None = None  # working days left
    news: tuple[Notification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What its reader still sees of a digest."""

    on: date
    waiting: tuple[Entry, ...]
    news: tuple[Entry, ...]


def write(on: date, at: datetime) -> int:
    """Write a digest to everybody who wants one and for whom there is something; return how many.

    The caller commits.
    """
    with seeing_everything():
        return sum(_write_to(person, on, at) for person in _readers() if comes_in(person))


def beside(row: Notification) -> dict[str, Digest]:
    """Return what a digest tells besides its row, as `digest`; nothing when its reader sees nothing of it."""
    person = row.recipient
    if row.message is not Message.digest or person is None or not comes_in(person):
        return {}
    digest = _contents(row.values, actor_of(person))
    return {"digest": digest} if digest.waiting or digest.news else {}


def _readers() -> list[User]:
    """Return who wants what waits in a digest, or has a message that waits for one."""
    gathered = select(Notification.recipient_id).where(Notification.state == MailState.gathered)
    chose = User.mail_ways[NoticeKind.task.value].as_string() == Way.digest.value
    wanted = select(User).where(*working(), or_(chose, User.id.in_(gathered))).order_by(User.id)
    return list(db.session.scalars(wanted))


def _write_to(person: User, on: date, at: datetime) -> int:
    actor, news = actor_of(person), _gathered(person, on)
    by_digest = settled(person.mail_ways)[NoticeKind.task] is Way.digest
    waits = _waits(actor, on) if news or by_digest else []
    if not news and not waits:
        return 0
    row = outbox.tell(Message.digest, at, person=person)
    row.state = MailState.queued  # whatever the person has settled about single messages
    row.values = {
        "on": on.isoformat(),
        "waits": [(key, day.isoformat() if day else None) for key, day in waits],
        "news": [one.id for one in news],
    }
    return 1


def _gathered(person: User, on: date) -> list[Notification]:
    """Take what waits for the digest of that day; what the person may not read any more is kept."""
    next_day = datetime.combine(on + timedelta(days=1), time(), clock.RIGA)
    mine = select(Notification).where(
        Notification.recipient_id == person.id,
        Notification.state == MailState.gathered,
        Notification.created_at < next_day,
    )
    taken = []
    for one in db.session.scalars(mine.order_by(Notification.id)):
        one.state = MailState.digested
        if may_read(one):
            taken.append(one)
        else:
            one.state, one.last_error = MailState.kept, NOT_THEIRS
    return taken


def _waits(actor: Actor, on: date) -> Waits:
    """Return what waits for the person on that day: emergencies, then by due date and number."""
    with looking_as(actor), clock.at(datetime.combine(on, time(12), clock.RIGA)):
        rows = search.page(Search(to_do=True, emergencies_first=True), actor, 0, MOST)
        asked = tasks.own_requirements(rows, actor)
    found = [(row, tasks.due_on(row, asked.get(row.id), actor)) for row in rows]
    found.sort(key=lambda one: (one[0].urgency is not Urgency.emergency, one[1] or date.max, one[0].number))
    return [(row.id, day) for row, day in found]


def _contents(told: dict[str, Any], actor: Actor) -> Digest:
    """Return what a digest tells, without what its reader does not see any more."""
    on = date.fromisoformat(told["on"])
    waits = {int(key): date.fromisoformat(day) if day else None for key, day in told["waits"]}
    news, left = _by_card(_messages(told["news"])), days_left(on)
    cards = _cards({*waits, *news}, actor)
    waiting = [
        replace(_entry(cards[key], news.get(key, ())), due_on=day, days=None if day is None else left(day))
        for key, day in waits.items()
        if key in cards
    ]
    others = [_entry(cards.get(key), said) for key, said in news.items() if key not in waits]
    return Digest(on=on, waiting=tuple(waiting), news=tuple(others))


def _entry(card: Activity | None, news: Sequence[Notification]) -> Entry:
    """Return the entry of a card; of one that the reader does not see, no more than its number."""
    if card is None:
        unseen = next((one.activity for one in news), None)
        return Entry(number=unseen.number if unseen else "", news=tuple(news))
    return Entry(number=card.number, title=card.title, path=f"/aktivitates/{card.number}", news=tuple(news))


def _messages(keys: list[int]) -> Iterable[Notification]:
    wanted = select(Notification).where(Notification.id.in_(keys)).order_by(Notification.id)
    read = db.session.scalars(wanted.options(joinedload(Notification.activity)))
    return (one for one in read if may_read(one))


def _by_card(news: Iterable[Notification]) -> dict[int, list[Notification]]:
    """Return the messages by the id of their card; each about no card stands by itself, below nought."""
    found: dict[int, list[Notification]] = defaultdict(list)
    for one in news:
        found[one.activity_id or -one.id].append(one)
    return found


def _cards(keys: Iterable[int], actor: Actor) -> dict[int, Activity]:
    """Return of these cards those that the person sees and reads, by id."""
    seen = select(Activity).where(Activity.id.in_(keys), may_see(actor), may_read_texts(actor))
    return {one.id: one for one in db.session.scalars(seen.options(joinedload(Activity.holder)))}
