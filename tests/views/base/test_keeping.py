"""What is typed is kept until it is sent: by a script, and when the sign-in has ended meanwhile."""

import pytest

from app.extensions import db
from models import KeptText, User
from rules.vocabulary import Choice
from tests.helpers import cards
from tests.helpers.forms import form_with
from tests.helpers.people import PASSWORD, browser_of
from tests.helpers.rounds import change, number_in, rows_of, status_of

TEXT = "Šķērsļu vēl ir daudz; lūdzu, skaidrojiet „mērķi”.\nOtrā rinda."
COOKIE = "virsis"
SCRIPT = {"Accept": "application/json"}
# Who writes where, which field, at what stage; each form of a person stands once in it.
FORMS = [
    ("submitted", "vid.kontrolieris", "/aktivitates/{number}/return", "comment"),
    ("in_round", "vid.pieteicejs", "/aktivitates/{number}/withdraw", "comment"),
    ("started", "vid.pieteicejs", "/aktivitates/{number}/complete", "result"),
    ("in_round", "dvi.loceklis", "/aktivitates/{number}/atzinums", "comment"),
    ("in_round", "dvi.loceklis", "/aktivitates/{number}/atzinums", "remarks.0.reason"),
    ("awaiting_decision", "varam.vaditajs", "/aktivitates/{number}/lemums", "reasoning"),
    ("complete", "vid.pieteicejs", "/aktivitates/{number}/labot", "goal"),
    ("fresh", "vid.pieteicejs", "/aktivitates/jauna", "title"),
    ("fresh", "admin", "/lietotaji/add", "first_name"),
    ("fresh", "admin", "/resursi/add", "name_lv"),
    ("fresh", "admin", "/iestades/add", "name_lv"),
    ("fresh", "vid.administrators", "/lietotaji/atslegas/jauna", "name"),
]
IDS = [f"{one[2].rpartition('/')[2]}-{one[3]}" for one in FORMS]


def opened(app, username, page):
    """Return the browser, the address and the page of a form."""
    number = number_in(app) if "{number}" in page else ""
    browser, address = browser_of(app, username), page.format(number=number)
    return browser, address, browser.get(address).text


def line(text):
    return " ".join(text.split())


def kept(app):
    """Return all that is kept: key and fields."""
    with rows_of(app):
        return {one.key: one.fields for one in db.session.query(KeptText)}


@pytest.mark.parametrize(("stage", "username", "where", "name"), FORMS, ids=IDS)
@pytest.mark.parametrize("lost", ["cookies", "sign-in"])
def test_a_form_sent_after_the_sign_in_has_ended_is_filled_after_signing_in(
    sqlite_app, username, where, name, lost
):
    browser, address, shown = opened(sqlite_app, username, where)
    form = form_with(shown, name)
    if lost == "cookies":
        browser.client.delete_cookie(COOKIE)
    else:
        end_sign_ins(sqlite_app)
    sent = browser.client.post(
        form.action or address,
        data=form.data(**{name: TEXT}),
        headers={"Referer": f"http://localhost{address}"},
    )
    asked = browser.get(sent.location).text
    assert "note-warn" in asked or "note-info" in asked
    signed_in = browser.post(sent.location, {"username": username, "password": PASSWORD})
    again = form_with(browser.get(signed_in.location).text, name)
    assert line(again.text(name)) == line(TEXT)


@pytest.mark.parametrize(("stage", "username", "where", "name"), FORMS, ids=IDS)
def test_a_form_with_an_old_token_comes_back_filled(sqlite_app, username, where, name):
    browser, address, shown = opened(sqlite_app, username, where)
    form = form_with(shown, name)
    answer = browser.client.post(
        form.action or address,
        data=form.data(**{name: TEXT, "csrf_token": "old"}),
        headers={"Referer": f"http://localhost{address}"},
        follow_redirects=True,
    )
    assert line(form_with(answer.text, name).text(name)) == line(TEXT)


def end_sign_ins(app):
    from app.clock import now
    from models import SignIn

    with rows_of(app):
        db.session.query(SignIn).update({"ended_at": now()})
        db.session.commit()


