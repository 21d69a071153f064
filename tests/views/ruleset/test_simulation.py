"""Simulations on their pages: system administrators ask, look, cancel and take the lists away."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from app.services.ruleset import simulation_changes, simulations
from app.visibility import seeing_everything
from models import AccountEvent, Activity, Domain, Simulation, SimulationChange
from rules.account.access import AccountAction
from tests.helpers.institutions import institution
from tests.helpers.people import browser_of

pytestmark = pytest.mark.stage("thirty_to_simulate")  # that the draft changes: two pages

PAGE = "/parvaldiba/noteikumi"
START = f"{PAGE}/draft/simulacija"
RESULT = f"{PAGE}/simulacijas/1"


@pytest.fixture
def asked(app):
    """A simulation that waits."""
    browser_of(app, "admin").post(START, {})
    return app


@pytest.fixture
def done(app):
    """A simulation that is done."""
    return app


def work(app):
    with app.app_context():
        simulations.work()


def rows(page):
    return page.count("→")


@pytest.mark.parametrize("user", ["varam.vaditajs", "vid.administrators", "vid.pieteicejs", "dvi.loceklis"])
def test_nobody_else_comes_in(sqlite_app, user):
    browser = browser_of(sqlite_app, user)
    posted = [browser.post(url, {}) for url in (START, f"{RESULT}/atcelt", f"{RESULT}/eksports")]
    answers = [browser.get(RESULT), browser.get(f"{RESULT}/gaita"), *posted]
    assert {answer.status_code for answer in answers} == {403}
    with sqlite_app.app_context():
        assert not db.session.scalars(select(Simulation)).all()


def test_the_start_leads_to_its_page(app):
    answer = browser_of(app, "admin").post(START, {})
    assert (answer.status_code, answer.location) == (303, RESULT)
    page = browser_of(app, "admin").get(RESULT).text
    assert "<progress" in page
    assert f'data-progress="{RESULT}/gaita"' in page
    assert f'action="{RESULT}/atcelt"' in page


def test_a_second_click_leads_to_the_same_page(asked):
    assert browser_of(asked, "admin2").post(START, {}).location == RESULT


@pytest.mark.stage("thirty_simulated")
def test_a_result_counts_draws_and_lists(done):
    page = browser_of(done, "admin").get(RESULT).text
    assert '<b class="num">30</b>' in page
    assert '<b class="num">+30</b>' in page
    assert "VDAA 0 +30 " in page
    assert rows(page) == 25
    assert "EDS jauna veidlapa" in browser_of(done, "admin").get(f"{RESULT}?page=1").text


@pytest.mark.stage("thirty_simulated")
def test_an_english_reader_finds_the_domains_in_english(done):
    with done.app_context(), writing():
        db.session.execute(update(SimulationChange).values(domain="vide"))
        db.session.commit()
    browser = browser_of(done, "admin")
    browser.post("/valoda", {"locale": "en"})
    page = browser.get(RESULT).text
    assert ("Agriculture and environment" in page, "Lauksaimniecība un vide" in page) == (True, False)


@pytest.mark.stage("thirty_simulated")
def test_the_piece_of_progress_ends_with_the_simulation(done):
    piece = browser_of(done, "admin").get(f"{RESULT}/gaita").text
    assert "data-progress" not in piece
    assert "<html" not in piece


@pytest.mark.stage("thirty_simulated")
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("added=VDAA", 25),
        ("removed=VDAA", 0),
        ("holder=VID&page=1", 5),
        ("text=cita+kartite+27", 2),  # one by its title, one by its number
        ("year=1999", 0),
        ("year=x&page=y", 25),
        ("added=%25&text=%25", 0),
        ("page=99", 0),
    ],
)
def test_filters_narrow_the_list(done, query, count):
    answer = browser_of(done, "admin").get(f"{RESULT}?{query}")
    assert (answer.status_code, rows(answer.text)) == (200, count)


@pytest.mark.stage("thirty_simulated")
def test_what_is_typed_is_shown_and_not_run(done):
    page = browser_of(done, "admin").get(f"{RESULT}?text=<script>alert(1)</script>").text
    assert "<script>alert" not in page


@pytest.mark.stage("thirty_simulated")
def test_all_that_the_filters_find_is_taken_away_as_csv(done):
    answer = browser_of(done, "admin").post(f"{RESULT}/eksports?text=cita+kartite", {"kind": "csv"})
    lines = answer.text.splitlines()
    assert len(lines) == 29
    assert [line for line in lines[1:] if ";VID;;VDAA;;8;9" not in line] == []


@pytest.mark.stage("thirty_simulated")
def test_the_same_as_xlsx(done):
    answer = browser_of(done, "admin").post(f"{RESULT}/eksports", {"kind": "xlsx"})
    written = load_workbook(BytesIO(answer.data)).active
    assert written.max_row == 31
    assert [cell.value for cell in written[31]][-2:] == [8, 9]  # numbers, to be added up


@pytest.mark.stage("thirty_simulated")
def test_a_title_cannot_be_a_formula(done):
    with done.app_context(), seeing_everything(), writing():
        db.session.scalars(select(Activity)).first().title = "=1+1"
        db.session.commit()
    answer = browser_of(done, "admin").post(f"{RESULT}/eksports", {"kind": "csv"})
    assert ";=1+1;" not in answer.text


@pytest.mark.stage("thirty_simulated")
def test_who_writes_need_not_wait_for_an_export(sqlite_app, monkeypatch):
    browser = browser_of(sqlite_app, "admin")
    read, written = simulation_changes.every, []

    def written_meanwhile(*asked):
        with sqlite_app.app_context(), writing():
            written.append(db.session.execute(update(Simulation).values(total=7)).rowcount)
            db.session.commit()
        yield from read(*asked)

    monkeypatch.setattr(simulation_changes, "every", written_meanwhile)
    assert browser.post(f"{RESULT}/eksports", {"kind": "csv"}).status_code == 200
    assert written == [1]


@pytest.mark.stage("thirty_simulated")
def test_an_export_is_traced(done):
    browser_of(done, "admin").post(f"{RESULT}/eksports", {"kind": "csv"})
    with done.app_context(), seeing_everything():
        exported = select(AccountEvent.data).where(AccountEvent.action == AccountAction.exported)
        expected = {"list": "simulation", "number": "1", "rows": 30, "kind": "csv"}
        assert db.session.scalars(exported).all() == [expected]


@pytest.mark.stage("thirty_simulated")
@pytest.mark.parametrize("kind", ["", "pdf"])
def test_another_kind_of_file_is_not_found(done, kind):
    assert browser_of(done, "admin").post(f"{RESULT}/eksports", {"kind": kind}).status_code == 404


def test_what_is_not_done_has_no_export(asked):
    assert browser_of(asked, "admin").post(f"{RESULT}/eksports", {"kind": "csv"}).status_code == 404


def test_a_simulation_is_cancelled(asked):
    assert browser_of(asked, "admin").post(f"{RESULT}/atcelt", {}).status_code == 303
    work(asked)
    page = browser_of(asked, "admin").get(RESULT).text
    assert "<progress" not in page
    with asked.app_context():
        assert db.session.get(Simulation, 1).state == "cancelled"


@pytest.mark.stage("thirty_simulated")
def test_what_is_done_is_not_cancelled_but_shown(done):
    answer = browser_of(done, "admin").post(f"{RESULT}/atcelt", {}, follow_redirects=True)
    assert "Šī simulācija jau ir beigusies" in answer.text
    assert rows(answer.text) == 25


def test_a_failed_one_says_why(asked, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(simulations, "_change", lambda *_: 1 / 0)
        work(asked)
    assert "ZeroDivisionError: division by zero" in browser_of(asked, "admin").get(RESULT).text


@pytest.mark.both_databases
@pytest.mark.parametrize("key", ["2", "0", "abc", "99999999999999999999", "1%20or%201=1"])
def test_a_simulation_that_is_none_is_not_found(asked, key):
    browser = browser_of(asked, "admin")
    answers = [browser.get(f"{PAGE}/simulacijas/{key}"), browser.get(f"{PAGE}/simulacijas/{key}/gaita")]
    answers.append(browser.post(f"{PAGE}/simulacijas/{key}/atcelt", {}))
    assert {answer.status_code for answer in answers} == {404}


def test_a_rule_set_that_is_none_is_not_simulated(sqlite_app):
    assert browser_of(sqlite_app, "admin").post(f"{PAGE}/mk597/simulacija", {}).status_code == 404


@pytest.mark.parametrize(
    ("code", "against", "status"), [("mk368-2023", "", 422), ("draft", "draft", 422), ("draft", "mk597", 409)]
)
def test_another_rule_set_is_needed_to_compare_with(app, code, against, status):
    answer = browser_of(app, "admin").post(f"{PAGE}/{code}/simulacija", {"against": against})
    assert answer.status_code == status
    assert "Project-Id-Version" not in answer.text


@pytest.mark.stage("thirty_simulated")
def test_the_page_of_the_rule_set_lists_its_simulations(done):
    page = browser_of(done, "admin").get(f"{PAGE}/draft").text
    assert f'href="{RESULT}"' in page
    assert f'action="{START}"' in page


@pytest.mark.stage("thirty_simulated")
def test_who_decides_on_a_start_reads_what_it_would_change(done):
    browser_of(done, "admin").post(f"{PAGE}/draft/sakums", {"valid_from": "2099-01-01"})
    page = browser_of(done, "admin2").get(f"{PAGE}/draft").text
    assert page.count(f'href="{RESULT}"') == 2


def test_result_without_the_architects_of_the_domains_says_that_they_are_missing(sqlite_app):
    browser = browser_of(sqlite_app, "admin")
    browser.post(f"{PAGE}/mk368-architect/simulacija", {})
    work(sqlite_app)
    assert 'href="/jomas"' in browser.get(RESULT).text
    with sqlite_app.app_context(), writing():  # what is entered later does not change what was calculated
        db.session.execute(update(Domain).values(architect_id=institution("VDAA").id))
        db.session.commit()
    assert 'href="/jomas"' in browser.get(RESULT).text
