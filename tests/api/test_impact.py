"""Impact of a resource by API: nodes, edges, the shortest path, what is refused."""

import pytest
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.services.registry.impact import impact
from app.visibility import seeing_everything
from models import Resource
from rules.impact import Direction
from rules.registry_vocabulary import ResourceStatus
from tests.helpers.api_cards import errors
from tests.helpers.people import caller_of
from tests.helpers.rounds import counted, rows_of


@pytest.fixture
def caller(app):
    return caller_of(app, "vid.administrators")


@pytest.fixture
def program(sqlite_app):
    return caller_of(sqlite_app, "vid.administrators")


@pytest.mark.both_databases
def test_impact_tells_who_needs_the_resource_and_every_dependency_among_them(caller):
    told = caller.get("/resources/EDS/impact?depth=1").json
    linked = caller.get("/resources/EDS/dependencies").json
    ends = {side: {one["resource"] for one in linked[side]} for side in ("consumers", "providers")}
    met = {one["resource"]: one for one in told["nodes"]}
    assert (told["root"], told["count"], told["truncated"]) == ("EDS", len(met), False)
    assert met.keys() == {"EDS"} | ends["consumers"] | ends["providers"]
    assert met["FPR"]["side"] == "both"
    assert met["EDS"] | {"name_lv": "", "activities": []} == {
        "resource": "EDS",
        "name_lv": "",
        "holder": "VID",
        "depth": 0,
        "side": "root",
        "status": "active",
        "criticality": None,
        "activities": [],
    }
    codes = [one["resource"] for one in told["nodes"]]
    assert codes == ["EDS", *sorted(met.keys() - {"EDS"})]
    assert {one["state"] for one in told["edges"]} == {"confirmed"}
    assert {(one["consumer"], one["provider"]) for one in told["edges"]} >= {("EDS", "FPR"), ("FPR", "EDS")}


@pytest.mark.both_databases
def test_path_goes_from_the_consumer_whichever_is_asked_for(caller):
    there = caller.get("/resources/EDS/path?to=URIS").json
    back = caller.get("/resources/URIS/path?to=EDS").json
    assert (there["direction"], there["path"]) == ("providers", ["EDS", "URIS"])
    if back["direction"] == "consumers":
        assert back["path"] == there["path"]
    assert [(one["consumer"], one["provider"]) for one in there["edges"]] == [("EDS", "URIS")]


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("impact?depth=0", {"depth": "invalid"}),
        ("impact?depth=7", {"depth": "invalid"}),
        ("impact?depth=-1&kind=x&direction=up", dict.fromkeys(("depth", "kind", "direction"), "invalid")),
        ("path", {"to": "required"}),
        ("path?to=EDS", {"to": "invalid"}),
        ("path?to=NAV", {"to": "unknown"}),
    ],
)
def test_what_cannot_be_asked_is_named(program, address, refused):
    answer = program.get(f"/resources/EDS/{address}")
    assert (answer.status_code, errors(answer)) == (422, refused)


@pytest.mark.parametrize("address", ["impact", "path?to=EDS"])
def test_unknown_resource_is_not_there(program, address):
    assert program.get(f"/resources/NAV/{address}").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("depth", [1, 3, 6])
def test_each_level_costs_one_query_and_three_are_besides(app, depth):
    with rows_of(app), seeing_everything():
        db.session.connection()
        with counted(app) as asked:
            impact("EDS", Direction.both, depth)
    assert 0 < len(asked) <= depth + 3


@pytest.mark.both_databases
def test_what_is_liquidated_is_reached_by_nobody_and_asked_for_itself(app):
    with rows_of(app), writing(), seeing_everything():
        fpr = db.session.scalars(select(Resource).where(Resource.code == "FPR")).one()
        fpr.status = ResourceStatus.liquidated
        db.session.commit()
        assert "FPR" not in {one.reached.code for one in impact("EDS", Direction.both, 6).nodes}
        assert impact("FPR", Direction.both, 1).count > 1
