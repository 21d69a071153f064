"""What the API gives out, in the shapes of the interface contract."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text

from app.services.activity.search import Listed
from models import Activity, Answer, Event, Remark, Requirement, Vote
from models.activity.card import PLAIN_FIELDS, column_of
from models.activity.content import content, plain
from rules import transitions
from rules.facts import ActivityFacts, Actor
from rules.visibility import sees_texts
from views.ruleset.reasons import dated

CLOSING = ("actual_start", "actual_end", "actual_cost_eur", "result")
# What everybody may know of a restricted card; the search agrees.
_OPEN_TEXTS = frozenset({"title", "new_resource.name"})


def listed(row: Listed) -> dict[str, Any]:
    """Return a row of the list."""
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "holder": row.holder,
        "resource": row.resource,
        "revision": row.revision,
        "round": row.round,
        "due_on": _day(row.due_on),
        "waiting_for": row.waiting_for,
    }


def card(activity: Activity, facts: ActivityFacts, actor: Actor, on: date) -> dict[str, Any]:
    """Return the whole card, where it stands, and what this person may do now."""
    shown = content(activity) | {name: plain(getattr(activity, name)) for name in CLOSING}
    if not reads_texts(activity, facts, actor):
        _withhold_texts(shown)
    current = activity.current_round
    return shown | {
        **position(activity),
        "round": activity.round,
        "holder": activity.holder.code,
        "notes": current.notes if current else [],
        "waiting_for": transitions.waiting_for(facts),
        "due_on": _day(transitions.due_on(facts)),
        "actions": list(transitions.offered(facts, actor, on)),
    }


def position(activity: Activity) -> dict[str, Any]:
    """Return what creating answers: which card it is and where it stands."""
    return {
        "id": activity.id,
        "number": activity.number,
        "status": activity.status,
        "revision": activity.revision,
    }


def reads_texts(activity: Activity, facts: ActivityFacts, actor: Actor) -> bool:
    """Whether this person reads the texts of the card, comments and remarks included."""
    return sees_texts(facts, activity.restricted, actor)


def requirement(row: Requirement, texts: bool) -> dict[str, Any]:
    """Return a required co-approval; its vote in force only to those who read the texts."""
    shown = {
        "id": row.id,
        "institution": row.institution.code,
        "round": row.round.number,
        "fixed": row.fixed,
        "rule_set": row.round.rule_set,
        "opened_at": moment(row.round.opened_at),
        "reasons": [dated(reason) for reason in row.reasons],
        "state": row.state,
        "choice": row.choice,
        "due_on": _day(row.due_on),
        "answered_at": moment(row.answered_at),
    }
    return shown | _opinion(row.vote_in_force) if texts else shown


def vote(given: Vote) -> dict[str, Any]:
    """Return what giving a vote answers, the first time and again."""
    return {
        "id": given.id,
        "institution": given.institution.code,
        "choice": given.choice,
        "status": given.status_after,
        "revision": given.revision,
    }


def event(row: Event, texts: bool) -> dict[str, Any]:
    """Return a step of the history."""
    return {
        "seq": row.seq,
        "at": moment(row.at),
        "actor": row.actor.username if row.actor else "system",
        "on_behalf_of": row.on_behalf_of.username if row.on_behalf_of else None,
        "action": row.action,
        "from": row.from_status,
        "to": row.to_status,
        "comment": row.comment if texts else None,
    }


def moment(at: datetime | None) -> str | None:
    """Return a moment in UTC, with Z."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _opinion(given: Vote | None) -> dict[str, Any]:
    return {
        "comment": given.comment if given else None,
        "answers": _answers(given.answers) if given else [],
        "remarks": [_remark(one) for one in given.remarks] if given else [],
    }


def _remark(row: Remark) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "section": row.section,
        "current_text": row.current_text,
        "proposed_text": row.proposed_text,
        "reason": row.reason,
        "answers": _answers(row.answers),
    }


def _answers(rows: Iterable[Answer]) -> list[dict[str, Any]]:
    return [{"text": one.text, "at": moment(one.given_at)} for one in rows]


def _withhold_texts(shown: dict[str, Any]) -> None:
    for field in PLAIN_FIELDS:
        if field not in _OPEN_TEXTS and isinstance(Activity.__table__.columns[column_of(field)].type, Text):
            group, _, name = field.rpartition(".")
            (shown[group] if group else shown)[name] = None
    shown["result"] = None
    for name, text in (("principles", "explanation"), ("suggestions", "reason")):
        shown[name] = [one | {text: None} for one in shown[name]]
