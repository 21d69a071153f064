"""Somebody of another institution walks every address there is, and finds nothing and changes nothing."""

from itertools import product

import pytest
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity, Event
from rules.vocabulary import Role
from tests.helpers.people import account, browser_of, caller_of
from tests.walls import hidden, walking
from tests.walls.walking import UNSAFE, addresses, endpoints, forged, said, steady

# Pages of these things are for others, whatever they show: 403. All else that is hidden is not there: 404.
FOR_SYSTEM_ADMINISTRATORS = {"request", "notification"}
FOR_USER_ADMINISTRATORS = {"account", "key"}
# CAB heads see every meeting by right, and of its agenda what they see of the cards.
FOR_HEADS = {"meeting", "meeting number"}
# Of another institution: everybody who may be there. The system administrator sees everything by right.
STRANGERS = {
    "bvkb.pieteicejs": Role.applicant,
    "bvkb.kontrolieris": Role.change_controller,
    "bvkb.loceklis": Role.cab_member,
    "bvkb.vaditajs": Role.cab_head,
    "bvkb.administrators": Role.user_admin,
    "bvkb.bez-lomas": None,
}
# Every stranger on one database, those with the widest rights on the other, too.
WALKERS = [
    *product(["sqlite"], STRANGERS),
    *product(["postgresql"], ("bvkb.vaditajs", "bvkb.administrators")),
]
ODD = ("0", "99999999999999999999", "abc", "1 or 1=1")
PREFIX = "/api/v1"
FEWEST_PLAIN, FEWEST_NAMING = 45, 25  # pages without, and with, a part in their address


