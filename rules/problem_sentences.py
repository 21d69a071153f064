"""What a problem says to a person: what to do next, with the numbers."""

import re

from rules.refusals import Problem
from rules.text import N_
from rules.vocabulary import ProblemCode

# A code or a place inside a field's name (of a principle, a resource, a remark) is written * here.
_CODED = re.compile(
    r"^(principles|suggestions|objections|obligations|remarks|mentions)\.(.+?)"
    r"(\.explanation|\.reason|\.section|\.kind|\.text|\.due_on|\.institution)?$"
)


FILL_IN = N_("Fill this in")  # where the name of the field has a sentence elsewhere


def sentence(problem: Problem) -> str:
    """Return the English sentence, the key of its translation; the problem's values fill it in.

    A problem of a field that is not listed gets the general sentence of its code, without values.
    """
    if problem.key:
        return problem.key
    field = _CODED.sub(r"\1.*\3", problem.field)
    named = _NO_CODE if problem.code is ProblemCode.unknown and "code" in problem.values else None
    return _SENTENCES.get(problem.code, {}).get(field) or named or _GENERAL[problem.code]


def names_its_field(problem: Problem) -> bool:
    """Whether the sentence is the field's own and says which field it is about."""
    return not problem.key and _CODED.sub(r"\1.*\3", problem.field) in _SENTENCES.get(problem.code, {})


