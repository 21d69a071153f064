"""How to become a user: the procedure, the form to sign, and the request, for everybody."""

# Whatever is sent, the answer is the same for every institution and address: it says nothing of accounts.

from datetime import timedelta
from io import BytesIO

from flask import current_app, make_response, redirect, request, send_file, session, url_for
from flask_appbuilder import expose
from flask_babel import gettext, lazy_gettext as _l
from werkzeug.datastructures import CombinedMultiDict

from app import clock
from app.services.account import requests as administrator_requests
from app.services.account.form_limits import ADMINISTRATOR_REQUEST, seconds_to_wait
from app.services.account.requests import Asked
from app.services.account.signed_files import TYPES, FileRefused, FileTooLarge, SignedFile, read_signed_file
from app.services.registry.facts import working_institutions
from rules.account.access import AccountAction
from rules.refusals import Problem
from rules.text import nfc
from rules.vocabulary import ProblemCode
from views.base import Response, SafePage, later, one_change
from views.base.attempts import trace_refusal
from views.base.choices import ChoiceField, TickField
from views.base.fields import LineField, UploadField
from views.base.form import Form
from views.public.signing_form import signing_form
from views.words.formats import try_again
from views.words.language import reader_language
from views.words.names import in_order, options
from views.words.sentences import refusal_sentence

SENT = "administrator_request"  # the key of the session under which the number of one's request stands
REPLACES = {"give": False, "replace": True}


class RequestForm(Form):
    """Whom the institution names, and the signed document that says so."""

    thing = "request"
    institution = ChoiceField(_l("Institution"))
    first_name = LineField(_l("First name"), render_kw={"autocomplete": "given-name"})
    last_name = LineField(_l("Last name"), render_kw={"autocomplete": "family-name"})
    position = LineField(_l("Position"), render_kw={"autocomplete": "organization-title"})
    email = LineField(
        _l("Work e-mail"),
        type="email",
        description=_l("In the domain of the institution"),
        render_kw={"autocomplete": "email"},
    )
    replaces = ChoiceField(_l("What you ask for"))
    file = UploadField(
        _l("Signed form"),
        description=_l("A signed eDoc, ASiC-E or PDF file of at most 5 MB"),
        render_kw={"accept": ",".join(TYPES)},
    )
    consent = TickField(value="1")

    @property
    def asked(self) -> Asked:
        """Return what was typed, for the use case and for the document."""
        texts = ("institution", "first_name", "last_name", "position", "email")
        return Asked(
            replaces=REPLACES.get(self.replaces.data),
            locale=reader_language(),
            **{name: nfc(self[name].data or "") for name in texts},
        )


class BecomingPage(SafePage):
    """Kā kļūt par lietotāju."""

    route_base = "/ka-klut-par-lietotaju"
    takes_files = frozenset({"send", "fill_in"})

    @expose("", methods=["GET"])
    def show(self) -> str:
        """Show the procedure and an empty form."""
        return self._page(RequestForm())

    @expose("", methods=["POST"])
    def send(self) -> Response:
        """Take a request, or show the form again with what is wrong and everything typed."""
        form = _typed()
        wait = _seconds_to_wait()
        if wait:
            return self._later(form, wait)
        form.validate()
        asked = form.asked
        form.refuse(administrator_requests.problems_of(asked))
        if asked.institution and form.institution.errors:  # the form offers no such institution
            _trace("institution")
        document, status = _document(form)
        if not form.consent.data:
            form.refuse([Problem("request.consent", ProblemCode.required)])
        if document is None or form.mistakes:
            return make_response(self._page(form), status)
        with one_change():
            sent = administrator_requests.ask(asked, document, clock.now())
            session[SENT] = sent.number
        return redirect(url_for("BecomingPage.sent"))

    @expose("/nosutits")
    def sent(self) -> str | Response:
        """Say the number of the request just sent, and what happens next."""
        number = session.get(SENT)
        if not number:
            return redirect(url_for("BecomingPage.show"))
        return self.render_template("public/request_sent.html", number=number)

    @expose("/veidlapa", methods=["GET"])
    def blank(self) -> Response:
        """Give the form to sign, not filled in."""
        return _pdf(RequestForm().asked)

    @expose("/veidlapa", methods=["POST"])
    def fill_in(self) -> Response:
        """Give the form to sign, filled in with what is typed so far."""
        form = _typed()
        form.validate()
        asked = form.asked
        problems = administrator_requests.problems_of(asked)
        form.refuse(one for one in problems if getattr(asked, one.field.removeprefix("request.")))
        return make_response(self._page(form), 422) if form.mistakes else _pdf(asked)

    def _page(self, form: RequestForm, said: str = "") -> str:
        form.institution.options = options(working_institutions(in_order()))
        return self.render_template("public/become_user.html", form=form, said=said)

    def _later(self, form: RequestForm, seconds: int) -> Response:
        said = try_again(gettext("Too many requests have come in."), seconds)
        return later(self._page(form, said), seconds)


def _typed() -> RequestForm:
    return RequestForm(CombinedMultiDict((request.form, request.files)))


def _trace(field: str) -> None:
    trace_refusal(AccountAction.refused, data={"form": ADMINISTRATOR_REQUEST, "field": field}, each=True)


def _document(form: RequestForm) -> tuple[SignedFile | None, int]:
    """Return the document that was sent; none is said at its field, with the status of the answer."""
    upload = form.file.data
    if upload is None:
        form.refuse([Problem("request.file", ProblemCode.required)])
        return None, 422
    try:
        return read_signed_file(upload.filename, upload.read()), 422
    except FileRefused as refusal:
        _trace("file")
        form.blame("file", refusal_sentence(refusal))
        return None, 413 if isinstance(refusal, FileTooLarge) else 422


def _seconds_to_wait() -> int:
    window = timedelta(seconds=current_app.config["REQUEST_WINDOW"])
    return seconds_to_wait(ADMINISTRATOR_REQUEST, clock.now(), window, current_app.config["REQUESTS"])


def _pdf(asked: Asked) -> Response:
    name = dict(options(working_institutions(in_order()))).get(asked.institution, "")
    return send_file(
        BytesIO(signing_form(asked, name)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=gettext("virsis-administrator-form.pdf"),
        max_age=0,
    )
