"""How to become a user: raw posts from outside, and the queue of the system administrator."""

import re
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import AccountEvent, AdministratorRequest, Institution, User
from rules.account.access import AccountAction, RequestState
from rules.registry_vocabulary import InstitutionStatus
from tests.helpers.people import Browser, browser_of
from tests.helpers.requests import sent
from tests.helpers.signed import container, pdf
from tests.services.account.test_signed_files import BOMB

PAGE = "/ka-klut-par-lietotaju"
QUEUE = "/parvaldiba/pieprasijumi"
FORM = {
    "institution": "LAD",
    "first_name": "Ilze",
    "last_name": "Šķēle-Ābele",
    "position": "Galvenā speciāliste",
    "email": "ilze.skele@lad.example",
    "replaces": "give",
    "consent": "1",
}


def post(browser, content=None, name="veidlapa.edoc", **over):
    """Send the form with a file; a field given as None is left out."""
    fields = {key: value for key, value in {**FORM, **over}.items() if value is not None}
    file = FileStorage(BytesIO(container() if content is None else content), name)
    boundary, body = encode_multipart({"csrf_token": browser.token(), **fields, "file": file})
    return browser.client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def rows(app):
    with app.app_context():
        return list(db.session.scalars(select(AdministratorRequest).order_by(AdministratorRequest.id)))


def events(app, action):
    with app.app_context(), seeing_everything():
        return list(db.session.scalars(select(AccountEvent.data).where(AccountEvent.action == action)))


def waiting(app, **over):
    """Put a request into the queue and return its key."""
    with app.app_context(), seeing_everything(), writing():
        return sent(**over).id


def text_of(answer):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


@pytest.fixture
def visitor(app):
    return Browser(app)


@pytest.fixture
def somebody(sqlite_app):
    return Browser(sqlite_app)


# --- sending


def test_a_complete_form_becomes_a_request(app, visitor):
    assert post(visitor).location == f"{PAGE}/nosutits"
    assert [(one.number[:3], one.email, one.state) for one in rows(app)] == [
        ("LA-", FORM["email"], RequestState.waiting)
    ]


def test_the_page_after_sending_says_the_number(app, visitor):
    post(visitor)
    assert rows(app)[0].number in visitor.get(f"{PAGE}/nosutits").text


def test_the_page_after_sending_shows_nothing_to_who_sent_nothing(somebody):
    assert somebody.get(f"{PAGE}/nosutits").location == PAGE


@pytest.mark.both_databases
def test_a_form_sent_twice_is_one_request(app, visitor):
    post(visitor)
    post(visitor)
    assert len(rows(app)) == 1


@pytest.mark.parametrize("email", ["vid.pieteicejs@virsis.example", "nobody@virsis.example"])
@pytest.mark.parametrize("institution", ["VID", "LAD"])
def test_the_answer_is_the_same_whether_there_is_an_account_or_an_administrator(
    sqlite_app, somebody, email, institution
):
    answer = post(somebody, email=email, institution=institution)
    shown = somebody.get(answer.location).text
    masked = re.sub(r'LA-\d{4}-\d{6}|value="[^"]+"', "…", shown)
    other = Browser(sqlite_app)
    post(other, email="other@lad.example", institution="LAD")
    again = re.sub(r'LA-\d{4}-\d{6}|value="[^"]+"', "…", other.get(f"{PAGE}/nosutits").text)
    assert (answer.status_code, masked) == (302, again)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("institution", "", "institution-error"),
        ("institution", "NAV", "institution-error"),
        ("first_name", "", "first_name-error"),
        ("last_name", "x" * 5000, "last_name-error"),
        ("position", " ", "position-error"),
        ("email", "nav adreses", "email-error"),
        ("email", "anna.@lad.lv", "email-error"),
        ("email", f"anna@{'lad.' * 70}lv", "email-error"),
        ("replaces", "both", "replaces-error"),
        ("consent", None, "consent-error"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(sqlite_app, somebody, field, value, said):
    answer = post(somebody, **{field: value})
    kept = [
        one
        for name, one in FORM.items()
        if name != field and name not in ("consent", "replaces", "institution")
    ]
    assert (answer.status_code, f'id="{said}"' in answer.text, rows(sqlite_app)) == (422, True, [])
    assert [one for one in kept if one not in answer.text] == []
    assert "<title>Kļūda: " in answer.text


@pytest.mark.parametrize(("chosen", "shown"), [("give", ["give"]), ("replace", ["replace"]), (None, [])])
def test_what_was_asked_for_stays_chosen_and_the_statement_ticked(somebody, chosen, shown):
    page = post(somebody, position="", replaces=chosen).text
    assert re.findall(r'name="replaces" value="(\w+)"\s+checked', page) == shown
    assert re.search(r'id="consent"\s+checked', page)
    assert '<option value="LAD" selected' in page


def test_a_forged_institution_leaves_an_event(app, visitor):
    post(visitor, institution="NAV")
    assert events(app, AccountAction.refused) == [{"form": "administrator_request", "field": "institution"}]


def test_a_form_without_a_file_is_refused(somebody):
    answer = somebody.post(PAGE, FORM, content_type="multipart/form-data")
    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)


