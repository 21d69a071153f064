"""Writing the card: created, then changed field by field; each saved change makes a revision."""

# Values come in by the field names of the interface contract (groups dotted: `scope.others`), plain
# ones already of the column's type, institutions and resources as codes.

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, select

from app.extensions import db
from app.services import rights
from app.services.activity import audit
from app.services.activity.door import gate, lock, step
from app.services.activity.loading import with_card
from app.services.card import lists as card_lists
from app.services.checks import refuse
from app.services.numbering import next_number
from app.visibility import seeing_everything
from models import Activity, Domain, Institution, Principle, PrincipleList, Resource, Revision
from models.activity.card import CODE_LISTS, PLAIN_FIELDS, column_of
from models.activity.content import changed_fields, content, content_hash, differs
from rules.deadlines import day_of
from rules.facts import Actor
from rules.refusals import NotAllowed, Problem
from rules.text import N_, nfc
from rules.vocabulary import Action, Kind, ProblemCode, Role

Values = Mapping[str, Any]


def create(actor: Actor, at: datetime, values: Values) -> Activity:
    """Begin a card of the actor's institution; a draft may lack anything but `kind`.

    Raises `NotAllowed` for anybody but an applicant, `Invalid` with all problems of the values.
    """
    rights.hold(actor)
    check_author(actor)
    if values.get("kind") is None:
        refuse([Problem("kind", ProblemCode.required)])
    activity = blank(actor, at, values["kind"])
    _check_fixed(activity, values)
    return begin(activity, actor, at, values)


def begin(activity: Activity, actor: Actor, at: datetime, values: Values, **told: str) -> Activity:
    """Give a blank card its number and first revision; `told`: what its event says besides."""
    with seeing_everything():
        fill(activity, values)
        db.session.add(activity)
        activity.number = next_number(at)
        db.session.flush()
        _keep_revision(activity, actor, at)
        audit.record(activity, audit.CREATE, actor, at, None, data={"revision": 1, **told})
    return activity


def check_author(actor: Actor) -> None:
    """Raise `NotAllowed` for anybody who may not create cards."""
    if not actor.has(Role.applicant) or actor.has(Role.admin) or actor.institution_id is None:
        raise NotAllowed(N_("Only an applicant creates a card, for the own institution."))


def edit(
    activity: Activity, actor: Actor, at: datetime, values: Values, *, seen: int | None = None
) -> tuple[str, ...]:
    """Change fields of the card; return the names of those that differ (none: nothing is recorded)."""
    with seeing_everything():
        lock(activity)
        gate(activity, Action.edit, actor, at, seen)
        before = content(with_card(activity))
        if not differs(before, values):
            return ()
        with step(activity, Action.edit, actor, at, seen=seen) as done:
            _check_fixed(activity, values)
            fill(activity, values)
            activity.revision += 1
            db.session.flush()
            changed = changed_fields(before, content(activity))
            done.data = {"revision": activity.revision, "fields": list(changed)}
            _keep_revision(activity, actor, at)
    return changed


def current_principle_list(at: datetime) -> PrincipleList:
    """Return the newest list that is valid and not empty."""
    valid = select(PrincipleList).where(
        PrincipleList.valid_from <= day_of(at), PrincipleList.principles.any(Principle.id.is_not(None))
    )
    return db.session.scalars(valid.order_by(PrincipleList.version.desc()).limit(1)).one()


def blank(actor: Actor, at: datetime, kind: Kind) -> Activity:
    """Return a card of the actor's institution that says nothing yet; it is not in the session."""
    return Activity(
        number="",
        kind=kind,
        revision=1,
        round=0,
        holder=db.session.get(Institution, actor.institution_id),
        created_by_id=actor.user_id,
        created_at=at,
        changed_at=at,
        principle_list=current_principle_list(at),
        **{column_of(field): "" for field in PLAIN_FIELDS if _is_text(column_of(field))},
    )


def _is_text(column: str) -> bool:
    return isinstance(Activity.__table__.columns[column].type, Text)


def fill(activity: Activity, values: Values) -> None:
    """Put values into a card; raise `Invalid` with all problems of them."""
    problems: list[Problem] = []
    for field in PLAIN_FIELDS:
        if field in values:
            column, value = column_of(field), values[field]
            setattr(activity, column, value.strip() if isinstance(value, str) and _is_text(column) else value)
    for field in _LINKED:
        if field in values:
            problems += _link(activity, field, values[field])
    for field in CODE_LISTS:
        if field in values:
            problems += card_lists.replace(activity, field, values[field])
    problems += card_lists.answer_principles(activity, values.get("principles", ()))
    problems += card_lists.reconcile_suggestions(activity, values.get("suggestions", ()))
    refuse(problems)


def _link(activity: Activity, field: str, code: str | None) -> list[Problem]:
    if not code:
        setattr(activity, field, None)
        return []
    found = db.session.scalars(_LINKED[field](nfc(code))).first()
    if found is None:
        return [Problem(field, ProblemCode.unknown, {"code": code})]
    setattr(activity, field, found)
    return []


_LINKED: dict[str, Any] = {
    "resource": lambda code: select(Resource).where(Resource.code == code),
    "domain": lambda code: select(Domain).where(Domain.code == code),
}


def _check_fixed(activity: Activity, values: Values) -> None:
    """Raise `Invalid` where what never changes is to change: what a card amends.

    Kind and main resource stay with an amendment, and with every card once a round has opened.
    """
    held: dict[str, object] = {"amends": activity.amended}
    if activity.round or activity.amends:
        held |= {"kind": activity.kind, "resource": activity.resource.code if activity.resource else None}
    moved = [name for name in held if name in values and (values[name] or None) != held[name]]
    refuse([Problem(name, ProblemCode.invalid) for name in moved])


def _keep_revision(activity: Activity, actor: Actor, at: datetime) -> None:
    shown = content(activity)
    db.session.add(
        Revision(
            activity_id=activity.id,
            number=activity.revision,
            content=shown,
            content_hash=content_hash(shown),
            saved_by_id=actor.user_id,
            saved_at=at,
        )
    )
