"""Pārskats: drawings with the way to the cards behind them, tables, workbooks, and what cannot be asked."""

import re
from html import unescape

import pytest

from tests.helpers.people import browser_of
from tests.helpers.rounds import counted

pytestmark = pytest.mark.stage("reported")
HEAD = "varam.vaditajs"


@pytest.mark.both_databases
def test_page_shows_each_report_in_few_queries_and_its_links_lead_to_lists(app):
    browser = browser_of(app, HEAD)
    browser.get("/parskats")
    with counted(app) as asked:
        page = browser.get("/parskats?holder=VID").text
    assert len(asked) <= 12
    order = re.findall(r'<h2 id="(\w+)"', page)
    assert order == ["opinions", "open", "time", "load", "remarks", "rounds", "years"]
    links = {unescape(one) for one in re.findall(r'<a href="(/aktivitates\?behind[^"]+)"', page)}
    assert all("holder=VID" in one for one in links)
    assert {browser.get(one).status_code for one in links} == {200}
    [late] = [one for one in links if "opinions%3AVARAM" in one]
    assert "Pārskata skaitlis: opinions:VARAM" in browser.get(late).text
    assert browser.get("/aktivitates?behind=opinions:NAV").status_code == 404


def test_workbook_is_handed_out_and_what_cannot_be_asked_is_told(sqlite_app):
    browser = browser_of(sqlite_app, HEAD)
    for name in ("opinions", "open", "time", "load", "remarks", "rounds", "years"):
        assert browser.get(f"/parskats/{name}.xlsx?holder=VID").data.startswith(b"PK")
    refused = browser.get("/parskats?from=2026-05-02&to=2026-05-01&holder=NAV")
    assert (refused.status_code, "NAV" in refused.text) == (422, True)
    assert browser.get("/parskats/open.xlsx?holder=NAV").status_code == 422
