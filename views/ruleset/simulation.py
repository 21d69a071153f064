"""Simulācija: what another rule set would ask of all cards; the worker calculates, nothing is changed."""

from typing import Any

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import now
from app.extensions import db
from app.services.ruleset import simulation_changes, simulations
from models import Simulation
from rules.reading import whole
from rules.refusals import WrongStatus
from rules.simulation import SimulationState
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.choices import ChoiceField
from views.base.form import Form
from views.base.listing import ExportForm
from views.ruleset.simulation_chart import bars, by_year, total_load
from views.ruleset.simulation_list import changes_of, wanted_by
from views.words.sentences import refusal_sentence, say


class AskForm(Form):
    """Beside which other rule set one is simulated."""

    against = ChoiceField(_l("Compare with"))


class SimulationPage(SafePage):
    """For the system administrators."""

    route_base = "/parvaldiba/noteikumi"

    @post("/<code>/simulacija", _p("tried", "starting a simulation"), may="manage")
    def start(self, code: str) -> Response:
        """Ask the worker for a simulation, or lead to the one that is under way."""
        against = AskForm(request.form).against.data or ""
        with one_change():
            asked = simulations.ask(code, against, current_actor(), now())
            key = asked.id
        return redirect(url_for("SimulationPage.show", pk=key), 303)

    @get("/simulacijas/<pk>", may="manage")
    def show(self, pk: str) -> str:
        """Show how far it is; once it is done, what would change."""
        asked = _asked(pk)
        error = say(asked.error["key"], asked.error["values"]) if asked.error else ""
        given = {"asked": asked, "open": asked.state in simulations.OPEN, "error": error}
        if asked.state is SimulationState.done:
            given |= _outcome(asked)
        return self.render_template("ruleset/simulation.html", **given)

    @get("/simulacijas/<pk>/gaita", may="manage")
    def progress(self, pk: str) -> Response:
        """Show how far it is, as a piece of the page."""
        asked = _asked(pk)
        is_open = asked.state in simulations.OPEN
        answer = make_response(
            self.render_template("ruleset/simulation_progress.html", asked=asked, open=is_open)
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @post("/simulacijas/<pk>/atcelt", _p("tried", "cancelling a simulation"), may="manage")
    def cancel(self, pk: str) -> Response:
        key = _asked(pk).id
        try:
            with one_change():
                simulations.cancel(key, current_actor(), now())
            flash(gettext("The simulation is cancelled."), "success")
        except WrongStatus as refusal:  # it ended meanwhile, or the button was pressed twice
            flash(refusal_sentence(refusal), "warning")
        return redirect(url_for("SimulationPage.show", pk=key), 303)

    @post("/simulacijas/<pk>/eksports", _p("tried", "exporting the result of a simulation"), may="manage")
    def export(self, pk: str) -> Response:
        """Hand out the cards that the filters find as a file; that is a trace."""
        kind, asked = ExportForm(request.form).kind.data, _asked(pk)
        if kind is None or asked.state is not SimulationState.done:
            abort(404)
        changes = changes_of(asked)
        rows = list(simulation_changes.every(asked.id, wanted_by(changes.asked(request.args))))
        number = str(asked.id)
        db.session.rollback()  # on SQLite what has begun to read cannot begin to write
        return changes.hand_out(kind, rows, list="simulation", number=number)


def _asked(pk: str) -> Simulation:
    key = whole(pk, 1)
    if key is None:
        abort(404)
    return simulations.get(key)


def _outcome(asked: Simulation) -> dict[str, Any]:
    result, changes = asked.result or {}, changes_of(asked)
    given = changes.asked(request.args)
    wanted = wanted_by(given)
    rows = simulation_changes.page(asked.id, wanted, given.page)
    return {
        "result": result,
        "unasked": result.get("unasked", 0),
        "bars": bars(result, wanted.year),
        "lines": total_load(result, wanted.year),
        "by_year": by_year(result),
        "year": wanted.year,
        "listed": changes.listed(given, rows, simulation_changes.count(asked.id, wanted)),
        "kept": request.query_string.decode("ascii", "ignore"),
    }
