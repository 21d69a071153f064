"""The words of the registry: kinds of institutions and resources, and how sure the data are."""

from enum import StrEnum, auto


class PrincipleGroup(StrEnum):
    """Which checklist a principle belongs to."""

    security = auto()
    practice = auto()


class InstitutionKind(StrEnum):
    """Legal kind of an institution."""

    ministry = auto()
    central_authority = auto()
    state_authority = auto()
    state_company = auto()
    independent_authority = auto()
    autonomous_authority = auto()
    constitutional_body = auto()
    association = auto()
    municipality = auto()


class InstitutionStatus(StrEnum):
    """Whether an institution still works."""

    active = auto()
    closed = auto()


class ResourceKind(StrEnum):
    """What a registry resource is."""

    information_system = auto()
    platform = auto()
    tool = auto()
    infrastructure = auto()
    service = auto()


class ResourceStatus(StrEnum):
    """Where a registry resource stands in its life."""

    planned = auto()
    active = auto()
    being_liquidated = auto()  # while a liquidation of it is approved or in progress
    liquidated = auto()
    cancelled = auto()


GONE = frozenset({ResourceStatus.liquidated, ResourceStatus.cancelled})


class Criticality(StrEnum):
    """How bad it is when a resource fails."""

    low = auto()
    medium = auto()
    high = auto()
    critical = auto()


class ServiceHours(StrEnum):
    """When a resource is looked after."""

    office = auto()
    extended = auto()
    always = auto()


class ChangeSource(StrEnum):
    """By what way the registry was changed."""

    page = auto()
    api = auto()
    imported = "import"
    activity = auto()


class DependencyKind(StrEnum):
    """How one resource depends on another."""

    data_exchange = auto()
    uses_service = auto()
    hosted_on = auto()
    part_of = auto()


class Certainty(StrEnum):
    """How sure the reference data are; `check` carries a visible mark."""

    confirmed = auto()
    likely = auto()
    check = auto()
    unofficial = auto()
