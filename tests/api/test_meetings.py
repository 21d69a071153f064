"""CAB meetings as programs plan, hold and read them."""

import pytest

from app.agenda import items_of
from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.meeting import reading, steps
from rules.vocabulary import Outcome, Role
from tests.helpers import cards
from tests.helpers.api_cards import Journey, errors
from tests.helpers.at_once import at_once, meanwhile
from tests.helpers.meetings import NEW, change, meeting_about, planned, take, taken
from tests.helpers.pdfs import text_of
from tests.helpers.people import account
from tests.helpers.rounds import rows_of

pytestmark = pytest.mark.stage("in_round")
NUMBER = "AA-2026-000001"


@pytest.fixture
def card(app):
    return Journey(app)


@pytest.fixture
def number(card):
    return card.card()["number"]


def held(card, number, *steps):
    """A meeting about the card that has come so far; return its id."""
    key = planned(card.head, agenda=[{"activity": number, "notes": "Par mērķi."}])
    taken(card.head, key, *steps)
    return key


@pytest.mark.both_databases
def test_head_plans_a_meeting_about_all_that_is_to_be_discussed(card, number):
    card.vote("DVI", "object")
    answer = card.head.post("/meetings/", NEW)
    assert answer.status_code == 201
    assert answer.json["number"].startswith("CS-20")
    assert answer.json["number"].endswith("-0001")
    assert (answer.json["status"], answer.json["revision"]) == ("planned", 1)
    seen = card.head.get(f"/meetings/{answer.json['id']}").json
    assert {name: seen[name] for name in NEW} == NEW
    title = card.card()["title"]
    assert seen["agenda"] == [{"activity": number, "title": title, "notes": "", "decision": None}]
    assert (seen["invited"], seen["attendance"]) == ([], [])
    assert seen["actions"] == ["edit", "invite", "cancel"]


def test_what_is_missing_or_wrong_is_told_all_at_once(card, number):
    assert errors(card.head.post("/meetings/", {})) == {
        "title": "required",
        "place": "required",
        "starts_at": "required",
        "ends_at": "required",
    }
    odd = {
        "title": "x" * 251,
        "starts_at": NEW["ends_at"],
        "ends_at": NEW["starts_at"],
        "place": "R",
        "more": 1,
    }
    agenda = [{"activity": number}, {"activity": number}, {"activity": "AA-2026-999999"}, {"notes": "Kā?"}]
    assert errors(card.head.post("/meetings/", {**odd, "agenda": agenda[:3]})) == {
        "title": "too_long",
        "ends_at": "before_start",
        "more": "unknown_field",
        "agenda.1.activity": "invalid",
        "agenda.2.activity": "unknown",
    }
    assert errors(card.head.post("/meetings/", {**NEW, "agenda": agenda[3:]})) == {
        "agenda.0.activity": "required"
    }


@pytest.mark.parametrize(
    "odd", ["2030-01-15", "2030-01-15T12:00:00", "tomorrow", 5, "9999-12-31T23:59:59-14:00"]
)
def test_moment_without_a_zone_or_that_is_none_is_refused(sqlite_app, odd):
    sent = {**NEW, "starts_at": odd, "agenda": []}
    assert errors(Journey(sqlite_app).head.post("/meetings/", sent)) == {"starts_at": "invalid"}


def test_only_heads_plan(card):
    for username in ("fm.loceklis", "vid.pieteicejs", "admin"):
        assert card[username].post("/meetings/", NEW).status_code == 403


@pytest.mark.both_databases
def test_invited_are_heads_members_asked_author_and_submitter(card, number):
    key = held(card, number, "invite")
    people = {one["person"]: one["institution"] for one in card.head.get(f"/meetings/{key}").json["invited"]}
    members = {"varam", "fm", "aim", "csp", "km", "dvi", "lps", "pmlp"}
    assert set(people) == {"varam.vaditajs", "vid.pieteicejs", *(f"{one}.loceklis" for one in members)}
    assert (people["aim.loceklis"], people["vid.pieteicejs"]) == ("AiM", "VID")