def test_a_closed_institution_cannot_be_chosen(sqlite_app, somebody):
    with sqlite_app.app_context(), writing():
        lad = db.session.scalars(select(Institution).where(Institution.code == "LAD")).one()
        lad.status, lad.closed_on = InstitutionStatus.closed, date(2026, 1, 1)
        db.session.commit()
    assert ('value="LAD"' in somebody.get(PAGE).text, post(somebody).status_code) == (False, 422)


# --- files


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("veidlapa.exe", b"MZ", 422),
        ("veidlapa.pdf", container(), 422),
        ("veidlapa.edoc", pdf(), 422),
        ("veidlapa.edoc", b"", 422),
        ("veidlapa.edoc", container(more=[("a.txt", BOMB)]), 422),
        ("veidlapa.edoc", container(more=[("../../etc/cron.d/x", b"x")]), 422),
        ("veidlapa.pdf", b"%PDF-" + b"x" * 10_000_000, 413),
    ],
    ids=["ending", "false pdf", "false edoc", "empty", "bomb", "path", "10 MB"],
)
def test_a_bad_file_is_refused_with_everything_typed_kept_and_an_event(app, visitor, name, content, status):
    answer = post(visitor, content, name)
    assert (answer.status_code, FORM["last_name"] in answer.text, rows(app)) == (status, True, [])
    assert events(app, AccountAction.refused) == [{"form": "administrator_request", "field": "file"}]


@pytest.mark.both_databases
def test_a_signed_file_of_megabytes_of_any_bytes_is_taken(app, visitor):
    noise = b"".join(sha256(str(number).encode()).digest() for number in range(50_000))
    post(visitor, b"%PDF-1.7\n" + noise + b"\n%%EOF\n", "veidlapa.pdf")
    assert [one.file_name for one in rows(app)] == ["veidlapa.pdf"]


def test_a_path_in_the_name_of_a_file_is_dropped(app, visitor):
    post(visitor, name="../../../etc/Veidlapa Nr.1.edoc")
    assert [one.file_name for one in rows(app)] == ["Veidlapa Nr.1.edoc"]


@pytest.mark.parametrize(
    "sent", [{"content": b"x" * 13_000_000}, {"position": "x" * 10_000_000}], ids=["body", "field"]
)
def test_more_than_is_read_is_answered_clearly_and_an_event(sqlite_app, somebody, sent):
    answer = post(somebody, **sent)
    assert (answer.status_code, "<h1>" in answer.text) == (413, True)
    assert events(sqlite_app, AccountAction.refused) == [
        {"form": "administrator_request", "why": "too_large"}
    ]


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}/veidlapa"])
def test_a_huge_field_is_refused_too_where_no_file_can_be(somebody, page):
    answer = somebody.post(page, {"first_name": "x" * 1_000_000})
    assert (answer.status_code, len(answer.text) < 100_000) == (413, True)


