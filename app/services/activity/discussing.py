"""Moving a card to those to be discussed though nobody objects or asks, and taking it from there."""

from datetime import datetime

from app.services.activity.door import step
from app.services.activity.rounds import running
from models import Activity
from rules.facts import Actor
from rules.vocabulary import Action


def discuss(
    activity: Activity, actor: Actor, at: datetime, *, comment: str = "", seen: int | None = None
) -> None:
    """Move the card to those to be discussed, until it is settled, decided, or sent round anew."""
    with step(activity, Action.discuss, actor, at, seen=seen) as done:
        done.comment, current = comment, running(activity)
        current.pulled_by_id, current.pulled_for_id = actor.user_id, actor.on_behalf_of_id


def settle(
    activity: Activity, actor: Actor, at: datetime, *, comment: str = "", seen: int | None = None
) -> None:
    """Take the card from those that were moved there by hand."""
    with step(activity, Action.settle, actor, at, seen=seen) as done:
        done.comment, current = comment, running(activity)
        current.pulled_by_id = current.pulled_for_id = None
