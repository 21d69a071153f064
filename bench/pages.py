"""What each person asks for: the pages, and the steps whose form is fetched first."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from uuid import uuid4

from bench.browser import LANDED, Answer, Browser, Refused, expect
from bench.cards import AT_ONCE, Cards

PERSONS = {"applicant": "csdd.pieteicejs", "member": "em.loceklis", "admin": "admin"}
BUSY_MEMBER = "varam.loceklis"
DEEP = 39  # of the pages that are counted
LISTS = {
    "list": "/aktivitates",
    "list_deep": f"/aktivitates?page={DEEP}",
    "list_filtered": "/aktivitates?status=approved&kind=development",
    "list_common": "/aktivitates?q=datu",
    "list_rare": "/aktivitates?q=izst%C4%81%C5%BEu",
    "inbox": "/darbi",
}
COLD, MANY = "list_cold", "cab_vote_50"
NAMES = (
    *LISTS,
    COLD,
    "page",
    "cab",
    "form",
    "preview",
    "save",
    "vote",
    "api_vote",
    MANY,
    "api_list",
    "api_one",
)


@dataclass(frozen=True, slots=True)
class Request:
    """A page as somebody asks for it; `before` fetches what the request needs and is not measured."""

    ask: Callable[[], Answer]
    before: Callable[[], object] = lambda: None


def requests(person: str, browser: Browser, api: Browser, known: Cards) -> Iterator[tuple[str, Request]]:
    """Yield the pages of this person with their names."""
    for name, path in LISTS.items():
        yield name, got(browser, path)
    number = getattr(known, person)
    yield "page", got(browser, f"/aktivitates/{number}")
    if person == "member":
        yield "cab", got(browser, "/cab")
        yield "vote", vote(browser, known.voted)
        yield "api_vote", vote_by_api(api, known)
    if person == "applicant":
        form = f"/aktivitates/{known.draft}/labot"
        yield "form", got(browser, form)
        yield "preview", preview(browser, form)
        yield "save", save(browser, form)
    yield "api_list", got(api, "/api/v1/activities/")
    yield "api_one", got(api, known.api(number))


def got(browser: Browser, path: str) -> Request:
    """Return the request of a page."""
    return Request(lambda: expect(browser.get(path), path))


def vote(browser: Browser, numbers: Sequence[str]) -> Request:
    """Return the request of a vote, each time on the next of the cards; its page is fetched before."""
    following = cycle(f"/aktivitates/{number}/atzinums" for number in numbers)
    path, sent = "", {}

    def before() -> None:
        nonlocal path, sent
        if not numbers:
            raise Refused("no card waits for this vote")
        path = next(following)
        form = browser.form(path, "request_key")
        sent = form.data(choice="approve", confirmed="1", request_key=uuid4().hex)

    def ask() -> Answer:
        return expect(browser.post(path, sent), f"a vote at {path}", *LANDED - {200})

    return Request(ask, before)


def vote_by_api(api: Browser, known: Cards) -> Request:
    """Return the request of a vote by a program, each time on the next of the cards."""
    following = cycle(known.voted)

    def ask() -> Answer:
        number = next(following, "")
        if not number:
            raise Refused("no card waits for this vote")
        path, sent = f"{known.api(number)}/votes", {"choice": "approve", "revision": known.known[number][1]}
        return expect(api.send("POST", path, sent), path, 200, 201)

    return Request(ask)


def vote_on_many(browser: Browser, known: Cards) -> Request:
    """Return the request of as many votes at once as are measured, each time on the next cards."""
    if len(known.many) < AT_ONCE:
        raise Refused(f"{len(known.many)} cards wait for {BUSY_MEMBER}, {AT_ONCE} are needed")
    starts = range(0, len(known.many) - AT_ONCE + 1, AT_ONCE)
    following = cycle([known.many[start : start + AT_ONCE] for start in starts])
    token = browser.form("/cab", "csrf_token").text("csrf_token")

    def ask() -> Answer:
        numbers = next(following)
        seen = {f"seen.{one}": str(known.known[one][1]) for one in numbers}
        form = {"csrf_token": token, "key": uuid4().hex, "approve": numbers, "confirmed": "1"}
        return expect(browser.post("/cab/atzinumi", form | seen), "many votes", *LANDED - {200})

    return Request(ask)


def preview(browser: Browser, form: str) -> Request:
    """Return the request by which the panel beside the form follows what is typed."""
    sent: dict[str, list[str]] = {}

    def before() -> None:
        sent.update(sent or browser.form(form, "title").data())

    return Request(lambda: expect(browser.post(f"{form}/parskats", sent), f"{form}/parskats"), before)


def save(browser: Browser, form: str) -> Request:
    """Return the request of saving a draft, each time with another budget."""
    budgets, sent = count(1000), {}

    def before() -> None:
        sent.update(browser.form(form, "title").data(do="save", budget_eur=str(next(budgets))))

    def ask() -> Answer:
        return expect(browser.post(form, sent), f"saving {form}", *LANDED - {200})

    return Request(ask, before)


def written(api: Browser, path: str) -> Callable[[], None]:
    """Return what writes something, as a colleague would just before a page is asked for."""
    budgets = count(2000)
    card = json.loads(expect(api.get(path), path).body)
    revision = [int(card["revision"])]

    def write() -> None:
        sent = {"revision": revision[0], "budget_eur": f"{next(budgets)}.00"}
        answer = expect(api.send("PUT", path, sent), f"writing {path}")
        revision[0] = int(json.loads(answer.body)["revision"])

    return write
