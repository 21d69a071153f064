"""The same system for somebody who reads English."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person
from tests.helpers.rounds import number_in


@pytest.fixture
def reader(site) -> Person:
    """The change controller, who has chosen English on the first page."""
    person = site.person("vid.kontrolieris")
    page = person.open("/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return person


@pytest.mark.stage("submitted")
def test_a_card_is_found_and_sent_on_in_english(site, reader):
    number = number_in(site.app)
    page = reader.page
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    reader.look_closely()
    page.get_by_label("User name").fill(reader.username)
    reader.fill_in()
    _choose_english(page)
    expect(page.get_by_role("heading", level=1, name="My work")).to_be_visible()
    reader.look_closely()
    page.get_by_role("link", name="Activities", exact=True).click()
    page.get_by_role("link", name="EDS jauna veidlapa").click()
    expect(page.locator(".act-meta")).to_contain_text("In institution check")
    reader.look_closely()
    page.locator('.action-panel [data-dialog="dialog-forward"]').click()
    page.get_by_role("button", name=f"Send {number}").click()
    expect(page.get_by_role("heading", name="Approval sheet")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Uses FPR, held by PMLP")


def test_the_language_stays_with_the_person(reader):
    reader.fill_in()
    _choose_english(reader.page)
    reader.context.clear_cookies()
    reader.sign_in()
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")


def _choose_english(page: Page) -> None:
    """Once signed in, pages follow the person's own setting: choose it in the user menu."""
    page.wait_for_url("**/darbi")
    page.locator("header details.menu summary").click()
    page.locator('header button[name="locale"][value="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
