"""Inbox, list and page of an activity: what each person finds there, and at what cost."""

import re

import pytest
from sqlalchemy import event, insert, select, update

from app.database import writing
from app.extensions import db
from models import Activity, User
from rules.vocabulary import Choice
from tests.helpers import cards
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in, numbers_in, put, rows_of

ROLES = (
    "vid.pieteicejs",
    "vid.kontrolieris",
    "vid.administrators",
    "bvkb.pieteicejs",
    "dvi.loceklis",
    "vzd.loceklis",
    "varam.vaditajs",
    "admin",
)
TABLE = Activity.__table__
LINK = re.compile(r'href="/aktivitates/(AA-\d{4}-\d{6})"')


@pytest.fixture
def numbers(sqlite_app):
    """A card of each kind of visibility: draft, checked, in a round, decided, approved."""
    return numbers_in(sqlite_app)


@pytest.fixture
def asked(sqlite_app):
    """The number of a card about which eight institutions are asked."""
    return number_in(sqlite_app)


@pytest.mark.stage("one_of_each")
def test_the_rows_in_the_list_are_the_cards_that_open_for_each_role(sqlite_app, numbers):
    browsers = {username: browser_of(sqlite_app, username) for username in ROLES}
    listed = {name: set(LINK.findall(one.get("/aktivitates").text)) for name, one in browsers.items()}
    assert listed == {
        name: {number for number in numbers if opens(one, number)} for name, one in browsers.items()
    }


def opens(browser, number):
    return browser.get(f"/aktivitates/{number}").status_code == 200


@pytest.mark.stage("one_of_each")
def test_a_card_that_is_not_seen_is_not_found_on_any_path(sqlite_app, numbers):
    browser = browser_of(sqlite_app, "bvkb.pieteicejs")
    paths = ("", "/kartite", "/vesture", "/submit", "/withdraw", "/answer")
    addresses = [f"/aktivitates/{one}{path}" for one in numbers[:4] for path in paths]
    assert [browser.get(one).status_code for one in addresses] == [404] * 24


def test_a_step_on_a_card_that_is_not_seen_is_not_found(sqlite_app):
    number = put(sqlite_app, cards.draft)
    browser = browser_of(sqlite_app, "bvkb.pieteicejs")
    assert browser.post(f"/aktivitates/{number}/submit", {"revision": "1"}).status_code == 404


def test_an_unknown_step_is_not_found(sqlite_app):
    number = put(sqlite_app, cards.draft)
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert browser.post(f"/aktivitates/{number}/approve", {"revision": "1"}).status_code == 404


def queries(app, browser, url):
    """Return how many queries a page takes."""
    seen = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    assert browser.get(url).status_code == 200
    return len(seen)


def many(app, count):
    """Put copies of one draft beside it."""
    with rows_of(app), writing():
        first = cards.draft()
        db.session.flush()
        row = db.session.execute(select(TABLE).where(TABLE.c.id == first.id)).one()
        blank = {name: value for name, value in row._mapping.items() if name != "id"}
        copies = [{**blank, "number": f"AA-2025-{place:06}"} for place in range(count - 1)]
        db.session.execute(insert(TABLE), copies)
        db.session.commit()


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("count", [30, 300])
def test_the_list_takes_eight_queries_at_most_whatever_the_number_of_rows(sqlite_app, count):
    many(sqlite_app, count)
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert queries(sqlite_app, browser, "/aktivitates?sort=number") <= 8


def test_the_list_shows_twenty_five_and_the_way_to_the_rest(sqlite_app):
    many(sqlite_app, 30)
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/aktivitates").text
    assert (len(set(LINK.findall(page))), "page=1" in page) == (25, True)


def test_a_page_past_the_end_is_an_empty_list(sqlite_app):
    many(sqlite_app, 5)
    answer = browser_of(sqlite_app, "vid.pieteicejs").get("/aktivitates?page=99")
    assert (answer.status_code, LINK.findall(answer.text)) == (200, [])


def test_nothing_found_says_how_many_there_are_without_filters(sqlite_app):
    many(sqlite_app, 5)
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/aktivitates?q=neviena").text
    assert 'class="empty"' in page
    assert re.search(r"\b5 aktivit", page)


def test_the_filters_stay_in_the_address_of_the_next_page(sqlite_app):
    many(sqlite_app, 30)
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/aktivitates?status=draft&sort=title").text
    assert re.search(r"/aktivitates\?status=draft&amp;sort=title&amp;page=1", page)


@pytest.mark.parametrize("query", ["status=gone", "kind=none"])
def test_a_status_or_kind_that_is_none_has_no_page(sqlite_app, query):
    assert browser_of(sqlite_app, "admin").get(f"/aktivitates?{query}").status_code == 404


def test_an_odd_sort_or_page_is_the_usual_list(sqlite_app):
    many(sqlite_app, 5)
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/aktivitates?sort=password&page=-1").text
    assert len(set(LINK.findall(page))) == 5


@pytest.mark.stage("one_of_each")
def test_the_inbox_tells_each_person_what_waits_and_leads_there(sqlite_app, numbers):
    member = browser_of(sqlite_app, "dvi.loceklis").get("/darbi").text
    head = browser_of(sqlite_app, "varam.vaditajs").get("/darbi").text
    controller = browser_of(sqlite_app, "vid.kontrolieris").get("/darbi").text
    assert f"/aktivitates/{numbers[2]}/atzinums" in member
    assert f"/aktivitates/{numbers[3]}/lemums" in head
    assert f"/aktivitates/{numbers[1]}/kartite" in controller


def test_a_person_without_work_reads_that_nothing_waits(sqlite_app):
    page = browser_of(sqlite_app, "vzd.loceklis").get("/darbi").text
    assert 'class="empty"' in page


