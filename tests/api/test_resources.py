"""The register kept by those who hold resources: entered, changed, deleted by the API, each on record."""

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.registry import resources
from models import Notification, Resource, User
from rules.registry_vocabulary import ChangeSource
from tests.helpers.api_cards import errors
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor
from tests.helpers.people import caller_of
from tests.helpers.rounds import rows_of

NEW = {"code": "NKP", "name_lv": "Nodokļu konsultantu palīgs", "kind": "tool"}
SAID = {
    "name_en": "Helper of tax consultants",
    "purpose": "Konsultants redz lietas vēsturi.",
    "legal_basis": "Likums „Par nodokļiem un nodevām”",
    "responsible": "Klientu apkalpošanas daļa",
    "personal_data": True,
    "criticality": "high",
    "maintainer": "VDAA",
    "hosting": "Valsts datu centrs",
    "url": "https://nkp.vid.gov.lv/sakums",
    "data_sets": ["Konsultācijas", "Atbildes"],
    "service_hours": "extended",
    "successor": "EDS",
}
VID = "vid.kontrolieris"


@pytest.fixture
def people(app):
    return lambda who: caller_of(app, who)


def entered(caller, **more):
    answer = caller.post("/resources/", {**NEW, **more})
    assert answer.status_code == 201, answer.json
    return answer.json["code"]


def put(caller, key, version=1, **said):
    return caller.put(f"/resources/{key}", {"version": version, **said})


@pytest.mark.both_databases
def test_a_controller_enters_what_runs_and_the_administrators_are_told(app, people):
    answer = people(VID).post("/resources/", {**NEW, **SAID})
    assert (answer.status_code, answer.json) == (201, {"code": "NKP", "version": 1})
    shown = people("bvkb.pieteicejs").get("/resources/NKP").json
    assert {name: shown[name] for name in SAID} == SAID
    assert (shown["status"], shown["certainty"], shown["holder"], shown["in_charge"], shown["domain"]) == (
        *("active", "check", "VID", "VID"),
        None,
    )
    with rows_of(app):
        rows = select(User.username).join(Notification, Notification.recipient_id == User.id)
        assert set(db.session.scalars(rows.where(Notification.message == "resource_entered"))) == {
            "admin",
            "admin2",
        }
    assert people("admin").post("/resources/", {**NEW, "code": "NKQ", "name_lv": "Cits", "holder": "FM"}).json
    assert people(VID).get("/resources/NKQ").json["certainty"] == "confirmed"


def test_what_is_unknown_is_null(people):
    shown = people(VID).get(f"/resources/{entered(people(VID))}").json
    assert {shown[name] for name in SAID if name != "data_sets"} == {None}
    assert shown["data_sets"] == []


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"code": "eds"}, {"code": "duplicate_name"}),
        ({"code": "Ē D S"}, {"code": "duplicate_name"}),
        ({"code": "A/B"}, {"code": "invalid"}),
        ({"code": "N\u200bKP"}, {"code": "invalid"}),
        ({"code": "=NKP"}, {"code": "invalid"}),
        ({"code": "'NKP"}, {"code": "invalid"}),
        ({"code": "add"}, {"code": "invalid"}),
        ({"code": "AA-2026-000123"}, {"code": "invalid"}),
        ({"code": "N" * 61}, {"code": "too_long"}),
        ({"name_lv": "elektroniskās deklarēšanas  SISTĒMA"}, {"name_lv": "duplicate_name"}),
        ({"holder": "BVKB"}, {"holder": "not_own"}),
        ({"holder": "NAV", "kind": None}, {"holder": "unknown", "kind": "invalid"}),
        ({"url": "javascript:alert(1)"}, {"url": "invalid"}),
        ({"maintainer": "NAV", "domain": "nav"}, {"maintainer": "unknown", "domain": "unknown"}),
        ({"name_lv": " ", "code": ""}, {"name_lv": "required", "code": "required"}),
    ],
)
def test_everything_wrong_is_said_at_its_field(people, sent, wrong):
    answer = people(VID).post("/resources/", {**NEW, **sent})
    assert (answer.status_code, errors(answer)) == (422, wrong)


