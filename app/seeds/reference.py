"""Reference data of a new database; loading again adds what is new and leaves the rest as it is."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.seeds.files import Row, rows
from models import Dependency, Domain, Institution, Principle, PrincipleList, Resource
from rules.registry_vocabulary import (
    Certainty,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    PrincipleGroup,
    ResourceKind,
    ResourceStatus,
)

# Lists that come with the system are valid from the day on which the first rule set is.
_LISTS_VALID_FROM = date(2023, 7, 12)


def load_reference_data() -> int:
    """Add the rows that are missing, by code, and return how many; what is there is never changed."""
    added = _load_institutions() + _load_resources() + _load_dependencies()
    added += _load_domains() + _load_principles()
    db.session.flush()
    return added


def _load_institutions() -> int:
    known = _by_code(Institution)
    new = [one for one in rows("institutions") if one["code"] not in known]
    for one in new:
        known[one["code"]] = _institution(one)
    db.session.add_all(known.values())
    db.session.flush()
    for one in new:  # only now has everybody an id
        known[one["code"]].parent = known.get(one["parent_code"])
        known[one["code"]].successor = known.get(one["successor_code"])
    db.session.flush()
    return len(new)


def _institution(one: Row) -> Institution:
    return Institution(
        code=one["code"],
        name_lv=one["name_lv"],
        name_en=one["name_en"],
        kind=InstitutionKind(one["kind"]),
        reg_no=one["reg_no"] or None,
        certainty=Certainty(one["certainty"]),
        status=InstitutionStatus(one["status"]),
        closed_on=_day(one["closed_on"]),
    )


def _load_resources() -> int:
    known, holders = _by_code(Resource), _by_code(Institution)
    new = [one for one in rows("resources") if one["code"] not in known]
    for one in new:
        known[one["code"]] = _resource(one, holders[one["holder_code"]])
    db.session.add_all(known.values())
    db.session.flush()
    for one in new:
        known[one["code"]].successor = known.get(one["successor_code"])
    return len(new)


def _resource(one: Row, holder: Institution) -> Resource:
    return Resource(
        code=one["code"],
        name_lv=one["name_lv"],
        kind=ResourceKind(one["kind"]),
        holder=holder,
        certainty=Certainty(one["certainty"]),
        status=ResourceStatus(one["status"]),
        closed_on=_day(one["closed_on"]),
    )


def _load_dependencies() -> int:
    resources = _by_code(Resource)
    known = {
        (consumer, provider, kind)
        for consumer, provider, kind in db.session.execute(
            select(Dependency.consumer_id, Dependency.provider_id, Dependency.kind)
        )
    }
    new = [_dependency(one, resources) for one in rows("dependencies")]
    new = [one for one in new if (one.consumer_id, one.provider_id, one.kind) not in known]
    db.session.add_all(new)
    return len(new)


def _dependency(one: Row, resources: dict[str, Any]) -> Dependency:
    return Dependency(
        consumer_id=resources[one["consumer_code"]].id,
        provider_id=resources[one["provider_code"]].id,
        kind=DependencyKind(one["kind"]),
        description_lv=one["description_lv"],
        certainty=Certainty(one["certainty"]),
    )


def _load_domains() -> int:
    known = _by_code(Domain)
    new = [
        Domain(
            code=one["code"],
            name_lv=one["name_lv"],
            name_en=one["name_en"],
            certainty=Certainty(one["certainty"]),
        )
        for one in rows("domains")
        if one["code"] not in known
    ]
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
        lists[version].principles.append(_principle(one))
    db.session.add_all(lists.values())
    return sum(len(one.principles) for one in lists.values())


def _principle(one: Row) -> Principle:
    texts = {name: one[name] for name in ("code", "title_lv", "title_en", "hint_lv", "hint_en")}
    return Principle(group=PrincipleGroup(one["group"]), position=int(one["position"]), **texts)


def _by_code(table: type[Any]) -> dict[str, Any]:
    return {one.code: one for one in db.session.scalars(select(table))}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
