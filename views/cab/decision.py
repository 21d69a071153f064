"""The decision of a CAB head over a round: what stands against it, the summary, the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import now
from app.services.activity import at_meeting, door, steps as workflow
from app.services.kept_texts import key_of_step
from models import Activity, Meeting, Requirement
from rules.facts import Actor
from rules.reading import whole
from rules.refusals import Invalid, Stale
from rules.tally import tally
from rules.vocabulary import Action, Choice, Outcome, ProblemCode, RequirementState
from views.activity import on_behalf
from views.activity.found import whole as activity_of
from views.activity.head import head_of
from views.activity.history import events_of
from views.activity.on_behalf import InName
from views.activity.steps import result
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.choices import SelectField, WordField
from views.base.fields import HiddenField, TextField
from views.base.form import Form
from views.cab.objections import objections, standing
from views.words.labels import label

OBJECTION = "objections."


class DecisionForm(Form):
    """The decision, besides a reason for each objection that it overrules."""

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
        if self.outcome.data is not Outcome.approve:
            return {}
        return dict(self._reasons())

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
        fields = (one for one in self.typed_fields if one.name.startswith(OBJECTION))
        return ((one.name.removeprefix(OBJECTION), one.typed) for one in fields)


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
        form = _form_for(activity)(revision=activity.revision)
        return self._show(activity, actor, form, Answer())

    @post("/<number>/lemums", _p("tried", "deciding on an activity"))
    def decide(self, number: str) -> str | tuple[str, int] | Response:
        """Keep what was typed and say what is missing; show the recap; once confirmed, take the decision."""
        activity, actor = activity_of(number), current_actor()
        form = _form_for(activity)(request.form)
        try:
            return self._decide(activity, actor, form)
        except Stale as stale:
            activity = activity_of(number)
            form = _form_for(activity)(request.form)
            form.revision.show(stale.current_revision)
            return self._show(activity, actor, form, _stale(stale))

    def _decide(
        self, activity: Activity, actor: Actor, form: DecisionForm
    ) -> str | tuple[str, int] | Response:
        named, unknown = on_behalf.acting(activity, Action.decide, now(), form.on_behalf_of)
        door.gate(activity, Action.decide, named, now(), form.revision.data)
        if form.do.data:
            return self._show(activity, actor, form, _gathered(form))
        form.validate()
        form.refuse(unknown)
        typed = {
            "outcome": form.outcome.data,
            "reasoning": form.reasoning.data or "",
            "overruled": form.overruled,
        }
        meeting = form.meeting.data or None
        try:
            wrong = at_meeting.named(activity, meeting)[1]
            workflow.check_decision(activity.facts(), **typed, besides=wrong)
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
        form.offer_meetings(at_meeting.running_with(activity))
        page = self.render_template(
            "cab/decision.html",
            activity=activity,
            form=form,
            answer=answer,
            head=head_of(activity, events, actor),
            objections=objections(activity),
            missing=[row for row in rows if row.state is RequirementState.not_answered],
            tally=tally(activity.facts().requirements),
            by_choice=_by_choice(rows),
            own=_own(activity, rows, actor),
            outcomes=[(one.value, label(one)) for one in (Outcome.approve, Outcome.return_, Outcome.reject)],
        )
        return page if answer.status == 200 else (page, answer.status)


def _form_for(activity: Activity) -> type[DecisionForm]:
    return DecisionForm.having(
        {OBJECTION + vote.institution.code: _reason(vote.institution.code) for vote in standing(activity)}
    )


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


def _by_choice(rows: list[Requirement]) -> list[tuple[str, list[str], Any]]:
    """Return (word, institutions, choice) for each choice given, then for those who did not answer."""
    given = [(choice, [row.institution.code for row in rows if row.choice is choice]) for choice in Choice]
    said: list[tuple[str, list[str], Any]] = [
        (label(choice), codes, choice) for choice, codes in given if codes
    ]
    silent = [row.institution.code for row in rows if row.state is RequirementState.not_answered]
    return [*said, (label(RequirementState.not_answered), silent, None)] if silent else said


def _own(activity: Activity, rows: list[Requirement], actor: Actor) -> list[str]:
    """Return what the page and the record say of the head's own part in the card."""
    found: list[str] = []
    if activity.holder.code == actor.institution:
        found.append(
            gettext("This is an activity of your own institution. You may decide; the record shows it.")
        )
    if any(vote.voter_id == actor.user_id for row in rows for vote in row.votes):
        found.append(gettext("You have given an opinion on this activity yourself. The record shows it."))
    elif any(row.institution.code == actor.institution for row in rows):
        found.append(gettext("Your institution has given an opinion on this activity. The record shows it."))
    return found


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
