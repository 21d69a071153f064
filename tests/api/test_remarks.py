"""Remarks through the API: answered and answered again, withdrawn, and where each of them stands."""

from uuid import uuid4

import pytest

from tests.helpers.api_cards import Journey, errors

pytestmark = [pytest.mark.stage("in_round"), pytest.mark.both_databases]
OBJECTION = {"kind": "objection", "section": "goal", "reason": "Mērķis nav skaidrs."}
PROPOSAL = {"kind": "proposal", "section": "risks", "reason": "Papildināt.", "proposed_text": "Divi riski."}
REPLY = {"resolution": "partly", "text": "Precizēsim."}
APPROVING = {"choice": "approve", "comment": "Atbilde mūs apmierina."}


@pytest.fixture
def journey(app):
    return Journey(app)


def objected(journey, *others):
    """All have voted; DVI objects and proposes, and so do these others."""
    journey.vote("DVI", "object", remarks=[OBJECTION, PROPOSAL])
    for code in ("VARAM", "FM", "AiM", "CSP", "KM", "LPS", "PMLP"):
        journey.vote(code, "object" if code in others else "approve")
    return journey


def remarks(journey, username="vid.pieteicejs"):
    return journey[username].get(f"{journey.path}/remarks").json


def states(journey):
    return [(one["institution"], one["kind"], one["state"]) for one in remarks(journey)]


def reply(journey, remark, **said):
    return journey.act(journey.applicant, "answer", remark_id=remark["id"], **{**REPLY, **said})


def decided(journey, outcome="approve", **more):
    answer = journey.act(journey.head, "decide", outcome=outcome, reasoning="Izvērtēts.", **more)
    assert answer.status_code == 200, answer.json
    return journey


def test_a_card_before_its_first_round_has_no_remarks(app):
    journey = Journey(app).draft()
    assert remarks(journey) == []


def test_remarks_of_a_card_are_told_oldest_first_with_all_that_was_said(journey):
    journey.vote("DVI", "object", remarks=[OBJECTION, PROPOSAL])
    journey.vote("KM", "approve_with_proposals", remarks=[PROPOSAL])
    first, second, third = remarks(journey, "fm.loceklis")
    assert first == {
        "id": first["id"],
        "round": 1,
        "institution": "DVI",
        **OBJECTION,
        "current_text": "",
        "proposed_text": "",
        "state": "open",
        "answers": [],
    }
    assert [second["institution"], second["proposed_text"], third["institution"]] == [
        "DVI",
        "Divi riski.",
        "KM",
    ]


def test_the_last_answer_counts_and_the_earlier_one_stays(journey):
    objected(journey)
    first = remarks(journey)[0]
    assert reply(journey, first).status_code == 200
    assert reply(journey, first, resolution="accepted", text="Papildinājām.").status_code == 200
    told = remarks(journey)[0]
    assert told["state"] == "answered"
    assert [(one["resolution"], one["text"]) for one in told["answers"]] == [
        ("partly", "Precizēsim."),
        ("accepted", "Papildinājām."),
    ]
    assert told["answers"][0]["at"] < told["answers"][1]["at"]


@pytest.mark.parametrize("status", ["awaiting_decision", "returned", "draft"])
def test_a_remark_is_answered_in_each_status_of_the_table(journey, status):
    objected(journey)
    if status != "awaiting_decision":
        decided(journey, "return")
    if status == "draft":
        journey.act(journey.applicant, "submit")
        journey.act(journey.applicant, "recall")
    answer = reply(journey, remarks(journey)[0])
    assert (answer.status_code, answer.json["status"]) == (200, status)
    assert remarks(journey)[0]["state"] == "answered"


@pytest.mark.parametrize("status", ["in_control", "approved"])
def test_a_remark_is_not_answered_in_another_status(journey, status):
    objected(journey)
    if status == "in_control":
        decided(journey, "return")
        journey.act(journey.applicant, "submit")
    else:
        decided(journey, objections=[overruling("DVI")])
    answer = reply(journey, remarks(journey)[0])
    assert (answer.status_code, journey.card()["status"]) == (409, status)


