"""Somebody looks after accounts: neither editing nor a command takes that away."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.account import accounts
from app.services.account.details import Details
from models import User
from models.account.people import roles_of
from rules.facts import SYSTEM
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Role
from tests.helpers.cards import actor
from tests.helpers.people import account

ADMIN, BOSS = "admin", "vid.administrators"


def person(username):
    return db.session.scalars(select(User).where(User.username == username)).one()


def left_with(username, *roles, by, institution="VID"):
    """Edit an account so that it keeps these roles only; return what it then has."""
    row = person(username)
    kept = {name: getattr(row, name) for name in ("first_name", "last_name", "email")}
    wanted = Details(**kept, roles=frozenset(roles), institution=institution)
    accounts.edit(row, by, now(), wanted, accounts.version(row))
    db.session.flush()
    return roles_of(row)


@pytest.mark.parametrize("roles", [(Role.applicant,), (Role.applicant, Role.cab_member)])
def test_a_user_administrator_keeps_the_role_whatever_is_ticked_beside_it(inside, roles):
    assert left_with(BOSS, *roles, by=actor(BOSS)) == {Role.user_admin, *roles}


def test_a_user_administrator_keeps_the_role_when_there_is_another(inside):
    account("vid.otrs", "VID", Role.user_admin)
    db.session.flush()
    assert left_with(BOSS, Role.applicant, by=actor("vid.otrs")) == {Role.user_admin, Role.applicant}


def test_no_command_takes_the_role_from_the_last_user_administrator(inside):
    with pytest.raises(WrongStatus, match="last user administrator of VID"):
        left_with(BOSS, Role.applicant, by=SYSTEM)
    assert roles_of(person(BOSS)) == {Role.user_admin}


def test_a_colleague_whose_account_is_closed_is_no_other_user_administrator(inside):
    account("vid.otrs", "VID", Role.user_admin).active = False
    db.session.flush()
    with pytest.raises(WrongStatus, match="last user administrator of VID"):
        left_with(BOSS, Role.applicant, by=SYSTEM)


def test_a_user_administrator_of_another_institution_is_no_other_one(inside):
    with pytest.raises(WrongStatus, match="last user administrator of BVKB"):
        left_with("bvkb.administrators", Role.applicant, by=SYSTEM, institution="BVKB")


def test_of_two_user_administrators_one_may_lose_the_role(inside):
    account("vid.otrs", "VID", Role.user_admin)
    db.session.flush()
    assert left_with(BOSS, Role.applicant, by=SYSTEM) == {Role.applicant}


def test_a_system_administrator_may_take_the_role_from_the_last_user_administrator(inside):
    assert left_with(BOSS, Role.applicant, by=actor(ADMIN)) == {Role.applicant}


def test_a_system_administrator_keeps_the_own_role(inside):
    with pytest.raises(WrongStatus, match="Another system administrator can"):
        left_with(ADMIN, Role.applicant, by=actor(ADMIN))
    assert roles_of(person(ADMIN)) == {Role.admin}


def test_the_last_system_administrator_keeps_the_role(inside):
    person("admin2").active = False
    db.session.flush()
    with pytest.raises(WrongStatus, match="Another system administrator can"):
        left_with(ADMIN, Role.applicant, by=SYSTEM)


def test_of_two_system_administrators_one_may_take_the_role_from_the_other(inside):
    assert left_with("admin2", Role.applicant, by=actor(ADMIN)) == {Role.applicant}


def test_a_user_administrator_gives_the_right_to_nobody(inside):
    with pytest.raises(NotAllowed):
        left_with("vid.pieteicejs", Role.user_admin, by=actor(BOSS))
