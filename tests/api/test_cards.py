"""What a card takes, how a change changes it, and what it gives out."""

import pytest

from models.activity.card import NO_UNLESS_SAID
from tests.helpers.api_cards import DRAFT, Journey, complete_values, errors
from tests.helpers.cards import the_card
from tests.helpers.rounds import rows_of


@pytest.fixture
def journey(sqlite_app):
    return Journey(sqlite_app)


WRONG = [
    ({"kind": None}, {"kind": "required"}),
    ({"kind": "repair"}, {"kind": "unknown"}),
    ({"kind": 1}, {"kind": "invalid"}),
    ({"foo": 1, "id": 5}, {"foo": "unknown_field", "id": "unknown_field"}),
    ({"holder": "FM"}, {"holder": "unknown_field"}),
    ({"status": "approved"}, {"status": "unknown_field"}),
    ({"title": 5}, {"title": "invalid"}),
    ({"title": "a\0b"}, {"title": "invalid"}),
    ({"goal": "a\x07"}, {"goal": "invalid"}),
    ({"goal": "\ud83d"}, {"goal": "invalid"}),
    ({"goal": "g" * 20_001}, {"goal": "too_long"}),
    ({"title": "t" * 20_001}, {"title": "too_long"}),
    ({"resource": "NAV"}, {"resource": "unknown"}),
    ({"resource": 5}, {"resource": "invalid"}),
    ({"resource": "a\0b"}, {"resource": "invalid"}),
    ({"domain": "nav"}, {"domain": "unknown"}),
    ({"amends": "AA-2026-999999"}, {"amends": "invalid"}),
    ({"used_resources": ["FPR", "NAV", 5]}, {"used_resources.2": "invalid"}),
    ({"used_resources": ["FPR", "NAV"]}, {"used_resources.1": "unknown"}),
    ({"used_resources": "FPR"}, {"used_resources": "invalid"}),
    ({"affected_institutions": ["FM"] * 201}, {"affected_institutions": "too_long"}),
    ({"scope": {"others": "yes", "sun": True}}, {"scope.others": "invalid", "scope.sun": "unknown_field"}),
    ({"scope": [True]}, {"scope": "invalid"}),
    ({"personal_data": "true"}, {"personal_data": "invalid"}),
    ({"statistics": 1, "heritage": None}, {"statistics": "invalid", "heritage": "invalid"}),
    ({"planned_start": "2026-02-30"}, {"planned_start": "invalid"}),
    ({"planned_start": "20260228"}, {"planned_start": "invalid"}),
    ({"planned_end": 20260228}, {"planned_end": "invalid"}),
    ({"budget_eur": "1,5"}, {"budget_eur": "invalid"}),
    ({"budget_eur": "1.555"}, {"budget_eur": "invalid"}),
    ({"budget_eur": 10**12}, {"budget_eur": "invalid"}),
    ({"budget_eur": True}, {"budget_eur": "invalid"}),
    ({"funding_source": "lottery"}, {"funding_source": "unknown"}),
    ({"urgency": None}, {"urgency": "required"}),
    ({"principles": [{"code": "X9", "answer": "met"}]}, {"principles.X9": "unknown"}),
    ({"principles": [{"code": "S1", "answer": "yes"}]}, {"principles.S1.answer": "unknown"}),
    ({"principles": [{"code": "S1", "explanation": 5}]}, {"principles.S1.explanation": "invalid"}),
    ({"principles": [{"answer": "met"}, 3]}, {"principles.0.code": "invalid", "principles.1": "invalid"}),
    ({"suggestions": [{"resource": "NAV", "accepted": True}]}, {"suggestions.NAV": "unknown"}),
    ({"suggestions": [{"resource": "VPM", "accepted": "yes"}]}, {"suggestions.VPM.accepted": "invalid"}),
    ({"liquidation": {"data_destiny": "burn"}}, {"liquidation.data_destiny": "unknown"}),
    ({"new_resource": {"kind": "toy"}}, {"new_resource.kind": "unknown"}),
    ({"new_resource": {"name": 1}}, {"new_resource.name": "invalid"}),
]


@pytest.mark.parametrize(("values", "found"), WRONG)
def test_wrong_value_is_a_problem_of_its_field(journey, values, found):
    refused = journey.applicant.post("/activities/", {**DRAFT, **values})
    assert (refused.status_code, errors(refused)) == (422, found)


