"""What sending a card round would begin, as its dialog says it."""

from app.clock import today
from app.services.activity import rounds
from app.services.ruleset import rule_sets
from models import Activity
from rules.requirements import evaluate
from views.activity.told import Values
from views.words.formats import day


def round_to_open(activity: Activity) -> Values:
    """Return the round, by when it would be due, and who would be asked."""
    rule_set, number = rule_sets.in_force(today()), activity.round + 1
    asked = evaluate(activity.card_facts(), rule_set).institutions
    until = rounds.due_on(rule_set, number, today(), activity.urgency)
    return {"round": number, "date": day(until), "institutions": ", ".join(asked)}
