"""The second wall on PostgreSQL: the role of web and worker sees only the rows of the viewer."""

import click
import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.cli.setup import prepare_web_role
from app.clock import now
from app.database import writing
from app.database.row_security import HELD_UP
from app.extensions import db
from app.services.account import links
from app.visibility import PARTS, looking_as, seeing_everything
from models import (
    AccountEvent,
    AccountLink,
    Activity,
    NoNeed,
    Notification,
    Simulation,
    SimulationChange,
    User,
)
from models.database.row_security import seen
from rules.visibility import sees
from tests.helpers.api_cards import Journey
from tests.helpers.cards import actor, draft, the_card
from tests.helpers.people import PEOPLE, Browser, browser_of, caller_of


@pytest.fixture
def inside(walled_app):
    with walled_app.app_context(), seeing_everything():
        yield walled_app


def count(table):
    """How many rows SQL without any criterion of ours finds."""
    return db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608  (own names)


def committed(make):
    made = make()
    db.session.commit()
    return made


def test_card_goes_from_draft_to_approved_behind_the_wall(walled_app):
    journey = Journey(walled_app).approved()
    assert journey.card("fm.loceklis")["status"] == "approved"
    assert journey.card("bvkb.pieteicejs")["status"] == "approved"


@pytest.mark.stage("in_round")
def test_pages_and_lists_of_everybody_open_behind_the_wall(walled_app):
    for name in ("vid.pieteicejs", "vid.kontrolieris", "fm.loceklis", "varam.vaditajs", "admin"):
        browser = browser_of(walled_app, name)
        assert {browser.get(page).status_code for page in ("/darbi", "/aktivitates")} == {200}
        assert caller_of(walled_app, name).get("/activities/").json["count"] == 1
    assert caller_of(walled_app, "bvkb.pieteicejs").get("/activities/").json["count"] == 0


@pytest.mark.stage("awaiting_decision")
def test_sql_of_a_connection_that_names_nobody_finds_no_row(inside, plain_role):
    filled = {table for table in seen() if count(table)}
    assert {"activity", "vote", "requirement", "event", "revision", "notification"} <= filled
    with psycopg.connect(plain_role.url.replace("+psycopg", "")) as stranger:
        found = {table: stranger.execute(f"SELECT FROM {table}").rowcount for table in seen()}
    assert found == dict.fromkeys(seen(), 0)


@pytest.mark.stage("in_round")
def test_sql_finds_what_a_card_said_before_its_first_round_for_its_holder_alone(inside):
    first = the_card().rounds[0].revision
    found = {}
    for name in ("vid.pieteicejs", "admin", "dvi.loceklis", "varam.vaditajs", "bvkb.pieteicejs"):
        with looking_as(actor(name)):
            db.session.rollback()
            found[name] = db.session.execute(text("SELECT min(number) FROM revision")).scalar_one()
    others = {"dvi.loceklis": first, "varam.vaditajs": first, "bvkb.pieteicejs": None}
    assert found == {"vid.pieteicejs": 1, "admin": 1, **others}


@pytest.mark.parametrize("stage", ["draft", "submitted", "in_round", "awaiting_decision"])
def test_sql_without_criteria_finds_for_everybody_what_the_rules_let_them_see(inside):
    facts = the_card().facts()
    people = {name: actor(name) for name in PEOPLE}
    found = set()
    for name, person in people.items():
        with looking_as(person):
            cards, events = count("activity"), count("event")
        assert bool(cards) == bool(events)
        found |= {name} if cards else set()
    assert found == {name for name, person in people.items() if sees(facts, person)}


@pytest.mark.stage("in_round")
def test_everybody_finds_only_the_own_notifications(inside):
    person = actor("dvi.loceklis")
    with looking_as(person):
        rows = db.session.execute(text("SELECT DISTINCT recipient_id FROM notification")).scalars()
        assert set(rows) == {person.user_id}


def test_row_that_is_hidden_is_not_changed_by_any_statement(inside):
    title = committed(draft).title
    with looking_as(actor("bvkb.pieteicejs")):
        changed = db.session.execute(text("UPDATE activity SET title = 'Svešs'"))
        assert changed.rowcount == 0
        db.session.commit()
    assert db.session.scalars(select(Activity.title)).all() == [title]


def test_two_viewers_in_turn_over_one_connection_do_not_see_each_others_rows(inside):
    committed(draft)
    own, other = actor("vid.pieteicejs"), actor("bvkb.pieteicejs")
    found = []
    for person in (own, other, own, other):
        with looking_as(person):
            backend = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            found.append((backend, count("activity")))
            db.session.commit()
    assert [rows for _backend, rows in found] == [1, 0, 1, 0]
    assert len({backend for backend, _rows in found}) == 1


def test_viewer_that_changes_within_a_transaction_is_told_at_once(inside):
    draft()
    with looking_as(actor("bvkb.pieteicejs")):
        assert count("activity") == 0
    assert count("activity") == 1


def test_viewer_told_within_a_savepoint_that_is_undone_is_told_again(inside):
    committed(draft)
    assert count("activity") == 1
    with looking_as(actor("bvkb.pieteicejs")):
        point = db.session.begin_nested()
        assert count("activity") == 0
        point.rollback()
        assert count("activity") == 0


