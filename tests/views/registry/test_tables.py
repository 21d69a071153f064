"""The registry and the administrator's screens: who reads, who changes, in what order, and what stays."""

import re

import pytest
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.services.activity import takeover
from models import Dependency, Domain, Event, Institution, Resource
from tests.helpers import cards
from tests.helpers.institutions import close, institution
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import counted, number_in, rows_of

READ = ["/resursi", "/iestades", "/atkaribas", "/principi", "/principu-saraksti", "/jomas", "/resursi/EDS"]
MANAGED = ["/darbdienas", "/notikumi", "/pazinojumi/list/", "/parvaldiba"]
NAMES = ("code", "name_lv", "name_en", "reg_no", "kind", "certainty")
RESOURCE = {
    "code": "JAUNA",
    "name_lv": "Jaunā sistēma",
    "kind": "information_system",
    "holder": "VID",
    "certainty": "check",
}


def key_of(app, model, **named):
    """The key of the row with these values."""
    with rows_of(app):
        return db.session.scalars(select(model.id).filter_by(**named)).one()


def count_of(app, model, **named):
    with rows_of(app):
        return len(db.session.scalars(select(model.id).filter_by(**named)).all())


def found(browser, words):
    """The codes of the resources that the search form of the list finds."""
    name = re.search(r'name="(_flt_\d_search_text)"', browser.get("/resursi").text)
    assert name
    return codes(browser.get("/resursi", query_string={name[1]: words}).text)


def codes(page):
    """The codes of the resources that a list shows, in its order."""
    return re.findall(r'<a class="title-link nowrap" href="[^"]*">([^<]+)</a>', page)


@pytest.mark.parametrize("url", READ)
def test_everybody_signed_in_reads_the_registry(sqlite_app, url):
    assert browser_of(sqlite_app, "bvkb.pieteicejs").get(url).status_code == 200


@pytest.mark.parametrize("url", MANAGED)
def test_what_is_managed_is_for_the_system_administrator(sqlite_app, url):
    assert browser_of(sqlite_app, "admin").get(url).status_code == 200
    assert browser_of(sqlite_app, "bvkb.pieteicejs").get(url).status_code == 403


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["kadastra", "KADASTRA", "Kadástra", "nivkis"])
def test_search_minds_neither_case_nor_diacritics(app, words):
    assert "NĪVKIS" in found(browser_of(app, "vid.pieteicejs"), words)


@pytest.mark.both_databases
def test_names_stand_in_the_order_of_the_latvian_alphabet(app):
    page = (
        browser_of(app, "vid.pieteicejs").get("/resursi?_oc_ResourceView=name_lv&_od_ResourceView=asc").text
    )
    with rows_of(app):
        sorted_codes = db.session.scalars(select(Resource.code).order_by(Resource.sort_key).limit(25)).all()
    assert codes(page) == sorted_codes