def test_other_forms_still_take_two_megabytes_at_most(somebody):
    assert somebody.post("/login/", {"username": "x" * 3_000_000}).status_code == 413


def test_a_nul_in_a_field_is_refused(somebody):
    assert post(somebody, first_name="Il\0ze").status_code == 422


def test_a_form_without_its_token_is_refused(sqlite_app, somebody):
    answer = somebody.client.post(PAGE, data=FORM, content_type="multipart/form-data")
    assert (answer.status_code, rows(sqlite_app)) == (400, [])


def test_after_so_many_requests_the_form_says_when_to_come_again(sqlite_app, somebody, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "REQUESTS", {"network": 2, "all": 100})
    post(somebody)
    post(somebody, b"", name="veidlapa.pdf")
    answer = post(somebody, email="third@lad.example")
    assert (answer.status_code, "third@lad.example" in answer.text, len(rows(sqlite_app))) == (429, True, 1)
    assert 0 < int(answer.headers["Retry-After"]) <= sqlite_app.config["REQUEST_WINDOW"]


# --- the form to sign


def test_the_form_to_sign_holds_what_was_typed(somebody):
    answer = somebody.post(f"{PAGE}/veidlapa", {**FORM, "position": "āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ"})
    wanted = ("LAD", "Ilze", "Šķēle-Ābele", "āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ", "ilze.skele@lad.example")
    assert [one for one in wanted if one not in text_of(answer)] == []


def test_the_form_to_sign_is_stored_nowhere(sqlite_app, somebody):
    somebody.post(f"{PAGE}/veidlapa", FORM)
    assert (rows(sqlite_app), events(sqlite_app, AccountAction.administrator_asked)) == ([], [])


@pytest.mark.parametrize(
    "trick",
    ['#read("/etc/passwd")', "*b* $x^2$ `c` ] }", '"; #panic() //', "@label <x> \\u{41}", "= virsraksts"],
)
def test_what_is_typed_is_text_and_no_command(somebody, trick):
    answer = somebody.post(f"{PAGE}/veidlapa", {**FORM, "position": trick})
    assert trick.replace("  ", " ") in text_of(answer).replace("\n", " ")


def test_signs_that_the_font_lacks_do_not_stop_the_form(somebody):
    answer = somebody.post(f"{PAGE}/veidlapa", {**FORM, "position": "李 😀"})
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_the_form_to_sign_is_tagged_for_screen_readers(somebody):
    made = PdfReader(BytesIO(somebody.post(f"{PAGE}/veidlapa", FORM).data))
    assert (made.trailer["/Root"]["/MarkInfo"]["/Marked"], made.trailer["/Root"]["/Lang"]) == (True, "lv")


def test_a_blank_form_can_be_had(somebody):
    answer = somebody.get(f"{PAGE}/veidlapa")
    assert (answer.mimetype, "attachment" in answer.headers["Content-Disposition"]) == (
        "application/pdf",
        True,
    )


def test_a_form_to_sign_is_not_made_of_what_is_too_long(somebody):
    answer = somebody.post(f"{PAGE}/veidlapa", {"position": "x" * 5000})
    assert (answer.status_code, 'id="position-error"' in answer.text) == (422, True)


def test_a_form_of_a_demo_says_so(sqlite_app, somebody, monkeypatch):
    plain = text_of(somebody.get(f"{PAGE}/veidlapa"))
    monkeypatch.setitem(sqlite_app.config, "ENV", "demo")
    marked = text_of(somebody.get(f"{PAGE}/veidlapa"))
    assert ("Demonstrācijas dati" in plain, "Demonstrācijas dati" in marked) == (False, True)


# --- the queue


def test_an_empty_queue_asks_nobody_to_add_anything(sqlite_app):
    page = browser_of(sqlite_app, "admin").get(QUEUE).text
    assert "Jauni ieraksti šeit parādīsies paši." in page
    assert "Pievienotais parādīsies šeit." not in page


