"""Those to be discussed: by hand as well, for members and for heads."""

import pytest

from app.clock import now
from app.services.activity import discussing
from tests.helpers import cards
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in

pytestmark = pytest.mark.stage("in_round")
MOVED = "pārcēla LPS"


@pytest.fixture
def number(sqlite_app):
    return number_in(sqlite_app)


def move(app, number, who="lps.loceklis"):
    change(app, number, lambda card: discussing.discuss(card, cards.actor(who), now(), comment="Jāpārrunā."))


def test_member_moves_a_card_there_in_a_dialog_of_its_page(sqlite_app, number):
    browser = browser_of(sqlite_app, "lps.loceklis")
    page = browser.get(f"/aktivitates/{number}").text
    assert f'action="/aktivitates/{number}/discuss"' in page
    sent = {"revision": "2", "comment": "Jāpārrunā."}
    assert browser.post(f"/aktivitates/{number}/discuss", sent).status_code == 303
    assert "ir pārcelta uz apspriežamajām." in browser.get(f"/aktivitates/{number}").text
    assert "pārcēla kartīti uz apspriežamajām" in browser.get(f"/aktivitates/{number}/vesture").text


def test_members_see_who_moved_it_and_can_still_approve_there(sqlite_app, number):
    move(sqlite_app, number)
    page = browser_of(sqlite_app, "fm.loceklis").get("/cab/apspriezamas").text
    assert number in page
    assert MOVED in squeezed(page)
    assert number not in browser_of(sqlite_app, "fm.loceklis").get("/cab").text


def test_head_reads_all_that_is_to_be_discussed_and_why(sqlite_app, number):
    head = browser_of(sqlite_app, "varam.vaditajs")
    assert head.get("/cab/apspriezamas").location == "/cab/apspriezamas/visas"
    assert number not in head.get("/cab/apspriezamas/visas").text
    move(sqlite_app, number)
    page = squeezed(head.get("/cab/apspriezamas/visas").text)
    assert number in page
    assert MOVED in page


def test_list_of_all_is_for_heads(sqlite_app, number):
    assert browser_of(sqlite_app, "fm.loceklis").get("/cab/apspriezamas/visas").status_code == 403
