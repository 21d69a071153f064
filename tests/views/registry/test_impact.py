"""Ietekme: drawn with links, by holder, as a file; at the resource and at the activity."""

from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of

PAGE = "/resursi/EDS/ietekme"


def test_every_box_is_a_link_and_the_table_says_with_whom_to_talk(sqlite_app):
    page = squeezed(browser_of(sqlite_app, "vid.pieteicejs").get(f"{PAGE}?depth=1").text)
    drawn = page[page.index('<svg class="viz viz-graph"') :].partition("</svg>")[0]
    assert 'href="/resursi/FPR"' in drawn
    assert drawn.count("<rect") == drawn.count("<a ") > 3
    assert 'href="/resursi/FPR"' in page[page.index('id="holders"') :]


def test_what_cannot_be_read_is_said_at_its_field(sqlite_app):
    answers = [browser_of(sqlite_app, "vid.pieteicejs").get(f"{PAGE}?{q}") for q in ("depth=7", "kind=x")]
    assert [(one.status_code, 'aria-invalid="true"' in one.text) for one in answers] == [(422, True)] * 2


def test_file_has_one_resource_a_line(sqlite_app):
    file = browser_of(sqlite_app, "vid.pieteicejs").get(f"{PAGE}.csv?depth=1").data.decode("utf-8-sig")
    assert ";EDS;" in file.splitlines()[1]
