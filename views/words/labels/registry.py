"""How the words of the registry are said."""

from enum import StrEnum

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.registry_vocabulary import (
    Certainty,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    ResourceKind,
    ResourceStatus,
)

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    InstitutionKind: {
        InstitutionKind.ministry: _p("institution kind", "Ministry"),
        InstitutionKind.central_authority: _p("institution kind", "Central state institution"),
        InstitutionKind.state_authority: _p("institution kind", "Institution of direct administration"),
        InstitutionKind.state_company: _p("institution kind", "State company"),
        InstitutionKind.independent_authority: _p("institution kind", "Independent institution"),
        InstitutionKind.autonomous_authority: _p("institution kind", "Derived public person"),
        InstitutionKind.constitutional_body: _p("institution kind", "Constitutional body"),
        InstitutionKind.association: _p("institution kind", "Association"),
        InstitutionKind.municipality: _p("institution kind", "Municipality"),
    },
    InstitutionStatus: {
        InstitutionStatus.active: _p("institution", "Active"),
        InstitutionStatus.closed: _p("institution", "Closed"),
    },
    ResourceKind: {
        ResourceKind.information_system: _p("resource kind", "Information system"),
        ResourceKind.platform: _p("resource kind", "Platform"),
        ResourceKind.tool: _p("resource kind", "Tool"),
        ResourceKind.infrastructure: _p("resource kind", "Infrastructure"),
        ResourceKind.service: _p("resource kind", "Service"),
    },
    ResourceStatus: {
        ResourceStatus.planned: _p("resource", "Planned"),
        ResourceStatus.active: _p("resource", "In operation"),
        ResourceStatus.liquidated: _p("resource", "Liquidated"),
        ResourceStatus.cancelled: _p("resource", "Cancelled"),
    },
    DependencyKind: {
        DependencyKind.data_exchange: _p("dependency", "Data exchange"),
        DependencyKind.uses_service: _p("dependency", "Uses the service"),
        DependencyKind.hosted_on: _p("dependency", "Hosted on"),
        DependencyKind.part_of: _p("dependency", "Part of"),
    },
    Certainty: {
        Certainty.confirmed: _p("certainty", "Confirmed"),
        Certainty.likely: _p("certainty", "Likely"),
        Certainty.check: _p("certainty", "To be checked"),
        Certainty.unofficial: _p("certainty", "Unofficial"),
    },
}
