"""Ietekme: what a change of a resource reaches, drawn, by holder, and as a file."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.services.registry import impact as registry
from rules.impact import DEPTHS, Direction
from rules.reading import whole
from rules.refusals import Problem
from rules.registry_vocabulary import DependencyKind
from rules.vocabulary import ProblemCode
from views.base import Response, SafePage, get
from views.base.choices import SelectField, WordField
from views.base.form import Form
from views.base.spreadsheet import sheet
from views.registry.columns import LABELS
from views.registry.graph import by_holder, drawing
from views.words.labels import label
from views.words.names import name_of


class ReachForm(Form):
    """How far, along which ends and which kind of dependencies."""

    direction = WordField(_p("dependency", "Direction"), words=Direction, default=Direction.both)
    depth = SelectField(_p("impact", "Steps"), options=[(str(one), str(one)) for one in DEPTHS], default="2")
    kind = WordField(_p("impact", "Kind of dependency"), words=DependencyKind, blank=_p("filter", "All"))


class ImpactPage(SafePage):
    """For everybody signed in; of the activities each sees the own part."""

    route_base = "/resursi"

    @get("/<code>/ietekme", may="show")
    def show(self, code: str) -> ResponseReturnValue:
        context, status = reached(code)
        return self.render_template("registry/impact.html", **context), status

    @get("/<code>/ietekme.csv", may="show")
    def export(self, code: str) -> Response:
        """Hand out what is reached, one resource a line."""
        found = reached(code)[0]["found"]
        names = ("holder", "code", "name_lv", "status")
        heads = [*(str(LABELS[one]) for one in names), gettext("Steps away"), gettext("Activities")]
        rows = [
            (
                one.holder.code,
                one.reached.code,
                name_of(one.resource),
                label(one.resource.status),
                one.reached.depth,
                ", ".join(one.activities),
            )
            for one in found.nodes
        ]
        return sheet("csv", "ietekme", heads, rows)


def reached(code: str) -> tuple[dict[str, Any], int]:
    """Return what the pages show of the impact, as the address asks, and the status of the answer."""
    form = ReachForm(request.args)
    depth = whole(form.depth.data or "2", DEPTHS[0])
    fits = form.validate()
    if depth not in DEPTHS:
        form.refuse([Problem("depth", ProblemCode.invalid)])
        fits = False
    if fits:
        found = registry.impact(code, form.direction.data or Direction.both, depth or 2, form.kind.data)
    else:
        found = registry.impact(code, Direction.both, 2)
    context = {"form": form, "found": found, "drawn": drawing(found), "holders": by_holder(found)}
    return context, 200 if fits else 422
