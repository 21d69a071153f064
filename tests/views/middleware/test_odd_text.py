"""Characters that no text may have, and texts that are too long: said by field, and nothing typed is lost."""

import re
from urllib.parse import urlencode

import pytest

from config import ROOT
from tests.helpers.people import PASSWORD, Browser, browser_of
from views.middleware.odd_text import NAMES

pytestmark = pytest.mark.both_databases

NEW = {
    "first_name": "Lī\0ga",
    "last_name": "Ķēniņa & <b>",
    "email": "liga.kenina@vid.example",
    "username": "",
    "roles": "applicant",
}
TEXTS = {
    "/login/": "username",
    "/aizmirsu-paroli": "name",
    "/lietotaji/add": "first_name",
    "/profils/parole": "present",
    "/valoda": "locale",
}
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
PART = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'


@pytest.fixture
def administrator(app):
    browser = browser_of(app, "vid.administrators")
    browser.post("/valoda", {"locale": "en"})
    return browser


def test_form_with_a_nul_comes_back_and_names_the_field(administrator):
    answer = administrator.post("/lietotaji/add", NEW)
    assert answer.status_code == 422
    assert "An invisible character (NUL) stood in: First name." in answer.text
    assert "The form has expired" not in answer.text


def test_form_with_a_nul_can_be_sent_again_with_all_that_was_typed(administrator):
    page = administrator.post("/lietotaji/add", NEW).text
    form = page[page.index('action="/lietotaji/add"') :]
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert ">Līga</textarea>" in form
    assert hidden["last_name"] == "Ķēniņa &amp; &lt;b&gt;"
    again = {**NEW, "first_name": "Līga", "last_name": "Ķēniņa", "csrf_token": hidden["csrf_token"]}
    assert administrator.client.post("/lietotaji/add", data=again).status_code == 302


def test_form_from_elsewhere_does_not_come_back(administrator):
    answer = administrator.client.post("/lietotaji/add", data=NEW)
    assert (answer.status_code, "Ķēniņa" in answer.text) == (400, False)


def test_nul_in_a_card_names_the_field_as_the_card_does(app):
    browser = browser_of(app, "vid.pieteicejs")
    browser.post("/valoda", {"locale": "en"})
    page = browser.post("/aktivitates/jauna", {"kind": "development", "title": "E\0DS"}).text
    assert "stood in: Title." in page


def test_password_with_a_nul_is_not_written_into_the_page(app):
    answer = Browser(app).post("/login/", {"username": "vid.pieteicejs", "password": f"\0{PASSWORD}"})
    assert (answer.status_code, PASSWORD in answer.text) == (422, False)


def test_field_with_a_nul_is_named_as_its_page_does_in_latvian(sqlite_app):
    page = Browser(sqlite_app).post("/aizmirsu-paroli", {"name": "a\0b"}).text
    assert "bija laukā: Lietotājvārds vai e-pasta adrese." in page
    page = browser_of(sqlite_app, "vid.administrators").post("/lietotaji/atslegas/jauna", {"name": "\0"}).text
    assert "bija laukā: Sistēmas nosaukums." in page


def test_every_field_to_type_in_has_a_name_for_people():
    pages = (ROOT / "app" / "templates").rglob("*.html")
    fields = {name for page in pages for name in re.findall(r"ui\.field\('([a-z_]+)'", page.read_text())}
    assert fields - {"file"} <= set(NAMES)


@pytest.mark.parametrize("value", [b"%ED%A0%80", b"%00", b"%FF%FE", b"%F0%9F"])
def test_bytes_that_are_no_text_are_no_fault(administrator, value):
    token = administrator.token().encode()
    for url, name in TEXTS.items():
        body = name.encode() + b"=" + value + b"&csrf_token=" + token
        answer = administrator.client.post(url, data=body, content_type=URL_ENCODED)
        assert answer.status_code in {200, 302, 422}, url


@pytest.mark.parametrize("kind", [URL_ENCODED, MULTIPART])
def test_field_of_ten_megabytes_says_what_to_do(administrator, kind):
    parts = {"csrf_token": administrator.token(), "first_name": "x" * 10_000_000}
    if kind is MULTIPART:
        body = "".join(PART.format(*part) for part in parts.items()) + "--b--\r\n"
    else:
        body = urlencode(parts)
    answer = administrator.client.post("/lietotaji/add", data=body, content_type=kind)
    assert (answer.status_code, "what you typed is still there" in answer.text) == (413, True)


def test_forms_outside_the_lists_name_their_fields_too(sqlite_app):
    applicant = browser_of(sqlite_app, "vid.pieteicejs")
    assert "laukā: Kas plānots." in applicant.post("/vai-jasaskano", {"title": "Labo\0jums"}).text
    source = {"source": "Rīko\0jums"}
    assert "laukā: Avots." in browser_of(sqlite_app, "admin").post("/darbdienas/labot", source).text
