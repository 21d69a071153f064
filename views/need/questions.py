"""What the questionnaire asks: what is planned, and the questions of section 5 of the card."""

from flask_babel import lazy_gettext

from rules.need import MAINTENANCE
from rules.vocabulary import Kind

KINDS = (
    (
        Kind.creation.value,
        "square-plus",
        lazy_gettext("Create a new resource"),
        lazy_gettext("A system, platform, tool or service"),
    ),
    (
        Kind.development.value,
        "trending-up",
        lazy_gettext("Develop an existing resource"),
        lazy_gettext("Change what already works"),
    ),
    (
        Kind.liquidation.value,
        "archive",
        lazy_gettext("Liquidate a resource"),
        lazy_gettext("Close it and no longer maintain it"),
    ),
    (MAINTENANCE, "edit", lazy_gettext("Repair or maintain"), lazy_gettext("Correct errors, update")),
)
# Question, explanation, the words for “because” and for “not so”.
QUESTIONS = {
    "new_system": (
        lazy_gettext("Do you introduce a new information system?"),
        lazy_gettext("Also when it is part of an existing one"),
        lazy_gettext("You introduce a new information system."),
        lazy_gettext("you introduce no new information system;"),
    ),
    "functionality": (
        lazy_gettext("Do you add new functionality?"),
        lazy_gettext("What the resource could not do so far"),
        lazy_gettext("You add new functionality."),
        lazy_gettext("you add no new functionality;"),
    ),
    "architecture": (
        lazy_gettext("Do you change the technical architecture?"),
        lazy_gettext("Other technologies, another way of keeping or passing on data"),
        lazy_gettext("You change the technical architecture."),
        lazy_gettext("you do not change the technical architecture;"),
    ),
    "infrastructure": (
        lazy_gettext("Do you change the technology of infrastructure services?"),
        lazy_gettext("Data centre, cloud, network"),
        lazy_gettext("You change the technology of infrastructure services."),
        lazy_gettext("you do not change the technology of infrastructure services;"),
    ),
    "others": (
        lazy_gettext("Do you affect resources of other institutions or data exchange with them?"),
        lazy_gettext("An interface, the content of data or their availability changes"),
        lazy_gettext("You affect resources of other institutions or data exchange with them."),
        lazy_gettext("you do not affect resources of other institutions or data exchange with them."),
    ),
}
