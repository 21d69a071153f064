"""A vote that says whom an activity concerns instead, through the API."""

import pytest

from tests.helpers.api_cards import Journey, errors

pytestmark = [pytest.mark.stage("in_round"), pytest.mark.both_databases]


@pytest.fixture
def journey(app):
    return Journey(app)


def say(journey, **said):
    return journey.vote("PMLP", **{"choice": "not_applicable", "comment": "Mūs neskar.", **said})


def test_the_institution_named_instead_is_shown_with_the_requirement(journey):
    assert say(journey, suggested_institution="UR").status_code == 201
    rows = journey.rows()
    assert (rows["PMLP"]["suggested_institution"], rows["FM"]["suggested_institution"]) == ("UR", None)


@pytest.mark.parametrize(
    ("code", "found"), [("NAV", "unknown"), ("PMLP", "invalid"), ("VID", "invalid"), (7, "invalid")]
)
def test_another_institution_that_there_is_has_to_be_named(journey, code, found):
    answer = say(journey, suggested_institution=code)
    assert (answer.status_code, errors(answer)) == (422, {"suggested_institution": found})


def test_who_is_concerned_names_nobody_instead(journey):
    answer = journey.vote("PMLP", suggested_institution="UR")
    assert (answer.status_code, errors(answer)) == (422, {"suggested_institution": "not_needed"})


def test_nobody_has_to_be_named(journey):
    assert [say(journey, **said).status_code for said in ({}, {"suggested_institution": None})] == [201, 201]


def test_all_problems_are_told_at_once(journey):
    answer = say(journey, comment="", suggested_institution="NAV")
    assert errors(answer) == {"comment": "required", "suggested_institution": "unknown"}
