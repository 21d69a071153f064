"""The opinion of an institution on one card: a form, a recap, a vote."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import flash, redirect, request
from flask_babel import gettext, lazy_pgettext as _p
from werkzeug.wrappers import Response

from app.clock import now, today
from app.services.activity import door, revisions, voting
from app.services.activity.loading import STANDING, with_lists
from app.services.activity.voting import Opinion
from app.services.kept_texts import key_of_step
from models import Activity, Requirement, Vote
from models.activity.content import changed_fields, content
from rules.changes import watched
from rules.facts import Actor
from rules.refusals import KeyReused, Problem, Stale, WrongStatus
from rules.tally import Tally, tally
from rules.vocabulary import Action, Choice, ProblemCode, RemarkKind, Status
from views.activity import on_behalf
from views.activity.differences import Difference, differences
from views.activity.found import activity_or_404, whole
from views.activity.steps import STEPS, result
from views.activity.turn import due
from views.base import SafePage, current_actor, get, keeping, one_change, post
from views.cab import opinion_form
from views.cab.opinion_form import OpinionForm
from views.cab.reading import parts_of, watched_by
from views.card.words import field_name
from views.words.formats import day
from views.words.labels import choices, label


@dataclass(frozen=True, slots=True)
class Beside:
    """What the reader needs beside the form."""

    row: Requirement | None
    given: list[Vote]
    tally: Tally
    changes: list[Difference]

    @property
    def last(self) -> Vote | None:
        """What the institution said last, in whichever round."""
        return self.given[-1] if self.given else None

    @property
    def answered(self) -> bool:
        """Whether that was a question, and the applicant has answered it."""
        return bool(self.last and self.last.choice is Choice.need_info and self.last.answers)

    @property
    def concerning(self) -> int:
        """How many of the changes are of fields that concern the institution."""
        fields = watched_by(self.row) if self.row else frozenset()
        return sum(watched(one.field, fields) for one in self.changes)


@dataclass(frozen=True, slots=True)
class Answer:
    """How the form comes back: with what note, or the recap open."""

    status: HTTPStatus = HTTPStatus.OK
    recap: bool = False
    warning: str = ""
    closed: str = ""
    new_entry: bool = False


class OpinionPage(SafePage):
    """Giving and changing the opinion of the own institution."""

    route_base = "/aktivitates"
    action = Action.vote

    @get("/<number>/atzinums", may="vote")
    def form(self, number: str) -> str | tuple[str, int]:
        """Show the form with the vote in force, if there is one."""
        return self.opened(number)

    @post("/<number>/atzinums", _p("tried", "giving an opinion"), may="vote")
    def give(self, number: str) -> str | tuple[str, int] | Response:
        """Keep what was typed and say what is missing; show the recap; once confirmed, record the vote."""
        return self.sent(number)

    def opened(self, number: str) -> str | tuple[str, int]:
        """Show the form as it begins."""
        activity, actor = whole(number), current_actor()
        door.gate(activity, self.action, actor, now(), None)
        in_force = _row(activity, actor).vote_in_force if self.action is Action.vote else None
        kept = keeping.opened(key_of_step(activity.id, self.action))
        asked, wanted = _row(activity, actor).consumers_asked, request.args.get("choice", "")
        form = opinion_form.begun(activity, in_force, wanted, asked, kept or ())
        return self._show(activity, actor, form, Answer())

    def sent(self, number: str) -> str | tuple[str, int] | Response:
        """Take what was typed, or show it again."""
        actor, confirmed = current_actor(), opinion_form.is_confirmed(request.form)
        # Then the card is not shown again, as a rule.
        activity = activity_or_404(number, *STANDING) if confirmed else whole(number)
        row = own_row(activity, actor)
        form = opinion_form.sent(request.form, row.consumers_asked if row else ())
        form.quote(lambda: content(with_lists(activity)))
        try:
            return self._give(activity, actor, form)
        except Stale:
            activity = whole(number)
            changed = _changed(activity, actor, form.revision.data)
            form.revision.show(activity.revision)
            return self._show(activity, actor, form, _stale(activity.revision, changed))
        except KeyReused:
            form.request_key.show(uuid4().hex)
            return self._show(whole(number), actor, form, _used())
        except WrongStatus as refusal:
            activity = whole(number)
            return self._show(activity, actor, form, self.late(activity, refusal))

    def _give(self, activity: Activity, actor: Actor, form: OpinionForm) -> str | tuple[str, int] | Response:
        confirmed, opinion = form.confirmed.data is not None, form.opinion(activity)
        if confirmed and opinion and voting.earlier(actor, opinion.request_key, opinion.request_hash):
            return _led(activity.number, self.recorded(activity, opinion.choice))
        named, unknown = on_behalf.acting(activity, self.action, now(), form.on_behalf_of)
        door.gate(activity, self.action, named, now(), form.revision.data)
        if form.rearranged:
            return self._show(activity, actor, form, Answer(new_entry=form.do.data == "add"))
        form.validate()
        form.refuse([*self._problems(opinion, _row(activity, actor)), *unknown])
        if form.mistakes or opinion is None:
            return self._show(activity, actor, form, Answer(HTTPStatus.UNPROCESSABLE_ENTITY))
        if not confirmed:
            return self._show(activity, actor, form, Answer(recap=True))
        number = activity.number
        with one_change():
            STEPS[self.action].use_case(activity, named, now(), opinion, seen=form.revision.data)
            said = self.recorded(activity, opinion.choice)
        return _led(number, said)

    def problems(self, opinion: Opinion, row: Requirement) -> list[Problem]:
        """Return what is wrong with an opinion."""
        return voting.problems_of(opinion, row, today())

    def open_to(self, row: Requirement | None) -> list[Choice]:
        """Return what can be chosen."""
        return [one for one in Choice if not (row and row.fixed and one is Choice.not_applicable)]

    def recorded(self, activity: Activity, choice: Choice) -> str:
        """Say what has been done."""
        said = result(activity, Action.vote, choice=label(choice))
        if activity.status is Status.awaiting_decision:
            said += " " + gettext("It was the last one: the round is closed and waits for the CAB head.")
        return said

    def late(self, activity: Activity, refusal: WrongStatus) -> Answer:
        """Say why it is not taken any more."""
        return _late(activity)

    def _problems(self, opinion: Opinion | None, row: Requirement) -> list[Problem]:
        return self.problems(opinion, row) if opinion else [Problem("choice", ProblemCode.required)]

    def _show(
        self, activity: Activity, actor: Actor, form: OpinionForm, answer: Answer
    ) -> str | tuple[str, int]:
        shown = content(activity)
        beside = _beside(activity, actor, shown)
        form.keep_typed(key_of_step(activity.id, self.action), "choice" if "choice" in request.args else "")
        choices_open = self.open_to(beside.row)
        if Choice.not_applicable in choices_open:
            form.suggested_institution.options = opinion_form.others(activity, actor)
        on_behalf.offer(activity, self.action, form.on_behalf_of)
        page = self.render_template(
            "cab/opinion.html",
            activity=activity,
            action=self.action,
            form=form,
            answer=answer,
            beside=beside,
            due=due(beside.row.due_on) if beside.row else None,
            choices_open=choices_open,
            fields=list(opinion_form.fields_of(activity.kind, shown)),
            parts=parts_of(activity, beside.row, beside.changes),
            blank=opinion_form.blank(),
            field_name=field_name,
            remark_kinds=choices(RemarkKind),
        )
        return page if answer.status is HTTPStatus.OK else (page, answer.status.value)


def own_row(activity: Activity, actor: Actor) -> Requirement | None:
    """Return what is asked of the person's institution in the last round, if anything is."""
    return next((row for row in _rows(activity) if row.institution_id == actor.institution_id), None)


