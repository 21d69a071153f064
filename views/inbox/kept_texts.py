"""What a form keeps while it is typed, and throws away when it is not wanted."""

from flask import flash, jsonify, redirect, request
from flask_babel import gettext, lazy_pgettext as _p
from werkzeug.wrappers import Response

from app.services import kept_texts
from views.base import SafePage, current_actor, keeping, one_change, post
from views.base.fields import HiddenField
from views.base.form import NextForm
from views.words.formats import clock


class ForgetForm(NextForm):
    """Which text, and where to go on."""

    mark = HiddenField(read_as=keeping.marked)


class KeptTextPage(SafePage):
    """For scripts and forms; there is nothing to look at here."""

    route_base = "/teksti"
    kept = False

    @post("", _p("tried", "keeping a text"))
    def keep(self) -> Response | tuple[Response, int]:
        """Keep the form that a script sends as it is typed."""
        at = keeping.keep_sent()
        if at is None:
            return jsonify(message=gettext("Too long to be kept. Send it, or copy it.")), 422
        return jsonify(kept=True, message=gettext("Kept at %(time)s", time=clock(at)))

    @post("/aizmirst", _p("tried", "throwing a kept text away"), may="keep")
    def forget(self) -> Response:
        """Throw away what was kept of one form and open it anew."""
        form = ForgetForm(request.form)
        person, key = form.mark.data or (None, "")
        if person == current_actor().user_id:
            with one_change():
                kept_texts.forget(person, key)
            flash(gettext("The text is thrown away."), "info")
        return redirect(form.next.data or "/darbi", 303)
