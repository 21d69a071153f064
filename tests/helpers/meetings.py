"""Meetings as programs plan them, and as use cases do."""

from datetime import timedelta

from app.clock import now
from app.services.activity import discussing
from app.services.meeting import planning, steps
from app.services.meeting.planning import Wanted
from tests.helpers import cards

TIMES = {"starts_at": "2030-01-15T12:00:00Z", "ends_at": "2030-01-15T13:30:00Z"}
NEW = {"title": "Kārtējā sēde", "place": "VARAM, 204. telpa", **TIMES}


def planned(caller, **more):
    """Plan a meeting by API; return its id."""
    answer = caller.post("/meetings/", {**NEW, **more})
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def take(caller, key, action, **more):
    """Take a step with the revision that the meeting has now."""
    revision = caller.get(f"/meetings/{key}").json["revision"]
    return caller.post(f"/meetings/{key}/actions/{action}", {"revision": revision, **more})


def taken(caller, key, *actions):
    for action in actions:
        answer = take(caller, key, action)
        assert answer.status_code == 200, answer.json
    return caller.get(f"/meetings/{key}").json


def change(caller, key, **values):
    revision = caller.get(f"/meetings/{key}").json["revision"]
    return caller.put(f"/meetings/{key}", {"revision": revision, **values})


def meeting_about(card, *, steps_taken=("invite",)):
    """A meeting with a card on its agenda, that has come so far, by use cases."""
    head, at = cards.actor("varam.vaditajs"), now()
    values = {"title": "Kārtējā sēde", "place": "VARAM", "starts_at": at + timedelta(days=2)}
    values["ends_at"] = values["starts_at"] + timedelta(hours=1)
    one = planning.plan(head, at, values, [Wanted(card.number)])
    for name in steps_taken:
        getattr(steps, name)(one, head, at)
    return one


def pulled(card, who="lps.loceklis"):
    """Move a card to those to be discussed."""
    discussing.discuss(card, cards.actor(who), now())
