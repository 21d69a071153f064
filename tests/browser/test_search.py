"""The field in the head: one key goes there, it offers the last things, and finds in any form of a word."""

import pytest
from playwright.sync_api import expect

from tests.helpers.findable import DRAFT

pytestmark = pytest.mark.stage("findable")


def test_a_key_leads_to_the_field_and_the_field_to_what_was_meant(site):
    person = site.person("vid.pieteicejs").sign_in()
    page = person.page
    page.keyboard.press("/")
    expect(page.locator(".head-found")).to_contain_text(DRAFT)
    page.keyboard.type("zilonim")
    expect(page.locator(".head-found")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("main h2").first).to_have_text("Aktivitātes")
    expect(page.locator("main .found").first).to_contain_text(DRAFT)
    person.look_closely()
    page.goto("/meklet?q=zirrafu")
    page.get_by_role("link", name="žirafu").click()
    expect(page.locator("main .found").first).to_contain_text("Žirafu uzskaite")
    page.goto("/meklet?q=a")
    person.look_closely()
