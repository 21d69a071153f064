"""Accounts: made by invitation, changed under rules, closed only when the work goes on."""

from datetime import datetime, timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import func, select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.security.sign_in import begin, holder_of
from app.services.account import (
    accounts,
    closing as account_closing,
    handover,
    links,
    list as account_list,
    pseudonyms,
    requests as administrator_requests,
    second_factor,
    substitutions,
)
from app.services.account.details import Details
from app.services.account.list import Search
from app.services.activity import audit, steps as workflow
from app.services.activity.search import Search as Cards, count
from models import (
    AccountEvent,
    AccountLink,
    Activity,
    AdministratorRequest,
    Institution,
    Notification,
    RecoveryCode,
    RememberedDevice,
    SecondFactor,
    Substitution,
    User,
)
from models.account.people import actor_of, roles_of
from rules.account.access import AccountAction
from rules.account.accounts import AccountState
from rules.audience import Message
from rules.refusals import Invalid, NotAllowed, NotFound, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import Role
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.institutions import close
from tests.helpers.people import account
from tests.helpers.requests import sent
from tests.helpers.substitutes import substituted

PROOFS = (SecondFactor, RecoveryCode, RememberedDevice)
ADMIN, BOSS = "admin", "vid.administrators"


def person(username):
    return db.session.scalars(select(User).where(User.username == username)).one()


def details(**given):
    first = {
        "first_name": "Līga",
        "last_name": "Ķēniņa",
        "email": "liga.kenina@vid.example",
        "roles": frozenset({Role.applicant}),
    }
    return Details(**{**first, **given})


def made(by=BOSS, **given):
    row, _new = accounts.create(actor(by), now(), details(**given))
    db.session.flush()
    return row


def edited(row, by=BOSS, **given):
    kept = {
        "first_name": row.first_name,
        "last_name": row.last_name,
        "email": row.email,
        "roles": roles_of(row),
        "institution": row.institution.code if row.institution else None,
    }
    return accounts.edit(row, actor(by), now(), Details(**{**kept, **given}), accounts.version(row))


def extra(username, code, *roles):
    row = account(username, code, *roles)
    db.session.flush()
    return row


def closed(username, by=BOSS, **chosen):
    row = person(username)
    account_closing.close(row, actor(by), now(), {field: one.id for field, one in chosen.items()})
    db.session.flush()
    return row


def prove(row):
    """Give an account a second factor, recovery codes and a remembered browser."""
    secret = second_factor.fresh_secret()
    second_factor.set_up(row, secret, TOTP(secret).now(), now())
    second_factor.remember(row, "Firefox", now(), 30)
    db.session.flush()


def fields_of(refused):
    return {problem.field for problem in refused.value.problems}


def traces(action):
    return list(db.session.scalars(select(AccountEvent).where(AccountEvent.action == action)))


def mails(message):
    return list(db.session.scalars(select(Notification).where(Notification.message == message)))


# --- creating


def test_new_account_belongs_to_the_institution_of_who_makes_it(inside):
    row = made()
    assert (row.institution.code, row.username, roles_of(row)) == ("VID", "liga.kenina", {Role.applicant})


def test_new_account_has_no_password_and_an_invitation_waits(inside):
    row = made()
    assert (row.password, accounts.state_of(row)) == (None, AccountState.invited)
    assert [one.recipient_id for one in mails(Message.invitation)] == [row.id]


def test_making_an_account_is_an_event(inside):
    row = made()
    event = traces(AccountAction.created)[-1]
    assert (event.account_id, event.actor_id, event.data) == (
        row.id,
        person(BOSS).id,
        {"roles": ["applicant"]},
    )


def test_user_administrator_cannot_name_another_institution(inside):
    with pytest.raises(NotAllowed):
        made(institution="BVKB")


@pytest.mark.parametrize("role", [Role.cab_head, Role.user_admin, Role.admin])
def test_user_administrator_cannot_make_a_head_or_an_administrator(inside, role):
    with pytest.raises(NotAllowed):
        made(roles=frozenset({role}))


def test_applicant_makes_no_account(inside):
    with pytest.raises(NotAllowed):
        made(by="vid.pieteicejs")


