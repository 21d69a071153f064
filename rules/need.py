"""Whether a planned activity has to be co-approved at all: the short questionnaire."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.vocabulary import Kind

MAINTENANCE = "maintenance"  # what is planned when it is no kind of a card


@dataclass(frozen=True, slots=True)
class Need:
    """The answer; `because` names what makes it a yes, `not_so` what was answered with no.

    Both hold names of `scope` questions; a creation or a liquidation is a yes by its kind alone.
    """

    needed: bool
    because: tuple[str, ...]
    not_so: tuple[str, ...]


def need(kind: Kind | None, scope: Mapping[str, bool]) -> Need:
    """Return whether an activity is to be co-approved; `kind` None = maintenance of what there is.

    Source: MK 368 (VIRSIS prezentācija, 21.05.2025.): every creation and every liquidation; a development
    when it brings one of what section 5 of the card asks about.
    """
    because = tuple(name for name, answer in scope.items() if answer)
    not_so = tuple(name for name, answer in scope.items() if not answer)
    return Need(kind in {Kind.creation, Kind.liquidation} or bool(because), because, not_so)
