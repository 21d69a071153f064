"""Who gives which role, whose account may be closed, and who must remain."""

import pytest

from rules.account.access import GRANTABLE
from rules.account.accounts import (
    ALREADY_CLOSED,
    FORGED,
    LAST_USER_ADMIN,
    NOT_AN_ADMIN,
    OWN_ADMIN,
    USERNAME,
    AccountFact,
    grantable,
    looks_after,
    may_move_mail,
    refusal_to_close,
    refusal_to_leave,
    roles_after,
    username_of,
)
from rules.facts import SYSTEM, Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Role

SYSTEM_ADMIN = Actor(username="admin", user_id=1, roles=frozenset({Role.admin}))
VID_ADMIN = Actor(
    username="vid.administrators",
    user_id=2,
    institution="VID",
    institution_id=5,
    roles=frozenset({Role.user_admin}),
)
APPLICANT = Actor(username="vid.pieteicejs", user_id=3, institution="VID", roles=frozenset({Role.applicant}))


def fact(*roles, id=9, others=(), active=True):
    return AccountFact(
        id=id, institution="VID", roles=frozenset(roles), others=frozenset(others), active=active
    )


def test_user_administrator_gives_three_roles_and_the_system_administrator_all():
    assert grantable(VID_ADMIN) == GRANTABLE == {Role.applicant, Role.change_controller, Role.cab_member}
    assert grantable(SYSTEM_ADMIN) == frozenset(Role)


def test_others_give_no_role():
    assert grantable(APPLICANT) == frozenset()


@pytest.mark.parametrize("role", [Role.cab_head, Role.user_admin, Role.admin])
def test_user_administrator_cannot_give_what_is_beyond_the_three(role):
    with pytest.raises(NotAllowed) as refused:
        roles_after(VID_ADMIN, {Role.applicant}, {Role.applicant, role})
    assert (refused.value.key, refused.value.values) == (FORGED, {"roles": (role,)})


def test_roles_beyond_what_a_user_administrator_gives_stay_untouched():
    held = {Role.cab_head, Role.user_admin, Role.applicant}
    assert roles_after(VID_ADMIN, held, {Role.cab_member}) == {
        Role.cab_head,
        Role.user_admin,
        Role.cab_member,
    }


def test_a_role_that_is_held_already_may_be_asked_for_again():
    assert roles_after(VID_ADMIN, {Role.user_admin}, {Role.user_admin}) == {Role.user_admin}


def test_user_administrator_looks_after_the_own_institution_only():
    assert looks_after(VID_ADMIN, "VID")
    assert not any(looks_after(VID_ADMIN, other) for other in ("BVKB", None))
    assert not looks_after(APPLICANT, "VID")


@pytest.mark.parametrize("everywhere", [SYSTEM, SYSTEM_ADMIN])
@pytest.mark.parametrize("institution", ["VID", None])
def test_the_system_and_its_administrator_look_after_every_account(everywhere, institution):
    assert looks_after(everywhere, institution)


def test_the_system_gives_every_role():
    assert grantable(SYSTEM) == frozenset(Role)


def test_a_user_administrator_of_no_institution_gives_no_role():
    assert grantable(Actor(username="x", user_id=5, roles=frozenset({Role.user_admin}))) == frozenset()


def why_not(actor, account):
    refused = refusal_to_close(actor, account)
    return refused and (type(refused), refused.key)


def test_last_user_administrator_is_not_closed_by_the_own_institution():
    refused = refusal_to_close(VID_ADMIN, fact(Role.user_admin))
    assert (type(refused), refused.key) == (WrongStatus, LAST_USER_ADMIN)
    assert "the last user administrator of VID" in str(refused)
    assert refusal_to_close(VID_ADMIN, fact(Role.user_admin, others={Role.user_admin})) is None
    assert refusal_to_close(SYSTEM_ADMIN, fact(Role.user_admin)) is None


def test_system_administrator_is_closed_by_another_one_only():
    both = {Role.admin}
    assert why_not(VID_ADMIN, fact(Role.admin, others=both)) == (NotAllowed, NOT_AN_ADMIN)
    assert why_not(SYSTEM_ADMIN, fact(Role.admin, id=1, others=both)) == (WrongStatus, OWN_ADMIN)
    assert why_not(SYSTEM_ADMIN, fact(Role.admin)) == (WrongStatus, OWN_ADMIN)
    assert refusal_to_close(SYSTEM_ADMIN, fact(Role.admin, others=both)) is None


