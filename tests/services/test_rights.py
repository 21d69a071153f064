"""Whoever has waited for a card acts with the rights of the moment, not with those of the click."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select, text

from app.clock import now, today
from app.database import one_by_one, writing
from app.extensions import db
from app.services.account import accounts, closing as account_closing, substitutions
from app.services.account.details import Details
from app.services.activity import completion, on_behalf, steps as workflow, voting
from app.services.activity.door import lock
from app.services.card import writing as cards_written
from app.services.ruleset import no_need, rule_sets
from app.visibility import seeing_everything
from models import Activity, Substitution, User
from models.account.people import roles_of
from rules.facts import SYSTEM
from rules.refusals import Invalid, NotAllowed, Refusal, WrongStatus
from rules.vocabulary import Action, Choice, Outcome, Role
from tests.helpers.at_once import OPEN_FOR, at_once
from tests.helpers.cards import actor, member, the_card
from tests.helpers.institutions import close as close_institution
from tests.helpers.people import account
from tests.helpers.substitutes import colleague, substituted

pytestmark = pytest.mark.both_databases


def person(username):
    return db.session.scalars(select(User).where(User.username == username)).one()


def closed(username):
    """Close an account; whoever else of the institution can goes on with its work."""
    row = person(username)
    other = account(f"{username}.otrs", row.institution.code, Role.applicant, *roles_of(row))
    db.session.flush()
    account_closing.close(row, SYSTEM, now(), {"cards": other.id, **{role.value: other.id for role in Role}})


def edited(username, roles, institution):
    row = person(username)
    kept = {name: getattr(row, name) for name in ("first_name", "last_name", "email")}
    wanted = Details(**kept, roles=frozenset(roles), institution=institution)
    accounts.edit(row, SYSTEM, now(), wanted, accounts.version(row))


def without_role(username):
    edited(username, {Role.user_admin}, person(username).institution.code)


def moved(username):
    edited(username, roles_of(person(username)), "UR")


def of_a_closed_institution(username):
    close_institution(person(username).institution.code)


LOSSES = [closed, without_role, moved, of_a_closed_institution]


def voted(card, by):
    return voting.vote(card, by, now(), voting.Opinion(choice=Choice.approve))


def decided(card, by):
    workflow.decide(card, by, now(), outcome=Outcome.approve, reasoning="Atzinumi ir saskaņoti.")


def edited_card(card, by):
    cards_written.edit(card, by, now(), {"title": "EDS citāda veidlapa"})


def completed(card, by):
    said = {"actual_end": today(), "actual_cost_eur": 1, "result": "Darbs ir paveikts un pieņemts."}
    completion.complete(card, by, now(), **said)


def returned(card, by):
    workflow.return_card(card, by, now(), comment="Precizējiet mērķi un termiņu.")


def withdrawn(card, by):
    workflow.withdraw(card, by, now(), comment="Darbs vairs nav vajadzīgs.")


def started(card, by):
    workflow.start(card, by, now(), actual_start=today())


APPLICANT, CONTROLLER = "vid.pieteicejs", "vid.kontrolieris"
ACTS = [
    pytest.param("draft", APPLICANT, edited_card, id="edit"),
    pytest.param("complete", APPLICANT, lambda card, by: workflow.submit(card, by, now()), id="submit"),
    pytest.param("submitted", APPLICANT, lambda card, by: workflow.recall(card, by, now()), id="recall"),
    pytest.param("submitted", CONTROLLER, returned, id="return"),
    pytest.param("submitted", CONTROLLER, lambda card, by: workflow.forward(card, by, now()), id="forward"),
    pytest.param("submitted", CONTROLLER, withdrawn, id="withdraw"),
    pytest.param("in_round", "fm.loceklis", voted, id="vote"),
    pytest.param("awaiting_decision", "varam.vaditajs", decided, id="decide"),
    pytest.param("approved", APPLICANT, started, id="start"),
    pytest.param("started", APPLICANT, completed, id="complete"),
]


def after(app, first, act):
    """Begin `act` while the first is not committed yet; return what the act was refused with."""
    refused = []

    def run():
        with app.app_context(), seeing_everything(), writing():
            try:
                act()
                db.session.commit()
            except Refusal as refusal:
                refused.append(refusal)
            finally:
                db.session.remove()

    waiting = Thread(target=run)
    with writing():
        first()
        db.session.flush()
        waiting.start()
        waiting.join(OPEN_FOR)
        db.session.commit()
    waiting.join()
    return refused


def locked_and(loss, username):
    def first():
        lock(the_card())
        loss(username)

    return first


@pytest.mark.parametrize(("stage", "username", "act"), ACTS)
def test_what_waited_for_the_card_is_refused_once_the_account_is_closed(inside, stage, username, act):
    by = actor(username)
    [refusal] = after(inside, locked_and(closed, username), lambda: act(the_card(), by))
    assert isinstance(refusal, NotAllowed)


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("loss", LOSSES)
def test_a_vote_that_waited_for_the_card_is_refused_once_the_rights_are_gone(inside, loss):
    by = actor("fm.loceklis")
    [refusal] = after(inside, locked_and(loss, "fm.loceklis"), lambda: voted(the_card(), by))
    assert isinstance(refusal, NotAllowed)


@pytest.mark.stage("in_round")
def test_a_right_that_came_while_waiting_refuses_nothing(inside):
    by = member("FM")
    more = locked_and(lambda name: edited(name, {Role.cab_member, Role.applicant}, "FM"), "fm.loceklis")
    assert after(inside, more, lambda: voted(the_card(), by)) == []


@pytest.mark.stage("in_round")
def test_a_vote_on_behalf_of_somebody_is_refused_once_the_substitution_has_ended(inside):
    with writing():
        substituted("fm.loceklis", Role.cab_member)
        db.session.commit()
    by, _ = on_behalf.in_whose_name(the_card(), Action.vote, actor("fm.loceklis.kolega"), now())

    def ended():
        lock(the_card())
        substitutions.end(db.session.scalars(select(Substitution)).one(), SYSTEM, now())

    [refusal] = after(inside, ended, lambda: voted(the_card(), by))
    assert isinstance(refusal, WrongStatus)
    assert "substitution has ended" in str(refusal)


@pytest.mark.stage("in_round")
def test_a_vote_on_behalf_of_somebody_is_refused_once_that_person_has_left(inside):
    with writing():
        substituted("fm.loceklis", Role.cab_member)
        db.session.commit()
    by, _ = on_behalf.in_whose_name(the_card(), Action.vote, actor("fm.loceklis.kolega"), now())
    [refusal] = after(inside, locked_and(closed, "fm.loceklis"), lambda: voted(the_card(), by))
    assert isinstance(refusal, WrongStatus)


@pytest.mark.stage("complete")
def test_a_card_is_not_submitted_while_the_last_controller_leaves(inside):
    by = actor(APPLICANT)

    def left():
        return account_closing.close(person(CONTROLLER), SYSTEM, now(), {})

    [refusal] = after(inside, left, lambda: workflow.submit(the_card(), by, now()))
    assert "no other active change controller" in str(refusal)


@pytest.mark.stage("complete")
def test_the_last_controller_does_not_leave_while_a_card_is_submitted(inside):
    by = actor(APPLICANT)

    def leaves():
        return account_closing.close(person(CONTROLLER), SYSTEM, now(), {})

    [refusal] = after(inside, lambda: workflow.submit(the_card(), by, now()), leaves)
    assert isinstance(refusal, Invalid)


@pytest.mark.parametrize("loss", LOSSES)
def test_whoever_waits_to_change_accounts_is_refused_once_the_rights_are_gone(inside, loss):
    with writing():
        boss = account("vid.otrs", "VID", Role.user_admin)
        db.session.commit()
    by = actor(boss.username)

    def taken():
        return account_closing.close(person(APPLICANT), by, now(), {})

    def loses():
        return edited("vid.otrs", {Role.applicant}, "VID") if loss is without_role else loss("vid.otrs")

    [refusal] = after(inside, loses, taken)
    assert isinstance(refusal, NotAllowed)


def new_substitution(by):
    asked = substitutions.Asked(
        principal="fm.loceklis",
        substitute="fm.loceklis.kolega",
        role=Role.cab_member,
        from_on=today(),
        until_on=today() + timedelta(days=1),
    )
    return lambda: substitutions.name(by, now(), asked)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_substitute_is_not_named_by_somebody_whose_rights_are_gone(inside, loss):
    with writing():
        colleague("fm.loceklis")
        db.session.commit()
    [refusal] = after(inside, lambda: loss("fm.loceklis"), new_substitution(actor("fm.loceklis")))
    assert isinstance(refusal, NotAllowed)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_card_is_not_begun_by_somebody_whose_rights_are_gone(inside, loss):
    by = actor(APPLICANT)

    def begun():
        return cards_written.create(by, now(), {"kind": "development", "title": "EDS"})

    [refusal] = after(inside, lambda: loss(APPLICANT), begun)
    assert isinstance(refusal, NotAllowed)


def test_a_no_is_not_kept_for_somebody_who_has_moved(inside):
    by = actor(APPLICANT)
    answered = no_need.Answered(kind="maintenance", scope={})

    def kept():
        return no_need.keep(answered, "EDS uzturēšana", by, now())

    [refusal] = after(inside, lambda: moved(APPLICANT), kept)
    assert isinstance(refusal, NotAllowed)


def test_a_rule_set_is_not_uploaded_by_an_administrator_who_was_one(inside):
    by = actor("admin2")

    def loses():
        one_by_one(db.session(), rule_sets.SUBJECT)
        edited("admin2", {Role.applicant}, "VID")

    def uploads():
        return rule_sets.upload("", "tukšs.toml", by, now())

    [refusal] = after(inside, loses, uploads)
    assert isinstance(refusal, NotAllowed)


@pytest.mark.stage("in_round")
def test_a_vote_that_waits_keeps_nobody_from_closing_the_account(owner_app):
    with owner_app.app_context(), seeing_everything():
        by, refused = member("FM"), []

        def vote():
            with owner_app.app_context(), seeing_everything(), writing():
                try:
                    voted(the_card(), by)
                except Refusal as refusal:
                    refused.append(refusal)
                finally:
                    db.session.remove()

        waiting = Thread(target=vote)
        with db.engine.connect() as third:
            third.execute(text("SELECT id FROM activity FOR UPDATE"))
            waiting.start()
            waiting.join(OPEN_FOR)
            with writing():
                closed("fm.loceklis")
                db.session.commit()
        waiting.join()
    assert [type(one) for one in refused] == [NotAllowed]


@pytest.mark.stage("three_in_round")
def test_closing_an_account_and_steps_with_its_cards_at_the_same_moment_wait_for_one_another(inside):
    by, keys = actor(APPLICANT), list(db.session.scalars(select(Activity.id)))

    def withdraws(key):
        return lambda: withdrawn(db.session.get_one(Activity, key), by)

    refusals = at_once(inside, lambda: closed(APPLICANT), *(withdraws(key) for key in keys))
    assert all("Your account was changed" in one for one in refusals)
