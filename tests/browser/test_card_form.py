"""A card like an earlier one at a real browser: marks that move, counted texts, answers taken over."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import today
from tests.browser import card

NEW = "/aktivitates/jauna"


class Actions:
    """What a person does on a page, each click, filled field and key press counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, locator):
        self.count += 1
        locator.click()

    def choose(self, name, value):
        self.count += 1
        card.choose(self.page, name, value)

    def fill(self, name, text):
        self.count += 1
        card.named(self.page, name).fill(text)

    def pick(self, field, code):
        """A click into the picker, the code, and a click on what is found."""
        self.count += 3
        card.pick(self.page, field, code, code)


@pytest.fixture
def applicant(site):
    return site.person("vid.pieteicejs").sign_in()


def mark(page, section):
    return page.locator(f'.side-nav a[href="#section-{section}"]')


@pytest.mark.stage("in_round")
def test_a_card_like_an_earlier_one_takes_twenty_actions_at_most(applicant):
    page = applicant.open("/aktivitates")
    does = Actions(page)
    does.click(page.locator(f'main a[href="{NEW}"]').first)
    page.wait_for_url(f"**{NEW}")
    does.choose("kind", "development")
    does.fill("title", card.TITLE)
    does.pick("resource", "EDS")
    for name, text in {"goal": card.GOAL, "description": card.LONG}.items():
        does.fill(name, text)
    does.choose("scope.functionality", "true")
    does.choose("personal_data", "true")
    does.click(page.locator("fieldset.suggest", has_text="FPR").locator("label.v-yes"))
    does.click(page.locator("[value=take_over]"))
    expect(page.locator("#earlier")).to_contain_text("pārskatiet")
    begin = today() + timedelta(days=40)
    does.fill("planned_start", begin.isoformat())
    does.fill("planned_end", (begin + timedelta(days=60)).isoformat())
    does.fill("budget_eur", "0")
    for name in ("risks", "backout_plan"):
        does.fill(name, card.LONG)
    does.click(page.locator('.savebar [value="submit"]'))
    expect(page.locator(".flashes")).to_contain_text("izmaiņu kontrolierim")
    assert does.count <= 20, does.count


def test_marks_of_sections_move_while_one_writes(applicant):
    page = applicant.open(NEW)
    expect(page.locator(".side-nav .s-done")).to_have_count(0)
    card.named(page, "goal").fill(card.GOAL)
    expect(mark(page, 3)).to_have_class("s-done")
    expect(mark(page, 6)).to_contain_text("var palikt tukša")
    card.named(page, "goal").fill("Īss")
    expect(mark(page, 3)).to_have_class("s-todo")
    applicant.look()


def test_a_text_with_a_limit_counts_its_characters(applicant):
    page = applicant.open(NEW)
    card.named(page, "goal").fill("Īss mērķis")
    counted = page.locator("#goal + .count")
    expect(counted).to_have_text("Rakstzīmes: 10, vajag vismaz 50")
    expect(page.locator("#goal ~ [aria-live]")).to_have_text("Rakstzīmes: 10, vajag vismaz 50")
    card.named(page, "title").focus()
    expect(counted).to_have_class("hint count t-bad")


def test_title_and_tab_carry_the_number_after_the_first_save(applicant):
    page = applicant.open(NEW)
    card.choose(page, "kind", "creation")
    card.named(page, "title").fill(card.TITLE)
    expect(page.locator("[data-card-number]")).to_contain_text("AA-")
    number = page.locator("[data-card-number]").inner_text()
    expect(page).to_have_title(f"{card.TITLE} · {number} · VIRSIS")
    expect(page.locator("h1")).to_have_text(card.TITLE)