# Who leaves which account with which roles, and why not. Ids: 1 the system administrator, 2 that of VID.
LEAVING = {
    "the last user administrator, with another role": (
        VID_ADMIN,
        fact(Role.user_admin, id=2),
        {Role.applicant},
        LAST_USER_ADMIN,
    ),
    "the last user administrator, with no role": (
        VID_ADMIN,
        fact(Role.user_admin, id=2),
        set(),
        LAST_USER_ADMIN,
    ),
    "the last user administrator, with the role": (
        VID_ADMIN,
        fact(Role.user_admin, id=2),
        {Role.user_admin, Role.applicant},
        None,
    ),
    "one of two user administrators": (
        VID_ADMIN,
        fact(Role.user_admin, id=2, others={Role.user_admin}),
        {Role.applicant},
        None,
    ),
    "a role that others fill, too, is not the one": (
        VID_ADMIN,
        fact(Role.user_admin, Role.applicant, id=2, others={Role.applicant}),
        {Role.applicant},
        LAST_USER_ADMIN,
    ),
    "a colleague who is the last": (VID_ADMIN, fact(Role.user_admin), {Role.applicant}, LAST_USER_ADMIN),
    "a closed account": (VID_ADMIN, fact(Role.user_admin, active=False), {Role.applicant}, None),
    "somebody who never was": (VID_ADMIN, fact(Role.applicant), set(), None),
    "the last user administrator, by a command": (
        SYSTEM,
        fact(Role.user_admin),
        {Role.applicant},
        LAST_USER_ADMIN,
    ),
    "the last user administrator, by the system's": (
        SYSTEM_ADMIN,
        fact(Role.user_admin),
        {Role.applicant},
        None,
    ),
    "the own account of a system administrator": (
        SYSTEM_ADMIN,
        fact(Role.admin, id=1, others={Role.admin}),
        {Role.applicant},
        OWN_ADMIN,
    ),
    "the own account of a system administrator, with the role": (
        SYSTEM_ADMIN,
        fact(Role.admin, id=1),
        {Role.admin, Role.applicant},
        None,
    ),
    "another system administrator": (
        SYSTEM_ADMIN,
        fact(Role.admin, others={Role.admin}),
        {Role.applicant},
        None,
    ),
    "the last system administrator": (SYSTEM_ADMIN, fact(Role.admin), {Role.applicant}, OWN_ADMIN),
    "the last system administrator, by a command": (SYSTEM, fact(Role.admin), {Role.applicant}, OWN_ADMIN),
    "a closed system administrator": (SYSTEM_ADMIN, fact(Role.admin, active=False), {Role.applicant}, None),
    "both roles of the own account": (
        SYSTEM_ADMIN,
        fact(Role.admin, Role.user_admin, id=1, others={Role.admin}),
        set(),
        OWN_ADMIN,
    ),
}


@pytest.mark.parametrize(("actor", "account", "roles", "why"), LEAVING.values(), ids=LEAVING)
def test_an_account_is_left_with_fewer_roles_only_when_somebody_remains(actor, account, roles, why):
    refused = refusal_to_leave(actor, account, roles)
    assert (refused and (type(refused), refused.key)) == (why and (WrongStatus, why))


def test_closed_account_is_not_closed_again():
    closed = fact(Role.applicant, active=False)
    assert why_not(SYSTEM_ADMIN, closed) == (WrongStatus, ALREADY_CLOSED)


def test_mail_of_somebody_with_more_rights_is_moved_by_the_system_administrator_only():
    head = fact(Role.cab_head, Role.cab_member)
    assert not may_move_mail(VID_ADMIN, head)
    assert may_move_mail(SYSTEM_ADMIN, head)
    assert may_move_mail(VID_ADMIN, fact(Role.user_admin, id=2))
    assert may_move_mail(VID_ADMIN, fact(*GRANTABLE))


@pytest.mark.parametrize(
    ("email", "username"),
    [
        ("Jānis.Bērziņš@vid.gov.lv", "janis.berzins"),
        ("o'neil+x@vid.gov.lv", "o-neil-x"),
        ("@vid.gov.lv", ""),
        ("-.Xavier.-@vid.gov.lv", "xavier"),
        ("Xavier.X@vid.gov.lv", "xavier.x"),
        ('"a@b"@vid.gov.lv', "a"),
        (f"{'a' * 70}@vid.gov.lv", "a" * 60),
    ],
)
def test_address_suggests_a_user_name_in_plain_letters(email, username):
    assert username_of(email) == username


@pytest.mark.parametrize("username", ["bvkb.sistema-8", "konts-57", "system"])
def test_user_name_that_the_system_itself_gives_is_none_of_a_person(username):
    assert not USERNAME.fullmatch(username)


@pytest.mark.parametrize("username", ["bvkb.sistema-a", "konts-a", "konts", "system.admin"])
def test_other_user_names_are(username):
    assert USERNAME.fullmatch(username)
