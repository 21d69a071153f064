"""A message of the outbox as a line in the inbox."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from models import Notification
from rules.account.notices import KIND_OF, NoticeKind
from rules.audience import Message
from rules.obligation.words import ObligationStep
from rules.vocabulary import Choice, Outcome
from views.words.formats import day
from views.words.labels import label

Told = dict[str, Any]  # what the use case said when it happened

_SAID: dict[Message, tuple[str, str, LazyString]] = {
    Message.submitted: ("send", "info", _l("submitted, to be checked")),
    Message.returned: ("arrow-back-up", "hold", _l("returned for clarification")),
    Message.opinion_asked: ("users-group", "info", _l("your institution's opinion is asked")),
    Message.opened: ("users-group", "info", _l("sent for co-approval")),
    Message.pulled: ("message-2", "hold", _l("moved to those to be discussed")),
    Message.carried_over: ("check", "mute", _l("your institution's earlier opinion stays in force")),
    Message.no_longer_asked: ("users-group", "mute", _l("your institution's opinion is no longer asked")),
    Message.info_requested: ("help-circle", "hold", _l("more information is requested")),
    Message.remark: ("message-2", "info", _l("objections or proposals were given")),
    Message.answered: ("message-2", "ok", _l("the applicant has answered")),
    Message.objection_withdrawn: ("circle-check", "ok", _l("%(institution)s has withdrawn its objection")),
    Message.round_closed: ("gavel", "info", _l("the round is closed, the decision is awaited")),
    Message.decided: ("gavel", "ok", _l("the decision has been taken")),
    Message.overruled: ("gavel", "hold", _l("approved over your institution's objection")),
    Message.withdrawn: ("ban", "mute", _l("withdrawn")),
    Message.superseded: ("refresh", "mute", _l("superseded by %(amended_by)s")),
    Message.started: ("player-play", "info", _l("the implementation has started")),
    Message.completed: ("archive", "ok", _l("completed")),
    Message.reminder: ("bell", "hold", _l("the due date of the opinion is near")),
    Message.overdue: ("clock-exclamation", "bad", _l("the opinion is overdue")),
    Message.unfinished: ("clock-exclamation", "bad", _l("the planned end has passed")),
    Message.nobody_to_vote: ("user-off", "bad", _l("nobody there can give an opinion")),
    Message.due_moved: ("clock", "hold", _l("due date %(before)s → %(date)s")),
    Message.attached: ("paperclip", "info", _l("a document was added")),
    Message.commented: ("message-2", "info", _l("somebody has written in the discussion")),
    Message.mentioned: ("message", "hold", _l("you are mentioned in the discussion")),
    Message.replied: ("message-2", "hold", _l("you are answered in the discussion")),
    Message.noted: ("lock", "hold", _l("a colleague means you in the discussion")),
    Message.meeting_invited: ("calendar-event", "info", _l("you are invited to the CAB meeting %(number)s")),
    Message.meeting_moved: ("calendar-event", "hold", _l("the CAB meeting %(number)s was changed")),
    Message.meeting_cancelled: ("ban", "mute", _l("the CAB meeting %(number)s is cancelled")),
    Message.liquidation_approved: (
        "sitemap",
        "hold",
        _l("%(resource)s, two steps away, is being liquidated"),
    ),
    Message.liquidation_completed: (
        "archive",
        "bad",
        _l("%(resource)s is liquidated, but open cards name it"),
    ),
    Message.window_changed: ("calendar-event", "info", _l("work on %(resource)s, which your systems need")),
    Message.window_collides: ("calendar-exclamation", "hold", _l("the work meets that of %(other)s")),
    Message.dependency_proposed: (
        "sitemap",
        "hold",
        _l("%(consumer)s → %(provider)s: confirm the dependency"),
    ),
    Message.dependency_confirmed: ("sitemap", "ok", _l("%(consumer)s → %(provider)s: confirmed")),
    Message.dependency_rejected: ("sitemap", "bad", _l("%(consumer)s → %(provider)s: rejected")),
    Message.dependency_ended: ("sitemap", "mute", _l("%(consumer)s → %(provider)s: ended")),
    Message.resource_entered: ("database", "hold", _l("%(resource)s was entered: confirm it")),
    Message.obligation_reported: ("list-check", "hold", _l("an obligation is reported as fulfilled")),
    Message.obligation_changed: ("list-check", "info", _l("a step was taken with an obligation")),
    Message.obligation_due: ("bell", "hold", _l("an obligation is due soon")),
    Message.obligation_overdue: ("clock-exclamation", "bad", _l("an obligation is overdue")),
    Message.password_changed: ("key", "hold", _l("your password or sign-in data were changed")),
    Message.administrator_asked: ("user-plus", "info", _l("an institution asks for administrator rights")),
    Message.substitution_set: ("user-share", "info", _l("a substitute was named")),
    Message.substitution_ended: ("user-share", "mute", _l("a substitution has ended")),
    Message.work_handed_over: ("user-share", "hold", _l("work was handed over to you")),
}
_ASKS = (Message.opinion_asked, Message.reminder, Message.overdue)
_DECIDED: dict[str, tuple[str, LazyString]] = {
    Outcome.approve: ("ok", _p("news", "approved")),
    Outcome.reject: ("bad", _p("news", "rejected")),
    Outcome.return_: ("hold", _l("returned for clarification")),
}
_VERIFIED: dict[str, tuple[str, LazyString]] = {
    ObligationStep.accept: ("ok", _l("an obligation is fulfilled")),
    ObligationStep.refuse: ("hold", _l("a report on an obligation was refused")),
    ObligationStep.release: ("mute", _l("an obligation was released")),
    ObligationStep.move: ("info", _l("an obligation has a new due date")),
}
_REMARKED: dict[str, LazyString] = {
    Choice.object: _l("%(institution)s objects"),
    Choice.approve_with_proposals: _l("%(institution)s approves with proposals"),
}
_PARTS = {  # of the activity's page
    Message.attached: "dokumenti",
    **dict.fromkeys((Message.obligation_reported, Message.obligation_changed), "nosacijumi"),
    **dict.fromkeys((Message.obligation_due, Message.obligation_overdue), "nosacijumi"),
    **dict.fromkeys((Message.commented, Message.mentioned, Message.replied, Message.noted), "saruna"),
}
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

    `page` is where a message leads that is about no card, or about a part of it.
    """

    message: Notification
    icon: str
    tone: str
    what: str
    page: str

    @property
    def number(self) -> str | None:
        """The number of the card or meeting."""
        card = self.message.activity
        return card.number if card else self.message.values.get("number")

    @property
    def address(self) -> str:
        """Where it leads: to its page, else to its card."""
        card = self.message.activity
        return self.page or (f"/aktivitates/{card.number}" if card else "/darbi")

    @property
    def kind(self) -> NoticeKind:
        """What it is about."""
        return KIND_OF[self.message.message]


