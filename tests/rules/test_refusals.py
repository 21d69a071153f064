"""A refusal keeps its sentence, the key of the translation, and the values that fill it in."""

from collections.abc import Callable

import pytest

from rules.refusals import Invalid, NotAllowed, Problem, Refusal, Stale, TooEarly, WrongStatus
from rules.vocabulary import Action, ProblemCode

PROBLEMS = (Problem("goal", ProblemCode.required),)


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (lambda: NotAllowed("%(who)s may not.", who="VID"), "VID may not."),
        (lambda: NotAllowed("These: %(roles)s.", roles=("cab_head", "admin")), "These: cab_head, admin."),
        (lambda: WrongStatus("Only %(fitting)s, %(day)s.", (Action.vote,), day=2), "Only vote, 2."),
        (lambda: TooEarly("From day %(day)s.", day=3), "From day 3."),
        (lambda: Stale("Now %(current_revision)s of %(of)s.", 4, of="VID"), "Now 4 of VID."),
        (lambda: Invalid("Look at %(file)s.", PROBLEMS, file="a.toml"), "Look at a.toml."),
    ],
)
def test_a_refusal_says_its_sentence_with_its_values(refused: Callable[[], Refusal], says: str) -> None:
    assert str(refused()) == says


def test_a_refusal_of_an_old_revision_tells_the_present_one() -> None:
    assert Stale("Changed.", 4).current_revision == 4


def test_a_refusal_of_what_was_sent_tells_every_problem() -> None:
    assert Invalid("Wrong.", PROBLEMS).problems == PROBLEMS


def test_a_refusal_for_the_status_tells_what_fits_and_nothing_unless_it_is_known() -> None:
    told = [WrongStatus("No.", fitting).fitting for fitting in ((Action.vote,), ())]
    assert (told, WrongStatus("No.").fitting) == ([(Action.vote,), ()], ())
