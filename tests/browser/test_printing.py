"""Card and approval sheet on paper: a document for a file, with all rounds and nothing to press."""

import re

import pytest
from playwright.sync_api import expect

from app.seeds.accounts import DEMO_PAROLE

NAVIGATION = (".topbar", ".crumbs", ".tabs", ".action-panel", ".page-foot")


@pytest.fixture
def paper(demo):
    """The approval sheet of an activity in its second round, as it is printed, without JavaScript."""
    person = demo.person("varam.vaditajs", java_script_enabled=False).sign_in(DEMO_PAROLE)
    page = person.open("/aktivitates?q=DAGR&status=in_approval")
    page.get_by_role("link", name="Būvniecības datu kopa platformā DAGR").click()
    page.emulate_media(media="print")
    return page


def test_the_paper_says_number_revision_date_and_address(demo, paper):
    head = paper.locator(".paper-head")
    expect(head).to_be_visible()
    expect(head).to_contain_text(re.compile(r"AA-\d{4}-\d{6}, 2. redakcija"))
    expect(head).to_contain_text(re.compile(r"\d\d\.\d\d\.\d{4}\. .*" + re.escape(demo.address)))


def test_the_paper_has_all_rounds_as_tables_and_no_navigation(paper):
    earlier = paper.locator("details .data-table")
    expect(earlier).to_be_visible()
    assert earlier.locator("tbody tr").last.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert [paper.locator(one).first.is_visible() for one in NAVIGATION] == [False] * len(NAVIGATION)
