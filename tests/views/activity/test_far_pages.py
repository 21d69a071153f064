"""A long list: what it says of how many there are, and the way to the last of them."""

import re
from html import unescape

import pytest

from tests.helpers.many import lay
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of

CARDS = 1_130
LINK = re.compile(r'<a class="title-link" href="/aktivitates/(AA-\d{4}-\d{6})"')
NEXT = re.compile(r'<a href="([^"]+)" rel="next"')


@pytest.fixture
def browser(app):
    lay(app, CARDS)
    return browser_of(app, "vid.pieteicejs")


def walked(browser, address):
    """Every card on the way from a page to the last one, and the addresses of the pages."""
    numbers, addresses = [], [address]
    while address:
        page = browser.get(address).text
        numbers += LINK.findall(page)
        found = NEXT.search(page)
        address = unescape(found[1]) if found else None
        addresses += [address] if address else []
    return numbers, addresses


def test_list_of_very_many_says_that_there_are_more_than_it_counted(browser):
    page = squeezed(browser.get("/aktivitates").text)
    assert ("vairāk nekā 1000" in page, "1.–25. no vairāk nekā 1" in page) == (True, True)


@pytest.mark.both_databases
@pytest.mark.parametrize("sort", ["-number", "number", "title", "-title", "changed", "-changed"])
def test_every_card_stands_once_on_the_way_from_the_last_counted_page_to_the_end(browser, sort):
    numbers, _pages = walked(browser, f"/aktivitates?sort={sort}&status=approved&page=38")
    assert (len(numbers), len(set(numbers))) == (1_130 - 60 - 38 * 25,) * 2


def test_filters_and_order_stay_on_the_way_to_far_pages(browser):
    _numbers, pages = walked(browser, "/aktivitates?sort=title&status=approved&page=38")
    assert all("sort=title" in one and "status=approved" in one for one in pages)
    assert "page=AA-" in pages[-1]


def test_page_after_a_card_that_is_not_seen_is_none(browser):
    unseen = "AA-2026-001130"  # in co-approval, of another institution
    assert browser.get(f"/aktivitates/{unseen}").status_code == 404
    assert LINK.findall(browser.get(f"/aktivitates?sort=title&page={unseen}").text) == []
