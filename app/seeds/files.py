"""The project's own data as files: CSV rows, and the registry of facts."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.extensions import db
from rules.facts import InstitutionFact, ResourceFact
from rules.registry import Registry
from rules.registry_vocabulary import InstitutionKind, ResourceStatus

FOLDER = Path(__file__).parent

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a CSV file of this folder."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def by_code(table: type[Any]) -> dict[str, Any]:
    """Return the rows of a table that are there, by code."""
    return {one.code: one for one in db.session.scalars(select(table))}


@cache
def registry() -> Registry:
    """Return the registry as the files have it, for commands without a database."""
    institutions, resources = rows("institutions"), rows("resources")
    return Registry(
        institutions={
            one["code"]: InstitutionFact(one["code"], InstitutionKind(one["kind"])) for one in institutions
        },
        parents={one["code"]: one["parent_code"] for one in institutions if one["parent_code"]},
        resources={
            one["code"]: ResourceFact(one["code"], one["holder_code"], ResourceStatus(one["status"]))
            for one in resources
        },
        dependencies=tuple((one["consumer_code"], one["provider_code"]) for one in rows("dependencies")),
        architects={one["code"]: None for one in rows("domains")},
    )
