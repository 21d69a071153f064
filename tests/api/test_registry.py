"""The registry, and the question who would have to co-approve."""

from datetime import date

import pytest

from app.clock import today
from tests.helpers.api_cards import errors
from tests.helpers.people import caller_of

CASES = [
    ("VID", "development", "EDS", {"used_resources": ["FPR"]}, "VARAM FM AiM CSP KM DVI LPS PMLP"),
    ("VDAA", "development", "VPM", {}, "VARAM AiM CSP KM DVI LPS"),
    ("LNB", "creation", None, {}, "VARAM KM AiM CSP DVI LPS"),
    ("CSP", "development", "ISDAVS", {"used_resources": ["VIIS"]}, "VARAM EM AiM KM DVI LPS IZM"),
]


@pytest.fixture
def caller(app):
    return caller_of(app, "vid.administrators")


@pytest.fixture
def program(sqlite_app):
    return caller_of(sqlite_app, "vid.administrators")


@pytest.mark.parametrize(("holder", "kind", "resource", "more", "asked"), CASES)
def test_preview_is_open_to_everybody_for_any_holder(caller, holder, kind, resource, more, asked):
    answer = caller.post(
        "/requirements/preview", {"holder": holder, "kind": kind, "resource": resource, **more}
    )
    assert [one["institution"] for one in answer.json["requirements"]] == asked.split()
    assert (answer.json["rule_set"], answer.json["since"]) == ("mk368-2023", "2023-07-12")
    assert date.fromisoformat(answer.json["due_on"]) > today()


def test_preview_says_who_is_not_asked(program):
    answer = program.post(
        "/requirements/preview", {"kind": "development", "holder": "CSP", "resource": "ISDAVS"}
    )
    assert [(one["institution"], one["code"]) for one in answer.json["notes"]] == [("CSP", "own_activity")]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, {"kind": "required", "holder": "required"}),
        ({"kind": "x", "holder": "y"}, {"kind": "unknown", "holder": "unknown"}),
        ({"kind": [], "holder": {}}, {"kind": "invalid", "holder": "invalid"}),
        (
            {"kind": "creation", "holder": "VID", "used_resources": ["NAV", 1], "foo": 2},
            {"used_resources.0": "unknown", "used_resources.1": "invalid", "foo": "unknown_field"},
        ),
        (
            {"kind": "creation", "holder": "VID\0", "personal_data": 1},
            {"holder": "invalid", "personal_data": "invalid"},
        ),
    ],
)
def test_preview_names_every_problem(program, body, found):
    refused = program.post("/requirements/preview", body)
    assert (refused.status_code, errors(refused)) == (422, found)


@pytest.mark.both_databases
def test_institutions_stand_in_latvian_order_with_the_columns_of_the_registry(caller):
    answer = caller.get("/institutions/?page_size=100").json
    names = [one["name_lv"] for one in answer["result"]]
    assert answer["count"] == len(names) == 79
    assert names[:2] == ["Aizsardzības ministrija", "Ārlietu ministrija"]
    vid = next(one for one in answer["result"] if one["code"] == "VID")
    assert (vid["parent"], vid["kind"], vid["name_en"]) == ("FM", "state_authority", "State Revenue Service")


@pytest.mark.both_databases
def test_resources_are_paged_and_searched(caller):
    pages = [caller.get(f"/resources/?page_size=100&page={page}").json for page in range(3)]
    codes = [one["code"] for page in pages for one in page["result"]]
    assert len(set(codes)) == len(codes) == pages[0]["count"]
    assert "EDS" in [
        one["code"] for one in caller.get("/resources/?q=elektroniskās deklarēšanas").json["result"]
    ]
    assert caller.get("/resources/?page=99999999999").json["result"] == []


def test_resource_has_its_holder_and_status(program):
    resource = program.get("/resources/EDS").json
    assert {name: resource[name] for name in ("code", "holder", "kind", "status")} == {
        "code": "EDS",
        "holder": "VID",
        "kind": "information_system",
        "status": "active",
    }


@pytest.mark.parametrize("code", ["LAD%20%C4%A2IS", "LAD%20G%CC%A7IS", "E-vesel%C4%ABba"])
def test_code_travels_percent_encoded_in_any_normal_form(program, code):
    assert program.get(f"/resources/{code}").status_code == 200


def test_dependencies_name_providers_and_consumers(program):
    linked = program.get("/resources/EDS/dependencies").json
    assert {"FPR", "URIS", "VPM"} - {one["resource"] for one in linked["providers"]} == set()
    assert "FPR" in {one["resource"] for one in linked["consumers"]}
    assert "" not in {one["kind"] for one in [*linked["providers"], *linked["consumers"]]}


@pytest.mark.parametrize("code", ["NAV", "eds", "x" * 3000, "%00", "%ED%A0%80"])
def test_unknown_resource_is_not_there(program, code):
    assert program.get(f"/resources/{code}").status_code == 404
    assert program.get(f"/resources/{code}/dependencies").status_code == 404
