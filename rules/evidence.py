"""The facts of a card as JSON: kept with each round as evidence, and read back to ask the rules again."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from json import dumps, loads
from typing import Any

from rules.facts import Answers, CardFacts, InstitutionFact, ResourceFact
from rules.registry_vocabulary import InstitutionKind, ResourceStatus
from rules.vocabulary import Kind


def evidence(facts: CardFacts) -> dict[str, Any]:
    """Return the facts as JSON."""
    kept: dict[str, Any] = loads(dumps(asdict(facts), default=str, ensure_ascii=False))
    return kept


def facts_from_evidence(kept: Mapping[str, Any], architects: Mapping[str, str | None]) -> CardFacts:
    """Return what `evaluate` needs of kept facts; the architect of the domain is today's.

    Answers to questions that the card did not know yet are unanswered.
    """
    given = kept.get("answers") or {}
    answers = Answers(**{one.name: given.get(one.name) for one in fields(Answers)})
    main = kept.get("resource")
    return CardFacts(
        kind=Kind(kept["kind"]) if kept.get("kind") else None,
        holder=kept["holder"],
        lineage=tuple(
            InstitutionFact(one["code"], InstitutionKind(one["kind"])) for one in kept.get("lineage", ())
        ),
        resource=_resource(main) if main else None,
        used_resources=_resources(kept, "used_resources"),
        affected_resources=_resources(kept, "affected_resources"),
        consumers=_resources(kept, "consumers"),
        affected_institutions=tuple(kept.get("affected_institutions", ())),
        successors=kept.get("successors") or {},
        domain_architect=architects.get(answers.domain) if answers.domain else None,
        answers=answers,
    )


def _resources(kept: Mapping[str, Any], name: str) -> tuple[ResourceFact, ...]:
    return tuple(map(_resource, kept.get(name, ())))


def _resource(kept: Mapping[str, Any]) -> ResourceFact:
    return ResourceFact(
        kept["code"], kept["holder"], ResourceStatus(kept["status"]), kept.get("former_holder", "")
    )
