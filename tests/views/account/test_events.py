"""What happened to accounts is read by those who answer for them, and by nobody else."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app import clock
from app.database import writing
from app.extensions import db
from app.services.account.traces import trace
from app.visibility import looking_as
from models import AccountEvent, User
from models.account.people import actor_of
from rules.account.access import AccountAction
from rules.text import not_a_formula
from rules.vocabulary import Role
from tests.helpers.people import account, browser_of
from tests.helpers.rounds import counted, rows_of

PAGE = "/lietotaji/notikumi"


def user(name):
    return db.session.scalars(select(User).where(User.username == name)).one()


def happened(app, action, actor, whose, **data):
    """Write a trace: who did what to whom."""
    with rows_of(app), writing():
        trace(action, actor and actor_of(user(actor)), clock.now(), account=whose and user(whose), data=data)
        db.session.commit()


def read_by(app, username):
    """Return whose accounts the traces are about that somebody's queries find."""
    with rows_of(app):
        reader = actor_of(user(username))
    with app.app_context(), looking_as(reader):
        rows = db.session.scalars(select(AccountEvent).order_by(AccountEvent.id))
        return [one.account.username if one.account else None for one in rows]


def test_traces_are_seen_by_their_owner_the_institution_and_the_system(app):
    for whose in ("vid.pieteicejs", "bvkb.pieteicejs", None):
        happened(app, AccountAction.sign_in_failed, None, whose)
    assert read_by(app, "vid.pieteicejs") == ["vid.pieteicejs"]
    assert read_by(app, "vid.kontrolieris") == []
    assert read_by(app, "vid.administrators") == ["vid.pieteicejs"]
    assert read_by(app, "admin") == ["vid.pieteicejs", "bvkb.pieteicejs", None]


@pytest.mark.parametrize("username", ["vid.pieteicejs", "varam.vaditajs", "fm.loceklis"])
def test_list_opens_for_administrators_only(app, username):
    assert browser_of(app, username).get(PAGE).status_code == 403


def test_user_administrator_reads_a_sentence_about_own_people_and_none_about_others(app):
    for whose in ("vid.pieteicejs", "bvkb.pieteicejs"):
        happened(app, AccountAction.roles_changed, "admin", whose, **{"from": ["applicant"], "to": []})
    page = browser_of(app, "vid.administrators").get(PAGE).text
    assert "admin mainīja konta vid.pieteicejs lomas" in page
    assert "bvkb.pieteicejs" not in page


def test_own_promotion_says_so(app):
    who = "vid.administrators"
    told = {"from": ["user_admin"], "to": ["applicant", "user_admin"], "own": True}
    happened(app, AccountAction.roles_changed, who, who, **told)
    browser = browser_of(app, who)
    browser.post("/valoda", {"locale": "en"})
    assert "changed the own roles (to himself or herself)" in browser.get(PAGE).text


@pytest.mark.parametrize("action", list(AccountAction))
def test_every_trace_reads_as_a_sentence_even_without_data(sqlite_app, action):
    happened(sqlite_app, action, None, None)
    answer = browser_of(sqlite_app, "admin").get(f"{PAGE}?action={action}")
    assert (answer.status_code, "%(" in answer.text, "<tbody>" in answer.text) == (200, False, True)


@pytest.mark.both_databases
def test_filters_narrow_list_and_count(app):
    happened(app, AccountAction.closed, "vid.administrators", "vid.pieteicejs")
    happened(app, AccountAction.reopened, "admin", "vid.kontrolieris")
    browser, day = browser_of(app, "vid.administrators"), clock.today().isoformat()
    found = {
        query: "vid.pieteicejs" in browser.get(f"{PAGE}?{query}").text.partition("<tbody>")[2]
        for query in (
            "action=closed",
            "action=reopened",
            "account=PIETEIC",
            "account=kontrol",
            "person=administr",
            "person=admin2",
            f"since={day}&until={day}",
            "until=2020-01-01",
            "since=2999-01-01",
        )
    }
    assert [query for query, here in found.items() if here] == [
        "action=closed",
        "account=PIETEIC",
        "person=administr",
        f"since={day}&until={day}",
    ]


def test_filter_does_not_tell_the_address_of_somebody_elsewhere(app):
    happened(app, AccountAction.reopened, "admin", "vid.kontrolieris")
    with rows_of(app):
        address = user("admin").email
    found = {
        reader: "vid.kontrolieris" in browser_of(app, reader).get(f"{PAGE}?person={address}").text
        for reader in ("vid.administrators", "admin")
    }
    assert found == {"vid.administrators": False, "admin": True}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "query",
    [
        "since=x",
        "until=0000-99-99",
        "action=%27",
        "account=%25_%27",
        "page=-1",
        "page=999999",
        "since=9999-12-31&until=9999-12-31",
    ],
)
def test_nonsense_in_the_filters_is_no_fault(app, query):
    assert browser_of(app, "vid.administrators").get(f"{PAGE}?{query}").status_code == 200


