"""Two texts word by word."""

import pytest

from views.words.diff import MOST_WORDS, merged, sides


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "jauns", [("ins", "jauns")]),
        ("vecs", "", [("del", "vecs")]),
        ("tas pats", "tas pats", [("same", "tas pats")]),
        ("a b c", "a x c", [("same", "a"), ("del", "b"), ("ins", "x"), ("same", "c")]),
    ],
)
def test_words_taken_away_and_put_in_stand_in_their_order(before, after, pieces):
    assert merged(before, after) == pieces


def test_each_side_shows_only_its_own_words():
    was, now = sides(merged("a b c", "a x c"))
    assert was == [("same", "a"), ("del", "b"), ("same", "c")]
    assert now == [("same", "a"), ("ins", "x"), ("same", "c")]


def test_text_too_long_to_compare_by_words_is_compared_as_a_whole():
    long = "vārds " * MOST_WORDS
    assert [kind for kind, _ in merged(f"{long}a", f"{long}b")] == ["del", "ins"]
