"""The list of activities: what its tabs count, whom it finds by holder, when a card last changed."""

import re

import pytest

from tests.helpers.cards import vote
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, numbers_in

LINK = re.compile(r'href="/aktivitates/(AA-\d{4}-\d{6})"')
TAB = re.compile(r'<a href="(/aktivitates[^"]*)"[^>]*>[^<]+<span class="pill[^"]*">(\d+\+?)</span>')
ROLES = ("vid.pieteicejs", "bvkb.pieteicejs", "dvi.loceklis", "varam.vaditajs", "admin")


def rows(browser, address):
    return set(LINK.findall(browser.get(address).text))


@pytest.mark.both_databases
@pytest.mark.stage("one_of_each")
@pytest.mark.parametrize("username", ROLES)
def test_each_tab_counts_the_rows_that_it_leads_to(app, username):
    browser = browser_of(app, username)
    tabs = dict(TAB.findall(squeezed(browser.get("/aktivitates").text)))
    found = {address: str(len(rows(browser, address))) for address in tabs}
    assert (len(tabs) >= 4, tabs) == (True, found)


@pytest.mark.stage("one_of_each")
def test_the_holder_is_chosen_or_without_a_script_typed(sqlite_app):
    browser, numbers = browser_of(sqlite_app, "vid.pieteicejs"), set(numbers_in(sqlite_app))
    chosen, typed = rows(browser, "/aktivitates?holder=VID"), rows(browser, "/aktivitates?holder=&holder=VID")
    assert (chosen, typed, rows(browser, "/aktivitates?holder=BVKB")) == (numbers, numbers, set())


@pytest.mark.stage("in_round")
def test_the_list_says_when_a_card_last_changed(sqlite_app):
    browser, number = browser_of(sqlite_app, "vid.pieteicejs"), numbers_in(sqlite_app)[0]
    last = browser.get(f"/aktivitates/{number}/vesture").text
    changed = re.findall(
        r'<td class="num nowrap hide-sm">(\d\d\.\d\d\.\d{4}\.)</td>', browser.get("/aktivitates").text
    )
    assert (len(changed), changed[0] in last) == (1, True)


@pytest.mark.both_databases
@pytest.mark.stage("three_in_round")
@pytest.mark.parametrize(("sort", "place"), [("changed_at", -1), ("-changed_at", 0)])
def test_the_card_that_somebody_acted_on_last_ends_the_list_or_begins_it(app, sort, place):
    number = numbers_in(app)[1]
    change(app, number, lambda activity: vote(activity, "DVI"))
    found = LINK.findall(browser_of(app, "vid.pieteicejs").get(f"/aktivitates?sort={sort}").text)
    assert (len(found), found[place]) == (3, number)


@pytest.mark.stage("in_round")
def test_the_head_of_the_last_change_sorts_by_it(sqlite_app):
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/aktivitates?sort=changed_at").text
    assert re.search(r'aria-sort="ascending"[^>]*>\s*<a class="sort" href="[^"]*sort=-changed_at', page)
