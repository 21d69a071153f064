"""The screen of API keys: the user administrator's own institution, a key seen once, revoking."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import AccountEvent, ApiKey, Institution
from rules.account.access import AccountAction
from rules.registry_vocabulary import Certainty
from rules.vocabulary import Role
from tests.helpers.people import Caller, account, browser_of

LIST = "/lietotaji/atslegas"
FORM = {"name": "Lietvedības sistēma", "scope": "read", "days": "30"}


def create(app, by="vid.administrators", **over):
    return browser_of(app, by).post(f"{LIST}/jauna", {**FORM, **over})


def text_in(page):
    return re.search(r"virsis_[\w-]{43}", page)[0]


def request_key_in(page):
    return re.search(r'name="request_key" value="(\w+)"', page)[1]


def keys(app):
    with app.app_context():
        return list(db.session.scalars(select(ApiKey).order_by(ApiKey.id)))


def test_key_is_shown_once_and_works(app):
    browser = browser_of(app, "vid.administrators")
    shown = browser.post(f"{LIST}/jauna", FORM)
    key = text_in(shown.text)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (201, "no-store")
    assert Caller(app, key).get("/institutions/").status_code == 200
    assert key not in browser.get(LIST).text
    assert "Lietvedības sistēma" in browser.get(LIST).text


@pytest.mark.both_databases
def test_form_sent_twice_makes_one_key_and_either_answer_shows_it(app):
    browser = browser_of(app, "vid.administrators")
    form = {**FORM, "request_key": request_key_in(browser.get(f"{LIST}/jauna").text)}
    shown = {text_in(browser.post(f"{LIST}/jauna", form).text) for _ in range(2)}
    assert (len(shown), len(keys(app))) == (1, 1)
    assert Caller(app, shown.pop()).get("/institutions/").status_code == 200


def test_form_changed_after_going_back_makes_another_key(sqlite_app):
    browser = browser_of(sqlite_app, "vid.administrators")
    form = {**FORM, "request_key": request_key_in(browser.get(f"{LIST}/jauna").text)}
    for name in ("Lietvedība", "Grāmatvedība"):
        browser.post(f"{LIST}/jauna", {**form, "name": name})
    assert [one.name for one in keys(sqlite_app)] == ["Lietvedība", "Grāmatvedība"]


def test_same_form_of_two_administrators_makes_two_keys(sqlite_app):
    with sqlite_app.app_context(), writing():
        account("vid.otrs", "VID", Role.user_admin)
        db.session.commit()
    for by in ("vid.administrators", "vid.otrs"):
        create(sqlite_app, by, request_key="1")
    assert len(keys(sqlite_app)) == 2


def test_form_whose_key_is_revoked_makes_no_other(sqlite_app):
    browser = browser_of(sqlite_app, "vid.administrators")
    browser.post(f"{LIST}/jauna", {**FORM, "request_key": "1"})
    browser.post(f"{LIST}/{keys(sqlite_app)[0].uuid}/atsaukt")
    assert browser.post(f"{LIST}/jauna", {**FORM, "request_key": "1"}).status_code == 409
    assert len(keys(sqlite_app)) == 1


def test_key_is_not_shown_again_by_sending_its_form_later(app):
    browser = browser_of(app, "vid.administrators")
    form = {**FORM, "request_key": "1"}
    browser.post(f"{LIST}/jauna", form)
    with app.app_context(), writing():
        made = db.session.scalars(select(ApiKey)).one()
        made.created_on -= timedelta(minutes=2)
        db.session.commit()
    again = browser.post(f"{LIST}/jauna", form)
    assert (again.status_code, re.search(r"virsis_[\w-]{43}", again.text)) == (409, None)
    assert len(keys(app)) == 1


def test_key_stands_in_no_cookie_and_no_header(sqlite_app):
    shown = create(sqlite_app)
    assert text_in(shown.text) not in str(shown.headers)


def test_institution_is_the_administrators_own_whatever_is_posted(app):
    create(app, institution="BVKB", institution_id="1")
    with app.app_context():
        key = db.session.scalars(select(ApiKey)).one()
        assert (key.user.institution.code, key.user.username) == ("VID", "vid.sistema-1")
        assert [role.name for role in key.user.roles] == ["applicant"]


def test_name_of_a_system_has_no_sign_that_nobody_sees(sqlite_app):
    create(sqlite_app, name="Grā\u202emat\u00advedība")
    with sqlite_app.app_context():
        assert db.session.scalars(select(ApiKey.name)).all() == ["Grāmatvedība"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "  "}, "Name the system that will call"),
        ({"name": "x" * 65}, "at most 64 characters (now 65)"),
        ({"scope": ""}, "Choose what the key may do"),
        ({"scope": "admin"}, "Choose what the key may do"),
        ({"days": "0"}, "from 1 to 366"),
        ({"days": "367"}, "from 1 to 366"),
        ({"days": "-1"}, "from 1 to 366"),
        ({"days": "9" * 5000}, "from 1 to 366"),
        ({"days": "²"}, "from 1 to 366"),
        ({"days": ""}, "from 1 to 366"),
        ({"days": "nine"}, "from 1 to 366"),
    ],
)
def test_mistake_is_named_and_what_was_typed_stays(sqlite_app, wrong, said):
    browser = browser_of(sqlite_app, "vid.administrators")
    browser.post("/valoda", {"locale": "en"})
    answer = browser.post(f"{LIST}/jauna", {**FORM, **wrong})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'href="#{next(iter(wrong))}"' in answer.text
    assert f'value="{(FORM | wrong)["name"]}"' in answer.text
    assert keys(sqlite_app) == []


def test_revoked_key_opens_nothing_and_is_traced(app):
    browser = browser_of(app, "vid.administrators")
    caller = Caller(app, text_in(browser.post(f"{LIST}/jauna", FORM).text))
    address = f"{LIST}/{keys(app)[0].uuid}/atsaukt"
    assert browser.get(address).status_code == 200
    assert caller.get("/institutions/").status_code == 200
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 302
    assert caller.get("/institutions/").status_code == 401
    with app.app_context(), seeing_everything():
        traced = db.session.scalars(select(AccountEvent.action).order_by(AccountEvent.id))
        wanted = {AccountAction.key_created, AccountAction.key_revoked, AccountAction.key_refused}
        assert [one for one in traced if one in wanted] == [
            AccountAction.key_created,
            AccountAction.key_revoked,
            AccountAction.key_refused,
        ]


def test_administrator_of_another_institution_neither_sees_nor_revokes(app):
    create(app)
    uuid, stranger = keys(app)[0].uuid, browser_of(app, "bvkb.administrators")
    assert "Lietvedības" not in stranger.get(LIST).text
    assert stranger.get(f"{LIST}/{uuid}/atsaukt").status_code == 404
    assert stranger.post(f"{LIST}/{uuid}/atsaukt").status_code == 404
    assert keys(app)[0].revoked_on is None


def test_system_administrator_sees_and_revokes_all_and_creates_none(app):
    create(app)
    admin = browser_of(app, "admin")
    assert "Lietvedības" in admin.get(LIST).text
    assert admin.get(f"{LIST}/jauna").status_code == 403
    assert admin.post(f"{LIST}/jauna", FORM).status_code == 403
    admin.post(f"{LIST}/{keys(app)[0].uuid}/atsaukt")
    assert keys(app)[0].revoked_on is not None


@pytest.mark.parametrize("person", ["vid.pieteicejs", "vid.kontrolieris", "fm.loceklis", "varam.vaditajs"])
def test_others_have_no_such_page(sqlite_app, person):
    browser = browser_of(sqlite_app, person)
    answers = [browser.get(LIST), browser.get(f"{LIST}/jauna"), browser.post(f"{LIST}/jauna", FORM)]
    assert [one.status_code for one in answers] == [403, 403, 403]
    assert keys(sqlite_app) == []


def test_closing_the_institution_revokes_its_keys(app):
    create(app, by="bvkb.administrators")
    with app.app_context(), seeing_everything(), writing():
        row = db.session.scalars(select(Institution).where(Institution.code == "BVKB")).one()
        form = {
            "code": row.code,
            "name_lv": row.name_lv,
            "name_en": row.name_en,
            "kind": row.kind.value,
            "certainty": Certainty.check.value,
            "status": "closed",
            "closed_on": "2026-01-01",
            "reg_no": row.reg_no or "",
            "parent": str(row.parent_id or ""),
        }
        address = f"/iestades/edit/{row.id}"
    answer = browser_of(app, "admin").post(address, form)
    assert answer.status_code == 302
    assert keys(app)[0].revoked_on is not None


def test_nonsense_in_the_address_is_not_found(sqlite_app):
    browser = browser_of(sqlite_app, "vid.administrators")
    for uuid in ("x", "0", "%27", "a" * 3000):
        assert browser.get(f"{LIST}/{uuid}/atsaukt").status_code == 404


def test_unknown_key_is_traced_in_a_transaction_that_can_wait_for_other_writers(sqlite_app):
    with sqlite_app.app_context():
        engine = db.engine
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    assert Caller(sqlite_app, f"virsis_{'x' * 43}").get("/institutions/").status_code == 401
    assert started_only_to_read(said) == []


def started_only_to_read(said):
    """The statements that write in a transaction which took no lock at its beginning."""
    begun, wrong = "", []
    for one in said:
        begun = one if one.startswith("BEGIN") else begun
        if begun == "BEGIN" and one.startswith(("INSERT", "UPDATE", "DELETE")):
            wrong.append(one)
    return wrong


@pytest.mark.parametrize(
    "taken", [{"email": "bvkb.sistema-1@system.invalid"}, {"username": f"bvkb.sistema-{'9' * 51}"}]
)
def test_another_institution_cannot_take_the_name_of_the_next_system(sqlite_app, taken):
    person = {"first_name": "A", "last_name": "B", "email": "a.b@vid.example", "roles": "applicant", **taken}
    assert browser_of(sqlite_app, "vid.administrators").post("/lietotaji/add", person).status_code == 422
    assert create(sqlite_app, "bvkb.administrators").status_code == 201
