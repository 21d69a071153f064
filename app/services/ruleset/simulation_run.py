"""A rule set tried on every card that exists: nothing is changed and nobody is told."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, and_, func, select

from app.extensions import db
from app.services.registry.facts import registry
from app.visibility import seeing_everything
from models import Activity, Domain, Institution, Resource, Round
from models.activity.card import presumed
from models.activity.card_parts import affected_institution, affected_resource, used_resource
from rules.deadlines import day_of
from rules.evidence import facts_from_evidence
from rules.facts import Answers, CardFacts
from rules.registry import Named, Registry, card_facts
from rules.ruleset import ANSWERS, RuleSet
from rules.simulation import Outcome, outcome

BATCH = 2000


def cards() -> int:
    """Return how many cards a simulation goes through."""
    with seeing_everything():
        return db.session.scalar(select(func.count()).select_from(Activity)) or 0


def outcomes(before: RuleSet, after: RuleSet) -> Iterator[Outcome]:
    """Yield what both rule sets ask of each card, by number.

    A card that has been sent round is judged by the facts kept with its last round, any other as it
    stands over the registry of today. The architects of the domains are always those of today.
    """
    known, last = registry(), ""
    while batch := _judged(last, known, before, after):
        yield from batch
        last = batch[-1].number


def _judged(last: str, known: Registry, before: RuleSet, after: RuleSet) -> list[Outcome]:
    """Judge the cards that follow a number; everything is seen in here, never while the caller goes on."""
    with seeing_everything():
        rows = list(db.session.execute(_cards(last)))
        facts = _drafts([row.id for row in rows if row.facts is None], known)
    for row in rows:
        if row.facts is not None:
            facts[row.id] = facts_from_evidence(row.facts, known.architects)
    return [
        outcome(row.number, day_of(row.opened_at or row.created_at).year, facts[row.id], before, after)
        for row in rows
    ]


def _cards(after: str) -> Select[Any]:
    of_last_round = and_(Round.activity_id == Activity.id, Round.number == Activity.round)
    columns = (Activity.id, Activity.number, Activity.created_at, Round.facts, Round.opened_at)
    found = select(*columns).outerjoin(Round, of_last_round).where(Activity.number > after)
    return found.order_by(Activity.number).limit(BATCH)


def _drafts(ids: list[int], known: Registry) -> dict[int, CardFacts]:
    """Return the facts of cards that were never sent round, in four queries."""
    if not ids:
        return {}
    used, affected = (_listed(table, Resource, ids) for table in (used_resource, affected_resource))
    named = _listed(affected_institution, Institution, ids)
    answers = [getattr(Activity, name) for name in ANSWERS if name != "domain"]
    columns = (Activity.id, Activity.kind, Institution.code, Resource.code, Domain.code, *answers)
    found = select(*columns).join(Activity.holder).outerjoin(Activity.resource).outerjoin(Activity.domain)
    return {
        key: card_facts(
            Named(
                kind=kind,
                holder=holder,
                resource=main or "",
                used_resources=used.get(key, ()),
                affected_resources=affected.get(key, ()),
                affected_institutions=named.get(key, ()),
                answers=_answers(domain, yes_no),
            ),
            known,
        )
        for key, kind, holder, main, domain, *yes_no in db.session.execute(found.where(Activity.id.in_(ids)))
    }


_YES_NO = tuple(name for name in ANSWERS if name != "domain")


def _answers(domain: str | None, yes_no: Iterable[bool | None]) -> Answers:
    said = {name: presumed(name, one) for name, one in zip(_YES_NO, yes_no, strict=True)}
    return Answers(domain=domain, **said)


def _listed(table: Any, named: type[Resource | Institution], ids: list[int]) -> dict[int, list[str]]:
    target = next(column for column in table.c if column.name != "activity_id")
    rows = select(table.c.activity_id, named.code).join(named, named.id == target)
    found: dict[int, list[str]] = {}
    for key, code in db.session.execute(rows.where(table.c.activity_id.in_(ids)).order_by(named.code)):
        found.setdefault(key, []).append(code)
    return found
