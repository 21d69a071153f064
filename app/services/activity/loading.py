"""What the rules and the card look at, fetched with an activity at once instead of row by row."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from models import (
    Activity,
    ActivitySuggestion,
    Institution,
    PrincipleList,
    Requirement,
    Resource,
    Round,
    Vote,
)
from models.activity.approval import Remark

_ROUNDS = selectinload(Activity.rounds).selectinload(Round.requirements)
_VOTES = _ROUNDS.selectinload(Requirement.votes)
_MAIN = joinedload(Activity.resource)
# Options of a select of activities; `Activity.facts()` then asks nothing more.
STANDING: tuple[Any, ...] = (
    joinedload(Activity.holder),
    _ROUNDS.joinedload(Requirement.institution),
    _VOTES.joinedload(Vote.answers),
    _VOTES.selectinload(Vote.remarks).joinedload(Remark.answers),
)
# The same for `Activity.card_facts()` and `models.content.content`.
CARD: tuple[Any, ...] = (
    joinedload(Activity.holder).joinedload(Institution.parent).joinedload(Institution.parent),
    _MAIN.joinedload(Resource.holder),
    _MAIN.selectinload(Resource.providers).joinedload(Resource.holder),
    _MAIN.selectinload(Resource.consumers).joinedload(Resource.holder),
    selectinload(Activity.used_resources).joinedload(Resource.holder),
    selectinload(Activity.affected_resources).joinedload(Resource.holder),
    selectinload(Activity.affected_institutions),
    selectinload(Activity.suggestions).joinedload(ActivitySuggestion.resource),
    selectinload(Activity.principles),
    joinedload(Activity.principle_list).selectinload(PrincipleList.principles),
    joinedload(Activity.domain),
)
WHOLE = (*CARD, *STANDING)


def with_card(activity: Activity) -> Activity:
    """Fetch what the card says of an activity that has been locked; most steps do not look at it."""
    wanted = select(Activity).where(Activity.id == activity.id).options(*CARD)
    return db.session.scalars(wanted, execution_options={"see_everything": True}).one()
