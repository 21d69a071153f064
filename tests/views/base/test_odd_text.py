"""Characters that no text may have, and texts that are too long: said by field, and nothing typed is lost."""

import re
from urllib.parse import urlencode

import pytest

from app import clock
from app.database import writing
from app.visibility import seeing_everything
from tests.helpers.people import PASSWORD, Browser, browser_of
from tests.helpers.requests import sent
from tests.helpers.second_factor import phone_of
from tests.views.need.test_page import ALL

SAID = "Line 1, column {column}, “{around}”: no text can have the sign U+0000. Write it without this sign."
WORD = SAID.format(column=3, around="Vā\ufffdrds")
NEW = {
    "first_name": "Līga",
    "last_name": "Ķēniņa & <b>",
    "email": "liga.kenina@vid.example",
    "username": "",
    "roles": "applicant",
}
# A field to type in, and what is answered when it holds bytes that are no text, and when it holds a NUL.
TEXTS = [
    ("/login/", "username", 200, 422),
    ("/aizmirsu-paroli", "name", 200, 422),
    ("/lietotaji/add", "first_name", 422, 422),
    ("/profils/parole", "present", 422, 422),
    ("/valoda", "locale", 302, 302),
]
NEED = "/vai-jasaskano?" + urlencode({"kind": "maintenance", **dict.fromkeys(ALL, "false")})
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
PART = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'


@pytest.fixture
def english(sqlite_app):
    """Browsers of people who read English."""

    def reading(username=""):
        browser = browser_of(sqlite_app, username) if username else Browser(sqlite_app)
        browser.post("/valoda", {"locale": "en"})
        return browser

    return reading


@pytest.fixture
def waiting(sqlite_app):
    """The key of a request that waits."""
    with sqlite_app.app_context(), seeing_everything(), writing():
        return sent().id


def summary(page):
    """Return the sentences of the list of mistakes, each with the field it leads to."""
    return re.findall(r'<li><a href="#([\w.]+)">([^<]+)</a></li>', page)


def test_form_with_a_nul_comes_back_and_names_the_field(english):
    answer = english("vid.administrators").post("/lietotaji/add", {**NEW, "first_name": "Lī\0ga"})
    assert answer.status_code == 422
    said = SAID.format(column=3, around="Lī\ufffdga")
    assert summary(answer.text) == [("first_name", f"First name: {said}")]
    assert 'id="first_name-error"' in answer.text


