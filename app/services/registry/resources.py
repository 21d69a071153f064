"""The register kept true by those who hold resources: entered, changed, deleted, each with a record."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import one_by_one
from app.extensions import db
from app.services import outbox, rights
from app.services.checks import refuse
from app.services.registry import changes, liquidation, references
from models import Activity, Domain, Institution, Resource
from rules.audience import Message, Told
from rules.deadlines import day_of
from rules.dependency.flow import controls
from rules.facts import Actor
from rules.refusals import NotAllowed, NotFound, Problem, WrongStatus
from rules.registry_vocabulary import Certainty, ChangeSource, ResourceStatus
from rules.sheet import cells
from rules.text import N_, composed, length, name_key, nfc, says_something
from rules.vocabulary import AMENDABLE, Kind, ProblemCode, Role

Values = Mapping[str, Any]
TEXTS = {
    "name_lv": 300,
    "name_en": 300,
    "legal_basis": 20_000,
    "purpose": 20_000,
    "responsible": 300,
    "hosting": 300,
    "url": 500,
}
PLAIN = ("kind", "personal_data", "criticality", "data_sets", "service_hours")
LINKS: Mapping[str, type[Any]] = {
    "domain": Domain,
    "maintainer": Institution,
    "successor": Resource,
    "holder": Institution,
}
OF_ADMINISTRATORS = ("holder", "status", "closed_on", "certainty")
FIELDS = (*TEXTS, *PLAIN, *LINKS, "status", "closed_on", "certainty")
LONGEST_CODE = 60
_SUBJECT = "resources"
_SWITCHED = frozenset({ResourceStatus.active, ResourceStatus.liquidated})

_GONE = N_("There is no such resource.")
_ENTER = N_("Only change controllers enter resources, those of their own institution.")
_CHANGE = N_("Only change controllers of %(holder)s change this resource.")
_STALE = N_("The resource was changed while you were reading it. Look at it again.")


def found(code: str) -> Resource:
    """Return the resource with this code; raise `NotFound`."""
    row = db.session.scalar(select(Resource).where(Resource.code == nfc(code)))
    if row is None:
        raise NotFound(_GONE)
    return row


def may_change(resource: Resource, actor: Actor) -> bool:
    """Whether somebody keeps this resource: a controller of its holder, or the administrator."""
    return controls(actor, resource.holder.in_charge.code)


def check_enters(actor: Actor) -> None:
    """Raise `NotAllowed` for whoever controls no resource."""
    if not actor.has(Role.change_controller, Role.admin):
        raise NotAllowed(_ENTER)


def check_change(resource: Resource, actor: Actor, seen: int | None) -> None:
    """Raise `NotAllowed`, or `WrongStatus` with the `current_version` where another was seen."""
    if not may_change(resource, actor):
        raise NotAllowed(_CHANGE, holder=resource.holder.in_charge.code)
    if seen is not None and seen != resource.version:
        raise WrongStatus(_STALE, told={"current_version": resource.version})


def enter(values: Values, actor: Actor, at: datetime, source: ChangeSource) -> Resource:
    """Enter what runs already; what a controller enters is to be confirmed by the administrator, who is told.

    Raises `NotAllowed`, and `Invalid` with everything that is wrong.
    """
    one_by_one(db.session(), _SUBJECT)
    rights.hold(actor)
    check_enters(actor)
    by_admin = actor.has(Role.admin)
    code = str(values.get("code") or "").strip()
    holder = values.get("holder") or ("" if by_admin else actor.institution or "")
    values = {**values, "holder": holder}
    lacking = (name for name in ("name_lv", "kind", "holder") if not values.get(name))
    problems = [*_problems_of_code(code), *(Problem(name, ProblemCode.required) for name in lacking)]
    problems += [
        one for one in _problems(None, values) if one.field not in {"name_lv", "kind"} or values[one.field]
    ]
    owner = _linked("holder", holder)
    if owner is not None and not controls(actor, owner.in_charge.code):
        problems.append(Problem("holder", ProblemCode.not_own, {"holder": owner.code}))
    refuse(problems)
    row = Resource(code=nfc(code), status=ResourceStatus.active, **_said(values))
    row.certainty = values.get("certainty") or Certainty.confirmed if by_admin else Certainty.check
    db.session.add(row)
    db.session.flush()
    changes.record(row, changes.ENTERED, None, row.code, actor, at, source)
    if not by_admin:
        _tell_administrators(row, actor, at)
    return row


def change(
    resource: Resource, values: Values, actor: Actor, at: datetime, source: ChangeSource, *, seen: int | None
) -> tuple[str, ...]:
    """Change fields; return the names of those that differ (none: nothing is recorded).

    `seen`: the version that was looked at, None = not said. Raises `NotAllowed`, `WrongStatus` with the
    `current_version`, `Invalid`.
    """
    changes.hold(resource)
    rights.hold(actor)
    check_change(resource, actor, seen)
    before = content(resource)
    different = {name: said for name, said in values.items() if changes.plain(said) != before.get(name)}
    refuse([*_fixed(resource, different, actor), *_problems(resource, different)])
    for name, said in _said(different).items():
        setattr(resource, name, said)  # the status, too: it is the registry's own
    _follow(resource, different, actor, at, source)
    db.session.flush()
    after = content(resource)
    changed = tuple(name for name in FIELDS if before[name] != after[name])
    if changed:
        resource.version += 1
    for name in changed:
        changes.record(resource, name, before[name], after[name], actor, at, source)
    return changed


def delete(resource: Resource, actor: Actor) -> None:
    """Take out what nothing names; raise `NotAllowed`, and `WrongStatus` with the `references`."""
    rights.hold(actor)
    if not actor.has(Role.admin):
        raise NotAllowed(references.ONLY_ADMINISTRATORS)
    changes.hold(resource)
    references.take_out(resource, references.to_resource(resource))


def content(resource: Resource) -> dict[str, Any]:
    """Return every field as the record keeps it: codes, words, days as text."""
    return {name: changes.plain(getattr(resource, name)) for name in FIELDS}


def _linked(name: str, code: str | None) -> Any:
    table = LINKS[name]
    return db.session.scalar(select(table).where(table.code == nfc(code))) if code else None


def _said(values: Values) -> dict[str, Any]:
    texts = {name: str(values[name] or "").strip() for name in TEXTS if name in values}
    plain = {name: values[name] for name in (*PLAIN, "status", "closed_on", "certainty") if name in values}
    return {**texts, **plain, **{name: _linked(name, values[name]) for name in LINKS if name in values}}


def _problems_of_code(code: str) -> Iterator[Problem]:
    if not says_something(code):
        yield Problem("code", ProblemCode.required)
        return
    if length(code) > LONGEST_CODE:
        yield Problem("code", ProblemCode.too_long, {"maximum": LONGEST_CODE, "length": length(code)})
    if not cells.is_code(code) or composed(code) != nfc(code):
        yield Problem("code", ProblemCode.invalid)
    alike = [one for one in db.session.scalars(select(Resource.code)) if name_key(one) == name_key(code)]
    if alike:
        yield Problem("code", ProblemCode.duplicate_name, {"resources": tuple(alike)})


def _problems(resource: Resource | None, values: Values) -> Iterator[Problem]:
    """Yield what is wrong with these values of a resource, or of a new one."""
    for name, most in TEXTS.items():
        if length(str(values.get(name) or "")) > most:
            yield Problem(name, ProblemCode.too_long, {"maximum": most, "length": length(values[name])})
    for name in ("name_lv", "kind"):
        if name in values and not says_something(values[name] or ""):
            yield Problem(name, ProblemCode.required)
    if values.get("url") and not cells.is_address(values["url"].strip()):
        yield Problem("url", ProblemCode.invalid)
    if len(values.get("data_sets") or ()) > cells.MOST_SETS:
        yield Problem("data_sets", ProblemCode.too_many, {"maximum": cells.MOST_SETS})
    yield from _wrong_links(resource, values)
    yield from _namesakes(resource, str(values.get("name_lv") or ""))


def _wrong_links(resource: Resource | None, values: Values) -> Iterator[Problem]:
    for name in LINKS:
        if values.get(name) and _linked(name, values[name]) is None:
            yield Problem(name, ProblemCode.unknown, {"code": values[name]})
    if resource is not None and values.get("successor") == resource.code:
        yield Problem("successor", ProblemCode.invalid)


def _namesakes(resource: Resource | None, name: str) -> Iterator[Problem]:
    if not name:
        return
    same = select(Resource.code).where(
        Resource.name_key == name_key(name)[:300], Resource.status == ResourceStatus.active
    )
    others = tuple(code for code in db.session.scalars(same) if resource is None or code != resource.code)
    if others:
        yield Problem("name_lv", ProblemCode.duplicate_name, {"resources": others})


def _fixed(resource: Resource, different: Values, actor: Actor) -> Iterator[Problem]:
    """Yield what does not change: never, by this person, or now."""
    if different.get("code", resource.code) != resource.code:
        yield Problem("code", ProblemCode.invalid)
    for name in OF_ADMINISTRATORS:
        if name in different and not actor.has(Role.admin):
            yield Problem(name, ProblemCode.not_own, {"holder": resource.holder.in_charge.code})
    if actor.has(Role.admin) and "status" in different:
        switched = {resource.status, different["status"]} == _SWITCHED
        if not switched or _is_being_decided(resource):
            yield Problem("status", ProblemCode.invalid)
    ended = different.get("status", resource.status) is ResourceStatus.liquidated
    if actor.has(Role.admin) and different.get("closed_on") and not ended:
        yield Problem("closed_on", ProblemCode.not_needed)


def _is_being_decided(resource: Resource) -> bool:
    """Whether a card that is approved ends the resource, or will."""
    ending = select(Activity.id).where(
        Activity.resource_id == resource.id, Activity.kind == Kind.liquidation, Activity.status.in_(AMENDABLE)
    )
    return db.session.scalar(ending.limit(1).execution_options(see_everything=True)) is not None


def _follow(resource: Resource, different: Values, actor: Actor, at: datetime, source: ChangeSource) -> None:
    """Let a change of the status bring its day with it, and end what depends on it."""
    if different.get("status") is ResourceStatus.active:
        resource.closed_on = None
    if different.get("status") is ResourceStatus.liquidated:
        resource.closed_on = different.get("closed_on") or resource.closed_on or day_of(at)
        liquidation.end_dependencies(resource, resource.closed_on, actor, at, source)


def _tell_administrators(row: Resource, actor: Actor, at: datetime) -> None:
    told = Told(Message.resource_entered, Role.admin)
    for person in outbox.reached([told])[told]:
        values = {"resource": row.code, "name": row.name_lv, "by": actor.institution}
        outbox.tell(Message.resource_entered, at, person=person, values=values)
