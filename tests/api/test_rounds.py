"""A card that comes back: whose vote stays in force, who is asked again, and each told why."""

import pytest

from tests.helpers.api_cards import ASKED, Journey, errors
from tests.helpers.cards import TEXT

pytestmark = [pytest.mark.both_databases, pytest.mark.stage("in_round")]
OTHER = TEXT.replace("vienuviet", "portālā")
QUESTION = {"choice": "need_info", "comment": "Kur glabā datus?"}
WITHOUT_FPR = {
    "used_resources": [],
    "suggestions": [{"resource": "FPR", "accepted": False, "reason": "Saskarne netiek mainīta."}],
}


@pytest.fixture
def journey(app):
    return Journey(app)


def settled(journey, objecting=()):
    """Let everybody vote."""
    for code in ASKED:
        assert journey.vote(code, "object" if code in objecting else "approve").status_code == 201
    return journey


def states(journey):
    return {code: row["state"] for code, row in journey.rows().items()}


def because(journey):
    return {code: row["again_because"] for code, row in journey.rows().items() if row["again_because"]}


def test_who_objected_is_asked_again_and_the_others_are_not(journey):
    settled(journey, objecting=("DVI",)).again()
    assert {code for code, state in states(journey).items() if state == "waiting"} == {"DVI"}
    assert because(journey) == {"DVI": ["object"]}


def test_change_of_a_field_asks_those_who_watch_it_and_names_it(journey):
    settled(journey, objecting=("DVI",)).again(budget_eur="999.00")
    assert because(journey) == {
        "VARAM": ["field:budget_eur"],
        "FM": ["field:budget_eur"],
        "DVI": ["object"],
    }


def test_change_taken_back_before_it_is_sent_asks_nobody_but_the_objector(journey):
    settled(journey, objecting=("DVI",))
    journey.act(journey.head, "decide", outcome="return", reasoning="Jāprecizē.")
    for goal in (OTHER, TEXT):
        sent = {"goal": goal, "revision": journey.card()["revision"]}
        assert journey.applicant.put(journey.path, sent).status_code == 200
    journey.act(journey.applicant, "submit")
    journey.forward()
    assert because(journey) == {"DVI": ["object"]}


def test_carried_over_vote_shows_its_round_its_choice_and_no_due_date(journey):
    before = journey.rows()
    settled(journey, objecting=("DVI",))
    given = journey.rows()["CSP"]
    journey.again()
    row = journey.rows()["CSP"]
    kept = ("state", "choice", "answered_at", "carried_from", "due_on", "again_because")
    assert {name: row[name] for name in kept} == {
        "state": "carried_over",
        "choice": "approve",
        "answered_at": given["answered_at"],
        "carried_from": 1,
        "due_on": None,
        "again_because": [],
    }
    assert before["CSP"]["carried_from"] is None


def test_remarks_of_a_carried_over_vote_are_shown_with_it(journey):
    proposal = {"kind": "proposal", "section": "goal", "reason": "Papildināt."}
    journey.vote("CSP", "approve_with_proposals", remarks=[proposal])
    for code in set(ASKED) - {"CSP"}:
        journey.vote(code, "object" if code == "DVI" else "approve")
    journey.again()
    assert [one["reason"] for one in journey.rows()["CSP"]["remarks"]] == ["Papildināt."]


def test_vote_carried_over_twice_is_compared_with_the_round_in_which_it_was_given(journey):
    settled(journey, objecting=("DVI",)).again()
    journey.vote("DVI", "object")
    journey.again(statistics=True)
    assert journey.rows()["CSP"]["again_because"] == ["field:statistics"]
    assert journey.rows()["KM"]["carried_from"] == 1


def test_round_in_which_every_vote_stays_in_force_closes_at_once(journey):
    settled(journey)
    answer = journey.act(journey.head, "decide", outcome="return", reasoning="Jāprecizē.")
    assert answer.status_code == 200
    journey.act(journey.applicant, "submit")
    answer = journey.act(journey.controller, "forward")
    assert (answer.status_code, answer.json["status"]) == (200, "awaiting_decision")
    steps = [one["action"] for one in journey.applicant.get(f"{journey.path}/history").json]
    assert steps[-2:] == ["forward", "close_round"]


