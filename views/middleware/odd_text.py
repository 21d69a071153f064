"""A form with a character that no text may have: it comes back with that taken out, to be sent again."""

from flask import current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from werkzeug.wrappers import Response

from app.extensions import csrf

NUL = "\0"
SECRETS = {  # never written into a page
    "password": _l("Password"),
    "again": _l("The new password again"),
    "present": _l("Present password"),
}
ONE_TIME, TAKING_ONE_TIME = "code", frozenset({"SecondStep", "SecondFactorPage"})  # elsewhere a code is none
# What pages call the fields that neither their view nor the card names.
NAMES = {
    "email": _l("e-mail address"),
    "first_name": _l("first name"),
    "last_name": _l("last name"),
    "username": _l("user name"),
    "position": _l("position"),
    "institution": _l("institution"),
    **SECRETS,
    "code": _l("Code"),
    "name": _l("User name or e-mail address"),
    "typed": _l("User name"),
    "comment": lazy_pgettext("field", "Comment"),
    "question": _l("Question to the applicant"),
    "reason": _l("Reason"),
    "reasoning": _l("Reasoning of the decision"),
    "text": _l("Answer"),
    "title": _l("What is planned"),
    "days": _l("For how many days"),
    "from_on": _l("First day"),
    "until_on": _l("Last day, included"),
    "valid_from": _l("Holds from"),
    "source": lazy_pgettext("reference", "Source"),
    "why_not": _l("Why does the activity not concern your institution?"),
}


def repaired_form() -> Response | None:
    """Return the form of this request without its NUL characters; None when it has none."""
    sent = list(request.form.items(multi=True))
    odd = {name for name, value in sent if NUL in name + value}
    if not odd:
        return None
    csrf.protect()  # only what the person's own form sent comes back
    fields = [
        (name.replace(NUL, ""), value.replace(NUL, ""), _label(name) if name in odd else None)
        for name, value in sent
        if not _is_secret(name)
    ]
    said = render_template(
        "errors/odd_text.html",
        fields=fields,
        names=[_label(name) for name in sorted(odd)],
        files=bool(request.files),
        secrets=any(map(_is_secret, request.form)),
        code=422,
    )
    return make_response(said, 422)


def _is_secret(name: str) -> bool:
    return name in SECRETS or (name == ONE_TIME and request.blueprint in TAKING_ONE_TIME)


def _label(name: str) -> str:
    """Return how the page of the form calls a field; its own name where nobody else knows it."""
    readable = name.replace(NUL, "")
    views = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    here = next((view for view in views if view.endpoint == request.blueprint), None)
    named = getattr(here, "field_named", None)
    if named and readable:
        return str(named(readable))
    said = str({**NAMES, **getattr(here, "label_columns", {})}.get(name, readable))
    return said[:1].upper() + said[1:]
