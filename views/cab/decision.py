"""The decision of a CAB head over a round: what stands against it, the summary, the outcome."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from flask import flash, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import now, today
from app.services.activity import discussing, door, steps as workflow
from app.services.activity.obligations import ObligationGiven
from app.services.kept_texts import key_of_step
from app.services.obligation.list import of as obligations_of
from app.services.registry.collisions import of_activity
from models import Activity, Meeting, Requirement
from rules.facts import Actor
from rules.obligation.words import ObligationState
from rules.reading import whole
from rules.refusals import Invalid, Problem, Stale
from rules.tally import tally
from rules.vocabulary import Action, Outcome, ProblemCode, RequirementState, Resolution, Role
from views.activity import on_behalf
from views.activity.found import whole as activity_of
from views.activity.head import head_of
from views.activity.history import events_of
from views.activity.impact import ending_of
from views.activity.on_behalf import InName
from views.activity.steps import result
from views.base import Response, SafePage, current_actor, get, keeping, one_change, post
from views.base.choices import SelectField, WordField
from views.base.fields import DayField, HiddenField, TextField
from views.base.form import Form
from views.cab.objections import objections, standing
from views.cab.obligation_fields import ADD, Wish, fields, one_more, placed, places, wishes
from views.cab.weighing import by_choice, open_questions, own_part
from views.words.labels import label

OBJECTION = "objections."


class DecisionForm(Form):
    """The decision, besides a reason for each objection that it overrules."""

    objecting: ClassVar[tuple[str, ...]] = ()  # the institutions whose objections stand

    revision = HiddenField(read_as=whole)
    confirmed = HiddenField()
    do = HiddenField()
    outcome = WordField(
        _l("Kind of decision"), words=Outcome, says={ProblemCode.required: _l("Choose a decision")}
    )
    reasoning = TextField(
        _l("Reasoning of the decision"),
        description=_l("The applicant and all co-approvers will see it."),
        rows=4,
        says={ProblemCode.required: _l("Write the reasoning of the decision")},
    )
    meeting = SelectField(_l("In which meeting it is taken"), optional=True, blank=_l("In none"), options=())
    on_behalf_of = InName()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {name: one for name, one in self._fields.items() if name.startswith(OBJECTION)}
        self._fields = {**first, **self._fields}  # the page begins with the objections

    def offer_meetings(self, running: list[Meeting]) -> None:
        """Offer the meetings that are running with the card on their agenda; where it is one, that one."""
        self.meeting.options = [(one.number, f"{one.number} {one.title}") for one in running]
        if len(running) == 1 and not self.sent:
            self.meeting.data = running[0].number

    @property
    def overruled(self) -> dict[str, str]:
        """Return institution → reason, as far as it belongs to the decision: only an approval overrules."""
        return dict(self._reasons()) if self.outcome.data is Outcome.approve else {}

    @property
    def obliged(self) -> dict[str, ObligationGiven]:
        """Return institution → the obligation that its objections become, likewise."""
        if self.outcome.data is not Outcome.approve:
            return {}
        named = ((code, OBJECTION + code) for code in self.objecting if self.becomes_obligation(code))
        return {
            code: ObligationGiven(
                text=self.field(f"{name}.text").data or "", due_on=self.field(f"{name}.due_on").data
            )
            for code, name in named
        }

    @property
    def wishes(self) -> list[Wish]:
        """Return every further obligation of the page."""
        return wishes(self)

    @property
    def added(self) -> list[Wish]:
        """Return those that belong to the decision and are not empty."""
        return [one for one in self.wishes if not one.empty] if self.outcome.data is Outcome.approve else []

    @property
    def said(self) -> dict[str, Any]:
        """Return what the use case is told of the decision."""
        return {
            "outcome": self.outcome.data,
            "reasoning": self.reasoning.data or "",
            "overruled": self.overruled,
            "obliged": self.obliged,
            "added": tuple(one.given() for one in self.added),
        }

    def becomes_obligation(self, code: str) -> bool:
        """Whether the objections of an institution become an obligation."""
        return self.field(f"{OBJECTION}{code}.resolution").data is Resolution.obligation

    def refuse(self, refused: Invalid | Iterable[Problem]) -> None:
        """Put each problem at its field; the use case counts the obligations that it was given."""
        found = refused.problems if isinstance(refused, Invalid) else refused
        super().refuse([replace(one, field=placed(one.field, self.added)) for one in found])

    def gather(self) -> bool:
        """Add to the reasoning why each objection is not followed; return whether any reason is given."""
        said = [
            gettext(
                "The objection of %(institution)s is not followed: %(reason)s", institution=code, reason=why
            )
            for code, why in self._reasons()
            if why.strip()
        ]
        kept = self.reasoning.typed.rstrip()
        self.reasoning.show("\n".join(filter(None, [kept, *(one for one in said if one not in kept)])))
        return bool(said)

    def _reasons(self) -> Iterator[tuple[str, str]]:
        codes = (code for code in self.objecting if not self.becomes_obligation(code))
        return ((code, self.field(OBJECTION + code).typed) for code in codes)


@dataclass(frozen=True, slots=True)
class Answer:
    """How the form comes back: with what note, or the recap open."""

    status: int = 200
    recap: bool = False
    warning: str = ""


class DecisionPage(SafePage):
    """For CAB heads: one page, one decision."""

    route_base = "/aktivitates"

    @get("/<number>/lemums", may="decide")
    def form(self, number: str) -> str | tuple[str, int]:
        """Show what stands against a decision, what is missing, the summary, and the form."""
        activity, actor = activity_of(number), current_actor()
        door.gate(activity, Action.decide, actor, now(), None)
        kept = keeping.opened(key_of_step(activity.id, Action.decide))
        form = _form_for(activity, kept or ())(revision=activity.revision)
        return self._show(activity, actor, form, Answer())

    @post("/<number>/lemums", _p("tried", "deciding on an activity"))
    def decide(self, number: str) -> str | tuple[str, int] | Response:
        """Keep what was typed and say what is missing; show the recap; once confirmed, take the decision."""
        activity, actor = activity_of(number), current_actor()
        form = _sent(activity)
        try:
            return self._decide(activity, actor, form)
        except Stale as stale:
            activity = activity_of(number)
            form = _sent(activity)
            form.revision.show(stale.current_revision)
            return self._show(activity, actor, form, _stale(stale))

    def _decide(
        self, activity: Activity, actor: Actor, form: DecisionForm
    ) -> str | tuple[str, int] | Response:
        named, unknown = on_behalf.acting(activity, Action.decide, now(), form.on_behalf_of)
        door.gate(activity, Action.decide, named, now(), form.revision.data)
        if form.do.data:
            answer = Answer() if form.do.data == ADD else _gathered(form)
            return self._show(activity, actor, form, answer)
        form.validate()
        form.refuse(unknown)
        typed, meeting = form.said, form.meeting.data or None
        try:
            wrong = discussing.named(activity, meeting)[1]
            workflow.check_decision(activity.facts(), **typed, on=today(), besides=wrong)
        except Invalid as refused:
            form.refuse(refused)
        if form.mistakes:
            return self._show(activity, actor, form, Answer(422))
        if form.confirmed.data is None:
            return self._show(activity, actor, form, Answer(recap=True))
        with one_change():
            activity = activity_of(activity.number)
            workflow.decide(activity, named, now(), **typed, meeting=meeting, seen=form.revision.data)
        flash(result(activity, Action.decide), "success")
        return redirect(f"/aktivitates/{activity.number}")

    def _show(
        self, activity: Activity, actor: Actor, form: DecisionForm, answer: Answer
    ) -> str | tuple[str, int]:
        rows, events = _rows(activity), events_of(activity)
        form.keep_typed(key_of_step(activity.id, Action.decide))
        on_behalf.offer(activity, Action.decide, form.on_behalf_of)
        form.offer_meetings(discussing.running_with(activity))
        page = self.render_template(
            "cab/decision.html",
            activity=activity,
            form=form,
            answer=answer,
            head=head_of(activity, events, actor),
            objections=objections(activity),
            missing=[row for row in rows if row.state is RequirementState.not_answered],
            questions=open_questions(rows),
            tally=tally(activity.facts().requirements),
            by_choice=by_choice(rows),
            proposed=[one for one in obligations_of(activity) if one.status is ObligationState.proposed],
            ending=ending_of(activity),
            met=of_activity(activity),
            head_role=Role.cab_head,
            own=own_part(activity, rows, actor),
            outcomes=[(one.value, label(one)) for one in (Outcome.approve, Outcome.return_, Outcome.reject)],
        )
        return page if answer.status == 200 else (page, answer.status)


def _sent(activity: Activity) -> DecisionForm:
    """Return the form as it was sent, with another obligation where its button was pressed."""
    return _form_for(activity, request.form, DecisionForm(request.form).do.data)(request.form)


def _form_for(activity: Activity, names: Iterable[str], do: str | None = None) -> type[DecisionForm]:
    """Return the form for the objections that stand; `names` of fields say how many obligations it has."""
    codes = tuple(vote.institution.code for vote in standing(activity))
    asked = [(row.institution.code, row.institution.code) for row in _rows(activity)]
    resolved = {name: one for code in codes for name, one in _resolution(code).items()}
    more = fields(one_more(places(names), do), asked)
    return DecisionForm.having({"objecting": codes, **resolved, **more})


def _resolution(code: str) -> dict[str, Any]:
    """Return the fields of what becomes of the objections of an institution."""
    text = _l("Write what %(institution)s gets by the obligation", institution=code)
    due_on = _l("Give the day by which the objection of %(institution)s is to be met", institution=code)
    name = OBJECTION + code
    return {
        name: _reason(code),
        f"{name}.resolution": WordField(
            _l("What becomes of the objection of %(institution)s", institution=code),
            words=Resolution,
            default=Resolution.overrule,
        ),
        f"{name}.text": TextField(_l("What is to be done"), rows=2, says={ProblemCode.required: text}),
        f"{name}.due_on": DayField(_l("Until when"), says={ProblemCode.required: due_on}),
    }


def _reason(code: str) -> Any:
    lacking = _l("Write why the objection of %(institution)s is not followed")
    return TextField(
        _l("Why the objection of %(institution)s is not followed", institution=code),
        description=_l("%(institution)s will see the reason.", institution=code),
        rows=3,
        says={ProblemCode.required: lacking},
    )


def _rows(activity: Activity) -> list[Requirement]:
    return activity.current_round.requirements if activity.current_round else []


def _gathered(form: DecisionForm) -> Answer:
    if form.gather():
        return Answer()
    return Answer(
        warning=gettext("Write first why an objection is not followed: the reasons stand with them.")
    )


def _stale(stale: Stale) -> Answer:
    said = gettext(
        "The card was changed while you were reading it. It is now revision %(current_revision)s.",
        current_revision=stale.current_revision,
    )
    kept = gettext("What you typed is kept. Check it against the card and submit it again.")
    return Answer(409, warning=f"{said} {kept}")
