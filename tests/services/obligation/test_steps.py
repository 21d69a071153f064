"""Obligations behind the API: who verifies, who is told, who acts for whom, two at once, nothing lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now, today
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.obligation import list as obligations, on_behalf, steps
from app.services.obligation.list import Wanted
from models import Institution, Notification, Obligation, User
from rules.audience import Message
from rules.obligation.words import ObligationStep
from rules.refusals import NotAllowed, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import Outcome, Role
from tests.helpers import cards
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor, member, the_card
from tests.helpers.obliged import agreed, given, report
from tests.helpers.substitutes import substituted

pytestmark = pytest.mark.stage("in_round")


def told(message):
    rows = select(User.username).join(Notification, Notification.recipient_id == User.id)
    return sorted(db.session.scalars(rows.where(Notification.message == message)))


def close(code, successor=None):
    row = db.session.scalars(select(Institution).where(Institution.code == code)).one()
    row.status, row.closed_on = InstitutionStatus.closed, today()
    named = select(Institution).where(Institution.code == successor)
    row.successor = db.session.scalars(named).one() if successor else None
    db.session.commit()


@pytest.mark.both_databases
def test_the_successor_of_a_closed_institution_verifies(inside):
    row = agreed()
    close("DVI", "FM")
    report(row)
    assert obligations.page(Wanted(mine=True), member("FM")) == [row]
    with pytest.raises(NotAllowed):
        steps.accept(row, member("DVI"), now())
    db.session.rollback()
    steps.accept(row, member("FM"), now())
    assert row.status == "fulfilled"


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["left", "closed"])
def test_a_head_verifies_what_nobody_else_is_there_for(inside, how):
    row = agreed()
    if how == "left":
        db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one().active = False
        db.session.commit()
    else:
        close("DVI")
    report(row)
    head = actor("varam.vaditajs")
    assert (told(Message.obligation_reported), obligations.page(Wanted(mine=True), head)) == (
        ["varam.vaditajs"],
        [row],
    )
    steps.refuse_report(row, head, now(), comment="Nav pierādījuma.")
    assert row.status == "open"


def test_who_verifies_is_told_of_a_report_and_the_holder_of_the_answer(inside):
    row = agreed()
    report(row)
    steps.accept(row, member("DVI"), now())
    assert (told(Message.obligation_reported), told(Message.obligation_changed)) == (
        ["dvi.loceklis"],
        ["vid.pieteicejs"],
    )


@pytest.mark.parametrize("name", ["accept", "refuse_report", "release", "move"])
def test_the_letter_says_what_became_of_the_obligation(inside, name):
    row = agreed()
    if name in ("accept", "refuse_report"):
        report(row)
    said = {"due_on": today() + timedelta(days=60)} if name == "move" else {}
    getattr(steps, name)(row, member("DVI"), now(), comment="Jo tā.", **said)
    letter = mail.letter(
        db.session.scalars(
            select(Notification).where(Notification.message == Message.obligation_changed)
        ).one()
    )
    assert "nosacījum" in letter.subject.lower()
    assert all(text in letter.text for text in (row.text, "Jo tā.", f"/nosacijumi#nosacijums-{row.id}"))


def test_the_objector_reads_which_obligation_the_objection_became(inside):
    card = the_card()
    cards.all_vote(card, objecting=("DVI",))
    head, obliged = actor("varam.vaditajs"), {"DVI": given("Pievienot NIDA.")}
    workflow.decide(card, head, now(), outcome=Outcome.approve, reasoning="Jā.", obliged=obliged)
    letters = select(Notification).where(Notification.message == Message.decided)
    to_dvi = next(one for one in db.session.scalars(letters) if one.recipient.username == "dvi.loceklis")
    assert "Pievienot NIDA." in mail.letter(to_dvi).text


def test_the_holder_reads_in_the_decision_what_is_to_be_done(inside):
    row = agreed()
    letters = select(Notification).where(Notification.message == Message.decided)
    found = {one.recipient.username: one for one in db.session.scalars(letters)}
    assert row.text in mail.letter(found["vid.pieteicejs"]).text


def test_a_substitute_verifies_on_behalf_of_a_colleague_and_the_record_says_so(inside):
    row = agreed()
    substituted("dvi.loceklis", Role.cab_member)
    report(row)
    substitute = actor("dvi.loceklis.kolega")
    named, problems = on_behalf.in_whose_name(row, ObligationStep.accept, substitute, now())
    steps.accept(row, named, now())
    assert (named.on_behalf_of, problems, row.status) == ("dvi.loceklis", (), "fulfilled")


def test_nobody_acts_on_behalf_of_whom_he_or_she_does_not_substitute(inside):
    row = agreed()
    named, [problem] = on_behalf.in_whose_name(
        row, ObligationStep.accept, member("DVI"), now(), "fm.loceklis"
    )
    assert (named.on_behalf_of, problem.field, problem.code) == (None, "on_behalf_of", "unknown")


@pytest.mark.both_databases
def test_of_two_who_answer_a_report_one_does(inside):
    row = agreed()
    report(row)
    key = row.id

    def accept():
        steps.accept(obligations.found(key), member("DVI"), now())

    def refuse():
        steps.refuse_report(obligations.found(key), member("DVI"), now(), comment="Nē.")

    assert len(at_once(inside, accept, refuse)) == 1


def test_what_reminds_people_finds_what_is_near_or_overdue_on_any_card(inside):
    row = agreed(added=[given("Vēlāk.", days=90)])
    near = [one.text for one in obligations.due(today() + timedelta(days=31))]
    report(row)
    assert (near, obligations.due(today() + timedelta(days=31))) == (["Ieslēgt auditāciju."], [])


def test_overdue_is_what_was_to_be_reported_on_before_that_day(inside):
    row = agreed()
    asked = [
        obligations.page(Wanted(overdue_on=row.due_on + timedelta(days=days)), member("DVI"))
        for days in (0, 1)
    ]
    assert asked == [[], [row]]


def test_my_turn_stands_first_and_what_is_over_last(inside):
    row = agreed(added=[given("Vadītājam.", days=5), given("Atlaists.", days=1)])
    rest = list(db.session.scalars(select(Obligation).where(Obligation.id != row.id).order_by(Obligation.id)))
    steps.release(rest[1], actor("varam.vaditajs"), now(), comment="Nevajag.")
    report(row)
    texts = [one.text for one in obligations.page(Wanted(), member("DVI"))]
    assert texts == ["Ieslēgt auditāciju.", "Vadītājam.", "Atlaists."]


@pytest.mark.both_databases
def test_what_was_agreed_stays_with_the_resource(inside):
    row = agreed(added=[given("Atlaists.")])
    released = db.session.scalars(select(Obligation).where(Obligation.id != row.id)).one()
    steps.release(released, actor("varam.vaditajs"), now(), comment="Nevajag.")
    report(row)
    steps.accept(row, member("DVI"), now())
    found = obligations.of_resource(the_card().resource)
    assert sorted((one.text, one.status.value) for one in found) == [
        ("Atlaists.", "released"),
        ("Ieslēgt auditāciju.", "fulfilled"),
    ]


def test_a_step_that_comes_too_late_is_refused_by_the_state(inside):
    row = agreed()
    with pytest.raises(WrongStatus):
        steps.accept(row, member("DVI"), now())
