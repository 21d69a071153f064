"""Cards that begin with the content of another through the API: copies, and amendments that supersede."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.card import drafts
from models import Activity, Notification, Resource
from rules.vocabulary import DraftAs
from tests.helpers.api_cards import Journey, errors
from tests.helpers.at_once import at_once
from tests.helpers.cards import NEW_TEXT, actor, the_card
from tests.helpers.obligations import asked, obligations, step
from tests.helpers.rounds import rows_of

APPROVED = pytest.mark.stage("approved")
STARTED = pytest.mark.stage("started")
IN_ROUND = pytest.mark.stage("in_round")
SAME = ("kind", "resource", "used_resources", "principles", "goal", "budget_eur", "domain")


@pytest.fixture
def journey(app):
    return Journey(app)


def drafted(journey, kind, who="vid.pieteicejs"):
    return journey[who].post(f"{journey.path}/drafts", {"as": kind})


def amend(journey):
    """Begin the amendment of the journey's card; return a journey of its own."""
    answer = drafted(journey, "amendment")
    assert answer.status_code == 201, answer.json
    amendment = Journey(journey.app)
    amendment.id = answer.json["id"]
    return amendment


def approve(amendment):
    assert amendment.act(amendment.applicant, "submit").status_code == 200
    amendment.forward().all_vote()
    answer = amendment.act(amendment.head, "decide", outcome="approve", reasoning="Grozījumi saskaņoti.")
    assert answer.status_code == 200, answer.json
    return amendment


@APPROVED
@pytest.mark.both_databases
def test_an_amendment_has_all_that_the_amended_card_says_and_names_it(journey):
    before, amendment = journey.card(), amend(journey)
    after = amendment.card()
    assert {name: after[name] for name in SAME} == {name: before[name] for name in SAME}
    assert (after["amends"], after["status"], after["round"]) == (before["number"], "draft", 0)
    assert [one["accepted"] for one in after["suggestions"]] == [
        one["accepted"] for one in before["suggestions"]
    ]


@APPROVED
def test_it_answers_like_the_beginning_of_a_card(journey):
    answer = drafted(journey, "copy")
    assert answer.status_code == 201
    assert answer.json.keys() == {"id", "number", "status", "revision"}
    assert (answer.json["status"], answer.json["revision"]) == ("draft", 1)


@APPROVED
def test_amended_by_is_shown_to_who_sees_the_amendment(journey):
    amendment = amend(journey)
    seen = {who: journey.card(who)["amended_by"] for who in ("vid.pieteicejs", "fm.loceklis", "admin")}
    number = amendment.card()["number"]
    assert seen == {"vid.pieteicejs": number, "fm.loceklis": None, "admin": number}


@STARTED
@pytest.mark.both_databases
def test_while_the_amendment_runs_the_old_card_is_neither_completed_nor_withdrawn(journey):
    number = amend(journey).card()["number"]
    notice = {"actual_end": today().isoformat(), "actual_cost_eur": "1.00", "result": "Gatavs."}
    refused = [
        journey.act(journey.applicant, "complete", **notice),
        journey.act(journey.controller, "withdraw", comment="Vairs nav vajadzīgs."),
        drafted(journey, "amendment"),
    ]
    assert [(one.status_code, one.json["number"]) for one in refused] == [(409, number)] * 3
    assert journey.card()["actions"] == ["progress"]


@STARTED
@pytest.mark.both_databases
def test_an_approved_amendment_supersedes_and_is_started_anew(journey):
    amendment = approve(amend(journey))
    old, new = journey.card("bvkb.pieteicejs"), amendment.card()
    assert (old["status"], old["amended_by"], old["actions"]) == ("superseded", new["number"], [])
    assert (old["waiting_for"], old["waiting_since"]) == ([], None)
    assert (new["status"], new["actual_start"]) == ("approved", None)
    assert "start" in new["actions"]
    last = journey.applicant.get(f"{journey.path}/history").json[-1]
    assert (last["action"], last["from"], last["to"], last["actor"]) == (
        "supersede",
        "in_progress",
        "superseded",
        "system",
    )


