"""What a password must be: long, not among those tried first, not made of what is known about the account."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rules.text import N_, composed, fold

SHORTEST = 12
LONGEST = 128
FEWEST_OWN = 8  # characters besides what is known about the account
FEWEST_DIFFERENT = 5
KNOWN_FROM = 4  # a shorter word is in other words by chance
FILE = Path(__file__).parent / "common_passwords" / "passwords.txt"
# What people here think of first; the list of the world does not know it.
LOCAL = frozenset({"virsis", "parole", "paroles", "manaparole", "latvija", "riga", "sveiki", "milestiba"})

SHORT = N_(
    "Use at least %(minimum)s characters (now %(length)s). "
    "Several words are easy to remember and hard to guess."
)
LONG = N_("Use at most %(maximum)s characters (now %(length)s)")
COMMON = N_("This password is among the first that are tried. Take several words of your own.")
KNOWN = N_("Leave out what is known about the account (%(words)s), or add more of your own.")

# On the keyboard and in the alphabet, there and back, as often as one likes.
_ROWS = tuple(
    line * 2
    for row in ("1234567890", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")
    for line in (row, row[::-1])
)
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_BETWEEN = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.+?)\1+")


@dataclass(frozen=True, slots=True)
class Weakness:
    """Why a password is not taken: a sentence that says what to do, and its values."""

    key: str
    values: dict[str, object] = field(default_factory=dict, hash=False)


def weaknesses(password: str, known: Iterable[str]) -> tuple[Weakness, ...]:
    """Return everything that is wrong with a password; `known` is what anybody may know of the account.

    Any character counts, and none is demanded.
    """
    written = composed(password)
    if len(written) > LONGEST:
        return (Weakness(LONG, {"maximum": LONGEST, "length": len(written)}),)
    short: dict[str, object] = {"minimum": SHORTEST, "length": len(written)}
    found = [Weakness(SHORT, short) if len(written) < SHORTEST else None]
    found += [_of_commonness(written), _of_what_is_known(written, known)]
    return tuple(filter(None, found))


def _of_commonness(password: str) -> Weakness | None:
    folded = fold(password)
    simple = len(set(folded)) < FEWEST_DIFFERENT or any(folded in row for row in _ROWS)
    return Weakness(COMMON) if simple or any(form in common() for form in _forms(folded)) else None


def _of_what_is_known(password: str, known: Iterable[str]) -> Weakness | None:
    rest, found = fold(password), []
    for word in sorted({*known, "VIRSIS"}, key=len, reverse=True):
        if len(fold(word)) >= KNOWN_FROM and fold(word) in rest:
            rest = rest.replace(fold(word), "")
            found.append(word)
    if not found or len(rest) >= FEWEST_OWN:
        return None
    return Weakness(KNOWN, {"words": ", ".join(found)})


def _forms(folded: str) -> Iterator[str]:
    """Yield the password, the word between digits and signs, all of it in one word, and what only repeats."""
    for form in (folded, _EDGES.sub("", folded), _BETWEEN.sub("", folded)):
        yield form
        repeated = _REPEATED.fullmatch(form)
        if repeated:
            yield _EDGES.sub("", repeated[1])


@cache
def common() -> frozenset[str]:
    """Return the passwords that are tried first, folded."""
    return frozenset(map(fold, FILE.read_text(encoding="utf-8").split("\n"))) - {""} | LOCAL
