"""The CAB list as programs read it, and moving a card to those to be discussed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from models import Activity, Requirement
from rules.vocabulary import Role, Urgency
from tests.helpers import cards, many
from tests.helpers.api_cards import Journey, errors
from tests.helpers.people import browser_of
from tests.helpers.rounds import counted, rows_of
from tests.helpers.substitutes import COLLEAGUE, substituted

EMERGENCY = {"urgency": Urgency.emergency, "urgency_reason": "Sistēma nedarbojas kopš vakardienas."}


@pytest.fixture
def card(app):
    return Journey(app)


def pile(caller, which, **more):
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return caller.get(f"/cab/?pile={which}&{query}")


def on(caller, which):
    """What lies on a pile, by number."""
    answer = pile(caller, which)
    assert answer.status_code == 200, answer.json
    assert answer.json["count"] == len(answer.json["result"])
    return answer.json["result"]


@pytest.mark.stage("in_round")
def test_card_that_waits_for_a_vote_lies_among_those_without_objections(card):
    [row] = on(card.member("FM"), "consent")
    assert (row["id"], row["discussed_because"], row["pulled_by"]) == (card.id, [], None)
    assert row["others"] == {"answered": 0, "total": 7, "objections": 0}
    assert [one["rule"] for one in row["reasons"]] == ["sector-ministry"]
    assert row["working_days_left"] == 10
    assert row["due_on"] == card.card()["due_on"]


@pytest.mark.stage("in_round")
def test_objection_and_question_move_it_to_those_to_be_discussed(card):
    card.vote("DVI", "object")
    card.vote("KM", "need_info", comment="Kam dati?")
    assert on(card.member("FM"), "consent") == []
    [row] = on(card.member("FM"), "discuss")
    assert row["discussed_because"] == ["objection", "question"]
    assert row["others"] == {"answered": 1, "total": 7, "objections": 1}
    assert [one["id"] for one in on(card.member("DVI"), "given")] == [card.id]
    assert [one["id"] for one in on(card.head, "discuss")] == [card.id]


@pytest.mark.both_databases
@pytest.mark.stage("in_round")
def test_member_moves_a_card_there_and_takes_it_back(card):
    moved = card.act(card.member("LPS"), "discuss", comment="Jāpārrunā.")
    assert moved.json == {"status": "in_approval", "revision": card.card()["revision"]}
    [row] = on(card.member("FM"), "discuss")
    assert (row["discussed_because"], row["pulled_by"]) == (["pulled"], "lps.loceklis")
    [seen] = on(card.head, "discuss")
    assert (seen["reasons"], seen["others"]["total"]) == ([], 8)
    assert card.act(card.member("LPS"), "settle").status_code == 200
    assert on(card.member("FM"), "discuss") == on(card.head, "discuss") == []
    steps = [
        (one["actor"], one["action"], one["comment"])
        for one in card.member("FM").get(f"{card.path}/history").json
    ]
    assert steps[-2:] == [("lps.loceklis", "discuss", "Jāpārrunā."), ("lps.loceklis", "settle", "")]


@pytest.mark.stage("in_round")
def test_only_who_moved_it_and_heads_take_it_back(card):
    card.act(card.member("LPS"), "discuss")
    assert "settle" in card.card("lps.loceklis")["actions"]
    assert "settle" not in card.card("fm.loceklis")["actions"]
    assert card.act(card.member("FM"), "settle").status_code == 403
    assert card.act(card.head, "settle").status_code == 200


@pytest.mark.stage("in_round")
def test_a_substitute_of_who_moved_it_is_offered_to_take_it_back(card):
    card.act(card.member("LPS"), "discuss")
    with rows_of(card.app), writing():
        substituted("lps.loceklis", Role.cab_member)
        db.session.commit()
    substitute = COLLEAGUE.format("lps.loceklis")
    assert "settle" in card.card(substitute)["actions"]
    assert card.act(card[substitute], "settle").status_code == 200


@pytest.mark.stage("in_round")
def test_twice_and_the_wrong_status_are_refused_with_409_and_others_with_403(card):
    assert card.act(card.member("LPS"), "settle").status_code == 409
    assert card.act(card.applicant, "discuss").status_code == 403
    assert card.act(card.member("UR"), "discuss").status_code == 404  # it does not see the card
    assert card.act(card.member("LPS"), "discuss").status_code == 200
    assert card.act(card.member("FM"), "discuss").status_code == 409


@pytest.mark.stage("in_round")
def test_stale_revision_and_a_wrong_body_are_refused(card):
    stale = card.member("LPS").post(f"{card.path}/actions/discuss", {"revision": 99})
    assert (stale.status_code, stale.json["current_revision"]) == (409, card.card()["revision"])
    odd = card.act(card.member("LPS"), "discuss", comment=5, more=1)
    assert errors(odd) == {"comment": "invalid", "more": "unknown_field"}


@pytest.mark.stage("awaiting_decision")
def test_it_is_moved_before_the_decision_too_and_a_decision_ends_it(card):
    assert [one["id"] for one in on(card.head, "decide")] == [card.id]
    assert card.act(card.member("LPS"), "discuss").status_code == 200
    [row] = on(card.head, "discuss")
    assert (row["status"], row["due_on"], row["working_days_left"]) == ("awaiting_decision", None, None)
    card.act(card.head, "decide", outcome="return", reasoning="Jāprecizē.")
    assert on(card.head, "discuss") == on(card.head, "decide") == []
    assert card.act(card.applicant, "submit").status_code == 200
    card.forward()
    assert on(card.head, "discuss") == []


@pytest.mark.stage("in_round")
def test_pile_is_asked_for_and_known(card):
    assert errors(card.head.get("/cab/")) == {"pile": "required"}
    assert errors(card.head.get("/cab/?pile=")) == {"pile": "required"}
    assert errors(card.head.get("/cab/?pile=all&page=-1")) == {"pile": "unknown", "page": "invalid"}


@pytest.mark.parametrize(
    ("username", "which", "status"),
    [
        ("fm.loceklis", "decide", 403),
        ("varam.vaditajs", "consent", 403),
        ("varam.vaditajs", "given", 403),
        ("varam.vaditajs", "discuss", 200),
        ("vid.pieteicejs", "discuss", 403),
        ("admin", "decide", 403),
    ],
)
def test_piles_are_for_whom_they_concern(sqlite_app, username, which, status):
    assert pile(Journey(sqlite_app)[username], which).status_code == status


@pytest.mark.both_databases
@pytest.mark.stage("three_in_round")
def test_emergencies_stand_first_then_what_is_due_first(app):
    with rows_of(app), writing():
        urgent, soon = cards.in_round(**EMERGENCY).number, cards.in_round().number
        for row in db.session.scalars(select(Requirement).join(Activity).where(Activity.number == soon)):
            row.due_on -= timedelta(days=1)
        db.session.commit()
    caller, page = Journey(app)["fm.loceklis"], browser_of(app, "fm.loceklis").get("/cab").text
    assert [one["number"] for one in on(caller, "consent")][:2] == [urgent, soon]
    assert page.index(urgent) < page.index(soon)


@pytest.mark.stage("three_in_round")
def test_list_costs_few_queries_however_long_it_is(app):
    caller = Journey(app)["fm.loceklis"]
    pile(caller, "consent")
    with counted(app) as one:
        assert len(pile(caller, "consent", page_size=1).json["result"]) == 1
    with counted(app) as three:
        assert len(pile(caller, "consent").json["result"]) == 3
    assert len(one) == len(three)
    assert len([said for said in three if "approval_round" in said or "activity" in said]) <= 6


@pytest.mark.both_databases
def test_five_hundred_waiting_cards_cost_six_queries_by_the_api_and_on_the_page(app):
    many.lay(app, 500, in_approval=500)
    caller, browser = Journey(app)["fm.loceklis"], browser_of(app, "fm.loceklis")
    for look in (lambda: pile(caller, "consent"), lambda: browser.get("/cab")):
        look()  # the first time templates and reference data are looked up
        with rows_of(app), writing():  # somebody has written: nothing that was answered before is kept
            db.session.execute(update(Activity).where(Activity.id == 1).values(title="Cita"))
            db.session.commit()
        with counted(app) as statements:
            assert look().status_code == 200
        assert len([one for one in statements if not one.startswith("BEGIN")]) <= 6
    assert pile(caller, "consent").json["count"] == 500
