"""Forms about accounts: what is refused is named at its field, and nothing typed is lost."""

import re

import pytest
from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import User
from rules.vocabulary import Role
from tests.helpers import cards
from tests.helpers.people import account, browser_of
from tests.helpers.requests import sent
from tests.helpers.rounds import rows_of

BOSS = "vid.administrators"
QUEUE = "/parvaldiba/pieprasijumi"
TYPED = {
    "first_name": "Līga",
    "last_name": "Ķēniņa-Ābele",
    "email": "liga.kenina@vid.example",
    "username": "liga.k",
    "roles": ["applicant", "cab_member"],
}


@pytest.fixture
def boss(sqlite_app):
    browser = browser_of(sqlite_app, BOSS)
    browser.post("/valoda", {"locale": "en"})
    return browser


def key(app, username):
    with app.app_context():
        return db.session.scalars(select(User.id).where(User.username == username)).one()


def summary(page):
    """Return the sentences of the list of mistakes, each with the field it leads to."""
    return re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', page)


def value_of(page, name):
    return re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page)[1]


# --- a new account, a changed one


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", "", "Type the first name"),
        ("last_name", " ", "Type the last name"),
        ("email", "nav", "Write the whole e-mail address in Latin letters without diacritics"),
        ("email", "anna..berzina@vid.lv", "Write the whole e-mail address in Latin letters"),
        ("email", f"anna@{'vid.' * 70}lv", "The e-mail may have at most 254 characters (now 287)"),
        ("username", "Ķ", "Write the user name with 2–64 characters"),
        ("roles", [], "Tick at least one role"),
    ],
)
def test_wrong_field_of_a_new_account_is_named_and_the_others_are_kept(boss, field, value, said):
    answer = boss.post("/lietotaji/add", {**TYPED, field: value})
    assert answer.status_code == 422
    [(where, sentence)] = summary(answer.text)
    assert (where, sentence.startswith(said)) == (field, True)
    kept = [one for name, one in TYPED.items() if name not in (field, "roles")]
    assert [one for one in kept if f'value="{one}"' not in answer.text] == []


def test_ticked_roles_stay_ticked_when_a_name_is_missing(boss):
    page = boss.post("/lietotaji/add", {**TYPED, "first_name": ""}).text
    ticked = re.findall(r'name="roles" value="(\w+)"\s+checked', page)
    assert ticked == TYPED["roles"]


def test_institution_that_there_is_not_is_named_and_nothing_typed_is_lost(sqlite_app):
    admin = browser_of(sqlite_app, "admin")
    admin.post("/valoda", {"locale": "en"})
    answer = admin.post("/lietotaji/add", {**TYPED, "institution": "NAV"})
    assert answer.status_code == 422
    assert summary(answer.text) == [
        ("institution", "Institution: There is no such code. Choose one from the list.")
    ]
    assert f'value="{TYPED["last_name"]}"' in answer.text


@pytest.mark.parametrize("name", ["password", "institution", "active", "seen"])
def test_field_that_a_new_account_does_not_ask_for_is_refused(boss, name):
    assert boss.post("/lietotaji/add", {**TYPED, name: "x"}).status_code == 403


def test_changed_account_with_a_mistake_is_saved_by_the_next_try(sqlite_app, boss):
    url = f"/lietotaji/edit/{key(sqlite_app, 'vid.pieteicejs')}"
    seen = value_of(boss.get(url).text, "seen")
    changed = {"first_name": "Jauns", "last_name": "", "email": "jauns@vid.example", "roles": "applicant"}
    again = boss.post(url, {**changed, "seen": seen})
    assert (again.status_code, summary(again.text)) == (422, [("last_name", "Type the last name")])
    shown = {name: value_of(again.text, name) for name in ("first_name", "email", "seen")}
    assert boss.post(url, {**changed, **shown, "last_name": "Vārds"}).status_code == 302


# --- closing and deleting personal data


def with_work(app):
    """Let somebody who is applicant and the only CAB member have a card and an opinion to give."""
    with rows_of(app), writing():
        leaves = account("vid.abi", "VID", Role.applicant, Role.cab_head)
        colleague = account("vid.otra", "VID", Role.applicant)
        db.session.flush()
        db.session.execute(update(User).where(User.username == "varam.vaditajs").values(active=False))
        card = cards.draft()
        card.created_by_id = leaves.id
        db.session.commit()
        return leaves.id, colleague.id


def test_who_was_chosen_stays_chosen_when_other_work_has_nobody_yet(sqlite_app):
    admin = browser_of(sqlite_app, "admin")
    admin.post("/valoda", {"locale": "en"})
    leaves, colleague = with_work(sqlite_app)
    answer = admin.post(f"/lietotaji/slegt/{leaves}", {"cards": str(colleague)})
    assert answer.status_code == 422
    assert summary(answer.text) == [("cab_head", "Choose who becomes CAB head")]
    assert re.search(rf'<option value="{colleague}" selected>', answer.text)


@pytest.mark.parametrize("chosen", ["", "0", "-1", "1.0", "²", "9" * 30, "x"])
def test_colleague_who_is_no_account_is_nobody(sqlite_app, chosen):
    admin = browser_of(sqlite_app, "admin")
    leaves, colleague = with_work(sqlite_app)
    given = {"cards": chosen, "cab_head": str(colleague)}
    answer = admin.post(f"/lietotaji/slegt/{leaves}", given)
    assert (answer.status_code, [where for where, _said in summary(answer.text)]) == (422, ["cards"])


def test_user_name_typed_wrongly_to_confirm_is_shown_and_named(sqlite_app, boss):
    pk = key(sqlite_app, "vid.kontrolieris")
    boss.post(f"/lietotaji/slegt/{pk}")
    answer = boss.post(f"/lietotaji/pseidonimizet/{pk}", {"typed": "vid.kontrolier"})
    assert answer.status_code == 422
    assert summary(answer.text) == [("typed", "Type the user name exactly as it stands above")]
    assert 'value="vid.kontrolier"' in answer.text


# --- requests


@pytest.fixture
def waiting(sqlite_app):
    with sqlite_app.app_context(), seeing_everything(), writing():
        return sent().id


def test_reason_of_a_refusal_that_is_too_long_is_named_and_kept(sqlite_app, waiting):
    admin = browser_of(sqlite_app, "admin")
    admin.post("/valoda", {"locale": "en"})
    answer = admin.post(f"{QUEUE}/refuse/{waiting}", {"reason": "ā" * 2001})
    assert answer.status_code == 422
    assert summary(answer.text) == [("reason", "The reason may have at most 2000 characters (now 2001)")]
    assert "ā" * 2001 in answer.text


def test_approval_without_the_tick_says_what_to_tick(sqlite_app, waiting):
    admin = browser_of(sqlite_app, "admin")
    admin.post("/valoda", {"locale": "en"})
    answer = admin.post(f"{QUEUE}/approve/{waiting}", {"verified": ""})
    assert answer.status_code == 422
    assert summary(answer.text) == [("verified", "Tick that the signature is checked before you approve")]