@pytest.mark.both_databases
def test_a_change_is_recorded_field_by_field_and_a_stale_one_is_refused(people):
    code = entered(people(VID))
    changed = put(people(VID), code, purpose="Cits mērķis.", criticality="low")
    assert (changed.status_code, changed.json) == (200, {"code": code, "version": 2})
    stale = put(people(VID), code, purpose="Vēl cits.")
    assert (stale.status_code, stale.json["current_version"]) == (409, 2)
    history = people("bvkb.pieteicejs").get(f"/resources/{code}/history").json
    assert [(one["field"], one["before"], one["after"], one["actor"], one["source"]) for one in history] == [
        ("code", None, "NKP", VID, "api"),
        ("purpose", None, "Cits mērķis.", VID, "api"),
        ("criticality", None, "low", VID, "api"),
    ]


def test_saving_the_same_changes_and_records_nothing(people):
    code = entered(people(VID), **SAID)
    assert put(people(VID), code, **SAID).json == {"code": code, "version": 1}
    assert len(people(VID).get(f"/resources/{code}/history").json) == 1


@pytest.mark.parametrize(
    ("who", "sent", "status", "wrong"),
    [
        (VID, {"code": "CITS"}, 422, {"code": "invalid"}),
        (VID, {"holder": "FM", "certainty": "confirmed"}, 422, {"holder": "not_own", "certainty": "not_own"}),
        (VID, {"status": "liquidated"}, 422, {"status": "not_own"}),
        ("admin", {"status": "planned"}, 422, {"status": "invalid"}),
        ("admin", {"closed_on": "2026-01-01"}, 422, {"closed_on": "not_needed"}),
        ("admin", {"holder": "FM", "certainty": "confirmed"}, 200, None),
        ("vid.pieteicejs", {"purpose": "x"}, 403, {}),
        ("bvkb.kontrolieris", {"purpose": "x"}, 403, {}),
    ],
)
def test_who_changes_what(people, who, sent, status, wrong):
    answer = put(people(who), entered(people(VID)), **sent)
    assert (answer.status_code, errors(answer) if status >= 400 else None) == (status, wrong)


def test_liquidated_by_the_administrator_its_dependencies_end(people):
    linked = people(VID).get("/resources/EDS/dependencies").json
    assert linked["providers"]
    answer = put(people("admin"), "EDS", status="liquidated")
    assert answer.status_code == 200
    assert people(VID).get("/resources/EDS/dependencies").json == {"providers": [], "consumers": []}
    shown = people(VID).get("/resources/EDS").json
    assert (shown["status"], shown["closed_on"]) == ("liquidated", today().isoformat())


@pytest.mark.stage("draft")
def test_what_is_named_is_not_deleted_and_what_names_it_is_said(people):
    refused = people("admin").delete("/resources/EDS")
    assert refused.status_code == 409
    kinds = {one["type"] for one in refused.json["references"]}
    assert {"activity", "dependency"} <= kinds
    assert people(VID).delete("/resources/EDS").status_code == 403
    code = entered(people(VID))
    assert people("admin").delete(f"/resources/{code}").status_code == 204
    assert people("admin").get(f"/resources/{code}").status_code == 404


def test_institutions_are_deleted_alike(people):
    refused = people("admin").delete("/institutions/VID")
    assert (refused.status_code, {one["type"] for one in refused.json["references"]} >= {"resource"}) == (
        409,
        True,
    )
    assert people(VID).delete("/institutions/VID").status_code == 403
    assert people("admin").delete("/institutions/NAV").status_code == 404


@pytest.mark.parametrize(
    ("asked", "count"),
    [("holder=VID&kind=information_system", True), ("status=planned", False), ("personal_data=true", False)],
)
def test_the_list_is_narrowed(people, asked, count):
    assert bool(people(VID).get(f"/resources/?{asked}").json["count"]) is count


@pytest.mark.parametrize("asked", ["kind=x", "status=x", "holder=NAV", "domain=nav", "personal_data=x"])
def test_values_that_are_none_are_refused(people, asked):
    assert people(VID).get(f"/resources/?{asked}").status_code == 422


@pytest.mark.both_databases
def test_two_who_enter_the_same_name_at_once_leave_one(app, people):
    def enter(code):
        def act():
            values = {**NEW, "code": code}
            resources.enter(values, actor(VID), now(), ChangeSource.api)

        return act

    with app.app_context():
        at_once(app, enter("NKP"), enter("NKP2"))
    with rows_of(app):
        found = db.session.scalars(select(Resource.code).where(Resource.name_lv == NEW["name_lv"])).all()
        assert len(found) == 1
