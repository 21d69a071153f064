"""What others rely on stays: addresses are named, the described API and the tables only grow."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.interface import described, routes, tables

KEPT = json.loads((Path(__file__).parent / "interface.json").read_text(encoding="utf-8"))
# The registry is kept on pages of its own: the generated screens of resources and dependencies only list.
GONE_ROUTES = {
    "GET POST /atkaribas/add",
    *(f"GET POST /{table}/edit/<pk>" for table in ("atkaribas", "resursi")),
    *(f"POST /{table}/delete/<pk>" for table in ("atkaribas", "iestades", "resursi")),
    "GET /iestades/show/<pk>",
}
NEW_ROUTES = {
    "DELETE /api/v1/blackouts/<key>",
    "DELETE /api/v1/windows/<key>",
    "GET /aktivitates/<number>/logi",
    "GET /api/v1/activities/<key>/collisions",
    "GET /api/v1/activities/<key>/windows",
    "GET /api/v1/blackouts/",
    "GET /api/v1/calendar/",
    "GET /kalendars",
    "GET POST /aktivitates/<number>/logi/<key>",
    "GET POST /aktivitates/<number>/logi/<key>/atsaukt",
    "GET POST /aktivitates/<number>/logi/jauns",
    "GET POST /kalendars/moratoriji/<key>",
    "GET POST /kalendars/moratoriji/<key>/atsaukt",
    "GET POST /kalendars/moratoriji/jauns",
    "POST /aktivitates/<number>/logi/<key>/parskats",
    "POST /aktivitates/<number>/logi/jauns/parskats",
    "POST /api/v1/activities/<key>/collisions",
    "POST /api/v1/activities/<key>/windows",
    "POST /api/v1/blackouts/",
    "PUT /api/v1/blackouts/<key>",
    "PUT /api/v1/windows/<key>",
    "DELETE /api/v1/institutions/<code>",
    "DELETE /api/v1/resources/<code>",
    "GET /api/v1/dependencies/",
    "GET /api/v1/resources/<code>/history",
    "GET /atkaribas/<key>",
    "GET /iestades/<code>",
    "GET /iestades/<code>/dzest",
    "POST /iestades/<code>/dzest",
    "GET /resursi/<code>/dzest",
    "POST /api/v1/dependencies/",
    "POST /api/v1/dependencies/<key>/actions/<action>",
    "POST /api/v1/resources/",
    "POST /atkaribas/<key>/<any('confirm', 'reject', 'end'):name>",
    "GET POST /atkaribas/jauna",
    "POST /resursi/<code>/dzest",
    "GET POST /resursi/<code>/labot",
    "PUT /api/v1/resources/<code>",
    "DELETE /api/v1/kept/<code>",
    "GET /aktivitates/<number>/answer",
    "GET /aktivitates/<number>/dokumenti",
    "GET /aktivitates/<number>/dokumenti/<key>/aizstat",
    "GET /aktivitates/<number>/dokumenti/<key>/atsaukt",
    "GET /aktivitates/<number>/dokumenti/<key>/saturs",
    "GET /aktivitates/<number>/atsaukt-iebildumu",
    "GET /aktivitates/<number>/<any('kopet', 'grozit'):word>",
    "GET /aktivitates/<number>/ietekme",
    "GET /aktivitates/<number>/izmest",
    "GET /aktivitates/<number>/izzina",
    "GET /aktivitates/<number>/izzina.docx",
    "GET /aktivitates/<number>/izzina.pdf",
    "GET /aktivitates/<number>/pieradijums",
    "GET /aktivitates/<number>/nosacijumi",
    "GET /aktivitates/<number>/saruna",
    "GET /aktivitates/<number>/saruna/<key>/atsaukt",
    "GET /api/v1/activities/<key>/attachments",
    "GET /api/v1/activities/<key>/comments",
    "GET /api/v1/activities/<key>/changes",
    "GET /api/v1/activities/<key>/liquidation",
    "GET /api/v1/activities/<key>/izzina.docx",
    "GET /api/v1/activities/<key>/izzina.pdf",
    "GET /api/v1/activities/<key>/proof",
    "GET /api/v1/activities/<key>/remarks",
    "GET /api/v1/activities/<key>/obligations",
    "GET /api/v1/attachments/<key>/content",
    "GET /api/v1/cab/",
    "GET /api/v1/meetings/",
    "GET /api/v1/meetings/<key>",
    "GET /api/v1/meetings/<key>/minutes.pdf",
    "GET /cab/apspriezamas/visas",
    "GET /api/v1/notices/",
    "POST /api/v1/notices/read",
    "GET /api/v1/search/",
    "GET /api/v1/reports/<code>",
    "GET /parskats",
    "GET /parskats/<any(opinions, open, time, load, remarks, rounds, years):name>.xlsx",
    "GET /meklet",
    "GET /meklet/nesen",
    "GET /cab/sedes",
    "GET /cab/sedes/<number>",
    "GET /cab/sedes/<number>/<any('uzaicinat', 'sakt', 'slegt', 'atcelt'):name>",
    "GET /cab/sedes/<number>/labot",
    "GET /cab/sedes/<number>/protokols.pdf",
    "GET /cab/sedes/atceltas",
    "GET /cab/sedes/jauna",
    "GET /cab/sedes/slegtas",
    "POST /api/v1/meetings/",
    "POST /api/v1/meetings/<key>/actions/<action>",
    "POST /cab/sedes/<number>/<any('uzaicinat', 'sakt', 'slegt', 'atcelt'):name>",
    "POST /cab/sedes/<number>/labot",
    "POST /cab/sedes/<number>/pieraksti",
    "POST /cab/sedes/jauna",
    "PUT /api/v1/meetings/<key>",
    "GET /api/v1/kept/<code>",
    "GET /api/v1/notices/settings",
    "GET /api/v1/obligations/",
    "GET /api/v1/resources/<code>/impact",
    "GET /api/v1/resources/<code>/path",
    "GET /cab/lemumi/kopa",
    "GET /resursi/<code>/ietekme",
    "GET /resursi/<code>/ietekme.csv",
    "GET /nosacijumi",
    "POST /aktivitates/<number>/answer",
    "POST /aktivitates/<number>/atgadinat",
    "POST /aktivitates/<number>/atsaukt-iebildumu",
    "POST /aktivitates/<number>/dokumenti",
    "POST /aktivitates/<number>/dokumenti/<key>/aizstat",
    "POST /aktivitates/<number>/dokumenti/<key>/atsaukt",
    "POST /aktivitates/<number>/ieteikta-iestade",
    "POST /aktivitates/<number>/<any('kopet', 'grozit'):word>",
    "POST /aktivitates/<number>/izmest",
    "POST /api/v1/activities/<key>/drafts",
    "POST /aktivitates/<number>/nosacijumi/<key>/<any('report', 'accept', 'refuse', 'move', 'release'):name>",
    "POST /aktivitates/<number>/saruna",
    "POST /aktivitates/<number>/saruna/<key>/atsaukt",
    "POST /api/v1/activities/<key>/attachments",
    "POST /api/v1/activities/<key>/comments",
    "POST /api/v1/attachments/<key>/actions/withdraw",
    "POST /api/v1/comments/<key>/actions/withdraw",
    "POST /profils/pazinojumi",
    "POST /api/v1/obligations/<key>/actions/<action>",
    "POST /cab/lemumi/kopa",
    "POST /teksti",
    "POST /teksti/aizmirst",
    "PUT /api/v1/kept/<code>",
    "PUT /api/v1/notices/settings",
}
# Another index counts what is seen.
GONE = {
    "/activity/indexes/activity_seen ",
    "/activity/columns/search_public",
    # What is superseded was approved, too.
    "/activity/constraints/CheckConstraint status NOT IN ('approved', 'in_progress', 'completed') "
    "OR published_at IS NOT NULL",
    # What is over stays, so only what is in force stands there once: an index holds that.
    "/dependency/constraints/UniqueConstraint consumer_id, provider_id, kind",
}
# The answers' page is no step among others any more: its address is the same.
STEPS = (
    "/aktivitates/<number>/<any('submit', 'recall', 'return', 'forward', 'close_round', 'withdraw', 'start', "
)
NOW = STEPS.replace("'close_round', ", "'close_round', 'discuss', 'settle', ").replace(
    "'start', ", "'start', 'progress', "
)
OLD_STEPS, NEW_STEPS = f"{STEPS}'complete', 'answer'):name>", f"{NOW}'complete'):name>"


def test_every_address_is_still_there_and_no_other_than_named(sqlite_app):
    before = {one.replace(OLD_STEPS, NEW_STEPS) for one in KEPT["routes"]}
    assert set(routes(sqlite_app)) == (before - GONE_ROUTES) | NEW_ROUTES


def test_api_takes_and_answers_what_it_did(sqlite_app):
    assert list(missing(KEPT["api"], json.loads(json.dumps(described(sqlite_app))))) == []


def test_tables_have_what_they_had(sqlite_app):
    assert set(missing(KEPT["tables"], json.loads(json.dumps(tables(sqlite_app))))) <= GONE


@pytest.mark.parametrize(
    ("before", "now", "gone"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ["/a/b"]),
        ({"a": 1}, {}, ["/a"]),
        (["x", "y"], ["y", "z", "x"], []),
        ({"a": ["x", "y"]}, {"a": ["y"]}, ["/a/x"]),
        ([{"a": 1}], [{"a": 1, "b": 2}], []),
        (["state IN ('a', 'b')"], ["state IN ('a', 'c', 'b')"], []),
        (["state IN ('a', 'b')"], ["state IN ('a', 'c')"], ["/state IN ('a', 'b')"]),
        (["x > 1"], ["x > 2"], ["/x > 1"]),
    ],
)
def test_what_is_gone_or_changed_is_found(before, now, gone):
    assert list(missing(before, now)) == gone


def missing(before, now, where=""):
    """Yield the places where something that was there is not there any more, or is something else."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name, value in before.items():
            if name in now:
                yield from missing(value, now[name], f"{where}/{name}")
            else:
                yield f"{where}/{name}"
    elif isinstance(before, list) and isinstance(now, list):
        yield from (
            f"{where}/{one}" for one in before if not any(not list(missing(one, other)) for other in now)
        )
    elif not _grown(before, now):
        yield where


def _grown(before, now):
    """Whether a value is the same, or a condition that lists words lists more of them."""
    if before == now or not (isinstance(before, str) and isinstance(now, str)):
        return before == now
    listed = re.fullmatch(r"(.* IN \()(.*)\)", before), re.fullmatch(r"(.* IN \()(.*)\)", now)
    if not all(listed) or listed[0][1] != listed[1][1]:
        return False
    return set(listed[0][2].split(", ")) <= set(listed[1][2].split(", "))