def overruling(code):
    return {"institution": code, "resolution": "overrule", "reasoning": "Mērķis ir aprakstīts."}


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, {"text": "required", "resolution": "required"}),
        ({"text": "Jā."}, {"resolution": "required"}),
        ({"text": "Jā.", "resolution": None}, {"resolution": "required"}),
        ({"text": "Jā.", "resolution": "perhaps"}, {"resolution": "unknown"}),
        ({"text": " ", "resolution": "partly"}, {"text": "required"}),
        ({**REPLY, "remark_id": 99999999}, {"remark_id": "unknown"}),
        (
            {"text": "", "remark_id": 99999999},
            {"remark_id": "unknown", "text": "required", "resolution": "required"},
        ),
    ],
)
def test_an_answer_to_a_remark_says_what_it_lacks_all_at_once(journey, sent, found):
    journey.vote("DVI", "object")
    named = {"remark_id": remarks(journey)[0]["id"], **sent}
    answer = journey.act(journey.applicant, "answer", **named)
    assert (answer.status_code, errors(answer)) == (422, found)


def test_a_question_takes_no_resolution(journey):
    journey.vote("DVI", "need_info", comment="Kam dati?")
    key = journey.rows()["DVI"]["id"]
    answer = journey.act(journey.applicant, "answer", requirement_id=key, **REPLY)
    assert (answer.status_code, errors(answer)) == (422, {"resolution": "not_needed"})
    assert (
        journey.act(journey.applicant, "answer", requirement_id=key, text="Iedzīvotājam.").status_code == 200
    )


def test_an_answer_means_a_question_or_a_remark_and_not_both(journey):
    journey.vote("DVI", "object")
    both = {"requirement_id": journey.rows()["DVI"]["id"], "remark_id": remarks(journey)[0]["id"], **REPLY}
    neither = journey.act(journey.applicant, "answer", text="Jā.")
    assert errors(journey.act(journey.applicant, "answer", **both)) == {"remark_id": "not_needed"}
    assert errors(neither) == {"requirement_id": "required"}


def test_a_remark_of_a_vote_that_was_replaced_cannot_be_answered(journey):
    journey.vote("DVI", "object")
    old = remarks(journey)[0]
    journey.vote("DVI", "object")
    answer = reply(journey, old)
    assert (answer.status_code, errors(answer)) == (422, {"remark_id": "unknown"})


def test_a_remark_of_a_vote_that_was_carried_over_can_be_answered(journey):
    journey.vote("PMLP", "approve_with_proposals", remarks=[PROPOSAL])
    for code in ("VARAM", "FM", "AiM", "CSP", "KM", "LPS"):
        journey.vote(code)
    journey.vote("DVI", "object")
    journey.again(goal="Mērķis ir precizēts tā, lai iedzīvotājs to saprastu bez paskaidrojumiem.")
    assert journey.rows()["PMLP"]["state"] == "carried_over"
    assert reply(journey, remarks(journey)[0]).status_code == 200
    told = remarks(journey)[0]
    assert (told["round"], told["state"], told["answers"][0]["resolution"]) == (1, "answered", "partly")


def test_who_votes_anew_withdraws_or_supersedes_what_was_said(journey):
    journey.vote("DVI", "object", remarks=[OBJECTION, PROPOSAL])
    journey.vote("KM", "approve_with_proposals", remarks=[PROPOSAL])
    journey.vote("FM", "object", remarks=[OBJECTION])
    journey.vote("DVI", "approve_with_proposals", remarks=[PROPOSAL])
    journey.vote("KM", "approve")
    journey.vote("FM", "need_info", comment="Kāpēc?")
    assert states(journey) == [
        ("DVI", "objection", "withdrawn"),
        ("DVI", "proposal", "superseded"),
        ("KM", "proposal", "withdrawn"),
        ("FM", "objection", "superseded"),
        ("DVI", "proposal", "open"),
    ]


def test_an_overruled_objection_says_so_and_its_proposal_does_not(journey):
    objected(journey)
    decided(journey, objections=[overruling("DVI")])
    assert states(journey) == [("DVI", "objection", "overruled"), ("DVI", "proposal", "open")]


def test_a_vote_of_the_next_round_withdraws_what_was_said_before(journey):
    objected(journey)
    journey.again(goal="Mērķis ir precizēts tā, lai iedzīvotājs to saprastu bez paskaidrojumiem.")
    assert states(journey)[0] == ("DVI", "objection", "open")
    journey.vote("DVI")
    assert states(journey) == [("DVI", "objection", "withdrawn"), ("DVI", "proposal", "withdrawn")]


