"""One click that adds an institution which a co-approver suggested to a returned card."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.card import suggested
from rules.reading import whole as number_in
from rules.refusals import Invalid, Stale, WrongStatus
from views.base import SafePage, current_actor, one_change, post
from views.base.fields import HiddenField
from views.base.form import Form
from views.card.saving import card_of
from views.words.sentences import refusal_sentence


class SuggestedForm(Form):
    """Which institution, and the revision that the person saw."""

    revision = HiddenField(read_as=number_in)
    institution = HiddenField()


class SuggestedPage(SafePage):
    """For the applicants of the holder."""

    route_base = "/aktivitates"

    @post("/<number>/ieteikta-iestade", _p("tried", "adding a suggested institution"), may="edit")
    def add(self, number: str) -> ResponseReturnValue:
        """Add it and show the card's page, which says so."""
        form = SuggestedForm(request.form)
        code, seen = form.institution.data or "", form.revision.data or 0
        try:
            with one_change():
                suggested.add(card_of(number), current_actor(), now(), code, seen=seen)
            flash(
                gettext("%(institution)s is added to the affected institutions.", institution=code), "success"
            )
        except (Stale, WrongStatus, Invalid) as refusal:
            flash(refusal_sentence(refusal), "warning")
        return redirect(f"/aktivitates/{number}", 303)