@IN_ROUND
@pytest.mark.both_databases
def test_what_is_not_fulfilled_goes_over_to_the_amendment_with_its_reports(journey):
    journey.vote("DVI", obligations=[asked(), asked(), asked()])
    all_approve(journey)
    first, second, third = (one["id"] for one in obligations(journey))
    step(journey.applicant, second, "report", text="Ieslēgts.")
    step(journey.applicant, third, "report", text="Ieslēgts.")
    step(journey.member("DVI"), third, "accept")
    amendment = approve(amend(journey))
    number = amendment.card()["number"]
    moved = obligations(amendment)
    assert [(one["id"], one["state"], one["activity"]) for one in moved] == [
        (first, "open", number),
        (second, "reported", number),
    ]
    assert [one["text"] for one in moved[1]["reports"]] == ["Ieslēgts."]
    assert [(one["id"], one["state"]) for one in obligations(journey)] == [(third, "fulfilled")]
    assert step(amendment.member("DVI"), second, "accept").status_code == 200


def test_those_asked_about_the_old_card_only_are_told_that_it_is_superseded(journey):
    all_approve(journey.submitted(affected_institutions=["EM"]).forward())
    amendment = amend(journey)
    sent = {"revision": 1, "affected_institutions": []}
    assert amendment.applicant.put(amendment.path, sent).status_code == 200
    assert amendment.act(amendment.applicant, "submit").status_code == 200
    all_approve(amendment.forward())
    with rows_of(journey.app):
        told = db.session.scalars(select(Notification).where(Notification.message == "superseded"))
        assert [one.recipient.username for one in told] == ["em.loceklis"]


def all_approve(journey):
    for code, row in journey.rows().items():
        assert row["choice"] or journey.vote(code).status_code == 201
    assert journey.act(journey.head, "decide", outcome="approve", reasoning="Jā.").status_code == 200


@APPROVED
@pytest.mark.parametrize("outcome", ["reject", None])
def test_a_rejected_or_withdrawn_amendment_leaves_the_old_card_as_it_is(journey, outcome):
    amendment = amend(journey)
    if outcome:
        assert amendment.act(amendment.applicant, "submit").status_code == 200
        amendment.forward().all_vote()
        amendment.act(amendment.head, "decide", outcome=outcome, reasoning="Nav pamatots.")
    else:
        amendment.act(amendment.applicant, "withdraw", comment="Nevajag.")
    old = journey.card()
    assert (old["status"], old["amended_by"], old["actions"]) == ("approved", None, ["withdraw", "start"])
    assert drafted(journey, "amendment").status_code == 201


def test_the_planned_resource_goes_over_under_the_new_number_with_what_the_amendment_says_otherwise(journey):
    new = {"name": "Nodokļu konsultanta palīgs", "kind": "information_system"}
    journey.draft(kind="creation", resource=None, used_resources=[], new_resource=new).complete()
    assert journey.act(journey.applicant, "submit").status_code == 200
    all_approve(journey.forward())
    kept = {"version": 1, "personal_data": False, "domain": "veseliba"}
    assert journey.controller.put(f"/resources/{journey.card()['number']}", kept).status_code == 200
    amendment = amend(journey)
    renamed = {
        "revision": 1,
        "domain": "finanses",
        "new_resource": {"name": "Nodokļu palīgs", "kind": "platform"},
    }
    assert amendment.applicant.put(amendment.path, renamed).status_code == 200
    assert amendment.act(amendment.applicant, "submit").status_code == 200
    all_approve(amendment.forward())
    with rows_of(journey.app):
        planned = db.session.scalars(select(Resource).where(Resource.status == "planned")).all()
        assert [(one.code, one.name_lv, one.kind, one.domain.code, one.personal_data) for one in planned] == [
            (amendment.card()["number"], "Nodokļu palīgs", "platform", "finanses", False)
        ]


@APPROVED
@pytest.mark.parametrize(
    "sent",
    [{"amends": None}, {"amends": "AA-2026-999999"}, {"kind": "liquidation"}, {"resource": "FPR"}],
)
def test_what_an_amendment_amends_its_kind_and_resource_stay(journey, sent):
    amendment = amend(journey)
    answer = amendment.applicant.put(amendment.path, {"revision": 1, **sent})
    assert (answer.status_code, errors(answer)) == (422, dict.fromkeys(sent, "invalid"))
    same = {"revision": 1, "amends": journey.card()["number"], "kind": "development", "resource": "EDS"}
    assert amendment.applicant.put(amendment.path, same).status_code == 200