def test_a_list_needs_few_queries(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    with counted(sqlite_app) as statements:
        page = browser.get("/resursi").text
    assert (len(codes(page)), len(statements) <= 8) == (25, True)


def test_unsure_data_carry_a_visible_mark(sqlite_app):
    with rows_of(sqlite_app), writing():
        db.session.scalars(select(Resource).where(Resource.code == "EDS")).one().certainty = "check"
        db.session.commit()
    assert "tag-assume" in browser_of(sqlite_app, "vid.pieteicejs").get("/resursi/EDS").text


def test_the_page_of_a_resource_names_what_it_uses_and_what_uses_it(sqlite_app):
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/resursi/FPR").text
    assert 'href="/resursi/BIS"' in page


@pytest.mark.stage("complete")
def test_the_page_of_a_resource_lists_only_activities_that_the_reader_sees(sqlite_app):
    number = number_in(sqlite_app)
    assert number in browser_of(sqlite_app, "vid.pieteicejs").get("/resursi/EDS").text
    assert number not in browser_of(sqlite_app, "bvkb.pieteicejs").get("/resursi/EDS").text


def test_a_code_that_is_none_is_not_found(sqlite_app):
    assert browser_of(sqlite_app, "vid.pieteicejs").get("/resursi/NAV").status_code == 404


def test_the_administrator_adds_a_resource_that_can_be_found_at_once(app):
    browser = browser_of(app, "admin")
    assert browser.post("/resursi/add", RESOURCE).status_code == 303
    assert found(browser, "jauna sistema") == ["JAUNA"]


@pytest.mark.parametrize("username", ["vid.pieteicejs", "bvkb.kontrolieris", "fm.loceklis", "varam.vaditajs"])
def test_nobody_else_adds_a_resource_of_this_holder(sqlite_app, username):
    browser_of(sqlite_app, username).post("/resursi/add", RESOURCE)
    assert (
        count_of(sqlite_app, Resource, code="JAUNA", holder_id=key_of(sqlite_app, Institution, code="VID"))
        == 0
    )


@pytest.mark.parametrize("code", ["EDS", "E\u200bDS", "\u202eEDS", "E\u00adDS", "eds"])
def test_a_code_that_is_taken_is_refused_in_words_and_the_typed_text_stays(sqlite_app, code):
    answer = browser_of(sqlite_app, "admin").post("/resursi/add", RESOURCE | {"code": code})
    assert answer.status_code == 422
    assert "<title>Kļūda: " in squeezed(answer.text)
    assert "Jaunā sistēma" in answer.text
    assert "UNIQUE" not in answer.text


@pytest.mark.parametrize(
    ("url", "model", "code"), [("/iestades", Institution, "VI\u2060D"), ("/jomas", Domain, "izgli\u200btiba")]
)
def test_a_code_of_other_tables_is_taken_with_a_sign_that_nobody_sees_too(sqlite_app, url, model, code):
    with rows_of(sqlite_app):
        before = len(db.session.scalars(select(model.id)).all())
    named = {
        "name_lv": "Jauna",
        "name_en": "New",
        "kind": "ministry",
        "status": "active",
        "certainty": "check",
    }
    answer = browser_of(sqlite_app, "admin").post(f"{url}/add", named | {"code": code})
    with rows_of(sqlite_app):
        after = len(db.session.scalars(select(model.id)).all())
    assert (answer.status_code, "Šāds nosaukums" in answer.text, after) == (200, True, before)


@pytest.mark.parametrize("words", ["jauna-„sistema”", 'Jauna\u2011"sistēma"', "jau\u200bnā—«sistēma»"])
def test_a_resource_is_found_whatever_quotation_marks_and_dashes_are_typed(sqlite_app, words):
    browser = browser_of(sqlite_app, "admin")
    name = "Jaunā –\u00ad “sistēma”" if " " in words else "Jaunā–“sistēma”"
    browser.post("/resursi/add", RESOURCE | {"name_lv": name})
    assert found(browser, words) == ["JAUNA"]


@pytest.mark.both_databases
def test_a_code_is_kept_as_codes_are_compared(app):
    browser = browser_of(app, "admin")
    browser.post("/resursi/add", RESOURCE | {"code": "VRG\u0327"})
    assert browser.get("/resursi/VR%C4%A2").status_code == 200


@pytest.mark.both_databases
def test_what_is_in_use_is_not_deleted_and_the_page_says_why(app):
    browser = browser_of(app, "admin")
    answer = browser.post("/iestades/VID/dzest", {})
    assert (answer.status_code, 'href="/resursi/EDS"' in answer.text) == (409, True)
    assert count_of(app, Institution, code="VID") == 1
    refused = browser.post("/resursi/EDS/dzest", {})
    assert (refused.status_code, 'href="/atkaribas/' in refused.text) == (409, True)
    assert count_of(app, Resource, code="EDS") == 1


def test_what_nobody_names_can_be_deleted(app):
    key = key_of(app, Domain, code=_first_code(app, Domain))
    browser_of(app, "admin").post(f"/jomas/delete/{key}")
    assert count_of(app, Domain, id=key) == 0


def _first_code(app, model):
    with rows_of(app):
        return db.session.scalars(select(model.code).limit(1)).one()


def test_the_administrator_adds_a_dependency_by_the_codes_of_the_resources(app):
    before = count_of(app, Dependency)
    given = {"consumer": "EDS", "provider": "BIS", "kind": "uses_service"}
    assert browser_of(app, "admin").post("/atkaribas/jauna", given).status_code == 303
    assert count_of(app, Dependency) == before + 1


def test_a_resource_does_not_depend_on_itself(sqlite_app):
    given = {"consumer": "EDS", "provider": "EDS", "kind": "uses_service"}
    answer = browser_of(sqlite_app, "admin").post("/atkaribas/jauna", given)
    assert (answer.status_code, 'href="#provider"' in answer.text) == (422, True)


def test_a_controller_changes_what_the_own_institution_holds_and_the_page_keeps_the_record(sqlite_app):
    browser = browser_of(sqlite_app, "vid.kontrolieris")
    form = browser.get("/resursi/EDS/labot")
    assert (form.status_code, 'name="holder"' in form.text, 'name="code"' in form.text) == (200, False, False)
    sent = {"version": "1", "name_lv": "Elektroniskā deklarēšana", "kind": "information_system"}
    more = {
        "purpose": "Deklarāciju iesniegšana.",
        "data_sets": "Deklarācijas\nMaksājumi",
        "criticality": "high",
    }
    assert browser.post("/resursi/EDS/labot", {**sent, **more}).status_code == 303
    page = squeezed(browser.get("/resursi/EDS").text)
    assert ("Deklarāciju iesniegšana." in page, "Deklarācijas; Maksājumi" in page, "Augsta" in page) == (
        *(True, True),
        True,
    )
    stale = browser.post("/resursi/EDS/labot", {**sent, "purpose": "Cits."})
    assert (stale.status_code, "Cits." in stale.text) == (409, True)
    assert browser_of(sqlite_app, "bvkb.kontrolieris").get("/resursi/EDS/labot").status_code == 403


def test_the_two_sides_agree_on_the_page_of_a_dependency(sqlite_app):
    vid, bvkb = (browser_of(sqlite_app, f"{one}.kontrolieris") for one in ("vid", "bvkb"))
    given = {"consumer": "EDS", "provider": "BIS", "kind": "uses_service"}
    assert vid.post("/atkaribas/jauna", given).headers["Location"] == "/resursi/EDS"
    assert "gaida: BVKB" in squeezed(vid.get("/resursi/EDS").text)
    key = key_of(sqlite_app, Dependency, status="proposed")
    assert f"/atkaribas/{key}" in bvkb.get("/darbi").text
    page = bvkb.get(f"/atkaribas/{key}").text
    assert ("Apstiprināt" in page, "Noraidīt" in page, "Izbeigt" in page) == (True, True, False)
    refused = bvkb.post(f"/atkaribas/{key}/reject", {"comment": " "})
    assert (refused.status_code, 'href="#comment"' in refused.text) == (422, True)
    assert bvkb.post(f"/atkaribas/{key}/confirm", {}).status_code == 303
    assert "gaida: BVKB" not in squeezed(vid.get("/resursi/EDS").text)
    assert vid.post(f"/atkaribas/{key}/reject", {"comment": "Nē."}).status_code == 409


@pytest.mark.stage("complete")
@pytest.mark.both_databases
@pytest.mark.parametrize("way", ["add", "edit/1", "delete/1"])
def test_nothing_of_the_record_can_be_changed(app, way):
    before = count_of(app, Event)
    browser = browser_of(app, "admin")
    assert browser.get(f"/notikumi/{way}").status_code == 404
    assert browser.post(f"/notikumi/{way}", {"comment": "x"}).status_code == 404
    assert count_of(app, Event) == before


def test_management_leads_to_the_working_day_calendar(sqlite_app):
    assert 'href="/darbdienas"' in browser_of(sqlite_app, "admin").get("/parvaldiba").text


@pytest.mark.parametrize("url", ["/iestades", "/atkaribas", "/jomas", "/jomas/add", "/notikumi"])
def test_what_is_managed_leads_back_to_management(sqlite_app, url):
    crumbs = (
        browser_of(sqlite_app, "admin").get(url).text.partition('class="crumbs"')[2].partition("</nav>")[0]
    )
    assert 'href="/parvaldiba"' in crumbs


def test_somebody_who_manages_nothing_is_not_led_to_management(sqlite_app):
    assert "/parvaldiba" not in browser_of(sqlite_app, "vid.pieteicejs").get("/jomas").text


def test_the_successor_of_an_institution_closed_on_the_page_gives_its_open_opinion(app):
    pmlp, iem = key_of(app, Institution, code="PMLP"), key_of(app, Institution, code="IeM")
    with rows_of(app):
        number = cards.in_round().number
        form = {name: getattr(db.session.get(Institution, pmlp), name) for name in NAMES}
        db.session.commit()
    form |= {"status": "closed", "closed_on": "2026-01-05", "parent": str(iem), "successor": str(iem)}
    admin = browser_of(app, "admin")
    told = "Pārņem atzinumus, kas slēgtajai iestādei vēl jāsniedz."
    assert told in admin.get(f"/iestades/edit/{pmlp}").text
    assert admin.post(f"/iestades/edit/{pmlp}", form).status_code == 302
    said = "slēdza reģistrā iestādi PMLP: atzinums tagad jāsniedz iestādei IeM"
    assert said in admin.get(f"/aktivitates/{number}/vesture").text
    assert said not in browser_of(app, "bvkb.kontrolieris").get(f"/aktivitates/{number}/vesture").text
    assert browser_of(app, "iem.loceklis").get(f"/aktivitates/{number}/atzinums").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"status": "closed"}, "Slēgšanas diena: Norādiet dienu, kurā iestādi slēdz."),
        ({"status": "closed", "closed_on": ""}, "Slēgšanas diena: Norādiet dienu, kurā iestādi slēdz."),
        ({"closed_on": "2026-01-05"}, "Slēgšanas diena: Atstājiet tukšu vai izvēlieties stāvokli „Slēgta”."),
        ({"successor": "PMLP"}, "Aizstājējs: Izvēlieties citu iestādi, nevis šo pašu."),
        ({"parent": "PMLP"}, "Augstākā iestāde: Izvēlieties citu iestādi, nevis šo pašu."),
    ],
)
def test_what_cannot_be_said_of_an_institution_is_named_at_its_field(sqlite_app, typed, said):
    pmlp = key_of(sqlite_app, Institution, code="PMLP")
    with rows_of(sqlite_app):
        form = {name: getattr(db.session.get(Institution, pmlp), name) for name in NAMES}
    form |= {"status": "active"} | {
        name: str(pmlp) if value == "PMLP" else value for name, value in typed.items()
    }
    assert said in browser_of(sqlite_app, "admin").post(f"/iestades/edit/{pmlp}", form).text


@pytest.mark.stage("in_round")
def test_where_the_successor_is_asked_itself_the_history_says_that_no_other_opinion_is_awaited(sqlite_app):
    with rows_of(sqlite_app):
        card = cards.the_card()
        close("PMLP", "VARAM")
        takeover.take_over(institution("PMLP"), cards.actor("admin"), now())
        number = card.number
        db.session.commit()
    said = "slēdza reģistrā iestādi PMLP: atsevišķu atzinumu vairs negaida, jo tās darbu pārņēma VARAM"
    assert said in browser_of(sqlite_app, "admin").get(f"/aktivitates/{number}/vesture").text
