"""What the steps ask for: the fields of their small forms, what is read from them, what may be wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from rules.refusals import Problem
from rules.vocabulary import Action, Kind, ProblemCode
from views.words.sentences import problem_sentence

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field of a step's form; `type` is long, text, date, money or the name of a hidden number."""

    name: str
    label: LazyString
    type: str = "long"
    hint: LazyString | str = ""


def fields_of(action: Action, kind: Kind | None) -> list[Asked]:
    """Return the fields that a step's form has; a creation also asks for the resource's code."""
    needs_code = action is Action.complete and kind is Kind.creation
    return [*_FIELDS.get(action, ()), *([_CODE] if needs_code else [])]


def problem_of_step(problem: Problem) -> str:
    """Return what a problem of a step says."""
    own = _PROBLEMS.get((problem.field, problem.code))
    return str(own) if own else problem_sentence(problem)


def read(action: Action, form: Mapping[str, str]) -> tuple[Values, list[Problem]]:
    """Return the typed values of a step's form, and what is wrong with them."""
    values: Values = {}
    problems: list[Problem] = []
    for name, typed in _READ.get(action, {}).items():
        text = form.get(name, "").strip()
        try:
            values[name] = typed(text)
        except (ValueError, InvalidOperation):
            problems.append(Problem(name, ProblemCode.invalid if text else ProblemCode.required))
    return values, problems


_COMMENT_RETURN = Asked(
    name="comment",
    label=lazy_gettext("What has to be made clearer"),
    hint=lazy_gettext("The applicant reads it in the card and in the e-mail."),
)
_COMMENT_WITHDRAW = Asked(
    name="comment",
    label=lazy_gettext("Reason"),
    hint=lazy_gettext("Everybody who saw the card will read it."),
)
_START = Asked(name="actual_start", label=lazy_gettext("Actual start"), type="date")
_CLOSING = (
    Asked(name="actual_end", label=lazy_gettext("Actual end"), type="date"),
    Asked(
        name="actual_cost_eur",
        label=lazy_gettext("Actual cost, EUR"),
        type="money",
        hint=lazy_gettext("With taxes; 0 when nothing was spent."),
    ),
    Asked(name="result", label=lazy_gettext("Result"), hint=lazy_gettext("What was done and what changed.")),
)
_CODE = Asked(
    name="resource_code",
    label=lazy_gettext("Code of the new resource"),
    type="text",
    hint=lazy_gettext("By this code everybody will find it in the registry."),
)
_ANSWER = Asked(name="text", label=lazy_gettext("Answer"))

_PROBLEMS: Mapping[tuple[str, ProblemCode], LazyString] = {
    ("comment", ProblemCode.required): lazy_gettext("Say why, so that the others know what to do next"),
    ("text", ProblemCode.required): lazy_gettext("Write the answer"),
    ("actual_start", ProblemCode.required): lazy_gettext("Say when the work began"),
    ("actual_start", ProblemCode.invalid): lazy_gettext("Give the date when the work began"),
    ("actual_end", ProblemCode.required): lazy_gettext("Say when the work ended"),
    ("actual_end", ProblemCode.invalid): lazy_gettext("Give the date when the work ended"),
    ("actual_cost_eur", ProblemCode.required): lazy_gettext(
        "State the actual cost in euro; write 0 if nothing was spent"
    ),
    ("actual_cost_eur", ProblemCode.invalid): lazy_gettext(
        "Write the cost as a number, for example 96 000,50"
    ),
    ("result", ProblemCode.required): lazy_gettext("Describe the result"),
    ("resource_code", ProblemCode.required): lazy_gettext("Give the new resource a code"),
    ("resource_code", ProblemCode.invalid): lazy_gettext(
        "A resource has this code already, it is the number of an activity, or it has a slash or an "
        "invisible character. Give another code."
    ),
    ("requirement_id", ProblemCode.unknown): lazy_gettext("This question has already been answered"),
    ("remark_id", ProblemCode.unknown): lazy_gettext("This remark has already been answered"),
}
_FIELDS: dict[Action, tuple[Asked, ...]] = {
    Action.return_: (_COMMENT_RETURN,),
    Action.withdraw: (_COMMENT_WITHDRAW,),
    Action.start: (_START,),
    Action.complete: _CLOSING,
    Action.answer: (_ANSWER,),
}


def _money(text: str) -> Decimal:
    amount = Decimal("".join(text.split()).replace(",", "."))
    if not amount.is_finite() or abs(amount) >= 10**12:
        raise ValueError(text)
    return amount.quantize(Decimal("0.01"))


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


_READ: dict[Action, dict[str, Callable[[str], Any]]] = {
    Action.return_: {"comment": str},
    Action.withdraw: {"comment": str},
    Action.start: {"actual_start": date.fromisoformat},
    Action.complete: {
        "actual_end": date.fromisoformat,
        "actual_cost_eur": _money,
        "result": str,
        "resource_code": str,
    },
    Action.answer: {"text": str, "requirement_id": _key, "remark_id": _key},
}
