"""The search for programs: its shape, what cannot be asked, and that it tells nobody of what is not seen."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from app.extensions import db
from app.visibility import seeing_everything
from models import Activity
from tests.helpers.api_cards import errors
from tests.helpers.findable import DRAFT, SECRET
from tests.helpers.people import browser_of, caller_of

pytestmark = pytest.mark.stage("findable")
TYPES = ["activity", "resource", "institution", "ticket", "meeting", "attachment", "person"]


def asked(app, who, **query):
    return caller_of(app, who).get(f"/search/?{urlencode(query)}")


@pytest.mark.both_databases
def test_the_answer_names_every_type_and_where_each_hit_leads(app):
    with app.app_context(), seeing_everything():
        cards = db.session.scalars(select(Activity).order_by(Activity.id.desc()))
        numbers = [one.number for one in cards if one.title in (DRAFT, SECRET)]
    told = asked(app, "vid.pieteicejs", q="zilonis").json
    counts = dict.fromkeys(TYPES, 0) | {"activity": 2, "attachment": 1}
    assert (told["count"], told["counts"], told["suggestion"]) == (3, counts, None)
    first = {"type": "activity", "code": numbers[0], "title": DRAFT, "snippet": "", "status": "draft"}
    assert told["result"][0] == first | {"url": f"/aktivitates/{numbers[0]}"}
    assert told["result"][2]["url"] == f"/aktivitates/{numbers[0]}/dokumenti"
    nothing = {"count": 0, "counts": dict.fromkeys(TYPES, 0), "result": [], "suggestion": None}
    assert asked(app, "bvkb.pieteicejs", q="zilonis").json == nothing
    found = asked(app, "vid.pieteicejs", q="nodokļu", type="resource", page=0, page_size=2).json
    assert (found["count"], found["counts"]["resource"]) == (found["counts"]["resource"], found["count"])


def test_what_cannot_be_asked_is_told_all_at_once(sqlite_app):
    refused = [
        ({}, {"q": "required"}),
        ({"q": "a"}, {"q": "too_short"}),
        ({"q": "ž" * 6000}, {"q": "too_long"}),
        ({"q": "eds", "page": "0"}, {"page": "not_needed"}),
        ({"q": "", "page": "1"}, {"q": "required", "page": "not_needed"}),
        ({"q": "eds", "type": "vote"}, {"type": "unknown"}),
        ({"q": "eds", "type": "person", "page": "-1"}, {"page": "invalid"}),
    ]
    for query, problems in refused:
        answer = asked(sqlite_app, "vid.pieteicejs", **query)
        assert (answer.status_code, errors(answer)) == (422, problems)


def test_the_page_shows_what_was_found_what_is_wrong_and_the_last_things(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    asked_for = {
        "": (200, [DRAFT], []),
        "/nesen": (200, [DRAFT], ["<html"]),
        "?q=zilonim": (200, [DRAFT, "zilonis-1.pdf"], []),
        "?q=zilonim&type=activity": (200, [DRAFT], ["zilonis-1.pdf"]),
        "?q=zirrafu": (200, ["q=%C5%BEirafu", "Vai domājāt"], []),
        "?q=a": (422, ['value="a"', "vismaz divus burtus"], []),
    }
    for query, (status, there, not_there) in asked_for.items():
        page = browser.get(f"/meklet{query}")
        said = [one in page.text for one in (*there, *not_there)]
        assert (query, page.status_code, said) == (
            query,
            status,
            [True] * len(there) + [False] * len(not_there),
        )


@pytest.mark.parametrize("q", ["vaditajs", "valsts", "CS-2026", "0077", "elektroniskas"])
def test_every_hit_leads_to_a_page_that_opens(sqlite_app, q):
    browser = browser_of(sqlite_app, "varam.vaditajs")
    urls = [one["url"] for one in asked(sqlite_app, "varam.vaditajs", q=q).json["result"]]
    assert {browser.get(url).status_code for url in urls} == {200}
