"""Every word of the vocabularies in the reader's language."""

from enum import StrEnum

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.account.access import RequestState
from rules.account.accounts import AccountState
from rules.audience import MailState, Message
from rules.document.words import Scan, Visibility
from rules.obligation.words import ObligationSource, ObligationState, ObligationStep
from rules.registry_vocabulary import (
    Certainty,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    PrincipleGroup,
    ResourceKind,
    ResourceStatus,
)
from rules.vocabulary import (
    Action,
    Choice,
    DataDestiny,
    FundingSource,
    Kind,
    NoteCode,
    Outcome,
    PrincipleAnswer,
    RemarkKind,
    RequirementState,
    Resolution,
    ResourceUse,
    Role,
    Status,
    Urgency,
)

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    # --- activity
    Kind: {
        Kind.creation: _p("kind", "Creation"),
        Kind.development: _p("kind", "Development"),
        Kind.liquidation: _p("kind", "Liquidation"),
    },
    Status: {
        Status.draft: _p("status", "Draft"),
        Status.in_control: _p("status", "In institution check"),
        Status.returned: _p("status", "Returned for clarification"),
        Status.in_approval: _p("status", "In co-approval"),
        Status.awaiting_decision: _p("status", "Awaiting decision"),
        Status.approved: _p("status", "Approved"),
        Status.rejected: _p("status", "Rejected"),
        Status.in_progress: _p("status", "In progress"),
        Status.completed: _p("status", "Completed"),
        Status.withdrawn: _p("status", "Withdrawn"),
    },
    Action: {
        Action.edit: _p("action", "Edit the card"),
        Action.submit: _p("action", "Submit for institution check"),
        Action.recall: _p("action", "Take back from institution check"),
        Action.return_: _p("action", "Return for clarification"),
        Action.forward: _p("action", "Send for co-approval"),
        Action.vote: _p("action", "Give an opinion"),
        Action.answer: _p("action", "Answer"),
        Action.close_round: _p("action", "Close the round"),
        Action.decide: _p("action", "Take the decision"),
        Action.withdraw: _p("action", "Withdraw the activity"),
        Action.start: _p("action", "Start implementation"),
        Action.complete: _p("action", "Submit the closing notice"),
    },
    Choice: {
        Choice.approve: _p("opinion", "Approved"),
        Choice.approve_with_proposals: _p("opinion", "Approved with proposals"),
        Choice.object: _p("opinion", "Not approved"),
        Choice.need_info: _p("opinion", "More information requested"),
        Choice.not_applicable: _p("opinion", "Not applicable"),
    },
    RequirementState: {
        RequirementState.waiting: _p("requirement", "Awaiting opinion"),
        RequirementState.answered: _p("requirement", "Opinion given"),
        RequirementState.info_requested: _p("requirement", "More information requested"),
        RequirementState.not_answered: _p("requirement", "Not given"),
        RequirementState.carried_over: _p("requirement", "Stays in force"),
    },
    Outcome: {
        Outcome.approve: _p("decision", "Approve"),
        Outcome.reject: _p("decision", "Reject"),
        Outcome.return_: _p("decision", "Return for clarification"),
    },
    Resolution: {
        Resolution.overrule: _p("resolution", "Overrule"),
        Resolution.obligation: _p("resolution", "Becomes an obligation"),
    },
    RemarkKind: {
        RemarkKind.objection: _p("remark", "Objection"),
        RemarkKind.proposal: _p("remark", "Proposal"),
    },
    NoteCode: {
        NoteCode.own_activity: _p("note", "Own activity"),
        NoteCode.no_sector_ministry: _p("note", "No sector ministry"),
        NoteCode.own_resource: _p("note", "Own resource"),
        NoteCode.no_longer_asked: _p("note", "No longer asked"),
    },
    PrincipleAnswer: {
        PrincipleAnswer.met: _p("principle", "Met"),
        PrincipleAnswer.partly: _p("principle", "Partly"),
        PrincipleAnswer.not_applicable: _p("principle", "Not applicable"),
    },
    PrincipleGroup: {
        PrincipleGroup.security: _p("principles", "Security principles"),
        PrincipleGroup.practice: _p("principles", "Good-practice principles"),
    },
    ResourceUse: {
        ResourceUse.used: _p("resource use", "Used"),
        ResourceUse.affected: _p("resource use", "Affected"),
    },
    FundingSource: {
        FundingSource.state_budget: _p("funding", "State budget"),
        FundingSource.eu_funds: _p("funding", "EU funds"),
        FundingSource.municipal_budget: _p("funding", "Municipal budget"),
        FundingSource.own_revenue: _p("funding", "Own revenue"),
        FundingSource.other: _p("funding", "Other source"),
    },
    Urgency: {Urgency.normal: _p("urgency", "Normal"), Urgency.emergency: _p("urgency", "Emergency")},
    DataDestiny: {
        DataDestiny.transfer: _p("data", "Transfer"),
        DataDestiny.archive: _p("data", "Archive"),
        DataDestiny.delete: _p("data", "Delete"),
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
    # --- documents and discussion
    Visibility: {
        Visibility.shared: _p("visibility", "For all involved"),
        Visibility.internal: _p("visibility", "Only for the own institution"),
    },
    Scan: {
        Scan.none: _p("scan", "Not scanned"),
        Scan.pending: _p("scan", "Being scanned"),
        Scan.clean: _p("scan", "No viruses found"),
        Scan.infected: _p("scan", "A virus was found"),
    },
    # --- obligations
    ObligationState: {
        ObligationState.proposed: _p("obligation", "Proposed"),
        ObligationState.open: _p("obligation", "In force"),
        ObligationState.reported: _p("obligation", "Reported"),
        ObligationState.fulfilled: _p("obligation", "Fulfilled"),
        ObligationState.released: _p("obligation", "Released"),
        ObligationState.lapsed: _p("obligation", "Lapsed"),
    },
    ObligationStep: {
        ObligationStep.report: _p("obligation step", "Report"),
        ObligationStep.accept: _p("obligation step", "Accept the report"),
        ObligationStep.refuse: _p("obligation step", "Refuse the report"),
        ObligationStep.release: _p("obligation step", "Release from the obligation"),
        ObligationStep.move: _p("obligation step", "Move the due date"),
        ObligationStep.begin: _p("obligation step", "Let begin"),
        ObligationStep.lapse: _p("obligation step", "Let lapse"),
    },
    ObligationSource: {
        ObligationSource.vote: _p("obligation source", "Opinion"),
        ObligationSource.objection: _p("obligation source", "Objection"),
        ObligationSource.decision: _p("obligation source", "Decision"),
    },
    # --- mail
    MailState: {
        MailState.queued: _p("mail", "Queued"),
        MailState.sent: _p("mail", "Sent"),
        MailState.retry: _p("mail", "Will be tried again"),
        MailState.failed: _p("mail", "Failed"),
        MailState.kept: _p("mail", "Kept, not sent"),
    },
    Message: {
        Message.submitted: _p("message", "Card to check"),
        Message.returned: _p("message", "Card returned for clarification"),
        Message.opinion_asked: _p("message", "Opinion asked"),
        Message.opened: _p("message", "Co-approval has begun"),
        Message.carried_over: _p("message", "Opinion stays in force"),
        Message.no_longer_asked: _p("message", "Opinion no longer asked"),
        Message.info_requested: _p("message", "More information requested"),
        Message.remark: _p("message", "Objections or proposals"),
        Message.answered: _p("message", "Answer of the applicant"),
        Message.round_closed: _p("message", "Decision to be taken"),
        Message.decided: _p("message", "Decision"),
        Message.overruled: _p("message", "Objections not followed"),
        Message.withdrawn: _p("message", "Activity withdrawn"),
        Message.started: _p("message", "Implementation has started"),
        Message.completed: _p("message", "Activity completed"),
        Message.reminder: _p("message", "Reminder"),
        Message.overdue: _p("message", "Opinion overdue"),
        Message.nobody_to_vote: _p("message", "Nobody to give the opinion"),
        Message.due_moved: _p("message", "Due date moved"),
        Message.attached: _p("message", "Document added"),
        Message.commented: _p("message", "Entry in the discussion"),
        Message.mentioned: _p("message", "Mentioned in the discussion"),
        Message.replied: _p("message", "Answered in the discussion"),
        Message.noted: _p("message", "Meant by a colleague in the discussion"),
        Message.obligation_reported: _p("message", "Obligation reported as fulfilled"),
        Message.obligation_changed: _p("message", "Answer on an obligation"),
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


def label(value: StrEnum) -> str:
    """Return the word for an enum member; KeyError shows a member that nobody has named yet."""
    return str(LABELS[type(value)][value])


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, word) pairs of an enum in its own order, for a select."""
    return [(member.value, label(member)) for member in enum]
