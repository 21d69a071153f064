"""What facts and content are made of: an activity as seen from below its own class, which knows them."""

from datetime import datetime
from typing import Any, Protocol

from models.activity.approval import Round
from models.activity.card_parts import ActivityPrinciple, ActivitySuggestion
from models.registry import Domain, Institution, Resource
from models.registry.reference import PrincipleList
from rules.registry_vocabulary import ResourceKind
from rules.vocabulary import Kind, Status


class ActivityRow(Protocol):
    """The columns of `Activity` that are read by name; plain answers are read by the names of facts."""

    number: str
    status: Status
    revision: int
    round: int
    created_by_id: int
    submitted_by_id: int | None
    caretaker_id: int | None
    published_at: datetime | None
    kind: Kind
    new_resource_name: str
    new_resource_kind: ResourceKind | None
    holder: Institution
    resource: Resource | None
    domain: Domain | None
    principle_list: PrincipleList
    used_resources: list[Resource]
    affected_resources: list[Resource]
    affected_institutions: list[Institution]
    suggestions: list[ActivitySuggestion]
    principles: list[ActivityPrinciple]
    rounds: list[Round]
    obligations: list[Any]
    amends: Any
    amendments: list[Any]

    @property
    def amended(self) -> str | None:
        """The number of the activity that this one amends."""

    @property
    def current_round(self) -> Round | None:
        """The running round, or the last one."""
