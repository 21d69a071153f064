"""Tables: importing this package makes every one of them known."""

from models.account.access import (
    AccountLink,
    AdministratorRequest,
    ExternalIdentity,
    KeptPassword,
    RecoveryCode,
    RememberedDevice,
    SecondFactor,
)
from models.account.account_event import AccountEvent
from models.account.people import ApiKey, User
from models.account.sign_in import KnownBrowser, SignIn, SignInFailure
from models.account.substitution import Substitution
from models.activity import Activity
from models.activity.approval import Answer, Decision, ObjectionResolution, Remark, Requirement, Round, Vote
from models.activity.card_parts import ActivityPrinciple, ActivitySuggestion
from models.activity.record import Event, NumberSeries, Revision
from models.database import indexing as _indexing  # noqa: F401  (lays its listener)
from models.notification import Notification
from models.registry import Dependency, Institution, Resource
from models.registry.reference import CalendarOverride, Domain, Principle, PrincipleList
from models.ruleset.no_need import NoNeed
from models.ruleset.rule_sets import KeptRuleSet, RuleSetDecision, RuleSetStart
from models.ruleset.simulations import Simulation, SimulationChange

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
    "KeptPassword",
    "KeptRuleSet",
    "KnownBrowser",
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
