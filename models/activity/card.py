"""The card as a list of sections: the one place that says which fields it has and in what order."""

from dataclasses import dataclass
from typing import Any

from rules.text import N_
from rules.vocabulary import Kind, ResourceUse


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the card; `kinds` limits it to some kinds of activity.

    A field is the name of the interface contract; a dot reaches into a group (`scope.others` is
    the column `scope_others`).
    """

    number: int
    title: str
    hint: str
    fields: tuple[str, ...]
    kinds: tuple[Kind, ...] = tuple(Kind)


LIST_OF_USE = {ResourceUse.used: "used_resources", ResourceUse.affected: "affected_resources"}
RESOURCE_LISTS = tuple(LIST_OF_USE.values())

SECTIONS = (
    Section(
        1,
        N_("Identification"),
        N_("The number is given by the system; holder and ministry come from the registry."),
        ("title", "kind", "urgency", "urgency_reason", "restricted", "amends"),
    ),
    Section(
        2,
        N_("Resources"),
        N_("Choose from the VIRSIS registry. Co-approvers follow from the resources chosen."),
        ("resource", "new_resource.name", "new_resource.kind", *RESOURCE_LISTS, "suggestions"),
    ),
    Section(
        3,
        N_("Need and goal"),
        N_("Write what and why is needed, so that a colleague of another institution understands it."),
        ("goal", "legal_basis"),
    ),
    Section(4, N_("Description"), N_("What will change and how it will work."), ("description", "domain")),
    Section(
        5,
        N_("Does it need co-approval"),
        N_("Tick all that apply. Where nothing applies, no co-approval is needed."),
        (
            "scope.new_system",
            "scope.functionality",
            "scope.architecture",
            "scope.infrastructure",
            "scope.others",
        ),
    ),
    Section(
        6,
        N_("Affected institutions"),
        N_("Holders of the resources are added by themselves. Add those whose work changes all the same."),
        ("affected_institutions",),
    ),
    Section(
        7,
        N_("Data"),
        N_("The co-approvers read these answers first."),
        ("personal_data", "statistics", "heritage", "municipalities"),
    ),
    Section(
        8,
        N_("Security principles"),
        N_("Say for each principle how far it is met and how; where it does not apply, why."),
        ("principles.security",),
    ),
    Section(
        9,
        N_("Good-practice principles"),
        N_("Say for each principle how far it is met and how; where it does not apply, why."),
        ("principles.practice",),
    ),
    Section(
        10,
        N_("Time and money"),
        N_("From the start of the work to its planned end; money with all taxes."),
        ("planned_start", "planned_end", "budget_eur", "funding_source"),
    ),
    Section(
        11,
        N_("Risks and back-out"),
        N_("What may go wrong and how you return to where you were."),
        ("risks", "backout_plan"),
    ),
    Section(
        12,
        N_("Liquidation"),
        N_("Show that nobody is left without data or service."),
        (
            "liquidation.data_destiny",
            "liquidation.data_recipient",
            "liquidation.successor",
            "liquidation.no_successor_reason",
            "liquidation.user_notice",
        ),
        (Kind.liquidation,),
    ),
)

CODE_LISTS = (*RESOURCE_LISTS, "affected_institutions")
LINKS = ("resource", "domain", "amends")  # one code each, a foreign key in the table
# Questions that only a person has to answer: where nobody has, rules and programs take it for a no.
NO_UNLESS_SAID = ("statistics", "heritage", "municipalities")
PARTS = ("suggestions", "principles.security", "principles.practice")

FIELDS = tuple(field for section in SECTIONS for field in section.fields)
PLAIN_FIELDS = tuple(field for field in FIELDS if field not in {*CODE_LISTS, *LINKS, *PARTS})
GROUPS = tuple(dict.fromkeys(field.split(".")[0] for field in PLAIN_FIELDS if "." in field))


def presumed(field: str, said: Any) -> Any:
    """Return what an answer means to rules and programs."""
    return False if said is None and field in NO_UNLESS_SAID else said


def column_of(field: str) -> str:
    """Return the name of the column that keeps a plain field."""
    return field.replace(".", "_")
