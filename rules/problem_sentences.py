"""What a problem says to a person: what to do next, with the numbers."""

import re

from rules.refusals import Problem
from rules.text import N_
from rules.vocabulary import ProblemCode

# A code or a place inside a field's name (of a principle, a resource, a remark) is written * here.
_CODED = re.compile(
    r"^(principles|suggestions|objections|remarks)\.(.+?)(\.explanation|\.reason|\.section|\.kind)?$"
)


def sentence(problem: Problem) -> str:
    """Return the English sentence, the key of its translation; the problem's values fill it in.

    A problem of a field that is not listed gets the general sentence of its code, without values.
    """
    field = _CODED.sub(r"\1.*\3", problem.field)
    return _SENTENCES.get((field, problem.code)) or _GENERAL[problem.code]


_REQUIRED = {
    "kind": N_("Choose what the activity does with the resource: create, develop or liquidate it"),
    "title": N_("Give the activity a title of at least %(minimum)s characters"),
    "resource": N_("Choose the main resource"),
    "new_resource.name": N_("Give the new resource a name"),
    "new_resource.kind": N_("Choose what the new resource is"),
    "suggestions.*.reason": N_("Say why you reject the suggestion of the registry: %(resource)s"),
    "goal": N_("Describe the goal in at least %(minimum)s characters"),
    "description": N_("Describe the activity in at least %(minimum)s characters"),
    "personal_data": N_("Answer whether the activity processes personal data"),
    "principles.*": N_("Answer how principle %(principle)s is met, in at least %(minimum)s characters"),
    "principles.*.explanation": N_(
        "Describe in at least %(minimum)s characters how principle %(principle)s is met, "
        "or why it does not apply"
    ),
    "planned_start": N_("Say when the activity is to start"),
    "planned_end": N_("Say when the activity is to end"),
    "budget_eur": N_("State the planned sum in euro; write 0 if nothing is spent"),
    "funding_source": N_("Choose who pays"),
    "risks": N_("Describe the risks"),
    "backout_plan": N_("Describe how to go back if something fails"),
    "liquidation.data_destiny": N_("Choose what happens to the data"),
    "liquidation.data_recipient": N_("Name who receives the data"),
    "liquidation.successor": N_("Name what replaces the resource, or say why nothing does"),
    "liquidation.user_notice": N_("Describe how and when the users are told"),
    "revision": N_("Send the revision of the card that you have seen"),
    "comment": N_("Write the question or the reason"),
    "choice": N_("Choose the opinion"),
    "remarks": N_("Add at least one remark of the kind that this opinion needs"),
    "remarks.*.kind": N_("Choose whether it is an objection or a proposal"),
    "remarks.*.section": N_("Choose the field of the card that the remark is about"),
    "remarks.*.reason": N_("Write the reason of the remark"),
    "text": N_("Write the answer"),
    "requirement_id": N_("Say which question or remark you answer"),
    "outcome": N_("Choose the decision"),
    "reasoning": N_("Write the reasons for the decision"),
    "objections.*": N_("Write why the objection of this institution is not followed"),
    "actual_start": N_("Say when the work began"),
    "actual_end": N_("Say when the work ended"),
    "actual_cost_eur": N_("State the actual cost in euro; write 0 if nothing was spent"),
    "result": N_("Describe the result"),
    "resource_code": N_("Give the code under which the new resource is registered"),
    "username": N_("Type the user name"),
    "password": N_("Type the password"),
}
_SENTENCES = {
    **{(field, ProblemCode.required): text for field, text in _REQUIRED.items()},
    ("title", ProblemCode.too_short): N_(
        "The title needs at least %(minimum)s characters (now %(length)s)"
    ),
    ("title", ProblemCode.too_long): N_(
        "The title may have at most %(maximum)s characters (now %(length)s)"
    ),
    ("resource", ProblemCode.not_active): N_("%(resource)s is not in use. Choose an active resource."),
    ("resource", ProblemCode.not_own): N_(
        "%(resource)s is held by %(holder)s. Choose a resource that your institution holds."
    ),
    ("new_resource.name", ProblemCode.duplicate_name): N_(
        "A resource of this name exists already: %(resources)s. Develop that one, or give another name."
    ),
    ("suggestions.*", ProblemCode.undecided): N_(
        "Accept or reject the suggestion of the registry: %(resource)s"
    ),
    ("goal", ProblemCode.too_short): N_(
        "Describe the goal in at least %(minimum)s characters (now %(length)s)"
    ),
    ("description", ProblemCode.too_short): N_(
        "Describe the activity in at least %(minimum)s characters (now %(length)s)"
    ),
    ("scope", ProblemCode.not_needed): N_(
        "No answer here is yes, so the activity needs no co-approval. Answer yes to at least one question, "
        "or leave the card a draft."
    ),
    ("principles.*.explanation", ProblemCode.too_short): N_(
        "Describe in at least %(minimum)s characters how principle %(principle)s is met (now %(length)s)"
    ),
    ("planned_start", ProblemCode.in_past): N_("The start may not be before %(date)s"),
    ("planned_end", ProblemCode.before_start): N_("The end may not be before the start (%(date)s)"),
    ("budget_eur", ProblemCode.negative): N_("The sum may not be less than 0"),
    ("choice", ProblemCode.invalid): N_(
        "Choose another opinion: an institution that is always asked cannot answer “not applicable”"
    ),
}  # fmt: skip
_GENERAL = {
    ProblemCode.required: N_("Fill this in"),
    ProblemCode.unknown: N_("There is no such code. Choose one from the list."),
    ProblemCode.unknown_field: N_("There is no such field"),
    ProblemCode.invalid: N_("This value has the wrong form"),
    ProblemCode.too_short: N_("This text is too short"),
    ProblemCode.too_long: N_("This text is too long"),
    ProblemCode.negative: N_("The number may not be less than 0"),
    ProblemCode.in_past: N_("This date may not lie in the past"),
    ProblemCode.before_start: N_("The end may not be before the start"),
    ProblemCode.not_active: N_("This is not in use any more. Choose another one."),
    ProblemCode.not_own: N_("This belongs to another institution. Choose one of your own."),
    ProblemCode.duplicate_name: N_("This name is already taken. Give another one."),
    ProblemCode.undecided: N_("Accept or reject this"),
    ProblemCode.not_needed: N_("This is not needed here"),
}
