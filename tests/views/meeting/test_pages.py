"""Meetings in the browser: planned, invited to, held, written down, and seen by who may."""

import pytest

from app.services.meeting import reading
from tests.helpers import cards
from tests.helpers.meetings import meeting_about
from tests.helpers.pages import squeezed
from tests.helpers.pdfs import text_of
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, counted, number_in, rows_of

pytestmark = pytest.mark.stage("in_round")
PLAN = {
    "title": "Kārtējā sēde",
    "starts_at": "2030-01-15T14:00",
    "ends_at": "2030-01-15T15:30",
    "place": "VARAM, 204. telpa",
}


@pytest.fixture
def number(sqlite_app):
    return number_in(sqlite_app)


@pytest.fixture
def head(sqlite_app):
    return browser_of(sqlite_app, "varam.vaditajs")


def put(app, number, *steps):
    """Plan a meeting about the card that has come so far; return its address."""
    numbers = []
    change(app, number, lambda card: numbers.append(meeting_about(card, steps_taken=steps).number))
    return f"/cab/sedes/{numbers[0]}"


def revision_of(app, address):
    with rows_of(app):
        return str(reading.by_number(address.rpartition("/")[2]).revision)


def test_head_plans_a_meeting_in_riga_time(sqlite_app, number, head):
    assert "Plānot sēdi" in head.get("/cab/sedes").text
    answer = head.post("/cab/sedes/jauna", PLAN)
    assert answer.status_code == 303
    page = squeezed(head.get(answer.location).text)
    assert "<h1>Kārtējā sēde, 15.01.2030.</h1>" in page
    assert "14.00–15.30" in page
    assert "Darba kārtība vēl ir tukša" in page
    listed = squeezed(head.get("/cab/sedes").text)
    assert f'href="{answer.location}">Kārtējā sēde</a>' in listed


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(head):
    answer = head.post("/cab/sedes/jauna", {**PLAN, "ends_at": "2030-01-15T13:00", "place": ""})
    assert answer.status_code == 422
    assert 'href="#ends_at"' in answer.text
    assert 'href="#place"' in answer.text
    assert 'value="Kārtējā sēde"' in answer.text
    odd = head.post("/cab/sedes/jauna", {**PLAN, "starts_at": "rīt no rīta"})
    assert "Ierakstiet dienu un laiku" in odd.text
    assert 'value="rīt no rīta"' in odd.text


def test_an_hour_that_the_clocks_leave_out_is_asked_again(head):
    answer = head.post("/cab/sedes/jauna", {**PLAN, "starts_at": "2030-03-31T03:30"})
    assert "pulksteni pagriež uz priekšu" in answer.text


def test_steps_are_confirmed_on_a_page_of_their_own(sqlite_app, number, head):
    address = put(sqlite_app, number)
    assert "Nosūtīt uzaicinājumus" in head.get(address).text
    assert "kalendāra datni" in head.get(f"{address}/uzaicinat").text
    answer = head.post(f"{address}/uzaicinat", {"revision": "1"})
    assert (answer.status_code, answer.location) == (303, address)
    page = head.get(address).text
    assert "Uzaicināta" in page
    assert "DVI loceklis" in page
    again = head.post(f"{address}/uzaicinat", {"revision": "1"}, follow_redirects=True)
    assert "Tas neatbilst sēdes stāvoklim" in again.text


def test_cancelling_asks_for_the_reason(sqlite_app, number, head):
    address = put(sqlite_app, number, "invite")
    assert head.post(f"{address}/atcelt", {"revision": "1", "comment": ""}).status_code == 422
    assert head.post(f"{address}/atcelt", {"revision": "1", "comment": "Pārcelsim."}).status_code == 303
    assert "Pārcelsim." in head.get(address).text
    assert address in head.get("/cab/sedes/atceltas").text


def test_what_was_said_and_who_came_are_written_down_and_read(sqlite_app, number, head):
    address = put(sqlite_app, number, "invite", "start")
    page = head.get(address).text
    assert f'name="notes.{number}"' in page
    sent = {
        "revision": "1",
        f"notes.{number}": "DVI: piekrīt.",
        "attendance": ["dvi.loceklis", "fm.loceklis"],
    }
    assert head.post(f"{address}/pieraksti", sent).status_code == 303
    seen = squeezed(browser_of(sqlite_app, "fm.loceklis").get(address).text)
    assert "DVI: piekrīt." in seen
    assert "Piedalās 2 no 10" in seen
    assert "<textarea" not in seen


