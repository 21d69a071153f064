"""Templates: what is known beforehand is put in once, and says the same as if it were asked each time."""

import pytest
from flask import render_template
from flask_babel import force_locale
from jinja2 import DictLoader

from views.words.templates import drawn_for, drawn_once

SAID = (
    ("{{ _('Search') }}", {}, "Meklēt", "Search"),
    ("{{ _('Round %(round)s', round=n) }}", {"n": "<3>"}, "&lt;3&gt;. kārta", "Round &lt;3&gt;"),
    ("{{ pgettext('activities', 'All') }}", {}, "Visas", "All"),
    ("{{ _('Search') ~ '!' }}", {}, "Meklēt!", "Search!"),
    ("{{ _(word) }}", {"word": "Search"}, "Meklēt", "Search"),
    ("{% macro a() %}{{ _('Search') }}{% endmacro %}{{ a() }}", {}, "Meklēt", "Search"),
)


class Thing:
    """Counts how often it is drawn."""

    drawn = 0

    def __str__(self):
        return "<b>"

    def seen(self):
        self.drawn += 1
        return ""


@pytest.fixture
def texts(app, monkeypatch):
    """Templates by name, in a request, instead of the files of the application."""
    texts = {}
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(texts))
    monkeypatch.setattr(app.jinja_env, "bytecode_cache", None)
    monkeypatch.setitem(app.jinja_env.__dict__, "twins", {})
    with app.test_request_context():
        yield texts


@pytest.mark.parametrize(("text", "told", "latvian", "english"), SAID)
def test_a_sentence_is_said_in_the_language_of_the_moment(texts, text, told, latvian, english):
    texts["one.html"] = text
    said = []
    for language in ("lv", "en", "lv"):
        with force_locale(language):
            said.append(render_template("one.html", **told))
    assert said == [latvian, english, latvian]


def test_a_letter_without_marks_says_what_it_is_told_as_it_is(texts):
    texts["one.txt"] = "{{ _('Round %(round)s', round=n) }}"
    with force_locale("lv"):
        assert render_template("one.txt", n="<3>") == "<3>. kārta"


def test_what_is_included_and_imported_speaks_the_same_language(texts):
    texts["parts.html"] = "{% macro word() %}{{ _('Search') }}{% endmacro %}"
    texts["within.html"] = "{{ _('Search') }}"
    texts["one.html"] = "{% import 'parts.html' as parts %}{{ parts.word() }} {% include 'within.html' %}"
    said = []
    for language in ("en", "lv"):
        with force_locale(language):
            said.append(render_template("one.html"))
    assert said == ["Search Search", "Meklēt Meklēt"]


def test_a_thing_is_drawn_once_in_each_language(texts):
    texts["row.html"] = "{% macro row(one) %}{{ _('Search') }} {{ one }}{{ one.seen() }}{% endmacro %}"
    draw, one, said = drawn_once("row", "row.html"), Thing(), []
    for language in ("lv", "en", "lv"):
        with force_locale(language):
            said += draw([one, one])
    assert (said, one.drawn) == (
        ["Meklēt &lt;b&gt;"] * 2 + ["Search &lt;b&gt;"] * 2 + ["Meklēt &lt;b&gt;"] * 2,
        2,
    )


def test_a_piece_is_drawn_anew_for_another_key_and_another_language(texts):
    texts["piece.html"] = "{% macro piece(one) %}{{ _('Search') }} {{ one }}{% endmacro %}"
    texts["one.html"] = "{% import 'piece.html' as pieces %}{{ drawn_for(key, pieces.piece, one) }}"
    said = []
    for language, key, one in (("lv", 1, "a"), ("lv", 1, "b"), ("lv", 2, "b"), ("en", 1, "c")):
        with force_locale(language):
            said.append(render_template("one.html", key=key, one=one, drawn_for=drawn_for))
    assert said == ["Meklēt a", "Meklēt a", "Meklēt b", "Search c"]
