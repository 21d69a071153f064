"""Which signs the fonts of documents have; every other one is printed by its code, [U+4E2D]."""

import json
import re
from functools import cache
from pathlib import Path
from unicodedata import category

from rules.signs import visible
from rules.text import composed

FONTS = Path(__file__).parent / "fonts"
# What joins signs or chooses their look: joiners, variants, the soft hyphen.
_SILENT = frozenset("\u00ad\u034f\u200c\u200d\ufe0e\ufe0f")
_TONES = range(0x1F3FB, 0x1F400)  # of skin, after an emoji
_ASCII = re.compile(r"[\n -~]*")


def printable(text: str) -> str:
    """Return a text that the fonts can show to its last sign; signs that turn its direction go."""
    if _ASCII.fullmatch(text):
        return text
    return "".join(_shown(letter) for letter in _letters(composed(text)))


def _letters(text: str) -> list[list[str]]:
    """Return signs with their marks, as one font has to show them."""
    letters: list[list[str]] = []
    for sign in text:
        if sign not in _SILENT and not visible(sign):
            continue
        if letters and letters[-1] != ["\n"] and (_joins(sign) or letters[-1][-1] == "\u200d"):
            letters[-1].append(sign)
        else:
            letters.append([sign])
    return letters


def _joins(sign: str) -> bool:
    return sign in _SILENT or category(sign).startswith("M") or ord(sign) in _TONES


def _shown(letter: list[str]) -> str:
    spoken = [sign for sign in letter if sign not in _SILENT]
    if spoken in ([], ["\n"]):
        return "".join(letter)
    base, *marks = map(ord, spoken)
    fonts = [] if _joins(spoken[0]) else [font for font in _coverage() if base in font]
    if any(font.issuperset(marks) for font in fonts):
        return "".join(letter)
    return (spoken[0] if fonts else _code(base)) + "".join(map(_code, marks))


def _code(sign: int) -> str:
    return f"[U+{sign:04X}]"


@cache
def _coverage() -> list[frozenset[int]]:
    fonts = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
    return [
        frozenset(sign for first, last in ranges for sign in range(first, last + 1))
        for ranges in fonts.values()
    ]
