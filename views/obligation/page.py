"""Nosacījumi: the tab of an activity where obligations are read, reported on and verified."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_pgettext as _p

from app.clock import now
from app.services.activity.obligations import DOOR, key_of
from app.services.checks import INVALID
from app.services.obligation import list as obligations, on_behalf, steps
from models import Activity, Obligation
from rules.facts import Actor
from rules.obligation.words import ObligationState, ObligationStep
from rules.reading import whole
from rules.refusals import Invalid, NotFound, Problem, Refusal, WrongStatus
from rules.vocabulary import Role
from views.activity.found import on_its_way
from views.activity.frame import framed
from views.activity.head import head_of
from views.activity.history import events_of
from views.activity.on_behalf import InName
from views.base import SafePage, current_actor, get, one_change, post
from views.obligation.form import ReportForm, VerifyForm
from views.obligation.shown import Shown, shown
from views.obligation.steps import STEPS
from views.words.labels import label
from views.words.sentences import refusal_sentence

_NAMES = ", ".join(f"'{step.value}'" for step in STEPS)
# How the bar above shows how far the obligations are.
_COLOURS = ((ObligationState.fulfilled, 2), (ObligationState.reported, 1), (ObligationState.open, 3))
_REST = ((ObligationState.released, 4), (ObligationState.proposed, 5))

AnyForm = ReportForm | VerifyForm


class ObligationPage(SafePage):
    """For who sees the card; the texts of a restricted one stay with those who read them."""

    route_base = "/aktivitates"

    @get("/<number>/nosacijumi", may="show")
    def show(self, number: str) -> str:
        """Show the obligations, those on which this person may do something with their forms."""
        return self._show(on_its_way(number))

    @post(
        f"/<number>/nosacijumi/<key>/<any({_NAMES}):name>", _p("tried", "a step of an obligation"), may="act"
    )
    def act(self, number: str, key: str, name: str) -> ResponseReturnValue:
        """Take a step and say what came of it."""
        step, told = ObligationStep(name), STEPS[ObligationStep(name)]
        form = told.form(request.form)
        try:
            with one_change():
                _take(_found(number, key), step, form)
        except WrongStatus as refusal:
            return self._show(on_its_way(number), None, form, refusal), HTTPStatus.CONFLICT
        except Invalid as refused:
            form.refuse(refused)
            shown_again = self._show(on_its_way(number), _found(number, key), form)
            return shown_again, HTTPStatus.UNPROCESSABLE_ENTITY
        flash(str(told.done), "success")
        return redirect(f"/aktivitates/{number}/nosacijumi#nosacijums-{key}", 303)

    def _show(
        self,
        activity: Activity,
        sent_for: Obligation | None = None,
        form: AnyForm | None = None,
        refusal: Refusal | None = None,
    ) -> str:
        """Show all; `form` came in for one of them, or is kept in a note where that can be done no more."""
        actor, events = current_actor(), events_of(activity)
        head = head_of(activity, events, actor)
        rows = shown(obligations.of(activity), actor, events)
        for one in rows:
            sent = form if sent_for is not None and one.row.id == sent_for.id else None
            _offer(one, actor, sent)
        more: dict[str, Any] = {
            "acting": sorted(
                (one for one in rows if one.steps), key=lambda one: (not one.turn, one.row.due_on)
            ),
            "rest": [one for one in rows if not one.steps],
            "counts": _counts(rows),
            "told": STEPS,
            "head_role": Role.cab_head,
            "summary": _summary(form, sent_for),
            "refusal": refusal_sentence(refusal) if refusal else "",
            "typed": [one for one in form.typed_fields if one.look == "text"] if form and refusal else [],
        }
        return self.render_template("obligation/page.html", **framed("obligations", activity, head, **more))


def _found(number: str, key: str) -> Obligation:
    row = obligations.found(whole(key, 1) or 0)
    if row.activity.number != number:
        raise NotFound(obligations.GONE)
    return row


def _take(row: Obligation, step: ObligationStep, form: AnyForm) -> None:
    """The order of refusals: who, state, and only then what was sent."""
    at = now()
    actor, unknown = _named(row, step, form)
    DOOR.gate(row, step, actor, at, None)
    if not form.validate() or unknown:
        raise Invalid(INVALID, unknown)
    STEPS[step].use_case(row, actor, at, **form.said(step))


def _named(row: Obligation, step: ObligationStep, form: AnyForm) -> tuple[Actor, tuple[Problem, ...]]:
    if isinstance(form, ReportForm):
        return current_actor(), ()
    return on_behalf.in_whose_name(row, step, current_actor(), now(), form.on_behalf_of.wish)


def _offer(one: Shown, actor: Actor, sent: AnyForm | None) -> None:
    """Give an obligation the forms for what this person may do with it: as sent, else as kept."""
    if ObligationStep.report in one.steps:
        one.report = sent if isinstance(sent, ReportForm) else ReportForm()
        one.report.attachment.options = [
            (str(row.id), f"{row.title} ({row.file_name})") for row in steps.documents(one.row)
        ]
        one.report.keep_typed(key_of(one.row, ObligationStep.report))
    verifying = [step for step in one.steps if step is not ObligationStep.report]
    if verifying:
        one.verify = sent if isinstance(sent, VerifyForm) else VerifyForm()
        one.verify.keep_typed(key_of(one.row, verifying[0]))
        _offer_names(one.verify.on_behalf_of, one.row, verifying[0], actor)


def _offer_names(choice: InName, row: Obligation, step: ObligationStep, actor: Actor) -> None:
    choice.offer(one.principal for one in on_behalf.acting_for(row, step, actor, now()))


def _summary(form: AnyForm | None, sent_for: Obligation | None) -> list[tuple[str, str]]:
    """Return each mistake with the id of its field, which the page has for each obligation."""
    if form is None or sent_for is None:
        return []
    return [(said, f"{name}-{sent_for.id}" if name in form else name) for said, name in form.summary]


def _counts(rows: list[Shown]) -> list[tuple[str, int, int]]:
    """Return word, count and colour of each state in which there are any, but those that lapsed."""
    found = {state: sum(one.row.status is state for one in rows) for state, _colour in (*_COLOURS, *_REST)}
    return [(label(state), found[state], colour) for state, colour in (*_COLOURS, *_REST) if found[state]]
