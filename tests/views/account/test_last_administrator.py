"""Somebody looks after accounts: no form takes that away, and no command gives it in passing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.extensions import db
from models import User
from models.account.people import roles_of
from rules.vocabulary import Role
from tests.helpers.people import browser_of
from tests.helpers.rounds import rows_of

BOSS = "vid.administrators"


def form_of(app, username):
    with rows_of(app):
        return f"/lietotaji/edit/{db.session.scalars(select(User.id).where(User.username == username)).one()}"


def roles(app, *usernames):
    with rows_of(app):
        people = select(User).where(User.username.in_(usernames)).order_by(User.username)
        return [set(roles_of(one)) for one in db.session.scalars(people)]


def leave(browser, url, institution=None, *ticked):
    """Send the form of an account with these roles ticked only."""
    page = browser.get(url).text
    given = dict(re.findall(r'name="(first_name|last_name|email|seen)"[^>]*?value="([^"]*)"', page))
    place = {"institution": institution} if institution else {}
    return browser.post(url, {**given, **place, "roles": list(ticked)})


def test_the_last_user_administrator_is_shown_the_role_as_one_that_stays(app):
    page = browser_of(app, BOSS).get(form_of(app, BOSS)).text
    (box,) = re.findall(r'name="roles" value="user_admin"([^>]*)>', page)
    assert box.split()[:2] == ["checked", "disabled"]


def test_the_last_user_administrator_who_sends_the_form_without_the_role_keeps_it(app):
    answer = leave(browser_of(app, BOSS), form_of(app, BOSS), None, "applicant")
    assert (answer.status_code, roles(app, BOSS)) == (302, [{Role.user_admin, Role.applicant}])


def test_a_system_administrator_who_takes_the_own_role_away_is_told_why_not(app):
    answer = leave(browser_of(app, "admin"), form_of(app, "admin"), "VID", "applicant")
    assert (answer.status_code, roles(app, "admin")) == (409, [{Role.admin}])
    assert "To var cits sistēmas administrators" in answer.text


def test_two_system_administrators_who_take_the_role_from_each_other_at_once_leave_one(app):
    pairs = [(browser_of(app, "admin"), "admin2"), (browser_of(app, "admin2"), "admin")]
    forms = [(browser, form_of(app, other)) for browser, other in pairs]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: leave(*one, "VID", "applicant"), forms))
    assert sorted(map(len, roles(app, "admin", "admin2"))) == [1, 1]
    assert [Role.admin in one for one in roles(app, "admin", "admin2")].count(True) == 1


@pytest.mark.parametrize("command", [("admin",), ("user-admin", "--institution", "BVKB")])
def test_a_command_that_names_the_last_user_administrator_leaves_the_role(app, command):
    first, *rest = command
    words = [first, "invite", *rest, "--email", f"{BOSS}@virsis.example"]
    answer = app.test_cli_runner().invoke(args=words)
    assert (answer.exit_code, roles(app, BOSS)) == (1, [{Role.user_admin}])
