"""Text that compares and sorts the same on every database; and the mark of sentences to translate."""

import re
from collections.abc import Iterator
from unicodedata import combining, normalize

from rules.signs import in_lines, visible

# Latvian letters in their order; q, w, x and y stand where the Latin alphabet has them.
ALPHABET = "0123456789aābcčdeēfgģhiījkķlļmnņopqrsštuūvwxyzž"
_WEIGHTS = {letter: f"{place:02x}" for place, letter in enumerate(ALPHABET, start=0x20)}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_SPACE = "10"  # before every letter, so that the shorter of two words comes first
_OTHER_SCRIPT = "ff"  # then the code point in six digits: after every Latin letter
# Quotation marks and apostrophes, hyphens and dashes: people type what their keyboard has.
_QUOTES = (
    "\"'`\u00b4\u00ab\u00bb\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"
    "\u2032\u2033\u2039\u203a\u2e42\u300c\u300d\u301d\u301e\u301f\uff02\uff07"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_ALIKE = {**dict.fromkeys(map(ord, _QUOTES), "'"), **dict.fromkeys(map(ord, _DASHES), "-")}
_NO_QUOTES = dict.fromkeys(map(ord, _QUOTES))
# Letters that Unicode does not take apart into a base letter and a mark.
_BASES = (("ø", "o"), ("ł", "l"), ("đ", "d"), ("ð", "d"), ("ħ", "h"), ("ŧ", "t"), ("\u0131", "i"))
# Putting the marks of one letter in order takes time by the square of their number: a text of nothing but
# marks would keep a server busy for minutes. Unicode's own bound for streams (UAX 15), and what keeps it.
_MOST_MARKS, _BREAK = 30, "\u034f"
_HARMLESS_LENGTH = 1000
_WHOLE_LETTERS = {ord(whole): base for whole, base in (*_BASES, ("æ", "ae"), ("œ", "oe"), ("þ", "th"))}
# Endings of Latvian words, which K. Kreslins has listed for looking words up, by how many vowels a word with
# such an ending has at least; before those of the second line the last sound of the stem may have changed.
_ENDINGS = {
    "ajiem": 4,
    **dict.fromkeys(("ajai", "ajam", "ajām", "ajos", "ajās", "ajā", "ais", "ai", "ei"), 3),
    **dict.fromkeys(("am", "ām", "ēm", "im", "īm", "um", "as", "ās", "es", "ēs", "is", "īs", "ie"), 2),
    **dict.fromkeys(("e", "ā", "ē", "ī", "ū", "o"), 2),
    **dict.fromkeys(("s", "š"), 1),
}
_SOFTENING = {"iem": 3, **dict.fromkeys(("us", "os", "u", "a", "i"), 2)}
_VOWELS = frozenset("aāeēiīouū")
_SHORTEST_STEM = 3
# What the last sound of a stem was before it changed: latvieša, iestāžu; upju, zivju; pirkstu.
_CHANGED = (("š", "t"), ("ž", "d"), ("kš", "kst"), ("pj", "p"), ("bj", "b"), ("mj", "m"), ("vj", "v"))


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue; the edge translates it."""
    return sentence


def nfc(code: str) -> str:
    """A code as codes are compared: exactly, in Unicode NFC, without signs that nobody sees."""
    return composed(visible(code))


def composed(text: str) -> str:
    """A text in Unicode NFC."""
    return text if text.isascii() else normalize("NFC", _bounded(text))


def length(text: str) -> int:
    """How long a text is for whoever reads it: a letter with its marks is one, the end of a line too."""
    return len(visible(composed(visible(in_lines(text)))))


def says_something(text: str) -> bool:
    """Whether there is anything to read in a text: spaces and invisible characters say nothing."""
    return any(letter.isprintable() and not letter.isspace() for letter in visible(text))


def stands_in_address(code: str) -> bool:
    """Whether a code can be read, and be the last part of an address: nothing invisible, no slash."""
    return code.isprintable() and "/" not in code and code.strip(".") != ""


def fold(text: str) -> str:
    """Text for searching: no case, no diacritics, single spaces, trimmed, nothing that is not seen.

    All quotation marks are the same, and so are all dashes.
    """
    return " ".join(_bare(visible(text).translate(_ALIKE)).split())


def forms(word: str) -> frozenset[str]:
    """Return what is left, folded, of a Latvian word without its ending: words that share one are the same.

    A word typed without marks has what is left of each word that it may be with them. Short words, and those
    with digits or with capitals inside, which are abbreviations, have none.
    """
    plain = composed(word)
    if len(plain) <= _SHORTEST_STEM or not plain.isalpha() or plain[1:] != plain[1:].lower():
        return frozenset()
    plain = plain.lower()
    typed_bare = fold(plain) == plain
    ending = _longest_ending(plain, typed_bare)
    found = set(_stems(plain, ending, typed_bare))
    if typed_bare and ending.startswith("aj"):  # of `lietotajam` the word may be `lietots` or `lietotājs`
        found.update(_stems(plain, ending[2:], typed_bare))
    return frozenset(found)


def name_key(text: str) -> str:
    """Text for telling whether two names are the same: folded, without spaces."""
    return fold(text).replace(" ", "")


def not_a_formula(cell: str) -> str:
    """Return a cell of an export that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULAS) else cell