@pytest.mark.stage("in_round")
def test_news_are_unread_until_marked_by_a_post(sqlite_app, asked):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    assert "/darbi/izlasits" in browser.get("/darbi").text
    browser.post("/darbi/izlasits")
    assert "/darbi/izlasits" not in browser.get("/darbi").text


@pytest.mark.stage("in_round")
def test_the_sheet_gives_every_institution_with_its_reason(sqlite_app, asked):
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{asked}").text
    rows = re.findall(r'<th scope="row">(\w+)', squeezed(page))
    assert tuple(rows) == cards.ASKED
    assert len(re.findall(r'<div class="why[^>]*>[^<]', page)) == len(cards.ASKED)


@pytest.mark.stage("in_round")
def test_the_basis_stands_once_above_the_sheet_and_no_rule_by_its_id(sqlite_app, asked):
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{asked}").text
    sheet = page[page.index('id="round-1"') :]
    assert (sheet.count("MK 368 (VIRSIS"), sheet.index("MK 368 (VIRSIS") < sheet.index("<table")) == (1, True)
    assert ("sector-ministry" in page, "mk368-2023" in page) == (False, False)


@pytest.mark.stage("in_round")
def test_an_administrator_gets_from_the_basis_to_the_rule_set(sqlite_app, asked):
    page = browser_of(sqlite_app, "admin").get(f"/aktivitates/{asked}").text
    assert '<a href="/parvaldiba/noteikumi/mk368-2023">MK noteikumi Nr. 368' in page


@pytest.mark.stage("second_round")
def test_a_row_of_a_second_round_says_what_the_institution_said_before(sqlite_app, asked):
    page = squeezed(browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{asked}").text)
    second = page[page.index('id="round-2"') : page.index('id="earlier-title"')]
    assert second.count(": Nesaskaņots</span>") == 1
    assert second.count("Iepriekš") == second.count("Prasīts vēlreiz: ") > 1


@pytest.mark.stage("in_round")
def test_the_own_institution_stands_first_on_the_sheet(sqlite_app, asked):
    page = browser_of(sqlite_app, "dvi.loceklis").get(f"/aktivitates/{asked}").text
    assert re.findall(r'<th scope="row">(\w+)', squeezed(page))[0] == "DVI"


@pytest.mark.stage("in_round")
def test_one_objection_on_the_sheet_is_one_and_no_proposal(sqlite_app, asked):
    change(sqlite_app, asked, lambda one: cards.vote(one, "DVI", Choice.object))
    page = squeezed(browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{asked}").text)
    assert re.findall(r'<a href="#opinions-1">(.*?) ?</a>', page) == ["1 iebildums"]


@pytest.mark.stage("in_round")
def test_an_institution_without_a_member_is_marked(sqlite_app, asked):
    with rows_of(sqlite_app), writing():
        db.session.execute(update(User).where(User.username == "km.loceklis").values(active=False))
        db.session.commit()
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{asked}").text
    assert page.count("#i-user-off") == 1


@pytest.mark.stage("approved")
def test_a_restricted_card_keeps_its_texts_from_outsiders(sqlite_app):
    number = number_in(sqlite_app)
    with rows_of(sqlite_app), writing():
        db.session.execute(update(Activity).where(Activity.number == number).values(restricted=True))
        db.session.commit()
    outside, inside = browser_of(sqlite_app, "bvkb.pieteicejs"), browser_of(sqlite_app, "dvi.loceklis")
    address = f"/aktivitates/{number}/kartite"
    assert (cards.TEXT in outside.get(address).text, cards.TEXT in inside.get(address).text) == (False, True)


@pytest.mark.stage("in_round")
def test_remarks_and_the_superseded_vote_stay_visible(sqlite_app, asked):
    change(sqlite_app, asked, lambda one: cards.vote(one, "DVI", Choice.object))
    change(sqlite_app, asked, lambda one: cards.vote(one, "DVI", Choice.approve))
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{asked}").text
    assert "Mērķis nav skaidrs." in page


@pytest.mark.stage("submitted")
def test_the_history_has_every_step_and_compares_revisions(sqlite_app):
    number = number_in(sqlite_app)
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}/vesture?no=1&ar=2").text
    assert ('class="redline"' in page, page.count('<span class="mark')) == (True, 3)


@pytest.mark.stage("submitted")
@pytest.mark.parametrize("asked", ["no=x&ar=99", "no=1&ar=3", "no=2&ar=1", "no=0"])
def test_revisions_that_cannot_be_compared_are_said_beside_the_last_two(sqlite_app, asked):
    number = number_in(sqlite_app)
    answer = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}/vesture?{asked}")
    assert (answer.status_code, 'class="redline"' in answer.text) == (422, True)
    assert "Šīs redakcijas nevar salīdzināt" in answer.text


@pytest.mark.stage("one_of_each")
def test_the_page_of_an_activity_takes_the_same_queries_with_one_vote_or_eight(sqlite_app, numbers):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    with_none = queries(sqlite_app, browser, f"/aktivitates/{numbers[2]}")
    assert queries(sqlite_app, browser, f"/aktivitates/{numbers[3]}") <= with_none + 6


@pytest.mark.stage("second_round")
def test_the_sheet_says_whose_opinion_stays_in_force_and_why_the_others_are_asked_again(sqlite_app):
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number_in(sqlite_app)}").text
    assert page.count("Sniegts 1. kārtā; kopš tā laika nekas, kas to skar, nav mainīts.") >= 4
    assert ("Prasīts vēlreiz: mainīts: Mērķis" in page, "Prasīts vēlreiz: bija iebildums" in page) == (
        True,
        True,
    )