@pytest.mark.parametrize(("values", "found"), WRONG)
def test_change_finds_the_same_problems_and_changes_nothing(journey, values, found):
    journey.draft()
    refused = journey.applicant.put(journey.path, {"revision": 1, "risks": "Jauns risks.", **values})
    assert (refused.status_code, errors(refused)) == (422, found)
    assert (journey.card()["revision"], journey.card()["risks"]) == (1, "")


def test_wrong_types_and_unknown_codes_are_said_together(journey):
    refused = journey.applicant.post("/activities/", {**DRAFT, "title": 5, "resource": "NAV", "foo": 1})
    assert errors(refused) == {"title": "invalid", "resource": "unknown", "foo": "unknown_field"}


def test_draft_needs_nothing_but_its_kind(journey):
    assert journey.applicant.post("/activities/", {"kind": "creation"}).status_code == 201
    assert errors(journey.applicant.post("/activities/", {})) == {"kind": "required"}


def test_numbers_count_up(journey):
    numbers = [journey.applicant.post("/activities/", DRAFT).json["number"] for _ in range(3)]
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]


def test_card_gives_out_every_field_every_principle_and_every_suggestion(journey):
    card = journey.draft().card()
    fields = {
        "kind",
        "title",
        "resource",
        "new_resource",
        "goal",
        "legal_basis",
        "description",
        "used_resources",
        "affected_resources",
        "affected_institutions",
        "suggestions",
        "scope",
        "domain",
        "personal_data",
        "statistics",
        "heritage",
        "municipalities",
        "restricted",
        "principles",
        "planned_start",
        "planned_end",
        "budget_eur",
        "funding_source",
        "risks",
        "backout_plan",
        "urgency",
        "urgency_reason",
        "liquidation",
        "amends",
        "id",
        "number",
        "status",
        "revision",
        "round",
        "holder",
        "notes",
        "waiting_for",
        "due_on",
        "waiting_since",
        "working_days_left",
        "actions",
    }
    assert fields - card.keys() == set()
    assert [one["answer"] for one in card["principles"]] == [None] * 16
    assert card["suggestions"] == [
        {"resource": code, "as": "used", "accepted": None, "reason": ""} for code in ("URIS", "VPM")
    ]
    assert (card["holder"], card["waiting_for"], card["notes"]) == ("VID", ["applicant"], [])


def test_texts_come_back_as_they_were_sent_and_money_with_two_decimals(journey):
    text = "Pirmā rinda\n  ŗindkopa “ar” pēdiņām 🙂"
    card = journey.draft(goal=f"  {text}\r\n", budget_eur=1500, planned_start="2030-01-07").card()
    assert (card["goal"], card["budget_eur"], card["planned_start"]) == (text, "1500.00", "2030-01-07")


def test_title_stays_one_line(journey):
    assert journey.draft(title="Pirmā\r\nBcc: otrā").card()["title"] == "Pirmā Bcc: otrā"


@pytest.mark.stage("complete")
def test_what_the_card_gives_out_can_be_sent_back(journey):
    card = journey.card()
    server_given = {
        "id",
        "number",
        "status",
        "round",
        "holder",
        "notes",
        "waiting_for",
        "due_on",
        "waiting_since",
        "working_days_left",
        "actions",
        "actual_start",
        "actual_end",
        "actual_cost_eur",
        "result",
        "review",
        "amended_by",
        "notice_late",
        "lacking_dependencies",
    }
    body = {name: value for name, value in card.items() if name not in server_given}
    answer = journey.applicant.put(journey.path, body)
    assert (answer.status_code, answer.json["revision"]) == (200, 2)


def test_each_saved_change_makes_the_next_revision(journey):
    journey.draft()
    answers = [
        journey.applicant.put(journey.path, {"risks": f"Risks {n}.", "revision": n}).json["revision"]
        for n in (1, 2, 3)
    ]
    assert answers == [2, 3, 4]


def test_objects_and_lists_replace_the_old_ones(journey):
    journey.draft(
        scope={"functionality": True, "others": True},
        liquidation={"successor": "EDS"},
        used_resources=["FPR"],
    )
    body = {"scope": {"architecture": True}, "liquidation": None, "used_resources": ["URIS"], "revision": 1}
    journey.applicant.put(journey.path, body)
    card = journey.card()
    assert [name for name, yes in card["scope"].items() if yes] == ["architecture"]
    assert (card["liquidation"]["successor"], card["used_resources"]) == ("", ["URIS"])


