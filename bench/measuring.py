"""One database measured: the pages of the three persons, and those that others have, too, beside theirs."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from app.seeds.accounts import DEMO_PAROLE
from bench.browser import LANDED, Answer, Browser, Refused, expect
from bench.cards import Cards, cards
from bench.comparing import Candidate, Limits, compare
from bench.data.kept import Measured, run
from bench.pages import (
    BUSY_MEMBER,
    COLD,
    LISTS,
    MANY,
    NAMES,
    PERSONS,
    Request,
    got,
    requests,
    vote_on_many,
    written,
)
from bench.processes import drift, memory_mb
from bench.servers import Server, running

PEERS = {  # where one signs in, and the list
    "bare": ("/login", LISTS["list"]),
    "django": ("/admin/login/", "/admin/admin/activity/"),
    "flask_admin": ("/login", "/admin/activity/"),
}
_NUMBER = re.compile(rb"[A-Z]+-\d{4}-\d{6}")
UNCOUNTED = "_uncounted"
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured: names of pages (none = all), and how carefully."""

    pages: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    def wants(self, name: str) -> bool:
        """Whether this page is measured."""
        return not self.pages or name in self.pages


def measure(measured: Measured, wanted: Wanted, say: Callable[[str], None]) -> Figures:
    """Return all figures of one database, by person and page, and what could not be measured."""
    found: Figures = {"megabytes": round(measured.megabytes(), 1), "pages": {}, "beside": {}}
    refused = _prepare_django(measured)
    with running(measured, ("virsis", *PEERS)) as (servers, missing):
        found["not_measured"] = missing | refused
        found["start_s"] = round(servers["virsis"].started_in, 2)
        bench = _Bench(measured, wanted, servers, found, say)
        for person in PERSONS:
            bench.person(person)
        if wanted.wants(MANY):
            bench.many()
        found["rss_mb"] = round(memory_mb(servers["virsis"].process), 1)
    return found


def _prepare_django(measured: Measured) -> dict[str, str]:
    """Let Django make its own tables in the measured database, in a process of its own."""
    try:
        run(measured.url, "-c", "from bench.peers.django_admin import prepare; prepare()")
    except subprocess.CalledProcessError:
        return {"django": "its tables could not be made"}
    return {}


class _Bench:
    """The signed-in persons at all servers of one database."""

    def __init__(
        self,
        measured: Measured,
        wanted: Wanted,
        servers: dict[str, Server],
        found: Figures,
        say: Callable[[str], None],
    ) -> None:
        self.wanted, self.servers, self.found, self.say = wanted, servers, found, say
        self.cards, self.port = cards(measured.url), servers["virsis"].port
        database = (measured.server,) if measured.server else ()
        self.processes = {name: (one.process, *database) for name, one in servers.items()}
        self.drifts = {name: drift(processes) for name, processes in self.processes.items()}
        colleague = Browser(self.port).sign_in_api(PERSONS["applicant"], DEMO_PAROLE)
        self.write = written(colleague, self.cards.api(self.cards.other_draft))

    def person(self, person: str) -> None:
        """Measure the pages of one person, and those that others have, too, beside theirs."""
        username = PERSONS[person]
        browser = Browser(self.port).sign_in("/login/", username, DEMO_PAROLE)
        api = Browser(self.port).sign_in_api(username, DEMO_PAROLE)
        ours = dict(requests(person, browser, api, self.cards))
        ours[COLD] = replace(ours["list"], before=self.write)
        others = dict(self._others(person, _numbers(browser, LISTS["list"])))
        for name in (one for one in NAMES if one in ours and self.wanted.wants(one)):
            beside = {peer: by_page[name] for peer, by_page in others.items() if name in by_page}
            limits = self.wanted.limits
            if name == COLD:  # the same pages as kept ones, and each is dear to prepare
                limits = replace(limits, warm=limits.warm // 5)
            self._measure(person, name, {"virsis": ours[name], **beside}, limits)

    def many(self) -> None:
        """Measure votes on many cards at once, by somebody whose institution is asked about most."""
        browser = Browser(self.port).sign_in("/login/", BUSY_MEMBER, DEMO_PAROLE)
        try:
            request = vote_on_many(browser, self.cards)
        except Refused as problem:
            self.found["not_measured"][MANY] = str(problem)
            return
        self._measure("busy member", MANY, {"virsis": request}, Limits(least=3, most=3, warm=1))

    def _measure(self, person: str, name: str, requests: dict[str, Request], limits: Limits) -> None:
        candidates = [self._candidate(*one) for one in requests.items()]
        figures = compare(candidates, limits)
        ours = self.found["pages"].setdefault(name, {})[person] = figures.pop("virsis")
        if figures:
            self.found["beside"].setdefault(name, {})[person] = figures
        self.say(_line(name, person, ours, figures))

    def _candidate(self, name: str, request: Request) -> Candidate:
        server = name.removesuffix(UNCOUNTED)
        return Candidate(name, request.ask, self.processes[server], request.before, self.drifts[server])

    def _others(self, person: str, shown: list[bytes]) -> Iterator[tuple[str, dict[str, Request]]]:
        """Yield who is compared, with what they show to this person: the same cards, or they are left out."""
        for name, (sign_in, path) in PEERS.items():
            browser = self._at(name, sign_in, PERSONS[person])
            if browser is None:
                continue
            if _numbers(browser, path) != shown:
                self.found["not_measured"][name] = f"it shows other cards to {person}"
                continue
            pages = self._lists(browser, path)
            if name == "bare":
                pages["page"] = got(browser, f"/aktivitates/{getattr(self.cards, person)}")
                pages["vote"] = pages["api_vote"] = _bare_vote(browser, self.cards)
            yield name, pages
            if name == "django":
                yield f"{name}{UNCOUNTED}", self._lists(browser, "/uncounted/admin/activity/")

    def _lists(self, browser: Browser, path: str) -> dict[str, Request]:
        kept = got(browser, path)
        return {"list": kept, COLD: replace(kept, before=self.write)}

    def _at(self, name: str, path: str, username: str) -> Browser | None:
        if name in self.found["not_measured"]:
            return None
        try:
            return Browser(self.servers[name].port).sign_in(path, username, "bench")
        except (Refused, OSError, StopIteration) as problem:
            self.found["not_measured"][name] = str(problem) or type(problem).__name__
            return None


def _numbers(browser: Browser, path: str) -> list[bytes]:
    """Return the numbers of the cards of a page, in their order."""
    return list(dict.fromkeys(_NUMBER.findall(expect(browser.get(path), path).body)))


def _bare_vote(browser: Browser, known: Cards) -> Request:
    following = cycle(f"/aktivitates/{number}/atzinums" for number in known.voted_bare)

    def ask() -> Answer:
        path = next(following, "/aktivitates/none/atzinums")
        return expect(browser.post(path, {"choice": "approve"}), path, *LANDED - {200})

    return Request(ask)


def _line(name: str, person: str, ours: Figures, figures: dict[str, Figures]) -> str:
    told = f"{ours['cpu_ms']:8.1f} ms" if "cpu_ms" in ours else f"not measured: {ours['failed']}"
    others = (
        f"{peer} {one['cpu_ms']:.1f} ({_ratio(one, ours)})" if "cpu_ms" in one else f"{peer}: {one['failed']}"
        for peer, one in figures.items()
    )
    return f"  {name:14} {person:11} {told}   {', '.join(others)}"


def _ratio(theirs: Figures, ours: Figures) -> str:
    return f"{theirs['cpu_ms'] / ours['cpu_ms']:.2f}×" if ours.get("cpu_ms") else "–"
