"""Reading and sending the card's form as a browser does: every control, hidden ones too."""

from html.parser import HTMLParser
from typing import Any

from models.activity.card import NO_UNLESS_SAID
from tests.helpers.people import Browser

MINIMUM = "Tā ir pietiekami gara atbilde, lai kartīti varētu nodot tālāk, un tajā ir vairāk par 50 zīmēm."


class Controls(HTMLParser):
    """What a browser would send for the form `card`, and the ids on the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.ids: set[str] = set()
        self._area = self._select = ""
        self._skip = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        name, value = given.get("name") or "", given.get("value") or ""
        self._skip = self._skip or tag == "noscript"
        if tag == "input" and name and not self._skip:
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.sent.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area = name
            self.sent[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.sent.setdefault(self._select, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "noscript":
            self._skip = False


def form_of(browser: Browser, url: str) -> dict[str, Any]:
    """Return what the form at this address sends when nobody touches it."""
    page = browser.get(url)
    assert page.status_code == 200, page.text
    return Controls(page.text).sent


def new_card(browser: Browser, **values: Any) -> str:
    """Create a draft with these values (dots written __) and return the address of its form."""
    sent = (
        form_of(browser, "/aktivitates/jauna")
        | {"kind": "development", "title": "EDS jaunā forma"}
        | dotted(values)
    )
    answer = browser.post("/aktivitates/jauna", sent)
    assert answer.status_code == 302, answer.text
    return answer.location


def save(browser: Browser, url: str, do: str = "save", **values: Any) -> Any:
    """Open the form, change these values and send it."""
    return browser.post(url, form_of(browser, url) | dotted(values) | {"do": do})


def dotted(values: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("__", "."): value for name, value in values.items()}


def complete(browser: Browser, url: str) -> dict[str, Any]:
    """Return a form filled in so far that it can be handed over; the main resource is saved already."""
    sent = form_of(browser, url)
    for name in list(sent):
        if name.startswith("principles.") and name.endswith(".explanation"):
            sent[name] = MINIMUM
            sent[name.replace(".explanation", ".answer")] = "met"
        if name.startswith("suggestions."):
            sent[name] = "Šī aktivitāte to neskar."
            sent[name.replace(".reason", ".accepted")] = "false"
    texts = dict.fromkeys(("goal", "description", "risks", "backout_plan"), MINIMUM)
    plain = {"title": "EDS jaunā forma", "personal_data": "false", "scope.functionality": ["", "true"]}
    plain |= dict.fromkeys(NO_UNLESS_SAID, "false")
    when = {"planned_start": "2099-01-04", "planned_end": "2099-03-01", "budget_eur": "0"}
    return sent | texts | plain | when
