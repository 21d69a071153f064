"""Signs that nobody sees: what ends a line, what does not count in comparing, what no text may have."""

import re
from dataclasses import dataclass

# Unicode's Default_Ignorable_Code_Point: soft hyphens, joiners and other signs of no width, direction signs,
# variants of a letter's look; the marks of interlinear annotations; and two that are drawn as nothing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_BREAKS = re.compile("[\r\n\v\f\x85\u2028\u2029\t]+")
# Control characters that end no line, halves of surrogate pairs, and what Unicode keeps for no character.
_NO_CHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_REFUSED = re.compile(f"[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
_AROUND = 20  # signs that are shown on either side of one that is refused
_STANDS_FOR_IT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A sign that no text may have: which one, the line and column (from 1), and the words around it."""

    sign: str
    line: int
    column: int
    around: str


def visible(text: str) -> str:
    """Return a text without the signs that nobody sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def in_lines(text: str) -> str:
    """Return a text whose lines all end in the same sign, with blanks for tabs."""
    return _LINE_ENDS.sub("\n", text).replace("\t", " ")


def in_one_line(text: str) -> str:
    """Return a text in one line, as it is seen."""
    return visible(_BREAKS.sub(" ", text))


def misplaced(text: str) -> Misplaced | None:
    """Return the first sign that no text may have, None where there is none."""
    found = _REFUSED.search(text)
    if found is None:
        return None
    before = in_lines(text[: found.start()])
    behind = in_lines(text[found.end() :]).partition("\n")[0]
    line = before.rpartition("\n")[2]
    around = f"{line[-_AROUND:]}{_STANDS_FOR_IT}{behind[:_AROUND]}"
    return Misplaced(
        sign=f"U+{ord(found[0]):04X}",
        line=before.count("\n") + 1,
        column=len(line) + 1,
        around=_REFUSED.sub(_STANDS_FOR_IT, around).strip(),
    )


def storable(text: str) -> str:
    """Return a text without the signs that no text may have."""
    return _REFUSED.sub("", text)
