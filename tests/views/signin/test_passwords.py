"""The pages of passwords: by link, forgotten, changed; and what they do not give away."""

import re
from datetime import timedelta
from unicodedata import normalize

import pytest
from sqlalchemy import select, update

from app import clock
from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.security.password_hash import kept, matches
from app.services.account import links
from app.visibility import seeing_everything
from models import AccountEvent, Institution, Notification, SignInFailure, User
from rules.account.access import AccountAction
from rules.audience import Message
from rules.registry_vocabulary import InstitutionStatus
from tests.helpers.people import PASSWORD, Browser, browser_of, caller_of

NEW = "zaļš zirgs pār kalnu"
BOTH = {"password": NEW, "again": NEW}
ASK, OWN = "/aizmirsu-paroli", "/profils/parole"


@pytest.fixture
def link(app):
    """The address of a link that has just been mailed to an applicant of VID."""
    return made_link(app)


def made_link(app, username="vid.pieteicejs"):
    with app.app_context(), seeing_everything(), writing():
        invited = links.invite(account(username), None, now())
        token = links.mint(invited.id, now())
        db.session.commit()
    return f"/parole/{token}"


def account(username="vid.pieteicejs"):
    return db.session.scalars(select(User).where(User.username == username)).one()


def password_is(app, password, username="vid.pieteicejs"):
    with app.app_context():
        person = account(username)
        return matches(kept(person.id, person.password), password)


def events(app, action):
    with app.app_context(), seeing_everything():
        found = db.session.scalars(select(AccountEvent).where(AccountEvent.action == action)).all()
        return [(one.account.username if one.account else None, one.data) for one in found]


def told(app, message):
    with app.app_context(), seeing_everything():
        found = select(Notification).where(Notification.message == message)
        return [one.recipient.username for one in db.session.scalars(found)]


def change(app, model, which, **values):
    with app.app_context():
        db.session.execute(update(model).where(which).values(**values))
        db.session.commit()


# --- by a link


def test_a_link_shows_whose_password_it_sets(app, link):
    page = Browser(app).get(link).text
    assert [one for one in ("vid.pieteicejs", "Valsts ieņēmumu dienests", "12") if one not in page] == []


def test_opening_a_link_changes_nothing_however_often(app, link):
    browser = Browser(app)
    assert [browser.get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert browser.post(link, BOTH).location == "/login/"


@pytest.mark.parametrize("address", ["link", "/parole/x"])
def test_no_other_site_and_no_cache_learns_the_address(app, link, address):
    answer = Browser(app).get(link if address == "link" else address)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_over_https_the_form_is_taken_with_what_the_page_lets_a_browser_say(sqlite_app):
    client, https, link = sqlite_app.test_client(), "https://localhost", made_link(sqlite_app)
    page = client.get(link, base_url=https)
    said = {"no-referrer": "", "strict-origin": f"{https}/", "same-origin": https + link}
    form = {**BOTH, "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]}
    along = {"Referer": said[page.headers["Referrer-Policy"]]}
    assert client.post(link, data=form, base_url=https, headers=along).location == "/login/"


def test_a_password_set_by_link_signs_in_and_the_old_one_does_not(app, link):
    Browser(app).post(link, BOTH)
    assert Browser(app).sign_in("vid.pieteicejs").status_code == 200
    assert Browser(app).sign_in("vid.pieteicejs", NEW).status_code == 302


def test_setting_a_password_signs_nobody_in(app, link):
    browser = Browser(app)
    browser.post(link, BOTH)
    assert browser.get("/profils").status_code == 302


def test_after_setting_a_password_the_form_says_what_to_do(app, link):
    browser = Browser(app)
    browser.post(link, BOTH)
    assert "vid.pieteicejs" in browser.get("/login/").text


def test_who_is_signed_in_with_another_account_reads_to_sign_out_first(app, link):
    browser = browser_of(app, "bvkb.pieteicejs")
    browser.post(link, BOTH)
    page = browser.get("/darbi").text
    assert (
        "Konta vid.pieteicejs parole ir iestatīta. Šajā pārlūkprogrammā vēl ir atvērts konts bvkb.pieteicejs"
        in page
    )


def test_setting_a_password_ends_sessions_and_tokens(app, link):
    browser, caller = browser_of(app, "vid.pieteicejs"), caller_of(app, "vid.pieteicejs")
    Browser(app).post(link, BOTH)
    assert browser.get("/profils").status_code == 302
    assert caller.get("/institutions/").status_code == 401


def test_setting_a_password_ends_the_delay_after_failed_sign_ins(app, link):
    browser = Browser(app)
    for _ in range(12):
        browser.sign_in("vid.pieteicejs", "wrong")
    browser.post(link, BOTH)
    assert browser.sign_in("vid.pieteicejs", NEW).status_code == 302


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"password": "", "again": ""},
        {"password": NEW},
        {"password": NEW, "again": NEW.upper()},
        {"password": "īsa", "again": "īsa"},
        {"password": "password1234", "again": "password1234"},
        {"password": "vid.pieteicejs", "again": "vid.pieteicejs"},
        {"password": "x" * 129, "again": "x" * 129},
        {"password": "x" * 10_000, "again": "y"},
    ],
)
def test_a_password_that_cannot_be_taken_changes_nothing_and_the_link_stays(app, link, form):
    browser = Browser(app)
    answer = browser.post(link, form)
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert "<title>Kļūda: " in answer.text
    assert password_is(app, PASSWORD)
    assert browser.get(link).status_code == 200


