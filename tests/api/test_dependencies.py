"""Dependencies through the API: proposed by one side, confirmed by the other, in force meanwhile."""

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.registry import changes, dependencies
from app.services.registry.dependencies import Proposal
from models import Dependency, Notification, User
from rules.registry_vocabulary import ChangeSource, DependencyKind
from tests.helpers.api_cards import errors
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor
from tests.helpers.people import caller_of
from tests.helpers.rounds import rows_of

NEW = {"consumer": "EDS", "provider": "BIS", "kind": "uses_service"}  # VID needs what BVKB holds
ROW = {"id", "consumer", "provider", "kind", "description", "since", "until", "state", "proposed_by"}
ROW |= {"confirmed_on", "certainty"}
VID, BVKB, PMLP = "vid.kontrolieris", "bvkb.kontrolieris", "pmlp.kontrolieris"


@pytest.fixture
def people(app):
    return lambda who: caller_of(app, who)


def propose(caller, **more):
    return caller.post("/dependencies/", {**NEW, **more})


def act(caller, key, step, **body):
    return caller.post(f"/dependencies/{key}/actions/{step}", body)


def told(app, message):
    with rows_of(app):
        rows = select(User.username).join(Notification, Notification.recipient_id == User.id)
        return sorted(db.session.scalars(rows.where(Notification.message == message)))


@pytest.mark.both_databases
def test_what_one_side_proposes_waits_for_the_other_and_counts_meanwhile(app, people):
    answer = propose(people(VID), description="Būvju dati", since="2026-01-05")
    assert (answer.status_code, answer.json.keys()) == (201, ROW)
    row = answer.json
    assert (row["state"], row["proposed_by"], row["confirmed_on"], row["since"]) == (
        "proposed",
        "VID",
        None,
        "2026-01-05",
    )
    linked = people("vid.pieteicejs").get("/resources/EDS/dependencies").json["providers"]
    assert {"resource": "BIS", "kind": "uses_service", "state": "proposed"} in linked
    assert told(app, "dependency_proposed") == [BVKB]
    assert [one["id"] for one in people(BVKB).get("/dependencies/?mine=true").json["result"]] == [row["id"]]
    assert people(VID).get("/dependencies/?mine=true").json["count"] == 0
    confirmed = act(people(BVKB), row["id"], "confirm")
    assert (confirmed.status_code, confirmed.json["state"]) == (200, "confirmed")
    assert confirmed.json["confirmed_on"] == today().isoformat()
    assert told(app, "dependency_confirmed") == [VID]


@pytest.mark.parametrize(
    ("who", "step", "status"),
    [
        (VID, "confirm", 403),
        (VID, "reject", 403),
        (PMLP, "confirm", 403),
        ("bvkb.pieteicejs", "confirm", 403),
        (BVKB, "end", 403),
        (BVKB, "reject", 200),
        (VID, "end", 200),
        ("admin", "confirm", 200),
    ],
)
def test_who_does_what_while_it_is_proposed(people, who, step, status):
    key = propose(people(VID)).json["id"]
    assert (
        act(people(who), key, step, **({"comment": "Nav tā."} if step != "confirm" else {})).status_code
        == status
    )


@pytest.mark.parametrize(
    ("who", "step", "status"),
    [
        (VID, "confirm", 200),
        (BVKB, "confirm", 200),
        (BVKB, "end", 403),
        (BVKB, "reject", 409),
        (VID, "end", 200),
    ],
)
def test_who_does_what_once_it_is_confirmed(people, who, step, status):
    key = propose(people("admin")).json["id"]
    answer = act(people(who), key, step, **({"comment": "Nav tā."} if step != "confirm" else {}))
    assert answer.status_code == status
    if status == 409:
        assert answer.json["state"] == "confirmed"


def test_what_is_over_stays_and_the_same_may_be_proposed_anew(app, people):
    first = propose(people(VID)).json["id"]
    assert act(people(BVKB), first, "reject", comment="BIS datus nedod.").json["state"] == "rejected"
    assert told(app, "dependency_rejected") == [VID]
    second = propose(people(VID))
    assert (second.status_code, second.json["id"] != first) == (201, True)
    assert act(people(BVKB), first, "confirm").status_code == 409
    found = people(VID).get("/dependencies/?resource=BIS&state=rejected").json["result"]
    assert [one["id"] for one in found] == [first]


def test_ending_needs_a_reason_and_no_day_ahead(app, people):
    key = propose(people("admin")).json["id"]
    refused = act(people(VID), key, "end", comment=" ", until="2099-01-01")
    assert (refused.status_code, errors(refused)) == (422, {"comment": "required", "until": "invalid"})
    ended = act(people(VID), key, "end", comment="Vairs nav vajadzīgs.")
    assert (ended.json["state"], ended.json["until"]) == ("ended", today().isoformat())
    assert told(app, "dependency_ended") == [BVKB]
    assert {"resource": "BIS", "kind": "uses_service", "state": "confirmed"} not in people(VID).get(
        "/resources/EDS/dependencies"
    ).json["providers"]


def test_proposing_what_the_other_side_proposed_confirms_it(people):
    key = propose(people(VID)).json["id"]
    met = propose(people(BVKB))
    assert (met.status_code, met.json["id"], met.json["state"]) == (200, key, "confirmed")
    again = propose(people(VID))
    assert (again.status_code, again.json["id"]) == (409, key)


def test_within_one_institution_and_by_the_administrator_it_is_confirmed_at_once(people):
    own = propose(people(VID), provider="EMDAS", kind="part_of").json
    assert (own["state"], own["confirmed_on"]) == ("confirmed", today().isoformat())
    assert propose(people("admin")).json["state"] == "confirmed"


@pytest.mark.parametrize(
    ("who", "sent", "wrong"),
    [
        (PMLP, {}, {"consumer": "not_own"}),
        (VID, {"provider": "EDS"}, {"provider": "invalid"}),
        (VID, {"provider": "NAV", "kind": None}, {"provider": "unknown", "kind": "invalid"}),
        (VID, {"consumer": "", "kind": "x"}, {"consumer": "required", "kind": "unknown"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(people, who, sent, wrong):
    answer = propose(people(who), **sent)
    assert (answer.status_code, errors(answer)) == (422, wrong)


def test_only_change_controllers_propose(people):
    assert propose(people("vid.pieteicejs")).status_code == 403


@pytest.mark.both_databases
def test_two_sides_that_propose_the_same_at_once_leave_one_confirmed_row(app, people):
    def by(who):
        def act():
            asked = Proposal(consumer="EDS", provider="BIS", kind=DependencyKind.uses_service)
            dependencies.propose(asked, actor(who), now(), ChangeSource.api)

        return act

    with app.app_context():
        assert at_once(app, by(VID), by(BVKB)) == []
        found = db.session.scalars(select(Dependency.status).where(Dependency.kind == "uses_service"))
        assert [one for one in found if one != "ended"].count("proposed") == 0


@pytest.mark.both_databases
def test_confirmed_and_rejected_at_once_is_one_of_both(app, people):
    key = propose(people(VID)).json["id"]

    def confirm():
        dependencies.confirm(db.session.get_one(Dependency, key), actor(BVKB), now(), ChangeSource.api)

    def reject():
        row = db.session.get_one(Dependency, key)
        dependencies.reject(row, actor(BVKB), now(), ChangeSource.api, comment="Nē.")

    with app.app_context():
        at_once(app, confirm, reject)
    with rows_of(app):
        row = db.session.get_one(Dependency, key)
        steps = [one.after for one in changes.of(row.consumer)]
        assert steps[-1].endswith(row.status.value)
