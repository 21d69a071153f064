"""What a rule set is called, and from when until when it holds."""

from datetime import date, timedelta
from itertools import pairwise

from flask import g

from app.services.ruleset import rule_sets
from rules.ruleset import Text
from views.words.names import in_words

_Term = tuple[date, date | None, Text]


def rule_set_since(code: str) -> date | None:
    """Return the day from which a rule set holds."""
    term = _term(code)
    return term[0] if term else None


def rule_set_until(code: str) -> date | None:
    """Return the last day of a rule set, once it has a successor."""
    term = _term(code)
    return term[1] if term else None


def rule_set_title(code: str) -> str:
    """Return what a rule set is called, in the reader's language."""
    term = _term(code)
    return in_words(term[2]) if term else ""


def _term(code: str) -> _Term | None:
    """Ask once for a page; a rule set that has begun keeps its day."""
    kept: dict[str, _Term] = g.setdefault("rule_set_terms", {})
    if code not in kept:
        kept.update(_terms())
    return kept.get(code)


def _terms() -> dict[str, _Term]:
    begun = [(one, one.valid_from) for one in rule_sets.known().sets if one.valid_from]
    ended = {one.id: start - timedelta(days=1) for (one, _), (_, start) in pairwise(begun)}
    return {one.id: (start, ended.get(one.id, one.valid_to), one.title) for one, start in begun}
