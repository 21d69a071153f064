"""Obligations of activities, for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import lazy_pgettext as _p

from app.clock import now, today
from app.extensions import db
from app.services.activity.obligations import DOOR
from app.services.activity.on_behalf import Name
from app.services.obligation import list as obligations, on_behalf
from app.services.obligation.list import Wanted
from models import Obligation, ObligationReport, User
from models.obligation import staffed_institutions
from rules.account.access import KeyScope
from rules.facts import Actor
from rules.obligation.words import ObligationStep
from rules.refusals import NotFound, Problem
from rules.text import N_
from views.api.calls import ActivityCalls, DescribedApi, call, calls
from views.api.schemas import obligation as schemas
from views.api.schemas.bodies import Sent, all_problems
from views.api.schemas.queries import ObligationsSought
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE
from views.obligation.steps import STEPS

_BODIES: dict[ObligationStep, type[Sent]] = {
    ObligationStep.report: schemas.NewReportSent,
    ObligationStep.accept: schemas.VerifiedSent,
    ObligationStep.refuse: schemas.ReasonedSent,
    ObligationStep.release: schemas.ReasonedSent,
    ObligationStep.move: schemas.MovedSent,
}


def _said(step: ObligationStep) -> call:
    key = KeyScope.applicant if step is ObligationStep.report else None
    body, answer = _BODIES[step], schemas.Obligation
    return call(STEPS[step].says, body=body, answer=answer, refuses=(403, 409), key=key)


SAID = {step.value: _said(step) for step in STEPS}
# What a use case takes that a client may have left out: it says what is missing.
_LEFT_OUT: dict[str, dict[str, Any]] = {
    "report": {"text": ""},
    "refuse": {"comment": ""},
    "release": {"comment": ""},
    "move": {"comment": "", "due_on": None},
}


class CardObligationApi(ActivityCalls):
    """The obligations of an activity."""

    @opens("GET", "/<key>/obligations")
    @call(
        N_("The obligations of an activity, oldest first"),
        answer=schemas.Obligation,
        many=True,
        key=KeyScope.read,
    )
    def get_list(self, key: str) -> Response:
        rows = obligations.of(self.found(key))
        return self.told(rows, known=known(rows))


class ObligationApi(DescribedApi):
    """Obligations of all activities that the person sees."""

    resource_name = "obligations"

    @opens("GET", "/")
    @call(
        N_("Obligations: your turn first, then those that are not over, each by due date"),
        query=ObligationsSought,
        answer=schemas.ObligationPage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        asked, actor = self.asked(), current_actor()
        wanted = Wanted(
            states=asked.get("states", ()),
            mine=asked.get("mine", False),
            overdue_on=today() if asked.get("overdue") else None,
        )
        size = asked["page_size"]
        rows = obligations.page(wanted, actor, asked["page"] * size, size)
        shown = schemas.Obligation(many=True, known=known(rows)).dump(rows)
        return self.answer({"count": obligations.count(wanted, actor), "result": shown})

    @opens("POST", "/<key>/actions/<action>", tried=_p("tried", "a step of an obligation (API)"))
    @calls(SAID)
    def act(self, key: str, action: str) -> Response:
        """Take one step; what the person or the state forbids comes before the body."""
        with one_change():
            row = obligations.found(self.key(key))
            if action not in SAID:
                raise NotFound(GONE)
            step, at = ObligationStep(action), now()
            actor, unknown = _in_whose_name(row, step, at)
            DOOR.gate(row, step, actor, at, None)
            sent = self.sent(_BODIES[step]).with_name(unknown)
            with all_problems(sent):
                STEPS[step].use_case(row, actor, at, **{**_LEFT_OUT.get(action, {}), **sent.values})
            return self.told(row, known=known([row]))


@dataclass(frozen=True, slots=True)
class Withheld:
    """A report for whom the texts of the card are not."""

    reported_at: datetime
    reported_by: User
    text: None = None
    attachment_id: None = None


def known(rows: Sequence[Obligation]) -> dict[str, Any]:
    """Return what depends on who reads the obligations."""
    actor, on = current_actor(), today()
    staffed = staffed_institutions(db.session()) if rows else frozenset()
    read, steps_of = obligations.with_texts(rows, actor), obligations.possible(rows, actor, on, staffed)

    def reports(row: Obligation) -> Sequence[ObligationReport | Withheld]:
        if row.activity_id in read:
            return row.reports
        return [Withheld(one.reported_at, one.reported_by) for one in row.reports]

    return {
        "text": lambda row: row.text if row.activity_id in read else None,
        "reports": reports,
        "actions": lambda row: steps_of[row.id],
        "verified_by": lambda row: row.verifier(staffed),
    }


def _in_whose_name(row: Obligation, step: ObligationStep, at: datetime) -> tuple[Actor, tuple[Problem, ...]]:
    sent = g.body if isinstance(g.body, dict) else {}
    chosen = sent.get("on_behalf_of", Name.by_default)
    wish = chosen if chosen is None or isinstance(chosen, (str, Name)) else Name.by_default
    return on_behalf.in_whose_name(row, step, current_actor(), at, wish)
