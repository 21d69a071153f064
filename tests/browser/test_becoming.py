"""From the public form to an account: filled in, signed, sent, checked, approved, and a letter in the end."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.person import Person
from tests.helpers.mail_server import text_of
from tests.helpers.signed import container
from tests.helpers.waiting import eventually

EMAIL = "ilze.skele@lad.example"
REASON = "Parakstītājs nedrīkst parakstīt iestādes vārdā."


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_an_institution_gets_its_administrator(site):
    number = _sent(site, Person.look_closely)
    admin = site.person("admin").sign_in()
    page = admin.open("/parvaldiba/pieprasijumi")
    admin.look_closely()
    page.get_by_role("link", name=number).click()
    admin.look_closely()
    with page.expect_download() as download:
        page.locator("form[action*='/download/'] button").click()
    assert download.value.suggested_filename == "Veidlapa.edoc"
    page.locator("form[action*='/approve/'] button").click()
    expect(page.locator("#verified-error")).to_be_visible()
    page.locator("#verified").check()
    page.locator("form[action*='/approve/'] button").click()
    expect(page.locator(".flashes")).to_contain_text(number)
    assert "http" in text_of(_letter(site, EMAIL))


def test_a_refusal_arrives_with_its_reason(site):
    number = _sent(site)
    admin = site.person("admin").sign_in()
    page = admin.open("/parvaldiba/pieprasijumi")
    page.get_by_role("link", name=number).click()
    page.locator("#reason").fill(REASON)
    page.locator("form[action*='/refuse/'] button").click()
    expect(page.locator(".flashes")).to_contain_text(number)
    assert REASON in text_of(_letter(site, EMAIL))


def test_the_form_works_without_scripts(site):
    visitor = site.person("", java_script_enabled=False)
    page = visitor.open("/ka-klut-par-lietotaju")
    page.locator("#institution").select_option("LAD")
    _fill_in(page)
    page.locator("#veidlapa .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#email")).to_have_value(EMAIL)
    expect(page.locator("#institution")).to_have_value("LAD")


def _sent(site, look=Person.look) -> str:
    """A visitor forgets the file, then signs the form and sends it; return the number of the request."""
    visitor = site.person("")
    page = visitor.open("/")
    page.locator('main a[href^="/ka-klut-par-lietotaju"]').first.click()
    visitor.look()
    page.wait_for_function("document.querySelector('#institution').tomselect")
    page.evaluate("document.querySelector('#institution').tomselect.setValue('LAD')")
    _fill_in(page)
    with page.expect_download() as download:
        page.locator("button[formaction]").click()
    made = PdfReader(BytesIO(download.value.path().read_bytes()))
    assert "Šķēle-Ābele" in made.pages[0].extract_text()
    page.locator("#veidlapa .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#last_name")).to_have_value("Šķēle-Ābele")
    look(visitor)
    page.locator("#file").set_input_files(
        {"name": "Veidlapa.edoc", "mimeType": "application/zip", "buffer": container()}
    )
    page.locator("#veidlapa .btn-primary").click()
    page.wait_for_url("**/nosutits")
    look(visitor)
    assert "LAD" in text_of(_letter(site, "admin@"))
    found = re.search(r"LA-\d{4}-\d{6}", page.locator("main").inner_text())
    assert found
    return found[0]


def _fill_in(page) -> None:
    page.locator("#first_name").fill("Ilze")
    page.locator("#last_name").fill("Šķēle-Ābele")
    page.locator("#position").fill("Galvenā speciāliste")
    page.locator("#email").fill(EMAIL)
    page.locator("[name=replaces][value=give]").check()
    page.locator("#consent").check()


def _letter(site, to: str):
    """Wait for a letter to this address and return the newest."""
    return eventually(lambda: site.letters.to(to), lambda: [one["To"] for one in site.letters.letters])[-1]
