"""Two texts word by word: what was taken away, what was put in, what stayed."""

from difflib import SequenceMatcher

from flask import Flask

from views.words.formats import NOTHING

Pieces = list[tuple[str, str]]  # (same, del or ins; text)
MOST_WORDS = 2000  # longer texts are compared as a whole: word by word would take too long


def register(app: Flask) -> None:
    """Let every template compare two texts."""
    app.jinja_env.globals.update(merged=merged, sides=sides)


def merged(before: str, after: str) -> Pieces:
    """Return both in one text, in their order; nothing where both are empty."""
    old, new = _words(before), _words(after)
    found: Pieces = []
    for change, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change in ("delete", "replace"):
            found.append(("del", " ".join(old[start:end])))
        if change != "delete":
            found.append(("same" if change == "equal" else "ins", " ".join(new[first:last])))
    return found


def sides(pieces: Pieces) -> tuple[Pieces, Pieces]:
    """Return the text before with what was taken away, and the text after with what was put in."""
    return [one for one in pieces if one[0] != "ins"], [one for one in pieces if one[0] != "del"]


def _words(text: str) -> list[str]:
    words = text.split(" ") if text not in ("", NOTHING) else []
    return words if len(words) <= MOST_WORDS else [text]
