"""Addresses that templates write."""

import pytest
from flask import Flask

from views.base.addresses import page_numbers, url_with


@pytest.fixture
def page():
    app = Flask(__name__)
    with app.test_request_context("/aktivitates?status=draft&page=3&kind=creation"):
        yield


@pytest.mark.usefixtures("page")
def test_a_changed_parameter_leaves_the_others():
    assert url_with(page=4) == "/aktivitates?status=draft&kind=creation&page=4"


@pytest.mark.usefixtures("page")
def test_a_parameter_is_taken_away_by_none():
    assert url_with(page=None, kind=None) == "/aktivitates?status=draft"


@pytest.mark.parametrize(
    ("page_now", "last", "shown"),
    [
        (0, 0, [0]),
        (0, 3, [0, 1, 2, 3]),
        (3, 14, [0, 1, 2, 3, 4, 5, None, 14]),
        (7, 14, [0, None, 5, 6, 7, 8, 9, None, 14]),
        (14, 14, [0, None, 12, 13, 14]),
    ],
)
def test_a_pager_shows_both_ends_and_the_neighbours(page_now, last, shown):
    assert page_numbers(page_now, last) == shown
