"""A message of the outbox as a line in the inbox."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from models import Notification
from rules.audience import Message
from rules.vocabulary import Outcome
from views.words.formats import day
from views.words.labels import label

_SAID: dict[Message, tuple[str, str, LazyString]] = {
    Message.submitted: ("send", "info", _l("submitted, to be checked")),
    Message.returned: ("arrow-back-up", "hold", _l("returned for clarification")),
    Message.opinion_asked: ("users-group", "info", _l("your institution's opinion is asked")),
    Message.opened: ("users-group", "info", _l("sent for co-approval")),
    Message.info_requested: ("help-circle", "hold", _l("more information is requested")),
    Message.remark: ("message-2", "info", _l("objections or proposals were given")),
    Message.answered: ("message-2", "ok", _l("the applicant has answered")),
    Message.round_closed: ("gavel", "info", _l("the round is closed, the decision is awaited")),
    Message.decided: ("gavel", "ok", _l("the decision has been taken")),
    Message.overruled: ("gavel", "hold", _l("approved over your institution's objection")),
    Message.withdrawn: ("ban", "mute", _l("withdrawn")),
    Message.started: ("player-play", "info", _l("the implementation has started")),
    Message.completed: ("archive", "ok", _l("completed")),
    Message.reminder: ("bell", "hold", _l("the due date of the opinion is near")),
    Message.overdue: ("clock-exclamation", "bad", _l("the opinion is overdue")),
    Message.nobody_to_vote: ("user-off", "bad", _l("nobody there can give an opinion")),
    Message.due_moved: ("clock", "hold", _l("due date %(before)s → %(date)s")),
    Message.password_changed: ("key", "hold", _l("your password or sign-in data were changed")),
    Message.administrator_asked: ("user-plus", "info", _l("an institution asks for administrator rights")),
    Message.substitution_set: ("user-share", "info", _l("a substitute was named")),
    Message.substitution_ended: ("user-share", "mute", _l("a substitution has ended")),
    Message.work_handed_over: ("user-share", "hold", _l("work was handed over to you")),
}
_ASKS = (Message.opinion_asked, Message.reminder, Message.overdue)
# These make sense by mail only: who reads the inbox has come in already.
BY_MAIL_ONLY = (Message.invitation, Message.password_reset, Message.administrator_refused)
_PAGES = {
    Message.password_changed: "/profils",
    Message.administrator_asked: "/parvaldiba/pieprasijumi",
    Message.substitution_set: "/aizvietosana",
    Message.substitution_ended: "/aizvietosana",
    Message.work_handed_over: "/darbi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One line: how the message looks and what it says.

    `page` is where a message without a card leads.
    """

    message: Notification
    icon: str
    tone: str
    what: str
    page: str


def news_line(one: Notification, given: Container[int] = ()) -> News:
    """Return the line for a message; `given` are the activities whose own opinion has been given since."""
    icon, tone, what = _SAID[one.message]
    return News(
        message=one,
        icon=icon,
        tone=tone,
        what=_what(one, given) or str(what) % _dates(one),
        page=_PAGES.get(one.message, ""),
    )


def _what(one: Notification, given: Container[int]) -> str:
    """Return what became of it meanwhile, or what was decided; empty where there is no more to say."""
    if one.message in _ASKS and one.activity_id in given:
        return gettext("your institution's opinion was asked and has been given")
    if one.message is Message.decided and "outcome" in one.values:
        outcome = label(Outcome(one.values["outcome"]))
        return gettext("the decision has been taken: %(outcome)s", outcome=outcome)
    return ""


def _dates(one: Notification) -> dict[str, str]:
    if one.message is not Message.due_moved:
        return {}
    told = {"before": one.values["was_on"], "date": one.values["due_on"]}
    return {name: day(date.fromisoformat(text)) for name, text in told.items()}
