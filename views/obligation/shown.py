"""Obligations as pages show them: whose turn it is, by when, what has happened, and the forms for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from app.clock import today
from app.extensions import db
from app.services.obligation import list as obligations
from models import Event, Obligation
from models.obligation import staffed_institutions
from rules.facts import Actor
from rules.obligation.words import BY_PEOPLE, ObligationSource, ObligationState, ObligationStep
from rules.vocabulary import Role
from views.activity.history import Happening, happening
from views.activity.turn import Due, due
from views.obligation.form import ReportForm, VerifyForm
from views.words.labels import label


@dataclass(slots=True, kw_only=True)
class Shown:
    """An obligation beside what this person reads and may do; `turn`: what is waited for from this person."""

    row: Obligation
    texts: bool
    due: Due | None
    verifier: str
    steps: tuple[ObligationStep, ...]
    trail: list[Happening] = field(default_factory=list)
    report: ReportForm | None = None
    verify: VerifyForm | None = None

    @property
    def turn(self) -> ObligationStep | None:
        return obligations.turn(self.steps)

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"/aktivitates/{self.row.activity.number}/nosacijumi#nosacijums-{self.row.id}"

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        code = self.row.asked_by.code if self.row.asked_by else ""
        if self.row.source is ObligationSource.vote:
            return gettext("From the opinion of %(institution)s", institution=code)
        if self.row.source is ObligationSource.objection:
            return gettext("From the objection of %(institution)s", institution=code)
        return gettext("From the decision")


def shown(rows: Sequence[Obligation], actor: Actor, events: Iterable[Event] = ()) -> list[Shown]:
    """Return the obligations for a page, each with its own of the events."""
    staffed = staffed_institutions(db.session()) if rows else frozenset()
    possible = obligations.possible(rows, actor, today(), staffed)
    read = obligations.with_texts(rows, actor)
    steps = [one for one in events if one.action in set(BY_PEOPLE)]
    return [
        Shown(
            row=row,
            texts=row.activity_id in read,
            due=due(row.due_on) if row.status is ObligationState.open else None,
            verifier=row.verifier(staffed) or label(Role.cab_head),
            steps=possible[row.id],
            trail=[
                happening(one, row.activity_id in read)
                for one in steps
                if one.data.get("obligation") == row.id
            ],
        )
        for row in rows
    ]
