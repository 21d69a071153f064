"""The list of activities: what its tabs count, whom it finds by holder, when a card last changed."""

import re

import pytest

from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import numbers_in

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
