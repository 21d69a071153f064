"""Every kind of page in the demo: no barrier, no complaint, nothing too wide, in light and dark."""

import pytest

from app.seeds.accounts import DEMO_PAROLE
from scripts import screens
from scripts.screen_list import SCREENS


@pytest.fixture(scope="session")
def people(demo):
    """Persons of the demo, each signed in once."""
    known = {}

    def signed_in(username):
        if username not in known:
            known[username] = demo.person(username or "")
            if username:
                known[username].sign_in(DEMO_PAROLE)
        return known[username]

    yield signed_in
    for person in known.values():
        person.context.close()


@pytest.mark.parametrize("name", [one.name for one in SCREENS])
def test_a_page_has_no_barriers(demo, people, name):
    screen = next(one for one in screens.screens(screens.numbers(demo.app)) if one.name == name)
    person = people(screen.person)
    person.open(screen.address)
    screen.before(person.page)
    person.look_closely()
