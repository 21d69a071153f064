"""The second factor: after the password a code, each one once; recovery codes, devices, who must have it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app import clock
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.security.password_hash import hashed
from app.services.account import second_factor
from app.visibility import seeing_everything
from models import AccountEvent, Notification, RecoveryCode, RememberedDevice, SecondFactor, SignIn, User
from rules.account.access import AccountAction
from rules.audience import Message
from tests.helpers.people import PASSWORD, Browser, browser_of, caller_of
from tests.helpers.second_factor import phone_of

APPLICANT = "vid.pieteicejs"
LOGIN = "/api/v1/security/login"
GOOD = {"username": APPLICANT, "password": PASSWORD, "provider": "db", "refresh": True}


@pytest.fixture
def required(sqlite_app):
    """Change controllers must have a second factor."""
    sqlite_app.config["SECOND_FACTOR_ROLES"] = frozenset({"change_controller"})
    yield sqlite_app
    sqlite_app.config["SECOND_FACTOR_ROLES"] = frozenset()


def at_code_page(app, username=APPLICANT):
    """Return a browser in which the password has been typed."""
    browser = Browser(app)
    assert browser.sign_in(username).location == "/login/kods"
    return browser


def type_code(browser, code, **more):
    return browser.post("/login/kods", {"code": code, **more})


def pk_of(app, username=APPLICANT):
    with app.app_context():
        return db.session.scalars(select(User.id).where(User.username == username)).one()


def count(app, what, *conditions):
    with app.app_context(), seeing_everything():
        return db.session.scalar(select(func.count()).select_from(what).where(*conditions))


def happened(app, action):
    return count(app, AccountEvent, AccountEvent.action == action)


def key_on(page):
    return re.search(r'id="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


def codes_on(page):
    return re.findall(r"<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>", page)


def set_up(browser):
    """Set up a second factor in the profile; return its key and the answer."""
    from pyotp import TOTP

    key = key_on(browser.get("/profils/otrais-faktors").text)
    code = TOTP(key).at(clock.now())
    return key, browser.post("/profils/otrais-faktors/apstiprinat", {"code": code})


# --- signing in


def test_after_the_password_a_code_is_asked_for_and_nobody_is_signed_in(app):
    phone_of(app, APPLICANT)
    browser = at_code_page(app)
    assert browser.get("/profils").location == "/login/?next=/profils"
    assert count(app, SignIn) == 0


def test_right_code_signs_in_and_leads_where_the_person_wanted_to_go(app):
    phone = phone_of(app, APPLICANT)
    browser = Browser(app)
    browser.post("/login/", {"username": APPLICANT, "password": PASSWORD, "next": "/resursi"})
    assert type_code(browser, phone.code()).location == "/resursi"
    assert browser.get("/profils").status_code == 200


def test_code_page_asks_phones_for_a_one_time_code(sqlite_app):
    phone_of(sqlite_app, APPLICANT)
    page = at_code_page(sqlite_app).get("/login/kods").text
    assert ('autocomplete="one-time-code"' in page, 'inputmode="numeric"' in page) == (True, True)


def test_who_types_a_recovery_code_on_a_phone_is_offered_letters(sqlite_app):
    phone_of(sqlite_app, APPLICANT)
    browser = at_code_page(sqlite_app)
    assert 'href="/login/kods?rezerves"' in browser.get("/login/kods").text
    page = browser.get("/login/kods?rezerves").text
    assert 'inputmode="text"' in page
    assert 'inputmode="numeric"' not in page
    again = browser.post("/login/kods?rezerves", {"code": "abcd"}).text
    assert 'action="/login/kods?rezerves"' in again


@pytest.mark.parametrize("code", ["", "000000", "12345", "abc", "1234567", "١٢٣٤٥٦", "x" * 5000])
def test_wrong_code_is_refused_and_counted_and_traced(app, code):
    phone_of(app, APPLICANT)
    browser = at_code_page(app)
    answer = type_code(browser, code)
    assert (answer.status_code, "error-text" in answer.text) == (200, True)
    assert happened(app, AccountAction.second_factor_failed) == 1


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clock_of_the_phone_may_be_half_a_minute_wrong(sqlite_app, steps):
    phone = phone_of(sqlite_app, APPLICANT)
    assert type_code(at_code_page(sqlite_app), phone.code(steps=steps)).status_code == 302


@pytest.mark.parametrize("steps", [-3, 3])
def test_code_of_a_wrong_clock_is_refused(sqlite_app, steps):
    phone = phone_of(sqlite_app, APPLICANT)
    assert type_code(at_code_page(sqlite_app), phone.code(steps=steps)).status_code == 200


def test_spaces_in_a_code_do_not_matter(sqlite_app):
    code = phone_of(sqlite_app, APPLICANT).code()
    assert type_code(at_code_page(sqlite_app), f" {code[:3]} {code[3:]} ").status_code == 302


@pytest.mark.both_databases
def test_code_is_good_for_one_sign_in(app):
    phone = phone_of(app, APPLICANT)
    with clock.at(clock.now()):
        first = type_code(at_code_page(app), phone.code())
        again = type_code(at_code_page(app), phone.code())
    assert (first.status_code, again.status_code) == (302, 200)


def test_code_older_than_the_one_used_is_refused(app):
    phone = phone_of(app, APPLICANT)
    with clock.at(clock.now()):
        type_code(at_code_page(app), phone.code())
        assert type_code(at_code_page(app), phone.code(steps=-1)).status_code == 200


@pytest.mark.both_databases
def test_two_who_type_one_code_at_the_same_moment_get_one_sign_in(app):
    code = phone_of(app, APPLICANT).code()
    browsers = [at_code_page(app) for _ in range(4)]
    forms = [(browser, {"csrf_token": browser.token(), "code": code}) for browser in browsers]
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(lambda one: one[0].client.post("/login/kods", data=one[1]), forms))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert count(app, SignIn) == 1


@pytest.mark.both_databases
def test_recovery_code_signs_in_once(app):
    code = phone_of(app, APPLICANT).recovery_codes[3]
    first, again = (type_code(at_code_page(app), typed) for typed in (code.upper(), code))
    assert (first.status_code, again.status_code) == (302, 200)
    assert happened(app, AccountAction.recovery_code_used) == 1


def test_recovery_code_of_somebody_else_is_refused(sqlite_app):
    phone_of(sqlite_app, APPLICANT)
    foreign = phone_of(sqlite_app, "vid.kontrolieris").recovery_codes[0]
    assert type_code(at_code_page(sqlite_app), foreign).status_code == 200


def test_recovery_codes_and_key_are_not_in_the_database(sqlite_app):
    phone = phone_of(sqlite_app, APPLICANT)
    with sqlite_app.app_context():
        kept = [
            *db.session.scalars(select(RecoveryCode.code_hash)),
            db.session.scalar(select(SecondFactor.secret)),
        ]
    assert [len(one) for one in kept[:10]] == [64] * 10
    assert phone.secret not in kept[10]


# --- half way


def test_code_page_without_a_password_leads_to_sign_in(sqlite_app):
    assert Browser(sqlite_app).get("/login/kods").location == "/login/"


def test_code_page_asks_nothing_of_who_is_in_already_and_goes_back(sqlite_app):
    browser = browser_of(sqlite_app, APPLICANT)
    assert browser.get("/login/kods").location == "/darbi"
    assert "flashes" not in browser.get("/darbi").text


def test_password_holds_for_ten_minutes_without_a_code(sqlite_app):
    phone = phone_of(sqlite_app, APPLICANT)
    browser = at_code_page(sqlite_app)
    with clock.at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert type_code(browser, phone.code()).location == "/login/"


def test_changed_password_ends_what_is_half_way(sqlite_app):
    phone = phone_of(sqlite_app, APPLICANT)
    browser = at_code_page(sqlite_app)
    with sqlite_app.app_context():
        db.session.execute(update(User).values(password=hashed("Pavisam cita parole")))
        db.session.commit()
    assert type_code(browser, phone.code()).location == "/login/"


def test_account_closed_half_way_does_not_come_in(sqlite_app):
    phone = phone_of(sqlite_app, APPLICANT)
    browser = at_code_page(sqlite_app)
    with sqlite_app.app_context():
        db.session.execute(update(User).where(User.username == APPLICANT).values(active=False))
        db.session.commit()
    assert type_code(browser, phone.code()).location == "/login/"


def test_after_five_wrong_codes_the_password_is_asked_for_again(app):
    phone = phone_of(app, APPLICANT)
    browser = at_code_page(app)
    answers = [type_code(browser, "000000") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert type_code(browser, phone.code()).location == "/login/"


def test_right_password_does_not_forgive_wrong_codes(app):
    phone_of(app, APPLICANT)
    for _ in range(2):
        browser = at_code_page(app)
        for _ in range(5):
            type_code(browser, "000000")
    answer = type_code(at_code_page(app), "000000")
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)


# --- the API


def test_api_asks_for_the_code_only_after_the_right_password(app):
    phone_of(app, APPLICANT)
    client = app.test_client()
    missing, wrong = client.post(LOGIN, json=GOOD), client.post(LOGIN, json={**GOOD, "password": "wrong"})
    assert (missing.status_code, wrong.status_code) == (401, 401)
    assert [(one["field"], one["code"]) for one in missing.json["errors"]] == [("otp", "otp_required")]
    assert wrong.json["errors"] == []


def test_api_signs_in_with_the_code_and_refuses_it_the_second_time(app):
    phone = phone_of(app, APPLICANT)
    client = app.test_client()
    with clock.at(clock.now()):
        body = {**GOOD, "otp": phone.code()}
        first, again = client.post(LOGIN, json=body), client.post(LOGIN, json=body)
    assert ("access_token" in first.json, again.status_code) == (True, 401)
    assert again.json["errors"][0]["code"] == "invalid"


def test_api_takes_a_recovery_code(sqlite_app):
    code = phone_of(sqlite_app, APPLICANT).recovery_codes[0]
    assert sqlite_app.test_client().post(LOGIN, json={**GOOD, "otp": code}).status_code == 200


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_too_many_wrong_tries_in_the_profile_are_answered_with_429(app, password):
    phone = phone_of(app, APPLICANT)
    browser = at_code_page(app)
    type_code(browser, phone.code())
    form = {"do": "codes", "password": password, "code": "000000"}
    answers = [browser.post("/profils/otrais-faktors/mainit", form) for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_too_many_wrong_first_codes_are_answered_with_429(app):
    browser = browser_of(app, APPLICANT)
    browser.get("/profils/otrais-faktors")
    url, form = "/profils/otrais-faktors/apstiprinat", {"code": "000000"}
    answers = [browser.post(url, form) for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_wrong_password_in_the_profile_is_no_wrong_code(app):
    phone = phone_of(app, APPLICANT)
    browser = at_code_page(app)
    type_code(browser, phone.code())
    for _ in range(5):
        browser.post("/profils/otrais-faktors/mainit", {"do": "codes", "password": "wrong", "code": "000000"})
    assert happened(app, AccountAction.second_factor_failed) == 0


def test_api_answers_wrong_codes_with_429_in_the_end(sqlite_app):
    phone_of(sqlite_app, APPLICANT)
    client = sqlite_app.test_client()
    statuses = [client.post(LOGIN, json={**GOOD, "otp": "000000"}).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


@pytest.mark.parametrize("otp", [5, None, ["1"], {}, "\0"])
def test_odd_code_is_refused_by_the_api_without_a_fault(sqlite_app, otp):
    assert sqlite_app.test_client().post(LOGIN, json={**GOOD, "otp": otp}).status_code == 422


# --- setting up and changing


def test_person_sets_up_a_second_factor_and_is_asked_for_it_from_then_on(app):
    browser = browser_of(app, APPLICANT)
    _key, answer = set_up(browser)
    assert (answer.status_code, len(codes_on(answer.text)), answer.headers["Cache-Control"]) == (
        200,
        10,
        "no-store",
    )
    assert Browser(app).sign_in(APPLICANT).location == "/login/kods"


def test_set_up_shows_a_picture_without_styles_and_the_key_in_groups(sqlite_app):
    page = browser_of(sqlite_app, APPLICANT).get("/profils/otrais-faktors").text
    assert ("<svg" in page, " style=" in page) == (True, False)
    assert re.search(r'id="key">([A-Z2-7]{4} ){7}[A-Z2-7]{4}<', page)


def test_set_up_waits_for_a_right_code(app):
    browser = browser_of(app, APPLICANT)
    browser.get("/profils/otrais-faktors")
    answer = browser.post("/profils/otrais-faktors/apstiprinat", {"code": "000000"})
    assert (answer.status_code, "error-text" in answer.text) == (200, True)
    assert count(app, SecondFactor) == 0


def test_setting_up_is_traced_and_mailed_and_ends_other_sign_ins(app):
    other, browser = browser_of(app, APPLICANT), browser_of(app, APPLICANT)
    set_up(browser)
    assert happened(app, AccountAction.second_factor_set) == 1
    assert count(app, Notification, Notification.message == Message.password_changed) == 1
    assert (other.get("/profils").status_code, browser.get("/profils").status_code) == (302, 200)


def test_key_begun_before_another_was_set_up_is_worth_nothing(app):
    from pyotp import TOTP

    one, other = browser_of(app, APPLICANT), browser_of(app, APPLICANT)
    key = key_on(one.get("/profils/otrais-faktors").text)
    set_up(other)
    one.client._cookies.update({})
    answer = one.post("/profils/otrais-faktors/apstiprinat", {"code": TOTP(key).at(clock.now())})
    assert answer.status_code == 302
    with app.app_context():
        assert second_factor.unseal(db.session.scalar(select(SecondFactor.secret))) != key


def changed(browser, phone, wish, **over):
    form = {"do": wish, "password": PASSWORD, "code": phone.recovery_codes.pop(), **over}
    return browser.post("/profils/otrais-faktors/mainit", form)


@pytest.fixture
def owner(app):
    """A person with a second factor, signed in: (app, browser, phone)."""
    phone = phone_of(app, APPLICANT)
    browser = at_code_page(app)
    type_code(browser, phone.recovery_codes.pop())
    return app, browser, phone


def test_new_recovery_codes_make_the_old_ones_worthless(owner):
    app, browser, phone = owner
    fresh = codes_on(changed(browser, phone, "codes").text)
    assert len(fresh) == 10
    assert type_code(at_code_page(app), phone.recovery_codes[0]).status_code == 200
    assert type_code(at_code_page(app), fresh[0]).status_code == 302


def test_person_without_a_duty_removes_the_second_factor(owner):
    app, browser, phone = owner
    assert changed(browser, phone, "remove").location == "/profils"
    assert (count(app, SecondFactor), happened(app, AccountAction.second_factor_removed)) == (0, 1)


@pytest.mark.parametrize("wish", ["codes", "replace", "remove"])
@pytest.mark.parametrize("over", [{"password": "wrong"}, {"code": "000000"}, {"password": ""}, {"code": ""}])
def test_nothing_changes_without_password_and_code(owner, wish, over):
    app, browser, phone = owner
    answer = changed(browser, phone, wish, **over)
    assert (answer.status_code, codes_on(answer.text)) == (200, [])
    assert (count(app, SecondFactor), browser.get("/profils/otrais-faktors").text.count('id="key"')) == (1, 0)


def test_another_phone_takes_the_place_of_the_first(owner):
    app, browser, phone = owner
    changed(browser, phone, "replace")
    _key, answer = set_up(browser)
    assert len(codes_on(answer.text)) == 10
    assert type_code(at_code_page(app), phone.code()).status_code == 200


def test_key_that_cannot_be_read_any_more_is_said_and_recovery_codes_still_work(sqlite_app):
    phone = phone_of(sqlite_app, APPLICANT)
    secret = sqlite_app.config["SECRET_KEY"]
    with sqlite_app.app_context():
        db.session.execute(update(SecondFactor).values(secret="sealed with another key"))
        db.session.commit()
    browser = at_code_page(sqlite_app)
    assert "note-warn" in browser.get("/login/kods").text
    assert type_code(browser, phone.code()).status_code == 200
    assert type_code(browser, phone.recovery_codes[0]).status_code == 302
    assert sqlite_app.config["SECRET_KEY"] == secret


# --- who must have one


def test_unknown_role_in_the_settings_stops_the_start(tmp_path):
    with pytest.raises(SystemExit, match="no such role: administrator"):
        create_app(ENV="test", VAR=tmp_path, SECOND_FACTOR_ROLES=frozenset({"administrator"}))


def test_who_must_have_one_is_led_to_set_it_up_from_every_page(required):
    browser = browser_of(required, "vid.kontrolieris")
    led = {browser.get(page).location for page in ("/darbi", "/profils", "/aktivitates", "/resursi")}
    assert led == {"/profils/otrais-faktors"}
    assert browser.post("/valoda", {"locale": "en"}).status_code == 302


def test_who_must_have_one_goes_on_after_setting_it_up(required):
    browser = browser_of(required, "vid.kontrolieris")
    set_up(browser)
    assert browser.get("/darbi").status_code == 200


def test_api_of_who_must_have_one_answers_403_with_a_sentence(required):
    answer = caller_of(required, "vid.kontrolieris", "en").get("/activities/")
    assert (answer.status_code, "second factor" in answer.json["detail"]) == (403, True)


def test_others_need_none(required):
    assert browser_of(required, APPLICANT).get("/darbi").status_code == 200


def test_who_must_have_one_can_sign_out_without(required):
    assert browser_of(required, "vid.kontrolieris").post("/iziet").location == "/"


def test_who_came_by_single_sign_on_is_not_asked_again(required):
    browser = browser_of(required, "vid.kontrolieris")
    with required.app_context():
        db.session.execute(update(SignIn).values(way="sso"))
        db.session.commit()
    assert browser.get("/darbi").status_code == 200


def test_who_must_have_one_cannot_remove_it(required):
    phone = phone_of(required, "vid.kontrolieris")
    browser = at_code_page(required, "vid.kontrolieris")
    type_code(browser, phone.recovery_codes.pop())
    assert changed(browser, phone, "remove").status_code == 403
    assert count(required, SecondFactor) == 1


# --- remembered devices


def test_device_is_not_remembered_unless_asked(app):
    phone = phone_of(app, APPLICANT)
    browser = at_code_page(app)
    type_code(browser, phone.code())
    assert count(app, RememberedDevice) == 0


def remembered(app):
    """Return a browser that is remembered, signed out again."""
    phone = phone_of(app, APPLICANT)
    browser = at_code_page(app)
    answer = type_code(browser, phone.code(), remember="1")
    browser.post("/iziet")
    return browser, answer


def test_remembered_device_is_not_asked_for_a_code_for_thirty_days(app):
    browser, answer = remembered(app)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("virsis-device="))
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie) == (True, True)
    assert browser.sign_in(APPLICANT).location == "/darbi"
    browser.post("/iziet")
    with clock.at(clock.now() + timedelta(days=30, minutes=1)):
        assert browser.sign_in(APPLICANT).location == "/login/kods"


def test_remembered_device_still_needs_the_password(sqlite_app):
    browser, _answer = remembered(sqlite_app)
    assert browser.sign_in(APPLICANT, "wrong").status_code == 200


def test_device_remembered_for_one_person_is_asked_for_the_code_of_another(sqlite_app):
    browser, _answer = remembered(sqlite_app)
    phone_of(sqlite_app, "vid.kontrolieris")
    assert browser.sign_in("vid.kontrolieris").location == "/login/kods"


def test_forgotten_device_is_asked_for_a_code_again(app):
    browser, _answer = remembered(app)
    browser.sign_in(APPLICANT)
    with app.app_context():
        device = db.session.scalars(select(RememberedDevice.id)).one()
    browser.post("/profils/sesijas/aizmirst", {"device": str(device)})
    browser.post("/iziet")
    assert browser.sign_in(APPLICANT).location == "/login/kods"
    with app.app_context(), seeing_everything():
        changed = select(AccountEvent.data).where(AccountEvent.action == AccountAction.changed)
        assert [one["fields"] for one in db.session.scalars(changed.order_by(AccountEvent.id))] == [
            ["device_remembered"],
            ["device_forgotten"],
        ]


def test_device_of_somebody_else_cannot_be_forgotten(sqlite_app):
    browser, _answer = remembered(sqlite_app)
    with sqlite_app.app_context():
        device = db.session.scalars(select(RememberedDevice.id)).one()
    browser_of(sqlite_app, "vid.kontrolieris").post("/profils/sesijas/aizmirst", {"device": str(device)})
    assert browser.sign_in(APPLICANT).location == "/darbi"


def test_installation_that_remembers_no_devices_does_not_offer_it(sqlite_app):
    browser, _answer = remembered(sqlite_app)
    sqlite_app.config["REMEMBERED_DAYS"] = 0
    try:
        assert browser.sign_in(APPLICANT).location == "/login/kods"
        assert 'name="remember"' not in browser.get("/login/kods").text
    finally:
        sqlite_app.config["REMEMBERED_DAYS"] = 30


# --- lost, and reset by an administrator


def reset(app, username, whose=APPLICANT):
    browser = browser_of(app, username)
    return browser.post(f"/lietotaji/{pk_of(app, whose)}/otrais-faktors")


@pytest.mark.parametrize("who", ["admin", "vid.administrators"])
def test_administrator_resets_a_lost_second_factor(app, who):
    phone_of(app, APPLICANT)
    assert reset(app, who).status_code == 302
    assert Browser(app).sign_in(APPLICANT).location == "/darbi"
    assert (count(app, RecoveryCode), happened(app, AccountAction.second_factor_removed)) == (0, 1)


def test_command_resets_that_of_a_system_administrator_and_of_nobody_else(app):
    phone_of(app, "admin")
    phone_of(app, APPLICANT)
    words = ["admin", "reset-factor", "--email"]
    said = app.test_cli_runner().invoke(args=[*words, "admin@virsis.example"])
    refused = app.test_cli_runner().invoke(args=[*words, f"{APPLICANT}@virsis.example"])
    assert (said.stdout, refused.exit_code) == ("The second factor of admin is taken away.\n", 1)
    assert count(app, SecondFactor) == 1


def test_reset_ends_the_sign_ins_of_the_account(owner):
    app, browser, _phone = owner
    reset(app, "admin")
    assert browser.get("/profils").status_code == 302


def test_user_administrator_of_another_institution_finds_no_such_account(app):
    phone_of(app, APPLICANT)
    assert reset(app, "bvkb.administrators").status_code == 404
    assert count(app, SecondFactor) == 1


@pytest.mark.parametrize(("who", "whose"), [("vid.administrators", "vid.administrators"), ("admin", "admin")])
def test_nobody_resets_the_own_second_factor(sqlite_app, who, whose):
    browser = browser_of(sqlite_app, who)
    phone_of(sqlite_app, whose)
    with sqlite_app.app_context(), writing():
        db.session.execute(update(SignIn).values(ended_at=None))
        db.session.commit()
    assert browser.post(f"/lietotaji/{pk_of(sqlite_app, whose)}/otrais-faktors").status_code == 403
    assert count(sqlite_app, SecondFactor) == 1


def test_user_administrator_does_not_reset_that_of_a_cab_head(sqlite_app):
    from tests.helpers.people import account

    with sqlite_app.app_context(), seeing_everything(), writing():
        from rules.vocabulary import Role

        account("varam.administrators", "VARAM", Role.user_admin)
        db.session.commit()
    phone_of(sqlite_app, "varam.vaditajs")
    assert reset(sqlite_app, "varam.administrators", "varam.vaditajs").status_code == 403


@pytest.mark.parametrize("who", [APPLICANT, "varam.vaditajs"])
def test_others_cannot_reset_a_second_factor(sqlite_app, who):
    phone_of(sqlite_app, "vid.kontrolieris")
    assert reset(sqlite_app, who, "vid.kontrolieris").status_code == 403
    assert count(sqlite_app, SecondFactor) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("pk", ["0", "999999999999999999999", "x", "-1"])
def test_account_that_is_not_there_has_nothing_to_reset(app, pk):
    assert browser_of(app, "admin").post(f"/lietotaji/{pk}/otrais-faktors").status_code == 404


def test_who_waits_on_the_code_page_while_it_is_reset_is_led_back_to_the_password(app):
    phone_of(app, APPLICANT)
    browser = at_code_page(app)
    reset(app, "vid.administrators")
    assert browser.get("/login/kods").location == "/login/"
    assert "Otrais faktors ir atiestatīts" in browser.get("/login/").text
    assert browser.sign_in(APPLICANT).location == "/darbi"
