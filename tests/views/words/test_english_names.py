"""Who reads English reads English names of institutions and domains, on pages, in pickers and in mails."""

import html
import re

import pytest
from sqlalchemy import select, update

from app.extensions import db
from models import Domain, Institution, User
from rules.text import sort_key
from tests.helpers.people import Browser, browser_of
from tests.helpers.rounds import number_in

PAGES = {
    "vid.pieteicejs": (
        *("/darbi", "/aktivitates", "/aktivitates/{card}", "/aktivitates/{card}/kartite"),
        *("/aktivitates/{card}/vesture", "/aktivitates/jauna", "/resursi", "/resursi/EDS"),
        *("/izvele/iestades?q=v", "/izvele/resursi?q=e", "/vai-jasaskano?kind=development&holder=VID"),
    ),
    "dvi.loceklis": ("/darbi", "/cab", "/cab/apspriezamas", "/cab/mani", "/aktivitates/{card}/atzinums"),
    "varam.vaditajs": ("/darbi", "/cab/lemumi", "/aktivitates/{card}"),
    "vid.administrators": ("/lietotaji", "/lietotaji/add", "/aizvietosana/iestade"),
    "admin": (
        *("/lietotaji", "/iestades", "/iestades/add", "/jomas", "/jomas/add", "/resursi/add", "/atkaribas"),
        *("/parvaldiba/noteikumi", "/parvaldiba/noteikumi/mk368-architect"),
    ),
    None: ("/ka-klut-par-lietotaju", "/vai-jasaskano"),
}


@pytest.fixture
def english(sqlite_app):
    """Let everybody read English; return the Latvian names of what has an English one."""
    with sqlite_app.app_context():
        db.session.execute(update(User).values(locale="en"))
        db.session.commit()
        rows = [*db.session.scalars(select(Institution)), *db.session.scalars(select(Domain))]
        return {one.name_lv for one in rows if one.name_en and one.name_en != one.name_lv}


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("username", PAGES)
def test_no_page_in_english_gives_a_latvian_name(sqlite_app, english, username):
    card = number_in(sqlite_app)
    browser = browser_of(sqlite_app, username) if username else Browser(sqlite_app)
    if not username:
        browser.post("/valoda", {"locale": "en"})
    found = {}
    for address in PAGES[username]:
        answer = browser.get(address.format(card=card), follow_redirects=True)
        words = html.unescape(re.sub(r"\s+", " ", answer.get_data(as_text=True)))
        found[address] = (
            answer.status_code,
            [one for one in sorted(english) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words)],
        )
    assert found == dict.fromkeys(PAGES[username], (200, []))


LISTS = {
    "/ka-klut-par-lietotaju": r'<option value="([^"]+)"',
    "/vai-jasaskano?kind=development": r'<option value="([^"]+)"',
    "/lietotaji/add": r'<option value="([^"]+)"',
    "/izvele/iestades": r'"value": ?"([^"]+)"',
    "/iestades": r'href="/iestades/[^/"]+">([^<]+)<',
}


@pytest.mark.both_databases
@pytest.mark.parametrize("locale", ["lv", "en"])
@pytest.mark.parametrize("address", LISTS)
def test_institutions_stand_in_the_order_of_the_names_that_are_shown(app, address, locale):
    browser = browser_of(app, "admin")
    browser.post("/valoda", {"locale": locale})
    page = browser.get(address).text
    with app.app_context():
        names = {one.code: getattr(one.name, locale) for one in db.session.scalars(select(Institution))}
    found = [names[code] for code in re.findall(LISTS[address], html.unescape(page)) if code in names]
    assert (len(found) >= 10, found) == (True, sorted(found, key=sort_key))


@pytest.mark.stage("in_round")
def test_a_picker_gives_the_english_name_of_an_institution(sqlite_app, english):
    answer = browser_of(sqlite_app, "vid.pieteicejs").get("/izvele/iestades?q=VID")
    assert answer.json["results"][0]["text"] == "VID · State Revenue Service"