@pytest.fixture
def things(app, monkeypatch):
    """Put strangers and what they must not reach into the database; a fault is an answer, too."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    add_strangers(app)
    return hidden.put(app)


def add_strangers(app):
    with app.app_context(), seeing_everything(), writing():
        for username in ("bvkb.loceklis", "bvkb.vaditajs", "bvkb.bez-lomas"):
            role = STRANGERS[username]
            account(username, "BVKB", *([role] if role else []))
        db.session.commit()


class Walker:
    """Somebody who opens pages as a browser and calls the API as a program."""

    def __init__(self, app, username):
        self.browser, self.caller = browser_of(app, username), caller_of(app, username)

    def read(self, address):
        api = address.startswith(PREFIX)
        answer = self.caller.get(address.removeprefix(PREFIX)) if api else self.browser.get(address)
        answer.get_data()
        answer.close()  # of a file, too
        return answer

    def send(self, method, address, form):
        if address.endswith("/attachments"):  # the one call that is no JSON
            sent = {"data": form, "content_type": "multipart/form-data", "headers": self.caller.headers}
            return self.caller.client.open(address, method=method, **sent)
        if address.startswith(PREFIX):
            body = {**form, "revision": 1}
            return self.caller.client.open(address, method=method, json=body, headers=self.caller.headers)
        return self.browser.client.open(address, method=method, data={**form, "csrf_token": self.token})

    @property
    def token(self):
        if "token" not in self.__dict__:
            self.__dict__["token"] = self.browser.token()
        return self.__dict__["token"]


def refusal(thing, stranger):
    """Return with which status a stranger is kept from a hidden thing."""
    others = FOR_SYSTEM_ADMINISTRATORS
    if STRANGERS[stranger] is not Role.user_admin:
        others = others | FOR_USER_ADMINISTRATORS
    return 403 if thing in others else 404


def leads(stranger):
    return STRANGERS[stranger] is Role.cab_head


def fault(answer, thing, things, stranger):
    """Return what is wrong with an answer to a stranger, or nothing."""
    text = said(answer)
    if answer.status_code >= 500:
        return "fails"
    if thing in FOR_HEADS and leads(stranger):
        return "tells a secret" if hidden.SECRET in text else ""
    if thing and answer.status_code != refusal(thing, stranger):
        return f"names a hidden {thing} and answers {answer.status_code}"
    told = {hidden.SECRET, hidden.PERSON, things["request_number"]} if not thing else {hidden.SECRET}
    told |= set() if leads(stranger) else {hidden.MEETING}
    return next((f"tells {one}" for one in told if one in text), "")


def test_table_knows_what_every_part_of_every_address_names(sqlite_app):
    assert set(walking.parts(sqlite_app)) - set(walking.NAMES) == set()


@pytest.mark.parametrize(("app", "stranger"), WALKERS, indirect=["app"])
def test_stranger_reads_nothing_hidden_at_any_address(app, things, stranger):
    walker, faults, reached = Walker(app, stranger), {}, set()
    for address, endpoint, thing in addresses(app, "GET", things):
        reached.add(("GET", endpoint))
        if wrong := fault(walker.read(address), thing, things, stranger):
            faults[address] = wrong
    assert (faults, reached) == ({}, endpoints(app, "GET"))


@pytest.mark.parametrize(("app", "stranger"), WALKERS, indirect=["app"])
def test_stranger_changes_nothing_hidden_by_sending_anything_anywhere(app, things, stranger):
    walker, faults, reached, before = Walker(app, stranger), {}, set(), everything(app, stranger)
    for method in UNSAFE:
        for address, endpoint, thing in addresses(app, method, things):
            reached.add((method, endpoint))
            sent = forged(things) if not walking.is_public(endpoint) else {}
            wrong = fault(walker.send(method, address, sent), thing, things, stranger)
            # A form that is shown again repeats what the stranger typed: nothing that was not known.
            if wrong and not (wrong.startswith("tells") and not thing):
                faults[method, address] = wrong
    assert (faults, everything(app, stranger)) == ({}, before)
    assert reached == endpoints(app, *UNSAFE)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_page_no_list_and_no_count_of_a_stranger_differs_by_a_letter(sqlite_app, stranger):
    app = sqlite_app
    add_strangers(app)
    walker = Walker(app, stranger)
    pages = [
        one for one, endpoint, _ in addresses(app, "GET", dict.fromkeys(THINGS, "1")) if plain(app, endpoint)
    ]
    looks = [*pages, *(f"{page}?q={hidden.SECRET}" for page in pages)]
    assert len(pages) >= FEWEST_PLAIN
    before = {look: steady(said(walker.read(look))) for look in looks}
    hidden.put(app)
    after = {look: steady(said(walker.read(look))) for look in looks}
    own = MEETINGS if leads(stranger) else set()
    assert {look for look in looks if before[look] != after[look]} - own == set()


@pytest.mark.both_databases
def test_files_of_a_stranger_hold_no_hidden_row(app, things):
    walker = Walker(app, "bvkb.administrators")
    for address in ("/lietotaji/eksports", "/lietotaji/notikumi/eksports"):
        for kind in ("xlsx", "csv"):
            answer = walker.send("POST", address, {"kind": kind, "q": ""})
            assert (answer.status_code, hidden.SECRET in said(answer), "BVKB" in said(answer).upper()) == (
                200,
                False,
                True,
            )


def test_those_who_may_find_the_things_on_the_same_walk(app, things):
    own = Walker(app, "vid.administrators")
    finds = {
        thing
        for address, _, thing in addresses(app, "GET", things)
        if thing and own.read(address).status_code == 200
    }
    assert finds == {"account", "key", "substitution"}
    author = Walker(app, "vid.pieteicejs")
    pages = {
        address
        for address, _, _ in addresses(app, "GET", things)
        if hidden.SECRET in said(author.read(address))
    }
    assert {f"/aktivitates/{things['number']}", "/aktivitates", "/darbi", f"{PREFIX}/activities/"} <= pages
    admin = Walker(app, "admin")
    opened = {
        thing
        for address, _, thing in addresses(app, "GET", things)
        if thing and admin.read(address).status_code == 200
    }
    cards = {"attachment", "number", "card", "meeting", "meeting number"}
    assert opened == {"account", "notification", "request", "kept", "key"} | cards


@pytest.mark.both_databases
@pytest.mark.parametrize("username", ["admin", "vid.pieteicejs", "vid.administrators"])
def test_nonsense_in_an_address_is_never_a_fault(app, username):
    walker, faults = Walker(app, username), {}
    for word in ODD:
        odd = dict.fromkeys(THINGS, word)
        naming = [address for address, _endpoint, thing in addresses(app, "GET", odd) if thing]
        assert len(naming) >= FEWEST_NAMING
        faults |= {one: word for one in naming if walker.read(one).status_code >= 500}
    assert faults == {}


THINGS = (
    "attachment",
    "card",
    "comment",
    "number",
    "account",
    "request",
    "identity",
    "kept",
    "kept text",
    "key",
    "link",
    "meeting",
    "meeting number",
    "substitution",
    "notification",
    "window",
)


MEETINGS = {
    f"{page}{asked}"
    for page in ("/cab/sedes", "/cab/sedes/slegtas", "/cab/sedes/atceltas", f"{PREFIX}/meetings/")
    for asked in ("", f"?q={hidden.SECRET}")
}


def plain(app, endpoint):
    """Whether no address of the endpoint has a part that varies, and it is for people signed in."""
    rules = app.url_map.iter_rules(endpoint)
    return not walking.is_public(endpoint) and all(not rule.arguments for rule in rules)


def everything(app, stranger):
    """Return what must be the same afterwards."""
    with app.app_context(), seeing_everything():
        columns = [column for column in Activity.__table__.c if column.name != "version"]
        cards = [tuple(row) for row in db.session.execute(select(*columns))]
        events = [tuple(row) for row in db.session.execute(select(Event.__table__))]
    return cards, events, hidden.state(app, leads(stranger))