def test_empty_agenda_or_a_time_that_has_passed_invites_nobody(card, number):
    empty = planned(card.head, agenda=[])
    assert take(card.head, empty, "invite").status_code == 409
    past = {"starts_at": "2025-01-15T12:00:00Z", "ends_at": "2025-01-15T13:00:00Z"}
    late = planned(card.head, agenda=[{"activity": number}], **past)
    assert take(card.head, late, "invite").status_code == 409


def test_steps_lead_from_status_to_status_and_nowhere_else(card, number):
    key = held(card, number)
    for action in ("start", "close"):
        assert take(card.head, key, action).status_code == 409
    assert take(card.head, key, "invite").json == {"status": "invited", "revision": 1}
    assert take(card.head, key, "invite").status_code == 409
    assert take(card.head, key, "start").json["status"] == "running"
    assert take(card.head, key, "cancel", comment="Nē.").status_code == 409
    assert take(card.head, key, "close").json == {"status": "closed", "revision": 1}
    assert change(card.head, key, title="Cita").status_code == 409
    assert card.head.get(f"/meetings/{key}").json["actions"] == []
    assert card.head.post(f"/meetings/{key}/actions/decide", {"revision": 1}).status_code == 404


def test_cancelling_needs_its_reason(card, number):
    key = held(card, number, "invite")
    assert errors(take(card.head, key, "cancel")) == {"comment": "required"}
    assert take(card.head, key, "cancel", comment="Nav vajadzīga.").json["status"] == "cancelled"


def test_steps_and_changes_are_for_heads_and_need_the_revision(card, number):
    key = held(card, number, "invite")
    assert take(card.member("FM"), key, "start").status_code == 403
    assert change(card.member("FM"), key, title="Cita").status_code == 403
    assert errors(card.head.post(f"/meetings/{key}/actions/start", {})) == {"revision": "required"}
    assert errors(card.head.put(f"/meetings/{key}", {"title": "Cita"})) == {"revision": "required"}
    stale = card.head.put(f"/meetings/{key}", {"revision": 7, "title": "Cita"})
    assert (stale.status_code, stale.json["current_revision"]) == (409, 1)


def test_agenda_is_replaced_whole_and_keeps_its_notes(card, number):
    key = held(card, number)
    assert change(card.head, key, agenda=[{"activity": number}]).json["revision"] == 2
    assert card.head.get(f"/meetings/{key}").json["agenda"][0]["notes"] == "Par mērķi."
    change(card.head, key, agenda=[{"activity": number, "notes": "Cits."}])
    assert card.head.get(f"/meetings/{key}").json["agenda"][0]["notes"] == "Cits."
    assert change(card.head, key, agenda=[]).status_code == 200
    assert card.head.get(f"/meetings/{key}").json["agenda"] == []


def test_card_that_left_its_status_may_stay_and_is_not_added_anew(card, number):
    key = held(card, number, "invite")
    card.all_vote()
    card.act(card.head, "decide", outcome="reject", reasoning="Nē.")
    assert change(card.head, key, agenda=[{"activity": number, "notes": "Izlemts."}]).status_code == 200
    answer = card.head.post("/meetings/", {**NEW, "agenda": [{"activity": number}]})
    assert errors(answer) == {"agenda.0.activity": "not_active"}


def test_draft_of_others_is_not_told_apart_from_what_is_not_there(card):
    card.draft()
    number = card.card()["number"]
    answer = card.head.post("/meetings/", {**NEW, "agenda": [{"activity": number}]})
    assert errors(answer) == {"agenda.0.activity": "unknown"}


def test_who_came_is_written_down_while_it_is_running(card, number):
    key = held(card, number, "invite")
    assert change(card.head, key, attendance=["fm.loceklis"]).status_code == 409
    taken(card.head, key, "start")
    assert card.head.get(f"/meetings/{key}").json["attendance"] == ["varam.vaditajs"]
    assert change(card.head, key, attendance=["fm.loceklis", "vid.pieteicejs"]).status_code == 200
    seen = card.member("FM").get(f"/meetings/{key}").json
    assert sorted(seen["attendance"]) == ["fm.loceklis", "vid.pieteicejs"]
    assert errors(change(card.head, key, attendance=["ur.loceklis"])) == {"attendance.0": "unknown"}


