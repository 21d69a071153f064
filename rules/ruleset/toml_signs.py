"""Signs that look like those of TOML, or like nothing: word processors put them in, and nobody sees why."""

import re
from dataclasses import dataclass
from unicodedata import category, normalize

from rules.text import N_

# Of one line: texts in quotation marks, and what stands behind a #.
_TEXTS = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|#.*")
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2039\u203a"
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class OddSign:
    """A sign that is no TOML: the sentence, the sign as it is named, and what to type instead."""

    key: str
    sign: str
    instead: str = ""


def odd_sign(line: str) -> OddSign | None:
    """Return the first sign of a line that stands outside its texts and cannot stand there."""
    return next((found for letter in _TEXTS.sub("", line) if (found := _odd(letter))), None)


def unseen_sign(line: str) -> OddSign | None:
    """Return the first sign of a line that nobody sees, wherever it stands: with it a code is another."""
    found = map(_odd, line)
    return next((one for one in found if one and one.key == DELETED), None)


def _odd(letter: str) -> OddSign | None:
    if letter.isascii():
        return None if letter.isprintable() or letter in "\t\r" else OddSign(DELETED, _code(letter))
    if category(letter) == "Zs":
        return OddSign(BLANK, _code(letter))
    if not letter.isprintable():
        return OddSign(DELETED, _code(letter))
    instead = _instead(letter)
    return OddSign(TYPED, f"{letter} ({_code(letter)})", instead) if instead else None


def _instead(letter: str) -> str:
    """Return the sign of TOML that a sign is taken for; an empty text when it is taken for none."""
    if letter in _DOUBLE:
        return '"'
    if letter in _SINGLE:
        return "'"
    if category(letter) == "Pd" or letter == _MINUS:
        return "-"
    plain = normalize("NFKC", letter)
    return plain if plain.isascii() and not plain.isalnum() else ""


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


TYPED = N_(
    "%(file)s, rule %(rule)s, field %(field)s: here stands the sign %(sign)s, which is no TOML. Type "
    "%(instead)s instead."
)
BLANK = N_(
    "%(file)s, rule %(rule)s, field %(field)s: here stands a blank that is no ordinary one, %(sign)s. Type "
    "an ordinary blank instead."
)
DELETED = N_(
    "%(file)s, rule %(rule)s, field %(field)s: here stands a sign that cannot be seen, %(sign)s. Delete it."
)
