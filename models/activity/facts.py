"""From rows to the frozen facts of the rules; `Activity.facts()` is the way in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Self

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, object_session

from models.activity.approval import Requirement
from models.activity.content import principles_of
from models.activity.row import ActivityRow
from models.registry import Institution, Resource
from models.registry.reference import Domain
from rules import registry
from rules.facts import (
    ActivityFacts,
    Answers,
    CardFacts,
    InstitutionFact,
    LiquidationFact,
    NewResourceFact,
    PrincipleFact,
    RequirementFacts,
    ResourceFact,
    SuggestionFact,
)
from rules.registry_vocabulary import ResourceStatus
from rules.text import name_key
from rules.vocabulary import Choice, Kind, RemarkKind

# Facts that stand in a column of the same name.
_SAME = (
    "title",
    "goal",
    "description",
    "planned_start",
    "planned_end",
    "budget_eur",
    "funding_source",
    "risks",
    "backout_plan",
    "first_submitted_on",
)


def activity_facts(activity: ActivityRow) -> ActivityFacts:
    """Return where the activity stands and what its card says."""
    current = activity.current_round
    return ActivityFacts(
        number=activity.number,
        status=activity.status,
        revision=activity.revision,
        round=activity.round,
        holder=activity.holder.code,
        published=activity.published_at is not None,
        author_id=activity.created_by_id,
        submitter_id=activity.submitted_by_id,
        caretaker_id=activity.caretaker_id,
        card=card_facts(activity),
        requirements=tuple(_requirement(one) for one in current.requirements) if current else (),
        asked=frozenset(one.institution.code for turn in activity.rounds for one in turn.requirements),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What the registry says around one card, read from rows (`rules.registry.Known`)."""

    holder: Institution
    resources: Mapping[str, ResourceFact]
    needed: tuple[ResourceFact, ...]  # by the main resource
    needing: tuple[ResourceFact, ...]  # the main resource
    architects: Mapping[str, str | None]
    successors: Mapping[str, str]

    @classmethod
    def of(
        cls,
        holder: Institution,
        resources: Iterable[Resource],
        needed: Iterable[Resource],
        needing: Iterable[Resource],
        domain: Domain | None,
        named: Iterable[Institution],
    ) -> Self:
        """Return it for these rows; `named` are the institutions that the card names as affected."""
        return cls(
            holder,
            {one.code: resource_fact(one) for one in resources},
            resource_facts(needed),
            resource_facts(needing),
            {domain.code: domain.architect.code if domain.architect else None} if domain else {},
            {one.code: one.in_charge.code for one in named if one.in_charge is not one},
        )

    def lineage(self, _code: str) -> tuple[InstitutionFact, ...]:
        """Return the institutions above the holder, nearest first."""
        found: list[Institution] = []
        above = self.holder.parent
        while above is not None and above not in found:
            found.append(above)
            above = above.parent
        return tuple(InstitutionFact(one.code, one.kind) for one in found)

    def providers(self, _code: str) -> tuple[ResourceFact, ...]:
        """Return the resources that the main one needs directly, by code."""
        return self.needed

    def consumers(self, _code: str) -> tuple[ResourceFact, ...]:
        """Return the resources that need the main one directly, by code."""
        return self.needing


def card_facts(activity: ActivityRow) -> CardFacts:
    """Return the content of the card and what the registry says about it."""
    named = registry.Named(
        kind=activity.kind,
        holder=activity.holder.code,
        resource=activity.resource.code if activity.resource else "",
        used_resources=_codes(activity.used_resources),
        affected_resources=_codes(activity.affected_resources),
        affected_institutions=_codes(activity.affected_institutions),
        answers=_answers(activity),
    )
    return registry.card_facts(
        named,
        _around(activity),
        scope=_scope(activity),
        suggestions=_suggestions(activity),
        principles=_principles(activity),
        new_resource=_new_resource(activity),
        liquidation=_liquidation(activity),
        **{name: getattr(activity, name) for name in _SAME},
    )


def resource_facts(resources: Iterable[Resource]) -> tuple[ResourceFact, ...]:
    """Return resources as facts, by code: a database may order letters otherwise."""
    return tuple(resource_fact(one) for one in sorted(resources, key=lambda one: one.code))


def resource_fact(resource: Resource) -> ResourceFact:
    """Return a registry resource as a fact; who took over a closed holder's work holds it."""
    holder = resource.holder.in_charge
    former = resource.holder.code if holder is not resource.holder else ""
    return ResourceFact(resource.code, holder.code, resource.status, former)


def namesakes(session: Session, name: str) -> tuple[str, ...]:
    """Return the codes of active resources with the same name (case, diacritics, spaces aside)."""
    if not name:
        return ()
    same = select(Resource.code).where(
        Resource.name_key == name_key(name)[:300], Resource.status == ResourceStatus.active
    )
    return tuple(session.scalars(same.order_by(Resource.code)))


def _around(activity: ActivityRow) -> Around:
    main = activity.resource
    return Around.of(
        activity.holder,
        [*([main] if main else []), *activity.used_resources, *activity.affected_resources],
        main.providers if main else (),
        main.consumers if main else (),
        activity.domain,
        activity.affected_institutions,
    )


def _answers(activity: ActivityRow) -> Answers:
    """Every plain answer that `Answers` declares, from the column of the same name."""
    named = {field.name: getattr(activity, field.name) for field in fields(Answers)}
    return Answers(**{**named, "domain": activity.domain.code if activity.domain else None})


def _scope(activity: ActivityRow) -> dict[str, bool]:
    known = inspect(activity).mapper.columns.keys()  # not a mapping
    columns = [name for name in known if name.startswith("scope_")]
    return {name.removeprefix("scope_"): bool(getattr(activity, name)) for name in columns}


def _suggestions(activity: ActivityRow) -> tuple[SuggestionFact, ...]:
    return tuple(
        SuggestionFact(one.resource.code, one.use, one.accepted, one.reason) for one in activity.suggestions
    )


def _principles(activity: ActivityRow) -> tuple[PrincipleFact, ...]:
    return tuple(
        PrincipleFact(one.code, answer.answer, answer.explanation) if answer else PrincipleFact(one.code)
        for one, answer in principles_of(activity)
    )


def _new_resource(activity: ActivityRow) -> NewResourceFact:
    session = object_session(activity)
    creating = activity.kind == Kind.creation and session is not None
    return NewResourceFact(
        name=activity.new_resource_name,
        kind=activity.new_resource_kind,
        same_name=namesakes(session, activity.new_resource_name) if creating and session else (),
    )


def _liquidation(activity: ActivityRow) -> LiquidationFact:
    return LiquidationFact(
        **{field.name: getattr(activity, f"liquidation_{field.name}") for field in fields(LiquidationFact)}
    )


def _codes(rows: Iterable[Resource | Institution]) -> list[str]:
    return sorted(one.code for one in rows)


def _requirement(row: Requirement) -> RequirementFacts:
    vote = row.vote_in_force
    open_remarks = [one for one in vote.remarks if not one.answers] if vote else []
    return RequirementFacts(
        id=row.id,
        institution=row.institution.code,
        fixed=row.fixed,
        state=row.state,
        choice=row.choice,
        due_on=row.due_on,
        open_question=vote is not None and vote.choice == Choice.need_info and not vote.answers,
        unanswered_remarks=len(open_remarks),
        unanswered_objections=sum(one.kind is RemarkKind.objection for one in open_remarks),
    )
