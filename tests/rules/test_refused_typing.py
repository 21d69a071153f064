"""What is said of something typed that cannot be read: the field, the code, the sentence with its values."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules import dates, sums
from rules.guards import late_institutions
from rules.problem_sentences import names_its_field
from rules.reading import Unreadable, code, number, secret, text
from rules.refusals import Problem
from rules.signs import misplaced, storable
from rules.vocabulary import ProblemCode, RequirementState, Status
from tests.helpers.persons import DUE, LATER, activity, requirement

NO_DATE = "Write a date, for example 12.10.2026."
YEAR = "Which year is 0227? Write the year with four digits, from 1990 to 2100."
TWO_WAYS = "Is it 120000.00 or 120.00? Write the sum with cents."
BELL = "Line 1, column 2, “a\ufffdb”: no text can have the sign U+0007. Write it without this sign."
SECRET = "No text can have the sign U+0007, which stands in place 2. Write it without."


@pytest.mark.parametrize(
    ("read", "typed", "kind", "sentence"),
    [
        (dates.read, "tomorrow", ProblemCode.invalid, NO_DATE),
        (dates.read, "0227-05-21", ProblemCode.invalid, YEAR),
        (sums.read, "120.000", ProblemCode.ambiguous, TWO_WAYS),
        (number, "-1", ProblemCode.invalid, "Write a whole number from 0 to 2147483647"),
        (text, "a\x07b", ProblemCode.invalid, BELL),
        (text, "a" * 20_001, ProblemCode.too_long, "Shorten the text to 20000 characters (now 20001)"),
        (secret, "a\x07b", ProblemCode.invalid, SECRET),
    ],
)
def test_sentence_says_what_is_wrong_and_what_to_do(
    read: Callable[[str], object], typed: str, kind: ProblemCode, sentence: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(typed)
    assert (str(refused.value), refused.value.code) == (sentence, kind)


def test_year_is_asked_with_the_bounds_that_hold_for_the_field() -> None:
    with pytest.raises(Unreadable) as refused:
        dates.read("1.1.2031", range(2020, 2031))
    assert refused.value.values == {"year": "2031", "first": 2020, "last": 2030}


def test_problem_names_the_field_in_which_it_was_typed() -> None:
    with pytest.raises(Unreadable) as refused:
        sums.read("120.000")
    found = refused.value.problem("budget_eur")
    values = {"many": Decimal("120000.00"), "few": Decimal("120.00")}
    key = "Is it %(many)s or %(few)s? Write the sum with cents."
    assert found == Problem("budget_eur", ProblemCode.ambiguous, values, key)


def test_password_without_odd_signs_is_as_it_was_typed() -> None:
    assert secret(" ā\u00ad ") == " ā\u00ad "


def test_code_is_read_as_codes_are_compared() -> None:
    assert code("Ri\u0304\u00adga") == "Rīga"


def test_what_cannot_be_stored_is_left_out_and_nothing_else() -> None:
    assert storable("a\x07b\ud800c\r\nā\u00ad") == "abc\r\nā\u00ad"


def test_words_around_a_refused_sign_end_with_its_line() -> None:
    found = misplaced("pirmā\nabc\x07def\ntrešā")
    assert found is not None
    assert (found.line, found.column, found.around) == (2, 4, "abc\ufffddef")


def test_sentence_of_a_code_that_no_field_has_names_no_field() -> None:
    assert not names_its_field(Problem("title", ProblemCode.otp_required))


WAITING = activity(
    Status.in_approval,
    requirements=(
        requirement("FM"),
        requirement("PMLP", due_on=LATER),
        requirement("DVI", RequirementState.info_requested),
        requirement("KM", RequirementState.answered),
    ),
)


def test_those_are_late_who_are_waited_for_after_their_day() -> None:
    assert late_institutions(WAITING, LATER) == ("FM",)


def test_nobody_is_late_on_the_day_itself() -> None:
    assert late_institutions(WAITING, DUE) == ()


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.in_approval}))
def test_nobody_is_late_where_no_round_runs(status: Status) -> None:
    assert late_institutions(replace(WAITING, status=status), date(2027, 1, 1)) == ()
