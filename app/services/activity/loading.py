"""What the rules and the card look at, fetched with an activity at once instead of row by row."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

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
# Options of a select of activities; `Activity.facts()` and `models.content.content` then ask nothing more.
WHOLE: tuple[Any, ...] = (
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
    _ROUNDS.joinedload(Requirement.institution),
    _VOTES.selectinload(Vote.answers),
    _VOTES.selectinload(Vote.remarks).selectinload(Remark.answers),
)
