"""The sheets of the registry: what stands in each column, and by which columns a row is known."""

from dataclasses import dataclass
from enum import StrEnum

from rules.registry_vocabulary import (
    Certainty,
    Criticality,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    ResourceKind,
    ResourceStatus,
    ServiceHours,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `words` it is one of, `of` which sheet it holds a code, or a text of at most `longest`."""

    name: str
    words: tuple[str, ...] = ()
    of: str = ""
    longest: int = 0
    day: bool = False
    yes_no: bool = False
    listed: bool = False  # several texts, with | between them
    required: bool = False
    absent: str = ""  # what a new row has when the column is not there
    new_only: bool = False  # a change of it is made by hand


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the registry as a file."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def key_of(self, row: dict[str, str]) -> str:
        """Return by what a row is known: a code, or those of both ends and the kind."""
        return "/".join(row.get(name, "") for name in self.key)


def _code(longest: int) -> Column:
    return Column(name="code", longest=longest, required=True)


def _words(name: str, words: type[StrEnum], absent: str = "", new_only: bool = False) -> Column:
    allowed = tuple(one.value for one in words)
    return Column(name=name, words=allowed, required=True, absent=absent, new_only=new_only)


def _maybe(name: str, words: type[StrEnum]) -> Column:
    return Column(name=name, words=tuple(one.value for one in words))


def _refers(name: str, of: str, required: bool = False, new_only: bool = False) -> Column:
    return Column(name=f"{name}_code", of=of, required=required, new_only=new_only)


_NAME = Column(name="name_lv", longest=300, required=True)
_CERTAINTY = _words("certainty", Certainty, Certainty.confirmed)
_CLOSED_ON = Column(name="closed_on", day=True, new_only=True)

INSTITUTIONS = Sheet(
    "institutions",
    ("code",),
    (
        _code(40),
        _NAME,
        Column(name="name_en", longest=300),
        _words("kind", InstitutionKind),
        _refers("parent", "institutions"),
        Column(name="reg_no", longest=20),
        _CERTAINTY,
        _words("status", InstitutionStatus, InstitutionStatus.active, new_only=True),
        _CLOSED_ON,
        _refers("successor", "institutions", new_only=True),
    ),
)
RESOURCES = Sheet(
    "resources",
    ("code",),
    (
        _code(60),
        _NAME,
        _words("kind", ResourceKind),
        _refers("holder", "institutions", required=True),
        _CERTAINTY,
        _words("status", ResourceStatus, ResourceStatus.active, new_only=True),
        _CLOSED_ON,
        _refers("successor", "resources"),
        Column(name="name_en", longest=300),
        Column(name="legal_basis"),
        Column(name="purpose"),
        Column(name="responsible", longest=300),
        _refers("domain", "domains"),
        Column(name="personal_data", yes_no=True),
        _maybe("criticality", Criticality),
        _refers("maintainer", "institutions"),
        Column(name="hosting", longest=300),
        Column(name="url", longest=500),
        Column(name="data_sets", listed=True),
        _maybe("service_hours", ServiceHours),
    ),
)
DEPENDENCIES = Sheet(
    "dependencies",
    ("consumer_code", "provider_code", "kind"),
    (
        _refers("consumer", "resources", required=True),
        _refers("provider", "resources", required=True),
        _words("kind", DependencyKind),
        Column(name="description_lv", longest=500),
        _CERTAINTY,
        Column(name="since", day=True),
    ),
)
SHEETS = {one.name: one for one in (INSTITUTIONS, RESOURCES, DEPENDENCIES)}