def test_invited_meeting_is_not_moved_into_the_past_nor_emptied(card, number):
    key = held(card, number, "invite")
    past = {"starts_at": "2025-01-15T12:00:00Z", "ends_at": "2025-01-15T13:00:00Z"}
    assert errors(change(card.head, key, agenda=[], **past)) == {"starts_at": "in_past", "agenda": "required"}


def test_later_agenda_only_adds_people(card, number):
    key = held(card, number, "invite")
    before = {one["person"] for one in card.head.get(f"/meetings/{key}").json["invited"]}
    card.in_round(resource="EDS", used_resources=["NĪVKIS"])
    change(card.head, key, agenda=[{"activity": card.card()["number"]}])
    after = {one["person"] for one in card.head.get(f"/meetings/{key}").json["invited"]}
    assert after - before == {"vzd.loceklis"}
    assert before - after == set()


@pytest.mark.both_databases
def test_meeting_is_seen_by_heads_the_invited_and_the_administrator(card, number):
    key = held(card, number)
    for username, status in {
        "varam.vaditajs": 200,
        "admin": 200,
        "fm.loceklis": 404,
        "ur.loceklis": 404,
    }.items():
        assert card[username].get(f"/meetings/{key}").status_code == status
    taken(card.head, key, "invite")
    for username, found in {
        "fm.loceklis": 1,
        "vid.pieteicejs": 1,
        "ur.loceklis": 0,
        "bvkb.pieteicejs": 0,
    }.items():
        listed = card[username].get("/meetings/").json
        assert (listed["count"], len(listed["result"])) == (found, found)
        assert card[username].get(f"/meetings/{key}").status_code == (200 if found else 404)


@pytest.mark.both_databases
def test_card_that_a_reader_does_not_see_is_another_matter(card, number):
    with rows_of(card.app), writing():
        account("bvkb.loceklis", "BVKB", Role.cab_member)
        db.session.commit()
    first = number
    card.in_round(resource="EDS", used_resources=["BIS"])
    second = card.card()["number"]
    agenda = [{"activity": first, "notes": "Slepeni."}, {"activity": second, "notes": "Kopā."}]
    key = planned(card.head, agenda=agenda)
    taken(card.head, key, "invite")
    seen = card["bvkb.loceklis"].get(f"/meetings/{key}").json
    assert seen["agenda"][0] == {
        "activity": None,
        "title": "cits jautājums",
        "notes": None,
        "decision": None,
    }
    assert (seen["agenda"][1]["activity"], seen["agenda"][1]["notes"]) == (second, "Kopā.")


def test_decision_names_a_running_meeting_with_the_card_on_its_agenda(card, number):
    key = held(card, number, "invite")
    meeting = card.head.get(f"/meetings/{key}").json["number"]
    card.all_vote()
    decided = {"outcome": "approve", "reasoning": "Iebildumu nav."}
    assert errors(card.act(card.head, "decide", **decided, meeting=meeting)) == {"meeting": "unknown"}
    taken(card.head, key, "start")
    both = card.act(card.head, "decide", outcome="approve", reasoning="", meeting="CS-2026-9999")
    assert errors(both) == {"reasoning": "required", "meeting": "unknown"}
    assert card.act(card.head, "decide", **decided, meeting=meeting).status_code == 200
    assert card.head.get(f"/meetings/{key}").json["agenda"][0]["decision"] == "approve"


def test_decision_of_no_meeting_is_none_of_the_meeting(card, number):
    key = held(card, number, "invite", "start")
    card.all_vote()
    assert card.act(card.head, "decide", outcome="reject", reasoning="Nē.", meeting=None).status_code == 200
    assert card.head.get(f"/meetings/{key}").json["agenda"][0]["decision"] is None


