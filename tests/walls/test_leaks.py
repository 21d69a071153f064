"""Searches, lists and references, used by somebody who may not see one certain card."""

import json

import pytest
from sqlalchemy import select

from app.extensions import db
from models import Activity
from tests.helpers import cards
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import put, rows_of

pytestmark = pytest.mark.both_databases

SECRET = "Zilonis"
STRANGER = "bvkb.pieteicejs"
MISSING = "AA-2026-999999"


@pytest.fixture
def card(app):
    """The number and the key of a draft of VID that nobody else sees."""
    number = put(app, lambda: cards.complete_card(title=f"EDS {SECRET}", goal=f"{SECRET} {cards.TEXT}"))
    with rows_of(app):
        return number, db.session.scalars(select(Activity.id).where(Activity.number == number)).one()


@pytest.mark.parametrize(
    "query",
    [
        f"/aktivitates?q={SECRET}",
        f"/izvele/aktivitates?q={SECRET}",
        f"/resursi?_flt_0_search_text={SECRET}",
        "/resursi?_oc_ResourceView=holder.search_text&_od_ResourceView=asc",
        "/resursi?psize_ResourceView=1000000",
        "/resursi/EDS",
        f"/meklet?q={SECRET}",
        f"/meklet?q={SECRET[:4]}&type=activity",
        "/meklet?q=eds",
        f"/meklet?q={SECRET}x",
    ],
)
def test_no_search_and_no_list_tells_a_stranger_that_the_card_exists(app, card, query):
    answer = browser_of(app, STRANGER).get(query)
    assert answer.status_code == 200
    assert card[0] not in answer.text


def test_a_card_that_names_the_hidden_one_learns_nothing(app, card):
    body = {"kind": "development", "title": "BIS papildinājums", "resource": "BIS", "amends": card[0]}
    hidden = caller_of(app, STRANGER).post("/activities/", body)
    missing = caller_of(app, STRANGER).post("/activities/", {**body, "amends": MISSING})
    said = missing.text.replace(MISSING, card[0])  # the number typed is named, whichever it is
    assert (hidden.status_code, hidden.json["errors"]) == (missing.status_code, json.loads(said)["errors"])