def _row(activity: Activity, actor: Actor) -> Requirement:
    row = own_row(activity, actor)
    if row is None:
        raise LookupError("The gate lets only those in who are asked")
    return row


def _rows(activity: Activity) -> list[Requirement]:
    return activity.current_round.requirements if activity.current_round else []


def _beside(activity: Activity, actor: Actor, shown: dict[str, Any]) -> Beside:
    """Gather the own requirement, the own votes of all rounds, the others' answers and what has changed."""
    given = [
        vote
        for turn in activity.rounds
        for asked in turn.requirements
        for vote in asked.votes
        if vote.institution_id == actor.institution_id
    ]
    row = own_row(activity, actor)
    before = revisions.content_of(activity, actor, given[-1].revision) if given else {}
    return Beside(
        row=row,
        given=given,
        tally=tally(activity.facts().requirements),
        changes=differences(before, shown) if before else [],
    )


def _changed(activity: Activity, actor: Actor, seen: int | None) -> str:
    """Return who changed what since the revision seen."""
    saved = [one for one in revisions.seen(activity, actor) if one.number > (seen or 0)]
    names = sorted({one.saved_by.username for one in saved})
    before = revisions.content_of(activity, actor, seen or 0)
    if not before:
        return gettext("Changed by: %(names)s.", names=", ".join(names))
    fields = [field_name(name) for name in changed_fields(before, content(activity))]
    return gettext(
        "Changed by: %(names)s. Fields: %(fields)s.", names=", ".join(names), fields=", ".join(fields)
    )


def _stale(revision: int, changed: str) -> Answer:
    said = gettext(
        "The card was changed while you were reading it. It is now revision %(current_revision)s.",
        current_revision=revision,
    )
    kept = gettext("What you typed is kept. Check it against the card and submit it again.")
    return Answer(HTTPStatus.CONFLICT, warning=f"{said} {changed} {kept}")


def _used() -> Answer:
    said = gettext(
        "An earlier opinion from this page is recorded already. Check the text and submit it again: "
        "it will replace the earlier one."
    )
    return Answer(HTTPStatus.CONFLICT, warning=said)


def _late(activity: Activity) -> Answer:
    current = activity.current_round
    if activity.status is Status.awaiting_decision and current is not None and current.closed_at is not None:
        said = gettext(
            "The opinion was not recorded. The round was closed on %(date)s. "
            "The CAB head takes the decision.",
            date=day(current.closed_at),
        )
    else:
        said = gettext(
            "The opinion was not recorded. No round is open now; status of the activity: %(status)s.",
            status=label(activity.status),
        )
    return Answer(HTTPStatus.CONFLICT, closed=said)


def _led(number: str, said: str) -> Response:
    flash(said, "success")
    return redirect(f"/aktivitates/{number}")
