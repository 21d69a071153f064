"""The tabs Dokumenti and Saruna of an activity, without JavaScript."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from models import Attachment, Comment, KeptText
from tests.helpers.cards import the_card
from tests.helpers.documents import multipart
from tests.helpers.files import EXE, PDF, TEXT
from tests.helpers.forms import Forms
from tests.helpers.people import browser_of
from tests.helpers.rounds import rows_of

pytestmark = pytest.mark.stage("in_round")


@pytest.fixture
def number(sqlite_app):
    with rows_of(sqlite_app):
        return the_card().number


@pytest.fixture
def holder(sqlite_app):
    return browser_of(sqlite_app, "vid.pieteicejs")


def add(browser, number, *, content=PDF, name="apraksts.pdf", title="Apraksts", visibility="shared", at=""):
    fields = {"title": title, "visibility": visibility, "file": (name, content)}
    fields["csrf_token"] = browser.token()
    return browser.client.post(f"/aktivitates/{number}/dokumenti{at}", **multipart(fields))


def say(browser, number, text="Kad būs testa vide?", **more):
    return browser.post(f"/aktivitates/{number}/saruna", {"text": text, "visibility": "shared", **more})


def tab(browser, number, part):
    return browser.get(f"/aktivitates/{number}/{part}")


def form_on(page, action):
    """What the form of this address would send, but for the token."""
    form = next(one for one in Forms(page.text).found if one.action == action)
    return {name: value for name, value in form.fields.items() if name != "csrf_token"}


def last(app, table):
    with rows_of(app):
        return db.session.scalars(select(table.id).order_by(table.id.desc()).limit(1)).one()


def test_a_document_that_is_added_stands_in_the_list(sqlite_app, holder, number):
    assert add(holder, number).location == f"/aktivitates/{number}/dokumenti"
    page = tab(browser_of(sqlite_app, "dvi.loceklis"), number, "dokumenti").text
    assert "apraksts.pdf" in page
    assert re.search(r'Dokumenti\s*<span class="pill pill-accent">1</span>', page)


def test_a_download_from_the_page_is_a_file(sqlite_app, holder, number):
    add(holder, number)
    key = last(sqlite_app, Attachment)
    answer = tab(browser_of(sqlite_app, "dvi.loceklis"), number, f"dokumenti/{key}/saturs")
    assert (answer.get_data(), answer.headers["Content-Disposition"]) == (
        PDF,
        "attachment; filename=apraksts.pdf",
    )
    answer.close()


def test_a_mistake_is_said_at_its_field_and_the_title_stays(holder, number):
    answer = add(holder, number, content=EXE, title="Arhitektūras apraksts")
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert 'value="Arhitektūras apraksts"' in answer.text


def test_a_form_that_breaks_off_is_unreadable(holder, number):
    body = b"--x\r\nContent-Disposition: form-data; name="
    answer = holder.client.post(
        f"/aktivitates/{number}/dokumenti", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400


def test_a_file_that_is_too_large_leaves_the_form_as_it_was(holder, number):
    answer = add(holder, number, content=PDF + b" " * (26 * 2**20) + PDF, title="Liels")
    assert (answer.status_code, 'value="Liels"' in answer.text) == (422, True)


def test_the_next_version_stands_before_the_one_it_replaces(sqlite_app, holder, number):
    add(holder, number)
    key = last(sqlite_app, Attachment)
    asked = tab(holder, number, f"dokumenti/{key}/aizstat")
    assert 'value="Apraksts"' in asked.text
    assert add(holder, number, content=TEXT, name="b.txt", at=f"/{key}/aizstat").status_code == 303
    page = tab(holder, number, "dokumenti").text
    assert page.index("b.txt") < page.index("apraksts.pdf")
    assert add(holder, number, at=f"/{key}/aizstat").status_code == 422


def test_a_document_is_withdrawn_after_the_reason_is_said(sqlite_app, holder, number):
    add(holder, number)
    at = f"/aktivitates/{number}/dokumenti/{last(sqlite_app, Attachment)}/atsaukt"
    assert holder.get(at).status_code == 200
    assert holder.post(at, {"comment": " "}).status_code == 422
    assert holder.post(at, {"comment": "Novecojis."}).status_code == 303
    page = tab(holder, number, "dokumenti").text
    assert ("Novecojis." in page, "/saturs" in page) == (True, False)
    assert holder.post(at, {"comment": "Vēlreiz."}).status_code == 409


def test_others_see_no_form_to_withdraw_and_cannot(sqlite_app, holder, number):
    add(holder, number)
    other = browser_of(sqlite_app, "dvi.loceklis")
    at = f"/aktivitates/{number}/dokumenti/{last(sqlite_app, Attachment)}/atsaukt"
    assert "/atsaukt" not in tab(other, number, "dokumenti").text
    assert (other.get(at).status_code, other.post(at, {"comment": "Nē."}).status_code) == (403, 403)


def test_a_document_of_another_card_is_not_found_under_this_one(sqlite_app, holder, number):
    add(holder, number)
    other = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert tab(holder, other, f"dokumenti/{last(sqlite_app, Attachment)}/saturs").status_code == 404


@pytest.mark.parametrize("key", ["0", "abc", "99999999999999999999"])
def test_nonsense_in_an_address_is_not_found(holder, number, key):
    parts = (f"dokumenti/{key}/saturs", f"dokumenti/{key}/aizstat", f"saruna/{key}/atsaukt")
    assert [tab(holder, number, part).status_code for part in parts] == [404, 404, 404]


def test_empty_tabs_say_what_they_are_for(holder, number):
    assert "Dokumentu vēl nav" in tab(holder, number, "dokumenti").text
    assert "Ierakstu vēl nav" in tab(holder, number, "saruna").text


def test_an_administrator_reads_but_gets_no_form(sqlite_app, holder, number):
    add(holder, number)
    say(holder, number)
    admin = browser_of(sqlite_app, "admin")
    pages = tab(admin, number, "dokumenti").text, tab(admin, number, "saruna").text
    assert ["Kad būs testa vide?" in pages[1], "apraksts.pdf" in pages[0]] == [True, True]
    assert not any('name="visibility"' in page for page in pages)
    assert (add(admin, number).status_code, say(admin, number).status_code) == (403, 403)


def test_history_names_the_document(holder, number):
    add(holder, number, title="Arhitektūra")
    page = tab(holder, number, "vesture").text
    assert "pievienoja dokumentu „Arhitektūra”, SHA-256" in page
    assert "Pievienots dokuments" in page


@pytest.mark.stage("restricted")
def test_of_a_restricted_card_others_have_no_such_tabs_and_read_no_title(sqlite_app, holder, number):
    add(holder, number, title="Slepena arhitektūra")
    other = browser_of(sqlite_app, "bvkb.pieteicejs")
    assert [tab(other, number, part).status_code for part in ("dokumenti", "saruna")] == [404, 404]
    page = tab(other, number, "vesture").text
    assert ("/dokumenti" in page, "Slepena" in page, "pievienoja dokumentu" in page) == (False, False, True)


@pytest.mark.stage("approved")
def test_who_is_not_involved_finds_no_discussion(sqlite_app, holder, number):
    say(holder, number)
    other = browser_of(sqlite_app, "bvkb.pieteicejs")
    assert "/saruna" not in tab(other, number, "dokumenti").text
    page = tab(other, number, "saruna")
    assert (page.status_code, "Kad būs testa vide?" in page.text) == (200, False)
    assert say(other, number).status_code == 403


def test_answers_stand_under_what_they_answer(sqlite_app, holder, number):
    say(holder, number, "Pirmais")
    first = last(sqlite_app, Comment)
    say(holder, number, "Otrais")
    member = browser_of(sqlite_app, "dvi.loceklis")
    assert f'href="/aktivitates/{number}/saruna?atbilde={first}#' in tab(member, number, "saruna").text
    asked = tab(member, number, f"saruna?atbilde={first}").text
    assert f'name="reply_to" value="{first}"' in asked
    say(member, number, "Atbilde uz pirmo", reply_to=str(first))
    page = tab(holder, number, "saruna").text
    assert page.index("Pirmais") < page.index("Atbilde uz pirmo") < page.index("Otrais")


def test_an_entry_that_is_wrong_keeps_what_was_typed(holder, number):
    answer = say(holder, number, "Svarīgs teksts", mentions=["DVI", "NAV"])
    assert (answer.status_code, "Svarīgs teksts" in answer.text) == (422, True)
    assert "„NAV” nenorāda nevienu" in answer.text
    assert re.search(r'<option value="DVI" selected', answer.text)


def test_an_entry_typed_when_the_session_had_ended_is_there_after_signing_in(sqlite_app, holder, number):
    form = form_on(tab(holder, number, "saruna"), f"/aktivitates/{number}/saruna")
    holder.client.delete_cookie("virsis")
    holder.post(f"/aktivitates/{number}/saruna", {**form, "text": "Nepazaudējams teksts"})
    assert "Nepazaudējams teksts" in tab(browser_of(sqlite_app, "vid.pieteicejs"), number, "saruna").text


def test_the_title_of_a_document_sent_when_the_session_had_ended_is_kept_and_its_file_is_not(
    sqlite_app, holder, number
):
    at = f"/aktivitates/{number}/dokumenti"
    form = form_on(tab(holder, number, "dokumenti"), at)
    holder.client.delete_cookie("virsis")
    sent = {name: value[0] for name, value in form.items()}
    sent |= {"title": "Nepazaudējams nosaukums", "file": ("a.pdf", PDF * 9999), "csrf_token": holder.token()}
    answer = holder.client.post(at, **multipart(sent))
    assert answer.location.startswith("/login/")
    page = tab(browser_of(sqlite_app, "vid.pieteicejs"), number, "dokumenti").text
    assert 'value="Nepazaudējams nosaukums"' in page
    with rows_of(sqlite_app):
        assert [one.key for one in db.session.scalars(select(KeptText))] == [
            f"activities.{the_card().id}.document-new"
        ]


def test_an_author_withdraws_an_entry_and_its_text_is_gone(sqlite_app, holder, number):
    say(holder, number, "Lieki vārdi")
    at = f"/aktivitates/{number}/saruna/{last(sqlite_app, Comment)}/atsaukt"
    assert f'href="{at}"' in tab(holder, number, "saruna").text
    assert "Lieki vārdi" in holder.get(at).text
    assert browser_of(sqlite_app, "dvi.loceklis").post(at).status_code == 403
    assert holder.post(at).status_code == 303
    assert "Lieki vārdi" not in tab(browser_of(sqlite_app, "dvi.loceklis"), number, "saruna").text


def test_a_text_with_markup_is_shown_as_it_was_typed(holder, number):
    say(holder, number, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in tab(holder, number, "saruna").text


def test_what_is_said_to_an_activity_that_has_ended_meanwhile_is_shown_again(sqlite_app, holder, number):
    controller = browser_of(sqlite_app, "vid.kontrolieris")
    controller.post(f"/aktivitates/{number}/withdraw", {"revision": "2", "comment": "Nav vajadzīga."})
    answer = say(holder, number, "Pārāk vēlu pateikts")
    assert (answer.status_code, "Pārāk vēlu pateikts" in answer.text) == (409, True)
    assert add(holder, number).status_code == 409
