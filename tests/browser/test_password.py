"""From an invitation in the mailbox to the own work, and back in after the password is forgotten."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.clock import now
from app.services.account import accounts
from app.services.account.details import Details
from app.visibility import seeing_everything
from rules.facts import SYSTEM
from rules.vocabulary import Role
from tests.browser.program import Program
from tests.helpers.mail_server import text_of
from tests.helpers.people import PASSWORD
from tests.helpers.waiting import eventually
from views.base.transaction import one_change

EMAIL = "anna.berzina@vid.example"
FIRST, SECOND = "zaļš zirgs pār kalnu", "Otrā gara parole 7"
ASK = "/aizmirsu-paroli"
LINK = re.compile(r"http://\S+/parole/\S+")


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_an_invited_person_sets_a_password_and_forgets_it(site):
    _create(site.app)
    person = site.person("anna.berzina")
    page = person.open(LINK.search(text_of(_letters(site, 1)[0]))[0])
    expect(page.locator("main")).to_contain_text("anna.berzina")
    person.look()
    _type(page, "īsa")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#password")).to_have_value("")
    person.look()
    _type(page, FIRST)
    expect(page.locator(".flashes")).to_contain_text("anna.berzina")
    person.fill_in(FIRST)
    page.wait_for_url("**/darbi")
    expect(page.locator('.timeline a[href="/profils"]')).to_be_visible()
    _forget(site, page)


def test_a_used_link_says_what_to_do(site):
    _create(site.app)
    address = LINK.search(text_of(_letters(site, 1)[0]))[0]
    person = site.person("anna.berzina")
    _type(person.open(address), FIRST)
    assert person.status_of(address) == 404
    person.look()
    person.page.locator(f'main a[href="{ASK}"]').click()
    expect(person.page.locator("#name")).to_be_visible()


def test_a_password_is_set_without_scripts(site):
    _create(site.app)
    address = LINK.search(text_of(_letters(site, 1)[0]))[0]
    page = site.person("anna.berzina", java_script_enabled=False).open(address)
    _type(page, FIRST)
    expect(page).to_have_url(f"{site.address}/login/")


def test_the_own_password_is_changed_on_the_profile(site):
    person = site.person("vid.pieteicejs").sign_in()
    page = person.open("/profils")
    page.locator('main a[href="/profils/parole"]').click()
    person.look()
    page.locator("#present").fill("nav pareizā parole")
    _type(page, SECOND)
    expect(page.locator("#present-error")).to_be_visible()
    page.locator("#present").fill(PASSWORD)
    _type(page, SECOND)
    page.wait_for_url("**/profils")
    expect(page.locator(".flashes")).to_be_visible()


def test_a_new_password_ends_the_other_browser_and_the_tokens(site):
    here, there = (site.person("vid.pieteicejs").sign_in() for _ in range(2))
    program = Program(site.address).sign_in("vid.pieteicejs")
    assert program.status_of("/activities/") == 200
    page = here.open("/profils/parole")
    page.locator("#present").fill(PASSWORD)
    _type(page, SECOND)
    page.wait_for_url("**/profils")
    there.page.locator("header nav a").first.click()
    expect(there.page.locator("main .note-info")).to_contain_text("jauna parole")
    assert program.status_of("/activities/") == 401


def _forget(site, page: Page) -> None:
    """Sign out, ask for a link, take it from the newest letter and come in with another password."""
    page.context.clear_cookies()
    page.goto("/")
    page.locator(f'main a[href="{ASK}"]').click()
    page.locator("#name").fill(EMAIL)
    page.locator("main form button[type=submit]").click()
    letter = _letters(site, 3)[-1]  # after the invitation and the note of the first password
    page.goto(LINK.search(text_of(letter))[0])
    _type(page, SECOND)
    page.locator("#username").fill("anna.berzina")
    page.locator("#password").fill(SECOND)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/darbi")


def _create(app) -> None:
    with app.app_context(), seeing_everything(), one_change():
        wanted = Details(
            first_name="Anna",
            last_name="Bērziņa",
            email=EMAIL,
            roles=frozenset({Role.applicant}),
            institution="VID",
        )
        accounts.create(SYSTEM, now(), wanted)


def _type(page: Page, password: str) -> None:
    page.locator("#password").fill(password)
    page.locator("#again").fill(password)
    page.locator("main form:has(#again) button[type=submit]").click()


def _letters(site, count: int) -> list:
    """Return the letters to Anna, once there are so many."""
    letters = site.letters
    eventually(lambda: len(letters.to(EMAIL)) >= count, lambda: [one["Subject"] for one in letters.to(EMAIL)])
    return letters.to(EMAIL)
