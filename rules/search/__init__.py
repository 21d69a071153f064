"""Words of texts: how they are kept to be found, and which of them meet what somebody looks for."""

# A text is kept as its words: each once, folded, between blanks; in capitals what is left of a word without
# its ending; the number of a thing after #, its code after =. So whether a word meets another is asked of the
# database as whether a piece stands in a text, and parts of texts are told apart by MARK.

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto
from functools import lru_cache

from rules.signs import visible
from rules.text import composed, fold, forms

MARK = "|"
LONGEST_SNIPPET = 160
_RUN = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"([a-z]{2,3})-([0-9]{1,4})(?:(?<=-[0-9]{4})-([0-9]*))?")
_BEGINS, _CONTAINS = 2, 4  # letters that a word needs to be the beginning, or a part, of another


class SearchType(StrEnum):
    """What is looked for, in the order in which it is shown."""

    activity = auto()
    resource = auto()
    institution = auto()
    ticket = auto()
    meeting = auto()
    attachment = auto()
    person = auto()


class Part(IntEnum):
    """Where in a text is looked, as the number of marks that stand behind it."""

    names = 2
    known = 1  # what everybody knows who sees the thing, names among it
    all = 0


@dataclass(frozen=True, slots=True)
class Term:
    """Something that is looked for.

    It is met where of each of its words one piece stands. With `series` it is a number and met, too, by a
    thing whose number begins so, and in whose text `last` stands.
    """

    words: tuple[tuple[str, ...], ...]
    series: str = ""
    last: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """Pieces of which one stands in every text that meets it."""
        return (*self.words[-1], self.last) if self.last else self.words[0]


def index(
    names: Iterable[str],
    known: Iterable[str] = (),
    texts: Iterable[str] = (),
    *,
    code: str = "",
    number: str = "",
) -> str:
    """Return the words of a thing as they are kept; its code and number are among what is known."""
    own = [*([_same(code)] if code else []), *_of_number(number)]
    kept: set[str] = set()
    parts = []
    for tokens in (_tokens(names), [*_tokens((code, *known)), *own], _tokens(texts)):
        parts.append("".join(f" {one}" for one in dict.fromkeys(tokens) if one not in kept))
        kept.update(tokens)
    return f"{f' {MARK}'.join(parts)} "


def terms(q: str) -> tuple[Term, ...]:
    """Return what is looked for, each once: words, and numbers whole or in part."""
    found: dict[Term, None] = {}
    for typed in q.split():
        number = _NUMBER.fullmatch(fold(typed).strip(".,;:()'"))
        words = [_pieces(*one) for one in _words(typed)]
        if number and words:
            found[_numbered(tuple(words), *number.groups())] = None
        else:
            found.update((Term((word,)), None) for word in words)
    return tuple(found)


def equal(q: str) -> str:
    """Return the piece that stands in the text of a thing whose code is what was typed."""
    return f" {_same(q)} "


def meets(kept: str, term: Term, number: str = "", part: Part = Part.all) -> bool:
    """Return whether a text that is kept meets a term; what the database is asked, for a single text."""
    looked = MARK.join(kept.split(MARK)[: 3 - part])
    if all(any(piece in looked for piece in word) for word in term.words):
        return True
    return bool(term.series) and number.startswith(term.series) and term.last in looked


def snippet(texts: Iterable[str], sought: Iterable[Term]) -> str:
    """Return what stands around the first word that meets a term, in the first text that has one."""
    pieces = [piece for term in sought for word in term.words for piece in word]
    for text in texts:
        plain = " ".join(visible(composed(text)).split())
        for run in _RUN.finditer(plain):
            kept = f" {' '.join(_tokens([run.group()]))} "
            if any(piece in kept for piece in pieces):
                return _around(plain, run.start())
    return ""


def written(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return _RUN.findall(visible(composed(text)))


def alike(one: str, other: str) -> float:
    """Return how much two words have in common, from 0 to 1: shared pieces of three letters over all."""
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


def _around(plain: str, at: int) -> str:
    if len(plain) <= LONGEST_SNIPPET:
        return plain
    room = LONGEST_SNIPPET - 2  # for the dots
    start = max(0, min(at - room // 3, len(plain) - room))
    start = plain.find(" ", start, at) + 1 if start and " " in plain[start:at] else start
    end = start + room
    if end < len(plain) and " " in plain[at:end]:
        end = plain.rfind(" ", at, end)
    return f"{'…' if start else ''}{plain[start:end].strip()}{'…' if end < len(plain) else ''}"


def _numbered(words: tuple[tuple[str, ...], ...], letters: str, year: str, last: str | None) -> Term:
    series = f"{letters}-{year}{'' if last is None else '-'}".upper()
    return Term(words, series, f" #{last}" if last else "")


def _pieces(folded: str, shapes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces of which one stands in each text with a word that this one meets."""
    ended = tuple(f" {shape} " for shape in shapes)
    if len(folded) >= _CONTAINS:
        return (folded, *ended)
    begins = f" {folded}" if len(folded) >= _BEGINS else f" {folded} "
    number = (f" #{folded}",) if len(folded) >= _BEGINS or folded in "123456789" else ()
    return (begins, *number, *ended)


def _tokens(part: Iterable[str]) -> list[str]:
    words = [one for text in part for one in _words(text or "")]
    return [*(folded for folded, _shapes in words), *(shape for _, shapes in words for shape in shapes)]


def _words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for run in written(text):
        yield from _spelt(run)


@lru_cache(maxsize=20_000)
def _spelt(run: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the word folded, which may make several of one, and what is left of it without endings."""
    shapes = tuple(sorted(shape.upper() for shape in forms(run)))
    return tuple(
        (folded, shapes if not place else ()) for place, folded in enumerate(_RUN.findall(fold(run)))
    )


def _same(code: str) -> str:
    return f"={fold(code).replace(' ', '').upper()}"


def _of_number(number: str) -> list[str]:
    """Return what stands for a number; its year alone does not."""
    if not number:
        return []
    letters, _year, last = fold(number).split("-")
    return [f"#{letters}", f"#{last}", f"#{last.lstrip('0')}"]


def _trigrams(word: str) -> frozenset[str]:
    spaced = f"  {fold(word)} "
    return frozenset(spaced[at : at + 3] for at in range(len(spaced) - 2))
