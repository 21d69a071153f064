"""What the questionnaire asks: what is planned, and the questions of section 5 of the card."""

from flask_babel import lazy_gettext as _l

from rules.need import MAINTENANCE
from rules.vocabulary import Kind

KINDS = (
    (
        Kind.creation.value,
        "square-plus",
        _l("Create a new resource"),
        _l("A system, platform, tool or service"),
    ),
    (
        Kind.development.value,
        "trending-up",
        _l("Develop an existing resource"),
        _l("Change what already works"),
    ),
    (Kind.liquidation.value, "archive", _l("Liquidate a resource"), _l("Close it and no longer maintain it")),
    (MAINTENANCE, "edit", _l("Repair or maintain"), _l("Correct errors, update")),
)
# Question, explanation, the words for “because” and for “not so”.
QUESTIONS = {
    "new_system": (
        _l("Do you introduce a new information system?"),
        _l("Also when it is part of an existing one"),
        _l("You introduce a new information system."),
        _l("you introduce no new information system;"),
    ),
    "functionality": (
        _l("Do you add new functionality?"),
        _l("What the resource could not do so far"),
        _l("You add new functionality."),
        _l("you add no new functionality;"),
    ),
    "architecture": (
        _l("Do you change the technical architecture?"),
        _l("Other technologies, another way of keeping or passing on data"),
        _l("You change the technical architecture."),
        _l("you do not change the technical architecture;"),
    ),
    "infrastructure": (
        _l("Do you change the technology of infrastructure services?"),
        _l("Data centre, cloud, network"),
        _l("You change the technology of infrastructure services."),
        _l("you do not change the technology of infrastructure services;"),
    ),
    "others": (
        _l("Do you affect resources of other institutions or data exchange with them?"),
        _l("An interface, the content of data or their availability changes"),
        _l("You affect resources of other institutions or data exchange with them."),
        _l("you do not affect resources of other institutions or data exchange with them."),
    ),
}
