"""Revisions of a card: which a person sees, and what differs between two of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services.checks import refuse
from app.visibility import may_read_texts
from models import Activity, Requirement, Revision, Vote
from models.activity.content import answered
from rules.changes import Change, changes, watched
from rules.facts import Actor
from rules.refusals import Problem
from rules.visibility import sees_early_revisions
from rules.vocabulary import ProblemCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs between two revisions; `watches`: fields that concern the reader's institution."""

    first: Revision
    second: Revision
    changes: tuple[Change, ...]
    watches: tuple[str, ...]

    @property
    def told(self) -> list[dict[str, object]]:
        """What differs, each with whether it concerns the reader's institution."""
        return [asdict(one) | {"watched": self.concerns(one.field)} for one in self.changes]

    def concerns(self, field: str) -> bool:
        """Whether the requirement of the reader's institution watches the field."""
        return watched(field, self.watches)


def seen(activity: Activity, actor: Actor) -> list[Revision]:
    """Return the revisions that this person may see, newest first."""
    newest_first = _visible(activity, actor).options(joinedload(Revision.saved_by))
    return list(db.session.scalars(newest_first.order_by(Revision.number.desc())))


def content_of(activity: Activity, actor: Actor, number: int) -> dict[str, Any]:
    """Return what a revision says; nothing for one that is not there or not to be seen."""
    found = db.session.scalars(_visible(activity, actor).where(Revision.number == number)).one_or_none()
    return found.content if found else {}


def beside_amended(activity: Activity, actor: Actor) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return what the card says that this one amends, and what this one says.

    None where it amends none, or this person does not read the texts of both.
    """
    if activity.amends_id is None:
        return None
    both = (activity.amends_id, activity.id)
    readable = or_(Activity.restricted.is_(False), may_read_texts(actor))
    newest = (
        select(Revision.activity_id, Revision.content)
        .join(Activity, and_(Activity.id == Revision.activity_id, Activity.revision == Revision.number))
        .where(Activity.id.in_(both), readable)
    )
    found = {row.activity_id: row.content for row in db.session.execute(newest)}
    return (found[both[0]], found[both[1]]) if len(found) == len(both) else None


def compared(
    activity: Activity,
    actor: Actor,
    first: int | None = None,
    second: int | None = None,
    among: Sequence[Revision] | None = None,
) -> Compared:
    """Return what differs between two revisions by number; `among`: those that were `seen`, if they were.

    `second`: the current one unless it is said; `first`: the one on which the reader's institution voted
    last, else the first that the reader may see. Raises `Invalid`: `unknown` for a revision that is not
    there or not to be seen, `invalid` where the first is the newer one.
    """
    known = {one.number: one for one in (seen(activity, actor) if among is None else among)}
    mine = _asked(activity, actor)
    vote = next((one.vote_in_force for one in mine if one.vote_in_force), None)
    old, new = first, activity.revision if second is None else second
    if old is None:
        old = _start(known, vote)
    named = (("from", old), ("to", new))
    problems = [Problem(name, ProblemCode.unknown) for name, number in named if number not in known]
    refuse(problems or ([Problem("from", ProblemCode.invalid)] if old > new else []))
    return Compared(
        first=known[old],
        second=known[new],
        changes=changes(answered(known[old].content), answered(known[new].content)),
        watches=tuple(mine[0].watches) if mine else (),
    )


def _start(known: dict[int, Revision], vote: Vote | None) -> int:
    return vote.revision if vote else min(known)


def _asked(activity: Activity, actor: Actor) -> Sequence[Requirement]:
    """Return the requirements of the reader's institution, the latest round first."""
    rows = [row for turn in reversed(activity.rounds) for row in turn.requirements]
    return [row for row in rows if row.institution.code == actor.institution]


def _visible(activity: Activity, actor: Actor) -> Select[Revision]:
    wanted = select(Revision).where(Revision.activity_id == activity.id)
    if not sees_early_revisions(activity.holder.code, actor):
        sent = activity.rounds[0].revision if activity.rounds else activity.revision
        wanted = wanted.where(Revision.number >= sent)
    return wanted
