"""Reference data of a new database; loading again adds what is new and leaves the rest as it is."""

from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from app.extensions import db
from app.seeds.files import Row, by_code, rows
from models import Dependency, Domain, Institution, Principle, PrincipleList, Resource
from models.columns import typed

# Lists that come with the system are valid from the day on which the first rule set is.
_LISTS_VALID_FROM = date(2023, 7, 12)


def load_reference_data() -> int:
    """Add the rows that are missing, by code, and return how many; what is there is never changed."""
    added = _load(Institution, "institutions", "parent", "successor")
    added += _load(Resource, "resources", "successor", holder=by_code(Institution))
    added += _load_dependencies() + _load(Domain, "domains") + _load_principles()
    db.session.flush()
    return added


def _load(table: type[Any], name: str, *own: str, **others: dict[str, Any]) -> int:
    """Load a file; `own` = links between its rows, `others` = links to the rows of another table."""
    known = by_code(table)
    new = [one for one in rows(name) if one["code"] not in known]
    for one in new:
        links = {link: linked[one[f"{link}_code"]] for link, linked in others.items()}
        known[one["code"]] = table(**_values(table, one), **links)
    db.session.add_all(known.values())
    db.session.flush()
    for one in new:  # only now has everybody an id
        for link in own:
            setattr(known[one["code"]], link, known.get(one[f"{link}_code"]))
    db.session.flush()
    return len(new)


def _load_dependencies() -> int:
    resources = by_code(Resource)
    laid = select(Dependency.consumer_id, Dependency.provider_id, Dependency.kind)
    known = {tuple(one) for one in db.session.execute(laid)}
    new = [
        Dependency(
            consumer_id=resources[one["consumer_code"]].id,
            provider_id=resources[one["provider_code"]].id,
            **_values(Dependency, one),
        )
        for one in rows("dependencies")
    ]
    new = [one for one in new if (one.consumer_id, one.provider_id, one.kind) not in known]
    db.session.add_all(new)
    return len(new)


def _load_principles() -> int:
    """Add whole lists only: one that is there may have been changed."""
    versions = set(db.session.scalars(select(PrincipleList.version)))
    lists: dict[int, PrincipleList] = {}
    for one in rows("principles"):
        version = int(one["list_version"])
        if version in versions:
            continue
        if version not in lists:
            lists[version] = PrincipleList(version=version, valid_from=_LISTS_VALID_FROM)
        lists[version].principles.append(Principle(**_values(Principle, one)))
    db.session.add_all(lists.values())
    return sum(len(one.principles) for one in lists.values())


def _values(table: type[Any], one: Row) -> dict[str, Any]:
    columns = inspect(table).columns
    return {name: typed(columns[name], text) for name, text in one.items() if name in columns}
