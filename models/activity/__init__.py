"""The development activity: where it stands, and the plain fields of its card."""

from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.activity.approval import Round
from models.activity.card import NO_UNLESS_SAID
from models.activity.card_parts import (
    ActivityPrinciple,
    ActivitySuggestion,
    affected_institution,
    affected_resource,
    used_resource,
)
from models.activity.facts import activity_facts, card_facts
from models.columns import Numbered, UtcDateTime, asks, refers, text, tick, words
from models.registry import Domain, Institution, Resource
from models.registry.reference import PrincipleList
from rules.facts import ActivityFacts, CardFacts
from rules.registry_vocabulary import ResourceKind
from rules.search import index
from rules.text import N_, sort_key
from rules.vocabulary import DataDestiny, FundingSource, Kind, Status, Urgency

_Text = Mapped[str]
_SEARCHED = ("goal", "description", "legal_basis", "risks", "backout_plan")
# `index_text` looks at these.
INDEXED = (
    "number",
    "title",
    "new_resource_name",
    *_SEARCHED,
    "resource",
    "resource_id",
    "holder",
    "holder_id",
)


class Activity(Numbered):
    """A creation, development or liquidation of a resource, from draft to closing notice."""

    __table_args__ = (
        CheckConstraint("round >= 0", name="activity_round_not_negative"),
        CheckConstraint("revision >= 1", name="activity_revision_positive"),
        CheckConstraint("status <> 'in_approval' OR round >= 1", name="activity_in_approval_has_round"),
        CheckConstraint(
            "status NOT IN ('approved', 'in_progress', 'completed', 'superseded')"
            " OR published_at IS NOT NULL",
            name="activity_approved_is_published",
        ),
        CheckConstraint(
            "(status = 'completed') = (actual_end IS NOT NULL)", name="activity_completed_has_end"
        ),
        Index("activity_holder_number", "holder_id", "number"),
        Index("activity_status_number", "status", "number"),
        Index("activity_kind_number", "kind", "number"),
        Index("activity_changed_number", "changed_at", "number"),
        # Counting what somebody sees or has to do reads these indexes only, not the long texts.
        Index("activity_counted", "status", "published_at", "round", "holder_id", "first_submitted_on"),
        Index("activity_holder_status", "holder_id", "status", "round", "published_at"),
    )

    # --- where it stands
    number: Mapped[str] = mapped_column(String(20), unique=True)
    status: Mapped[Status] = mapped_column(words(Status, "activity_status"), default=Status.draft)
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    holder_id: Mapped[int] = refers("institution", "activity_holder")
    created_by_id: Mapped[int] = refers("ab_user", "activity_author", index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When the last event was: the two are written together.
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = refers("ab_user", "activity_submitter", index=True)
    # Took the card over from somebody who left.
    caretaker_id: Mapped[int | None] = refers("ab_user", "activity_caretaker", index=True)
    first_submitted_on: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    principle_list_id: Mapped[int] = refers("principle_list", "activity_principle_list")

    # --- 1 Identification
    kind: Mapped[Kind] = mapped_column(words(Kind, "activity_kind"), info=asks(N_("Kind of activity")))
    title: _Text = text(N_("Title"), N_("5–250 characters: what will be done with which resource."))
    urgency: Mapped[Urgency] = mapped_column(
        words(Urgency, "activity_urgency"), default=Urgency.normal, info=asks(N_("Urgency"))
    )
    urgency_reason: _Text = text(
        N_("Reason of the emergency"),
        N_("Only for an emergency, at least 20 characters: what has happened and why it cannot wait."),
        2,
    )
    restricted: Mapped[bool] = tick(
        N_("Restricted"), N_("The texts stay with the institutions concerned, also after approval.")
    )
    amends_id: Mapped[int | None] = refers(
        "activity",
        "activity_amends",
        index=True,
        info=asks(N_("Amends activity")),
    )

    # --- 2 Resources
    resource_id: Mapped[int | None] = refers(
        "resource",
        "activity_resource",
        index=True,
        info=asks(N_("Main resource"), N_("Search by code, name or holder.")),
    )
    new_resource_name: _Text = text(N_("Name of the new resource"))
    new_resource_kind: Mapped[ResourceKind | None] = mapped_column(
        words(ResourceKind, "activity_new_resource_kind"), info=asks(N_("Kind of the new resource"))
    )

    # --- 3 Need and goal, 4 Description
    goal: _Text = text(N_("Goal"), N_("At least 50 characters: for whom and why."), 5)
    legal_basis: _Text = text(N_("Legal basis"), N_("Laws or regulations that provide for it."), 2)
    description: _Text = text(
        N_("Description, architecture and interfaces"),
        N_("At least 50 characters: what changes, which interfaces, where it is hosted."),
        7,
    )
    domain_id: Mapped[int | None] = refers("domain", "activity_domain", info=asks(N_("Domain")))

    # --- 5 Does it need co-approval
    scope_new_system: Mapped[bool] = tick(N_("Introduces a new information system"))
    scope_functionality: Mapped[bool] = tick(N_("Adds new functionality"))
    scope_architecture: Mapped[bool] = tick(N_("Changes the technical architecture"))
    scope_infrastructure: Mapped[bool] = tick(
        N_("Changes the technology of infrastructure services"), assumption=True
    )
    scope_others: Mapped[bool] = tick(
        N_("Affects resources of other institutions or data exchange with them")
    )

    # --- 7 Data
    personal_data: Mapped[bool | None] = mapped_column(
        info=asks(N_("Are personal data processed?"), N_("Also when it is only stored."))
    )
    statistics: Mapped[bool | None] = mapped_column(info=asks(N_("Are data used for statistics?")))
    heritage: Mapped[bool | None] = mapped_column(
        info=asks(N_("Does it concern archives or cultural heritage?"))
    )
    municipalities: Mapped[bool | None] = mapped_column(info=asks(N_("Does it concern municipalities?")))

    # --- 10 Time and money, 11 Risks and back-out
    planned_start: Mapped[date | None] = mapped_column(info=asks(N_("Planned start")))
    planned_end: Mapped[date | None] = mapped_column(info=asks(N_("Planned end")))
    budget_eur: Mapped[Decimal | None] = mapped_column(
        Numeric(14, 2), info=asks(N_("Budget, EUR"), N_("With taxes; 0 when no money is needed."))
    )
    funding_source: Mapped[FundingSource | None] = mapped_column(
        words(FundingSource, "activity_funding_source"), info=asks(N_("Source of funding"))
    )
    risks: _Text = text(N_("Risks"), rows=4)
    backout_plan: _Text = text(N_("Back-out plan"), rows=4)

    # --- 12 Liquidation
    liquidation_data_destiny: Mapped[DataDestiny | None] = mapped_column(
        words(DataDestiny, "activity_data_destiny"), info=asks(N_("What happens to the data"))
    )
    liquidation_data_recipient: _Text = text(
        N_("Who receives the data"), N_("Not needed when the data are deleted.")
    )
    liquidation_successor: _Text = text(N_("What replaces the resource"))
    liquidation_no_successor_reason: _Text = text(N_("Why nothing replaces it"), rows=2)
    liquidation_user_notice: _Text = text(N_("How and when users are told"), rows=3)

    # --- 13 Closing notice
    actual_start: Mapped[date | None]
    actual_end: Mapped[date | None]
    actual_cost_eur: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    notice_late: Mapped[bool | None]  # later than the rule set's term after the actual end
    result: _Text = mapped_column(Text, default="")
    review: _Text = mapped_column(Text, default="")  # of an emergency: what was learnt from it

    title_sort: Mapped[str] = mapped_column(String(520), index=True, default="")
    search_text: _Text = mapped_column(Text, default="")

    holder: Mapped[Institution] = relationship(foreign_keys=[holder_id])
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    resource: Mapped[Resource | None] = relationship(foreign_keys=[resource_id])
    domain: Mapped[Domain | None] = relationship()
    amends: Mapped["Activity | None"] = relationship(foreign_keys=[amends_id], remote_side="Activity.id")
    amendments: Mapped[list["Activity"]] = relationship(
        foreign_keys=[amends_id], viewonly=True, order_by="Activity.number"
    )
    principle_list: Mapped[PrincipleList] = relationship()
    used_resources: Mapped[list[Resource]] = relationship(secondary=used_resource, order_by=Resource.code)
    affected_resources: Mapped[list[Resource]] = relationship(
        secondary=affected_resource, order_by=Resource.code
    )
    affected_institutions: Mapped[list[Institution]] = relationship(
        secondary=affected_institution, order_by=Institution.code
    )
    suggestions: Mapped[list[ActivitySuggestion]] = relationship(
        cascade="all, delete-orphan", order_by=ActivitySuggestion.id
    )
    principles: Mapped[list[ActivityPrinciple]] = relationship(
        cascade="all, delete-orphan", order_by=ActivityPrinciple.id
    )
    rounds: Mapped[list[Round]] = relationship(order_by=Round.number)
    obligations: Mapped[list[Any]] = relationship(  # whose class knows this one
        "Obligation", back_populates="activity", order_by="Obligation.id"
    )

    __mapper_args__ = MappingProxyType({"version_id_col": version})

    @property
    def amended(self) -> str | None:
        """The number of the activity that this one amends."""
        return self.amends.number if self.amends else None

    @property
    def current_round(self) -> Round | None:
        """The running round, or the last one."""
        return self.rounds[-1] if self.rounds else None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that only a person has to answer, and nobody has."""
        return tuple(name for name in NO_UNLESS_SAID if getattr(self, name) is None)

    def facts(self) -> ActivityFacts:
        """Return where it stands, as frozen facts: with what the card says the only bridge to the rules."""
        return activity_facts(self)

    def card_facts(self) -> CardFacts:
        """Return what the card says, and the registry about it, as frozen facts."""
        return card_facts(self)

    def index_text(self) -> None:
        """Fill the sort key and the words by which it is found."""
        self.title_sort = sort_key(self.title)[:520]
        known = [self.new_resource_name, *_names(self.resource), *_names(self.holder)]
        texts = [getattr(self, name) for name in _SEARCHED]
        self.search_text = index([self.title], known, texts, number=self.number)

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"


def _names(one: Resource | Institution | None) -> list[str]:
    return [one.code, one.name_lv] if one else []
