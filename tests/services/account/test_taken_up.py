"""Whoever has only been invited is nobody yet: does no work, gets no work mail, stands in for nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services import outbox
from app.services.account import accounts, handover, list as account_list, substitutions
from app.services.account.details import Details
from app.services.account.request_cautions import administrators_of
from app.services.account.substitutions import Asked
from models import ExternalIdentity, Institution, User
from models.account.people import works
from rules.account.accounts import AccountState
from rules.audience import Message, Told
from rules.facts import SYSTEM
from rules.refusals import Invalid, WrongStatus
from rules.vocabulary import ProblemCode, Role
from tests.helpers.cards import actor
from tests.helpers.people import account

pytestmark = pytest.mark.both_databases


def invited(username, institution, *roles):
    """Add somebody who has been invited and has set no password yet."""
    one = account(username, institution, *roles)
    one.password = None
    db.session.flush()
    return one


def only_invited(username):
    """Let an account of the tests wait for its password again."""
    one = db.session.scalars(select(User).where(User.username == username)).one()
    one.password = None
    db.session.flush()
    return one


def linked(one):
    db.session.add(ExternalIdentity(user_id=one.id, issuer="https://ieeja.lv", subject="1", linked_at=now()))
    db.session.flush()
    db.session.refresh(one)
    return one


def signed_in(one):
    one.last_login = now().replace(tzinfo=None)
    db.session.flush()
    return one


def with_password(one):
    one.password = "x"
    db.session.flush()
    return one


def has_controller(institution):
    return outbox.anybody(Role.change_controller, institution)


def test_an_institution_whose_only_controller_is_invited_has_none(inside):
    only_invited("vid.kontrolieris")
    assert not has_controller("VID")


@pytest.mark.parametrize("take_up", [with_password, signed_in, linked])
def test_a_password_a_sign_in_or_a_single_sign_on_takes_the_invitation_up(inside, take_up):
    one = take_up(only_invited("vid.kontrolieris"))
    assert (has_controller("VID"), works(one), accounts.state_of(one)) == (True, True, AccountState.open)


def test_work_mail_is_for_those_who_work(inside):
    one = invited("vid.otrs", "VID", Role.change_controller)
    asked = Told(Message.submitted, Role.change_controller, "VID")
    told = outbox.reached([asked])[asked]
    assert one not in told
    assert told


def test_an_invited_administrator_is_no_other_administrator(inside):
    invited("vid.otrs", "VID", Role.user_admin)
    boss = db.session.scalars(select(User).where(User.username == "vid.administrators")).one()
    same = {name: getattr(boss, name) for name in ("first_name", "last_name", "email")}
    wanted = Details(**same, roles=frozenset({Role.applicant}), institution="VID")
    with pytest.raises(WrongStatus, match="last user administrator of VID"):
        accounts.edit(boss, SYSTEM, now(), wanted, accounts.version(boss))


def test_no_work_is_handed_over_to_somebody_who_is_invited(inside):
    one = invited("vid.otrs", "VID", Role.applicant)
    head = account("vid.vaditajs", "VID", Role.cab_head)
    db.session.flush()
    only_invited("varam.vaditajs")
    (task,) = (task for task in handover.open_work(head) if task.role is Role.cab_head)
    assert one not in task.colleagues
    assert task.colleagues


def test_nobody_is_substituted_by_somebody_who_is_invited(inside):
    invited("vid.otrs", "VID", Role.change_controller)
    wish = Asked(
        principal="vid.kontrolieris",
        substitute="vid.otrs",
        role=Role.change_controller,
        from_on=today(),
        until_on=today() + timedelta(days=1),
    )
    with pytest.raises(Invalid) as refused:
        substitutions.name(actor("vid.kontrolieris"), now(), wish)
    assert [(one.field, one.code) for one in refused.value.problems] == [("substitute", ProblemCode.unknown)]


def test_who_is_invited_is_not_among_the_colleagues_to_choose_from(inside):
    one = invited("vid.otrs", "VID", Role.change_controller)
    assert one not in substitutions.colleagues("VID")


def test_the_list_warns_of_a_role_that_only_somebody_invited_has(inside):
    only_invited("vid.kontrolieris")
    gaps = account_list.gaps(actor("vid.administrators"))
    assert (Role.change_controller, None) in [(one.role, one.only) for one in gaps]


def test_an_institution_whose_only_administrator_is_invited_stands_in_the_warning(inside):
    only_invited("vid.administrators")
    assert "VID" in [one.code for one in account_list.without_administrator(actor("admin"))]


def test_an_invited_administrator_does_not_have_the_right_yet(inside):
    only_invited("vid.administrators")
    vid = db.session.scalars(select(Institution).where(Institution.code == "VID")).one()
    assert administrators_of(vid) == []
