"""Every word of `rules.vocabulary` in the reader's language."""

from enum import StrEnum

from flask import Flask
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from rules.account.access import RequestState
from rules.account.accounts import AccountState
from rules.audience import Message
from rules.vocabulary import (
    Action,
    Certainty,
    Choice,
    DataDestiny,
    DependencyKind,
    FundingSource,
    InstitutionKind,
    InstitutionStatus,
    Kind,
    MailState,
    NoteCode,
    Outcome,
    PrincipleAnswer,
    PrincipleGroup,
    RemarkKind,
    RequirementState,
    Resolution,
    ResourceKind,
    ResourceStatus,
    ResourceUse,
    Role,
    Status,
    Urgency,
)


def label(value: StrEnum) -> str:
    """Return the word for an enum member; KeyError shows a member that nobody has named yet."""
    return str(LABELS[type(value)][value])


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, word) pairs of an enum in its own order, for a select."""
    return [(member.value, label(member)) for member in enum]


def register(app: Flask) -> None:
    """Give templates `label(value)`, also as a filter, and `choices(enum)`."""
    app.jinja_env.globals.update(label=label, choices=choices)
    app.jinja_env.filters["label"] = label


PROCESS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    Role: {
        Role.applicant: lazy_pgettext("role", "Applicant"),
        Role.change_controller: lazy_pgettext("role", "Institution change controller"),
        Role.cab_member: lazy_pgettext("role", "CAB member"),
        Role.cab_head: lazy_pgettext("role", "CAB head"),
        Role.user_admin: lazy_pgettext("role", "User administrator"),
        Role.admin: lazy_pgettext("role", "System administrator"),
    },
    AccountState: {
        AccountState.open: lazy_pgettext("account", "Open"),
        AccountState.invited: lazy_pgettext("account", "Invitation sent"),
        AccountState.closed: lazy_pgettext("account", "Closed"),
    },
    Kind: {
        Kind.creation: lazy_pgettext("kind", "Creation"),
        Kind.development: lazy_pgettext("kind", "Development"),
        Kind.liquidation: lazy_pgettext("kind", "Liquidation"),
    },
    Status: {
        Status.draft: lazy_pgettext("status", "Draft"),
        Status.in_control: lazy_pgettext("status", "In institution check"),
        Status.returned: lazy_pgettext("status", "Returned for clarification"),
        Status.in_approval: lazy_pgettext("status", "In co-approval"),
        Status.awaiting_decision: lazy_pgettext("status", "Awaiting decision"),
        Status.approved: lazy_pgettext("status", "Approved"),
        Status.rejected: lazy_pgettext("status", "Rejected"),
        Status.in_progress: lazy_pgettext("status", "In progress"),
        Status.completed: lazy_pgettext("status", "Completed"),
        Status.withdrawn: lazy_pgettext("status", "Withdrawn"),
    },
    Action: {
        Action.edit: lazy_pgettext("action", "Edit the card"),
        Action.submit: lazy_pgettext("action", "Submit for institution check"),
        Action.recall: lazy_pgettext("action", "Take back from institution check"),
        Action.return_: lazy_pgettext("action", "Return for clarification"),
        Action.forward: lazy_pgettext("action", "Send for co-approval"),
        Action.vote: lazy_pgettext("action", "Give an opinion"),
        Action.answer: lazy_pgettext("action", "Answer"),
        Action.close_round: lazy_pgettext("action", "Close the round"),
        Action.decide: lazy_pgettext("action", "Take the decision"),
        Action.withdraw: lazy_pgettext("action", "Withdraw the activity"),
        Action.start: lazy_pgettext("action", "Start implementation"),
        Action.complete: lazy_pgettext("action", "Submit the closing notice"),
    },
    Choice: {
        Choice.approve: lazy_pgettext("opinion", "Approved"),
        Choice.approve_with_proposals: lazy_pgettext("opinion", "Approved with proposals"),
        Choice.object: lazy_pgettext("opinion", "Not approved"),
        Choice.need_info: lazy_pgettext("opinion", "More information requested"),
        Choice.not_applicable: lazy_pgettext("opinion", "Not applicable"),
    },
    RequirementState: {
        RequirementState.waiting: lazy_pgettext("requirement", "Awaiting opinion"),
        RequirementState.answered: lazy_pgettext("requirement", "Opinion given"),
        RequirementState.info_requested: lazy_pgettext("requirement", "More information requested"),
        RequirementState.not_answered: lazy_pgettext("requirement", "Not given"),
        RequirementState.carried_over: lazy_pgettext("requirement", "Stays in force"),
    },
    Outcome: {
        Outcome.approve: lazy_pgettext("decision", "Approve"),
        Outcome.reject: lazy_pgettext("decision", "Reject"),
        Outcome.return_: lazy_pgettext("decision", "Return for clarification"),
    },
    Resolution: {Resolution.overrule: lazy_pgettext("resolution", "Overrule")},
    RemarkKind: {
        RemarkKind.objection: lazy_pgettext("remark", "Objection"),
        RemarkKind.proposal: lazy_pgettext("remark", "Proposal"),
    },
    NoteCode: {
        NoteCode.own_activity: lazy_pgettext("note", "Own activity"),
        NoteCode.no_sector_ministry: lazy_pgettext("note", "No sector ministry"),
        NoteCode.own_resource: lazy_pgettext("note", "Own resource"),
    },
    MailState: {
        MailState.queued: lazy_pgettext("mail", "Queued"),
        MailState.sent: lazy_pgettext("mail", "Sent"),
        MailState.retry: lazy_pgettext("mail", "Will be tried again"),
        MailState.failed: lazy_pgettext("mail", "Failed"),
        MailState.kept: lazy_pgettext("mail", "Kept, not sent"),
    },
    Message: {
        Message.submitted: lazy_pgettext("message", "Card to check"),
        Message.returned: lazy_pgettext("message", "Card returned for clarification"),
        Message.opinion_asked: lazy_pgettext("message", "Opinion asked"),
        Message.opened: lazy_pgettext("message", "Co-approval has begun"),
        Message.info_requested: lazy_pgettext("message", "More information requested"),
        Message.remark: lazy_pgettext("message", "Objections or proposals"),
        Message.answered: lazy_pgettext("message", "Answer of the applicant"),
        Message.round_closed: lazy_pgettext("message", "Decision to be taken"),
        Message.decided: lazy_pgettext("message", "Decision"),
        Message.overruled: lazy_pgettext("message", "Objections not followed"),
        Message.withdrawn: lazy_pgettext("message", "Activity withdrawn"),
        Message.started: lazy_pgettext("message", "Implementation has started"),
        Message.completed: lazy_pgettext("message", "Activity completed"),
        Message.reminder: lazy_pgettext("message", "Reminder"),
        Message.overdue: lazy_pgettext("message", "Opinion overdue"),
        Message.nobody_to_vote: lazy_pgettext("message", "Nobody to give the opinion"),
        Message.due_moved: lazy_pgettext("message", "Due date moved"),
        Message.invitation: lazy_pgettext("message", "Invitation"),
        Message.password_reset: lazy_pgettext("message", "New password"),
        Message.password_changed: lazy_pgettext("message", "Sign-in data changed"),
        Message.administrator_asked: lazy_pgettext("message", "Request for the administrator's right"),
        Message.administrator_approved: lazy_pgettext("message", "User-administrator right given"),
        Message.administrator_refused: lazy_pgettext("message", "Request refused"),
        Message.substitution_set: lazy_pgettext("message", "Substitute named"),
        Message.substitution_ended: lazy_pgettext("message", "Substitution ended"),
        Message.work_handed_over: lazy_pgettext("message", "Work handed over"),
    },
    RequestState: {
        RequestState.waiting: lazy_pgettext("request", "Waiting"),
        RequestState.approved: lazy_pgettext("request", "Approved"),
        RequestState.refused: lazy_pgettext("request", "Refused"),
    },
}

CARD: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    PrincipleAnswer: {
        PrincipleAnswer.met: lazy_pgettext("principle", "Met"),
        PrincipleAnswer.partly: lazy_pgettext("principle", "Partly"),
        PrincipleAnswer.not_applicable: lazy_pgettext("principle", "Not applicable"),
    },
    PrincipleGroup: {
        PrincipleGroup.security: lazy_pgettext("principles", "Security principles"),
        PrincipleGroup.practice: lazy_pgettext("principles", "Good-practice principles"),
    },
    ResourceUse: {
        ResourceUse.used: lazy_pgettext("resource use", "Used"),
        ResourceUse.affected: lazy_pgettext("resource use", "Affected"),
    },
    FundingSource: {
        FundingSource.state_budget: lazy_pgettext("funding", "State budget"),
        FundingSource.eu_funds: lazy_pgettext("funding", "EU funds"),
        FundingSource.municipal_budget: lazy_pgettext("funding", "Municipal budget"),
        FundingSource.own_revenue: lazy_pgettext("funding", "Own revenue"),
        FundingSource.other: lazy_pgettext("funding", "Other source"),
    },
    Urgency: {
        Urgency.normal: lazy_pgettext("urgency", "Normal"),
        Urgency.emergency: lazy_pgettext("urgency", "Emergency"),
    },
    DataDestiny: {
        DataDestiny.transfer: lazy_pgettext("data", "Transfer"),
        DataDestiny.archive: lazy_pgettext("data", "Archive"),
        DataDestiny.delete: lazy_pgettext("data", "Delete"),
    },
}

REGISTRY: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
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

LABELS = PROCESS | CARD | REGISTRY