@pytest.mark.both_databases
def test_address_that_is_used_already_is_refused_whatever_its_case(inside):
    with pytest.raises(Invalid) as refused:
        made(email="BVKB.Pieteicejs@virsis.EXAMPLE")
    assert fields_of(refused) == {"email"}


def test_suggested_user_name_gets_a_number_when_it_is_taken(inside):
    assert made(email="vid.pieteicejs@vid.example").username == "vid.pieteicejs2"


@pytest.mark.parametrize("name", ["a", "_", "vid.sistema-1"])
def test_address_that_suggests_no_user_name_of_a_person_gets_a_plain_one(inside, name):
    assert made(email=f"{name}@vid.example").username == "lietotajs"


def test_user_name_that_is_taken_is_refused(inside):
    with pytest.raises(Invalid) as refused:
        made(username="bvkb.pieteicejs")
    assert fields_of(refused) == {"username"}


def test_all_problems_are_named_at_once(inside):
    with pytest.raises(Invalid) as refused:
        made(first_name="", last_name="x" * 65, email="nav", username="Ā", roles=frozenset())
    assert fields_of(refused) == {"first_name", "last_name", "email", "username", "roles"}


def test_closed_institution_gets_no_account(inside):
    place = db.session.scalars(select(Institution).where(Institution.code == "BVKB")).one()
    place.status, place.closed_on = InstitutionStatus.closed, today()
    with pytest.raises(WrongStatus, match="BVKB is closed"):
        made(by=ADMIN, institution="BVKB")


def test_institution_that_does_not_exist_is_named(inside):
    with pytest.raises(Invalid) as refused:
        made(by=ADMIN, institution="NAV")
    assert fields_of(refused) == {"institution"}


@pytest.mark.both_databases
def test_double_click_makes_one_account_and_one_invitation(inside):
    first = made()
    again, new = accounts.create(actor(BOSS), now(), details())
    assert (again.id, new, len(mails(Message.invitation))) == (first.id, False, 1)


# --- changing


def test_role_change_ends_the_sessions_of_the_person(inside):
    row = person("vid.pieteicejs")
    key = begin(row)
    edited(row, roles=frozenset({Role.applicant, Role.cab_member}))
    assert holder_of(key) is None


def test_role_given_to_oneself_is_marked_in_the_event(inside):
    edited(person(BOSS), roles=frozenset({Role.user_admin, Role.applicant}))
    assert traces(AccountAction.roles_changed)[-1].data["own"] is True


def test_user_administrator_leaves_the_head_what_the_head_is(inside):
    extra("varam.administrators", "VARAM", Role.user_admin)
    head = person("varam.vaditajs")
    edited(head, by="varam.administrators", roles=frozenset({Role.cab_member}))
    assert roles_of(head) == {Role.cab_head, Role.cab_member}


def test_user_administrator_does_not_take_over_the_head_by_the_mail_address(inside):
    extra("varam.administrators", "VARAM", Role.user_admin)
    with pytest.raises(NotAllowed):
        edited(person("varam.vaditajs"), by="varam.administrators", email="mans@varam.example")


def test_old_address_is_told_of_the_new_one_and_its_links_open_nothing(inside):
    row = made()
    edited(row, email="liga@vid.example")
    told = [(one.address, one.values["what"]) for one in mails(Message.password_changed)]
    running = select(func.count(AccountLink.id)).where(AccountLink.used_at.is_(None))
    assert (told, db.session.scalar(running)) == ([("liga.kenina@vid.example", "email")], 1)


@pytest.mark.both_databases
def test_second_of_two_edits_of_the_same_account_is_told_of_the_first(inside):
    row = person("vid.pieteicejs")
    seen = accounts.version(row)
    edited(row, first_name="Pēteris")
    with pytest.raises(WrongStatus, match="Somebody else changed"):
        accounts.edit(row, actor(BOSS), now(), details(), seen)


def test_account_of_another_institution_is_not_there(inside):
    with pytest.raises(NotFound):
        edited(person("bvkb.pieteicejs"), first_name="Cits")


