"""Errors: their shape, their language and the order in which they are found."""

import pytest

from rules.vocabulary import ProblemCode
from tests.helpers.api_cards import Journey, errors
from tests.helpers.people import Caller, caller_of
from views.api.schemas.bodies import Decided, VoteSent, read


@pytest.fixture
def journey(sqlite_app):
    return Journey(sqlite_app)


STEPS = (
    "submit",
    "recall",
    "return",
    "forward",
    "close_round",
    "decide",
    "withdraw",
    "start",
    "complete",
    "answer",
)


def calls_on(path):
    """Every call beneath a card's address."""
    return [
        ("get", path, None),
        ("put", path, {"title": "Cits nosaukums", "revision": 1}),
        ("get", f"{path}/requirements", None),
        ("get", f"{path}/history", None),
        ("post", f"{path}/votes", {"choice": "approve", "revision": 1}),
        *[("post", f"{path}/actions/{step}", {"revision": 1}) for step in STEPS],
    ]


def send(caller, method, path, body):
    return caller.get(path) if method == "get" else getattr(caller, method)(path, body)


def test_card_of_others_is_not_there_on_any_path(journey):
    journey.draft()
    stranger = journey["bvkb.pieteicejs"]
    answers = [send(stranger, *call) for call in calls_on(journey.path)]
    missing = [send(stranger, *call) for call in calls_on("/activities/999999")]
    assert {answer.status_code for answer in answers} == {404}
    assert [answer.json for answer in answers] == [answer.json for answer in missing]


@pytest.mark.parametrize("key", ["0", "-1", "x", "1.5", "99999999999999999999", "٣", "1'--"])
def test_id_that_can_be_none_is_not_there(journey, key):
    answers = [send(journey.applicant, *call) for call in calls_on(f"/activities/{key}")]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("action", ["approve", "edit", "vote", "create", "Submit", "%20"])
def test_unknown_action_is_not_there(journey, action):
    journey.draft()
    assert journey.applicant.post(f"{journey.path}/actions/{action}", {"revision": 1}).status_code == 404


def test_errors_are_problem_json(journey):
    answer = journey.applicant.get("/activities/7")
    assert answer.mimetype == "application/problem+json"
    assert answer.json.keys() == {"type", "title", "status", "detail", "errors"}


def test_unreadable_body_comes_before_everything_else(sqlite_app):
    answer = sqlite_app.test_client().post(
        "/api/v1/activities/1/actions/submit", data="{", content_type="application/json"
    )
    assert answer.status_code == 400


def test_missing_token_comes_before_a_missing_card(sqlite_app):
    assert sqlite_app.test_client().get("/api/v1/activities/7").status_code == 401


def test_wrong_token_is_not_signed_in(sqlite_app):
    assert Caller(sqlite_app, "abc").get("/activities/").status_code == 401


def test_missing_right_comes_before_wrong_status_stale_revision_and_wrong_body(journey):
    journey.draft()
    refused = journey.controller.post(f"{journey.path}/actions/submit", {"revision": "x", "foo": 1})
    assert (refused.status_code, refused.json["detail"] != "") == (403, True)
    assert "VID" in refused.json["detail"]


def test_wrong_status_comes_before_stale_revision_and_wrong_body(journey):
    journey.draft()
    refused = journey.controller.post(f"{journey.path}/actions/forward", {"revision": 99, "foo": 1})
    assert (refused.status_code, refused.json["actions"]) == (409, ["edit", "submit", "withdraw"])


def test_stale_revision_comes_before_wrong_body_and_says_the_current_one(journey):
    journey.draft()
    refused = journey.applicant.post(f"{journey.path}/actions/withdraw", {"revision": 99, "foo": 1})
    assert (refused.status_code, refused.json["current_revision"]) == (409, 1)


@pytest.mark.stage("complete")
def test_stale_change_of_the_card_is_refused_and_changes_nothing(journey):
    refused = journey.applicant.put(journey.path, {"title": "Cits nosaukums", "revision": 1})
    assert (refused.status_code, refused.json["current_revision"]) == (409, 2)
    assert journey.card()["title"] != "Cits nosaukums"


@pytest.mark.parametrize("body", [{}, {"revision": None}, {"revision": "1"}, {"revision": True}])
def test_missing_revision_is_a_problem_of_the_body(journey, body):
    journey.draft()
    refused = journey.applicant.post(f"{journey.path}/actions/submit", body)
    assert (refused.status_code, list(errors(refused))) == (422, ["revision"])


@pytest.mark.parametrize("body", [[], "x", 1, True])
def test_body_that_is_no_object_is_a_problem_only_for_those_who_may(journey, body):
    journey.draft()
    paths = (f"{journey.path}/actions/submit", f"{journey.path}/votes", "/requirements/preview")
    assert journey.applicant.post(paths[0], body).status_code == 422
    assert journey.controller.post(paths[0], body).status_code == 403
    assert journey.applicant.post(paths[1], body).status_code == 403
    assert journey.applicant.post(paths[2], body).status_code == 422
    assert journey.applicant.put(journey.path, body).status_code == 422
    assert journey.applicant.post("/activities/", body).status_code == 422


def test_only_applicants_begin_a_card(journey):
    refused = journey.controller.post("/activities/", {"foo": 1})
    assert refused.status_code == 403


def test_system_administrator_sees_everything_and_acts_on_nothing(journey):
    journey.draft()
    admin = journey["admin"]
    answers = {send(admin, *call).status_code for call in calls_on(journey.path) if call[0] != "get"}
    assert (journey.card("admin")["actions"], answers) == ([], {403})