def test_member_whose_vote_stays_in_force_may_vote_anew_while_the_round_is_open(journey):
    settled(journey, objecting=("DVI",)).again()
    assert journey.vote("CSP", "object").status_code == 201
    row = journey.rows()["CSP"]
    assert (row["state"], row["choice"], row["carried_from"]) == ("answered", "object", None)


def test_question_of_a_member_whose_vote_was_in_force_has_the_due_date_of_the_round(journey):
    settled(journey, objecting=("DVI",)).again()
    assert journey.vote("CSP", **QUESTION).status_code == 201
    rows = journey.rows()
    assert (rows["CSP"]["state"], rows["CSP"]["due_on"]) == ("info_requested", rows["DVI"]["due_on"])
    assert journey.vote("DVI").status_code == 201
    assert journey.card()["status"] == "in_approval"


def test_who_is_asked_for_the_first_time_is_told_no_reason_for_again(journey):
    settled(journey, objecting=("DVI",)).again(affected_institutions=["UR"])
    row = journey.rows()["UR"]
    assert (row["state"], row["again_because"]) == ("waiting", [])


def test_new_reason_asks_again_and_is_named(journey):
    settled(journey, objecting=("DVI",)).again(affected_institutions=["CSP"])
    assert "reason:affected:named:CSP" in journey.rows()["CSP"]["again_because"]


def test_who_is_no_longer_asked_stands_in_a_note_and_not_among_the_requirements(journey):
    settled(journey, objecting=("DVI", "PMLP")).again(**WITHOUT_FPR)
    assert "PMLP" not in journey.rows()
    notes = {one["code"]: one["institution"] for one in journey.card()["notes"]}
    assert notes["no_longer_asked"] == "PMLP"


def test_objection_of_who_is_no_longer_asked_needs_no_resolution(journey):
    settled(journey, objecting=("PMLP",)).again(**WITHOUT_FPR)
    for code in [code for code, state in states(journey).items() if state == "waiting"]:
        journey.vote(code)
    answer = journey.act(journey.head, "decide", outcome="approve", reasoning="Iebildumu nav.")
    assert answer.status_code == 200, answer.json


def test_changes_are_told_from_the_vote_to_now_with_what_concerns_the_reader(journey):
    settled(journey, objecting=("DVI",)).again(goal=OTHER, title="EDS pavisam jauna veidlapa")
    told = journey.member("FM").get(f"{journey.path}/changes").json
    assert (told["from"], told["to"]) == (2, 3)
    assert {one["field"]: one["watched"] for one in told["fields"]} == {"title": False, "goal": True}
    assert {one["before"] for one in told["fields"]} >= {TEXT}


def test_holder_compares_from_the_first_revision_others_from_the_first_round(journey):
    assert journey.applicant.get(f"{journey.path}/changes").json["from"] == 1
    assert journey["admin"].get(f"{journey.path}/changes").json["from"] == 1
    assert journey.member("FM").get(f"{journey.path}/changes").json["from"] == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("from=9", {"from": "unknown"}),
        ("to=9", {"to": "unknown"}),
        ("from=1", {"from": "unknown"}),
        ("from=0&to=7", {"from": "unknown", "to": "unknown"}),
        ("from=x", {"from": "invalid"}),
        ("from=", {"from": "invalid"}),
        ("from=99999999999999999999", {"from": "unknown"}),
    ],
)
def test_revision_that_is_not_there_or_not_to_be_seen_is_unknown(journey, asked, found):
    answer = journey.member("FM").get(f"{journey.path}/changes?{asked}")
    assert (answer.status_code, errors(answer)) == (422, found)


def test_newer_revision_before_the_older_one_is_invalid(journey):
    answer = journey.applicant.get(f"{journey.path}/changes?from=2&to=1")
    assert (answer.status_code, errors(answer)) == (422, {"from": "invalid"})
