"""A message of the outbox as a line in the inbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from flask_babel.speaklater import LazyString

from models import Notification
from rules.audience import Message
from rules.vocabulary import Choice, Outcome
from views.words.formats import day
from views.words.labels import label

Told = dict[str, Any]  # what the use case said when it happened

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
    Message.due_moved: ("clock", "hold", lazy_gettext("due date %(before)s → %(date)s")),
    Message.password_changed: ("key", "hold", lazy_gettext("your password or sign-in data were changed")),
    Message.administrator_asked: (
        "user-plus",
        "info",
        lazy_gettext("an institution asks for administrator rights"),
    ),
    Message.substitution_set: ("user-share", "info", lazy_gettext("a substitute was named")),
    Message.substitution_ended: ("user-share", "mute", lazy_gettext("a substitution has ended")),
    Message.work_handed_over: ("user-share", "hold", lazy_gettext("work was handed over to you")),
}
_DECIDED: dict[str, tuple[str, LazyString]] = {
    Outcome.approve: ("ok", lazy_pgettext("news", "approved")),
    Outcome.reject: ("bad", lazy_pgettext("news", "rejected")),
    Outcome.return_: ("hold", lazy_gettext("returned for clarification")),
}
_REMARKED: dict[str, LazyString] = {
    Choice.object: lazy_gettext("%(institution)s objects"),
    Choice.approve_with_proposals: lazy_gettext("%(institution)s approves with proposals"),
}
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
    """One line: how it looks, about which card, what happened, when, and whether it has been read.

    `page` is where a message without a card leads.
    """

    id: int
    icon: str
    tone: str
    number: str
    title: str
    what: str
    at: datetime
    unread: bool
    page: str = ""


def news_line(one: Notification) -> News:
    """Return the line for a message."""
    icon, tone, what = _SAID[one.message]
    exactly = _EXACTLY.get(one.message, _as_it_is)
    tone, what = exactly(tone, str(what), one.values)
    return News(
        id=one.id,
        icon=icon,
        tone=tone,
        number=one.activity.number if one.activity else "",
        title=one.activity.title if one.activity else "",
        what=what,
        at=one.created_at,
        unread=one.read_at is None,
        page=_PAGES.get(one.message, ""),
    )


def _as_it_is(tone: str, what: str, _told: Told) -> tuple[str, str]:
    return tone, what


def _moved(tone: str, what: str, told: Told) -> tuple[str, str]:
    return tone, what % {"before": _day(told["was_on"]), "date": _day(told["due_on"])}


def _decided(tone: str, what: str, told: Told) -> tuple[str, str]:
    tone, said = _DECIDED.get(told.get("outcome", ""), (tone, what))
    return tone, str(said)


def _remarked(tone: str, what: str, told: Told) -> tuple[str, str]:
    said = _REMARKED.get(told.get("choice", ""))
    return tone, str(said) % {"institution": told.get("by")} if said else what


def _asked(tone: str, what: str, told: Told) -> tuple[str, str]:
    earlier = told.get("earlier")
    if not earlier:
        return tone, what
    again = gettext(
        "your institution's opinion is asked again; in round %(round)s it was “%(choice)s”",
        round=earlier["round"],
        choice=label(Choice(earlier["choice"])),
    )
    return tone, again


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


# Tone and words made exact by what was told besides; an older message may lack it.
_EXACTLY: dict[Message, Callable[[str, str, Told], tuple[str, str]]] = {
    Message.due_moved: _moved,
    Message.decided: _decided,
    Message.remark: _remarked,
    Message.opinion_asked: _asked,
}