@APPROVED
def test_amends_is_set_by_no_other_call(journey):
    number = journey.card()["number"]
    begun = journey.applicant.post(
        "/activities/", {"kind": "development", "title": "Cita karte", "amends": number}
    )
    assert (begun.status_code, errors(begun)) == (422, {"amends": "invalid"})
    other = Journey(journey.app).draft()
    changed = other.applicant.put(other.path, {"revision": 1, "amends": number})
    assert (changed.status_code, errors(changed)) == (422, {"amends": "invalid"})


@APPROVED
@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("vid.kontrolieris", "amendment", 403),
        ("bvkb.pieteicejs", "amendment", 403),
        ("admin", "copy", 403),
        ("fm.loceklis", "copy", 403),
        ("bvkb.pieteicejs", "copy", 201),
        ("vid.pieteicejs", "x", 422),
        ("vid.kontrolieris", "x", 403),
    ],
)
def test_who_begins_what(journey, who, kind, status):
    assert drafted(journey, kind, who).status_code == status


@IN_ROUND
def test_what_is_not_approved_is_not_amended(journey):
    answer = drafted(journey, "amendment")
    assert (answer.status_code, answer.json["actions"]) == (409, [])
    assert drafted(journey, "copy").status_code == 201


@pytest.mark.stage("restricted")
def test_who_does_not_read_the_texts_copies_nothing_and_a_copy_stays_restricted(journey):
    assert drafted(journey, "copy", "bvkb.pieteicejs").status_code == 403
    copied = drafted(journey, "copy").json["id"]
    assert journey.applicant.get(f"/activities/{copied}").json["restricted"] is True


def test_a_copy_leaves_out_what_no_longer_holds(journey):
    journey.approved(planned_start="2030-01-07", planned_end="2030-06-28")
    with rows_of(journey.app):
        card = db.session.get(Activity, journey.id)
        card.planned_start = card.actual_start = today().replace(year=2020)
        db.session.scalar(select(Resource).where(Resource.code == "FPR")).status = "liquidated"
        db.session.commit()
    own = journey.applicant.get(f"/activities/{drafted(journey, 'copy').json['id']}").json
    assert (own["planned_start"], own["planned_end"], own["resource"]) == (None, "2030-06-28", "EDS")
    assert (own["used_resources"], own["amends"], own["actual_start"]) == ([], None, None)
    theirs = drafted(journey, "copy", "bvkb.pieteicejs").json["id"]
    other = journey["bvkb.pieteicejs"].get(f"/activities/{theirs}").json
    assert (other["holder"], other["resource"], other["goal"]) == ("BVKB", None, own["goal"])


@STARTED
def test_an_amendment_may_begin_when_the_old_card_was_planned_to(journey):
    with rows_of(journey.app):
        db.session.get(Activity, journey.id).planned_start = today().replace(year=2020)
        db.session.commit()
    amendment = amend(journey)
    early = {"revision": 1, "planned_start": today().replace(year=2019).isoformat(), "goal": NEW_TEXT}
    assert amendment.applicant.put(amendment.path, early).status_code == 200
    refused = amendment.act(amendment.applicant, "submit")
    assert (refused.status_code, errors(refused)) == (422, {"planned_start": "in_past"})
    same = {"revision": 2, "planned_start": today().replace(year=2020).isoformat()}
    assert amendment.applicant.put(amendment.path, same).status_code == 200
    assert amendment.act(amendment.applicant, "submit").status_code == 200


@APPROVED
@pytest.mark.both_databases
def test_of_two_amendments_at_once_one_is_begun(journey):
    with rows_of(journey.app):
        key = the_card().id

    def begin():
        drafts.draft(db.session.get_one(Activity, key), DraftAs.amendment, actor("vid.pieteicejs"), now())

    with journey.app.app_context():
        refusals = at_once(journey.app, begin, begin)
    assert (len(refusals), len(journey.applicant.get("/activities/").json["result"])) == (1, 2)


@STARTED
@pytest.mark.parametrize(("days", "late"), [(0, False), (40, True)])
def test_a_closing_notice_after_the_term_is_marked_not_refused(journey, days, late):
    with rows_of(journey.app):
        db.session.get(Activity, journey.id).actual_start = today() - timedelta(days=60)
        db.session.commit()
    end = (today() - timedelta(days=days)).isoformat()
    answer = journey.act(
        journey.applicant, "complete", actual_end=end, actual_cost_eur="1.00", result="Gatavs."
    )
    assert answer.status_code == 200
    assert journey.card()["notice_late"] is late
