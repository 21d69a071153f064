"""A form keeps what was typed, says what is wrong at the field, and never writes a secret into a page."""

from io import BytesIO

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel, lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict

from config import ROOT
from rules.refusals import Invalid, Problem
from rules.vocabulary import ProblemCode
from views.base.choices import ChoiceField, SelectField, TickField
from views.base.fields import LineField, OneTimeField, SecretField, TextField, UploadField
from views.base.form import Form, NextForm

FIELDS = ("name", "text", "password", "code", "place", "colleague", "agreed", "file")
TYPED = {
    "name": "  Datu   apmaiņa ",
    "text": "Viens\r\ndivi",
    "password": "Noslēpums-2026",
    "code": "123456",
    "place": "VID",
    "colleague": "7",
    "agreed": ["", "1"],
}


class EachForm(Form):
    """One field of each kind that screens of accounts and of signing in use."""

    thing = "key"
    name = LineField(_l("Name"), longest=20, render_kw={"spellcheck": "false"})
    text = TextField(_l("Text"), rows=4)
    password = SecretField(_l("Password"), autocomplete="current-password")
    code = OneTimeField(_l("Code"), autocomplete="one-time-code")
    place = ChoiceField(_l("Institution"), options=[("VID", "VID"), ("LAD", "LAD")], blank=_l("none"))
    colleague = SelectField(_l("Who goes on?"), options=[("7", "Anna"), ("8", "Zane")])
    agreed = TickField(_l("Agreed"), value="1")
    file = UploadField(_l("File"), render_kw={"accept": ".pdf"})


@pytest.fixture(autouse=True)
def english_reader():
    app = Flask(__name__, template_folder=str(ROOT / "app" / "templates"))
    app.jinja_env.globals["icon_sprite"] = "/icons.svg"
    Babel(app, default_locale="en", locale_selector=lambda: "en")
    with app.test_request_context():
        yield


def sent(**over):
    return EachForm(MultiDict({**TYPED, **over}))


def page_of(form):
    drawn = "{% import 'ui/typed.html' as ui %}{% for one in form %}{{ ui.typed(one) }}{% endfor %}"
    return render_template_string(drawn, form=form)


def test_what_was_typed_is_read_and_shown_as_it_was_typed():
    form = sent()
    assert form.validate()
    assert (form.name.data, form.text.data, form.agreed.data) == ("Datu apmaiņa", "Viens\ndivi", True)
    page = page_of(form)
    shown = (
        'value="  Datu   apmaiņa "',
        "Viens\r\ndivi</textarea>",
        '"VID" selected',
        '"7" selected',
        " checked",
    )
    assert [one for one in shown if one not in page] == []


def test_secrets_are_read_and_never_shown():
    form = sent()
    assert (form.password.data, form.code.data) == (TYPED["password"], TYPED["code"])
    page = page_of(form)
    assert [secret for secret in (TYPED["password"], TYPED["code"]) if secret in page] == []


def test_secrets_are_not_shown_either_when_they_cannot_be_kept():
    form = sent(password="Noslē\0pums-2026", code="12\x003456")
    assert (form.validate(), list(form.mistakes)) == (False, ["password", "code"])
    assert "pums-2026" not in page_of(form)


@pytest.mark.parametrize("name", ["name", "text", "place", "colleague"])
def test_character_that_cannot_be_kept_is_taken_out_and_its_field_named(name):
    form = sent(**{name: "Vā\0rds"})
    assert not form.validate()
    label = str(form[name].label.text)
    said = "Line 1, column 3, “Vā\ufffdrds”: no text can have the sign U+0000. Write it without this sign."
    assert form.summary == [(f"{label}: {said}", name)]
    assert "\0" not in page_of(form)
    assert form[name].typed == "Vārds"


def test_everything_else_stays_when_one_field_is_refused():
    form = sent(name="a\0b")
    form.validate()
    assert [form[name].typed for name in ("text", "place", "colleague")] == ["Viens\r\ndivi", "VID", "7"]
    assert form.agreed.data is True