def test_principles_and_suggestions_are_merged_by_code(journey):
    journey.draft(principles=[{"code": "S1", "answer": "met", "explanation": "Īstenots."}])
    change = {
        "principles": [{"code": "S2", "answer": "partly"}],
        "suggestions": [{"resource": "VPM", "accepted": False, "reason": "Neizmanto."}],
        "revision": 1,
    }
    assert journey.applicant.put(journey.path, change).status_code == 200
    card = journey.card()
    answers = {one["code"]: one["answer"] for one in card["principles"] if one["answer"]}
    decided = {one["resource"]: one["accepted"] for one in card["suggestions"]}
    assert (answers, decided) == ({"S1": "met", "S2": "partly"}, {"URIS": None, "VPM": False})


def test_accepted_suggestion_moves_into_its_list(journey):
    journey.draft()
    body = {"suggestions": [{"resource": "VPM", "as": "whatever", "accepted": True}], "revision": 1}
    journey.applicant.put(journey.path, body)
    assert journey.card()["used_resources"] == ["FPR", "VPM"]


@pytest.mark.stage("in_round")
def test_kind_and_resource_stay_after_the_first_round(journey):
    for code in ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS", "PMLP"):
        journey.vote(code)
    journey.act(journey.head, "decide", outcome="return", reasoning="Papildiniet.")
    refused = journey.applicant.put(journey.path, {"kind": "liquidation", "resource": "NIS", "revision": 2})
    assert errors(refused) == {"kind": "invalid", "resource": "invalid"}


def test_liquidation_and_creation_are_completed_by_their_own_sections(journey):
    created = journey.applicant.post("/activities/", {"kind": "liquidation", "resource": "EDS"})
    journey.id = created.json["id"]
    values = complete_values(journey.card())
    del values["scope"]
    body = {"title": "EDS likvidācija", "revision": 1, **values}
    assert journey.applicant.put(journey.path, body).status_code == 200
    found = errors(journey.act(journey.applicant, "submit"))
    assert found == {
        "liquidation.data_destiny": "required",
        "liquidation.data_recipient": "required",
        "liquidation.successor": "required",
        "liquidation.user_notice": "required",
    }


def test_created_resource_gets_its_code_in_the_closing_notice(journey):
    new = {"kind": "creation", "resource": None, "new_resource": {"name": "Muitas rīks", "kind": "tool"}}
    journey.draft(**new)
    journey.complete()
    journey.act(journey.applicant, "submit")
    journey.act(journey.controller, "forward")
    for row in journey.applicant.get(f"{journey.path}/requirements").json:
        journey.vote(row["institution"])
    journey.act(journey.head, "decide", outcome="approve", reasoning="Vajadzīgs.")
    journey.act(journey.applicant, "start", actual_start="2026-01-05")
    planned = journey.applicant.get(f"/resources/{journey.card()['number']}").json["status"]
    notice = {"actual_end": "2026-03-02", "actual_cost_eur": 0, "result": "Rīks ieviests."}
    lacking = errors(journey.act(journey.applicant, "complete", **notice))
    journey.act(journey.applicant, "complete", **notice, resource_code="MUR")
    resource = journey.applicant.get("/resources/MUR").json
    assert (planned, lacking) == ("planned", {"resource_code": "required"})
    assert (resource["status"], resource["holder"], resource["kind"]) == ("active", "VID", "tool")


def test_questions_that_a_program_leaves_out_are_answered_with_no(journey):
    journey.draft()
    with rows_of(journey.app):
        assert the_card().unanswered == ()


@pytest.mark.stage("draft")
def test_unanswered_question_of_a_page_is_a_no_to_programs(journey):
    card = journey.card()
    assert [card[name] for name in NO_UNLESS_SAID] == [False] * 3
    answer = journey.applicant.put(journey.path, {"revision": 1, "statistics": False})
    assert (answer.status_code, answer.json["revision"]) == (200, 1)


@pytest.mark.stage("draft")
def test_program_submits_a_card_whose_questions_nobody_answered(journey):
    journey.complete()
    assert journey.act(journey.applicant, "submit").json["status"] == "in_control"