@pytest.mark.both_databases
@pytest.mark.stage("in_round")
def test_what_a_script_keeps_stands_in_the_form_and_goes_with_the_step(app):
    browser, address, shown = opened(app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    form = form_with(shown, "comment")
    sent = form.data(choice="approve", comment=TEXT)
    answer = browser.client.post("/teksti", data=sent, headers=SCRIPT)
    assert (answer.status_code, answer.json["kept"]) == (200, True)
    page = browser.get(address).text
    assert form_with(page, "comment").text("comment") == TEXT
    assert form_with(page, "comment").fields["choice"] == ["approve"]
    browser.client.post(address, data={**form_with(page, "comment").data(), "confirmed": "1"})
    assert (kept(app), status_of(app, number_in(app))) == ({}, "in_approval")


@pytest.mark.stage("in_round")
def test_a_vote_by_the_api_takes_what_was_kept_away(sqlite_app):
    browser, _address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    form = form_with(shown, "comment")
    browser.client.post("/teksti", data=form.data(comment=TEXT), headers=SCRIPT)
    change(sqlite_app, number_in(sqlite_app), lambda one: cards.vote(one, "DVI", Choice.approve))
    assert kept(sqlite_app) == {}


@pytest.mark.stage("in_round")
def test_what_is_kept_is_thrown_away_by_its_button(sqlite_app):
    browser, address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    browser.client.post("/teksti", data=form_with(shown, "comment").data(comment=TEXT), headers=SCRIPT)
    note = form_with(browser.get(address).text, "mark")
    answer = browser.client.post(note.action, data=note.data(), follow_redirects=True)
    assert (form_with(answer.text, "comment").text("comment"), kept(sqlite_app)) == ("", {})


@pytest.mark.stage("in_round")
def test_a_script_is_told_that_the_sign_in_has_ended_and_the_text_is_kept(sqlite_app):
    browser, _address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    browser.client.delete_cookie(COOKIE)
    answer = browser.client.post(
        "/teksti", data=form_with(shown, "comment").data(comment=TEXT), headers=SCRIPT
    )
    assert (answer.status_code, answer.json["kept"]) == (401, True)
    assert [one["comment"] for one in kept(sqlite_app).values()] == [TEXT]


@pytest.mark.stage("in_round")
def test_an_old_token_is_exchanged_for_a_script(sqlite_app):
    browser, _address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    data = form_with(shown, "comment").data(comment=TEXT, csrf_token="old")
    told = browser.client.post("/teksti", data=data, headers=SCRIPT).json
    again = browser.client.post("/teksti", data={**data, "csrf_token": told["token"]}, headers=SCRIPT)
    assert again.status_code == 200


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("mark", ["", "x", "WzEsImFjdGl2aXRpZXMuMS52b3RlcyJd.aaaa.bbbb"])
def test_a_mark_that_we_did_not_give_keeps_nothing(sqlite_app, mark):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    answer = browser.post("/teksti", {"kept_as": mark, "comment": TEXT}, headers=SCRIPT)
    assert (answer.status_code, kept(sqlite_app)) == (422, {})


@pytest.mark.stage("in_round")
def test_what_one_person_typed_is_not_shown_to_the_next_at_the_same_device(sqlite_app):
    browser, address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    browser.client.delete_cookie(COOKIE)
    browser.client.post(address, data=form_with(shown, "comment").data(comment=TEXT))
    page = browser_of(sqlite_app, "varam.loceklis").get(address).text
    assert "Šķērsļu" not in page


@pytest.mark.stage("in_round")
def test_a_closed_account_keeps_nothing_more(sqlite_app):
    browser, address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    with rows_of(sqlite_app):
        db.session.query(User).filter_by(username="dvi.loceklis").update({"active": False})
        db.session.commit()
    browser.client.post(address, data=form_with(shown, "comment").data(comment=TEXT))
    assert kept(sqlite_app) == {}


@pytest.mark.stage("in_round")
def test_passwords_and_tokens_are_never_kept(sqlite_app):
    browser, _address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    browser.client.post("/teksti", data=form_with(shown, "comment").data(comment=TEXT), headers=SCRIPT)
    [fields] = kept(sqlite_app).values()
    assert not {"csrf_token", "kept_as", "request_key", "confirmed"} & set(fields)


@pytest.mark.stage("in_round")
def test_too_much_is_not_kept_and_says_so(sqlite_app):
    browser, _address, shown = opened(sqlite_app, "dvi.loceklis", "/aktivitates/{number}/atzinums")
    form = form_with(shown, "comment")
    answer = browser.client.post("/teksti", data=form.data(comment="a" * 65_537), headers=SCRIPT)
    assert (answer.status_code, kept(sqlite_app)) == (422, {})
