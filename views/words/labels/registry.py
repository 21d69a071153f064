"""How the words of the registry are said."""

from enum import StrEnum

from flask_babel import lazy_pgettext
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
        InstitutionKind.ministry: lazy_pgettext("institution kind", "Ministry"),
        InstitutionKind.central_authority: lazy_pgettext("institution kind", "Central state institution"),
        InstitutionKind.state_authority: lazy_pgettext(
            "institution kind", "Institution of direct administration"
        ),
        InstitutionKind.state_company: lazy_pgettext("institution kind", "State company"),
        InstitutionKind.independent_authority: lazy_pgettext("institution kind", "Independent institution"),
        InstitutionKind.autonomous_authority: lazy_pgettext("institution kind", "Derived public person"),
        InstitutionKind.constitutional_body: lazy_pgettext("institution kind", "Constitutional body"),
        InstitutionKind.association: lazy_pgettext("institution kind", "Association"),
        InstitutionKind.municipality: lazy_pgettext("institution kind", "Municipality"),
    },
    InstitutionStatus: {
        InstitutionStatus.active: lazy_pgettext("institution", "Active"),
        InstitutionStatus.closed: lazy_pgettext("institution", "Closed"),
    },
    ResourceKind: {
        ResourceKind.information_system: lazy_pgettext("resource kind", "Information system"),
        ResourceKind.platform: lazy_pgettext("resource kind", "Platform"),
        ResourceKind.tool: lazy_pgettext("resource kind", "Tool"),
        ResourceKind.infrastructure: lazy_pgettext("resource kind", "Infrastructure"),
        ResourceKind.service: lazy_pgettext("resource kind", "Service"),
    },
    ResourceStatus: {
        ResourceStatus.planned: lazy_pgettext("resource", "Planned"),
        ResourceStatus.active: lazy_pgettext("resource", "In operation"),
        ResourceStatus.liquidated: lazy_pgettext("resource", "Liquidated"),
        ResourceStatus.cancelled: lazy_pgettext("resource", "Cancelled"),
    },
    DependencyKind: {
        DependencyKind.data_exchange: lazy_pgettext("dependency", "Data exchange"),
        DependencyKind.uses_service: lazy_pgettext("dependency", "Uses the service"),
        DependencyKind.hosted_on: lazy_pgettext("dependency", "Hosted on"),
        DependencyKind.part_of: lazy_pgettext("dependency", "Part of"),
    },
    Certainty: {
        Certainty.confirmed: lazy_pgettext("certainty", "Confirmed"),
        Certainty.likely: lazy_pgettext("certainty", "Likely"),
        Certainty.check: lazy_pgettext("certainty", "To be checked"),
        Certainty.unofficial: lazy_pgettext("certainty", "Unofficial"),
    },
}
