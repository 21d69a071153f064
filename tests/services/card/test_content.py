"""What two contents of a card say is compared in one way, wherever it is compared."""

import pytest

from models.activity.content import differs, says_same


@pytest.mark.parametrize(
    ("held", "said", "same"),
    [
        ("", None, True),
        (None, "", True),
        (None, False, False),
        ("a", "a", True),
        ("a", "b", False),
        ({"answer": "met", "explanation": ""}, {"explanation": None}, True),
        ({"answer": "met", "explanation": ""}, {"answer": None}, False),
    ],
)
def test_nothing_and_an_empty_text_say_the_same_and_no_says_something(held, said, same):
    assert says_same(held, said) is same


def test_values_around_which_spaces_stand_say_nothing_else():
    assert not differs({"title": "Mērķis", "used_resources": ["EDS", "FPR"]}, {"title": " Mērķis "})


def test_a_list_in_another_order_says_nothing_else():
    assert not differs({"used_resources": ["EDS", "FPR"]}, {"used_resources": ["FPR", "EDS"]})
