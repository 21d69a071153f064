"""The panel beside the card's form follows what is chosen, before anything is saved."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.extensions import db
from app.visibility import seeing_everything
from models import Activity
from tests.browser import card

NEW = "/aktivitates/jauna"


def cards(site):
    with site.app.app_context(), seeing_everything():
        return db.session.scalar(select(func.count()).select_from(Activity))


def row(page, code):
    return page.locator(f'[data-preview-here] [data-code="{code}"]')


@pytest.fixture
def applicant(site):
    """Somebody whose drafts are never saved by themselves: saving is answered by nobody."""
    person = site.person("vid.pieteicejs").sign_in()
    person.context.route(
        f"**{NEW}", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    return person


def test_a_used_resource_brings_its_holder_marked_as_new_and_leaves_with_it(site, applicant):
    page = applicant.open(NEW)
    expect(row(page, "PMLP")).to_have_count(0)
    card.pick(page, "used_resources", "fizisk", "FPR")
    expect(row(page, "PMLP").locator("[data-new-mark]")).to_be_visible()
    expect(row(page, "PMLP")).to_contain_text("Ja neizmanto FPR, PMLP saskaņojums nav vajadzīgs.")
    expect(page.locator("[data-preview-said]")).to_contain_text("8 iestādes")
    page.locator("#used_resources + .ts-wrapper .ts-remove").click()
    expect(row(page, "PMLP")).to_have_count(0)
    assert cards(site) == 0


def test_an_older_answer_never_replaces_a_newer_one(site, applicant):
    page = applicant.open(NEW)
    held = []

    def hold_the_first(route):
        held.append(route) if not held else route.continue_()

    page.route("**/parskats", hold_the_first)
    with page.expect_request("**/parskats"):
        card.pick(page, "used_resources", "fizisk", "FPR")
    page.locator("#used_resources + .ts-wrapper .ts-remove").click()
    expect(page.locator("[data-preview-said]")).to_contain_text("7 iestādes")
    held[0].abort()
    expect(row(page, "PMLP")).to_have_count(0)
    expect(page.locator("[data-preview-said]")).to_contain_text("7 iestādes")


def test_a_server_that_cannot_be_reached_leaves_the_panel_and_says_so(site, applicant):
    page = applicant.open(NEW)
    page.route("**/parskats", lambda route: route.abort())
    card.pick(page, "used_resources", "fizisk", "FPR")
    expect(page.locator("[data-preview-said]")).to_be_visible()
    expect(page.locator("[data-preview-said]")).to_have_class("small muted mb-0")
    expect(page.locator("[data-preview-here] [data-code]")).not_to_have_count(0)
    page.unroute("**/parskats")
    page.locator("#used_resources + .ts-wrapper .ts-remove").click()
    expect(page.locator("[data-preview-said]")).to_contain_text("7 iestādes")


def test_without_a_script_a_button_renews_the_panel_and_keeps_what_was_typed(site):
    page = site.person("vid.pieteicejs", java_script_enabled=False).sign_in().open(NEW)
    page.locator('[name="goal"]').fill(card.GOAL)
    page.locator("#used_resources-typed").fill("FPR")
    page.locator('button[formaction$="#preview-title"]').click()
    expect(row(page, "PMLP")).to_be_visible()
    expect(page.locator('[name="goal"]')).to_have_value(card.GOAL)
    assert cards(site) == 0


@pytest.fixture
def offered(applicant):
    """The form of a new card for which the registry suggests something."""
    page = applicant.open(NEW)
    card.choose(page, "kind", "development")
    card.pick(page, "resource", "EDS", "EDS")
    expect(page.locator("fieldset.suggest")).not_to_have_count(0)
    return page


def decide(page, code, accepted):
    page.locator(f'[id="suggestions.{code}"] label.{"v-yes" if accepted else "v-no"}').click()


def test_a_decision_on_a_suggestion_counts_at_once_and_before_anything_is_saved(site, offered):
    expect(row(offered, "VDAA")).to_have_count(0)
    decide(offered, "VPM", True)
    expect(row(offered, "VDAA")).to_contain_text("VPM, pārzinis VDAA")
    decide(offered, "VPM", False)
    expect(row(offered, "VDAA")).to_have_count(0)
    expect(offered.locator('[id="suggestions.VPM.reason"]')).to_be_visible()
    assert cards(site) == 0


def test_what_is_being_typed_about_a_suggestion_outlives_a_change_of_the_others(offered):
    decide(offered, "VPM", False)
    reason = offered.locator('[id="suggestions.VPM.reason"]')
    reason.fill("Neskar, jo")
    card.pick(offered, "used_resources", "URIS", "URIS")
    expect(offered.locator('[id="suggestions.URIS"]')).to_have_count(0)
    expect(reason).to_have_value("Neskar, jo")
    expect(offered.locator('[name="suggestions.VPM.accepted"][value="false"]')).to_be_checked()


def test_without_a_script_suggestions_are_decided_before_the_first_save(site):
    page = site.person("vid.pieteicejs", java_script_enabled=False).sign_in().open(NEW)
    card.choose(page, "kind", "development")
    card.named(page, "title").fill(card.TITLE)
    page.locator("#resource-typed").fill("EDS")
    page.locator('button[formaction$="#suggestions"]').click()
    decide(page, "VPM", True)
    page.locator('[id="suggestions.URIS.reason"]').fill("Neskar")
    page.locator('button[formaction$="#suggestions"]').click()
    expect(row(page, "VDAA")).to_contain_text("VPM, pārzinis VDAA")
    assert cards(site) == 0
    card.press(page, "save")
    expect(page.locator('[name="suggestions.VPM.accepted"][value="true"]')).to_be_checked()
    expect(page.locator('[id="suggestions.URIS.reason"]')).to_have_value("Neskar")
    assert cards(site) == 1
