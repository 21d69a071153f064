"""How a person wants messages by mail: each kind at once, in the daily digest, or not at all."""

from collections.abc import Mapping

from sqlalchemy import select, update

from app.extensions import db
from app.services.checks import refuse
from models import Notification, User
from rules.account.notices import KINDS, NoticeKind, Way, first_state, problems_of, settled
from rules.audience import MailState
from rules.facts import Actor


def ways_of(actor: Actor) -> dict[NoticeKind, Way]:
    """Return how this person gets each kind."""
    return settled(db.session.scalar(select(User.mail_ways).where(User.id == actor.user_id)) or {})


def settle(actor: Actor, chosen: Mapping[NoticeKind, Way]) -> dict[NoticeKind, Way]:
    """Settle how the person gets the kinds named, and return how all of them are got.

    Raises `Invalid`: what asks to act always comes, what is about the account at once. The caller commits.
    """
    refuse(problems_of(chosen))
    mine = select(User).where(User.id == actor.user_id).with_for_update(of=User)
    person = db.session.scalars(mine.execution_options(populate_existing=True)).one()
    before = settled(person.mail_ways)
    person.mail_ways = {kind.value: way.value for kind, way in {**before, **chosen}.items()}
    for kind, way in chosen.items():
        if before[kind] is Way.digest and way is not Way.digest:
            _let_go(person, kind)
    return settled(person.mail_ways)


def _let_go(person: User, kind: NoticeKind) -> None:
    """What waited for a digest goes as messages of its kind go from now on."""
    waiting = update(Notification).where(
        Notification.recipient_id == person.id,
        Notification.state == MailState.gathered,
        Notification.message.in_(KINDS[kind]),
    )
    db.session.execute(waiting.values(state=first_state(KINDS[kind][0], person.mail_ways)))
