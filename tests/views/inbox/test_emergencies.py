"""Emergencies stand first in Mani darbi and in the CAB list, and are marked."""

import pytest

from rules.vocabulary import Urgency
from tests.helpers.cards import in_round
from tests.helpers.people import browser_of
from tests.helpers.rounds import put

WHY = "Serveris ir bojāts, un pakalpojums apstāsies nedēļas laikā."


@pytest.mark.parametrize("page", ["/darbi", "/cab"])
def test_an_emergency_stands_above_what_is_newer(sqlite_app, page):
    urgent = put(sqlite_app, lambda: in_round(urgency=Urgency.emergency, urgency_reason=WHY))
    ordinary = put(sqlite_app, in_round)
    text = browser_of(sqlite_app, "dvi.loceklis").get(page).text.partition("<main")[2]
    assert text.index(urgent) < text.index(ordinary)
    assert "Ārkārtas" in text


def test_without_an_emergency_nothing_is_marked(sqlite_app):
    put(sqlite_app, in_round)
    assert "Ārkārtas" not in browser_of(sqlite_app, "dvi.loceklis").get("/darbi").text