def test_administrator_does_not_drop_the_own_role(inside):
    with pytest.raises(WrongStatus):
        edited(person(ADMIN), by=ADMIN, roles=frozenset({Role.applicant}), institution="VID")


def test_moving_to_another_institution_ends_the_sessions(inside):
    row = person("vid.pieteicejs")
    key = begin(row)
    edited(row, by=ADMIN, institution="BVKB")
    assert (row.institution.code, holder_of(key)) == ("BVKB", None)


# --- closing and reopening


def test_closing_ends_sessions_and_says_when(inside):
    key = begin(person("vid.kontrolieris"))
    row = closed("vid.kontrolieris")
    assert (row.active, row.closed_at is not None, holder_of(key)) == (False, True, None)


def test_last_user_administrator_closes_neither_self_nor_through_the_institution(inside):
    with pytest.raises(WrongStatus, match="last user administrator of VID"):
        closed(BOSS)


def test_system_administrator_may_close_the_last_user_administrator(inside):
    assert not closed(BOSS, by=ADMIN).active


def test_one_of_two_user_administrators_may_be_closed(inside):
    extra("vid.otrs", "VID", Role.user_admin)
    assert not closed(BOSS).active


def test_system_administrator_does_not_close_the_own_account(inside):
    with pytest.raises(WrongStatus):
        closed(ADMIN, by=ADMIN)


def test_open_cards_need_somebody_who_goes_on(inside):
    cards.draft()
    with pytest.raises(Invalid) as refused:
        closed("vid.pieteicejs")
    assert fields_of(refused) == {handover.CARDS}


@pytest.mark.stage("submitted")
def test_in_a_closed_institution_nobody_has_to_go_on(inside):
    close("VID")
    assert [closed(f"vid.{one}", by=ADMIN).active for one in ("pieteicejs", "kontrolieris")] == [False] * 2


def test_the_last_head_of_a_closed_institution_is_replaced_first(inside):
    close("VARAM")
    with pytest.raises(Invalid) as refused:
        closed("varam.vaditajs", by=ADMIN)
    assert fields_of(refused) == {Role.cab_head}


def test_cards_go_to_the_colleague_chosen_who_is_told(inside):
    card, colleague = cards.draft(), extra("vid.otra", "VID", Role.applicant)
    closed("vid.pieteicejs", cards=colleague)
    db.session.refresh(card)
    told = [(one.recipient_id, one.values["numbers"]) for one in mails(Message.work_handed_over)]
    assert (card.caretaker_id, told) == (colleague.id, [(colleague.id, [card.number])])


def test_cards_handed_over_are_mine_for_who_took_them(inside):
    cards.draft()
    colleague = extra("vid.otra", "VID", Role.applicant)
    closed("vid.pieteicejs", cards=colleague)
    assert count(Cards(mine=True), actor_of(colleague)) == 1


@pytest.mark.stage("submitted")
def test_returned_card_is_announced_to_who_took_it_over(inside):
    card, colleague = cards.the_card(), extra("vid.otra", "VID", Role.applicant)
    closed("vid.pieteicejs", cards=colleague)
    workflow.return_card(card, actor("vid.kontrolieris"), now(), comment="Papildiniet aprakstu.")
    assert [one.recipient_id for one in mails(Message.returned)] == [colleague.id]


def test_colleague_must_be_an_applicant_of_the_same_institution(inside):
    cards.draft()
    for stranger in ("vid.kontrolieris", "bvkb.pieteicejs"):
        with pytest.raises(Invalid):
            closed("vid.pieteicejs", cards=person(stranger))


def test_cards_taken_over_are_handed_over_once_more(inside):
    card = cards.draft()
    second, third = (extra(name, "VID", Role.applicant) for name in ("vid.otra", "vid.tresa"))
    closed("vid.pieteicejs", cards=second)
    closed("vid.otra", cards=third)
    db.session.refresh(card)
    assert card.caretaker_id == third.id


@pytest.mark.stage("submitted")
def test_last_change_controller_with_cards_in_check_needs_a_successor(inside):
    with pytest.raises(Invalid) as refused:
        closed("vid.kontrolieris")
    assert fields_of(refused) == {Role.change_controller.value}


