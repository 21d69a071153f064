"""What people type, read one way wherever it is typed: whole numbers, lines, texts."""

from rules.refusals import Problem
from rules.signs import in_lines, in_one_line, misplaced
from rules.text import N_, composed, length, nfc
from rules.vocabulary import ProblemCode

LONGEST = 20_000  # characters of one text
LARGEST = 2**31 - 1  # what a whole number of the database can hold


class Unreadable(ValueError):
    """What was typed is no such thing; `key` is the English sentence, `values` fill it in."""

    def __init__(self, key: str, code: ProblemCode = ProblemCode.invalid, **values: object) -> None:
        super().__init__(key % values)
        self.key, self.code, self.values = key, code, values

    def problem(self, field: str) -> Problem:
        """Return what is wrong with the field in which it was typed."""
        return Problem(field, self.code, self.values, self.key)


class NoSuchThing(Unreadable):
    """It is no number, sum or date at all: a form may have a sentence of its own for that."""


def whole(typed: object, least: int = 0, most: int = LARGEST) -> int | None:
    """Return a whole number written in plain digits; None for anything else and outside the bounds."""
    text = str(typed).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    return int(text) if least <= int(text) <= most else None


def number(typed: str, least: int = 0, most: int = LARGEST) -> int | None:
    """Return the whole number typed in a form, None for nothing. Raises `Unreadable`."""
    digits = "".join(in_one_line(typed).split())
    if not digits:
        return None
    found = whole(digits, least, most)
    if found is None:
        raise NoSuchThing(N_("Write a whole number from %(least)s to %(most)s"), least=least, most=most)
    return found


def line(typed: str, longest: int = LONGEST) -> str:
    """Return one line of text with single spaces, without signs that nobody sees. Raises `Unreadable`."""
    return " ".join(one_line(typed, longest).split())


def one_line(typed: str, longest: int = LONGEST) -> str:
    """Return one line of text as it is seen, with its spaces as they are. Raises `Unreadable`."""
    return composed(in_one_line(_kept(typed, longest)))


def text(typed: str, longest: int = LONGEST) -> str:
    """Return a text of several lines, each ended by one sign, trimmed. Raises `Unreadable`."""
    return lines(typed, longest).strip()


def lines(typed: str, longest: int = LONGEST) -> str:
    """Return a text of several lines, each ended by one sign. Raises `Unreadable`."""
    return in_lines(_kept(typed, longest))


def code(typed: str) -> str:
    """Return a code as codes are compared. Raises `Unreadable`."""
    return nfc(one_line(typed))


def secret(typed: str) -> str:
    """Return a password as it is. Raises `Unreadable`, which does not repeat it."""
    odd = misplaced(typed)
    if odd is not None:
        raise Unreadable(
            N_("No text can have the sign %(sign)s, which stands in place %(column)s. Write it without."),
            sign=odd.sign,
            column=odd.column,
        )
    return typed


def _kept(typed: str, longest: int) -> str:
    odd = misplaced(typed)
    if odd is not None:
        raise Unreadable(
            N_(
                "Line %(line)s, column %(column)s, “%(around)s”: no text can have the sign %(sign)s. "
                "Write it without this sign."
            ),
            line=odd.line,
            column=odd.column,
            around=odd.around,
            sign=odd.sign,
        )
    long = length(typed.strip())
    if long > longest:
        raise Unreadable(
            N_("Shorten the text to %(maximum)s characters (now %(length)s)"),
            ProblemCode.too_long,
            maximum=longest,
            length=long,
        )
    return typed
