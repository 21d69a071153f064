"""Atkarības: a dependency proposed, and its page where the two sides agree on it."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now, today
from app.services.checks import INVALID
from app.services.registry import dependencies, dependency_list
from app.services.registry.dependencies import DOOR, Proposal
from models import Dependency
from rules.dependency.words import DependencyStep
from rules.reading import whole
from rules.refusals import Invalid, Refusal, WrongStatus
from rules.registry_vocabulary import ChangeSource
from views.base import SafePage, current_actor, get, get_and_post, one_change, post
from views.base.form import NextForm
from views.registry.forms import AnswerForm, DependencyForm
from views.registry.steps import STEPS
from views.words.sentences import refusal_sentence

_NAMES = ", ".join(f"'{step.value}'" for step in STEPS)


class DependencyPage(SafePage):
    """Everybody signed in reads dependencies; the two sides agree on them."""

    route_base = "/atkaribas"

    @get_and_post("/jauna", _p("tried", "proposing a dependency"), may="propose")
    def propose(self) -> ResponseReturnValue:
        """Propose that one resource needs another."""
        actor, posted = current_actor(), request.method == "POST"
        back = NextForm(request.form).next.data
        dependencies.check_proposes(actor)
        wanted = {name: request.args.get(name, "") for name in ("consumer", "provider")}
        form = DependencyForm(request.form if posted else None, data=wanted)
        form.keep_typed("registry.dependency.new", but="" if posted else "consumer")
        if not posted:
            return self._form(form)
        try:
            if not form.validate():
                raise Invalid(INVALID, ())
            with one_change():
                said = {one.name: one.data for one in form.typed_fields if one.data is not None}
                row, _new = dependencies.propose(Proposal(**said), actor, now(), ChangeSource.page)
        except Invalid as refused:
            form.refuse(refused)
            return self._form(form), HTTPStatus.UNPROCESSABLE_ENTITY
        except WrongStatus as refusal:
            flash(refusal_sentence(refusal), "warning")
            return redirect(back or url_for("DependencyPage.show", key=refusal.told["id"]), 303)
        flash(_entered(row), "success")
        return redirect(back or url_for("ResourcePage.show", code=row.consumer.code), 303)

    @get("/<key>", may="show")
    def show(self, key: str) -> str:
        """Show both ends, and what this person may do."""
        return self._show(_found(key), AnswerForm())

    @post(f"/<key>/<any({_NAMES}):name>", _p("tried", "a step of a dependency"), may="act")
    def act(self, key: str, name: str) -> ResponseReturnValue:
        """Take a step and say what came of it."""
        step, form = DependencyStep(name), AnswerForm(request.form)
        try:
            with one_change():
                _take(_found(key), step, form)
        except WrongStatus as refusal:
            return self._show(_found(key), form, refusal), HTTPStatus.CONFLICT
        except Invalid as refused:
            form.refuse(refused)
            return self._show(_found(key), form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(str(STEPS[step].done), "success")
        return redirect(url_for("DependencyPage.show", key=key), 303)

    def _form(self, form: DependencyForm) -> str:
        return self.render_template("registry/dependency_new.html", form=form)

    def _show(self, row: Dependency, form: AnswerForm, refusal: Refusal | None = None) -> str:
        offered = DOOR.flow.offered(row.facts(), current_actor(), today())
        form.keep_typed(f"registry.dependency.{row.id}")
        shown: dict[str, Any] = {"row": row, "form": form, "steps": offered, "told": STEPS}
        shown["refusal"] = refusal_sentence(refusal) if refusal else ""
        return self.render_template("registry/dependency.html", **shown)


def _found(key: str) -> Dependency:
    return dependency_list.found(whole(key, 1) or 0)


def _take(row: Dependency, step: DependencyStep, form: AnswerForm) -> None:
    """The order of refusals: who, state, and only then what was sent."""
    actor, at = current_actor(), now()
    DOOR.gate(row, step, actor, at, None)
    if not form.validate():
        raise Invalid(INVALID, ())
    said: dict[str, Any] = {} if step is DependencyStep.confirm else {"comment": form.comment.data or ""}
    if step is DependencyStep.end:
        said["until"] = form.until.data
    STEPS[step].use_case(row, actor, at, ChangeSource.page, **said)


def _entered(row: Dependency) -> str:
    if row.status == "confirmed":
        return gettext("The dependency is entered.")
    others = ", ".join(sorted(row.facts().others))
    return gettext("The dependency is proposed. %(others)s is asked to confirm it.", others=others)