def test_a_refused_password_is_not_in_the_page(sqlite_app):
    page = Browser(sqlite_app).post(made_link(sqlite_app), {"password": "rudens99", "again": "rudens99"}).text
    assert "rudens99" not in page


def test_a_link_needs_the_hidden_field_of_the_form(app, link):
    client = app.test_client()
    assert client.post(link, data=BOTH).status_code == 400
    assert password_is(app, PASSWORD)


def use(app, link):
    Browser(app).post(link, BOTH)


def replace(app, _link):
    made_link(app)


def close_account(app, _link):
    change(app, User, User.username == "vid.pieteicejs", active=False)


def close_institution(app, _link):
    closed = {"status": InstitutionStatus.closed, "closed_on": today()}
    change(app, Institution, Institution.code == "VID", **closed)


SPOILED = {"used": use, "replaced": replace, "closed": close_account, "institution closed": close_institution}


@pytest.mark.both_databases
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_link_sets_nothing_and_answers_like_an_unknown_one(app, link, spoil):
    spoil(app, link)
    before = password_is(app, NEW)
    browser = Browser(app)
    unknown = browser.get("/parole/" + "x" * 43)
    other = {"password": f"{NEW} lec", "again": f"{NEW} lec"}
    for answer in (browser.get(link), browser.post(link, other)):
        assert (answer.status_code, without_token(answer)) == (404, without_token(unknown))
    assert password_is(app, NEW) is before


def without_token(answer):
    """The page without what differs from answer to answer: its own address and the field of the form."""
    return re.sub(r"/parole/[\w-]+|value=\"[^\"]{60,}\"", "", answer.text)


def test_a_link_that_is_too_old_answers_like_an_unknown_one(app, link):
    with clock.at(now() + timedelta(hours=73)):
        assert Browser(app).get(link).status_code == 404


def test_a_refused_link_leaves_a_trace_with_the_reason(app, link):
    use(app, link)
    Browser(app).post(link, BOTH)
    assert events(app, AccountAction.link_refused) == [("vid.pieteicejs", {"why": "used"})]


def test_an_unknown_link_leaves_a_trace_without_what_was_sent(app):
    Browser(app).get("/parole/minejums")
    assert events(app, AccountAction.link_refused) == [(None, {"why": "unknown"})]


@pytest.mark.both_databases
def test_knocking_with_unknown_links_fills_no_table(app):
    for number in range(5):
        Browser(app).get(f"/parole/minejums{number}")
    assert len(events(app, AccountAction.link_refused)) == 1


@pytest.mark.parametrize("token", ["%00", "ā", "x" * 5000, "'--"])
def test_an_odd_token_is_not_found(sqlite_app, token):
    assert Browser(sqlite_app).get(f"/parole/{token}").status_code == 404


@pytest.mark.parametrize("token", ["a/b", "..%2f.."])
def test_what_is_no_token_at_all_leads_to_sign_in_as_every_other_address(sqlite_app, token):
    answer = Browser(sqlite_app).get(f"/parole/{token}")
    assert (answer.status_code, answer.location.startswith("/login/?next=")) == (302, True)


def test_a_password_typed_with_other_code_points_is_the_same_password(app, link):
    apart = normalize("NFD", NEW)
    Browser(app).post(link, {"password": apart, "again": NEW})
    assert Browser(app).sign_in("vid.pieteicejs", NEW).status_code == 302


# --- forgotten


def test_the_forms_for_signing_in_lead_to_asking_for_a_link(sqlite_app):
    browser = Browser(sqlite_app)
    assert all(f'href="{ASK}"' in browser.get(page).text for page in ("/", "/login/"))


