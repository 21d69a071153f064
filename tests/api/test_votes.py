"""Votes: what they must say, sent twice, and given at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.helpers.api_cards import ASKED, Journey, errors

pytestmark = [pytest.mark.both_databases, pytest.mark.stage("in_round")]


@pytest.fixture
def journey(app):
    return Journey(app)


def rows(journey):
    found = journey.applicant.get(f"{journey.path}/requirements").json
    return {row["institution"]: row for row in found}


def test_vote_answers_with_institution_choice_status_and_revision(journey):
    given = journey.vote("FM")
    assert given.status_code == 201
    assert given.json | {"id": 0} == {
        "id": 0,
        "institution": "FM",
        "choice": "approve",
        "status": "in_approval",
        "revision": 2,
    }


def test_later_vote_supersedes_the_earlier_and_both_stay_in_the_history(journey):
    journey.vote("FM", "object")
    journey.vote("FM")
    steps = journey.applicant.get(f"{journey.path}/history").json
    assert rows(journey)["FM"]["choice"] == "approve"
    assert [one["actor"] for one in steps if one["action"] == "vote"] == ["fm.loceklis"] * 2


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, {"choice": "required"}),
        ({"choice": "yes"}, {"choice": "unknown"}),
        ({"choice": "need_info"}, {"comment": "required"}),
        ({"choice": "need_info", "comment": "\u200b\u2060 "}, {"comment": "required"}),
        (
            {"choice": "object", "remarks": [{"kind": "objection", "section": "goal", "reason": "\ufeff"}]},
            {"remarks.0.reason": "required"},
        ),
        ({"choice": "object"}, {"remarks": "required"}),
        ({"choice": "object", "remarks": {}}, {"remarks": "invalid"}),
        ({"choice": "object", "remarks": [3]}, {"remarks.0": "invalid"}),
        ({"choice": "not_applicable", "comment": "Neskar mūs."}, {"choice": "invalid"}),
        ({"choice": "approve", "request_key": ""}, {"request_key": "too_short"}),
        ({"choice": "approve", "request_key": "k" * 65}, {"request_key": "too_long"}),
        ({"choice": "approve", "request_key": 5}, {"request_key": "invalid"}),
        ({"choice": "approve", "request_key": "a\0b"}, {"request_key": "invalid"}),
        ({"choice": "approve", "comment": "a\ud800"}, {"comment": "invalid"}),
        ({"choice": "approve", "vote": 1, "comment": 1}, {"vote": "unknown_field", "comment": "invalid"}),
        (
            {"choice": "object", "remarks": [{"kind": "objection", "section": "weather"}]},
            {"remarks.0.reason": "required"},
        ),
        (
            {
                "choice": "approve_with_proposals",
                "remarks": [{"kind": "objection", "section": "goal." + "x" * 90, "reason": "Jo tā."}],
            },
            {"remarks": "required", "remarks.0.kind": "invalid", "remarks.0.section": "unknown"},
        ),
        (
            {"choice": "approve", "remarks": [{"kind": "proposal", "section": "goal", "reason": "Jo tā."}]},
            {"remarks.0.kind": "invalid"},
        ),
    ],
)
def test_everything_wrong_with_a_vote_is_said_at_once(sqlite_app, body, found):
    journey = Journey(sqlite_app)
    refused = journey.member("FM").post(f"{journey.path}/votes", {"revision": 2, **body})
    assert (refused.status_code, errors(refused)) == (422, found)


def test_missing_revision_and_missing_reason_are_said_together(sqlite_app):
    journey = Journey(sqlite_app)
    refused = journey.member("FM").post(f"{journey.path}/votes", {"choice": "need_info"})
    assert errors(refused) == {"revision": "required", "comment": "required"}


@pytest.mark.parametrize(
    "section", ["goal", "suggestions", "amends", "principles.S1", "scope.others", "restricted"]
)
def test_remark_is_about_any_field_of_the_card(sqlite_app, section):
    journey = Journey(sqlite_app)
    remark = {"kind": "objection", "section": section, "reason": "Jāprecizē."}
    assert journey.vote("FM", "object", remarks=[remark]).status_code == 201


def test_same_vote_sent_twice_counts_once(journey):
    first = journey.vote("FM", request_key="k1")
    again = journey.vote("FM", request_key="k1")
    steps = journey.applicant.get(f"{journey.path}/history").json
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert [one["action"] for one in steps].count("vote") == 1


def test_same_key_with_another_body_is_refused(journey):
    journey.vote("FM", request_key="k1")
    refused = journey.vote("FM", comment="Citādi.", request_key="k1")
    assert refused.status_code == 409


def test_same_vote_is_answered_alike_after_the_round_closed(journey):
    body = {"choice": "approve", "revision": 2, "request_key": "k1"}
    first = journey.member("FM").post(f"{journey.path}/votes", body)
    for code in ASKED:
        if code != "FM":
            journey.vote(code)
    again = journey.member("FM").post(f"{journey.path}/votes", body)
    late = journey.member("FM").post(f"{journey.path}/votes", body | {"request_key": "k2"})
    assert (again.status_code, again.json, late.status_code) == (200, first.json, 409)


def test_key_of_one_person_is_free_for_another(journey):
    assert journey.vote("FM", request_key="k1").status_code == 201
    assert journey.vote("KM", request_key="k1").status_code == 201


def at_once(calls):
    """Make the calls at the same moment, each in a thread of its own."""
    ready = Barrier(len(calls))

    def run(call):
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_last_voters_at_the_same_moment_both_count_and_the_round_closes(journey):
    for code in ASKED[:-2]:
        journey.vote(code)
    body = {"choice": "approve", "revision": 2}
    voters = [journey.member(code) for code in ASKED[-2:]]
    given = at_once([lambda voter=voter: voter.post(f"{journey.path}/votes", body) for voter in voters])
    steps = [one["action"] for one in journey.applicant.get(f"{journey.path}/history").json]
    assert [one.status_code for one in given] == [201, 201]
    assert journey.card()["status"] == "awaiting_decision"
    assert (steps.count("vote"), steps.count("close_round")) == (8, 1)


def test_all_eight_at_the_same_moment_are_all_counted(journey):
    body = {"choice": "approve", "revision": 2}
    voters = [journey.member(code) for code in ASKED]
    given = at_once([lambda voter=voter: voter.post(f"{journey.path}/votes", body) for voter in voters])
    assert [one.status_code for one in given] == [201] * 8
    assert journey.card()["status"] == "awaiting_decision"


def test_same_vote_sent_at_the_same_moment_counts_once(journey):
    body = {"choice": "approve", "revision": 2, "request_key": "k1"}
    from tests.helpers.people import caller_of

    voters = [caller_of(journey.app, "fm.loceklis") for _ in range(4)]
    given = at_once([lambda voter=voter: voter.post(f"{journey.path}/votes", body) for voter in voters])
    steps = journey.applicant.get(f"{journey.path}/history").json
    assert sorted(one.status_code for one in given) == [200, 200, 200, 201]
    assert len({one.json["id"] for one in given}) == 1
    assert [one["action"] for one in steps].count("vote") == 1


@pytest.mark.stage("draft")
def test_two_changes_of_one_card_at_the_same_moment_make_one_revision(app):
    from tests.helpers.people import caller_of

    journey = Journey(app)
    writers = [caller_of(app, "vid.pieteicejs") for _ in range(2)]
    bodies = [{"goal": f"Mērķis {number}", "revision": 1} for number in range(2)]
    pairs = zip(writers, bodies, strict=True)
    given = at_once([lambda w=writer, b=body: w.put(journey.path, b) for writer, body in pairs])
    assert sorted(one.status_code for one in given) == [200, 409]
    assert journey.card()["revision"] == 2