def test_an_objection_is_withdrawn_while_the_decision_is_awaited(journey):
    objected(journey)
    answer = journey.act(journey.member("DVI"), "withdraw_objection", **APPROVING)
    assert (answer.status_code, answer.json["status"]) == (200, "awaiting_decision")
    assert (journey.rows()["DVI"]["choice"], states(journey)[0][2]) == ("approve", "withdrawn")
    last = journey.applicant.get(f"{journey.path}/history").json[-1]
    assert (last["action"], last["actor"], last["comment"]) == (
        "withdraw_objection",
        "dvi.loceklis",
        "Atbilde mūs apmierina.",
    )
    decided(journey)


@pytest.mark.parametrize("choice", ["object", "need_info", "not_applicable"])
def test_an_objection_is_withdrawn_by_an_approval_only(journey, choice):
    objected(journey)
    more = {"remarks": [OBJECTION]} if choice == "object" else {"comment": "Kāpēc?"}
    answer = journey.act(journey.member("DVI"), "withdraw_objection", choice=choice, **more)
    assert (answer.status_code, errors(answer)) == (422, {"choice": "invalid"})


def test_an_approval_with_proposals_instead_of_the_objection_needs_one(journey):
    objected(journey)
    answer = journey.act(journey.member("DVI"), "withdraw_objection", choice="approve_with_proposals")
    assert (answer.status_code, errors(answer)) == (422, {"remarks": "required"})


@pytest.mark.parametrize("username", ["vid.pieteicejs", "varam.vaditajs", "ur.loceklis", "admin"])
def test_who_is_no_member_of_an_institution_asked_withdraws_no_objection(journey, username):
    objected(journey)
    answer = journey.act(journey[username], "withdraw_objection", **APPROVING)
    assert answer.status_code == (404 if username == "ur.loceklis" else 403)


def test_who_does_not_object_has_nothing_to_withdraw(journey):
    objected(journey)
    assert journey.act(journey.member("FM"), "withdraw_objection", **APPROVING).status_code == 409


def test_an_objection_is_withdrawn_neither_in_a_running_round_nor_after_the_decision(journey):
    journey.vote("DVI", "object")
    running = journey.act(journey.member("DVI"), "withdraw_objection", **APPROVING)
    objected(journey)
    decided(journey, "reject")
    decided_already = journey.act(journey.member("DVI"), "withdraw_objection", **APPROVING)
    assert (running.status_code, decided_already.status_code) == (409, 409)


def test_an_objection_withdrawn_twice_under_one_key_is_withdrawn_once(journey):
    objected(journey)
    key = str(uuid4())
    answers = [
        journey.act(journey.member("DVI"), "withdraw_objection", **APPROVING, request_key=key)
        for _ in range(2)
    ]
    assert [(one.status_code, one.json["status"]) for one in answers] == [(200, "awaiting_decision")] * 2
    other = journey.act(
        journey.member("DVI"), "withdraw_objection", choice="approve", comment="Cits.", request_key=key
    )
    actions = [one["action"] for one in journey.applicant.get(f"{journey.path}/history").json]
    assert (other.status_code, actions.count("withdraw_objection")) == (409, 1)


def test_a_stale_revision_withdraws_nothing(journey):
    objected(journey)
    answer = journey.member("DVI").post(
        f"{journey.path}/actions/withdraw_objection", {**APPROVING, "revision": 1}
    )
    assert (answer.status_code, answer.json["current_revision"]) == (409, journey.card()["revision"])


def test_actions_of_a_card_name_what_can_be_done_with_objections(journey):
    objected(journey)
    member, holder = journey.card("dvi.loceklis"), journey.card()
    assert (member["actions"], "answer" in holder["actions"]) == (["withdraw_objection", "discuss"], True)


@pytest.mark.stage("restricted")
def test_who_does_not_read_the_texts_of_a_card_gets_no_remarks(journey):
    paths = ("remarks", "izzina.pdf", "izzina.docx")
    stranger = [journey["bvkb.pieteicejs"].get(f"{journey.path}/{one}").status_code for one in paths]
    asked = [journey["fm.loceklis"].get(f"{journey.path}/{one}").status_code for one in paths]
    assert (stranger, asked) == ([404] * 3, [200] * 3)