@pytest.mark.stage("submitted")
def test_successor_receives_the_role(inside):
    colleague = person(BOSS)
    closed("vid.kontrolieris", change_controller=colleague)
    event = traces(AccountAction.roles_changed)[-1]
    assert Role.change_controller in roles_of(colleague)
    assert (event.account_id, event.data["own"]) == (colleague.id, True)


@pytest.mark.stage("in_round")
def test_last_member_of_an_institution_that_is_asked_needs_a_successor(inside):
    colleague = extra("fm.otrs", "FM", Role.applicant)
    with pytest.raises(Invalid):
        closed("fm.loceklis", by=ADMIN)
    closed("fm.loceklis", by=ADMIN, cab_member=colleague)
    assert Role.cab_member in roles_of(colleague)


def test_last_head_is_closed_only_with_a_successor_whom_the_system_administrator_appoints(inside):
    extra("varam.administrators", "VARAM", Role.user_admin)
    member = person("varam.loceklis")
    with pytest.raises(NotAllowed):
        closed("varam.vaditajs", by="varam.administrators", cab_head=member)
    closed("varam.vaditajs", by=ADMIN, cab_head=member)
    assert Role.cab_head in roles_of(member)


def test_person_without_open_work_is_closed_without_questions(inside):
    assert handover.open_work(person("vid.pieteicejs")) == []
    assert not closed("vid.pieteicejs").active


def test_closing_ends_running_substitutions(inside):
    other = extra("fm.otrs", "FM", Role.cab_member)
    day, one = today(), person("fm.loceklis")
    row = Substitution(
        principal_id=one.id,
        substitute_id=other.id,
        role=Role.cab_member,
        from_on=day,
        until_on=day,
        created_at=now(),
        created_by_id=one.id,
    )
    db.session.add(row)
    closed("fm.otrs", by=ADMIN)
    db.session.refresh(row)
    assert row.ended_at is not None


def closing(row):
    closed(row.username)


def losing_the_role(row):
    edited(row, roles=frozenset({Role.applicant}))


def moving(row):
    edited(row, by=ADMIN, institution="BVKB")


@pytest.mark.parametrize("leaves", [closing, losing_the_role, moving])
def test_who_loses_a_substitute_is_told_and_it_is_traced(inside, leaves):
    row = substituted("vid.kontrolieris", Role.change_controller)
    leaves(row.substitute)
    told = {one.recipient.username for one in mails(Message.substitution_ended)}
    assert told == {"vid.kontrolieris", *([] if leaves is closing else [row.substitute.username])}
    assert len(traces(AccountAction.substitution_ended)) == 1


def test_a_substitution_that_was_over_before_closing_stays_over(inside):
    row = substituted("vid.kontrolieris", Role.change_controller)
    row.from_on = row.until_on = today() - timedelta(days=9)
    closed(row.substitute.username)
    db.session.refresh(row)
    assert row.ended_at is None


@pytest.mark.parametrize("role", [Role.cab_head, Role.user_admin, Role.admin])
def test_account_with_more_rights_than_a_user_administrator_gives_is_opened_by_the_system_administrator(
    inside, role
):
    row = account("vid.otrais", "VID", Role.applicant, role)
    row.active = False
    db.session.flush()
    with pytest.raises(NotAllowed, match="more rights than you give"):
        accounts.reopen(row, actor(BOSS), now())
    accounts.reopen(row, actor(ADMIN), now())
    assert row.active


def test_reopened_account_without_a_password_is_invited_anew(inside):
    row = made()
    closed(row.username)
    accounts.reopen(row, actor(BOSS), now())
    assert (row.active, row.closed_at, len(mails(Message.invitation))) == (True, None, 2)


def test_closing_forgets_password_second_factor_codes_and_remembered_browsers(inside):
    row = person("vid.kontrolieris")
    prove(row)
    closed(row.username)
    left = [db.session.scalar(select(func.count()).where(one.user_id == row.id)) for one in PROOFS]
    assert (row.password, left) == (None, [0, 0, 0])


