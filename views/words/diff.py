"""Two texts word by word: what was taken away, put in and left; with so much work and no more."""

from collections.abc import Iterator

from flask import g

from views.words.formats import NOTHING

Pieces = list[tuple[str, str]]  # (same, del or ins; text), after (whole, "") where no words were compared
Block = tuple[int, int, int]  # so many words are the same from here in the one, from there in the other
MOST_WORK = 200_000  # pairs of words looked at for one page


class Comparing:
    """The texts of one page, compared in turn: one takes at most half of the work that is left.

    What would take more is shown as a whole: the old text, then the new one.
    """

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most
        self._stop = 0

    def merged(self, before: str, after: str) -> Pieces:
        """Return both in one text, in their order; nothing where both are empty or say so."""
        before, after = ("" if text == NOTHING else text for text in (before, after))
        old, new = (text.split(" ") if text else [] for text in (before, after))
        self._stop = self.left // 2
        try:
            return list(_pieces(old, new, self._same(old, new)))
        except _TooMuch:
            self.left = self._stop
            return [("whole", ""), *_pieces([before] if before else [], [after] if after else [], [])]

    def _same(self, old: list[str], new: list[str]) -> list[Block]:
        """Return the blocks of words that both have, in their order: the longest first looked for."""
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        places: dict[str, list[int]] = {}
        for place in range(start, len(new) - end):
            places.setdefault(new[place], []).append(place)
        found = [(0, 0, start), (len(old) - end, len(new) - end, end)]
        parts = [(start, len(old) - end, start, len(new) - end)]
        while parts:
            first, last, least, most = parts.pop()
            one, other, size = self._longest(old, places, (first, last, least, most))
            if size:
                found.append((one, other, size))
                parts += [(first, one, least, other), (one + size, last, other + size, most)]
        return sorted(found)

    def _longest(
        self, old: list[str], places: dict[str, list[int]], within: tuple[int, int, int, int]
    ) -> Block:
        first, last, least, most = within
        best, ending = (first, least, 0), dict[int, int]()
        for one in range(first, last):
            here = places.get(old[one], [])
            self._spend(1 + len(here))
            before, ending = ending, {}
            for other in here:
                if least <= other < most:
                    size = ending[other] = before.get(other - 1, 0) + 1
                    if size > best[2]:
                        best = (one - size + 1, other - size + 1, size)
        return best

    def _spend(self, pairs: int) -> None:
        self.left -= pairs
        if self.left < self._stop:
            raise _TooMuch


class _TooMuch(Exception):
    """Comparing these two takes more than may be spent on them."""


def merged(before: str, after: str) -> Pieces:
    """Return both texts in one; what a page compares so has one bound."""
    found: Pieces = g.setdefault("compared_by_words", Comparing()).merged(before, after)
    return found


def sides(pieces: Pieces) -> tuple[Pieces, Pieces]:
    """Return the text before with what was taken away, and the text after with what was put in."""
    return [one for one in pieces if one[0] != "ins"], [one for one in pieces if one[0] != "del"]


def _alike(old: list[str], new: list[str]) -> int:
    """Return with how many same words both begin."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _pieces(old: list[str], new: list[str], same: list[Block]) -> Iterator[tuple[str, str]]:
    one = other = 0
    kept: list[str] = []
    for first, second, size in [*same, (len(old), len(new), 0)]:
        if kept and (first > one or second > other):
            yield "same", " ".join(kept)
            kept = []
        if first > one:
            yield "del", " ".join(old[one:first])
        if second > other:
            yield "ins", " ".join(new[other:second])
        kept += old[first : first + size]
        one, other = first + size, second + size
    if kept:
        yield "same", " ".join(kept)
