"""Sums in euro as people type them; what could be another sum is asked, never guessed."""

import re
from decimal import ROUND_HALF_UP, Decimal

from rules.reading import NoSuchThing, Unreadable
from rules.signs import in_one_line
from rules.text import N_
from rules.vocabulary import ProblemCode

_CENT = Decimal("0.01")
_EURO = "(?:€|EUR)?"
_FRAMED = re.compile(
    f"(?P<outer>[-\u2212]?) ?{_EURO} ?(?P<inner>[-\u2212]?) ?(?P<figures>[0-9][0-9., ]*[0-9]|[0-9]) ?{_EURO}",
    re.IGNORECASE,
)
# Blanks of every width become one kind before; so do apostrophes, which stand between thousands too.
_BETWEEN_THOUSANDS = re.compile("['`\u00b4\u02bc\u2018\u2019\\s]+")
_PLAIN = r"[0-9]{1,12}"
_THOUSANDS = r"[1-9][0-9]{{0,2}}(?:{0}[0-9]{{3}}){{1,3}}"
_READINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<whole>{_PLAIN}|{_THOUSANDS.format(' ')})(?:[.,](?P<cents>[0-9]{{1,2}}))?",
        rf"(?P<whole>{_THOUSANDS.format('[.]')})(?:,(?P<cents>[0-9]{{1,2}}))?",
        rf"(?P<whole>{_THOUSANDS.format(',')})(?:[.](?P<cents>[0-9]{{1,2}}))?",
    )
)
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def read(typed: str) -> Decimal | None:
    """Return the sum, None for nothing; 120 000,50, 120.000,50 and € 120,000.50 are the same.

    Raises `Unreadable`: 120.000 is `ambiguous` with its two readings, anything else `invalid`.
    """
    text = _BETWEEN_THOUSANDS.sub(" ", in_one_line(typed)).strip()
    if not text:
        return None
    framed = _FRAMED.fullmatch(text)
    if framed is None or (framed["outer"] and framed["inner"]):
        raise NoSuchThing(_NO_SUM)
    return _amount("-" if framed["outer"] or framed["inner"] else "", framed["figures"])


def _amount(sign: str, figures: str) -> Decimal:
    if _TWO_WAYS.fullmatch(figures):
        many, few = _both(sign, *re.split("[.,]", figures))
        raise Unreadable(
            N_("Is it %(many)s or %(few)s? Write the sum with cents."),
            ProblemCode.ambiguous,
            many=many,
            few=few,
        )
    found = next((one for pattern in _READINGS if (one := pattern.fullmatch(figures))), None)
    if found is None:
        raise NoSuchThing(_NO_SUM)
    return Decimal(f"{sign}{re.sub('[^0-9]', '', found['whole'])}.{found['cents'] or '0'}")


def _both(sign: str, before: str, after: str) -> tuple[Decimal, Decimal]:
    few = Decimal(f"{sign}{before}.{after}")
    return Decimal(f"{sign}{before}{after}.00"), few.quantize(_CENT, ROUND_HALF_UP)


_NO_SUM = N_("Write the sum in euro as a number, for example 96 000,50")