_SENTENCES: dict[ProblemCode, dict[str, str]] = {
    ProblemCode.required: {
        "q": N_("Type what you are looking for"),
        "kind": N_("Choose what the activity does with the resource: create, develop or liquidate it"),
        "title": N_("Give the activity a title of at least %(minimum)s characters"),
        "urgency_reason": N_("Say in at least %(minimum)s characters why the activity cannot wait"),
        "resource": N_("Choose the main resource"),
        "new_resource.name": N_("Give the new resource a name"),
        "new_resource.kind": N_("Choose what the new resource is"),
        "suggestions.*.reason": N_("Say why you reject the suggestion of the registry: %(resource)s"),
        "goal": N_("Describe the goal in at least %(minimum)s characters"),
        "description": N_("Describe the activity in at least %(minimum)s characters"),
        "personal_data": N_("Answer whether the activity processes personal data"),
        "statistics": N_("Answer whether data are used for statistics"),
        "heritage": N_("Answer whether it concerns archives or cultural heritage"),
        "municipalities": N_("Answer whether it concerns municipalities"),
        "principles.*": N_("Answer how principle %(principle)s is met, in at least %(minimum)s characters"),
        "principles.*.explanation": N_(
            "Describe in at least %(minimum)s characters how principle %(principle)s is met, or why it "
            "does not apply"
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
        "objections.*.text": N_("Write what the institution that objected has to get"),
        "objections.*.due_on": N_("Give the day by which the objection is to be met"),
        "obligations.*.text": N_("Write what has to be done"),
        "obligations.*.due_on": N_("Give the day by which it has to be done"),
        "due_on": N_("Give the new due date"),
        "actual_start": N_("Say when the work began"),
        "actual_end": N_("Say when the work ended"),
        "actual_cost_eur": N_("State the actual cost in euro; write 0 if nothing was spent"),
        "result": N_("Describe the result"),
        "resource_code": N_("Give the code under which the new resource is registered"),
        "username": N_("Type the user name"),
        "valid_from": N_("Choose the day from which the rule set is in force"),
        "password": N_("Type the password"),
        "first_name": N_("Type the first name"),
        "last_name": N_("Type the last name"),
        "email": N_("Type the e-mail address that the person uses at work"),
        "roles": N_("Tick at least one role"),
        "institution": N_("Choose the institution: only system administrators have none"),
        "request.institution": N_("Choose the institution"),
        "request.first_name": N_("Write the first name of the administrator"),
        "request.last_name": N_("Write the last name of the administrator"),
        "request.position": N_("Write the position of the administrator"),
        "request.email": N_("Write the work e-mail of the administrator"),
        "request.replaces": N_("Choose what you ask for"),
        "request.file": N_("Choose the signed form"),
        "file": N_("Choose a file that is not empty"),
        "request.verified": N_("Tick that the signature is checked before you approve"),
        "request.consent": N_("Tick that you have read how personal data are used"),
        "request.reason": N_("Write the reason of the refusal: it is mailed to the address in the request"),
        "key.name": N_("Name the system that will call"),
        "key.scope": N_("Choose what the key may do"),
        "role": N_("Choose the role"),
        "substitute": N_("Choose who substitutes"),
        "from_on": N_("Give the first day"),
        "until_on": N_("Give the last day"),
    },
    ProblemCode.too_short: {
        "q": N_("To search, type at least two letters or one digit"),
        "title": N_("The title needs at least %(minimum)s characters (now %(length)s)"),
        "urgency_reason": N_(
            "Say in at least %(minimum)s characters why the activity cannot wait (now %(length)s)"
        ),
        "goal": N_("Describe the goal in at least %(minimum)s characters (now %(length)s)"),
        "description": N_("Describe the activity in at least %(minimum)s characters (now %(length)s)"),
        "principles.*.explanation": N_(
            "Describe in at least %(minimum)s characters how principle %(principle)s is met (now %(length)s)"
        ),
    },
    ProblemCode.too_long: {
        "q": N_("A search may have at most %(maximum)s characters (now %(length)s)"),
        "title": N_("The title may have at most %(maximum)s characters (now %(length)s)"),
        "first_name": N_("The first name may have at most %(maximum)s characters (now %(length)s)"),
        "last_name": N_("The last name may have at most %(maximum)s characters (now %(length)s)"),
        "email": N_("The e-mail may have at most %(maximum)s characters (now %(length)s)"),
        "request.first_name": N_("The first name may have at most %(maximum)s characters (now %(length)s)"),
        "request.last_name": N_("The last name may have at most %(maximum)s characters (now %(length)s)"),
        "request.position": N_("The position may have at most %(maximum)s characters (now %(length)s)"),
        "request.email": N_("The e-mail may have at most %(maximum)s characters (now %(length)s)"),
        "request.reason": N_("The reason may have at most %(maximum)s characters (now %(length)s)"),
        "key.name": N_("The name of the system may have at most %(maximum)s characters (now %(length)s)"),
        "until_on": N_("A substitution may last at most %(maximum)s days"),
    },
    ProblemCode.not_active: {
        "resource": N_("%(resource)s is not in use. Choose an active resource."),
        "substitute": N_(
            "%(substitute)s is away from %(from_on)s to %(until_on)s. Choose somebody else, or other days."
        ),
    },
    ProblemCode.not_own: {
        "resource": N_("%(resource)s is held by %(holder)s. Choose a resource that your institution holds."),
    },
    ProblemCode.duplicate_name: {
        "new_resource.name": N_(
            "A resource of this name exists already: %(resources)s. Develop that one, or give another name."
        ),
        "email": N_(
            "This e-mail address already belongs to an account. Give another one; a person who works for "
            "two institutions has two accounts with two addresses."
        ),
        "username": N_("This user name is taken. Give another one."),
    },
    ProblemCode.undecided: {
        "suggestions.*": N_("Accept or reject the suggestion of the registry: %(resource)s"),
        "cards": N_("Choose who goes on with the cards of this person"),
        "change_controller": N_("Choose who becomes change controller"),
        "cab_member": N_("Choose who becomes CAB member"),
        "cab_head": N_("Choose who becomes CAB head"),
    },
    ProblemCode.not_needed: {
        "scope": N_(
            "No answer here is yes, so the activity needs no co-approval. Answer yes to at least one "
            "question, or leave the card a draft."
        ),
        "obligations": N_(
            "Obligations go with an approval. Take them away, or choose “Approved” or “Approved with "
            "proposals”."
        ),
        "from_on": N_(
            "%(substitute)s is the substitute in this role from %(from_on)s to %(until_on)s already. "
            "Choose other days, or end that substitution first."
        ),
    },
    ProblemCode.in_past: {
        "planned_start": N_("The start may not be before %(date)s"),
        "from_on": N_("The first day may not be before %(date)s"),
        **dict.fromkeys(
            ("due_on", "obligations.*.due_on", "objections.*.due_on"),
            N_("The due date may not be before %(date)s"),
        ),
    },
    ProblemCode.before_start: {
        "planned_end": N_("The end may not be before the start (%(date)s)"),
        "until_on": N_("The last day may not be before %(date)s"),
    },
    ProblemCode.negative: {
        "budget_eur": N_("The planned sum may not be less than 0"),
    },
    ProblemCode.invalid: {
        "choice": N_(
            "Choose another opinion: an institution that is always asked cannot answer “not applicable”"
        ),
        "otp": N_(
            "The code is wrong, used already or too old. Send the one that is shown now, or a recovery code."
        ),
        "first_name": N_("Write the first name with letters only"),
        "last_name": N_("Write the last name with letters only"),
        "email": N_(
            "Write the whole e-mail address in Latin letters without diacritics, such as name@institution.lv"
        ),
        "username": N_("Write the user name with 2–64 characters: a–z, 0–9, dot, dash or underscore"),
        "typed": N_("Type the user name exactly as it stands above"),
        "request.first_name": N_("Write the first name with letters only"),
        "request.last_name": N_("Write the last name with letters only"),
        "request.position": N_("Write the position with letters and digits only"),
        "request.email": N_(
            "Write the whole e-mail address in Latin letters without diacritics, such as name@institution.lv"
        ),
        "request.reason": N_("The reason holds signs that cannot be shown. Write it anew."),
        "replaces": N_(
            "Only the newest version of a document of your own institution can be replaced, by one that is "
            "for the same readers"
        ),
        "key.name": N_("Write the name of the system in letters and digits, on one line"),
        "key.days": N_("Give a whole number of days from 1 to %(maximum)s"),
        "role": N_("The person who is away does not have this role. Choose another one."),
        "substitute": N_("Nobody substitutes oneself. Choose a colleague."),
    },
    ProblemCode.too_large: {
        "file": N_("A file may have at most %(maximum)s MB (this one has %(size)s MB)"),
    },
    ProblemCode.file_type: {
        "file": N_(
            "The file is none of these kinds, its content is not what its name says, or it holds macros. "
            "Taken are: %(kinds)s."
        ),
    },
    ProblemCode.too_many: {
        "file": N_("There are %(maximum)s documents already, and no more are taken"),
    },
    ProblemCode.unknown: {
        "reply_to": N_("There is no such entry, or not everybody who reads your answer can read it"),
        "mentions.*": N_("%(code)s names nobody who can read this entry"),
        "obligations.*.institution": N_("%(code)s is not asked in this round. Choose an institution asked."),
        "attachment": N_("Choose a shared document of this activity that is not withdrawn"),
        "request.institution": N_("There is no such working institution. Choose one from the list."),
        "on_behalf_of": N_("You do not substitute this person today. Choose in whose name you act."),
        "principal": N_("Choose who is away"),
        "substitute": N_(
            "Choose a colleague of the same institution who has the same role and an open account"
        ),
    },
}
_NO_CODE = N_("There is no code %(code)s. Choose one from the list.")
_GENERAL = {
    ProblemCode.required: FILL_IN,
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
    ProblemCode.ambiguous: N_("This can be read in two ways. Write it so that there is one."),
    ProblemCode.too_large: N_("This file is too large"),
    ProblemCode.file_type: N_("Files of this kind are not taken"),
    ProblemCode.infected: N_("A virus was found in this file. It is not kept and not given to anybody."),
    ProblemCode.too_many: N_("No more of these are taken"),
    ProblemCode.otp_required: N_("Send the code of the second factor as “otp”"),
}
