"""Frozen snapshots that the rules look at; nothing here knows a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rules.registry_vocabulary import InstitutionKind, ResourceKind, ResourceStatus
from rules.vocabulary import (
    Choice,
    DataDestiny,
    FundingSource,
    Kind,
    PrincipleAnswer,
    RequirementState,
    ResourceUse,
    Role,
    Status,
    Urgency,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts or looks: a signed-in person, or the system (`username="system"`, no id)."""

    username: str
    user_id: int | None = None
    institution: str | None = None
    institution_id: int | None = None
    roles: frozenset[Role] = frozenset()
    on_behalf_of: str | None = None  # user name of the person substituted in this act
    on_behalf_of_id: int | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the actor has at least one of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(username="system")


@dataclass(frozen=True, slots=True)
class InstitutionFact:
    """An institution as the registry knows it."""

    code: str
    kind: InstitutionKind


@dataclass(frozen=True, slots=True)
class ResourceFact:
    """A registry resource and the institution code that holds it.

    `former_holder` = the closed institution whose work the holder took over.
    """

    code: str
    holder: str
    status: ResourceStatus = ResourceStatus.active
    former_holder: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionFact:
    """A dependency of the main resource that the registry proposes to list; `accepted` None = undecided."""

    resource: str
    use: ResourceUse
    accepted: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PrincipleFact:
    """A principle of the card's list with its answer; `answer` None = unanswered."""

    code: str
    answer: PrincipleAnswer | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResourceFact:
    """What a creation card says of the resource it creates; `same_name` = codes of active namesakes."""

    name: str = ""
    kind: ResourceKind | None = None
    same_name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiquidationFact:
    """Section 12 of the card; empty text = not given."""

    data_destiny: DataDestiny | None = None
    data_recipient: str = ""
    successor: str = ""
    no_successor_reason: str = ""
    user_notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Plain answers of the card that a rule may test; one line makes a question known to the rules."""

    domain: str | None = None
    personal_data: bool | None = None
    statistics: bool | None = None
    heritage: bool | None = None
    municipalities: bool | None = None
    restricted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """A card's content and what the registry says about it. Institutions and resources are codes."""

    kind: Kind | None
    holder: str
    lineage: tuple[InstitutionFact, ...] = ()  # parents of the holder, nearest first
    resource: ResourceFact | None = None
    used_resources: tuple[ResourceFact, ...] = ()
    affected_resources: tuple[ResourceFact, ...] = ()
    providers: tuple[ResourceFact, ...] = ()  # direct providers of the main resource in the registry
    consumers: tuple[ResourceFact, ...] = ()  # direct consumers of the main resource in the registry
    affected_institutions: tuple[str, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)  # closed institution named → in charge now
    domain_architect: str | None = None  # institution that employs the architect of the card's domain
    answers: Answers = Answers()
    title: str = ""
    urgency: Urgency = Urgency.normal
    urgency_reason: str = ""
    goal: str = ""
    description: str = ""
    scope: Mapping[str, bool] | None = None
    suggestions: tuple[SuggestionFact, ...] = ()
    principles: tuple[PrincipleFact, ...] = ()
    new_resource: NewResourceFact = NewResourceFact()
    planned_start: date | None = None
    planned_end: date | None = None
    budget_eur: Decimal | None = None
    funding_source: FundingSource | None = None
    risks: str = ""
    backout_plan: str = ""
    liquidation: LiquidationFact = LiquidationFact()
    first_submitted_on: date | None = None
    amended_start: date | None = None  # the planned start of the card that this one amends
    amends_liquidation: bool = False  # so the resource is being liquidated by what it amends


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementFacts:
    """One required co-approval of the current round."""

    id: int
    institution: str
    fixed: bool
    state: RequirementState
    choice: Choice | None
    due_on: date
    open_question: bool = False  # a `need_info` vote without an answer yet
    remarks: int = 0  # of the vote in force, answered or not
    unanswered_objections: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """Where an activity stands and who has to do with it; ids are account ids."""

    number: str
    status: Status
    revision: int
    round: int  # 0 before the first
    holder: str
    published: bool  # has ever been approved
    author_id: int | None
    submitter_id: int | None
    caretaker_id: int | None = None  # took the card over from somebody who left
    requirements: tuple[RequirementFacts, ...] = ()  # of the current round
    asked: frozenset[str] = frozenset()  # institutions asked in any round
    # Who moved it to those to be discussed, and in whose stead; nobody = it does not lie there by hand.
    pulled_by: frozenset[int] = frozenset()
    unfinished: tuple[int, ...] = ()  # obligations that are open or reported while the work goes on
    besides: tuple[str, ...] = ()  # other activities under way on the resource that this one is to end
    amended_by: str = ""  # the card that amends this one and is not decided yet
