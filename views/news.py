"""A message of the outbox as a line in the inbox."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from models import Notification
from rules.audience import Message

_SAID: dict[Message, tuple[str, str, LazyString]] = {
    Message.submitted: ("send", "info", lazy_gettext("submitted, to be checked")),
    Message.returned: ("arrow-back-up", "hold", lazy_gettext("returned for clarification")),
    Message.opinion_asked: ("users-group", "info", lazy_gettext("your institution's opinion is asked")),
    Message.opened: ("users-group", "info", lazy_gettext("sent for co-approval")),
    Message.info_requested: ("help-circle", "hold", lazy_gettext("more information is requested")),
    Message.remark: ("message-2", "info", lazy_gettext("objections or proposals were given")),
    Message.answered: ("message-2", "ok", lazy_gettext("the applicant has answered")),
    Message.round_closed: ("gavel", "info", lazy_gettext("the round is closed, the decision is awaited")),
    Message.decided: ("gavel", "ok", lazy_gettext("the decision has been taken")),
    Message.overruled: ("gavel", "hold", lazy_gettext("approved over your institution's objection")),
    Message.withdrawn: ("ban", "mute", lazy_gettext("withdrawn")),
    Message.started: ("player-play", "info", lazy_gettext("the implementation has started")),
    Message.completed: ("archive", "ok", lazy_gettext("completed")),
    Message.reminder: ("bell", "hold", lazy_gettext("the due date of the opinion is near")),
    Message.overdue: ("clock-exclamation", "bad", lazy_gettext("the opinion is overdue")),
    Message.nobody_to_vote: ("user-off", "bad", lazy_gettext("nobody there can give an opinion")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One line: how it looks, about which card, what happened, when, and whether it has been read."""

    id: int
    icon: str
    tone: str
    number: str
    title: str
    what: str
    at: datetime
    unread: bool


def news_line(one: Notification) -> News:
    """Return the line for a message."""
    icon, tone, what = _SAID[one.message]
    return News(
        id=one.id,
        icon=icon,
        tone=tone,
        number=one.activity.number if one.activity else "",
        title=one.activity.title if one.activity else "",
        what=str(what),
        at=one.created_at,
        unread=one.read_at is None,
    )
