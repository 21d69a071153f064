"""One card from draft to approved, through the API alone."""

from datetime import date

import pytest

from app.clock import today
from tests.helpers.api_cards import ASKED, DRAFT, Journey, errors


@pytest.fixture
def journey(app):
    return Journey(app)


def test_draft_answers_with_its_number_status_and_first_revision(journey):
    created = journey.applicant.post("/activities/", DRAFT)
    year = today().year
    assert created.status_code == 201
    assert created.json == {
        "id": created.json["id"],
        "number": f"AA-{year}-000001",
        "status": "draft",
        "revision": 1,
    }


def test_incomplete_submit_lists_every_problem(journey):
    refused = journey.draft().act(journey.applicant, "submit")
    principles = {f"principles.{one}{place}" for one in "SG" for place in range(1, 9)}
    assert refused.status_code == 422
    assert errors(refused).keys() == principles | {
        "suggestions.URIS",
        "suggestions.VPM",
        "goal",
        "description",
        "scope",
        "personal_data",
        "planned_start",
        "planned_end",
        "budget_eur",
        "risks",
        "backout_plan",
    }


@pytest.mark.stage("submitted")
def test_forward_asks_eight_institutions_in_order_with_reason_basis_and_due_date(journey):
    journey.forward()
    asked = journey.applicant.get(f"{journey.path}/requirements").json
    assert tuple(one["institution"] for one in asked) == ASKED
    for one in asked:
        assert (one["round"], one["state"], one["choice"], one["answered_at"]) == (1, "waiting", None, None)
        (reason,) = one["reasons"]
        assert "" not in (reason["basis"], reason["lv"], reason["en"])
        assert date.fromisoformat(one["due_on"]) > today()
    assert [one["institution"] for one in asked if not one["fixed"]] == ["PMLP"]


@pytest.mark.stage("in_round")
def test_card_in_a_round_waits_for_those_asked(journey):
    journey.vote("FM")
    card = journey.card()
    assert card["waiting_for"] == [code for code in ASKED if code != "FM"]
    assert (card["status"], card["round"], card["due_on"] is None) == ("in_approval", 1, False)


@pytest.mark.stage("in_round")
def test_last_of_eight_votes_moves_the_card_to_the_head(journey):
    journey.all_vote(objecting=("DVI",))
    card = journey.card("varam.vaditajs")
    assert (card["status"], card["waiting_for"]) == ("awaiting_decision", ["cab_head"])
    assert card["actions"] == ["discuss", "decide"]


@pytest.mark.stage("objected")
def test_approving_over_an_objection_without_overruling_it_is_refused(journey):
    refused = journey.act(journey.head, "decide", outcome="approve", reasoning="Ieguvums ir lielāks.")
    assert (refused.status_code, errors(refused)) == (422, {"objections.DVI": "required"})
    assert journey.card()["status"] == "awaiting_decision"


@pytest.mark.stage("in_round")
def test_decision_without_anything_lists_reasoning_and_every_objection(journey):
    journey.all_vote(objecting=("DVI", "KM"))
    refused = journey.act(journey.head, "decide", outcome="approve")
    assert errors(refused) == {
        "reasoning": "required",
        "objections.KM": "required",
        "objections.DVI": "required",
    }


@pytest.mark.stage("objected")
def test_overruled_objection_approves_the_card_for_everybody_to_see(journey):
    hidden = journey["bvkb.pieteicejs"].get(journey.path)
    done = journey.act(
        journey.head,
        "decide",
        outcome="approve",
        reasoning="Ieguvums ir lielāks.",
        objections=[{"institution": "DVI", "resolution": "overrule", "reasoning": "Mērķis ir aprakstīts."}],
    )
    assert (hidden.status_code, done.json) == (404, {"status": "approved", "revision": 2})
    assert journey.card("bvkb.pieteicejs")["status"] == "approved"


@pytest.mark.both_databases
def test_history_has_every_step_each_beginning_where_the_last_ended(journey):
    journey.approved()
    steps = journey.applicant.get(f"{journey.path}/history").json
    actions = ["create", "edit", "submit", "forward", *["vote"] * 8, "close_round", "decide"]
    assert [one["action"] for one in steps] == actions
    assert [one["from"] for one in steps] == [None, *[one["to"] for one in steps[:-1]]]
    assert [one["seq"] for one in steps] == list(range(1, 15))
    assert [(one["at"][-1], one["on_behalf_of"]) for one in steps] == [("Z", None)] * 14
    assert (steps[0]["actor"], steps[-2]["actor"]) == ("vid.pieteicejs", "system")


@pytest.mark.stage("in_round")
def test_question_stops_and_its_answer_asks_again(journey):
    journey.vote("DVI", "need_info", comment="Kurus datus glabās?")
    waiting = journey.card()["waiting_for"]
    row = next(r for r in journey.applicant.get(f"{journey.path}/requirements").json if r["comment"])
    done = journey.act(journey.applicant, "answer", requirement_id=row["id"], text="Tikai veidlapas datus.")
    after = journey.card()["waiting_for"]
    assert (waiting[-1], row["state"], done.status_code) == ("applicant", "info_requested", 200)
    assert ("DVI" in after, "applicant" in after) == (True, False)


@pytest.mark.stage("in_round")
def test_remark_is_answered_by_the_id_that_the_sheet_gives(journey):
    journey.vote("DVI", "object")
    rows = journey.applicant.get(f"{journey.path}/requirements").json
    remark = next(row["remarks"][0] for row in rows if row["remarks"])
    said = {"remark_id": remark["id"], "resolution": "not_accepted", "text": "Mērķis ir 3. sadaļā."}
    done = journey.act(journey.applicant, "answer", **said)
    assert done.status_code == 200


@pytest.mark.stage("approved")
@pytest.mark.both_databases
def test_card_runs_to_its_closing_notice(journey):
    assert journey.act(journey.applicant, "start", actual_start="2026-01-05").json["status"] == "in_progress"
    notice = {"actual_end": "2026-03-02", "actual_cost_eur": "99000.5", "result": "Veidlapa ieviesta."}
    assert journey.act(journey.applicant, "complete", **notice).json["status"] == "completed"
    card = journey.card()
    assert (card["waiting_for"], card["actions"], card["actual_cost_eur"]) == ([], [], "99000.50")


@pytest.mark.stage("awaiting_decision")
@pytest.mark.both_databases
def test_returned_card_runs_a_second_round_and_the_sheet_keeps_both(journey):
    journey.act(journey.head, "decide", outcome="return", reasoning="Papildiniet mērķi.")
    revision = journey.card()["revision"]
    journey.applicant.put(journey.path, {"legal_basis": "MK noteikumi", "revision": revision})
    journey.act(journey.applicant, "submit")
    journey.act(journey.controller, "forward")
    rows = journey.applicant.get(f"{journey.path}/requirements").json
    assert [(row["round"], row["institution"]) for row in rows] == [
        (n, code) for n in (1, 2) for code in ASKED
    ]
