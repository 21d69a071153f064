"""What a reason refers to: since when its rule set holds, and where its rule can be read."""

from datetime import date, timedelta
from itertools import pairwise

from flask import Flask, g, has_request_context, url_for

from app.services.ruleset import rule_sets
from rules.ruleset import Text
from rules.vocabulary import Role
from views.base import current_actor
from views.words.language import reader_language

_Term = tuple[date, date | None, Text]


def register(app: Flask) -> None:
    """Let every template, letters included, say since when a rule set holds."""
    shared = (rule_set_since, rule_set_until, rule_set_title, rule_url)
    app.jinja_env.globals.update({shown.__name__: shown for shown in shared})


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
    return str(getattr(term[2], reader_language())) if term else ""


def rule_url(code: str, rule: str = "") -> str | None:
    """Return the address of a rule, or of its set, for those who may open it: the system administrators."""
    if has_request_context() and current_actor().has(Role.admin):
        return url_for("RuleSetPage.show", code=code, _anchor=rule or None)
    return None


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
