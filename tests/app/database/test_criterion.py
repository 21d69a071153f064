"""How the criteria of the wall are described to the cache of compiled statements."""

from sqlalchemy import or_, select

from models import Activity, Round
from models.database.criterion import Criterion


def described(entity, criterion):
    """Return how a statement with the criterion is described, and the values that go with it."""
    key = select(Activity.number).options(Criterion(entity, criterion))._generate_cache_key()
    return key.key, [one.value for one in key.bindparams]


def test_criteria_that_differ_in_values_alone_share_what_was_compiled_and_keep_their_values():
    first, second = (described(Activity, Activity.holder_id == one) for one in (1, 2))
    assert (first[0] == second[0], first[1], second[1]) == (True, [1], [2])


def test_criteria_that_say_anything_else_share_nothing():
    own = Activity.holder_id == 1
    criteria = (
        (Activity, own),
        (Round, own),
        (Activity, Activity.created_by_id == 1),
        (Activity, Activity.holder_id.is_(None)),
        (Activity, or_(own, Activity.round >= 1)),
    )
    assert len({described(*one)[0] for one in criteria}) == len(criteria)
