"""What a decision weighs besides objections: opinions by choice, open questions, the head's own part."""

from typing import Any

from flask_babel import gettext

from models import Activity, Requirement, Vote
from rules.facts import Actor
from rules.vocabulary import Choice, RequirementState
from views.words.labels import label


def by_choice(rows: list[Requirement]) -> list[tuple[str, list[str], Any]]:
    """Return (word, institutions, choice) for each choice given, then for those who did not answer."""
    given = [(choice, [row.institution.code for row in rows if row.choice is choice]) for choice in Choice]
    said: list[tuple[str, list[str], Any]] = [
        (label(choice), codes, choice) for choice, codes in given if codes
    ]
    silent = [row.institution.code for row in rows if row.state is RequirementState.not_answered]
    return [*said, (label(RequirementState.not_answered), silent, None)] if silent else said


def open_questions(rows: list[Requirement]) -> list[Vote]:
    """Return the questions that nobody had answered when the round was closed."""
    votes = [row.vote_in_force for row in rows]
    return [one for one in votes if one and one.choice is Choice.need_info and not one.answers]


def own_part(activity: Activity, rows: list[Requirement], actor: Actor) -> list[str]:
    """Return what the page and the record say of the head's own part in the card."""
    found: list[str] = []
    if activity.holder.code == actor.institution:
        found.append(
            gettext("This is an activity of your own institution. You may decide; the record shows it.")
        )
    if any(vote.voter_id == actor.user_id for row in rows for vote in row.votes):
        found.append(gettext("You have given an opinion on this activity yourself. The record shows it."))
    elif any(row.institution.code == actor.institution for row in rows):
        found.append(gettext("Your institution has given an opinion on this activity. The record shows it."))
    return found