def sort_key(text: str) -> str:
    """Return hexadecimal digits whose byte order is the order of the Latvian alphabet.

    Case does not count, quotation marks are skipped, other punctuation counts as a space.
    A Latin letter or a digit takes two characters, a letter of another script eight.
    """
    spaced = "".join(
        letter if letter.isalnum() or combining(letter) else " "
        for letter in visible(text).translate(_NO_QUOTES)
    )
    words = visible(composed(" ".join(spaced.split()).casefold()))
    return "".join(_weight(letter) for letter in words)


def _longest_ending(word: str, bare: bool) -> str:
    vowels = sum(letter in _VOWELS for letter in word)
    known = _BARE_ENDINGS if bare else _ENDINGS | _SOFTENING
    for size in range(min(5, len(word) - _SHORTEST_STEM), 0, -1):
        ending = word[-size:]
        follows_vowel = word[-size - 1] in _VOWELS
        if vowels >= known.get(ending, len(word)) and not (ending in ("s", "š") and follows_vowel):
            return ending
    return ""


def _stems(word: str, ending: str, bare: bool) -> Iterator[str]:
    stem = word.removesuffix(ending)
    yield fold(stem)
    if ending in _SOFTENING:
        for now, before in _CHANGED:
            changed = fold(now) if bare else now
            if stem.endswith(changed):
                yield fold(stem.removesuffix(changed) + before)


def _bare(text: str) -> str:
    apart = normalize("NFKD", normalize("NFKD", _bounded(text)).casefold())
    bare = "".join(letter for letter in apart if not combining(letter))
    return visible(bare).translate(_WHOLE_LETTERS).translate(_ALIKE)


def _bounded(text: str) -> str:
    """Return the text with a break in every endless run of marks."""
    if len(text) <= _HARMLESS_LENGTH or text.isascii():
        return text
    marks = "".join(letter for letter in set(text) if combining(normalize("NFKD", letter)[0]))
    if not marks:
        return text
    return re.sub(f"[{re.escape(marks)}]{{{_MOST_MARKS}}}", rf"\g<0>{_BREAK}", text)


def _weight(letter: str) -> str:
    if letter == " ":
        return _SPACE
    if letter in _WEIGHTS:
        return _WEIGHTS[letter]
    return "".join(_WEIGHTS.get(base) or f"{_OTHER_SCRIPT}{ord(base):06x}" for base in _bare(letter))


_BARE_ENDINGS = {fold(ending): vowels for ending, vowels in {**_ENDINGS, **_SOFTENING}.items()}
