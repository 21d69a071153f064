"""The form that an institution signs, as a PDF: filled in with what was typed, or blank. Nothing is kept."""

import json
from pathlib import Path
from typing import Any

import typst
from flask import current_app
from flask_babel import get_locale, gettext

from app.services.account.requests import Asked

STANDARDS: list[Any] = ["a-2a", "ua-1"]  # to be kept for long, and read by screen readers


def signing_form(asked: Asked, institution: str) -> bytes:
    """Return the form as a PDF; `institution` is its name, empty texts become lines to fill in."""
    data = {"data": json.dumps(_words(asked, institution))}
    try:
        return _compiled(data, STANDARDS)
    except typst.TypstError:  # a sign that the font does not have: no archive takes it, but it can be signed
        return _compiled(data, [])


def _compiled(data: dict[str, str], standards: list[Any]) -> bytes:
    folder = Path(current_app.root_path) / "templates" / "public"
    return typst.compile(
        folder / "signing_form.typ",
        root=folder,
        sys_inputs=data,
        ignore_system_fonts=True,  # the fonts that come with typst have every Latvian letter
        pdf_standards=standards,
    )


def _words(asked: Asked, institution: str) -> dict[str, Any]:
    locale = get_locale()
    return {
        "lang": locale.language if locale else "lv",
        "demo": gettext("Demonstration data") if current_app.config["ENV"] == "demo" else "",
        "system": "VIRSIS · " + gettext("Development activities"),
        "title": gettext("Form of a user administrator"),
        "lead": gettext("The institution names an employee who creates and closes its accounts in VIRSIS."),
        "rows": [
            (gettext("Institution"), institution),
            (gettext("First name"), asked.first_name),
            (gettext("Last name"), asked.last_name),
            (gettext("Position"), asked.position),
            (gettext("Work e-mail"), asked.email),
        ],
        "asked": gettext("What is asked for:"),
        "options": [
            (asked.replaces is False, gettext("Give the right of an administrator")),
            (asked.replaces is True, gettext("Replace the administrator")),
        ],
        **_procedure(),
    }


def _procedure() -> dict[str, Any]:
    return {
        "statement": gettext(
            "The system administrator of VIRSIS checks the signature, then gives the right or refuses with a "
            "reason. The answer is mailed to the address above."
        ),
        "how": gettext("How to sign and send"),
        "steps": [
            gettext(
                "The head of the institution or an authorised person signs this file with a secure "
                "electronic signature (eDoc, ASiC-E or PDF)."
            ),
            gettext("The signed file is sent on the page where this form was made."),
        ],
        "footer": gettext("The date and the signer are in the electronic signature."),
    }
