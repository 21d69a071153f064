"""Which page opens for whom: the screens against a table written by hand."""

import pytest

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from tests.helpers.people import account, browser_of
from views.middleware.gate import PUBLIC

NO_ROLE, APPLICANT, CONTROLLER = "vid.bez-lomas", "vid.pieteicejs", "vid.kontrolieris"
MEMBER, HEAD, USERS, ADMIN = "fm.loceklis", "varam.vaditajs", "vid.administrators", "admin"
PEOPLE = (NO_ROLE, APPLICANT, CONTROLLER, MEMBER, HEAD, USERS, ADMIN)

EVERYBODY = (
    "/darbi",
    "/aktivitates",
    "/nosacijumi",
    "/cab/sedes",
    "/cab/sedes/atceltas",
    "/cab/sedes/slegtas",
    "/resursi",
    "/iestades",
    "/atkaribas",
    "/jomas",
    "/principi",
    "/principu-saraksti",
    "/izvele/resursi",
    "/meklet",
    "/parskats",
    "/meklet/nesen",
    "/kalendars",
    "/profils",
    "/aizvietosana",
    "/profils/parole",
    "/profils/otrais-faktors",
    "/vai-jasaskano/saglabatas",
)
OPENS = {
    **{page: set(PEOPLE) for page in EVERYBODY},
    "/aktivitates/jauna": {APPLICANT},
    "/cab/mani": {MEMBER},
    "/cab/lemumi": {HEAD},
    "/cab/sedes/jauna": {HEAD},
    "/cab/apspriezamas/visas": {HEAD},
    "/aizvietosana/iestade": {USERS},
    "/lietotaji": {USERS, ADMIN},
    "/lietotaji/add": {USERS, ADMIN},
    "/lietotaji/atslegas": {USERS, ADMIN},
    "/lietotaji/notikumi": {USERS, ADMIN},
    "/lietotaji/atslegas/jauna": {USERS},
    "/resursi/add": {CONTROLLER, ADMIN},
    "/atkaribas/jauna": {CONTROLLER, ADMIN},
    "/kalendars/moratoriji/jauns": {CONTROLLER, ADMIN},
    **{
        page: {ADMIN}
        for page in (
            "/parvaldiba",
            "/parvaldiba/noteikumi",
            "/parvaldiba/pieprasijumi",
            "/pazinojumi/list/",
            "/notikumi",
            "/darbdienas",
            "/iestades/add",
            "/jomas/add",
            "/principi/add",
            "/principu-saraksti/add",
            "/darbdienas/labot",
        )
    },
}


@pytest.fixture
def browsers(sqlite_app):
    with sqlite_app.app_context(), seeing_everything(), writing():
        account(NO_ROLE, "VID")
        db.session.commit()
    return {name: browser_of(sqlite_app, name) for name in PEOPLE}


def test_each_page_opens_for_those_of_the_table_and_nobody_else(browsers):
    answers = {
        page: {name: browser.get(page).status_code for name, browser in browsers.items()} for page in OPENS
    }
    wanted = {page: {name: 200 if name in who else 403 for name in PEOPLE} for page, who in OPENS.items()}
    assert answers == wanted


def test_table_knows_every_page(sqlite_app):
    known = set(OPENS) | {
        "/cab",
        "/cab/apspriezamas",
        "/cab/aizvietoju",
        "/cab/lemumi/kopa",
        "/aktivitates/jauna/parskats",
        "/pazinojumi",
        "/izvele/iestades",
        "/izvele/aktivitates",
    }
    pages = {
        rule.rule
        for rule in sqlite_app.url_map.iter_rules()
        if "GET" in rule.methods
        and rule.endpoint not in PUBLIC
        and not rule.arguments
        and not rule.rule.startswith(("/api/", "/swagger", "/site"))
    }
    unknown = {page for page in pages if page not in known and page.rstrip("/") not in known}
    assert (len(pages) >= 40, unknown) == (True, set())