def test_list_asks_as_few_questions_for_many_rows_as_for_one(sqlite_app):
    browser = browser_of(sqlite_app, "vid.administrators")
    happened(sqlite_app, AccountAction.closed, "admin", "vid.pieteicejs")
    with counted(sqlite_app) as few:
        browser.get(PAGE)
    for whose in ("vid.pieteicejs", "vid.kontrolieris", "vid.administrators") * 8:
        happened(sqlite_app, AccountAction.work_handed_over, "admin", whose, to=1)
    with counted(sqlite_app) as many:
        browser.get(PAGE)
    assert (len(many) - len(few), len(many) < 12) == (1, True)


def test_export_holds_own_rows_and_is_a_trace_itself(app):
    happened(app, AccountAction.closed, "admin", "vid.pieteicejs")
    happened(app, AccountAction.closed, "admin", "bvkb.pieteicejs")
    browser = browser_of(app, "vid.administrators")
    answer = browser.post(f"{PAGE}/eksports?action=closed", {"kind": "csv"})
    lines = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert (len(lines), "vid.pieteicejs" in lines[1][1]) == (2, True)
    assert "attachment" in answer.headers["Content-Disposition"]
    with rows_of(app):
        told = db.session.scalars(
            select(AccountEvent).where(AccountEvent.action == AccountAction.exported)
        ).one()
        assert (told.actor.username, told.data["rows"]) == ("vid.administrators", 1)


def test_export_for_excel_opens_and_holds_no_formula(app):
    with rows_of(app), writing():
        account("=cmd|' /C calc'!A0", "VID", Role.applicant)
        db.session.commit()
    happened(app, AccountAction.signed_in, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0")
    answer = browser_of(app, "vid.administrators").post(f"{PAGE}/eksports", {"kind": "xlsx"})
    sheet = load_workbook(BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    found = next(cell for cell in cells if "cmd" in str(cell.value))
    assert (found.value[:4], found.data_type) == ("=cmd", "s")
    with ZipFile(BytesIO(answer.data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_text_that_a_spreadsheet_would_calculate_is_led_in_by_an_apostrophe(text):
    assert not_a_formula(text) == f"'{text}"


def test_unknown_kind_of_file_is_not_there_and_somebody_else_exports_nothing(app):
    assert browser_of(app, "vid.administrators").post(f"{PAGE}/eksports", {"kind": "exe"}).status_code == 404
    assert browser_of(app, "vid.pieteicejs").post(f"{PAGE}/eksports", {"kind": "csv"}).status_code == 403


def test_export_by_a_link_is_refused(app):
    assert browser_of(app, "vid.administrators").get(f"{PAGE}/eksports").status_code == 405


def test_profile_shows_what_happened_to_the_own_account_and_to_no_other(app):
    happened(app, AccountAction.closed, "admin", "vid.pieteicejs")
    happened(app, AccountAction.closed, "admin", "vid.kontrolieris")
    page = browser_of(app, "vid.pieteicejs").get("/profils").text.partition("recent-events")[2]
    assert ("vid.pieteicejs" in page, "vid.kontrolieris" in page) == (True, False)


def test_name_that_looks_like_a_tag_stays_text(app):
    with rows_of(app), writing():
        account("<script>alert(1)</script>", "VID", Role.applicant)
        db.session.commit()
    happened(app, AccountAction.closed, "admin", "<script>alert(1)</script>")
    page = browser_of(app, "vid.administrators").get(PAGE).text
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_sentence_that_ends_with_a_date_has_one_full_stop(sqlite_app):
    days = {"from_on": "2026-11-24", "until_on": "2026-12-14"}
    happened(sqlite_app, AccountAction.substitution_set, "fm.loceklis", "fm.loceklis", **days)
    page = browser_of(sqlite_app, "admin").get(PAGE).text
    assert ("14.12.2026.<" in page, "14.12.2026..<" in page) == (True, False)


def test_refused_form_of_a_visitor_is_named_in_words(sqlite_app):
    happened(sqlite_app, AccountAction.refused, None, None, form="administrator_request", field="file")
    assert "administrator_request" not in browser_of(sqlite_app, "admin").get(PAGE).text
