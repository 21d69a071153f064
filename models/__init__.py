"""Tables: importing this package makes every one of them known."""

from models import indexing as _indexing  # noqa: F401  (lays its listener)
from models.access import (
    AccountLink,
    AdministratorRequest,
    ExternalIdentity,
    RecoveryCode,
    RememberedDevice,
    SecondFactor,
)
from models.account_event import AccountEvent
from models.activity import Activity
from models.approval import Answer, Decision, ObjectionResolution, Remark, Requirement, Round, Vote
from models.card_parts import ActivityPrinciple, ActivitySuggestion
from models.no_need import NoNeed
from models.notification import Notification
from models.people import ApiKey, User
from models.record import Event, NumberSeries, Revision
from models.reference import CalendarOverride, Domain, Principle, PrincipleList
from models.registry import Dependency, Institution, Resource
from models.rule_sets import KeptRuleSet, RuleSetDecision, RuleSetStart
from models.sign_in import SignIn, SignInFailure
from models.simulations import Simulation, SimulationChange
from models.substitution import Substitution

__all__ = [
    "AccountEvent",
    "AccountLink",
    "Activity",
    "ActivityPrinciple",
    "ActivitySuggestion",
    "AdministratorRequest",
    "Answer",
    "ApiKey",
    "CalendarOverride",
    "Decision",
    "Dependency",
    "Domain",
    "Event",
    "ExternalIdentity",
    "Institution",
    "KeptRuleSet",
    "NoNeed",
    "Notification",
    "NumberSeries",
    "ObjectionResolution",
    "Principle",
    "PrincipleList",
    "RecoveryCode",
    "Remark",
    "RememberedDevice",
    "Requirement",
    "Resource",
    "Revision",
    "Round",
    "RuleSetDecision",
    "RuleSetStart",
    "SecondFactor",
    "SignIn",
    "SignInFailure",
    "Simulation",
    "SimulationChange",
    "Substitution",
    "User",
    "Vote",
]
