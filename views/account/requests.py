"""The queue of requests for the right of a user administrator: looked through, approved or refused once."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import abort, flash, make_response, redirect, request, send_file, url_for
from flask_babel import gettext, lazy_gettext, lazy_pgettext
from sqlalchemy.orm import Query
from werkzeug.wrappers import Response

from app import clock
from app.services.account import requests as administrator_requests
from app.services.account.request_cautions import administrators_of, cautions
from models import AdministratorRequest
from models.account.people import User
from rules.account.access import RequestState
from rules.refusals import Invalid, Problem
from rules.vocabulary import ProblemCode
from views.base import SafeModelView, SlimInterface, current_actor, expose, has_access, one_change
from views.base import permission_name as under
from views.base.management import Group, Managed
from views.words.formats import NOTHING, drawn
from views.words.sentences import problem_sentence, say

# The document was sent by anybody: a browser that opens it after all can do nothing with it.
DOCUMENT_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Queue(SlimInterface):
    """Requests of one state stand together, the newest first."""

    def apply_order_by(self, query: Query[Any], *args: Any, **kwargs: Any) -> Query[Any]:
        """Order as asked, then by age."""
        return super().apply_order_by(query, *args, **kwargs).order_by(AdministratorRequest.id.desc())


def _asked_for(replaces: bool) -> str:
    return gettext("Replace the administrator") if replaces else gettext("Give the right of an administrator")


def _person(account: User | None) -> str:
    return account.get_full_name() if account else NOTHING


class AdministratorRequestView(SafeModelView):
    """Pieprasījumi."""

    datamodel = Queue(AdministratorRequest, eager=("institution", "decided_by"))
    route_base = "/parvaldiba/pieprasijumi"
    management = Managed(
        group=Group.people,
        title=lazy_pgettext("request", "Requests"),
        about=lazy_gettext("who asks for the right of a user administrator"),
        waiting=administrator_requests.waiting_for,
    )
    include_route_methods = {"list", "show", "approve", "refuse", "document"}
    show_template = "account/request.html"
    list_title = lazy_gettext("Requests for the right of a user administrator")
    show_title = lazy_gettext("Request for the right of a user administrator")
    extra_args = {
        "active": "admin",
        "list_hint": lazy_gettext("Each is decided once: what waits stands first."),
    }
    list_columns = ["number", "state", "institution", "first_name", "last_name", "replaces", "created_at"]
    show_columns = [
        "number",
        "state",
        "institution",
        "first_name",
        "last_name",
        "position",
        "email",
        "replaces",
        "created_at",
        "file_name",
        "looks_signed",
        "decided_by",
        "decided_at",
        "reason",
    ]
    order_columns = ["created_at", "state"]
    base_order = ("state", "desc")  # waiting, refused, approved
    search_columns = ["state", "institution", "number"]
    add_exclude_columns = edit_exclude_columns = search_exclude_columns = ["file"]  # no form takes it
    label_columns = {
        "number": lazy_pgettext("request", "Number"),
        "state": lazy_pgettext("request", "State"),
        "institution": lazy_gettext("Institution"),
        "first_name": lazy_gettext("First name"),
        "last_name": lazy_gettext("Last name"),
        "position": lazy_gettext("Position"),
        "email": lazy_gettext("Work e-mail"),
        "replaces": lazy_pgettext("request", "Asked for"),
        "created_at": lazy_pgettext("request", "Sent"),
        "file_name": lazy_gettext("Signed form"),
        "looks_signed": lazy_pgettext("request", "Carries a signature"),
        "decided_by": lazy_pgettext("request", "Decided by"),
        "decided_at": lazy_pgettext("request", "Decided"),
        "reason": lazy_pgettext("request", "Reason of the refusal"),
    }
    formatters_columns = {
        "state": drawn("request_badge"),
        "replaces": _asked_for,
        "decided_by": _person,
    }

    @expose("")
    @has_access
    def list(self) -> str:
        """Show one page of requests."""
        return super().list()

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> str:
        """Show a request with what to look at before deciding."""
        return self._page(pk)

    @expose("/approve/<pk>", methods=["POST"])
    @has_access
    @under("decide")
    def approve(self, pk: str) -> Response:
        """Give the right, once somebody says that the signature is checked."""
        return self._decide(pk, self._approve, gettext("Request %(number)s is approved: a letter goes out."))

    @expose("/refuse/<pk>", methods=["POST"])
    @has_access
    @under("decide")
    def refuse(self, pk: str) -> Response:
        """Refuse with a reason."""
        return self._decide(pk, self._refuse, gettext("Request %(number)s is refused: a letter goes out."))

    @expose("/download/<pk>", methods=["POST"])
    @has_access
    @under("download")
    def document(self, pk: str) -> Response:
        """Give out the document, never to be opened inside this site."""
        with one_change():
            row = self._row(pk)
            content = administrator_requests.hand_out(row, current_actor(), clock.now())
            name, media_type = row.file_name, row.media_type
        answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
        answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _decide(self, pk: str, decision: Callable[[int], AdministratorRequest], said: str) -> Response:
        key = self._row(pk).id
        try:
            with one_change():
                number = decision(key).number
        except Invalid as refusal:
            errors = {one.field.removeprefix("request."): problem_sentence(one) for one in refusal.problems}
            return make_response(self._page(pk, errors), 422)
        flash(said % {"number": number}, "success")
        return redirect(url_for("AdministratorRequestView.show", pk=pk))

    def _approve(self, key: int) -> AdministratorRequest:
        if not request.form.get("verified"):
            raise Invalid("", (Problem("request.verified", ProblemCode.required),))
        return administrator_requests.approve(key, current_actor(), clock.now())

    def _refuse(self, key: int) -> AdministratorRequest:
        reason = request.form.get("reason", "")
        return administrator_requests.refuse(key, reason, current_actor(), clock.now())

    def _page(self, pk: str, errors: dict[str, str] | None = None) -> str:
        row = self._row(pk)
        waits = row.state is RequestState.waiting
        warnings = [(say(one.key, one.values), one.account) for one in cautions(row)] if waits else []
        return self.render_template(
            self.show_template,
            pk=pk,
            title=row.number,
            widgets=self._show(pk),
            row=row,
            waits=waits,
            warnings=warnings,
            administrators=administrators_of(row.institution),
            errors=errors or {},
            reason=request.form.get("reason", ""),
        )

    def _row(self, pk: str) -> AdministratorRequest:
        return self.datamodel.get(pk, self._base_filters) or abort(404)
