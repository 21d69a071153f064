"""What only the database notices is a conflict or a mistake, never a fault of ours."""

import pytest
from sqlalchemy import insert, select

from app.clock import now, today
from app.extensions import db
from app.services.activity import completion, steps as workflow
from models import Activity, NumberSeries, Resource, RuleSetStart
from rules.refusals import Invalid
from rules.registry_vocabulary import ResourceKind
from rules.vocabulary import Kind, Outcome
from tests.conftest import let_go, make_app
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor, complete_card, vote
from tests.helpers.people import browser_of, caller_of

pytestmark = pytest.mark.both_databases
SERIES = {"prefix": "ZZ", "year": 2026, "last": 1}


def twice():
    """Another row with the same key."""
    db.session.execute(insert(NumberSeries), [SERIES, SERIES])


def names_nothing():
    """A row that names one which is not there."""
    said = {"code": "x", "valid_from": today(), "proposed_at": now(), "proposed_by_id": 10**6}
    db.session.execute(insert(RuleSetStart).values(said))


def lacks_something():
    """A row without what it needs."""
    db.session.execute(insert(NumberSeries).values(prefix="ZZ", year=None, last=1))


@pytest.fixture
def failing(request, app, tmp_path_factory):
    """An application with an address for each way in which a database refuses a row."""
    made = make_app(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path_factory, PROPAGATE_EXCEPTIONS=False)

    def fail(name):
        {one.__name__: one for one in (twice, names_nothing, lacks_something)}[name]()
        db.session.flush()

    made.add_url_rule("/fail/<name>", "fail", fail)
    made.add_url_rule("/api/v1/fail/<name>", "api_fail", fail)
    yield made
    let_go(made)


@pytest.mark.parametrize(
    ("name", "status"), [("twice", 409), ("names_nothing", 409), ("lacks_something", 422)]
)
def test_row_that_the_database_refuses_is_a_conflict_or_a_mistake(failing, name, status):
    page = browser_of(failing, "vid.pieteicejs").get(f"/fail/{name}")
    call = caller_of(failing, "vid.pieteicejs").get(f"/fail/{name}")
    assert (page.status_code, call.status_code, call.mimetype) == (status, status, "application/problem+json")


def created():
    """A creation card whose work has begun."""
    new = {"new_resource.name": "Jauns rīks", "new_resource.kind": ResourceKind.tool, "resource": None}
    card = complete_card(kind=Kind.creation, **new)
    workflow.submit(card, actor("vid.pieteicejs"), now())
    workflow.forward(card, actor("vid.kontrolieris"), now())
    for one in card.current_round.requirements:
        vote(card, one.institution.code)
    workflow.decide(card, actor("varam.vaditajs"), now(), outcome=Outcome.approve, reasoning="Saskaņots.")
    workflow.start(card, actor("vid.pieteicejs"), now(), actual_start=today())
    return card.id


def test_of_two_closing_notices_with_one_code_the_second_is_told_so_at_its_field(inside):
    keys = [created(), created()]
    db.session.commit()
    by, wrong = actor("vid.pieteicejs"), []

    def notice(key):
        said = {"actual_end": today(), "actual_cost_eur": 1, "result": "Darbs ir paveikts."}

        def give():
            try:
                completion.complete(db.session.get_one(Activity, key), by, now(), resource_code="JS", **said)
            except Invalid as refused:
                wrong.extend(one.field for one in refused.problems)
                raise

        return give

    at_once(inside, *map(notice, keys))
    assert wrong == ["resource_code"]
    assert db.session.scalars(select(Resource.code).where(Resource.code == "JS")).all() == ["JS"]