def test_asking_for_a_link_puts_a_message_into_the_outbox(app):
    Browser(app).post(ASK, {"name": "vid.pieteicejs@virsis.example"})
    assert told(app, Message.password_reset) == ["vid.pieteicejs"]
    assert events(app, AccountAction.reset_asked) == [("vid.pieteicejs", {"mailed": True})]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "name", ["nobody", "nobody@virsis.example", "x" * 10_000, "vid.pieteicejs'--", "ā ē"]
)
def test_the_answer_is_the_same_whether_the_account_exists(app, name):
    there = Browser(app).post(ASK, {"name": "vid.pieteicejs"})
    nobody = Browser(app).post(ASK, {"name": name})
    assert (nobody.status_code, without_token(nobody)) == (there.status_code, without_token(there))


def test_a_closed_account_gets_no_mail_and_the_same_answer(app):
    close_account(app, "")
    answer = Browser(app).post(ASK, {"name": "vid.pieteicejs"})
    assert (answer.status_code, told(app, Message.password_reset)) == (200, [])


def test_an_empty_field_says_what_to_type(sqlite_app):
    answer = Browser(sqlite_app).post(ASK, {"name": "  "})
    assert (answer.status_code, 'id="name-error"' in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["vid.pieteicejs", "nobody"])
def test_who_asks_too_often_has_to_wait_whoever_is_named(sqlite_app, name):
    browser = Browser(sqlite_app)
    answers = [browser.post(ASK, {"name": name}) for _ in range(11)]
    assert {answer.status_code for answer in answers[:10]} == {200}
    assert (answers[10].status_code, int(answers[10].headers["Retry-After"]) > 0) == (429, True)


def test_asking_for_links_holds_up_nobody_who_signs_in(sqlite_app):
    browser = Browser(sqlite_app)
    for _ in range(11):
        browser.post(ASK, {"name": "vid.pieteicejs"})
    assert browser.sign_in("vid.pieteicejs").status_code == 302


# --- the own one


def change_own(browser, present=PASSWORD, **other):
    return browser.post(OWN, {"present": present, **BOTH, **other})


def test_the_own_password_is_changed_and_this_session_goes_on(app):
    browser = browser_of(app, "vid.pieteicejs")
    assert change_own(browser).location == "/profils"
    assert browser.get("/profils").status_code == 200
    assert password_is(app, NEW)


def test_changing_the_own_password_ends_all_other_sessions(app):
    browser, other = browser_of(app, "vid.pieteicejs"), browser_of(app, "vid.pieteicejs")
    caller = caller_of(app, "vid.pieteicejs")
    change_own(browser)
    assert (other.get("/profils").status_code, caller.get("/institutions/").status_code) == (302, 401)


def test_changing_the_own_password_is_told_and_traced(app):
    change_own(browser_of(app, "vid.pieteicejs"))
    assert told(app, Message.password_changed) == ["vid.pieteicejs"]
    assert [name for name, _data in events(app, AccountAction.password_set)] == ["vid.pieteicejs"]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"present": ""}, "present"),
        ({"present": "nav pareizā parole"}, "present"),
        ({"password": "īsa", "again": "īsa"}, "password"),
        ({"password": PASSWORD, "again": PASSWORD}, "password"),
        ({"again": "kaut kas cits"}, "again"),
    ],
)
def test_a_change_that_cannot_be_made_says_at_which_field(app, form, field):
    answer = change_own(browser_of(app, "vid.pieteicejs"), **form)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert password_is(app, PASSWORD)


def test_a_wrong_present_password_counts_as_a_failed_sign_in(app):
    change_own(browser_of(app, "vid.pieteicejs"), present="nav pareizā parole")
    with app.app_context():
        assert db.session.scalars(select(SignInFailure)).all() != []
    assert [name for name, _data in events(app, AccountAction.sign_in_failed)] == ["vid.pieteicejs"]


def test_guessing_the_present_password_has_to_wait(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    answers = [change_own(browser, present=f"nav pareizā {number}").status_code for number in range(11)]
    assert answers[-1] == 429


def test_an_account_without_a_password_reads_why_there_is_none_to_change(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    change(sqlite_app, User, User.username == "vid.pieteicejs", password=None)
    assert 'name="present"' not in browser.get(OWN).text
    change_own(browser)
    with sqlite_app.app_context():
        assert account().password is None


def test_the_profile_leads_to_the_password(sqlite_app):
    assert f'href="{OWN}"' in browser_of(sqlite_app, "vid.pieteicejs").get("/profils").text


# --- the inbox


def test_the_inbox_tells_of_a_changed_password_and_not_of_links(app):
    Browser(app).post(made_link(app), BOTH)
    browser = Browser(app)
    browser.sign_in("vid.pieteicejs", NEW)
    page = browser.get("/darbi").text
    assert page.count('class="mark is-') == 1
    assert 'href="/profils" class="strong"' in page