def test_reopened_account_waits_for_its_invitation_whatever_proved_the_person_before(inside):
    row = person("vid.kontrolieris")
    row.last_login = datetime(2026, 1, 5)
    closed(row.username)
    accounts.reopen(row, actor(BOSS), now())
    db.session.flush()
    assert accounts.state_of(row) is AccountState.invited
    assert [one.username for one in account_list.page(Search(state=AccountState.invited), actor(BOSS))] == [
        "vid.kontrolieris"
    ]
    assert len(mails(Message.invitation)) == 1


def test_account_that_was_closed_before_its_password_was_forgotten_loses_it_when_reopened(inside):
    row = person("vid.kontrolieris")
    row.active = False
    accounts.reopen(row, actor(BOSS), now())
    assert row.password is None


def test_links_of_a_closed_account_stay_worthless_after_reopening(inside):
    row = made()
    first = db.session.scalars(select(AccountLink).where(AccountLink.user_id == row.id)).one()
    token = links.mint(first.id, now())
    closed(row.username)
    accounts.reopen(row, actor(BOSS), now())
    db.session.flush()
    with pytest.raises(links.LinkRefused):
        links.find(token, now())
    assert links.mint(first.id, now()) is None


def test_sessions_stay_ended_after_reopening(inside):
    key = begin(person("vid.kontrolieris"))
    row = closed("vid.kontrolieris")
    accounts.reopen(row, actor(BOSS), now())
    db.session.flush()
    assert holder_of(key) is None


def test_invitation_is_sent_again_only_while_no_password_is_set(inside):
    row = made()
    assert not accounts.invite_again(row, actor(BOSS), now())  # the second of two clicks
    accounts.invite_again(row, actor(BOSS), now() + timedelta(minutes=2))
    with pytest.raises(WrongStatus, match="has set a password"):
        accounts.invite_again(person("vid.pieteicejs"), actor(BOSS), now())
    assert len(mails(Message.invitation)) == 2


def test_invitation_of_a_closed_account_is_refused_because_it_is_closed(inside):
    row = made()
    closed(row.username)
    with pytest.raises(WrongStatus, match="account is closed"):
        accounts.invite_again(row, actor(BOSS), now())


# --- pseudonymising


def pseudonymised(username, typed=None):
    row = person(username)
    pseudonyms.pseudonymise(row, actor(BOSS), now(), username if typed is None else typed)
    db.session.flush()
    return row


def test_pseudonymised_account_holds_nothing_of_the_person(inside):
    closed("vid.pieteicejs")
    row = pseudonymised("vid.pieteicejs")
    kept = f"{row.first_name} {row.last_name} {row.username} {row.email} {row.search_text} {row.password}"
    assert "pieteic" not in kept
    assert (row.username, row.email.endswith(".invalid")) == (f"konts-{row.id}", True)


@pytest.mark.stage("submitted")
@pytest.mark.both_databases
def test_chain_of_events_holds_after_pseudonymising(inside):
    closed("vid.pieteicejs", cards=extra("vid.otra", "VID", Role.applicant))
    pseudonymised("vid.pieteicejs")
    assert audit.verify()[1] == []


def test_addresses_of_messages_are_forgotten_also_the_earlier_ones(inside):
    row = made()
    edited(row, email="liga@vid.example")
    closed(row.username)
    pseudonymised(row.username)
    assert {one.address for one in db.session.scalars(select(Notification))} == {""}


def test_messages_to_colleagues_about_substitution_forget_the_name_too(inside):
    other = substituted("pmlp.kontrolieris", Role.change_controller)
    row = substituted("vid.kontrolieris", Role.change_controller)
    substitutions.end(row, actor("vid.kontrolieris"), now())
    row.substitute.first_name = "Renamed since"
    closed(row.substitute.username)
    left = pseudonymised(row.substitute.username)
    told = [one.values for one in db.session.scalars(select(Notification)) if "substitute" in one.values]
    names = [one["substitute"] for one in told]
    assert sorted(names) == sorted([str(other.substitute)] * 2 + [str(left)] * 4)


