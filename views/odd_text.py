"""A form with a character that no text may have: it comes back with that taken out, to be sent again."""

from flask import current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from app.extensions import csrf
from views.card_words import field_name
from views.trace_words import OTHER_DATA

NUL = "\0"
SECRETS = frozenset({"password", "again", "present", "code"})  # never written into a page


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
        if name not in SECRETS
    ]
    said = render_template(
        "errors/odd_text.html", fields=fields, names=[_label(name) for name in sorted(odd)],
        files=bool(request.files), secrets=bool(SECRETS & set(request.form)), code=422,
    )  # fmt: skip
    return make_response(said, 422)


def _label(name: str) -> str:
    """Return how the page of the form calls a field; its own name where nobody else knows it."""
    readable = name.replace(NUL, "")
    if request.blueprint == "ActivityForm" and readable:
        return field_name(readable)
    views = current_app.appbuilder.baseviews  # type: ignore[attr-defined]
    here = next((view for view in views if view.endpoint == request.blueprint), None)
    said = str({**OTHER_DATA, **getattr(here, "label_columns", {})}.get(name, readable))
    return said[:1].upper() + said[1:]