def test_failure_within_a_savepoint_is_undone_and_the_transaction_goes_on(inside):
    committed(draft)
    taken = text("INSERT INTO activity SELECT * FROM activity")
    with looking_as(actor("vid.pieteicejs")):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(taken)
        assert count("activity") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vote SET comment = ''",
        "DELETE FROM event",
        "DELETE FROM activity",
        "TRUNCATE notification",
        "CREATE TABLE mine (id integer)",
        "ALTER TABLE activity DISABLE ROW LEVEL SECURITY",
        "DROP POLICY seen_by_the_viewer ON activity",
        "UPDATE alembic_version SET version_num = ''",
    ],
)
def test_role_can_neither_take_the_wall_down_nor_change_what_stays(inside, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        db.session.execute(text(statement))
    db.session.rollback()


# Tables whose number is one of their own, not that of a card.
NUMBERED = {"administrator_request", "no_need", "principle_list"}


def names_a_card(column):
    """Whether a column says which card a row is about: by its key, or by its number."""
    keys = {key.column.table.name for key in column.foreign_keys}
    return "activity" in keys or column.name in {"activity_id", "activity_number", "number"}


def test_wall_stands_before_every_table_that_names_a_card():
    naming = {
        table.name for table in db.metadata.tables.values() if any(map(names_a_card, table.columns))
    } - NUMBERED
    assert {"activity", "vote", "notification", "simulation_change"} <= naming
    assert naming - seen().keys() == set()


def test_wall_stands_before_every_table_of_which_only_some_rows_are_seen():
    tables = {one.__tablename__ for one in (*PARTS, Activity, Notification, AccountEvent, NoNeed)}
    assert tables - seen().keys() == set()


@pytest.mark.stage("draft")
def test_change_in_a_simulation_is_seen_by_whoever_sees_the_card(inside):
    with writing():
        simulation = Simulation(code="x", against="y", asked_at=now(), asked_by_id=actor("admin").user_id)
        db.session.add(simulation)
        db.session.flush()
        said = {"year": 2026, "holder": "VID", "added": "", "removed": "", "before": 1, "after": 1}
        db.session.add(SimulationChange(simulation_id=simulation.id, number=the_card().number, **said))
        db.session.commit()
    found = {}
    for name in ("vid.pieteicejs", "bvkb.pieteicejs", "admin"):
        with looking_as(actor(name)):
            rows = db.session.scalars(select(SimulationChange)).all()
            found[name] = (count("simulation_change"), len(rows))
    assert found == {"vid.pieteicejs": (1, 1), "bvkb.pieteicejs": (0, 0), "admin": (1, 1)}


@pytest.mark.stage("in_round")
def test_role_asks_about_no_institution_but_the_one_that_looks(inside):
    for gone in ("virsis_asked()", "virsis_asked(1)", "virsis_is_asked(1, 1)"):
        with pytest.raises(ProgrammingError, match="does not exist"):
            db.session.execute(text(f"SELECT {gone}"))
        db.session.rollback()
    asked = select(func.virsis_is_asked(the_card().id))
    with looking_as(actor("bvkb.pieteicejs")):
        assert not db.session.scalar(asked)
    with looking_as(actor("fm.loceklis")):
        assert db.session.scalar(asked)


@pytest.mark.parametrize(
    "statement", ["SELECT hash FROM kept_password", "SELECT * FROM kept_password", "TABLE kept_password"]
)
def test_role_reads_no_hash_of_a_password(inside, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(statement))
    db.session.rollback()


def by_link(walled_app, username, password):
    """Set a password as people do, through the pages."""
    with walled_app.app_context(), seeing_everything(), writing():
        links.ask_reset(username, now())
        link = db.session.scalars(select(AccountLink)).one()
        token = links.mint(link.id, now())
        db.session.commit()
    sent = {"password": password, "again": password}
    return Browser(walled_app).post(f"/parole/{token}", sent).status_code


def test_password_is_set_and_opens_behind_the_wall_and_stands_with_no_account(walled_app):
    new = "ezers-bez-krasta-7"
    assert by_link(walled_app, "vid.pieteicejs", new) == 303
    assert Browser(walled_app).sign_in("vid.pieteicejs", new).status_code == 302
    assert Browser(walled_app).sign_in("vid.pieteicejs").status_code == 200
    with walled_app.app_context():
        mark = db.session.scalars(select(User.password).where(User.username == "vid.pieteicejs")).one()
        closed = db.session.execute(text("SELECT virsis_password(0)")).scalar()
    assert (mark[:5], len(mark), closed) == ("kept:", 37, None)


def test_owner_is_told_nothing_and_pays_nothing(owner_app):
    with owner_app.app_context():
        assert db.session.connection().info[HELD_UP] is False


def test_setup_may_be_repeated_and_refuses_a_role_that_passes_the_wall(owner_app):
    with owner_app.app_context():
        prepare_web_role("virsis_again", "it's 100% :secret")
        prepare_web_role("virsis_again")
        with pytest.raises(click.ClickException, match="would see every row"):
            prepare_web_role("postgres")


def test_setup_names_no_role_on_sqlite(sqlite_app):
    with sqlite_app.app_context(), pytest.raises(click.ClickException, match="needs PostgreSQL"):
        prepare_web_role("virsis_web")
