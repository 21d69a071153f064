"""A declared list reads its address, says its filters, and leads to its other pages with all of them."""

from datetime import date
from enum import StrEnum, auto

import pytest
from flask import Flask, request
from flask_babel import Babel
from werkzeug.exceptions import NotFound

from views.base.filters import DayFilter, Filter, FlagFilter, WordFilter, WordsFilter
from views.base.listing import Column, Listing


class Colour(StrEnum):
    """A word of no vocabulary."""

    red = auto()
    green = auto()


THINGS = Listing(
    title="Things",
    columns=(Column(name="name", head="Name", names_row=True, sorts=True), Column(name="size", head="Size")),
    filters=(
        FlagFilter(name="mine"),
        Filter(name="q", label="Search", longest=10, says=lambda text: f"Searched for: {text}"),
        WordFilter(name="colour", label="Colour", words=Colour, spoken=str.upper),
        WordsFilter(name="colours", label="Colours", words=Colour, spoken=str.upper),
        WordFilter(name="shade", label="Shade", words=Colour, spoken=str.upper, lenient=True),
        DayFilter(name="since", label="From", first=date(2000, 1, 1), last=date(2999, 12, 31)),
    ),
    orders={"name": 1, "-name": 2},
    usual="name",
    size=2,
    file="things",
    exported=(Column(name="name", head="Name", cell=str.title),),
)


@pytest.fixture(autouse=True)
def english_reader():
    app = Flask(__name__)
    app.config["ENV"] = "test"
    Babel(app, default_locale="en")
    with app.app_context():
        yield app


@pytest.fixture
def asked(english_reader):
    """Read the address of a list."""

    def read(query):
        with english_reader.test_request_context(f"/things?{query}"):
            return THINGS.asked(request.args)

    return read


@pytest.fixture
def listed(english_reader):
    """Show the first of three pages at an address."""
    with english_reader.test_request_context(
        "/things?mine=1&colours=red&colours=green&q=a&page=1&sort=-name&other=x"
    ):
        yield THINGS.listed(THINGS.asked(request.args), ["a", "b"], 5)


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("", "q", ""),
        ("q=%20two%20words%20", "q", "two words"),
        ("q=%00a", "q", "a"),
        ("q=12345678901", "q", "1234567890"),
        ("mine=1", "mine", True),
        ("mine=yes", "mine", False),
        ("colour=red", "colour", Colour.red),
        ("colour=", "colour", None),
        ("colours=green&colours=red", "colours", (Colour.green, Colour.red)),
        ("shade=none", "shade", None),
        ("since=2026-10-12", "since", date(2026, 10, 12)),
        ("since=12.10.2026", "since", date(2026, 10, 12)),
        ("since=1999-12-31", "since", None),
        ("since=x", "since", None),
    ],
)
def test_filter_is_read_from_the_address(asked, query, name, value):
    assert asked(query)[name] == value


@pytest.mark.parametrize("query", ["colour=blue", "colours=red&colours=blue"])
def test_word_that_is_none_is_an_address_that_does_not_exist(asked, query):
    with pytest.raises(NotFound):
        asked(query)


@pytest.mark.parametrize(
    ("query", "page"), [("", 0), ("page=3", 3), ("page=-1", 0), ("page=x", 0), ("page=9999999", 0)]
)
def test_page_that_is_none_is_the_first(asked, query, page):
    assert asked(query).page == page


@pytest.mark.parametrize(("query", "order"), [("", 1), ("sort=-name", 2), ("sort=password", 1)])
def test_order_that_is_none_is_the_usual_one(asked, query, order):
    assert THINGS.order(asked(query)) == order


def test_filters_in_use_are_chips_and_what_is_only_sent_along_is_none(listed):
    assert [one.chip for one in listed.chosen] == ["Searched for: a", "Colours: RED"]


def test_chip_leads_to_the_first_page_without_its_filter(listed):
    assert listed.chosen[1].without == "/things?mine=1&q=a&sort=-name&other=x"


def test_day_is_said_in_a_chip_as_people_write_it(english_reader):
    with english_reader.test_request_context("/things?since=2026-10-12"):
        shown = THINGS.listed(THINGS.asked(request.args), [], 0)
        assert [one.chip for one in shown.chosen] == ["From: 12 Oct 2026"]


def test_another_page_keeps_every_filter_also_those_given_twice_and_those_without_a_control(listed):
    kept = "/things?mine=1&colours=red&colours=green&q=a&sort=-name&other=x"
    assert (listed.page_address(2), listed.page_address(0)) == (f"{kept}&page=2", kept)


def test_head_of_a_column_turns_the_order_round_from_the_first_page(listed):
    sort = listed.sort_of(listed.columns[0])
    assert (sort.direction, "sort=name" in sort.address, "page=" in sort.address) == (
        "descending",
        True,
        False,
    )


def test_column_that_orders_nothing_has_no_link(listed):
    assert listed.sort_of(listed.columns[1]).address == ""


def test_order_that_is_not_the_usual_one_is_sent_along_with_the_filters(listed):
    assert listed.hidden == [("sort", "-name")]


def test_file_has_the_exported_columns(listed):
    lines = THINGS.sheet("csv", ["abc"]).data.decode("utf-8-sig")
    assert lines.splitlines() == ["Name", "Abc"]
