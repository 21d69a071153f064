"""The history of an activity in words, and two revisions of its card compared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext, lazy_pgettext as _p
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services.activity.audit import ATTACH, CREATE, DETACH, DUE_MOVED, REMINDED, TAKEN_OVER
from app.services.activity.windows import EVENT as WINDOW
from models import Activity, Event, User
from rules.deadlines import day_of
from rules.text import fold, sort_key
from rules.vocabulary import Action, Choice, Outcome, Role
from rules.window.words import WindowStep
from views.activity import obligation_words
from views.activity.on_behalf import signed
from views.activity.rule_set_words import rule_set_title
from views.activity.steps import STEPS
from views.words.formats import day, moment
from views.words.labels import label

_Other = tuple[str, str, Callable[[dict[str, Any]], str]]
_OF_CHOICE = {
    Choice.approve: ("circle-check", "ok"),
    Choice.approve_with_proposals: ("message-2", "ok"),
    Choice.object: ("circle-x", "bad"),
    Choice.need_info: ("help-circle", "hold"),
    Choice.not_applicable: ("circle-minus", "mute"),
}
_OF_OUTCOME = {
    Outcome.approve: ("circle-check", "ok"),
    Outcome.reject: ("circle-x", "bad"),
    Outcome.return_: ("arrow-back-up", "hold"),
}
# As whom somebody takes a step; an applicant or a change controller withdraws.
_AS = {
    **dict.fromkeys(
        (
            *(Action.edit, Action.submit, Action.recall, Action.answer),
            *(Action.start, Action.progress, Action.complete),
        ),
        Role.applicant,
    ),
    **dict.fromkeys((Action.return_, Action.forward), Role.change_controller),
    **dict.fromkeys((Action.vote, Action.withdraw_objection), Role.cab_member),
    **dict.fromkeys((Action.close_round, Action.decide), Role.cab_head),
}
_NO_STEPS: dict[str, LazyString] = {
    CREATE: _p("event", "Created"),
    ATTACH: _p("event", "Document added"),
    DETACH: _p("event", "Document withdrawn"),
    DUE_MOVED: _p("event", "Due dates moved"),
    REMINDED: _p("event", "Reminded of late opinions"),
    TAKEN_OVER: _p("event", "Opinion taken over"),
    WINDOW: _p("event", "Window"),
    **obligation_words.NAMES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event: how it looks, when, who, what was done, and what was written with it."""

    icon: str
    tone: str
    at: datetime
    who: str
    what: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What the reader looks for in the history, and what there is to choose from: (value, words)."""

    action: str
    person: str
    actions: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]

    def lets(self, event: Event) -> bool:
        """Whether the reader wants to see this event."""
        return self.action in ("", event.action) and self.person in ("", _key(event))


def events_of(activity: Activity) -> list[Event]:
    """Return the events of an activity, oldest first, with those who acted."""
    wanted = select(Event).where(Event.activity_id == activity.id).order_by(Event.seq)
    actor = joinedload(Event.actor).joinedload(User.institution)
    return list(db.session.scalars(wanted.options(actor, joinedload(Event.on_behalf_of))))


def days_of(events: Iterable[Event], texts: bool) -> list[tuple[date, list[Happening]]]:
    """Return what happened, newest first, by days; without `texts` comments are withheld."""
    newest_first = sorted(events, key=lambda one: one.seq, reverse=True)
    told = groupby(newest_first, key=lambda one: day_of(one.at))
    return [(on, [happening(one, texts) for one in group]) for on, group in told]


def sieve(events: Iterable[Event], action: str | None, person_key: str | None) -> Sieve:
    """Return the filters of the history; what nobody did is not looked for."""
    actions = {one.action: event_word(one.action) for one in events}
    people = {_key(one): person(one.actor) for one in events}
    return Sieve(
        action=action if action in actions else "",
        person=person_key if person_key in people else "",
        actions=sorted(actions.items(), key=lambda one: sort_key(one[1])),
        people=sorted(people.items(), key=lambda one: sort_key(one[1])),
    )


def event_word(action: str) -> str:
    """Return the name of a kind of event, step or not."""
    return str(_NO_STEPS.get(action) or label(Action(action)))


def person(account: User | None, role: Role | None = None) -> str:
    """Return who acted, of which institution and as what, unless the name says so; else `VIRSIS`."""
    if account is None:
        return "VIRSIS"
    code, name = account.institution.code if account.institution else "", str(account)
    called = fold(" ".join(word for word in name.split() if word != code))
    known = [code if code not in name.split() else "", _as_whom(role) if role else ""]
    more = ", ".join(one for one in known if one and called not in fold(one))
    return f"{name} ({more})" if more else name


def _as_whom(role: Role) -> str:
    """Return the role as it stands inside a sentence; what is written in capitals stays so."""
    word = label(role)
    return word if word[:2].isupper() else word[:1].lower() + word[1:]


def _key(event: Event) -> str:
    return str(event.actor_id or 0)


def _role_in(action: str) -> Role | None:
    return _AS.get(Action(action)) if action in set(Action) else None


def happening(event: Event, texts: bool) -> Happening:
    icon, tone, what = _told(event, texts)
    return Happening(
        icon=icon,
        tone=tone,
        at=event.at,
        who=signed(person(event.actor, _role_in(event.action)), event.on_behalf_of),
        what=what,
        comment=event.comment if texts else "",
    )


def _told(event: Event, texts: bool) -> tuple[str, str, str]:
    if event.action not in set(Action):
        icon, tone, words = _OTHERS.get(event.action, _UNKNOWN)
        told = event.data if texts or event.action not in _TELLING else {}
        return icon, tone, words(told) or event.action
    action = Action(event.action)
    look = (STEPS[action].icon, STEPS[action].tone)
    if action is Action.vote:
        look = _OF_CHOICE[Choice(event.data["choice"])]
    if action is Action.decide:
        look = _OF_OUTCOME[Outcome(event.data["outcome"])]
    return *look, _happened(action, event.data)


def _happened(action: Action, data: dict[str, Any]) -> str:
    """Return what the history says of an event, after the name of who acted."""
    history = STEPS[action].history
    words = {"choice": Choice, "outcome": Outcome}
    said = {name: label(enum(data[name])) for name, enum in words.items() if name in data}
    if code := data.get("rule_set"):
        said["rule_set"] = rule_set_title(code) or code
    silent = ", ".join(data.get("not_answered", ()))
    sentence = history(data) if callable(history) else history
    return str(sentence) % {**data, **said, "institutions": silent}


def _due_moved(data: dict[str, Any]) -> str:
    moved = groupby(data["moved"], key=lambda one: (one[1], one[2]))
    told = (f"{', '.join(one[0] for one in group)} {_days(*dates)}" for dates, group in moved)
    return gettext(
        "moved due dates, because %(date)s was corrected in the working-day calendar: %(moved)s",
        date=day(date.fromisoformat(data["calendar"])),
        moved="; ".join(told),
    )


def _taken_over(data: dict[str, Any]) -> str:
    names = {"institution": data["institution"], "successor": data["successor"]}
    if data["asked"]:
        return gettext(
            "closed %(institution)s in the registry: its opinion is now for %(successor)s to give", **names
        )
    return gettext(
        "closed %(institution)s in the registry: no separate opinion is awaited, because %(successor)s took "
        "over its work",
        **names,
    )


def _reminded(data: dict[str, Any]) -> str:
    return gettext(
        "reminded of late opinions: %(institutions)s", institutions=", ".join(data["institutions"])
    )


def _attached(data: dict[str, Any]) -> str:
    if not data:
        return gettext("added a document")
    if data["version"] > 1:
        return gettext("added version %(version)s of the document “%(title)s”, SHA-256 %(sha256)s", **data)
    return gettext("added the document “%(title)s”, SHA-256 %(sha256)s", **data)


def _detached(data: dict[str, Any]) -> str:
    if not data:
        return gettext("withdrew a document")
    return gettext("withdrew the document “%(title)s”, SHA-256 %(sha256)s", **data)


def _days(was: str, becomes: str) -> str:
    return f"{day(date.fromisoformat(was))} → {day(date.fromisoformat(becomes))}"


def _windowed(data: dict[str, Any]) -> str:
    since, until = (moment(datetime.fromisoformat(data[name])) for name in ("starts_at", "ends_at"))
    said = {
        WindowStep.add: gettext("entered a window: %(since)s – %(until)s", since=since, until=until),
        WindowStep.move: gettext("changed a window: %(since)s – %(until)s", since=since, until=until),
        WindowStep.remove: gettext("took a window back: %(since)s – %(until)s", since=since, until=until),
    }
    return said[WindowStep(data["step"])]


# What is no step: how it looks, and its words.
_OTHERS: dict[str, _Other] = {
    CREATE: ("plus", "info", lambda data: gettext("began the card")),
    ATTACH: ("paperclip", "info", _attached),
    DETACH: ("paperclip", "mute", _detached),
    DUE_MOVED: ("clock", "hold", _due_moved),
    REMINDED: ("bell", "warn", _reminded),
    TAKEN_OVER: ("users-group", "hold", _taken_over),
    WINDOW: ("calendar-event", "info", _windowed),
    **obligation_words.EVENTS,
}
# What these tell of stays with those who read the texts of the card.
_TELLING = frozenset({ATTACH, DETACH, *obligation_words.EVENTS})
_UNKNOWN: _Other = ("info-circle", "mute", lambda data: "")
