"""How to become a user: the procedure, the form to sign, and the request, for everybody."""

# Whatever is sent, the answer is the same for every institution and address: it says nothing of accounts.

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

from flask import current_app, make_response, redirect, request, send_file, session, url_for
from flask_appbuilder import expose
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.services.account import requests as administrator_requests
from app.services.account.form_limits import ADMINISTRATOR_REQUEST, seconds_to_wait
from app.services.account.requests import Asked
from app.services.account.signed_files import TYPES, FileRefused, FileTooLarge, SignedFile, read_signed_file
from app.services.registry.facts import institution_choices
from rules.account.access import AccountAction
from rules.refusals import Problem
from rules.text import nfc
from rules.vocabulary import ProblemCode
from views.base import SafePage, one_change
from views.base.attempts import trace_refusal
from views.public.signing_form import signing_form
from views.signin.form import later
from views.words.formats import try_again
from views.words.language import reader_language
from views.words.sentences import problem_sentence, refusal_sentence

SENT = "administrator_request"  # the key of the session under which the number of one's request stands
REPLACES = {"give": False, "replace": True}


class BecomingPage(SafePage):
    """Kā kļūt par lietotāju."""

    route_base = "/ka-klut-par-lietotaju"
    default_view = "show"

    @expose("", methods=["GET"])
    def show(self) -> str:
        """Show the procedure and an empty form."""
        return self._page(_EMPTY, {})

    @expose("", methods=["POST"])
    def send(self) -> Response:
        """Take a request, or show the form again with what is wrong and everything typed."""
        asked = _asked(request.form)
        wait = _seconds_to_wait()
        if wait:
            return self._later(asked, wait)
        errors, status = _errors(asked), 422
        if asked.institution and "institution" in errors:  # the form offers no such institution
            _trace("institution")
        document, refusal = _document()
        if refusal is not None:
            errors["file"] = refusal_sentence(refusal)
            status = 413 if isinstance(refusal, FileTooLarge) else 422
            _trace("file")
        elif document is None:
            errors["file"] = _sentence("file", ProblemCode.required)
        if errors or document is None:
            return make_response(self._page(asked, errors), status)
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
        return _pdf(_EMPTY)

    @expose("/veidlapa", methods=["POST"])
    def fill_in(self) -> Response:
        """Give the form to sign, filled in with what is typed so far."""
        asked = _asked(request.form)
        errors = {name: said for name, said in _errors(asked).items() if getattr(asked, name, None)}
        return make_response(self._page(asked, errors), 422) if errors else _pdf(asked)

    def _page(self, asked: Asked, errors: Mapping[str, str], said: str = "") -> str:
        order = ("institution", "first_name", "last_name", "position", "email", "replaces", "file", "consent")
        return self.render_template(
            "public/become_user.html",
            asked=asked,
            errors=errors,
            said=said,
            accepted=",".join(TYPES),
            consent=request.form.get("consent"),
            institutions=institution_choices(),
            problems=[(errors[name], name) for name in order if name in errors],
        )

    def _later(self, asked: Asked, seconds: int) -> Response:
        said = try_again(gettext("Too many requests have come in."), seconds)
        return later(self._page(asked, {}, said), seconds)


_EMPTY = Asked(institution="", first_name="", last_name="", position="", email="", replaces=None)


def _asked(form: Mapping[str, str]) -> Asked:
    typed = {name: _one_line(form.get(name, "")) for name in ("first_name", "last_name", "position", "email")}
    return Asked(
        institution=form.get("institution", ""),
        replaces=REPLACES.get(form.get("replaces", "")),
        locale=reader_language(),
        **typed,
    )


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())


def _errors(asked: Asked) -> dict[str, str]:
    """Return a sentence for each field that is wrong."""
    found = [(one.field, problem_sentence(one)) for one in administrator_requests.problems_of(asked)]
    errors = {field.removeprefix("request."): said for field, said in reversed(found)}
    if not request.form.get("consent"):
        errors["consent"] = _sentence("consent", ProblemCode.required)
    return errors


def _sentence(field: str, code: ProblemCode) -> str:
    return problem_sentence(Problem(f"request.{field}", code))


def _trace(field: str) -> None:
    trace_refusal(AccountAction.refused, data={"form": ADMINISTRATOR_REQUEST, "field": field}, each=True)


def _document() -> tuple[SignedFile | None, FileRefused | None]:
    """Return the document that was sent, or why it is not taken; neither when there is none."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None, None
    try:
        return read_signed_file(upload.filename, upload.read()), None
    except FileRefused as refusal:
        return None, refusal


def _seconds_to_wait() -> int:
    window = timedelta(seconds=current_app.config["REQUEST_WINDOW"])
    return seconds_to_wait(ADMINISTRATOR_REQUEST, clock.now(), window, current_app.config["REQUESTS"])


def _pdf(asked: Asked) -> Response:
    name = dict(institution_choices()).get(asked.institution, "")
    return send_file(
        BytesIO(signing_form(asked, name)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=gettext("virsis-administrator-form.pdf"),
        max_age=0,
    )
