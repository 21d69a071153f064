"""The lists of a card: codes replaced as a whole; principles and suggestions merged by code."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from models import Activity, ActivityPrinciple, ActivitySuggestion, Institution, Resource
from models.activity.card import LIST_OF_USE
from models.activity.facts import card_facts
from rules.refusals import Problem
from rules.suggestions import suggest
from rules.text import nfc
from rules.vocabulary import ProblemCode


def replace(activity: Activity, field: str, codes: Iterable[str]) -> list[Problem]:
    """Put the rows of these codes into the list; codes that nobody knows are problems."""
    wanted = list(dict.fromkeys(nfc(code) for code in codes))
    found = _rows(field, wanted)
    setattr(activity, field, [found[code] for code in wanted if code in found])
    return [
        Problem(f"{field}.{place}", ProblemCode.unknown, {"code": code})
        for place, code in enumerate(wanted)
        if code not in found
    ]


def answer_principles(activity: Activity, answers: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Merge answers into those of the card, by code; what an answer does not name stays."""
    given = {one.code: one for one in activity.principles}
    known = {one.code for one in activity.principle_list.principles}
    problems: list[Problem] = []
    for one in answers:
        code = one["code"]
        if code not in known:
            problems.append(Problem(f"principles.{code}", ProblemCode.unknown, {"code": code}))
            continue
        if code not in given:
            given[code] = ActivityPrinciple(code=code, explanation="")
            activity.principles.append(given[code])
        if "answer" in one:
            given[code].answer = one["answer"]
        if "explanation" in one:
            given[code].explanation = (one["explanation"] or "").strip()
    return problems


def reconcile_suggestions(activity: Activity, decisions: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Bring the suggestions in line with the registry and the lists, after these decisions.

    Accepting moves the resource into its list; a rejection keeps its reason.
    """
    _keep_suggested(activity)
    rows = {one.resource.code: one for one in activity.suggestions}
    listed = {one.code for one in (*activity.used_resources, *activity.affected_resources)}
    problems: list[Problem] = []
    for one in decisions:
        code = nfc(one["resource"])
        if code in rows:
            _decide(activity, rows[code], one)
        elif one.get("accepted") is not None and code not in listed:
            problems.append(Problem(f"suggestions.{code}", ProblemCode.unknown, {"code": code}))
    _keep_suggested(activity)
    return problems


def _rows(field: str, codes: list[str]) -> dict[str, Institution | Resource]:
    if not codes:
        return {}
    table: Any = Institution if field == "affected_institutions" else Resource
    return {one.code: one for one in db.session.scalars(select(table).where(table.code.in_(codes)))}


def _decide(activity: Activity, row: ActivitySuggestion, one: Mapping[str, Any]) -> None:
    accepted = one.get("accepted", row.accepted)
    listed: list[Resource] = getattr(activity, LIST_OF_USE[row.use])
    if accepted and row.resource not in listed:
        listed.append(row.resource)
    if not accepted and row.accepted and row.resource in listed:
        listed.remove(row.resource)
    row.accepted = accepted
    reason = one.get("reason", row.reason) or ""
    row.reason = reason.strip() if accepted is False else ""


def _keep_suggested(activity: Activity) -> None:
    """Keep exactly the rows that the rules suggest for the card as it is."""
    with db.session.no_autoflush:
        facts = card_facts(activity)
        wanted = {one.resource: one for one in suggest(facts)}
        rows = {one.resource.code: one for one in activity.suggestions}
        for code, row in rows.items():
            if code not in wanted:
                activity.suggestions.remove(row)
            else:
                row.accepted, row.reason = wanted[code].accepted, wanted[code].reason
                row.use = wanted[code].use
        new = [code for code in wanted if code not in rows]
        found = _rows("suggestions", new)
        for code in new:
            activity.suggestions.append(
                ActivitySuggestion(resource=found[code], use=wanted[code].use, accepted=None, reason="")
            )