def test_each_problem_of_a_use_case_stands_at_its_field():
    form = sent(name="")
    form.refuse(
        Invalid("", (Problem("key.name", ProblemCode.required), Problem("text", ProblemCode.invalid)))
    )
    assert form.mistakes == {
        "name": "Name the system that will call",
        "text": "This value has the wrong form",
    }


def test_summary_names_the_field_once():
    form = sent(name="")
    form.refuse([Problem("key.name", ProblemCode.required), Problem("text", ProblemCode.invalid)])
    assert form.summary == [
        ("Name the system that will call", "name"),
        ("Text: This value has the wrong form", "text"),
    ]


def test_problem_of_what_the_form_does_not_ask_is_said_too():
    form = sent()
    form.refuse([Problem("revision", ProblemCode.required), Problem("holder", ProblemCode.required)])
    assert form.summary == [
        ("Send the revision of the card that you have seen", "revision"),
        ("Fill this in", "holder"),
    ]


def test_field_may_have_several_mistakes_and_the_summary_counts_each():
    form = sent()
    form.blame("password", "Too short.", "Too common.")
    assert form.password.mistake == "Too short. Too common."
    assert form.summary == [("Too short.", "password"), ("Too common.", "password")]


def test_page_may_show_another_value_than_was_sent():
    form = sent()
    form.name.show("Cits")
    assert form.name.typed == "Cits"


def test_fields_that_were_not_sent_are_empty():
    form = EachForm(MultiDict())
    assert [form[name].data for name in FIELDS] == ["", None, "", "", "", "", None, None]


def test_box_that_was_not_ticked_says_no():
    assert (sent(agreed=[""]).agreed.data, sent(agreed=["0"]).agreed.data) == (False, False)


def test_file_is_what_was_chosen_and_nothing_without_a_name():
    file, none = FileStorage(BytesIO(b"x"), "a.pdf"), FileStorage(BytesIO(b""), "")
    assert EachForm(MultiDict({"file": file})).file.data is file
    assert EachForm(MultiDict({"file": none})).file.data is None
    assert EachForm(MultiDict({"file": "forged"})).file.data is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/darbi", "/darbi"),
        ("/darbi?", "/darbi"),
        ("/aktivitates?q=a", "/aktivitates?q=a"),
        ("//evil.example", None),
        ("https://evil.example/", None),
        ("/a\0b", None),
        ("", None),
    ],
)
def test_next_page_is_one_of_this_site(typed, meant):
    assert NextForm(MultiDict({"next": typed})).next.data == meant


def test_text_that_is_too_long_is_kept_and_its_field_is_named():
    form = sent(name="A name of very many letters")
    assert not form.validate()
    assert form.name.typed == "A name of very many letters"
    assert form.summary == [("Name: Shorten the text to 20 characters (now 27)", "name")]


def test_names_that_the_form_does_not_have_are_foreign():
    assert sent(csrf_token="x", is_admin="1").foreign == {"is_admin"}


def test_first_mistake_of_a_field_stays_when_the_use_case_finds_another():
    form = sent(name="A name of very many letters")
    form.validate()
    form.refuse([Problem("name", ProblemCode.too_long)])
    assert [said for said, _ in form.summary] == ["Name: Shorten the text to 20 characters (now 27)"]


def test_form_may_have_as_many_further_fields_as_its_page():
    more = {f"reasons.{code}": TextField(code) for code in ("DVI", "FM")}
    form = EachForm.having(more)(MultiDict({"reasons.FM": "Because", "name": "Name"}))
    assert (form["reasons.FM"].data, form.name.data) == ("Because", "Name")
    assert "reasons.FM" not in EachForm(MultiDict())


def test_form_knows_whether_anything_of_it_came_in():
    assert (EachForm(MultiDict({"utm": "x"})).sent, EachForm(MultiDict({"code": ""})).sent) == (False, True)