def test_person_who_submitted_does_not_forward(journey):
    from rules.vocabulary import Role
    from tests.helpers.people import account

    with journey.app.app_context():
        from app.extensions import db

        account("vid.abi", "VID", Role.applicant, Role.change_controller)
        db.session.commit()
    journey.submitted()
    journey.act(journey.applicant, "recall")
    journey.act(journey["vid.abi"], "submit")
    refused = journey.act(journey["vid.abi"], "forward")
    assert (refused.status_code, journey.card()["status"]) == (403, "in_control")


def test_only_controller_who_submitted_learns_who_can_help(journey):
    from sqlalchemy import select

    from app.extensions import db
    from models import User
    from rules.vocabulary import Role
    from tests.helpers.people import account

    with journey.app.app_context():
        account("vid.abi", "VID", Role.applicant, Role.change_controller)
        db.session.commit()
    journey.draft().complete()
    journey.act(journey["vid.abi"], "submit")
    with journey.app.app_context():
        db.session.scalars(select(User).where(User.username == "vid.kontrolieris")).one().active = False
        db.session.commit()
    refused = journey.act(journey["vid.abi"], "forward")
    english = caller_of(journey.app, "vid.abi", "en").post(f"{journey.path}/actions/forward", {"revision": 2})
    assert refused.status_code == 403
    assert "user administrator of VID" in english.json["detail"]


@pytest.mark.stage("in_round")
def test_deciding_and_closing_too_early_says_when(journey):
    early = journey.act(journey.head, "close_round")
    decided = journey.act(journey.head, "decide", outcome="approve", reasoning="Jā")
    assert (early.status_code, decided.status_code) == (409, 409)
    assert "VARAM" in early.json["detail"]


@pytest.mark.stage("in_round")
def test_institution_not_asked_learns_who_is(journey):
    refused = journey.member("VZD").post(f"{journey.path}/votes", {"choice": "approve", "revision": 2})
    assert refused.status_code == 404  # not asked, so the card is not even there
    head = journey.head.post(f"{journey.path}/votes", {"choice": "approve", "revision": 2})
    assert head.status_code == 403


@pytest.mark.stage("objected")
def test_reject_takes_no_objections(journey):
    given = [{"institution": "DVI", "resolution": "overrule", "reasoning": "Nav pamatots."}]
    refused = journey.act(journey.head, "decide", outcome="reject", reasoning="Nē", objections=given)
    assert errors(refused) == {"objections": "not_needed"}


@pytest.mark.stage("objected")
def test_invisible_characters_are_no_reasoning(journey):
    given = [{"institution": "DVI", "resolution": "overrule", "reasoning": "\u200b"}]
    refused = journey.act(journey.head, "decide", outcome="approve", reasoning="\u202e", objections=given)
    assert errors(refused) == {"reasoning": "required", "objections.DVI": "required"}


@pytest.mark.stage("approved")
def test_closing_notice_lists_everything_that_is_missing(journey):
    journey.act(journey.applicant, "start", actual_start="2026-01-05")
    refused = journey.act(journey.applicant, "complete", actual_cost_eur="-1", result=" ")
    assert errors(refused) == {"actual_end": "required", "actual_cost_eur": "negative", "result": "required"}


@pytest.mark.stage("approved")
def test_closing_notice_that_cannot_be_read_whole_is_checked_as_far_as_it_can(journey):
    journey.act(journey.applicant, "start", actual_start="2026-01-05")
    ending = {"actual_end": "2026-01-04", "actual_cost_eur": "x", "result": "Ir.", "foo": 1}
    refused = journey.act(journey.applicant, "complete", **ending)
    assert errors(refused) == {
        "actual_end": "before_start",
        "actual_cost_eur": "invalid",
        "foo": "unknown_field",
    }


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        ("en", "There is no such thing"),
        ("en-GB,lv;q=0.5", "There is no such thing"),
        ("de", None),
        (None, None),
    ],
)
def test_language_is_what_the_caller_accepts_else_latvian(journey, accepted, said):
    from flask_babel import force_locale, gettext

    headers = {"Authorization": journey.applicant.headers["Authorization"]}
    if accepted:
        headers["Accept-Language"] = accepted
    answer = journey.applicant.client.get("/api/v1/activities/7", headers=headers)
    if said is None:
        with journey.app.test_request_context(), force_locale("lv"):
            said = gettext("There is no such thing, or you cannot see it.")
    assert answer.json["detail"].startswith(said)


def test_session_cookie_opens_no_call_of_the_api(sqlite_app):
    from tests.helpers.people import browser_of

    assert browser_of(sqlite_app, "admin").get("/api/v1/activities/").status_code == 401


def test_wrong_method_and_wrong_type_are_said_so(journey):
    assert journey.applicant.put("/activities/", {}).status_code == 405
    client, headers = journey.applicant.client, journey.applicant.headers
    assert client.post("/api/v1/activities/", data="a=1", headers=headers).status_code == 415


@pytest.mark.parametrize("field", ["principles", "suggestions"])
def test_nothing_where_an_entry_should_stand_is_named_by_its_place(journey, field):
    answer = journey.applicant.post("/activities/", {"kind": "development", field: [None]})
    assert (answer.status_code, errors(answer)) == (422, {f"{field}.0": "invalid"})


def test_nothing_where_a_remark_should_stand_is_named_by_its_place():
    sent = read(VoteSent(), {"choice": "object", "revision": 1, "remarks": [None]})
    assert [(one.field, one.code) for one in sent.problems] == [("remarks.0", ProblemCode.invalid)]


def test_nothing_where_an_objection_should_be_resolved_is_named_by_its_place():
    sent = read(Decided(), {"outcome": "approve", "reasoning": "x", "revision": 1, "objections": [None]})
    assert [(one.field, one.code) for one in sent.problems] == [("objections.0", ProblemCode.invalid)]
