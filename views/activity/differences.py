"""What differs between two contents of a card, said in its words; and which contents are compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext, pgettext

from app.services.activity import revisions
from models import Activity, Revision, Vote
from rules.changes import KEYED, Change, changes, watched
from rules.facts import Actor
from rules.reading import whole
from rules.vocabulary import PrincipleAnswer
from views.card.words import field_name, field_text
from views.words.diff import Comparing, Pieces, sides
from views.words.formats import NOTHING
from views.words.labels import label


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differs: the words taken away and the words put in; `merged` is both in one text."""

    field: str
    where: str
    before: Pieces
    after: Pieces
    merged: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two revisions and what differs between them; `vote`: the one given on the first of them."""

    first: Revision
    second: Revision
    differences: list[Difference]
    vote: Vote | None = None


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return the fields in which two contents (as `models.content`) differ, in the card's order."""
    compared = Comparing()
    return [_difference(one.field, *_said(one, before, after), compared) for one in changes(before, after)]


def comparison(
    activity: Activity, actor: Actor, known: Sequence[Revision], asked: tuple[str | None, str | None]
) -> Comparison | None:
    """Compare two revisions by number, the last two where none is asked for; None where there is but one.

    Raises `Invalid` for a revision that is not there or not to be seen, as the API does.
    """
    if len(known) < 2 and not any(asked):
        return None
    second = _number(asked[1], known[0].number)
    before = next((one.number for one in known if one.number < second), known[-1].number)
    found = revisions.compared(activity, actor, _number(asked[0], before), second, known)
    return _compared(found.first, found.second)


def _number(asked: str | None, otherwise: int) -> int:
    """Return the number of a revision that is asked for; 0, which none has, for what is no number."""
    return otherwise if not asked else whole(asked) or 0


def _compared(first: Revision, second: Revision) -> Comparison:
    return Comparison(first=first, second=second, differences=differences(first.content, second.content))


def changes_since(activity: Activity, actor: Actor, seen: str) -> Comparison | None:
    """Return what was saved since the revision that a person saw; None when that one never was."""
    known = revisions.seen(activity, actor)
    old = next((one for one in known if str(one.number) == seen), None)
    return _compared(old, known[0]) if old else None


def changes_by_amendment(activity: Activity, actor: Actor) -> list[Difference] | None:
    """Return what a card changes of the one that it amends; None where it amends none that is read."""
    found = revisions.beside_amended(activity, actor)
    if found is None:
        return None
    return [one for one in differences(*found) if one.field != "amends"]


def changes_since_vote(activity: Activity, actor: Actor) -> Comparison | None:
    """Return what the institution watches and what changed since its last vote, where it is asked again."""
    current = activity.current_round
    rows = [
        row
        for turn in activity.rounds
        for row in turn.requirements
        if row.institution.code == actor.institution
    ]
    earlier = [row.vote_in_force for row in rows if row.round is not current and row.votes]
    if current is None or current.closed_at or not earlier or rows[-1].round is not current or rows[-1].votes:
        return None
    vote = earlier[-1]
    since = changes_since(activity, actor, str(vote.revision)) if vote else None
    if vote is None or since is None:
        return None
    relevant = [one for one in since.differences if watched(one.field, rows[-1].watches)]
    return replace(since, differences=relevant, vote=vote)


def _said(change: Change, before: dict[str, Any], after: dict[str, Any]) -> tuple[str, str, str]:
    """Return where it stands, the text before and the text after."""
    group, _, code = change.field.partition(".")
    if group not in KEYED:
        field = change.field
        return field_name(field), field_text(field, before), field_text(field, after)
    show = _principle if group == "principles" else _suggestion
    return _named(group, code), show(change.before), show(change.after)


def _named(field: str, code: str) -> str:
    if field == "principles":
        return gettext("Principle %(code)s", code=code)
    return gettext("Registry suggestion: %(resource)s", resource=code)


def _principle(one: dict[str, Any] | None) -> str:
    if one is None or one["answer"] is None:
        return NOTHING
    return ". ".join(filter(None, (label(PrincipleAnswer(one["answer"])), one["explanation"])))


def _suggestion(one: dict[str, Any] | None) -> str:
    if one is None or one["accepted"] is None:
        return NOTHING
    word = pgettext("suggestion", "accepted") if one["accepted"] else pgettext("suggestion", "rejected")
    return f"{word} ({one['reason']})" if one["reason"] else word


def _difference(field: str, where: str, before: str, after: str, compared: Comparing) -> Difference:
    both = compared.merged(before, after)
    was, now = sides(both)
    return Difference(field=field, where=where, before=was, after=now, merged=both)
