"""What stands in a database when a test begins: accounts alone, or also a card that has come so far."""

from collections.abc import Callable

from app.cli.setup import prepare_database, prepare_web_role
from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from tests.conftest import let_go, make_app
from tests.helpers import cards, findable, reported, searched, simulated
from tests.helpers.databases import FRESH, AsPlainRole, Database
from tests.helpers.people import PEOPLE, account

BEFORE_DECISION = (cards.draft, cards.submitted, cards.in_round, cards.awaiting_decision)
# `@pytest.mark.stage("in_round")`: the card is made once in a run, and is there in a copy for each test.
STAGES: dict[str, Callable[[], object]] = {
    "draft": cards.draft,
    "complete": cards.complete_card,
    "submitted": cards.submitted,
    "in_round": cards.in_round,
    "questioned": cards.questioned,
    "awaiting_decision": cards.awaiting_decision,
    "objected": lambda: cards.awaiting_decision(objecting=("DVI",)),
    "second_round": cards.second_round,
    "approved": cards.approved,
    "liquidation": cards.liquidation,
    "restricted": cards.restricted,
    "started": cards.started,
    "five_to_simulate": lambda: simulated.put(others=3),
    "thirty_to_simulate": lambda: simulated.put(others=28),
    "thirty_simulated": lambda: simulated.put_and_simulate(others=28),
    "three_in_round": lambda: [cards.in_round() for _ in range(3)],
    "searched": searched.put,
    "many": searched.put_many,
    "findable": findable.put,
    "reported": reported.put,
    "one_of_each": lambda: [make() for make in (*BEFORE_DECISION, cards.approved)],
}


def fill(folders) -> Callable[[Database, str], None]:
    """Return what fills the template of a stage; folders are made there."""

    def filled(database: Database, stage: str) -> None:
        app = make_app(database.url_of(stage), folders)
        with app.app_context(), seeing_everything(), writing():
            if stage == FRESH:
                _prepare(database)
            else:
                STAGES[stage]()
            db.session.commit()
        let_go(app)

    return filled


def _prepare(database: Database) -> None:
    prepare_database()
    if isinstance(database, AsPlainRole):
        prepare_web_role(database.ROLE)
    for username, (institution, roles) in PEOPLE.items():
        account(username, institution, *roles)
