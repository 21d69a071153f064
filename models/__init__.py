"""Tables: importing this package makes every one of them known."""

from models import indexing as _indexing  # noqa: F401  (lays its listener)
from models.activity import Activity
from models.approval import Answer, Decision, ObjectionResolution, Remark, Requirement, Round, Vote
from models.card_parts import ActivityPrinciple, ActivitySuggestion
from models.notification import Notification
from models.people import User
from models.record import Event, NumberSeries, Revision
from models.reference import CalendarOverride, Domain, Principle, PrincipleList
from models.registry import Dependency, Institution, Resource
from models.sign_in import SignIn, SignInFailure

__all__ = [
    "Activity",
    "ActivityPrinciple",
    "ActivitySuggestion",
    "Answer",
    "CalendarOverride",
    "Decision",
    "Dependency",
    "Domain",
    "Event",
    "Institution",
    "Notification",
    "NumberSeries",
    "ObjectionResolution",
    "Principle",
    "PrincipleList",
    "Remark",
    "Requirement",
    "Resource",
    "Revision",
    "Round",
    "SignIn",
    "SignInFailure",
    "User",
    "Vote",
]
