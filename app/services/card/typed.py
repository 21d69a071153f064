"""A card as it is being typed: what the rules would look at if it were saved now. Nothing is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from models import Activity, ActivitySuggestion, Dependency, Domain, Institution, Resource
from models.activity.card import LIST_OF_USE, presumed
from models.activity.facts import around, suggestion_facts
from rules import transitions
from rules.deadlines import day_of
from rules.dependency.words import IN_FORCE
from rules.facts import ActivityFacts, Actor, Answers, CardFacts, SuggestionFact
from rules.refusals import NotFound
from rules.registry import Named, Registry, card_facts, known_resources
from rules.suggestions import suggest
from rules.text import N_, nfc
from rules.vocabulary import Action, ResourceUse, Urgency

Values = Mapping[str, Any]
MOST = 300  # codes of one list that a preview looks up
LISTS = ("used_resources", "affected_resources", "affected_institutions")
# The fields that decide who is asked and until when.
DECISIVE = ("kind", "urgency", "resource", *LISTS, *(one.name for one in fields(Answers)), "suggestions")


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the registry suggests for a typed card and what was decided, with the dependency behind it."""

    decided: SuggestionFact
    resource: Resource
    because: Dependency


@dataclass(frozen=True, slots=True)
class Typed:
    """The facts of a typed card, the institutions they were read with by code, and the suggestions."""

    facts: CardFacts
    institutions: Mapping[str, Institution]
    suggested: tuple[Suggested, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """The resources of a card by code; those it needs and that need it, by code, with the dependency."""

    by_code: dict[str, Resource] = field(default_factory=dict)
    providers: dict[str, Dependency] = field(default_factory=dict)
    consumers: dict[str, Dependency] = field(default_factory=dict)

    def rows(self, codes: Iterable[str]) -> list[Resource]:
        return [self.by_code[code] for code in codes]


def card_to_type(number: str, actor: Actor, at: datetime) -> Activity:
    """Return a card that this person may edit now, with what a preview needs of it, in one query.

    Raises `NotFound`, `NotAllowed` and `WrongStatus` as editing does.
    """
    needed = (
        joinedload(Activity.resource),
        joinedload(Activity.suggestions).joinedload(ActivitySuggestion.resource),
    )
    wanted = select(Activity).where(Activity.number == number).options(joinedload(Activity.holder), *needed)
    card = db.session.scalars(wanted).unique().one_or_none()
    if card is None:
        raise NotFound(N_("There is no such thing, or you cannot see it."))
    transitions.check(_standing(card), Action.edit, actor, day_of(at))
    return card


def typed(card: Activity, values: Values) -> Typed:
    """Return the facts of a card with these values in place of its own; codes nobody knows are left out.

    What is not among the values stays as the card has it.
    """
    main = _main(card, values)
    lists = {name: _codes(card, name, values) for name in LISTS}
    institutions, domain = _institutions(_domain(card, values))
    found = _resources(main, (*lists["used_resources"], *lists["affected_resources"]))
    affected = sorted({one for one in lists["affected_institutions"] if one in institutions})
    linked = found.rows(found.providers), found.rows(found.consumers)
    rows, named_ones = found.by_code, [institutions[one] for one in affected]
    known = around(card.holder, rows.get(main), rows.values(), domain, named_ones, linked)
    named = Named(
        kind=card.kind if card.round else values.get("kind", card.kind),
        holder=card.holder.code,
        resource=main,
        used_resources=sorted(set(lists["used_resources"])),
        affected_resources=sorted(set(lists["affected_resources"])),
        affected_institutions=affected,
        answers=_answers(card, values, domain.code if domain else None),
    )
    facts = card_facts(named, known, suggestions=suggestion_facts(card.suggestions))
    facts = replace(facts, urgency=values.get("urgency") or card.urgency or Urgency.normal)
    decided = _decided(facts, lists, values, known)
    return Typed(decided, institutions, tuple(_suggested(decided, found)))


def _standing(card: Activity) -> ActivityFacts:
    """Say where the card stands, as far as the right to edit it depends on that."""
    return ActivityFacts(
        number=card.number,
        status=card.status,
        revision=card.revision,
        round=card.round,
        holder=card.holder.code,
        published=card.published_at is not None,
        author_id=card.created_by_id,
        submitter_id=card.submitted_by_id,
    )


def _main(card: Activity, values: Values) -> str:
    """Return the code of the main resource; a round has fixed it."""
    held = card.resource.code if card.resource else ""
    return held if card.round else nfc(values.get("resource", held) or "")


def _codes(card: Activity, name: str, values: Values) -> list[str]:
    if name not in values:
        return [one.code for one in getattr(card, name)]
    return list(dict.fromkeys(map(nfc, values[name] or ())))[:MOST]


def _decided(facts: CardFacts, lists: Mapping[str, list[str]], values: Values, known: Registry) -> CardFacts:
    """Return the facts after the decisions on what is suggested for them, as saving would leave them."""
    offered = {one.resource: one for one in suggest(facts)}
    for one in values.get("suggestions", ()):
        row = offered.get(nfc(one["resource"]))
        if row is not None:
            offered[row.resource] = _decide(row, lists[LIST_OF_USE[row.use]], one)
    return replace(
        facts,
        used_resources=known_resources(known, sorted(set(lists["used_resources"]))),
        affected_resources=known_resources(known, sorted(set(lists["affected_resources"]))),
        suggestions=tuple(offered.values()),
    )


def _decide(row: SuggestionFact, codes: list[str], one: Values) -> SuggestionFact:
    accepted = one.get("accepted", row.accepted)
    if accepted and row.resource not in codes:
        codes.append(row.resource)
    if not accepted and row.accepted and row.resource in codes:
        codes.remove(row.resource)
    reason = one.get("reason", row.reason) if accepted is False else ""
    return replace(row, accepted=accepted, reason=reason or "")


def _suggested(facts: CardFacts, found: _Found) -> Iterator[Suggested]:
    for one in suggest(facts):
        links = found.providers if one.use is ResourceUse.used else found.consumers
        yield Suggested(one, found.by_code[one.resource], links[one.resource])


def _institutions(domain: str | None) -> tuple[dict[str, Institution], Domain | None]:
    """Return every institution, so that parents, successors and names need no more queries; and a domain."""
    rows = db.session.execute(select(Institution, Domain).outerjoin(Domain, Domain.code == domain)).all()
    return {one.code: one for one, _ in rows}, next((found for _, found in rows), None)


def _resources(main: str, codes: Iterable[str]) -> _Found:
    """Return the main resource, these, and those that the registry connects with it, in one query."""
    main_id = select(Resource.id).where(Resource.code == main).scalar_subquery()
    in_force = Dependency.status.in_(IN_FORCE)
    needed = and_(Dependency.provider_id == Resource.id, Dependency.consumer_id == main_id, in_force)
    needing = and_(Dependency.consumer_id == Resource.id, Dependency.provider_id == main_id, in_force)
    connected = [
        Resource.id.in_(select(Dependency.provider_id).where(Dependency.consumer_id == main_id, in_force)),
        Resource.id.in_(select(Dependency.consumer_id).where(Dependency.provider_id == main_id, in_force)),
    ]
    rows = select(Resource, Dependency).outerjoin(Dependency, or_(needed, needing))
    found = _Found()
    for one, link in db.session.execute(
        rows.where(or_(Resource.code.in_([main, *codes]), *connected)).order_by(Resource.code, Dependency.id)
    ):
        found.by_code[one.code] = one
        if link is not None and link.provider_id == one.id:
            found.providers.setdefault(one.code, link)
        if link is not None and link.consumer_id == one.id:
            found.consumers.setdefault(one.code, link)
    return found


def _domain(card: Activity, values: Values) -> str | None:
    if "domain" in values:
        return values["domain"] or None
    return card.domain.code if card.domain else None


def _answers(card: Activity, values: Values, domain: str | None) -> Answers:
    plain = (one.name for one in fields(Answers) if one.name != "domain")
    said = {name: presumed(name, values.get(name, getattr(card, name))) for name in plain}
    return Answers(domain=domain, **said)
