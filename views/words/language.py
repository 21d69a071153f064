"""Which language: the person's setting on pages, what the caller accepts in the API."""

from typing import Any, TypeAlias

import flask_babel
from flask import Flask, has_request_context, request, session
from flask_babel.speaklater import LazyString
from flask_login import current_user
from flask_wtf import FlaskForm

from app.security import is_api

LANGUAGES = ("lv", "en")
Text: TypeAlias = str | LazyString  # in a language, or in the reader's once it is shown


def reader_language() -> str:
    """Return the language of the reader of this answer; Latvian where nothing says another."""
    if not has_request_context():
        return LANGUAGES[0]
    if is_api():
        return accepted_language()
    chosen = current_user.locale if current_user.is_authenticated else session.get("locale")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def accepted_language() -> str:
    """Return what the caller of the API likes best of what we speak; en-GB is English."""
    liked = (name.lower().split("-")[0] for name, quality in request.accept_languages if quality)
    return next((name for name in liked if name in LANGUAGES), LANGUAGES[0])


def install(app: Flask) -> None:
    """Let Flask-Babel ask here, and WTForms take its sentences from our catalogues."""
    babel = flask_babel.get_babel(app)
    babel.locale_selector = reader_language
    babel.instance.domain_instance = _Catalogues(domain=babel.default_domain)
    FlaskForm.Meta.get_translations = lambda _meta, _form: _WTFORMS


class _Catalogues(flask_babel.Domain):
    """The catalogues, by language: Flask-Babel writes the whole name of a locale for each sentence."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self._known: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """Return the catalogue of the language that is spoken now."""
        locale = flask_babel.get_locale()
        if locale is None:
            return super().get_translations()
        if locale.language not in self._known:
            self._known[locale.language] = super().get_translations()
        return self._known[locale.language]


class _Translations:
    """WTForms looks sentences up here."""

    def gettext(self, sentence: str) -> Any:
        return flask_babel.get_translations().ugettext(sentence)

    def ngettext(self, one: str, many: str, count: int) -> Any:
        return flask_babel.get_translations().ungettext(one, many, count)


_WTFORMS = _Translations()
