"""A person at a real browser: signs in through the form, looks at pages, at some as closely as axe does."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from tests.helpers.people import PASSWORD

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 700}
# A refusal is an answer like any other; Chromium writes it into the console all the same.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4(03|04|09|22|29) ")

expect.set_options(timeout=20_000)  # two cores may be busy with other tests

LOOK = """async (rules) => {
  const runOnly = { type: "tag", values: rules };
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.map((one) => [one.id, ...one.nodes.map((node) => node.html.slice(0, 200))]);
}"""

# The console tells of most violations of the content security policy; this tells of all.
HEAR_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
});"""


class Person:
    """One account in a browser context of its own."""

    def __init__(self, browser: Browser, site: str, username: str, **settings: Any) -> None:
        given = {"locale": "lv-LV", "viewport": WIDE, "reduced_motion": "reduce", "base_url": site}
        self.username = username
        self.context = browser.new_context(**{**given, **settings})
        self.context.add_init_script(HEAR_VIOLATIONS)
        self.complaints: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open another tab; whatever its console complains of is kept."""
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def sign_in(self, password: str = PASSWORD) -> "Person":
        """Sign in through the form of the first page."""
        self.page.goto("/")
        self.fill_in(password)
        self.page.wait_for_url("**/darbi")
        return self

    def fill_in(self, password: str = PASSWORD) -> None:
        """Fill in and send the sign-in form that is on the screen."""
        self.page.locator("#username").fill(self.username)
        self.page.locator("#password").fill(password)
        self.page.locator("main form button[type=submit]").click()

    def open(self, address: str) -> Page:
        """Go to an address and return the page."""
        self.page.goto(address)
        return self.page

    def status_of(self, address: str) -> int:
        """Return the HTTP status that the person's browser gets there."""
        answer = self.page.goto(address)
        return answer.status if answer else 0

    def look(self, page: Page | None = None) -> None:
        """Find no complaint in the console and nothing that has to be scrolled sideways."""
        page = page or self.page
        page.wait_for_load_state()
        expect(page.locator("h1")).to_have_count(1)
        for screen in (NARROW, NARROWEST):
            page.set_viewport_size(screen)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= screen["width"], f"{page.url} is {width} pixels wide"
        page.set_viewport_size(WIDE)
        assert not self.complaints, self.complaints

    def look_closely(self, page: Page | None = None) -> None:
        """Find no barrier either: of pages in the states that test_pages.py does not reach."""
        page = page or self.page
        self.look(page)
        _has_no_barriers(page, WIDE)
        page.emulate_media(color_scheme="dark")
        _has_no_barriers(page, NARROW)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED.match(message.text):
            self.complaints.append(message.text)


def _has_no_barriers(page: Page, screen: ViewportSize) -> None:
    """Ask axe, on a screen as tall as the page: bars that stay in view would hide part of it."""
    page.set_viewport_size(screen)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": screen["width"], "height": max(screen["height"], height)})
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(LOOK, RULES)
    assert not found, f"{page.url}, {screen['width']} pixels: {found}"
