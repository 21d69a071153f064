"""The real reference data as facts, without a database."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from rules.facts import CardFacts, InstitutionFact, ResourceFact
from rules.registry_vocabulary import InstitutionKind, ResourceStatus
from rules.ruleset.known import RuleSet, shipped
from rules.vocabulary import Kind

SEEDS = Path(__file__).parents[2] / "app" / "seeds"
BASIS = "MK 368 (VIRSIS prezentācija, 21.05.2025.)"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def institutions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("institutions")}


@cache
def resources() -> dict[str, ResourceFact]:
    return {
        row["code"]: ResourceFact(row["code"], row["holder_code"], ResourceStatus.active)
        for row in rows("resources")
    }


def rule_set(name: str = "mk368-2023") -> RuleSet:
    return shipped(frozenset(institutions())).get(name)


def lineage(code: str) -> tuple[InstitutionFact, ...]:
    found: list[InstitutionFact] = []
    while code := institutions()[code]["parent_code"]:
        found.append(InstitutionFact(code, InstitutionKind(institutions()[code]["kind"])))
    return tuple(found)


def facts(
    holder: str,
    kind: str = "development",
    main: str | None = None,
    used: str = "",
    affected: str = "",
    named: str = "",
    **more: Any,
) -> CardFacts:
    """A card's facts; lists of codes are separated by commas."""
    dependencies = rows("dependencies")
    return CardFacts(
        kind=Kind(kind),
        holder=holder,
        lineage=lineage(holder),
        resource=resources()[main] if main else None,
        used_resources=several(used),
        affected_resources=several(affected),
        providers=several(*(row["provider_code"] for row in dependencies if row["consumer_code"] == main)),
        consumers=several(*(row["consumer_code"] for row in dependencies if row["provider_code"] == main)),
        affected_institutions=tuple(split(named)),
        **more,
    )


def several(*codes: str) -> tuple[ResourceFact, ...]:
    return tuple(resources()[code] for listed in codes for code in split(listed))


def split(listed: str) -> list[str]:
    return [code.strip() for code in listed.split(",") if code.strip()]