def test_two_heads_at_once_lose_nothing_that_was_typed(sqlite_app, number, head):
    address = put(sqlite_app, number, "invite", "start")
    first = {"revision": "1", f"notes.{number}": "Pirmais pieraksts.", "attendance": []}
    assert head.post(f"{address}/pieraksti", first).status_code == 303
    late = head.post(f"{address}/pieraksti", {**first, f"notes.{number}": "Otrais pieraksts."})
    assert late.status_code == 409
    assert "Otrais pieraksts." in late.text
    assert "Sēde mainīta, kamēr to skatījāties" in late.text
    sent = {**first, f"notes.{number}": "Abi.", "revision": revision_of(sqlite_app, address)}
    assert head.post(f"{address}/pieraksti", sent).status_code == 303


def test_agenda_is_put_in_order_added_to_and_taken_from(sqlite_app, number, head):
    address, others = put(sqlite_app, number), []
    change(sqlite_app, number, lambda _card: others.append(cards.in_round(title="Otra kartīte").number))
    form = {**PLAN, f"place_of.{number}": "1", "agenda": others}
    assert head.post(f"{address}/labot", {**form, "revision": "1"}).status_code == 303
    both = head.get(address).text
    assert both.index(number) < both.index(others[0])
    form = {**PLAN, f"place_of.{number}": "2", f"place_of.{others[0]}": "1"}
    assert head.post(f"{address}/labot", {**form, "revision": "2"}).status_code == 303
    turned = head.get(address).text
    assert turned.index(others[0]) < turned.index(number)
    form = {**PLAN, f"place_of.{number}": "", f"place_of.{others[0]}": "1"}
    assert head.post(f"{address}/labot", {**form, "revision": "3"}).status_code == 303
    assert number not in head.get(address).text


def test_moving_a_meeting_that_changed_meanwhile_keeps_what_was_typed(sqlite_app, number, head):
    address = put(sqlite_app, number, "invite")
    assert (
        head.post(f"{address}/labot", {**PLAN, f"place_of.{number}": "1", "revision": "1"}).status_code == 303
    )
    late = head.post(
        f"{address}/labot", {**PLAN, "title": "Cita", f"place_of.{number}": "1", "revision": "1"}
    )
    assert late.status_code == 409
    assert 'value="Cita"' in late.text


@pytest.mark.parametrize("page", ["", "/labot", "/uzaicinat", "/protokols.pdf"])
def test_meeting_is_not_there_for_who_was_not_invited(sqlite_app, number, page):
    address = put(sqlite_app, number, "invite")
    assert browser_of(sqlite_app, "ur.loceklis").get(address + page).status_code == 404


def test_the_page_of_an_activity_names_its_meeting_to_who_sees_it(sqlite_app, number):
    address = put(sqlite_app, number, "invite")
    page = f"/aktivitates/{number}"
    assert f'href="{address}"' in browser_of(sqlite_app, "fm.loceklis").get(page).text
    assert address not in browser_of(sqlite_app, "vid.kontrolieris").get(page).text


@pytest.mark.parametrize("page", ["/labot", "/sakt", "/atcelt"])
def test_invited_who_are_no_heads_change_nothing(sqlite_app, number, page):
    address = put(sqlite_app, number, "invite")
    browser = browser_of(sqlite_app, "fm.loceklis")
    assert browser.get(address + page).status_code == 403
    assert browser.post(address + page, {**PLAN, "revision": "1", "comment": "Nē."}).status_code == 403


def test_decision_offers_the_running_meeting_and_keeps_it(sqlite_app, number, head):
    change(sqlite_app, number, cards.all_vote)
    address = put(sqlite_app, number, "invite", "start")
    meeting = address.rpartition("/")[2]
    page = head.get(f"/aktivitates/{number}/lemums").text
    assert f'<option value="{meeting}" selected>' in page
    sent = {"revision": "2", "outcome": "approve", "reasoning": "Iebildumu nav.", "meeting": meeting}
    assert head.post(f"/aktivitates/{number}/lemums", {**sent, "confirmed": "1"}).status_code == 302
    assert "Saskaņot" in head.get(address).text


def test_minutes_are_a_draft_until_the_meeting_is_closed_and_then_the_same_bytes(sqlite_app, number, head):
    address = put(sqlite_app, number, "invite")
    assert head.get(f"{address}/protokols.pdf").status_code == 409
    assert head.post(f"{address}/sakt", {"revision": "1"}).status_code == 303
    draft = text_of(head.get(f"{address}/protokols.pdf").data)
    assert "Sēde vēl nav slēgta" in draft
    assert head.post(f"{address}/slegt", {"revision": "1"}).status_code == 303
    final = head.get(f"{address}/protokols.pdf").data
    assert number in text_of(final)
    change(sqlite_app, number, cards.all_vote)
    assert head.get(f"{address}/protokols.pdf").data == final
    assert address in head.get("/cab/sedes/slegtas").text


def test_page_costs_few_queries(sqlite_app, number, head):
    address = put(sqlite_app, number, "invite", "start")
    head.get(address)
    with counted(sqlite_app) as seen:
        head.get(address)
    assert len(seen) <= 16
