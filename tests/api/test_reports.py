"""Reports by API: their parameters and refusals, the cards behind a row, filters and orders of lists."""

import pytest

from app.clock import today
from rules.report import ReportName, usual
from tests.helpers.api_cards import errors
from tests.helpers.people import caller_of

pytestmark = pytest.mark.stage("reported")
HEAD = "varam.vaditajs"


def numbers(caller, query):
    return [one["number"] for one in caller.get(f"/activities/?{query}").json["result"]]


@pytest.mark.both_databases
def test_list_behind_each_row_has_exactly_its_cards_and_narrows_further(app):
    caller = caller_of(app, HEAD)
    for name in ReportName:
        report = caller.get(f"/reports/{name}?holder=VID").json
        assert {"name", "from", "to", "at", "cards", "rows", "total"} == set(report)
        for row in report["rows"]:
            found = caller.get(
                "/activities/", query_string={"behind": f"{name}:{row['key']}", "holder": "VID"}
            )
            assert (found.json["count"], len(found.json["result"])) == (row["cards"], row["cards"])
    everything = numbers(caller, "behind=rounds:1")
    assert numbers(caller, "behind=rounds:1&status=rejected") < everything
    assert numbers(caller, "behind=rounds:3%2B") == []


def test_report_says_its_days_and_what_cannot_be_asked(sqlite_app):
    caller, usually = caller_of(sqlite_app, HEAD), usual(today())
    said = caller.get("/reports/time").json
    assert (said["from"], said["to"]) == (usually.first.isoformat(), today().isoformat())
    assert [row["key"] for row in said["rows"]] == usually.months
    assert caller.get("/reports/open").json["from"] is None
    assert caller.get("/reports/nothing").status_code == 404
    for query, problems in (
        ("from=2026-05-02&to=2026-05-01", {"from": "invalid"}),
        ("from=2020-01-01&to=2026-01-01", {"from": "too_long"}),
        ("from=soon&to=2026-02-30", {"from": "invalid", "to": "invalid"}),
        ("holder=NAV&ministry=NAV&asked=NAV", dict.fromkeys(("holder", "ministry", "asked"), "unknown")),
        ("kind=vote", {"kind": "unknown"}),
    ):
        assert errors(caller.get(f"/reports/load?{query}")) == problems
    for said in ("open", "open:approval", "none:1", "time:1999-01", "years:2026/vote", "load:NAV", ":"):
        assert errors(caller.get(f"/activities/?behind={said}")) == {"behind": "unknown"}
    assert errors(caller.get("/activities/?behind=time:2026-01&from=x")) == {"from": "invalid"}


@pytest.mark.both_databases
def test_list_is_narrowed_and_ordered_as_asked(app):
    caller = caller_of(app, HEAD)
    rows = caller.get("/activities/").json["result"]
    every = [one["number"] for one in rows]
    due = {one["number"]: one["due_on"] for one in rows}
    nowhere = sorted((one for one in every if not due[one]), reverse=True)
    dated = sorted((one for one in every if due[one]), key=due.get)
    assert len(dated) == 2
    assert numbers(caller, "sort=due_on") == [*dated, *nowhere]
    assert numbers(caller, "sort=-due_on") == [*dated[::-1], *nowhere]
    by_change = sorted(rows, key=lambda one: (one["changed_at"], one["number"]))
    assert numbers(caller, "sort=changed_at") == [one["number"] for one in by_change]
    assert numbers(caller, "sort=number") == sorted(every)
    assert numbers(caller, "ministry=FM&holder=VID&resource=EDS&asked=DVI&urgency=normal") == every
    for none in ("ministry=VARAM", "resource=FPR", "asked=BVKB", "urgency=emergency", "holder=NAV"):
        assert numbers(caller, none) == []
    assert numbers(caller, "due=overdue") == dated[:1]
    changed = by_change[-1]
    assert changed["number"] in numbers(caller, f"changed_from={changed['changed_at'][:10]}")
    assert numbers(caller, "changed_from=2099-01-01") == []
    for query, problems in (
        ("sort=budget", {"sort": "invalid"}),
        ("due=late", {"due": "unknown"}),
        ("urgency=very", {"urgency": "unknown"}),
        ("changed_from=1.1.2026.", {"changed_from": "invalid"}),
    ):
        assert errors(caller.get(f"/activities/?{query}")) == problems
