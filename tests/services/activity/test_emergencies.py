"""An emergency says why, has a term of its own, stands first, and is looked back on at its end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services.activity import ballots, completion, search, steps as workflow
from app.services.activity.ballots import Pile
from app.services.activity.search import Search
from app.services.working_days import calendar
from models import Notification
from rules.audience import Message
from rules.deadlines import due
from rules.refusals import Invalid
from rules.vocabulary import Kind, Outcome, Urgency
from tests.helpers.cards import actor, all_vote, complete_card, in_round, member, second_round
from tests.helpers.people import caller_of
from tests.helpers.rounds import put

WHY = "Serveris ir bojāts, un pakalpojums apstāsies nedēļas laikā."
URGENT = {"urgency": Urgency.emergency, "urgency_reason": WHY}
TERM = 3  # of the rule set


def dues(activity):
    return {row.due_on for row in activity.current_round.requirements}


@pytest.mark.parametrize(
    ("reason", "code"), [("", "required"), ("   ", "required"), ("Steidzami vajag!", "too_short")]
)
def test_an_emergency_is_not_submitted_without_saying_why(inside, reason, code):
    activity = complete_card(urgency=Urgency.emergency, urgency_reason=reason)
    with pytest.raises(Invalid) as refused:
        workflow.submit(activity, actor("vid.pieteicejs"), now())
    assert [(one.field, one.code) for one in refused.value.problems] == [("urgency_reason", code)]


@pytest.mark.parametrize("values", [{}, {"urgency": Urgency.normal}, URGENT])
def test_what_is_not_urgent_needs_no_reason_and_an_emergency_with_one_is_submitted(inside, values):
    activity = complete_card(**values)
    workflow.submit(activity, actor("vid.pieteicejs"), now())
    assert activity.status == "in_control"


@pytest.mark.both_databases
def test_an_emergency_has_a_term_of_its_own_in_every_round(inside):
    expected = {due(today(), TERM, calendar())}
    assert (dues(in_round(**URGENT)), dues(second_round(**URGENT))) == (expected, expected)


def test_where_the_rule_set_names_no_such_term_the_ordinary_one_holds(inside, monkeypatch):
    from rules.ruleset import RuleSet

    ordinary = {**RuleSet.__dict__}["term"]
    monkeypatch.setattr(
        RuleSet, "term", lambda self, number, _urgency: ordinary(self, number, Urgency.normal)
    )
    assert dues(in_round(**URGENT)) == {due(today(), 10, calendar())}


@pytest.mark.both_databases
def test_emergencies_stand_first_in_what_waits(inside):
    urgent, _ordinary = in_round(**URGENT), in_round()
    rows = search.page(Search(to_do=True, emergencies_first=True), member("DVI"))
    assert rows[0].number == urgent.number


@pytest.mark.both_databases
def test_emergencies_stand_first_on_every_pile(inside):
    _ordinary, urgent = in_round(), in_round(**URGENT)
    for row in urgent.current_round.requirements:
        row.due_on += timedelta(days=90)
    db.session.flush()
    assert ballots.pile(member("DVI"), Pile.consent)[0].activity.number == urgent.number


@pytest.mark.both_databases
def test_emergencies_stand_first_among_decisions(inside):
    first, urgent = all_vote(in_round()), all_vote(in_round(**URGENT))
    numbers = [one.number for one in ballots.to_decide(today())]
    assert numbers == [urgent.number, first.number]


@pytest.mark.parametrize(("locale", "mark"), [("lv", "Ārkārtas: "), ("en", "Emergency: ")])
def test_the_subject_of_every_mail_about_an_emergency_says_so(inside, locale, mark):
    in_round(**URGENT)
    for row in db.session.scalars(select(Notification)):
        row.recipient.locale = locale
        assert mail.letter(row).subject.startswith(mark)


def test_the_subject_of_other_mails_does_not(inside):
    in_round()
    row = db.session.scalars(
        select(Notification).where(Notification.message == Message.opinion_asked)
    ).first()
    assert "rkārtas" not in mail.letter(row).subject


def started(**values):
    activity, head = all_vote(in_round(**values)), actor("varam.vaditajs")
    workflow.decide(activity, head, now(), outcome=Outcome.approve, reasoning="Atzinumi ir saskaņoti.")
    workflow.start(activity, actor("vid.pieteicejs"), now(), actual_start=today())
    return activity


def finish(activity, **rest):
    said = {"actual_end": today(), "actual_cost_eur": Decimal(1), "result": "Serveris nomainīts.", **rest}
    completion.complete(activity, actor("vid.pieteicejs"), now(), **said)


def test_an_emergency_is_not_completed_without_a_review(inside):
    activity = started(**URGENT)
    with pytest.raises(Invalid) as refused:
        finish(activity)
    assert [(one.field, one.code) for one in refused.value.problems] == [("review", "required")]
    finish(activity, review="Rezerves serveris tagad ir.")
    assert (activity.status, activity.review) == ("completed", "Rezerves serveris tagad ir.")


def test_what_was_not_urgent_is_completed_without_one(inside):
    activity = started()
    finish(activity)
    assert activity.status == "completed"


def test_programs_say_why_and_give_the_review(sqlite_app):
    number = put(sqlite_app, lambda: started(**URGENT))
    caller = caller_of(sqlite_app, "vid.pieteicejs")
    card = next(row for row in caller.get("/activities/").get_json()["result"] if row["number"] == number)
    address = f"/activities/{card['id']}"
    assert caller.get(address).get_json()["urgency_reason"] == WHY
    notice = {"actual_end": today().isoformat(), "actual_cost_eur": "1.00", "result": "Ir."}
    body = {"revision": card["revision"], **notice}
    lacking = caller.post(f"{address}/actions/complete", body)
    assert [(one["field"], one["code"]) for one in lacking.get_json()["errors"]] == [("review", "required")]
    done = caller.post(f"{address}/actions/complete", {**body, "review": "Rezerve tagad ir."})
    assert (done.status_code, caller.get(address).get_json()["review"]) == (200, "Rezerve tagad ir.")
    assert card["kind"] == Kind.development


def test_the_panel_beside_the_form_says_the_term_of_an_emergency(inside):
    from views.card.preview import preview_of

    activity = complete_card(**URGENT)
    with inside.test_request_context(), writing(False):
        assert preview_of(activity.card_facts(), 0, now()).days == TERM
