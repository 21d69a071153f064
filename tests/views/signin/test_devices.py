"""Running sign-ins: seen and ended by their owner, and ended at once by whatever ends the right to them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.database import writing
from app.extensions import db
from app.services.account.rows import end_sessions
from app.visibility import seeing_everything
from models import AccountEvent, Institution, SignIn, User
from rules.account.access import AccountAction
from rules.registry_vocabulary import InstitutionStatus
from tests.helpers.people import PASSWORD, Browser, browser_of

LOGIN = "/api/v1/security/login"
OWNER = "vid.pieteicejs"
GOOD = {"username": OWNER, "password": PASSWORD, "refresh": True}


class Everything:
    """One account signed in by cookie and by tokens."""

    def __init__(self, app):
        self.app, self.browser, self.client = app, browser_of(app, OWNER), app.test_client()
        self.tokens = self.client.post(LOGIN, json=GOOD).json

    def answers(self):
        """Return what cookie, access token and refresh token are answered now."""
        access, refresh = (
            {"Authorization": f"Bearer {self.tokens[f'{kind}_token']}"} for kind in ("access", "refresh")
        )
        return [
            self.browser.get("/profils").status_code,
            self.client.get("/api/v1/institutions/", headers=access).status_code,
            self.client.post("/api/v1/security/refresh", headers=refresh).status_code,
        ]


ENDED = [302, 401, 401]


@pytest.fixture
def signed_in(app):
    everything = Everything(app)
    assert everything.answers() == [200, 200, 200]
    return everything


def change(app, **values):
    with app.app_context(), writing():
        db.session.execute(update(User).where(User.username == OWNER).values(**values))
        db.session.commit()


def test_deactivation_ends_cookie_and_tokens_at_once(signed_in):
    change(signed_in.app, active=False)
    assert signed_in.answers() == ENDED


def test_account_turned_into_one_of_a_system_is_signed_out(signed_in):
    change(signed_in.app, is_service=True)
    assert signed_in.answers() == ENDED


def close_institution(app):
    with app.app_context(), seeing_everything(), writing():
        vid = db.session.scalars(select(Institution).where(Institution.code == "VID")).one()
        vid.status, vid.closed_on = InstitutionStatus.closed, clock.today()
        db.session.commit()


def test_closing_the_institution_ends_cookie_and_tokens_at_once(signed_in):
    close_institution(signed_in.app)
    assert signed_in.answers() == ENDED


def test_whoever_changes_password_or_roles_ends_cookie_and_tokens_at_once(signed_in):
    with signed_in.app.app_context(), writing():
        owner = db.session.scalars(select(User.id).where(User.username == OWNER)).one()
        end_sessions(owner, clock.now())
        db.session.commit()
    assert signed_in.answers() == ENDED


def test_account_of_a_system_signs_in_neither_by_form_nor_by_api(app):
    change(app, is_service=True)
    assert Browser(app).sign_in(OWNER).status_code == 200
    assert app.test_client().post(LOGIN, json=GOOD).status_code == 401


def test_people_of_a_closed_institution_are_told_so_after_the_right_password_only(app):
    close_institution(app)
    right, wrong = Browser(app).sign_in(OWNER), Browser(app).sign_in(OWNER, "wrong")
    assert (right.status_code, "VID" in right.text, "VID" in wrong.text) == (200, True, False)


def test_api_tells_people_of_a_closed_institution_so_after_the_right_password_only(app):
    close_institution(app)
    client = app.test_client()
    right, wrong = client.post(LOGIN, json=GOOD), client.post(LOGIN, json={**GOOD, "password": "wrong"})
    assert (right.status_code, "VID" in right.json["detail"], wrong.status_code) == (403, True, 401)


def test_sign_in_of_a_closed_institution_is_traced_as_a_failure(app):
    close_institution(app)
    Browser(app).sign_in(OWNER)
    app.test_client().post(LOGIN, json=GOOD)
    with app.app_context(), seeing_everything():
        failed = select(AccountEvent.data).where(AccountEvent.action == AccountAction.sign_in_failed)
        assert db.session.scalars(failed).all() == [{"reason": "institution_closed"}] * 2


def test_signing_in_anew_ends_the_sign_in_before(app):
    browser = browser_of(app, OWNER)
    browser.sign_in("vid.kontrolieris")  # from another tab that was left open
    with app.app_context():
        running = select(SignIn.user_id).where(SignIn.ended_at.is_(None))
        assert len(db.session.scalars(running).all()) == 1


def handles(page):
    return re.findall(r'name="sign_in" value="([0-9a-f]{16})"', page)


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_profile_lists_running_sign_ins_with_browser_and_network(app):
    browser = browser_of(app, OWNER)
    other = app.test_client()
    form = {"username": OWNER, "password": PASSWORD, "csrf_token": ""}
    other.post(LOGIN, json=GOOD, headers={"User-Agent": FIREFOX}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    page = browser.get("/profils").text
    assert ("Firefox, Linux" in page, "192.0.2.0/24" in page, "192.0.2.7" in page) == (True, True, False)
    assert (len(handles(page)), form["username"] in page) == (1, True)


def test_page_does_not_show_the_keys_of_sign_ins(sqlite_app):
    browser, _other = browser_of(sqlite_app, OWNER), browser_of(sqlite_app, OWNER)
    page = browser.get("/profils").text
    with sqlite_app.app_context():
        keys = db.session.scalars(select(SignIn.id)).all()
    assert (len(keys), [key for key in keys if key in page]) == (2, [])


def test_person_ends_one_sign_in_and_stays_signed_in(app):
    browser, other, third = (browser_of(app, OWNER) for _ in range(3))
    newest, _older = handles(browser.get("/profils").text)
    browser.post("/profils/sesijas/beigt", {"sign_in": newest})
    assert [one.get("/profils").status_code for one in (browser, other, third)] == [200, 200, 302]


def test_person_ends_all_others_and_stays_signed_in(app):
    browser, other = browser_of(app, OWNER), browser_of(app, OWNER)
    browser.post("/profils/sesijas/beigt-citas")
    assert [one.get("/profils").status_code for one in (browser, other)] == [200, 302]
    with app.app_context(), seeing_everything():
        ended = select(AccountEvent.data).where(AccountEvent.action == AccountAction.sessions_ended)
        assert db.session.scalars(ended).all() == [{"count": 1}]


def test_nobody_ends_a_sign_in_of_somebody_else(app):
    owner, helper = browser_of(app, OWNER), browser_of(app, OWNER)
    stranger = browser_of(app, "vid.kontrolieris")
    (handle,) = handles(owner.get("/profils").text)
    stranger.post("/profils/sesijas/beigt", {"sign_in": handle})
    stranger.post("/profils/sesijas/beigt-citas")
    assert [one.get("/profils").status_code for one in (owner, helper)] == [200, 200]


@pytest.mark.parametrize("sent", ["", "nonsense", "0" * 16, "ā" * 300])
def test_sign_in_that_is_none_is_answered_without_a_fault(sqlite_app, sent):
    assert browser_of(sqlite_app, OWNER).post("/profils/sesijas/beigt", {"sign_in": sent}).status_code == 302


@pytest.mark.both_databases
@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 30, "²"])
def test_device_that_is_none_is_answered_without_a_fault(app, sent):
    assert browser_of(app, OWNER).post("/profils/sesijas/aizmirst", {"device": sent}).status_code == 302


def test_whose_sign_in_was_ended_reads_why_and_comes_back_to_the_page(sqlite_app):
    browser = browser_of(sqlite_app, OWNER)
    change(sqlite_app, active=False)
    led = browser.get("/resursi?q=eds")
    assert led.location == "/login/?next=/resursi?q%3Deds"
    assert "note-info" in browser.get(led.location).text
    assert "note-info" not in Browser(sqlite_app).get(led.location).text


def test_what_is_sent_after_the_end_of_a_sign_in_is_said_to_be_lost(sqlite_app):
    browser = browser_of(sqlite_app, OWNER)
    change(sqlite_app, active=False)
    led = browser.post("/aktivitates/jauna", {"title": "X"}, headers={"Accept": "text/html"})
    assert led.location == "/login/?next=/aktivitates/jauna"
    assert "flashes" in browser.get(led.location).text


def test_signing_in_and_out_is_traced(app):
    browser = browser_of(app, OWNER)
    browser.post("/iziet")
    with app.app_context(), seeing_everything():
        kept = select(AccountEvent.action, AccountEvent.data).order_by(AccountEvent.id)
        assert [tuple(one) for one in db.session.execute(kept)] == [
            (AccountAction.signed_in, {"way": "form"}),
            (AccountAction.signed_out, {}),
        ]


@pytest.mark.parametrize(("seconds", "said"), [(43200, "12 hours"), (3600, "1 hour"), (5400, "90 minutes")])
def test_person_whose_sign_in_has_ended_reads_how_long_one_lasts(sqlite_app, seconds, said):
    before = sqlite_app.config["SIGN_IN_LIFETIME"]
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    sqlite_app.config["SIGN_IN_LIFETIME"] = seconds
    try:
        with clock.at(clock.now() + timedelta(hours=13)):
            browser.post("/valoda", {"locale": "en"})
            page = browser.get("/login/").text
    finally:
        sqlite_app.config["SIGN_IN_LIFETIME"] = before
    assert f"a sign-in lasts {said}, and" in page
