"""Substitution through the API: named, used in a step, shown in the history, ended."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.clock import today
from app.database import writing
from app.extensions import db
from rules.vocabulary import Role
from tests.helpers.api_cards import Journey, errors
from tests.helpers.people import account
from tests.helpers.rounds import rows_of
from tests.helpers.substitutes import colleague, substituted

PATH = "/substitutions/"
SUBSTITUTE = "fm.loceklis.kolega"


def days(first=0, last=5):
    return {
        "from_on": (today() + timedelta(days=first)).isoformat(),
        "until_on": (today() + timedelta(days=last)).isoformat(),
    }


WISH = {"substitute": SUBSTITUTE, "role": "cab_member"}


@pytest.fixture
def journey(app):
    with rows_of(app), writing():
        colleague("fm.loceklis")
        account("fm.administrators", "FM", Role.user_admin)
        db.session.commit()
    return Journey(app)


@pytest.fixture
def away(journey):
    """FM's member is away, and a card waits for FM."""
    named = journey["fm.loceklis"].post(PATH, WISH | days())
    assert named.status_code == 201, named.json
    return journey


def vote(journey, **more):
    body = {"choice": "approve", "revision": journey.card()["revision"], **more}
    return journey[SUBSTITUTE].post(f"{journey.path}/votes", body)


def acted_for(journey):
    return journey.applicant.get(f"{journey.path}/history").json[-1]["on_behalf_of"]


def test_who_names_gets_the_substitution(journey):
    named = journey["fm.loceklis"].post(PATH, WISH | days())
    assert named.json | {"id": 0} == {
        "id": 0,
        "principal": "fm.loceklis",
        "substitute": SUBSTITUTE,
        "institution": "FM",
        "role": "cab_member",
        **days(),
        "in_force": True,
        "ended_at": None,
    }


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("who", ["fm.loceklis", SUBSTITUTE, "fm.administrators"])
def test_both_persons_and_the_user_administrator_see_it(away, who):
    assert [one["principal"] for one in away[who].get(PATH).json["result"]] == ["fm.loceklis"]


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("who", ["km.loceklis", "vid.administrators", "admin"])
def test_nobody_else_sees_it(away, who):
    assert away[who].get(PATH).json == {"count": 0, "result": []}


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("sent", "who"),
    [({}, "fm.loceklis"), ({"on_behalf_of": None}, None), ({"on_behalf_of": "fm.loceklis"}, "fm.loceklis")],
)
def test_a_vote_says_on_whose_behalf_unless_the_own_name_is_chosen(away, sent, who):
    assert vote(away, **sent).status_code == 201
    assert acted_for(away) == who


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("name", ["km.loceklis", "nav.tada", "", 5, "a\ud800"])
def test_who_is_not_substituted_today_is_a_problem_of_its_own(away, name):
    refused = vote(away, on_behalf_of=name)
    assert refused.status_code == 422
    assert list(errors(refused)) == ["on_behalf_of"]


def test_a_step_that_no_substitute_takes_knows_no_such_field(journey):
    journey.draft()
    refused = journey.applicant.post(
        f"{journey.path}/actions/recall", {"revision": 1, "on_behalf_of": "fm.loceklis"}
    )
    assert refused.status_code == 409
    refused = journey.applicant.post(
        f"{journey.path}/actions/submit", {"revision": 1, "on_behalf_of": "fm.loceklis"}
    )
    assert errors(refused) == {"on_behalf_of": "unknown_field"}


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_the_same_vote_again_is_the_first_even_after_the_substitution_ended(away):
    first = vote(away, request_key="k1")
    key = away["fm.loceklis"].get(PATH).json["result"][0]["id"]
    away["fm.loceklis"].post(f"{PATH}{key}/end")
    again = vote(away, request_key="k1")
    assert (again.status_code, again.json) == (200, first.json)


@pytest.mark.stage("submitted")
def test_a_controller_forwards_on_behalf_of_another(app):
    journey = Journey(app)
    with rows_of(app), writing():
        substituted("vid.kontrolieris", Role.change_controller)
        db.session.commit()
    body = {"revision": journey.card()["revision"]}
    assert journey["vid.kontrolieris.kolega"].post(f"{journey.path}/actions/forward", body).status_code == 200
    assert acted_for(journey) == "vid.kontrolieris"


