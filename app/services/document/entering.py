"""What documents and comments have in common: who may write now, and who is told of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.services import outbox, rights
from app.services.activity.door import lock
from app.visibility import seeing_everything
from models import Activity, User
from rules.audience import Message, Occasion, Told, author_and_submitter
from rules.document.access import refused_adding
from rules.facts import ActivityFacts, Actor
from rules.refusals import Refusal
from rules.text import N_
from rules.vocabulary import Role

GONE = N_("There is no such thing, or you cannot see it.")


def check(activity: Activity, actor: Actor) -> None:
    """Raise the reason why this person adds nothing to the card now: `NotAllowed`, `WrongStatus`."""
    with seeing_everything():
        facts = activity.facts()
    stop(refused_adding(facts, facts.status, actor))


def held(activity: Activity, actor: Actor) -> ActivityFacts:
    """Lock the card, and return its facts once the rights of the request still stand."""
    lock(activity)
    rights.hold(actor)
    return activity.facts()


def stop(refusal: Refusal | None) -> None:
    """Raise what speaks against it, if anything does."""
    if refusal is not None:
        raise refusal


def writers(facts: ActivityFacts, message: Message) -> list[User]:
    """Return who wrote or submitted the card; where these have left, the applicants of the holder."""
    meant = author_and_submitter(Occasion(facts=facts, source=facts.status), message)
    people = outbox.reached(meant)
    return [person for told in meant for person in people[told]]


def inform(
    activity: Activity,
    people: Iterable[tuple[Message, User]],
    actor: Actor,
    at: datetime,
    values: dict[str, Any],
) -> None:
    """Tell each person once, by the first message for whom there is one."""
    first: dict[int, tuple[Message, User]] = {}
    for message, person in people:
        first.setdefault(person.id, (message, person))
    told = {
        Told(message, Role.applicant, persons=(key,)): [person] for key, (message, person) in first.items()
    }
    # Whatever their roles are: the persons are known.
    outbox.enqueue(activity, told, actor, at, values, reach=lambda _told: told)
