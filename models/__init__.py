"""Tables: importing this package makes every one of them known."""

from models.account.access import (
    AccountLink as AccountLink,
    AdministratorRequest as AdministratorRequest,
    ExternalIdentity as ExternalIdentity,
    KeptPassword as KeptPassword,
    KnownBrowser as KnownBrowser,
    RecoveryCode as RecoveryCode,
    RememberedDevice as RememberedDevice,
    SecondFactor as SecondFactor,
    SignIn as SignIn,
    SignInFailure as SignInFailure,
)
from models.account.account_event import AccountEvent as AccountEvent
from models.account.people import ApiKey as ApiKey, User as User
from models.account.substitution import Substitution as Substitution
from models.activity import Activity as Activity
from models.activity.approval import (
    Answer as Answer,
    Decision as Decision,
    ObjectionResolution as ObjectionResolution,
    Remark as Remark,
    Requirement as Requirement,
    Round as Round,
    Vote as Vote,
)
from models.activity.card_parts import (
    ActivityPrinciple as ActivityPrinciple,
    ActivitySuggestion as ActivitySuggestion,
)
from models.activity.proof import Proof as Proof
from models.activity.record import Event as Event, NumberSeries as NumberSeries, Revision as Revision
from models.database import indexing as _indexing  # noqa: F401  (lays its listener)
from models.desk import (
    Ticket as Ticket,
    TicketComment as TicketComment,
    TicketEvent as TicketEvent,
    TicketInstitution as TicketInstitution,
    TicketOpener as TicketOpener,
)
from models.document import (
    Attachment as Attachment,
    Comment as Comment,
    CommentMention as CommentMention,
)
from models.kept_text import KeptText as KeptText
from models.meeting import (
    Meeting as Meeting,
    MeetingEvent as MeetingEvent,
    MeetingGuest as MeetingGuest,
    MeetingItem as MeetingItem,
)
from models.notification import DailyRun as DailyRun, Notification as Notification
from models.obligation import Obligation as Obligation, ObligationReport as ObligationReport
from models.registry import (
    Dependency as Dependency,
    Domain as Domain,
    Institution as Institution,
    Resource as Resource,
)
from models.registry.reference import (
    CalendarOverride as CalendarOverride,
    Principle as Principle,
    PrincipleList as PrincipleList,
)
from models.resource_change import ResourceChange as ResourceChange
from models.ruleset import (
    KeptRuleSet as KeptRuleSet,
    NoNeed as NoNeed,
    RuleSetDecision as RuleSetDecision,
    RuleSetStart as RuleSetStart,
    Simulation as Simulation,
    SimulationChange as SimulationChange,
)
from models.window import Blackout as Blackout, Window as Window