def test_meetings_are_listed_page_by_page_the_latest_first(card):
    for day in (10, 12, 11):
        times = {name: NEW[name].replace("-15T", f"-{day}T") for name in ("starts_at", "ends_at")}
        planned(card.head, agenda=[], **times)
    listed = card.head.get("/meetings/?page_size=2").json
    assert (listed["count"], [one["starts_at"][8:10] for one in listed["result"]]) == (3, ["12", "11"])
    assert [
        one["starts_at"][8:10] for one in card.head.get("/meetings/?page_size=2&page=1").json["result"]
    ] == ["10"]


def test_minutes_are_written_from_the_beginning_and_final_once_it_is_closed(card, number):
    key = held(card, number, "invite")
    assert card.head.get(f"/meetings/{key}/minutes.pdf").status_code == 409
    taken(card.head, key, "start")
    draft = card.member("FM").get(f"/meetings/{key}/minutes.pdf")
    assert (draft.status_code, draft.mimetype) == (200, "application/pdf")
    assert "Sēde vēl nav slēgta" in text_of(draft.data)
    taken(card.head, key, "close")
    card.vote("DVI", "object")
    final = [card.head.get(f"/meetings/{key}/minutes.pdf").data for _ in range(2)]
    assert final[0] == final[1]
    assert "nesaskaņots" not in text_of(final[0])
    assert card.member("UR").get(f"/meetings/{key}/minutes.pdf").status_code == 404


def test_minutes_tell_nothing_of_a_card_that_the_reader_does_not_see(card, number):
    with rows_of(card.app), writing():
        account("bvkb.loceklis", "BVKB", Role.cab_member)
        db.session.commit()
    first = number
    card.in_round(resource="EDS", used_resources=["BIS"])
    agenda = [{"activity": first, "notes": "Slepeni."}, {"activity": card.card()["number"]}]
    key = planned(card.head, agenda=agenda)
    taken(card.head, key, "invite", "start", "close")
    said = text_of(card["bvkb.loceklis"].get(f"/meetings/{key}/minutes.pdf").data)
    assert "1. cits jautājums" in said
    assert first not in said
    assert "Slepeni." not in said
    assert "Slepeni." in text_of(card.head.get(f"/meetings/{key}/minutes.pdf").data)


@pytest.mark.both_databases
def test_of_two_heads_who_begin_a_meeting_at_once_one_leads_it(app):
    def begin():
        steps.start(reading.by_id(key), cards.actor("varam.vaditajs"), now())

    with rows_of(app):
        with writing():
            key = meeting_about(cards.the_card()).id
            db.session.commit()
        assert len(at_once(app, begin, begin)) == 1


def test_substitute_moves_a_card_and_the_principal_takes_it_back(sqlite_app):
    card = Journey(sqlite_app)
    with rows_of(sqlite_app), writing():
        account("lps.otrais", "LPS", Role.cab_member)
        db.session.commit()
    term = {"substitute": "lps.otrais", "role": "cab_member"} | dict.fromkeys(
        ("from_on", "until_on"), str(today())
    )
    assert card.member("LPS").post("/substitutions/", term).status_code == 201
    assert card.act(card["lps.otrais"], "discuss").status_code == 200
    last = card.member("LPS").get(f"{card.path}/history").json[-1]
    assert (last["actor"], last["on_behalf_of"]) == ("lps.otrais", "lps.loceklis")
    assert card.act(card.member("LPS"), "settle").status_code == 200


@pytest.mark.both_databases
def test_minutes_know_of_a_decision_that_is_being_taken_while_the_meeting_is_closed(app):
    with rows_of(app):
        with writing():
            one = meeting_about(cards.all_vote(cards.the_card()), steps_taken=("invite", "start"))
            key, number = one.id, one.number
            db.session.commit()
        head = cards.actor("varam.vaditajs")
        told = {"outcome": Outcome.approve, "reasoning": "Iebildumu nav.", "meeting": number}
        meanwhile(
            app,
            lambda: workflow.decide(cards.the_card(), head, now(), **told),
            lambda: steps.close(reading.by_id(key), head, now()),
        )
        db.session.expire_all()
        [item] = items_of(reading.by_id(key))
        assert item.record["decision"] == "approve"
