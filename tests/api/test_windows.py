"""Windows, blackouts and what meets, for programs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from models import Notification, User, Window
from tests.helpers.api_cards import Journey, errors
from tests.helpers.people import caller_of
from tests.helpers.rounds import rows_of

START = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=40)
SENT = {"effect": "unavailable", "text": "Versijas maiņa."}


def hours(first, last):
    return {
        "starts_at": (START + timedelta(hours=first)).isoformat(),
        "ends_at": (START + timedelta(hours=last)).isoformat(),
    }


@pytest.fixture
def journey(app):
    made = Journey(app)
    assert made.id
    return made


def add(journey, first=0, last=4, caller=None, **more):
    sent = {**SENT, **hours(first, last), **more}
    return (caller or journey.applicant).post(f"{journey.path}/windows", sent)


def bis(app):
    """A draft of BVKB on BIS, and its applicant."""
    other = Journey(app)
    sent = {"kind": "development", "title": "BIS versija", "resource": "BIS"}
    other.id = other["bvkb.pieteicejs"].post("/activities/", sent).json["id"]
    return other, other["bvkb.pieteicejs"]


def told(app, message):
    with rows_of(app):
        rows = select(User.username).join(Notification, Notification.recipient_id == User.id)
        return sorted(db.session.scalars(rows.where(Notification.message == message)))


@pytest.mark.stage("approved")
@pytest.mark.both_databases
def test_a_window_is_entered_changed_and_taken_back_and_the_history_says_so(app, journey):
    answer = add(journey)
    assert answer.status_code == 201, answer.json
    row = answer.json
    assert (row["resource"], row["effect"], row["text"], row["version"]) == (
        "EDS",
        "unavailable",
        "Versijas maiņa.",
        1,
    )
    assert row["activity"] == journey.card()["number"]
    assert row["starts_at"] == START.isoformat().replace("+00:00", "Z")
    path = f"/windows/{row['id']}"
    moved = journey.applicant.put(path, {"version": 1, **hours(1, 3), "effect": "none"})
    assert (moved.status_code, moved.json["version"], moved.json["effect"]) == (200, 2, "none")
    stale = journey.applicant.put(path, {"version": 1, "effect": "degraded"})
    assert (stale.status_code, stale.json["current_version"]) == (409, 2)
    assert journey.applicant.delete(path).status_code == 204
    assert journey["admin"].get(f"{journey.path}/windows").json == []
    events = [one["action"] for one in journey["admin"].get(f"{journey.path}/history").json]
    assert events[-3:] == ["window"] * 3
    # FPR of PMLP and others need EDS: their controllers are told of what they would notice.
    assert told(app, "window_changed") == ["pmlp.kontrolieris"] * 2


@pytest.mark.stage("draft")
@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"starts_at": None}, {"starts_at": "invalid"}),
        ({}, {"starts_at": "required", "ends_at": "required", "effect": "required"}),
        ({**SENT, **hours(4, 4)}, {"ends_at": "before_start"}),
        ({**SENT, **hours(4, 1)}, {"ends_at": "before_start"}),
        ({**SENT, **hours(0, 24 * 367)}, {"ends_at": "too_long"}),
        ({**SENT, **hours(-24 * 60, -24 * 50)}, {"ends_at": "in_past"}),
        (
            {**SENT, "starts_at": "2026-12-24T10:00", "ends_at": "x"},
            {"starts_at": "invalid", "ends_at": "invalid"},
        ),
        ({**SENT, **hours(0, 1), "effect": "gone"}, {"effect": "unknown"}),
        ({**SENT, **hours(0, 1), "text": "a" * 2001}, {"text": "too_long"}),
        ({**SENT, **hours(0, 1), "sun": 1}, {"sun": "unknown_field"}),
    ],
)
def test_a_window_that_makes_no_sense_is_refused_by_field(journey, sent, found):
    answer = journey.applicant.post(f"{journey.path}/windows", sent)
    shown = errors(answer)
    assert (answer.status_code, {name: shown.get(name) for name in found}) == (422, found)


@pytest.mark.stage("in_round")
def test_while_others_vote_the_windows_stay(journey):
    assert add(journey).status_code == 409
    assert add(journey, caller=journey["bvkb.pieteicejs"]).status_code == 404
    assert add(journey, caller=journey.controller).status_code == 403


@pytest.mark.stage("approved")
@pytest.mark.both_databases
def test_what_meets_gravely_needs_a_reason_and_both_are_told_once_both_are_sure(app, journey):
    caller_of(app, "admin").post(
        "/dependencies/", {"consumer": "BIS", "provider": "EDS", "kind": "uses_service"}
    )
    first = add(journey).json["id"]
    other, builder = bis(app)
    tried = builder.post(f"{other.path}/collisions", {**SENT, **hours(2, 6)}).json
    assert [(one["window"], one["severity"], one["path"]) for one in tried] == [
        (None, "medium", ["BIS", "EDS"])
    ]
    assert tried[0]["other"] == {"activity": journey.card()["number"], "window": first}
    assert tried[0]["text"] == "BIS → EDS, izmanto pakalpojumu"
    assert (tried[0]["starts_at"], tried[0]["ends_at"]) == tuple(
        one.replace("+00:00", "Z") for one in hours(2, 4).values()
    )
    refused = add(other, 2, 6, builder)
    assert (refused.status_code, errors(refused)) == (422, {"collision_reason": "required"})
    assert [one["severity"] for one in refused.json["collisions"]] == ["medium"]
    assert add(other, 2, 6, builder, collision_reason="Saskaņots ar VID.").status_code == 201
    assert [one["severity"] for one in builder.get(f"{other.path}/collisions").json] == ["medium"]
    # VID does not see the draft, so it meets nothing.
    assert journey.applicant.get(f"{journey.path}/collisions").json == []
    assert add(other, 4, 6, builder).status_code == 201
    assert told(app, "window_collides") == []


@pytest.mark.stage("approved")
@pytest.mark.both_databases
def test_blackouts_are_kept_by_controllers_and_meet_windows(app, journey):
    sent = {**hours(1, 2), "resource": "EDS", "reason": "Deklarāciju nedēļa."}
    assert journey.applicant.post("/blackouts/", sent).status_code == 403
    assert errors(journey["bvkb.kontrolieris"].post("/blackouts/", sent)) == {"resource": "not_own"}
    assert journey.controller.post("/blackouts/", {**sent, "resource": None}).status_code == 403
    wrong = {**hours(2, 1), "resource": "NAV", "reason": " "}
    assert errors(journey.controller.post("/blackouts/", wrong)) == {
        "ends_at": "before_start",
        "resource": "unknown",
        "reason": "required",
    }
    row = journey.controller.post("/blackouts/", sent)
    assert (row.status_code, row.json["resource"]) == (201, "EDS")
    refused = add(journey)
    assert refused.json["collisions"][0]["other"] == {"blackout": row.json["id"]}
    assert add(journey, collision_reason="Steidzams labojums.").status_code == 201
    everybody = journey["admin"].post(
        "/blackouts/", {**hours(10, 12), "resource": None, "reason": "Vēlēšanas."}
    )
    assert (everybody.status_code, everybody.json["resource"]) == (201, None)
    path = f"/blackouts/{row.json['id']}"
    assert journey.controller.put(path, {"version": 1, "reason": "Cits."}).json["version"] == 2
    assert journey.controller.put(path, {"version": 1, "reason": "Cits."}).json["current_version"] == 2
    gone = journey["admin"].delete("/resources/EDS").json["references"]
    assert {"type": "blackout", "id": row.json["id"]} in gone
    assert journey.controller.delete(path).status_code == 204
    days = f"from={START:%Y-%m-%d}&to={START + timedelta(days=2):%Y-%m-%d}"
    assert [one["reason"] for one in journey.applicant.get(f"/blackouts/?{days}").json] == ["Vēlēšanas."]


@pytest.mark.stage("approved")
def test_the_calendar_holds_windows_periods_and_blackouts_of_the_days(app, journey):
    add(journey)
    days = f"from={START:%Y-%m-%d}&to={START + timedelta(days=1):%Y-%m-%d}"
    reader = caller_of(app, "bvkb.pieteicejs")
    found = reader.get(f"/calendar/?{days}").json
    [window], [period] = found["windows"], found["periods"]
    assert (window["title"], window["holder"], period["activity"]) == (
        "EDS jauna veidlapa",
        "VID",
        journey.card()["number"],
    )
    assert reader.get(f"/calendar/?{days}&resource=BIS").json == {
        "windows": [],
        "periods": [],
        "blackouts": [],
    }
    assert errors(reader.get("/calendar/?resource=NAV")) == {"resource": "unknown"}
    assert errors(reader.get("/calendar/?from=2026-02-01&to=2026-01-01")) == {"from": "invalid"}
    assert errors(reader.get("/calendar/?from=2026-01-01&to=2027-06-01")) == {"from": "too_long"}
    assert errors(reader.get("/calendar/?from=x")) == {"from": "invalid"}


@pytest.mark.stage("approved")
def test_the_texts_of_a_restricted_card_stay_with_those_concerned_times_do_not(app, journey):
    add(journey)
    with rows_of(app):
        db.session.scalars(select(Window)).one().activity.restricted = True
        db.session.commit()
    outsider = caller_of(app, "bvkb.pieteicejs").get(f"{journey.path}/windows").json
    assert [(one["text"], one["collision_reason"], one["effect"]) for one in outsider] == [
        (None, None, "unavailable")
    ]
    assert journey.applicant.get(f"{journey.path}/windows").json[0]["text"] == "Versijas maiņa."


@pytest.mark.stage("approved")
@pytest.mark.both_databases
def test_what_will_not_happen_is_gone_with_the_activity_and_an_amendment_takes_it_over(app, journey):
    add(journey)
    begun = journey.applicant.post(f"{journey.path}/drafts", {"as": "amendment"}).json
    amendment = Journey(app)
    amendment.id = begun["id"]
    assert add(amendment, 0, 4).status_code == 201  # the same work does not meet itself
    assert journey.act(journey.applicant, "start", actual_start=today().isoformat()).status_code == 200
    assert amendment.act(amendment.applicant, "withdraw", comment="Nevajag.").status_code == 200
    assert amendment["admin"].get(f"{amendment.path}/windows").json == []
    said = {"actual_end": today().isoformat(), "actual_cost_eur": "1.00", "result": "Gatavs."}
    done = journey.act(journey.applicant, "complete", **said)
    assert done.status_code == 200, done.text
    assert journey["admin"].get(f"{journey.path}/windows").json == []