def test_the_queue_shows_what_waits_first(app):
    first, second = waiting(app), waiting(app, email="b@lad.example")
    admin = browser_of(app, "admin")
    admin.post(f"{QUEUE}/refuse/{second}", {"reason": "Nav parakstīts."})
    found = re.findall(rf"{QUEUE}/show/(\d+)", admin.get(QUEUE).text)
    assert [int(one) for one in dict.fromkeys(found)] == [first, second]


@pytest.mark.parametrize("username", ["vid.administrators", "varam.vaditajs", "vid.pieteicejs"])
@pytest.mark.parametrize("step", ["approve", "refuse", "download"])
def test_nobody_else_opens_or_decides(sqlite_app, username, step):
    key = waiting(sqlite_app)
    browser = browser_of(sqlite_app, username)
    answer = browser.post(f"{QUEUE}/{step}/{key}", {"verified": "1", "reason": "Nē."})
    assert (answer.status_code, browser.get(f"{QUEUE}/show/{key}").status_code) == (403, 403)
    assert [one.state for one in rows(sqlite_app)] == [RequestState.waiting]


def test_approval_needs_a_checked_signature(sqlite_app):
    key = waiting(sqlite_app)
    answer = browser_of(sqlite_app, "admin").post(f"{QUEUE}/approve/{key}")
    assert (answer.status_code, 'id="verified-error"' in answer.text) == (422, True)
    assert [one.state for one in rows(sqlite_app)] == [RequestState.waiting]


def test_an_approved_request_makes_an_account(app):
    key = waiting(app)
    answer = browser_of(app, "admin").post(f"{QUEUE}/approve/{key}", {"verified": "1"})
    with app.app_context():
        made = db.session.scalars(select(User).where(User.email == FORM["email"])).one()
        assert (answer.status_code, made.active) == (302, True)


def test_a_refusal_without_a_reason_changes_nothing(app):
    key = waiting(app)
    answer = browser_of(app, "admin").post(f"{QUEUE}/refuse/{key}", {"reason": " "})
    assert (answer.status_code, 'id="reason-error"' in answer.text) == (422, True)
    assert "<title>Kļūda: " in answer.text
    assert 'href="#reason"' in answer.text
    assert [one.state for one in rows(app)] == [RequestState.waiting]


def test_a_second_decision_is_a_conflict(sqlite_app):
    key = waiting(sqlite_app)
    browser_of(sqlite_app, "admin").post(f"{QUEUE}/refuse/{key}", {"reason": "Nav parakstīts."})
    answer = browser_of(sqlite_app, "admin2").post(f"{QUEUE}/approve/{key}", {"verified": "1"})
    assert (answer.status_code, rows(sqlite_app)[0].number in answer.text) == (409, True)


def test_the_page_of_a_request_warns(sqlite_app):
    key = waiting(sqlite_app, content=container(signature=b"<nothing/>"))
    assert "note-warn" in browser_of(sqlite_app, "admin").get(f"{QUEUE}/show/{key}").text


def test_a_replaced_administrator_is_named_with_a_link(sqlite_app):
    key = waiting(sqlite_app, institution="VID", replaces=True)
    assert "vid.administrators" in browser_of(sqlite_app, "admin").get(f"{QUEUE}/show/{key}").text


def test_the_document_is_handed_out_as_a_harmless_attachment(app):
    key = waiting(app)
    answer = browser_of(app, "admin").post(f"{QUEUE}/download/{key}")
    assert answer.data == container()
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/vnd.etsi.asic-e+zip",
        "attachment; filename=veidlapa.edoc",
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_document_is_not_handed_out_by_a_link(sqlite_app):
    key = waiting(sqlite_app)
    assert browser_of(sqlite_app, "admin").get(f"{QUEUE}/download/{key}").status_code == 405


@pytest.mark.parametrize("key", ["0", "4711", "abc", "99999999999999999999"])
@pytest.mark.parametrize("step", ["approve", "refuse", "download"])
def test_an_unknown_request_is_not_found(sqlite_app, key, step):
    assert browser_of(sqlite_app, "admin").post(f"{QUEUE}/{step}/{key}", {"verified": "1"}).status_code == 404