def test_refused_requests_to_the_address_are_forgotten_too(inside):
    with writing():
        key = sent(email="vid.pieteicejs@virsis.example", institution="VID").id
        administrator_requests.refuse(key, "Nav parakstīts.", actor(ADMIN), now())
        closed("vid.pieteicejs")
        pseudonymised("vid.pieteicejs")
    kept = db.session.get(AdministratorRequest, key, populate_existing=True)
    assert (kept.email, kept.last_name, kept.file_name, kept.file) == ("", "", "", b"")


def test_open_account_is_not_pseudonymised(inside):
    with pytest.raises(WrongStatus):
        pseudonymised("vid.pieteicejs")


def test_pseudonymising_needs_the_user_name_typed(inside):
    closed("vid.pieteicejs")
    with pytest.raises(Invalid):
        pseudonymised("vid.pieteicejs", typed="vid")


def test_pseudonymised_account_is_not_opened_again(inside):
    closed("vid.pieteicejs")
    row = pseudonymised("vid.pieteicejs")
    with pytest.raises(WrongStatus):
        accounts.reopen(row, actor(BOSS), now())


# --- the list


def found(by=BOSS, **search):
    return [one.username for one in account_list.page(Search(**search), actor(by))]


@pytest.mark.both_databases
def test_list_is_searched_without_case_and_diacritics(inside):
    made()
    assert found(q="LIGA kenina") == found(q="ķēniņa") == ["liga.kenina"]


@pytest.mark.both_databases
def test_list_shows_the_own_institution_in_the_order_of_the_latvian_alphabet(inside):
    for first in ("Zane", "Ābele", "Aija", "Čārlzs", "Cilda"):
        made(first_name=first, email=f"a{ord(first[0])}@vid.example")
    names = [one.first_name for one in account_list.page(Search(), actor(BOSS))]
    assert names == ["Aija", "Ābele", "Cilda", "Čārlzs", "VID", "VID", "VID", "Zane"]


@pytest.mark.parametrize("typed", ["VID", "vid", " Vid", "Nav tādas"])
def test_system_administrator_types_the_code_of_an_institution_in_any_case(inside, typed):
    expected = found(by=BOSS) if typed.strip().lower() == "vid" else []
    assert found(by=ADMIN, institution=typed) == expected


@pytest.mark.both_databases
def test_list_is_filtered_by_role_and_state(inside):
    made()
    closed("vid.pieteicejs")
    assert found(role=Role.applicant, state=AccountState.invited) == ["liga.kenina"]
    assert found(state=AccountState.closed) == ["vid.pieteicejs"]


@pytest.mark.both_databases
def test_states_are_counted_whatever_state_is_looked_for(inside):
    made()
    closed("vid.pieteicejs")
    counted = account_list.counts(Search(state=AccountState.closed), actor(BOSS))
    assert counted == {AccountState.open: 2, AccountState.invited: 1, AccountState.closed: 1}


@pytest.mark.both_databases
def test_list_counts_the_open_cards_of_each_person_once(inside):
    cards.submitted()
    cards.draft()
    row = person("vid.pieteicejs")
    assert handover.open_cards([row.id, person(BOSS).id]) == {row.id: 2}


def test_list_warns_of_a_single_change_controller_and_of_no_member(inside):
    told = {(gap.role, gap.only) for gap in account_list.gaps(actor(BOSS))}
    assert told == {(Role.change_controller, "VID kontrolieris"), (Role.cab_member, None)}


def test_institutions_without_a_user_administrator_are_shown_to_the_system_administrator(inside):
    missing = [one.code for one in account_list.without_administrator(actor(ADMIN))]
    assert "PMLP" in missing
    assert not {"VID", "BVKB"} & set(missing)
    assert account_list.without_administrator(actor(BOSS)) == []


def test_nobody_else_lists_accounts(inside):
    assert found(by="vid.pieteicejs") == []


def test_activity_is_still_found_after_its_people_are_closed(inside):
    card = cards.draft()
    closed("vid.pieteicejs", cards=extra("vid.otra", "VID", Role.applicant))
    assert db.session.get(Activity, card.id) is not None
