"""Every action is told once, and completely for its kind."""

from inspect import signature

import pytest

from rules.transitions import TRANSITIONS
from rules.vocabulary import FINAL, Action, Status
from tests.architecture.sources import ROOT
from views.activity.steps import STEPS

SPRITE = (ROOT / "app" / "static" / "icons.svg").read_text(encoding="utf-8")
OWN_FORM = [action for action, told in STEPS.items() if told.form is not None]
OWN_SCREEN = [
    action for action, told in STEPS.items() if told.form is None and action is not Action.supersede
]
TONES = {"ok", "bad", "hold", "info", "mute"}


def test_every_action_has_an_entry():
    assert set(STEPS) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_look_words_for_the_history_and_a_use_case(action):
    told = STEPS[action]
    assert f'id="i-{told.icon}"' in SPRITE
    assert (told.tone in TONES, bool(told.history), callable(told.use_case)) == (True, True, True)


@pytest.mark.parametrize("action", OWN_FORM)
def test_a_step_with_a_form_says_what_it_asks_what_follows_and_what_came_of_it(action):
    told = STEPS[action]
    assert "" not in (told.asks, told.consequence, told.button, told.done)
    assert None not in (told.asks, told.consequence, told.button, told.done)


@pytest.mark.parametrize("action", OWN_FORM)
def test_a_use_case_takes_what_the_form_of_its_step_gives(action):
    given = {one.name for one in STEPS[action].form().own} | {"seen"}
    assert given - set(signature(STEPS[action].use_case).parameters) == set()


def test_what_has_no_form_of_its_own_has_a_screen_of_its_own():
    assert [Action.edit, Action.decide, Action.vote, Action.withdraw_objection] == OWN_SCREEN
    assert [bool(STEPS[action].page) for action in OWN_SCREEN] == [True] * 4


def test_the_inbox_has_words_for_every_status_in_which_somebody_is_awaited():
    said = {status for told in STEPS.values() for status in told.inbox}
    assert said == set(Status) - FINAL


@pytest.mark.parametrize("action", Action)
def test_the_inbox_speaks_of_a_step_only_where_it_can_be_taken(action):
    sources = {status for row in TRANSITIONS if row.action is action for status in row.sources}
    assert set(STEPS[action].inbox) - sources == set()


def test_what_is_awaited_of_somebody_has_a_title_on_the_panel():
    assert [action for action, told in STEPS.items() if told.inbox and not told.title] == []


@pytest.mark.parametrize("action", [Action.recall, Action.return_, Action.withdraw])
def test_what_nobody_waits_for_is_never_the_main_step(action):
    assert STEPS[action].title is None
