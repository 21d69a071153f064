"""Two texts word by word."""

import random

import pytest

from views.words.diff import MOST_WORK, Comparing, sides


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
    assert Comparing().merged(before, after) == pieces


def test_each_side_shows_only_its_own_words():
    was, now = sides(Comparing().merged("a b c", "a x c"))
    assert was == [("same", "a"), ("del", "b"), ("same", "c")]
    assert now == [("same", "a"), ("ins", "x"), ("same", "c")]


def test_text_that_takes_too_long_to_compare_is_compared_as_a_whole():
    before, after = "a b " * 1000, "b a " * 999
    assert Comparing().merged(before, after) == [("whole", ""), ("del", before), ("ins", after)]


def test_long_text_with_a_change_in_the_middle_is_compared_word_by_word():
    around = " ".join(["un vai ar no"] * 1000)
    kinds = [kind for kind, _ in Comparing().merged(f"{around} a {around}", f"{around} b {around}")]
    assert kinds == ["same", "del", "ins", "same"]


def texts():
    """Two texts of the worst kind: the same few words in another order."""
    words = random.Random(1).choices(["un", "vai", "ar", "no"], k=1600)  # noqa: S311  (no secret)
    return " ".join(words[:800]), " ".join(words[800:])


def test_all_texts_of_a_page_take_no_more_work_than_the_page_may():
    compared = Comparing()
    for _ in range(200):
        compared.merged(*texts())
    assert 0 <= compared.left <= MOST_WORK


def test_a_text_that_takes_too_much_leaves_half_of_the_work_to_the_others():
    compared = Comparing(most=1000)
    compared.merged(*texts())
    assert compared.left == 500
    assert compared.merged("a b c", "a x c")[0] == ("same", "a")


@pytest.mark.parametrize("seed", range(50))
def test_each_side_is_the_text_it_was(seed):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    before, after = (" ".join(chance.choices("abcd", k=chance.randrange(1, 12))) for _ in range(2))
    found = sides(Comparing().merged(before, after))
    assert [" ".join(text for _, text in side) for side in found] == [before, after]
