"""A liquidation through the API: each system answered for, the registry told, nobody left behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import completion
from app.services.registry import dependencies
from models import Dependency, Notification, Resource, ResourceChange, User
from rules.registry_vocabulary import ChangeSource, DependencyKind
from tests.helpers.api_cards import Journey, errors
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor, the_card
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import rows_of

pytestmark = [pytest.mark.stage("liquidation"), pytest.mark.both_databases]

LATER = today() + timedelta(days=200)
BLOCKED = {"resource": "FPR", "answer": "blocked_until", "date": LATER.isoformat(), "comment": "Līgums."}
MIGRATED = {"resource": "FPR", "answer": "migrated"}
OTHERS = ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS")


@pytest.fixture
def journey(app):
    made = Journey(app)
    assert made.id  # before other cards come
    return made


def approved(journey, said=MIGRATED):
    """Let all vote, PMLP for FPR like this, and the head approve."""
    for code in OTHERS:
        assert journey.vote(code).status_code == 201
    assert journey.vote("PMLP", consumers=[said]).status_code == 201
    answer = journey.act(journey.head, "decide", outcome="approve", reasoning="Iebildumu nav.")
    assert answer.status_code == 200, answer.json
    return journey


def started(journey, **rest):
    approved(journey, **rest)
    answer = journey.act(journey.applicant, "start", actual_start=today().isoformat())
    assert answer.status_code == 200, answer.json
    return journey


def complete(journey):
    said = {"actual_end": today().isoformat(), "actual_cost_eur": "1.00", "result": "Slēgts."}
    return journey.act(journey.applicant, "complete", **said)


def status(journey):
    return journey["admin"].get("/resources/EDS").json["status"]


def obligations(journey):
    rows = journey["admin"].get(f"{journey.path}/obligations").json
    return [(one["resource"], one["source"], one["state"], one["asked_by"]) for one in rows]


def propose(journey, consumer="BIS", who="bvkb.kontrolieris"):
    said = {"consumer": consumer, "provider": "EDS", "kind": "data_exchange"}
    answer = journey[who].post("/dependencies/", said)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def told(app, message):
    with rows_of(app):
        rows = select(User.username).join(Notification, Notification.recipient_id == User.id)
        return sorted(db.session.scalars(rows.where(Notification.message == message)))


def test_an_approval_without_an_answer_for_each_system_is_refused(journey):
    assert errors(journey.vote("PMLP")) == {"consumers.FPR": "required"}
    said = [{"resource": "FPR", "answer": "gone"}, {**MIGRATED, "resource": "NIS"}]
    assert errors(journey.vote("PMLP", consumers=said)) == {
        "consumers.FPR.answer": "unknown",
        "consumers.NIS": "unknown",
    }
    assert errors(journey.vote("DVI", consumers=[MIGRATED])) == {"consumers.FPR": "unknown"}
    assert errors(journey.vote("PMLP", "object", consumers=[MIGRATED])) == {"consumers": "not_needed"}


def test_what_is_said_stands_with_the_requirement_and_blocking_is_an_obligation_of_the_vote(journey):
    before = journey.rows()["PMLP"]["consumers"]
    assert before == [{"resource": "FPR", "answer": None, "date": None, "comment": ""}]
    assert journey.vote("PMLP", consumers=[BLOCKED]).status_code == 201
    assert (journey.rows()["PMLP"]["consumers"], journey.rows()["DVI"]["consumers"]) == ([BLOCKED], [])
    assert obligations(journey) == [("FPR", "vote", "proposed", "PMLP")]
    text = journey["admin"].get(f"{journey.path}/obligations").json[0]
    assert (text["text"], text["due_on"]) == ("FPR: pārtraukt izmantot EDS", LATER.isoformat())
    assert journey.vote("PMLP", consumers=[MIGRATED]).status_code == 201
    assert obligations(journey) == [("FPR", "vote", "lapsed", "PMLP")]


def test_whom_it_does_not_concern_says_it_of_each_system(journey):
    assert journey.vote("PMLP", "not_applicable", comment="FPR to neizmanto.").status_code == 201
    assert [one["answer"] for one in journey.rows()["PMLP"]["consumers"]] == ["not_affected"]


def test_the_resource_is_being_liquidated_from_the_approval_until_the_withdrawal(journey):
    assert status(journey) == "active"
    approved(journey)
    assert status(journey) == "being_liquidated"
    other = Journey(journey.app).draft().complete()
    assert errors(other.act(other.applicant, "submit"))["resource"] == "not_active"
    assert journey.act(journey.applicant, "withdraw", comment="Atlikts.").status_code == 200
    assert status(journey) == "active"
    rows = journey["admin"].get("/resources/EDS/history").json
    assert [(one["before"], one["after"], one["source"]) for one in rows if one["field"] == "status"] == [
        ("active", "being_liquidated", "activity"),
        ("being_liquidated", "active", "activity"),
    ]


def test_what_comes_to_need_it_in_the_round_is_noted_and_has_to_part_after_the_approval(journey):
    key = propose(journey)
    [note] = [one for one in journey.card()["notes"] if one["code"] == "new_consumer"]
    assert (note["institution"], note["resources"]) == ("BVKB", ["BIS"])
    approved(journey)
    assert obligations(journey) == [("BIS", "registry", "open", "BVKB")]
    rejected = journey.controller.post(
        f"/dependencies/{key}/actions/reject", {"comment": "Netiek izmantots."}
    )
    assert (rejected.status_code, obligations(journey)[0][2]) == (200, "open")


def test_what_comes_to_need_it_later_keeps_it_from_its_end_until_the_need_ends(journey):
    started(journey)
    key = propose(journey)
    assert obligations(journey) == [("BIS", "registry", "open", "BVKB")]
    assert (
        journey["admin"].get(f"{journey.path}/obligations").json[0]["due_on"]
        == (journey.card()["planned_end"])
    )
    refused = complete(journey)
    assert (refused.status_code, len(refused.json["obligations"])) == (409, 1)
    ended = journey["bvkb.kontrolieris"].post(f"/dependencies/{key}/actions/end", {"comment": "Pārgāja."})
    assert (ended.status_code, obligations(journey)[0][2]) == (200, "lapsed")
    assert complete(journey).status_code == 200


def test_what_is_imported_is_a_newcomer_like_what_is_proposed(app, journey, tmp_path):
    approved(journey)
    file = tmp_path / "rows.csv"
    file.write_text("consumer_code,provider_code,kind\nBIS,EDS,data_exchange\n", encoding="utf-8")
    assert app.test_cli_runner().invoke(args=["import", "dependencies", str(file), "--apply"]).exit_code == 0
    assert obligations(journey) == [("BIS", "registry", "open", "BVKB")]


def test_a_system_that_ends_itself_has_nothing_left_to_do(journey):
    approved(journey)
    propose(journey)
    version = journey["admin"].get("/resources/BIS").json["version"]
    sent = {"version": version, "status": "liquidated"}
    assert journey["admin"].put("/resources/BIS", sent).status_code == 200
    assert obligations(journey) == [("BIS", "registry", "lapsed", "BVKB")]
    found = journey.head.get(f"{journey.path}/liquidation").json
    assert "BIS" not in [one["resource"] for one in found["consumers"]]
    assert [(one["resource"], one["state"]) for one in found["disputed"]] == [("BIS", "ended")]


def test_an_amendment_asks_a_newcomer_once(journey):
    approved(journey)
    amendment = amended(journey).forward()
    propose(journey)
    approved(amendment)
    assert obligations(amendment) == [("BIS", "registry", "open", "BVKB")]


def test_the_own_systems_of_the_holder_are_no_newcomers(journey):
    propose(journey, "EMDAS", "vid.kontrolieris")
    assert [one["code"] for one in journey.card()["notes"] if one["code"] == "new_consumer"] == []
    started(journey)
    assert obligations(journey) == []


def test_the_end_liquidates_the_resource_and_ends_what_depends_on_it(app, journey):
    other = Journey(app)
    sent = {"kind": "development", "title": "BIS saskarne", "resource": "BIS", "used_resources": ["EDS"]}
    other.id = other["bvkb.pieteicejs"].post("/activities/", sent).json["id"]
    started(journey)
    # BIS of BVKB and PADIS of PMLP need FPR; where an institution has no controller, the administrators.
    controllers = ["bvkb.kontrolieris", "pmlp.kontrolieris"]
    assert told(app, "liquidation_approved") == ["admin", "admin2", *controllers]
    assert complete(journey).status_code == 200
    shown = journey["admin"].get("/resources/EDS").json
    assert (shown["status"], shown["closed_on"]) == ("liquidated", today().isoformat())
    assert told(app, "liquidation_completed") == ["bvkb.pieteicejs"]
    with rows_of(app):
        either = (Dependency.consumer.has(code="EDS")) | (Dependency.provider.has(code="EDS"))
        rows = db.session.scalars(select(Dependency).where(either)).all()
        assert {(one.status.value, one.until) for one in rows} == {("ended", today())}
        eds = db.session.scalars(select(Resource.id).where(Resource.code == "EDS")).one()
        changed = select(ResourceChange.source).where(ResourceChange.resource_id == eds)
        assert set(db.session.scalars(changed)) == {ChangeSource.activity}


def test_another_activity_under_way_keeps_the_resource_from_its_end(journey):
    other = Journey(journey.app).approved()
    number = other.card()["number"]
    started(journey)
    refused = complete(journey)
    assert (refused.status_code, refused.json["activities"]) == (409, [number])
    assert "complete" not in journey.card()["actions"]
    assert other.act(other.applicant, "withdraw", comment="Vairs nevajag.").status_code == 200
    assert complete(journey).status_code == 200


def test_the_checklist_begins_with_what_nobody_has_answered(journey):
    key = propose(journey)
    assert journey.vote("PMLP", consumers=[BLOCKED]).status_code == 201
    found = journey.head.get(f"{journey.path}/liquidation").json
    assert found.keys() == {
        *("consumers", "disputed", "indirect", "activities", "tickets", "data_sets", "personal_data")
    }
    rows = [(one["resource"], one["holder"], one["state"], one["answer"]) for one in found["consumers"]]
    assert rows == [
        ("BIS", "BVKB", "proposed", None),
        ("NIS", "VID", "confirmed", None),
        ("FPR", "PMLP", "confirmed", "blocked_until"),
    ]
    assert {"resource": "SAIS", "holder": "VSAA"} in found["indirect"]
    assert (found["disputed"], found["activities"], found["tickets"]) == ([], [], [])
    ended = journey["bvkb.kontrolieris"].post(f"/dependencies/{key}/actions/end", {"comment": "Kļūda."})
    assert ended.status_code == 200
    left = journey.head.get(f"{journey.path}/liquidation").json
    assert [(one["resource"], one["state"]) for one in left["disputed"]] == [("BIS", "ended")]


def test_only_a_liquidation_has_a_checklist_and_only_who_reads_the_card_sees_it(app, journey):
    assert caller_of(app, "bvkb.pieteicejs").get(f"{journey.path}/liquidation").status_code == 404
    other = Journey(app).draft()
    assert other.applicant.get(f"{other.path}/liquidation").status_code == 404


def test_a_need_that_is_proposed_while_the_liquidation_completes_is_never_lost(app, journey):
    started(journey)

    def end():
        said = {"actual_end": today(), "actual_cost_eur": 1, "result": "Slēgts."}
        completion.complete(the_card(), actor("vid.pieteicejs"), now(), **said)

    def need():
        said = dependencies.Proposal(consumer="BIS", provider="EDS", kind=DependencyKind.data_exchange)
        dependencies.propose(said, actor("bvkb.kontrolieris"), now(), ChangeSource.api)

    with app.app_context():
        assert len(at_once(app, end, need)) == 1
    with rows_of(app):
        gone = the_card().status.value == "completed"
        needed = select(Dependency).where(
            Dependency.consumer.has(code="BIS"), Dependency.provider.has(code="EDS")
        )
        assert (db.session.scalars(needed).first() is None) is gone


def test_an_amendment_of_a_liquidation_is_submitted_although_the_resource_is_being_liquidated(journey):
    approved(journey)
    amendment = amended(journey)
    assert amendment.forward().act(amendment.applicant, "withdraw", comment="Nevajag.").status_code == 200
    assert status(journey) == "being_liquidated"


def amended(journey):
    """An amendment of the liquidation, submitted."""
    begun = journey.applicant.post(f"{journey.path}/drafts", {"as": "amendment"}).json
    amendment = Journey(journey.app)
    amendment.id = begun["id"]
    sent = {"revision": 1, "title": "EDS slēgšana vēlāk", "suggestions": []}
    assert amendment.applicant.put(amendment.path, sent).status_code == 200
    assert amendment.act(amendment.applicant, "submit").status_code == 200
    return amendment


def test_bulk_approval_passes_a_card_over_whose_systems_are_asked_about(app, journey):
    browser, card = browser_of(app, "pmlp.loceklis"), journey.card()
    seen = {f"seen.{card['number']}": str(card["revision"])}
    sent = {"approve": card["number"], **seen, "confirmed": "1", "key": "k"}
    page = browser.post("/cab/atzinumi", sent)
    assert "par katru no tām" in page.text
    assert journey.rows()["PMLP"]["state"] == "waiting"
