"""Obligations as programs send them."""

from datetime import timedelta

from app.clock import today
from tests.helpers.cards import ASKED

TEXT = "Reģistrēt katru pieprasījumu auditācijas pierakstos."


def asked(text=TEXT, days=30, **more):
    """An obligation to be fulfilled in so many days."""
    return {"text": text, "due_on": day(days), **more}


def day(days):
    return (today() + timedelta(days=days)).isoformat()


def obligations(journey, username="vid.pieteicejs"):
    answer = journey[username].get(f"{journey.path}/obligations")
    assert answer.status_code == 200, answer.json
    return answer.json


def states(journey):
    return [one["state"] for one in obligations(journey)]


def step(caller, key, name, **body):
    return caller.post(f"/obligations/{key}/actions/{name}", body)


def approve(journey, **body):
    return journey.act(
        journey.head, "decide", **{"outcome": "approve", "reasoning": "Iebildumu nav.", **body}
    )


def agreed(journey, code="DVI", **more):
    """Let an institution approve under an obligation, all others approve, and the head too; return its id."""
    assert journey.vote(code, obligations=[asked(**more)]).status_code == 201
    for other in (one for one in ASKED if one != code):
        assert journey.vote(other).status_code == 201
    answer = approve(journey)
    assert answer.status_code == 200, answer.json
    return obligations(journey)[0]["id"]
