"""Saving a sent form: created or changed in one transaction, then handed over if that was asked for."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.extensions import db
from app.services import rights
from app.services.activity import steps as workflow
from app.services.activity.door import gate
from app.services.activity.loading import CARD, with_lists, with_rounds
from app.services.card import writing as cards
from app.services.checks import empty_texts
from models import Activity, User
from models.activity.content import content, differs
from rules.facts import Actor
from rules.refusals import NotFound, Problem
from rules.text import N_
from rules.vocabulary import Action, Status
from views.base.transaction import one_change
from views.card.values import list_accepted

NOT_FOUND = N_("There is no such thing, or you cannot see it.")
_TWICE = timedelta(minutes=1)  # the same new card sent again within this time is the same card


def card_of(number: str) -> Activity:
    """Return the card if the viewer sees it; `NotFound` otherwise."""
    found = db.session.scalars(select(Activity).where(Activity.number == number).options(*CARD)).first()
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def editable(number: str, actor: Actor, at: datetime) -> Activity:
    """Return the card with all that its form shows, if this person may edit it now."""
    found = with_rounds(with_lists(card_of(number)))
    gate(found, Action.edit, actor, at, None)
    return found


def blank(actor: Actor, at: datetime) -> Activity:
    """Return a card that is not kept anywhere: what a new one begins with."""
    cards.check_author(actor)
    author = db.session.get_one(User, actor.user_id)
    columns = [one for one in Activity.__table__.columns if one.default is not None and one.default.is_scalar]
    start = {one.key: getattr(one.default, "arg", None) for one in columns}
    return Activity(
        **{**start, "number": "", "round": 0, "first_submitted_on": None},
        holder=author.institution,
        principle_list=cards.current_principle_list(at),
    )


def untouched(actor: Actor) -> Activity:
    """Return a card without any content, kept nowhere: what a preview of a new one begins with."""
    cards.check_author(actor)
    author = db.session.get_one(User, actor.user_id)
    return Activity(holder=author.institution, round=0)


def lacking_to_begin(values: cards.Values) -> list[Problem]:
    """Return what a card of a person needs before it gets a number: a slip of the hand makes none."""
    return empty_texts(**{name: str(values.get(name) or "") for name in ("kind", "title")})


def create(actor: Actor, at: datetime, values: cards.Values) -> str:
    """Create the card and return its number; a form sent twice in a row creates one."""
    with one_change():
        rights.hold(actor)
        db.session.scalars(select(User).where(User.id == actor.user_id).with_for_update()).one()
        twin = _twin(actor, at, values)
        return (twin or cards.create(actor, at, values)).number


def save(number: str, actor: Actor, at: datetime, values: cards.Values, seen: int) -> None:
    """Change the card; `Stale` when somebody was faster."""
    with one_change():
        cards.edit(card_of(number), actor, at, values, seen=seen)


def hand_over(number: str, actor: Actor, at: datetime) -> None:
    """Submit the card as it is saved; `Invalid` lists what it lacks."""
    with one_change():
        workflow.submit(card_of(number), actor, at, by_hand=True)


def is_saved(number: str, values: cards.Values) -> bool:
    """Whether the card says already what was sent."""
    return not differs(content(card_of(number)), values)


def is_handed_over(number: str, values: cards.Values) -> bool:
    """Whether the same form has been handed over a moment ago: the second of two clicks."""
    return card_of(number).status is Status.in_control and is_saved(number, values)


def _twin(actor: Actor, at: datetime, values: cards.Values) -> Activity | None:
    recent = select(Activity).where(
        Activity.created_by_id == actor.user_id,
        Activity.created_at > at - _TWICE,
        Activity.revision == 1,
        Activity.status.in_((Status.draft, Status.in_control)),
    )
    return next((one for one in db.session.scalars(recent) if _says_same(one, values)), None)


def _says_same(one: Activity, values: cards.Values) -> bool:
    """Whether a card made of these values says them: saving has listed the accepted suggestions."""
    listed = dict(values)
    list_accepted(listed, listed.get("suggestions", []), one)
    return not differs(content(one), listed)
