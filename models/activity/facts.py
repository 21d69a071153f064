"""From rows to the frozen facts of the rules; `Activity.facts()` and `.card_facts()` are the ways in."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, object_session

from models.activity.approval import Requirement, Round
from models.activity.card import presumed
from models.activity.card_parts import ActivitySuggestion
from models.activity.content import principles_of
from models.activity.row import ActivityRow
from models.registry import Domain, Institution, Resource
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
from rules.obligation.words import UNFINISHED
from rules.registry import Named, Registry
from rules.registry_vocabulary import ResourceStatus
from rules.text import name_key
from rules.vocabulary import AMENDABLE, UNDECIDED, Choice, Kind, RemarkKind, Status

# Facts that stand in a column of the same name.
_TEXTS = ("title", "urgency_reason", "goal", "description", "risks", "backout_plan")
_TIME_AND_MONEY = (
    *("urgency", "planned_start", "planned_end", "budget_eur", "funding_source", "first_submitted_on"),
)


def activity_facts(activity: ActivityRow) -> ActivityFacts:
    """Return where the activity stands and how those asked have answered."""
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
        requirements=tuple(_requirement(one) for one in current.requirements) if current else (),
        pulled_by=_pulled_by(current),
        asked=frozenset(one.institution.code for turn in activity.rounds for one in turn.requirements),
        unfinished=_unfinished(activity),
        besides=_besides(activity),
        amended_by=_amended_by(activity),
    )


def around(
    holder: Institution,
    main: Resource | None,
    others: Iterable[Resource],
    domain: Domain | None,
    affected: Iterable[Institution],
    linked: tuple[Collection[Resource], Collection[Resource]],
) -> Registry:
    """Return what the registry says around a card; `linked` = what the main resource needs, what needs it."""
    line = [holder]
    while (above := line[-1].parent) is not None and above not in line:
        line.append(above)
    code, (needed, needing) = main.code if main else "", linked
    known = {one.code: one for one in (*([main] if main else []), *others, *needed, *needing)}
    return Registry(
        institutions={one.code: InstitutionFact(one.code, one.kind) for one in line},
        parents={one.code: one.parent.code for one in line if one.parent},
        resources={key: resource_fact(one) for key, one in known.items()},
        dependencies=(*((code, one.code) for one in needed), *((one.code, code) for one in needing)),
        architects={domain.code: domain.architect.code if domain.architect else None} if domain else {},
        successors={one.code: one.in_charge.code for one in affected if one.in_charge is not one},
    )


def card_facts(activity: ActivityRow) -> CardFacts:
    """Return the content of the card and what the registry says about it."""
    main, amended = activity.resource, activity.amends
    known = around(
        activity.holder,
        main,
        (*activity.used_resources, *activity.affected_resources),
        activity.domain,
        activity.affected_institutions,
        (main.providers, main.consumers) if main else ((), ()),
    )
    return registry.card_facts(
        _named(activity),
        known,
        scope=_scope(activity),
        suggestions=suggestion_facts(activity.suggestions),
        principles=_principles(activity),
        new_resource=_new_resource(activity),
        liquidation=_liquidation(activity),
        amended_start=amended.planned_start if amended else None,
        amends_liquidation=amended is not None and amended.kind is Kind.liquidation,
        **{name: getattr(activity, name) for name in (*_TEXTS, *_TIME_AND_MONEY)},
    )


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


def _named(activity: ActivityRow) -> Named:
    return Named(
        kind=activity.kind,
        holder=activity.holder.code,
        resource=activity.resource.code if activity.resource else "",
        used_resources=_codes(activity.used_resources),
        affected_resources=_codes(activity.affected_resources),
        affected_institutions=_codes(activity.affected_institutions),
        answers=_answers(activity),
    )


def _answers(activity: ActivityRow) -> Answers:
    names = (field.name for field in fields(Answers))
    named = {name: presumed(name, getattr(activity, name)) for name in names}
    return Answers(**{**named, "domain": activity.domain.code if activity.domain else None})


def _scope(activity: ActivityRow) -> dict[str, bool]:
    known = inspect(activity).mapper.columns.keys()  # not a mapping
    columns = [name for name in known if name.startswith("scope_")]
    return {name.removeprefix("scope_"): bool(getattr(activity, name)) for name in columns}


def suggestion_facts(rows: Iterable[ActivitySuggestion]) -> tuple[SuggestionFact, ...]:
    """Return what the registry suggested for a card, as facts."""
    return tuple(SuggestionFact(one.resource.code, one.use, one.accepted, one.reason) for one in rows)


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


def _pulled_by(current: Round | None) -> frozenset[int]:
    who = (current.pulled_by_id, current.pulled_for_id) if current else ()
    return frozenset(one for one in who if one is not None)


def _unfinished(activity: ActivityRow) -> tuple[int, ...]:
    """Obligations are looked up only where they hold something up."""
    if activity.status is not Status.in_progress:
        return ()
    return tuple(one.id for one in activity.obligations if one.status in UNFINISHED)


def _besides(activity: ActivityRow) -> tuple[str, ...]:
    """Return what else is under way on a resource, where that would outlive it."""
    session = object_session(activity)
    if activity.status is not Status.in_progress or activity.kind is not Kind.liquidation or session is None:
        return ()
    row: Any = type(activity)
    others = select(row.number).where(
        row.resource == activity.resource, row.number != activity.number, row.status.in_(AMENDABLE)
    )
    found = session.scalars(others.order_by(row.number).execution_options(see_everything=True))
    return tuple(found)


def _amended_by(activity: ActivityRow) -> str:
    """Amendments, too, are looked up only where they hold something up."""
    if activity.status not in AMENDABLE:
        return ""
    return next((one.number for one in activity.amendments if one.status in UNDECIDED), "")


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
        remarks=len(vote.remarks) if vote else 0,
        unanswered_objections=sum(one.kind is RemarkKind.objection for one in open_remarks),
    )
