"""The decision of a CAB head over a round: what stands against it, the summary, the outcome."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext, lazy_pgettext
from werkzeug.wrappers import Response

from app.clock import now
from app.services.activity import door
from app.services.activity import steps as workflow
from models import Activity, Requirement, Vote
from rules.facts import Actor
from rules.refusals import Stale
from rules.tally import tally
from rules.text import says_something
from rules.vocabulary import Action, Choice, Outcome, RequirementState
from views.activity import on_behalf
from views.activity.finding import activity_or_404
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.card.words import field_name
from views.words.labels import label
from views.words.language import reader_language

OBJECTION = "objections."


@dataclass(slots=True)
class Draft:
    """The form: everything typed, and the revision seen."""

    outcome: Outcome | None = None
    reasoning: str = ""
    overruled: dict[str, str] = field(default_factory=dict)
    seen: int | None = None


@dataclass(slots=True)
class Answer:
    """How the form comes back: with what note, mistakes, or the recap open."""

    status: HTTPStatus = HTTPStatus.OK
    mistakes: dict[str, str] = field(default_factory=dict)
    recap: bool = False
    warning: str = ""


class DecisionPage(SafePage):
    """For CAB heads: one page, one decision."""

    route_base = "/aktivitates"
    default_view = "form"
    attempts = {
        "decide": lazy_pgettext("tried", "deciding on an activity"),
    }

    @expose("/<number>/lemums")
    @has_access
    @permission_name("decide")
    def form(self, number: str) -> str | tuple[str, int]:
        """Show what stands against a decision, what is missing, the summary, and the form."""
        activity, actor = activity_or_404(number), current_actor()
        door.gate(activity, Action.decide, actor, now(), None)
        return self._show(activity, actor, Draft(seen=activity.revision), Answer())

    @expose("/<number>/lemums", methods=["POST"])
    @has_access
    @permission_name("decide")
    def decide(self, number: str) -> str | tuple[str, int] | Response:
        """Keep what was typed and say what is missing; show the recap; once confirmed, take the decision."""
        activity, actor, draft = activity_or_404(number), current_actor(), _typed()
        try:
            return self._decide(activity, actor, draft)
        except Stale as stale:
            draft.seen = stale.current_revision
            return self._show(activity_or_404(number), actor, draft, _stale(stale))

    def _decide(self, activity: Activity, actor: Actor, draft: Draft) -> str | tuple[str, int] | Response:
        named, unknown = on_behalf.acting(activity, Action.decide, now())
        door.gate(activity, Action.decide, named, now(), draft.seen)
        wrong = _mistakes(draft, _standing(activity)) | on_behalf.mistakes(unknown)
        if wrong or draft.outcome is None:
            return self._show(activity, actor, draft, Answer(HTTPStatus.UNPROCESSABLE_ENTITY, mistakes=wrong))
        if "confirmed" not in request.form:
            return self._show(activity, actor, draft, Answer(recap=True))
        with one_change():
            activity = activity_or_404(activity.number)
            workflow.decide(
                activity,
                named,
                now(),
                outcome=draft.outcome,
                reasoning=draft.reasoning,
                overruled=_meant(draft, _standing(activity)),
                seen=draft.seen,
            )
        said = {"number": activity.number, "status": label(activity.status)}
        flash(gettext("Decision on %(number)s recorded: %(status)s.", **said), "success")
        return redirect(f"/aktivitates/{activity.number}")

    def _show(self, activity: Activity, actor: Actor, draft: Draft, answer: Answer) -> str | tuple[str, int]:
        rows = _rows(activity)
        page = self.render_template(
            "cab/decision.html",
            activity=activity,
            draft=draft,
            answer=answer,
            standing=_standing(activity),
            missing=[row for row in rows if row.state is RequirementState.not_answered],
            tally=tally(activity.facts().requirements),
            by_choice=_by_choice(rows),
            own=_own(activity, rows, actor),
            in_name=on_behalf.offered(activity, Action.decide),
            outcomes=[(one.value, label(one)) for one in (Outcome.approve, Outcome.return_, Outcome.reject)],
            summary=[(said, name) for name, said in answer.mistakes.items()],
            language=reader_language(),
            field_name=field_name,
        )
        return page if answer.status is HTTPStatus.OK else (page, answer.status.value)


def _typed() -> Draft:
    outcome, seen = request.form.get("outcome", ""), request.form.get("revision", "")
    texts = {
        name.removeprefix(OBJECTION): text
        for name, text in request.form.items()
        if name.startswith(OBJECTION)
    }
    return Draft(
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        reasoning=request.form.get("reasoning", ""),
        overruled=texts,
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 7 else None,
    )


def _mistakes(draft: Draft, standing: list[Vote]) -> dict[str, str]:
    """Return what is wrong, by the field to correct, in the order of the page."""
    found: dict[str, str] = {}
    if draft.outcome is Outcome.approve:
        for vote in standing:
            code = vote.institution.code
            if not says_something(draft.overruled.get(code, "")):
                found[OBJECTION + code] = gettext(
                    "Write why the objection of %(institution)s is not followed", institution=code
                )
    if draft.outcome is None:
        found["outcome"] = gettext("Choose a decision")
    if not says_something(draft.reasoning):
        found["reasoning"] = gettext("Write the reasoning of the decision")
    return found


def _meant(draft: Draft, standing: list[Vote]) -> dict[str, str]:
    """Return the reasons that belong to the decision: only an approval overrules."""
    if draft.outcome is not Outcome.approve:
        return {}
    return {vote.institution.code: draft.overruled.get(vote.institution.code, "") for vote in standing}


def _rows(activity: Activity) -> list[Requirement]:
    return activity.current_round.requirements if activity.current_round else []


def _standing(activity: Activity) -> list[Vote]:
    """Return the votes in force that object, in the order of the sheet."""
    votes = [row.vote_in_force for row in _rows(activity)]
    return [vote for vote in votes if vote is not None and vote.choice is Choice.object]


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


def _stale(stale: Stale) -> Answer:
    said = gettext(
        "The card was changed while you were reading it. It is now revision %(current_revision)s.",
        current_revision=stale.current_revision,
    )
    kept = gettext("What you typed is kept. Check it against the card and submit it again.")
    return Answer(HTTPStatus.CONFLICT, warning=f"{said} {kept}")
