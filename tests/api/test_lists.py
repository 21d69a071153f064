"""The list: what is found, for whom, in which order, and at what cost."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.helpers.api_cards import ASKED, DRAFT, Journey, errors

pytestmark = pytest.mark.both_databases

EVERYBODY = (
    "admin",
    "vid.pieteicejs",
    "vid.kontrolieris",
    "vid.administrators",
    "bvkb.pieteicejs",
    "pmlp.loceklis",
    "fm.loceklis",
    "varam.vaditajs",
)
IN_ROUND = 3  # which of one_of_each


@pytest.fixture
def journey(app):
    return Journey(app)


def found(caller, query=""):
    answer = caller.get(f"/activities/?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def numbers(caller, query=""):
    return [int(row["number"][-6:]) for row in found(caller, query)["result"]]


@contextmanager
def counted(app):
    """Count the statements that the database is asked."""
    from app.extensions import db

    asked = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.stage("in_round")
def test_row_has_the_fields_of_the_contract(journey):
    row = found(journey.applicant)["result"][0]
    assert set(row) == {
        "id",
        "number",
        "title",
        "kind",
        "status",
        "holder",
        "resource",
        "revision",
        "round",
        "due_on",
        "waiting_for",
        "changed_at",
    }
    card = journey.card()
    assert row | {"changed_at": None} == {name: card.get(name) for name in row}


def test_newest_number_stands_first_and_pages_follow_one_another(journey):
    for _ in range(5):
        journey.draft()
    pages = [numbers(journey.applicant, f"page={page}&page_size=2") for page in range(4)]
    assert pages == [[5, 4], [3, 2], [1], []]
    assert found(journey.applicant, "page=3&page_size=2")["count"] == 5


@pytest.mark.parametrize("page", ["7", "999999999", "99999999999999999999999999", "9" * 4000])
def test_page_past_the_end_is_empty(sqlite_app, page):
    journey = Journey(sqlite_app).draft()
    assert found(journey.applicant, f"page={page}")["result"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=1.5", "page"),
        ("page_size=x", "page_size"),
        ("page_size=1.5", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=", "page_size"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("status=open", "status"),
        ("kind=repair", "kind"),
        ("mine=perhaps", "mine"),
    ],
)
def test_parameter_that_is_none_is_a_problem(sqlite_app, query, field):
    refused = Journey(sqlite_app).applicant.get(f"/activities/?{query}")
    assert (refused.status_code, list(errors(refused))) == (422, [field])


def test_unknown_parameters_are_ignored(sqlite_app):
    assert found(Journey(sqlite_app).draft().applicant, "colour=red&order=x;drop")["count"] == 1


def test_status_and_kind_narrow_the_list(journey):
    journey.draft()
    journey.draft(kind="creation", resource=None)
    journey.submitted()
    assert numbers(journey.applicant, "status=draft") == [2, 1]
    assert numbers(journey.applicant, "status=draft&status=in_control") == [3, 2, 1]
    assert numbers(journey.applicant, "kind=creation") == [2]


@pytest.mark.parametrize(
    "query",
    [
        "NODOKĻU ATMAKSAI",
        "nodoklu",
        "atmaksai eds",
        "000001",
        "aa-20",
        "eds",
        "valsts ieņēmumu",
        "muitas ceļā",
        "100%",
    ],
)
def test_search_finds_number_title_texts_resource_and_institution_without_case_and_diacritics(journey, query):
    journey.draft(description="Muitas ceļā 100% automātiski.")
    journey.draft(title="Cita karte bez kopīgā", resource="NIS")
    assert 1 in numbers(journey.applicant, f"q={query.replace('%', '%25')}")


@pytest.mark.parametrize("query", ["zzz", "%25", "_", "\\", "nodokļu zzz", "'", "(", "*"])
def test_search_takes_no_sign_for_anything_but_itself(journey, query):
    journey.draft()
    assert found(journey.applicant, f"q={query}") == {"count": 0, "result": []}


@pytest.mark.parametrize("query", ["", "%20%20", "a" * 3000, "a " * 1500, "%F0%9F%99%82", "%ff"])
def test_no_search_breaks_the_list(sqlite_app, query):
    assert Journey(sqlite_app).draft().applicant.get(f"/activities/?q={query}").status_code == 200


def test_mine_are_those_i_wrote_or_submitted(journey):
    from rules.vocabulary import Role
    from tests.helpers.people import account

    with journey.app.app_context():
        from app.extensions import db

        account("vid.abi", "VID", Role.applicant)
        db.session.commit()
    journey.draft()
    journey.draft().complete()
    journey.act(journey["vid.abi"], "submit")
    assert numbers(journey["vid.abi"], "mine=true") == [2]
    assert numbers(journey.applicant, "mine=true") == [2, 1]
    assert numbers(journey.controller, "mine=true") == []


@pytest.mark.stage("one_of_each")
def test_waiting_cards_are_those_whose_turn_it_is_mine(journey):
    journey.id = IN_ROUND
    journey.vote("FM")
    journey.in_round()
    journey.vote("DVI", "need_info", comment="Kurus datus glabās?")
    waiting = {name: numbers(journey[name], "waiting=true") for name in (*EVERYBODY, "dvi.loceklis")}
    assert waiting == {
        "admin": [],
        "vid.pieteicejs": [6, 5, 1],
        "vid.kontrolieris": [2],
        "vid.administrators": [],
        "bvkb.pieteicejs": [],
        "pmlp.loceklis": [6, 3],
        "fm.loceklis": [6],
        "varam.vaditajs": [4],
        "dvi.loceklis": [6, 3],
    }


@pytest.mark.stage("one_of_each")
def test_list_has_exactly_the_cards_that_open_for_everybody(journey):
    journey.in_round(restricted=True)
    journey.act(journey.applicant, "withdraw", comment="Nav vairs vajadzīgs.")
    listed = {name: numbers(journey[name]) for name in EVERYBODY}
    opened = {name: [key for key in (6, 5, 4, 3, 2, 1) if opens(journey[name], key)] for name in EVERYBODY}
    assert listed == opened
    assert {name: found(journey[name])["count"] for name in EVERYBODY} == {
        name: len(rows) for name, rows in opened.items()
    }


def opens(caller, key):
    return caller.get(f"/activities/{key}").status_code == 200


def test_hidden_cards_are_not_counted_and_not_found(journey):
    journey.draft()
    stranger = journey["bvkb.pieteicejs"]
    assert found(stranger, "q=nodokļu") == {"count": 0, "result": []}


@pytest.mark.stage("restricted")
def test_texts_of_a_restricted_card_are_searched_only_by_those_who_read_them(journey):
    assert numbers(journey.applicant, "q=iedzīvotājs") == [1]
    assert numbers(journey["bvkb.pieteicejs"], "q=iedzīvotājs") == []
    assert numbers(journey["bvkb.pieteicejs"], "q=veidlapa") == [1]


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("cards", [1, 12])
def test_list_takes_few_queries_however_many_rows(journey, cards):
    journey.card()  # the first call of a sign-in writes that it is used
    for _ in range(cards - 1):
        journey.applicant.post("/activities/", DRAFT)
    with counted(journey.app) as asked:
        rows = found(journey.applicant)["result"]
    assert (len(rows), len(asked) <= 8) == (cards, True)


@pytest.mark.stage("in_round")
def test_list_says_the_same_turn_as_the_card_after_votes_and_questions(journey):
    journey.vote("VARAM", "need_info", comment="Kāpēc?")
    journey.vote("FM")
    row = found(journey.applicant)["result"][0]
    assert row["waiting_for"] == journey.card()["waiting_for"]
    assert row["waiting_for"] == [*(code for code in ASKED if code != "FM"), "applicant"]
