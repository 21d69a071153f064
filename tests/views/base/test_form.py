"""A form keeps what was typed and says at its fields, and above them, what is wrong."""

import pytest
from flask_babel import force_locale, lazy_gettext
from werkzeug.datastructures import MultiDict

from rules.refusals import Problem
from rules.vocabulary import ProblemCode
from views.base.fields import HiddenField, LineField, TextField
from views.base.form import Form
from views.base.reading import whole


class Note(Form):
    """A form of the tests."""

    revision = HiddenField(read_as=whole)
    title = LineField(lazy_gettext("Title"), longest=10)
    reason = TextField(lazy_gettext("Reason"))


@pytest.fixture
def english(sqlite_app):
    with sqlite_app.test_request_context(), force_locale("en"):
        yield


@pytest.mark.usefixtures("english")
def test_text_that_is_too_long_is_kept_and_its_field_is_named():
    form = Note(MultiDict({"title": "A title of many letters"}))
    assert not form.validate()
    assert form.title.typed == "A title of many letters"
    assert form.summary == [("Title: Shorten the text to 10 characters (now 23)", "title")]


@pytest.mark.usefixtures("english")
def test_refusal_without_a_field_here_is_said_above():
    form = Note(MultiDict())
    form.refuse([Problem("holder", ProblemCode.required)])
    assert form.summary == [("Fill this in", "holder")]


@pytest.mark.usefixtures("english")
def test_first_mistake_of_a_field_stays_when_the_use_case_finds_another():
    form = Note(MultiDict({"title": "A title of many letters"}))
    form.validate()
    form.refuse([Problem("title", ProblemCode.too_long)])
    assert [said for said, _ in form.summary] == ["Title: Shorten the text to 10 characters (now 23)"]


@pytest.mark.usefixtures("english")
def test_form_may_have_as_many_further_fields_as_its_page():
    more = {f"reasons.{code}": TextField(code) for code in ("DVI", "FM")}
    form = Note.having(more)(MultiDict({"reasons.FM": "Because", "title": "Title"}))
    assert (form["reasons.FM"].data, form.title.data) == ("Because", "Title")
    assert "reasons.FM" not in Note(MultiDict())


@pytest.mark.usefixtures("english")
def test_page_may_send_back_another_value_than_it_got():
    form = Note(MultiDict({"revision": "3"}))
    form.revision.put(4)
    assert form.revision.typed == "4"