def test_on_behalf_of_the_author_nobody_decides(app):
    with rows_of(app), writing():
        account("vid.vaditajs", "VID", Role.cab_head, Role.applicant)
        account("vid.vaditajs2", "VID", Role.cab_head)
        db.session.flush()
        substituted("vid.vaditajs", Role.cab_head, "vid.vaditajs2")
        db.session.commit()
    journey = Journey(app)
    journey.callers["vid.pieteicejs"] = journey["vid.vaditajs"]
    journey.in_round().all_vote()
    body = {"outcome": "reject", "reasoning": "Nav vajadzīgs.", "revision": journey.card()["revision"]}
    path = f"{journey.path}/actions/decide"
    refused = journey["vid.vaditajs2"].post(path, body | {"on_behalf_of": "vid.vaditajs"})
    assert refused.status_code == 403
    assert journey["vid.vaditajs2"].post(path, body).status_code == 200
    assert acted_for(journey) is None


@pytest.mark.both_databases
def test_of_two_substitutes_named_at_the_same_moment_one_stands(journey):
    with rows_of(journey.app), writing():
        account("fm.otrais", "FM", Role.cab_member)
        db.session.commit()
    start = Barrier(2)

    def name(who, substitute):
        caller = journey[who]
        start.wait()
        return caller.post(PATH, {**WISH, "principal": "fm.loceklis", "substitute": substitute} | days())

    callers = [("fm.loceklis", SUBSTITUTE), ("fm.administrators", "fm.otrais")]
    for who, _ in callers:
        journey[who].get(PATH)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: name(*one).status_code, callers))
    assert sorted(answers) == [201, 422]


def test_everything_wrong_with_a_wish_is_told_at_once(journey):
    wish = {
        "substitute": "km.loceklis",
        "role": "cab_head",
        "from_on": "rīt",
        "until_on": "2020-01-01",
        "x": 1,
    }
    refused = journey["fm.loceklis"].post(PATH, wish)
    assert errors(refused) == {
        "substitute": "unknown",
        "role": "invalid",
        "from_on": "invalid",
        "until_on": "before_start",
        "x": "unknown_field",
    }


@pytest.mark.both_databases
@pytest.mark.parametrize("body", [{}, {"substitute": None}, {"principal": 5}, {"role": "boss"}, []])
def test_whatever_is_sent_is_answered(journey, body):
    assert journey["fm.loceklis"].post(PATH, body).status_code == 422


@pytest.mark.parametrize("who", ["km.loceklis", "admin", "vid.administrators"])
def test_others_do_not_name_for_a_person(journey, who):
    refused = journey[who].post(PATH, {**WISH, "principal": "fm.loceklis"} | days())
    assert refused.status_code == 403


def test_the_user_administrator_names_and_ends(journey):
    administrator = journey["fm.administrators"]
    named = administrator.post(PATH, {**WISH, "principal": "fm.loceklis"} | days())
    ended = administrator.post(f"{PATH}{named.json['id']}/end")
    assert (ended.status_code, ended.json["in_force"]) == (200, False)
    assert ended.json["ended_at"].endswith("Z")


@pytest.mark.stage("in_round")
def test_it_ends_once(away):
    key = away["fm.loceklis"].get(PATH).json["result"][0]["id"]
    assert away[SUBSTITUTE].post(f"{PATH}{key}/end").status_code == 200
    assert away[SUBSTITUTE].post(f"{PATH}{key}/end").status_code == 409


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("who", ["km.loceklis", "vid.administrators"])
def test_a_stranger_does_not_find_it(away, who):
    key = away["fm.loceklis"].get(PATH).json["result"][0]["id"]
    assert away[who].post(f"{PATH}{key}/end").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999"])
def test_what_is_not_there_is_not_found(journey, key):
    assert journey["fm.loceklis"].post(f"{PATH}{key}/end").status_code == 404
