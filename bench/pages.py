"""Who asks for what: the persons, the pages, and the requests that change something."""

import json
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from itertools import cycle
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from sqlalchemy import Engine, text

from app.seeds.accounts import DEMO_PAROLE as PASSWORD
from bench.work import Asking, Site

PERSONS = {"applicant": "vid.pieteicejs", "member": "fm.loceklis", "admin": "admin"}
LISTS = {
    "list": "/aktivitates",
    "list_deep": "/aktivitates?page=39",
    "list_filtered": "/aktivitates?status=approved&kind=development",
    "search_common": "/aktivitates?q=datu",
    "search_rare": "/aktivitates?q=%s",
    "inbox": "/darbi",
}
_WAITING = text(
    "SELECT activity.id, activity.number, activity.revision FROM activity "
    "JOIN approval_round ON approval_round.activity_id = activity.id "
    "AND approval_round.number = activity.round "
    "JOIN requirement ON requirement.round_id = approval_round.id "
    "JOIN institution ON institution.id = requirement.institution_id "
    "WHERE activity.status = 'in_approval' AND institution.code = 'FM' AND requirement.state = 'waiting' "
    "AND approval_round.closed_at IS NULL ORDER BY activity.id DESC LIMIT 2000"
)
_DRAFT = text(
    "SELECT number FROM activity WHERE status = 'draft' AND holder_id = "
    "(SELECT id FROM institution WHERE code = 'VID') ORDER BY id DESC LIMIT 1"
)


def cookie(site: Site, forms: tuple[str, str, str], username: str, password: str) -> str:
    """Sign a person in as a browser does: form, action, and the page after it; return the cookie."""
    form, action, page = forms
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{site.port}"
    field = re.search(
        r'name="(csrf_token|csrfmiddlewaretoken)"[^>]*value="([^"]+)"', _read(browser, base + form)
    )
    if field is None:
        raise RuntimeError(f"No sign-in form at {form}")
    sent = {field[1]: field[2], "username": username, "password": password, "next": page}
    browser.open(Request(base + action, urlencode(sent).encode(), {"Referer": base}))
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def reading(site: Site, owner: Engine) -> Iterator[tuple[str, str, Asking]]:
    """Yield page, person and request of everything that only reads."""
    with owner.connect() as connection:
        waiting = connection.execute(_WAITING).all()
        draft = connection.execute(_DRAFT).scalar()
    rare = waiting[0].number.rpartition("-")[2] if waiting else "nav"
    for person, username in PERSONS.items():
        headers = (("Cookie", cookie(site, ("/", "/login/", "/darbi"), username, PASSWORD)),)
        for page, path in LISTS.items():
            yield page, person, Asking(site, path.replace("%s", rare), headers)
        if waiting and person != "applicant":
            yield "page", person, Asking(site, f"/aktivitates/{waiting[0].number}", headers)
        if person == "member":
            yield "cab", person, Asking(site, "/cab", headers)
            opinion = f"/aktivitates/{waiting[0].number}/atzinums"
            yield "opinion", person, Asking(site, opinion, headers)
        if person == "applicant" and draft:
            yield "page", person, Asking(site, f"/aktivitates/{draft}", headers)
            yield "form", person, Asking(site, f"/aktivitates/{draft}/labot", headers)
        bearer = (("Authorization", f"Bearer {_token(site, username)}"),)
        yield "api_list", person, Asking(site, "/api/v1/activities/", bearer)


def vote(site: Site, owner: Engine) -> Asking:
    """Return a request that gives an opinion on another card each time."""
    with owner.connect() as connection:
        waiting = cycle(connection.execute(_WAITING).all())  # a later vote replaces the earlier one
    headers = (
        ("Authorization", f"Bearer {_token(site, PERSONS['member'])}"),
        ("Content-Type", "application/json"),
    )

    def following() -> tuple[str, str]:
        card = next(waiting)
        body = json.dumps({"choice": "approve", "revision": card.revision})
        return f"/api/v1/activities/{card.id}/votes", body

    return Asking(site, "", headers, "POST", following)


def _token(site: Site, username: str) -> str:
    sent = {"username": username, "password": PASSWORD, "provider": "db", "refresh": True}
    address = f"http://127.0.0.1:{site.port}/api/v1/security/login"
    asked = Request(address, json.dumps(sent).encode(), {"Content-Type": "application/json"})
    return str(json.loads(_read(build_opener(), asked))["access_token"])


def _read(browser: OpenerDirector, address: str | Request) -> str:
    with browser.open(address) as answer:
        return str(answer.read().decode())
