"""The page of one institution: what it holds, what it uses, what it is asked for; and its deletion."""

from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.services.registry import institutions, references
from models import Institution
from rules.refusals import WrongStatus
from rules.vocabulary import Role
from views.base import SafePage, current_actor, get, one_change, post

SHOWN = 50


class InstitutionPage(SafePage):
    """Everybody signed in reads it; of the activities each sees the own part."""

    route_base = "/iestades"

    @get("/<code>")
    def show(self, code: str) -> str:
        row = institutions.found(code)
        return self.render_template(
            "registry/institution.html",
            institution=row,
            held=institutions.held(row),
            used=institutions.used(row),
            asked=institutions.asked(row),
            most=SHOWN,
            by_admin=current_actor().has(Role.admin),
        )

    @get("/<code>/dzest", may="delete")
    def ask(self, code: str) -> str:
        """Say what names it, or ask."""
        return self._ask(institutions.found(code))

    @post("/<code>/dzest", _p("tried", "deleting an institution"), may="delete")
    def delete(self, code: str) -> ResponseReturnValue:
        """Take out what nothing names."""
        row = institutions.found(code)
        try:
            with one_change():
                references.delete_institution(row, current_actor())
        except WrongStatus as refusal:
            return self._ask(institutions.found(code), refusal), HTTPStatus.CONFLICT
        flash(gettext("%(code)s is deleted.", code=code), "success")
        return redirect(url_for("InstitutionView.list"), 303)

    def _ask(self, row: Institution, refusal: WrongStatus | None = None) -> str:
        return self.render_template(
            "registry/delete.html",
            thing=row,
            references=references.to_institution(row),
            refused=refusal is not None,
            list=(_p("registry", "Institutions"), "/iestades"),
            back=url_for("InstitutionPage.show", code=row.code),
            edit=url_for("InstitutionView.edit", pk=row.id),
            advice=gettext("Close the institution instead, or correct the records that name it."),
        )
