"""Words of the registry, of accounts and of mail."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.account.access import RequestState
from rules.account.accounts import AccountState
from rules.account.notices import NoticeKind, Way
from rules.audience import MailState, Message
from rules.dependency.words import DependencyState, DependencyStep
from rules.impact import Direction
from rules.registry_vocabulary import (
    Certainty,
    ChangeSource,
    Criticality,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    ResourceKind,
    ResourceStatus,
    ServiceHours,
)
from rules.search import SearchType
from rules.vocabulary import (
    Role,
)
from rules.window.words import Severity, WindowEffect, WindowStep

LABELS: dict[type[StrEnum], Mapping[Any, LazyString]] = {
    SearchType: {
        SearchType.activity: _p("search", "Activities"),
        SearchType.resource: _p("search", "Resources"),
        SearchType.institution: _p("search", "Institutions"),
        SearchType.ticket: _p("search", "Tickets"),
        SearchType.meeting: _p("search", "Meetings"),
        SearchType.attachment: _p("search", "Documents"),
        SearchType.person: _p("search", "People"),
    },
    # --- registry
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
    Criticality: {
        Criticality.low: _p("criticality", "Low"),
        Criticality.medium: _p("criticality", "Medium"),
        Criticality.high: _p("criticality", "High"),
        Criticality.critical: _p("criticality", "Critical"),
    },
    ServiceHours: {
        ServiceHours.office: _p("service hours", "Working days 8.30–17.00"),
        ServiceHours.extended: _p("service hours", "Every day 7.00–22.00"),
        ServiceHours.always: _p("service hours", "Always"),
    },
    ChangeSource: {
        ChangeSource.page: _p("change source", "on a page"),
        ChangeSource.api: _p("change source", "by a program"),
        ChangeSource.imported: _p("change source", "by an import"),
        ChangeSource.activity: _p("change source", "by an activity"),
    },
    WindowEffect: {
        WindowEffect.none: _p("window effect", "No effect"),
        WindowEffect.degraded: _p("window effect", "Disturbed"),
        WindowEffect.unavailable: _p("window effect", "Not available"),
    },
    WindowStep: {
        WindowStep.add: _p("window step", "New"),
        WindowStep.move: _p("window step", "Changed"),
        WindowStep.remove: _p("window step", "Taken back"),
    },
    Severity: {
        Severity.high: _p("severity", "Serious"),
        Severity.medium: _p("severity", "Considerable"),
        Severity.low: _p("severity", "Slight"),
    },
    DependencyState: {
        DependencyState.proposed: _p("dependency state", "Proposed"),
        DependencyState.confirmed: _p("dependency state", "Confirmed"),
        DependencyState.rejected: _p("dependency state", "Rejected"),
        DependencyState.ended: _p("dependency state", "Ended"),
    },
    DependencyStep: {
        DependencyStep.confirm: _p("dependency step", "Confirm"),
        DependencyStep.reject: _p("dependency step", "Reject"),
        DependencyStep.end: _p("dependency step", "End"),
    },
    ResourceStatus: {
        ResourceStatus.planned: _p("resource", "Planned"),
        ResourceStatus.active: _p("resource", "In operation"),
        ResourceStatus.being_liquidated: _p("resource", "Being liquidated"),
        ResourceStatus.liquidated: _p("resource", "Liquidated"),
        ResourceStatus.cancelled: _p("resource", "Cancelled"),
    },
    Direction: {
        Direction.consumers: _p("impact", "What needs it"),
        Direction.providers: _p("impact", "What it needs"),
        Direction.both: _p("impact", "Both"),
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
    # --- account
    Role: {
        Role.applicant: _p("role", "Applicant"),
        Role.change_controller: _p("role", "Institution change controller"),
        Role.cab_member: _p("role", "CAB member"),
        Role.cab_head: _p("role", "CAB head"),
        Role.user_admin: _p("role", "User administrator"),
        Role.admin: _p("role", "System administrator"),
    },
    AccountState: {
        AccountState.open: _p("account", "Open"),
        AccountState.invited: _p("account", "Invitation sent"),
        AccountState.closed: _p("account", "Closed"),
    },
    RequestState: {
        RequestState.waiting: _p("request", "Waiting"),
        RequestState.approved: _p("request", "Approved"),
        RequestState.refused: _p("request", "Refused"),
    },
    # --- mail
    MailState: {
        MailState.queued: _p("mail", "Queued"),
        MailState.sent: _p("mail", "Sent"),
        MailState.retry: _p("mail", "Will be tried again"),
        MailState.failed: _p("mail", "Failed"),
        MailState.kept: _p("mail", "Kept, not sent"),
        MailState.gathered: _p("mail", "Waits for the digest"),
        MailState.digested: _p("mail", "In a digest"),
        MailState.unmailed: _p("mail", "Not wanted by mail"),
    },
    NoticeKind: {
        NoticeKind.task: _p("notice kind", "To do"),
        NoticeKind.decision: _p("notice kind", "Progress and decisions"),
        NoticeKind.discussion: _p("notice kind", "Discussion"),
        NoticeKind.meeting: _p("notice kind", "Meetings"),
        NoticeKind.obligation: _p("notice kind", "Conditions"),
        NoticeKind.registry: _p("notice kind", "Registry and calendar"),
        NoticeKind.ticket: _p("notice kind", "Tickets"),
        NoticeKind.access: _p("notice kind", "Access"),
    },
    Way: {
        Way.at_once: _p("mail", "At once"),
        Way.digest: _p("mail", "In the daily digest"),
        Way.none: _p("mail", "No e-mail"),
    },
    Message: {
        Message.submitted: _p("message", "Card to check"),
        Message.returned: _p("message", "Card returned for clarification"),
        Message.opinion_asked: _p("message", "Opinion asked"),
        Message.opened: _p("message", "Co-approval has begun"),
        Message.pulled: _p("message", "Activity to be discussed"),
        Message.carried_over: _p("message", "Opinion stays in force"),
        Message.no_longer_asked: _p("message", "Opinion no longer asked"),
        Message.info_requested: _p("message", "More information requested"),
        Message.remark: _p("message", "Objections or proposals"),
        Message.answered: _p("message", "Answer of the applicant"),
        Message.objection_withdrawn: _p("message", "Objection withdrawn"),
        Message.round_closed: _p("message", "Decision to be taken"),
        Message.decided: _p("message", "Decision"),
        Message.overruled: _p("message", "Objections not followed"),
        Message.withdrawn: _p("message", "Activity withdrawn"),
        Message.window_changed: _p("message", "Work on a system that is needed"),
        Message.window_collides: _p("message", "Work that meets other work"),
        Message.liquidation_approved: _p("message", "Liquidation two steps away"),
        Message.liquidation_completed: _p("message", "Resource of an open card liquidated"),
        Message.superseded: _p("message", "Activity superseded by an amendment"),
        Message.started: _p("message", "Implementation has started"),
        Message.completed: _p("message", "Activity completed"),
        Message.reminder: _p("message", "Reminder"),
        Message.overdue: _p("message", "Opinion overdue"),
        Message.unfinished: _p("message", "Planned end has passed"),
        Message.digest: _p("message", "Daily digest"),
        Message.nobody_to_vote: _p("message", "Nobody to give the opinion"),
        Message.due_moved: _p("message", "Due date moved"),
        Message.attached: _p("message", "Document added"),
        Message.commented: _p("message", "Entry in the discussion"),
        Message.mentioned: _p("message", "Mentioned in the discussion"),
        Message.replied: _p("message", "Answered in the discussion"),
        Message.noted: _p("message", "Meant by a colleague in the discussion"),
        Message.meeting_invited: _p("message", "Invitation to a meeting"),
        Message.meeting_moved: _p("message", "Meeting changed"),
        Message.meeting_cancelled: _p("message", "Meeting cancelled"),
        Message.dependency_proposed: _p("message", "Dependency to be confirmed"),
        Message.dependency_confirmed: _p("message", "Dependency confirmed"),
        Message.dependency_rejected: _p("message", "Dependency rejected"),
        Message.dependency_ended: _p("message", "Dependency ended"),
        Message.resource_entered: _p("message", "Resource entered"),
        Message.obligation_reported: _p("message", "Obligation reported as fulfilled"),
        Message.obligation_changed: _p("message", "Answer on an obligation"),
        Message.obligation_due: _p("message", "Obligation due soon"),
        Message.obligation_overdue: _p("message", "Obligation overdue"),
        Message.invitation: _p("message", "Invitation"),
        Message.password_reset: _p("message", "New password"),
        Message.password_changed: _p("message", "Sign-in data changed"),
        Message.administrator_asked: _p("message", "Request for the administrator's right"),
        Message.administrator_approved: _p("message", "User-administrator right given"),
        Message.administrator_refused: _p("message", "Request refused"),
        Message.substitution_set: _p("message", "Substitute named"),
        Message.substitution_ended: _p("message", "Substitution ended"),
        Message.work_handed_over: _p("message", "Work handed over"),
    },
}