def test_form_with_a_nul_can_be_sent_again_with_all_that_was_typed(english):
    administrator = english("vid.administrators")
    page = administrator.post("/lietotaji/add", {**NEW, "first_name": "Lī\0ga"}).text
    shown = dict(re.findall(r'<input class="form-control"[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page))
    assert (shown["first_name"], shown["last_name"]) == ("Līga", "Ķēniņa &amp; &lt;b&gt;")
    assert re.search(r'value="applicant"\s+checked', page)
    again = {**NEW, **shown, "last_name": "Ķēniņa"}
    assert administrator.post("/lietotaji/add", again).status_code == 302


def test_form_from_elsewhere_does_not_come_back(english):
    answer = english("vid.administrators").client.post("/lietotaji/add", data={**NEW, "first_name": "Lī\0ga"})
    assert (answer.status_code, "Ķēniņa" in answer.text) == (400, False)


@pytest.mark.parametrize(
    ("username", "address", "field", "name"),
    [
        ("", "/login/", "username", "User name"),
        ("", "/ka-klut-par-lietotaju", "position", "Position"),
        ("", "/ka-klut-par-lietotaju/veidlapa", "email", "Work e-mail"),
        ("vid.pieteicejs", NEED, "title", "What is planned"),
        ("vid.pieteicejs", "/aktivitates/jauna", "title", "Title"),
        ("vid.administrators", "/lietotaji/atslegas/jauna", "name", "Name of the system"),
        ("vid.administrators", "/lietotaji/add", "email", "Work e-mail"),
    ],
)
def test_field_with_a_nul_is_named_as_its_page_names_it(english, username, address, field, name):
    answer = english(username).post(address, {field: "Vā\0rds"})
    assert answer.status_code == 422
    assert (field, f"{name}: {WORD}") in summary(answer.text)
    assert ("\0" in answer.text, "Vārds" in answer.text) == (False, True)


def test_field_with_a_nul_is_named_in_latvian(sqlite_app):
    said = "1. rinda, 2. zīme, „a\ufffdb”: rakstzīme U+0000 tekstā nav atļauta. Ierakstiet bez tās."
    page = Browser(sqlite_app).post("/login/", {"username": "a\0b"}).text
    assert summary(page) == [("username", f"Lietotājvārds: {said}")]


def test_page_with_one_field_says_it_there(english):
    answer = english().post("/aizmirsu-paroli", {"name": "vid.\0pieteicejs"})
    assert (answer.status_code, 'value="vid.pieteicejs"' in answer.text) == (422, True)
    said = SAID.format(column=5, around="vid.\ufffdpieteicejs")
    assert said in answer.text[answer.text.index('id="name-error"') :]


def test_reason_of_a_refusal_with_a_nul_is_named(english, waiting):
    reason = {"reason": "Nav\0 parakstīts"}
    answer = english("admin").post(f"/parvaldiba/pieprasijumi/refuse/{waiting}", reason)
    said = SAID.format(column=4, around="Nav\ufffd parakstīts")
    assert (answer.status_code, summary(answer.text)) == (422, [("reason", f"Reason: {said}")])
    assert "Nav parakstīts</textarea>" in answer.text


def test_correction_of_the_calendar_with_a_nul_names_the_field(english):
    source = {"day": "2027-03-01", "source": "Rīko\0jums"}
    answer = english("admin").post("/darbdienas/labot", source)
    said = SAID.format(column=5, around="Rīko\ufffdjums")
    assert (answer.status_code, ("source", f"Source: {said}") in summary(answer.text)) == (422, True)


@pytest.mark.parametrize(
    ("address", "field", "name"),
    [
        ("/jomas/add", "name_lv", "Name"),
        ("/iestades/add", "name_lv", "Name"),
        ("/resursi/add", "name_lv", "Name"),
        ("/principi/add", "title_lv", "Title"),
    ],
)
def test_generated_form_with_a_nul_names_the_field_and_keeps_what_was_typed(english, address, field, name):
    answer = english("admin").post(address, {field: "Vā\0rds", "code": "ABC"})
    assert (field, f"{name}: {WORD}") in summary(answer.text)
    assert ('value="Vārds"' in answer.text, 'value="ABC"' in answer.text) == (True, True)


# --- secrets


@pytest.mark.parametrize("field", ["password", "again", "present"])
@pytest.mark.parametrize("address", ["/login/", "/profils/parole"])
def test_password_with_a_nul_is_refused_and_no_password_is_written_into_the_page(english, address, field):
    if address == "/login/":
        browser, field = english(), "password"
    else:
        browser = english("vid.pieteicejs")
    typed = dict.fromkeys(("password", "again", "present"), PASSWORD)
    answer = browser.post(address, {"username": "vid.pieteicejs", **typed, field: f"\0{PASSWORD}"})
    assert (answer.status_code, PASSWORD in answer.text) == (422, False)
    assert f'id="{field}-error"' in answer.text


def test_one_time_code_with_a_nul_is_not_written_into_the_page(sqlite_app):
    code = phone_of(sqlite_app, "vid.pieteicejs").code()
    browser = Browser(sqlite_app)
    browser.sign_in("vid.pieteicejs")
    answer = browser.post("/login/kods", {"code": f"{code}\0", "remember": "1"})
    assert (answer.status_code, code in answer.text) == (422, False)
    assert 'id="code-error"' in answer.text
    assert re.search(r'id="remember"\s+checked', answer.text)


@pytest.mark.parametrize("field", ["code", "password"])
def test_secrets_that_change_the_second_factor_are_not_written_into_the_page(sqlite_app, field):
    phone = phone_of(sqlite_app, "vid.pieteicejs")
    browser = Browser(sqlite_app)
    browser.sign_in("vid.pieteicejs")
    with clock.at(clock.now()):
        browser.post("/login/kods", {"code": phone.code()})
    typed = {"code": phone.recovery_codes[0], "password": PASSWORD, "do": "codes"}
    answer = browser.post("/profils/otrais-faktors/mainit", {**typed, field: f"\0{typed[field]}"})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert [one for one in typed.values() if len(one) > 5 and one in answer.text] == []


# --- buttons, bytes, size


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/valoda", {"locale": "e\0n", "next": "/darbi"}),
        ("/izskats", {"theme": "da\0rk", "next": "/darbi"}),
        ("/profils/sesijas/beigt", {"sign_in": "a\0"}),
        ("/profils/sesijas/aizmirst", {"device": "1\0"}),
    ],
)
def test_button_with_a_nul_does_nothing(english, address, form):
    browser = english("vid.pieteicejs")
    assert browser.post(address, form).status_code == 302
    page = browser.get("/darbi").text
    assert ('<html lang="en"' in page, browser.get("/profils").status_code) == (True, 200)


@pytest.mark.parametrize("value", [b"%ED%A0%80", b"%00", b"%FF%FE", b"%F0%9F"])
@pytest.mark.parametrize(("url", "name", "bytes_alone", "nul"), TEXTS)
def test_bytes_that_are_no_text_are_no_fault(app, url, name, bytes_alone, nul, value):
    administrator = browser_of(app, "vid.administrators")
    body = name.encode() + b"=" + value + b"&csrf_token=" + administrator.token().encode()
    answer = administrator.client.post(url, data=body, content_type=URL_ENCODED)
    assert answer.status_code == (nul if value == b"%00" else bytes_alone)


@pytest.mark.parametrize("kind", [URL_ENCODED, MULTIPART])
def test_field_of_ten_megabytes_says_what_to_do(english, kind):
    administrator = english("vid.administrators")
    parts = {"csrf_token": administrator.token(), "first_name": "x" * 10_000_000}
    if kind is MULTIPART:
        body = "".join(PART.format(*part) for part in parts.items()) + "--b--\r\n"
    else:
        body = urlencode(parts)
    answer = administrator.client.post("/lietotaji/add", data=body, content_type=kind)
    assert (answer.status_code, "what you typed is still there" in answer.text) == (413, True)
