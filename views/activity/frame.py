"""What stands around every tab of an activity's page."""

from typing import Any

from flask import current_app, request

from app.clock import now
from app.services.card.suggested import suggested
from app.services.registry.lacking import lacking
from models import Activity
from rules.dependency.flow import controls
from rules.guards import applicant_of_holder
from rules.registry_vocabulary import DependencyKind
from views.activity.head import Head
from views.activity.question import questions
from views.base import current_actor
from views.card.preview import said


def framed(tab: str, activity: Activity, head: Head, **more: Any) -> dict[str, Any]:
    """Return the context of the template `page.html` with what the tab adds."""
    return {
        "activity": activity,
        "head": head,
        "tab": tab,
        "questions": questions(activity, head.facts, head.panel),
        "said": said,
        "suggested": suggested(activity) if applicant_of_holder(head.facts, current_actor()) else [],
        "printed": now(),
        "address": current_app.config["BASE_URL"].rstrip("/") + request.path,
        **_lacking(activity),
        **more,
    }


def _lacking(activity: Activity) -> dict[str, Any]:
    """Return what the registry lacks of what a completed card used, and whether this person enters it."""
    found = lacking(activity, current_actor())
    enters = bool(found) and controls(current_actor(), activity.holder.in_charge.code)
    return {"lacking": found, "may_enter": enters, "kinds": DependencyKind}
