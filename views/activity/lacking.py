"""One click that enters a dependency which a completed card used, and the registry does not know."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_pgettext as _p

from app.clock import now
from app.services.registry import dependencies
from app.services.registry.dependencies import Proposal
from rules.reading import code
from rules.refusals import Invalid, WrongStatus
from rules.registry_vocabulary import ChangeSource, DependencyKind
from views.activity.found import on_its_way
from views.base import SafePage, current_actor, one_change, post
from views.base.choices import WordField
from views.base.fields import HiddenField
from views.base.form import Form
from views.registry.dependency import entered
from views.words.sentences import refusal_sentence


class LackingForm(Form):
    """Which resource is used, and how."""

    provider = HiddenField(read_as=code)
    kind = WordField(_p("registry", "Kind"), words=DependencyKind)


class LackingPage(SafePage):
    """For the change controllers of the holder."""

    route_base = "/aktivitates"

    @post("/<number>/trukstosa-atkariba", _p("tried", "proposing a dependency"), may="edit")
    def add(self, number: str) -> ResponseReturnValue:
        """Propose it and show the page of the activity, which says so."""
        form = LackingForm(request.form)
        try:
            with one_change():
                consumer = on_its_way(number).resource
                asked = Proposal(
                    consumer=consumer.code if consumer else "",
                    provider=form.provider.data or "",
                    kind=form.kind.data if form.validate() else None,
                )
                row, _new = dependencies.propose(asked, current_actor(), now(), ChangeSource.page)
            flash(entered(row), "success")
        except (WrongStatus, Invalid) as refusal:
            flash(refusal_sentence(refusal), "warning")
        return redirect(f"/aktivitates/{number}", 303)
