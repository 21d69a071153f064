"""The queue of requests for the right of a user administrator: looked through, approved or refused once."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from sqlalchemy.orm import Query

from app import clock
from app.services.account import requests as administrator_requests
from app.services.account.request_cautions import administrators_of, cautions
from models import AdministratorRequest
from rules.account.access import RequestState
from rules.refusals import Invalid
from views.base import ListView, Response, SlimInterface, current_actor, get, one_change, post
from views.base.choices import TickField
from views.base.declared import Group, Managed
from views.base.fields import TextField
from views.base.files import download
from views.base.form import Form
from views.words.formats import NOTHING, drawn
from views.words.sentences import say


class Queue(SlimInterface):
    """Requests of one state stand together, the newest first."""

    def apply_order_by(self, query: Query[Any], *args: Any, **kwargs: Any) -> Query[Any]:
        """Order as asked, then by age."""
        return super().apply_order_by(query, *args, **kwargs).order_by(AdministratorRequest.id.desc())


def _asked_for(replaces: bool) -> str:
    return gettext("Replace the administrator") if replaces else gettext("Give the right of an administrator")


class ApproveForm(Form):
    """What somebody must have done before the right is given."""

    thing = "request"
    verified = TickField(
        _l(
            "I have checked the signature with the tools of e-paraksts, and that the signer may sign for the "
            "institution"
        ),
        value="1",
    )


class RefuseForm(Form):
    """Why the right is not given."""

    thing = "request"
    reason = TextField(_l("Reason"), rows=4)


class AdministratorRequestView(ListView):
    """Pieprasījumi."""

    datamodel = Queue(AdministratorRequest, eager=("institution", "decided_by"))
    route_base = "/parvaldiba/pieprasijumi"
    kept = False
    management = Managed(
        group=Group.people,
        title=_p("request", "Requests"),
        about=_l("who asks for the right of a user administrator"),
        waiting=administrator_requests.waiting_for,
    )
    include_route_methods = {"list", "show", "approve", "refuse", "document"}
    show_template = "account/request.html"
    list_title = _l("Requests for the right of a user administrator")
    show_title = _l("Request for the right of a user administrator")
    list_hint = _l("Each is decided once: what waits stands first.")
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
        "number": _p("request", "Number"),
        "state": _p("request", "State"),
        "institution": _l("Institution"),
        "first_name": _l("First name"),
        "last_name": _l("Last name"),
        "position": _l("Position"),
        "email": _l("Work e-mail"),
        "replaces": _p("request", "Asked for"),
        "created_at": _p("request", "Sent"),
        "file_name": _l("Signed form"),
        "looks_signed": _p("request", "Carries a signature"),
        "decided_by": _p("request", "Decided by"),
        "decided_at": _p("request", "Decided"),
        "reason": _p("request", "Reason of the refusal"),
    }
    formatters_columns = {
        "state": drawn("request_badge"),
        "replaces": _asked_for,
        "decided_by": lambda account: account.get_full_name() if account else NOTHING,
    }

    @get("/show/<pk>")
    def show(self, pk: str) -> str:
        """Show a request with what to look at before deciding."""
        return self._page(pk)

    @post("/approve/<pk>", _p("tried", "approving a request for the user-administrator right"), may="decide")
    def approve(self, pk: str) -> Response:
        """Give the right, once somebody says that the signature is checked."""
        form = ApproveForm(request.form)
        said = gettext("Request %(number)s is approved: a letter goes out.")
        return self._decide(pk, form, lambda key: _approve(key, form), said)

    @post("/refuse/<pk>", _p("tried", "refusing a request for the user-administrator right"), may="decide")
    def refuse(self, pk: str) -> Response:
        form = RefuseForm(request.form)
        said = gettext("Request %(number)s is refused: a letter goes out.")
        return self._decide(pk, form, lambda key: _refuse(key, form), said)

    @post(
        "/download/<pk>",
        _p("tried", "downloading the document of a request for the user-administrator right"),
        may="download",
    )
    def document(self, pk: str) -> Response:
        """Give out the document, never to be opened inside this site."""
        with one_change():
            row = self.row(pk)
            content = administrator_requests.hand_out(row, current_actor(), clock.now())
            name, media_type = row.file_name, row.media_type
        return download(BytesIO(content), name, media_type)

    def _decide(
        self, pk: str, form: Form, decision: Callable[[int], AdministratorRequest], said: str
    ) -> Response:
        key = self.row(pk).id
        if not form.validate():
            return make_response(self._page(pk, form), 422)
        try:
            with one_change():
                number = decision(key).number
        except Invalid as refusal:
            form.refuse(refusal)
            return make_response(self._page(pk, form), 422)
        flash(said % {"number": number}, "success")
        return redirect(url_for("AdministratorRequestView.show", pk=pk))

    def _page(self, pk: str, form: Form | None = None) -> str:
        row = self.row(pk)
        waits = row.state is RequestState.waiting
        warnings = [(say(one.key, one.values), one.account) for one in cautions(row)] if waits else []
        refusal = form if isinstance(form, RefuseForm) else RefuseForm()
        refusal.keep_typed(f"requests.{row.id}")
        refusal.reason.description = gettext("It is mailed to %(email)s.", email=row.email)
        return self.render_template(
            self.show_template,
            pk=pk,
            title=row.number,
            widgets=self._show(pk),
            row=row,
            waits=waits,
            warnings=warnings,
            administrators=administrators_of(row.institution),
            approval=form if isinstance(form, ApproveForm) else ApproveForm(),
            refusal=refusal,
            summary=form.summary if form else [],
        )


def _approve(key: int, form: ApproveForm) -> AdministratorRequest:
    verified = bool(form.verified.data)
    return administrator_requests.approve(key, current_actor(), clock.now(), verified=verified)


def _refuse(key: int, form: RefuseForm) -> AdministratorRequest:
    return administrator_requests.refuse(key, form.reason.data or "", current_actor(), clock.now())
