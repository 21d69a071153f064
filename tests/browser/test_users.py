"""A user administrator and a new colleague: invited, given less, and gone, with somebody who goes on."""

import re

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.program import Program
from tests.helpers.api_cards import DRAFT
from tests.helpers.mail_server import text_of
from tests.helpers.waiting import eventually

ANNA, CHOSEN = "anna.berzina", "zaļš zirgs pār kalnu"
EMAIL = "anna.berzina@valstsienemumudienestanodokluparvaldesmetodikasdala.example"
HEIR = "vid.pieteicejs"
LINK = re.compile(r"http://\S+/parole/\S+")


def test_a_colleague_is_invited_loses_a_role_and_leaves(site):
    boss = site.person("vid.administrators").sign_in()
    _create(boss)
    anna = _come_in(site)
    _take_a_role_away(boss)
    _is_signed_out(anna)
    anna.fill_in(CHOSEN)
    anna.page.locator("h1").wait_for()
    program = Program(site.address).sign_in(ANNA, CHOSEN)
    number = program.ask("/api/v1/activities/", DRAFT).json()["number"]
    _close(boss, number)
    _is_signed_out(anna)
    assert program.status_of("/activities/") == 401
    assert program.try_password(ANNA, CHOSEN).status_code == 401
    heir = site.person(HEIR).sign_in()
    expect(heir.page.locator("main")).to_contain_text(number)
    heir.open(f"/aktivitates/{number}").locator(f'main a[href="/aktivitates/{number}/labot"]').first.click()
    expect(heir.page.locator("[name=title]")).to_have_value(DRAFT["title"])


def _create(boss: Person) -> None:
    """Every role that may be given is explained; two of them are given."""
    page = boss.open("/lietotaji/add")
    expect(page.locator("#roles label.choice-card")).to_have_count(3)
    expect(page.locator("#roles small", has_text=re.compile(r"\w+ \w+"))).to_have_count(3)
    page.locator("#first_name").fill("Anna")
    page.locator("#last_name").fill("Bērziņa")
    page.locator("#email").fill(EMAIL)
    page.locator('#roles [value="change_controller"]').check()
    boss.look()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".flashes")).to_contain_text(EMAIL)
    page.wait_for_load_state()
    assert page.locator(".table-wrap").evaluate("one => one.scrollWidth <= one.clientWidth")


def _come_in(site) -> Person:
    letters = eventually(lambda: site.letters.to(EMAIL), lambda: "the invitation has not arrived")
    anna = site.person(ANNA)
    page = anna.open(LINK.search(text_of(letters[0]))[0])
    for field in ("#password", "#again"):
        page.locator(field).fill(CHOSEN)
    page.locator("main form:has(#again) button[type=submit]").click()
    page.locator("#username").wait_for()
    anna.fill_in(CHOSEN)
    page.wait_for_url("**/darbi")
    return anna


def _account_of_anna(boss: Person) -> None:
    page = boss.open(f"/lietotaji?q={ANNA}")
    page.locator("main table a[href*='/show/']").first.click()
    page.wait_for_url("**/show/*")


def _take_a_role_away(boss: Person) -> None:
    _account_of_anna(boss)
    page = boss.page
    page.locator("main a[href*='/lietotaji/edit/']").first.click()
    page.locator('#roles [value="change_controller"]').uncheck()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".flashes")).to_contain_text("Anna")


def _is_signed_out(person: Person) -> None:
    """The next click leads to the sign-in form, which says why."""
    person.page.locator("header nav a[href='/resursi']").click()
    expect(person.page.locator("main .note-info")).to_contain_text("mainītas lomas")
    person.look()


def _close(boss: Person, number: str) -> None:
    """Asked to whom the card goes, the administrator forgets it first."""
    _account_of_anna(boss)
    page = boss.page
    page.locator("main a[href*='/lietotaji/slegt/']").click()
    expect(page.locator("main form")).to_contain_text(number)
    page.locator("main form button.btn-danger").click()
    expect(page.locator("#cards-error")).to_be_visible()
    boss.look_closely()
    chosen = page.locator("#cards option", has_text="pieteicejs").get_attribute("value")
    page.locator("#cards").select_option(chosen)
    page.locator("main form button.btn-danger").click()
    expect(page.locator(".flashes")).to_contain_text("Anna")
