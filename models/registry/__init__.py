"""Institutions, domains, registry resources and how resources depend on one another."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.columns import Numbered, refers, words
from rules import ruleset
from rules.dependency.flow import DependencyFacts
from rules.dependency.words import DependencyState
from rules.registry_vocabulary import (
    Certainty,
    Criticality,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    ResourceKind,
    ResourceStatus,
    ServiceHours,
)
from rules.search import index
from rules.text import name_key, nfc, sort_key

# What rules and suggestions go by, for relationships between resources.
_IN_FORCE = "Dependency.status.in_(['proposed', 'confirmed'])"


class Coded(Numbered):
    """Something with a code, by which it is known, and a name."""

    __abstract__ = True

    code: Mapped[str]
    name_lv: Mapped[str] = mapped_column(String(300))

    @validates("code")
    def _compared(self, _name: str, code: str) -> str:
        return nfc(code)

    def __str__(self) -> str:
        return f"{self.code} · {self.name_lv}"


class Institution(Coded):
    """An institution that holds resources, co-approves cards and employs people."""

    __table_args__ = (
        CheckConstraint("length(code) BETWEEN 1 AND 40", name="institution_code_length"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="institution_not_own_parent"),
        CheckConstraint("successor_id IS NULL OR successor_id <> id", name="institution_not_own_successor"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="institution_closed_on"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_en: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[InstitutionKind] = mapped_column(words(InstitutionKind, "institution_kind"))
    parent_id: Mapped[int | None] = refers("institution", "institution_parent")
    reg_no: Mapped[str | None] = mapped_column(String(20))
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, "institution_certainty"))
    status: Mapped[InstitutionStatus] = mapped_column(
        words(InstitutionStatus, "institution_status"), default=InstitutionStatus.active
    )
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = refers("institution", "institution_successor")
    sort_key: Mapped[str] = mapped_column(String(700), index=True, default="")
    sort_key_en: Mapped[str] = mapped_column(String(700), index=True, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    parent: Mapped["Institution | None"] = relationship(
        foreign_keys=[parent_id], remote_side="Institution.id"
    )
    successor: Mapped["Institution | None"] = relationship(
        foreign_keys=[successor_id], remote_side="Institution.id"
    )

    @property
    def in_charge(self) -> "Institution":
        """The institution itself or, once it is closed, who took its work over."""
        passed, found = {self.code}, self
        while found.status is InstitutionStatus.closed and found.successor is not None:
            if found.successor.code in passed:
                break
            found = found.successor
            passed.add(found.code)
        return found

    @property
    def sector_ministry(self) -> "Institution | None":
        """The nearest ministry above it."""
        above = self.parent
        while above is not None and above.kind is not InstitutionKind.ministry:
            above = above.parent
        return above

    def index_text(self) -> None:
        """Fill the sort keys and the words by which it is found."""
        self.sort_key = sort_key(self.name_lv)[:700]
        self.sort_key_en = sort_key(self.name_en or self.name_lv)[:700]
        self.search_text = index(
            [self.name_lv, self.name_en or ""], texts=[self.reg_no or ""], code=self.code
        )

    @property
    def name(self) -> ruleset.Text:
        """The name in both languages."""
        return ruleset.Text(self.name_lv, self.name_en or self.name_lv)


class Domain(Numbered):
    """A field of state administration with, one day, a chief architect; the list is unofficial."""

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_lv: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, "domain_certainty"))
    architect_id: Mapped[int | None] = refers("institution", "domain_architect")

    architect: Mapped[Institution | None] = relationship()

    @validates("code")
    def _compared(self, _name: str, code: str) -> str:
        return nfc(code)

    @property
    def name(self) -> ruleset.Text:
        """The name in both languages."""
        return ruleset.Text(self.name_lv, self.name_en or self.name_lv)

    def __str__(self) -> str:
        return self.name_lv


class Resource(Coded):
    """An information system, platform, tool, infrastructure or service of the state register."""

    __table_args__ = (
        CheckConstraint("length(code) BETWEEN 1 AND 60", name="resource_code_length"),
        CheckConstraint("successor_id IS NULL OR successor_id <> id", name="resource_not_own_successor"),
        Index("resource_holder_code", "holder_id", "code"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[ResourceKind] = mapped_column(words(ResourceKind, "resource_kind"))
    holder_id: Mapped[int] = refers("institution", "resource_holder")
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, "resource_certainty"))
    status: Mapped[ResourceStatus] = mapped_column(
        words(ResourceStatus, "resource_status"), default=ResourceStatus.active
    )
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = refers("resource", "resource_successor")
    # --- what its holder says of it; None or empty = unknown
    name_en: Mapped[str] = mapped_column(String(300), default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    responsible: Mapped[str] = mapped_column(String(300), default="")  # post or unit, no person
    domain_id: Mapped[int | None] = refers("domain", "resource_domain")
    personal_data: Mapped[bool | None]
    criticality: Mapped[Criticality | None] = mapped_column(words(Criticality, "resource_criticality"))
    maintainer_id: Mapped[int | None] = refers("institution", "resource_maintainer")
    hosting: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    data_sets: Mapped[list[str]] = mapped_column(JSON, default=list)
    service_hours: Mapped[ServiceHours | None] = mapped_column(words(ServiceHours, "resource_service_hours"))
    version: Mapped[int] = mapped_column(default=1)
    name_key: Mapped[str] = mapped_column(String(300), index=True, default="")
    sort_key: Mapped[str] = mapped_column(String(700), index=True, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    holder: Mapped[Institution] = relationship(foreign_keys=[holder_id])
    maintainer: Mapped[Institution | None] = relationship(foreign_keys=[maintainer_id])
    domain: Mapped[Domain | None] = relationship()
    successor: Mapped["Resource | None"] = relationship(remote_side="Resource.id")
    providers: Mapped[list["Resource"]] = relationship(
        secondary="dependency",
        primaryjoin=f"and_(Resource.id == Dependency.consumer_id, {_IN_FORCE})",
        secondaryjoin="Resource.id == Dependency.provider_id",
        order_by="Resource.code",
        viewonly=True,
    )
    consumers: Mapped[list["Resource"]] = relationship(
        secondary="dependency",
        primaryjoin=f"and_(Resource.id == Dependency.provider_id, {_IN_FORCE})",
        secondaryjoin="Resource.id == Dependency.consumer_id",
        order_by="Resource.code",
        viewonly=True,
    )

    def index_text(self) -> None:
        """Fill the keys for sorting and comparing, and the words by which it is found."""
        self.name_key = name_key(self.name_lv)[:300]
        self.sort_key = sort_key(self.name_lv)[:700]
        self.search_text = index([self.name_lv], code=self.code)

    @property
    def name(self) -> ruleset.Text:
        """The name in both languages."""
        return ruleset.Text(self.name_lv, self.name_en or self.name_lv)


class Dependency(Numbered):
    """`consumer` needs `provider`; rows that are over stay, and the same may be proposed anew."""

    __table_args__ = (
        Index(
            "dependency_once",
            *("consumer_id", "provider_id", "kind"),
            unique=True,
            sqlite_where=text("status IN ('proposed', 'confirmed')"),
            postgresql_where=text("status IN ('proposed', 'confirmed')"),
        ),
        CheckConstraint("consumer_id <> provider_id", name="dependency_not_on_itself"),
    )

    consumer_id: Mapped[int] = refers("resource", "dependency_consumer")
    provider_id: Mapped[int] = refers("resource", "dependency_provider", index=True)
    kind: Mapped[DependencyKind] = mapped_column(words(DependencyKind, "dependency_kind"))
    description_lv: Mapped[str] = mapped_column(String(500), default="")
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, "dependency_certainty"))

    status: Mapped[DependencyState] = mapped_column(
        words(DependencyState, "dependency_status"), default=DependencyState.confirmed
    )
    proposed_by_id: Mapped[int | None] = refers("institution", "dependency_proposed_by")
    confirmed_on: Mapped[date | None]
    since: Mapped[date | None]
    until: Mapped[date | None]
    over_on: Mapped[date | None]  # the day on which a side rejected or ended it
    version: Mapped[int] = mapped_column(default=1)

    consumer: Mapped[Resource] = relationship(foreign_keys=[consumer_id])
    provider: Mapped[Resource] = relationship(foreign_keys=[provider_id])
    proposed_by: Mapped[Institution | None] = relationship()

    def facts(self) -> DependencyFacts:
        """Return the frozen facts that the rules look at."""
        return DependencyFacts(
            status=self.status,
            consumer=self.consumer.holder.in_charge.code,
            provider=self.provider.holder.in_charge.code,
            proposed_by=self.proposed_by.in_charge.code if self.proposed_by else None,
        )

    def __str__(self) -> str:
        return f"{self.consumer.code} → {self.provider.code}"