def news_words(one: Notification) -> str:
    """Return what a message says after the number of its card."""
    return news_line(one).what


def news_line(one: Notification, given: Container[int] = ()) -> News:
    """Return the line for a message; `given` are the activities whose own opinion has been given since."""
    icon, tone, what = _SAID[one.message]
    if one.message in _ASKS and one.activity_id in given:
        what = gettext("your institution's opinion was asked and has been given")
    else:
        tone, what = _EXACTLY.get(one.message, _as_it_is)(tone, str(what), one.values)
    return News(
        message=one,
        icon=icon,
        tone=tone,
        what=what,
        page=_page_of(one),
    )


def _page_of(one: Notification) -> str:
    part = _PARTS.get(one.message)
    if part and one.activity:
        return f"/aktivitates/{one.activity.number}/{part}"
    if "dependency" in one.values:
        return f"/atkaribas/{one.values['dependency']}"
    if one.message is Message.resource_entered:
        return f"/resursi/{quote(one.values['resource'])}"
    if "meeting_id" in one.values:
        return f"/cab/sedes/{one.values['number']}"
    return _PAGES.get(one.message, "")


def _as_it_is(tone: str, what: str, _told: Told) -> tuple[str, str]:
    return tone, what


def _numbered(tone: str, what: str, told: Told) -> tuple[str, str]:
    return tone, what % {"number": told["number"]}


def _moved(tone: str, what: str, told: Told) -> tuple[str, str]:
    return tone, what % {"before": _day(told["was_on"]), "date": _day(told["due_on"])}


def _decided(tone: str, what: str, told: Told) -> tuple[str, str]:
    tone, said = _DECIDED.get(told.get("outcome", ""), (tone, what))
    return tone, str(said)


def _verified(tone: str, what: str, told: Told) -> tuple[str, str]:
    tone, said = _VERIFIED.get(told.get("step", ""), (tone, what))
    return tone, str(said)


def _remarked(tone: str, what: str, told: Told) -> tuple[str, str]:
    said = _REMARKED.get(told.get("choice", ""))
    return tone, str(said) % {"institution": told.get("by")} if said else what


def _questioned(tone: str, what: str, told: Told) -> tuple[str, str]:
    by = told.get("by")
    return tone, gettext("%(institution)s asks for more information", institution=by) if by else what


def _named(tone: str, what: str, told: Told) -> tuple[str, str]:
    return tone, what % {"institution": told["by"]}


def _filled(tone: str, what: str, told: Told) -> tuple[str, str]:
    return tone, what % told


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
    **dict.fromkeys((Message.meeting_invited, Message.meeting_moved, Message.meeting_cancelled), _numbered),
    Message.decided: _decided,
    Message.obligation_changed: _verified,
    Message.remark: _remarked,
    Message.info_requested: _questioned,
    Message.objection_withdrawn: _named,
    **dict.fromkeys(
        (
            *(Message.dependency_proposed, Message.dependency_confirmed, Message.dependency_rejected),
            *(Message.dependency_ended, Message.resource_entered, Message.superseded),
            *(Message.liquidation_approved, Message.liquidation_completed),
            *(Message.window_changed, Message.window_collides),
        ),
        _filled,
    ),
    Message.opinion_asked: _asked,
}
