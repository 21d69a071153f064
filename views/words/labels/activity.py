"""Words of activities and of all that hangs on them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.document.words import Scan, Visibility
from rules.liquidation.words import ConsumerAnswer
from rules.meeting.words import MeetingAction, MeetingStatus
from rules.obligation.words import ObligationSource, ObligationState, ObligationStep
from rules.registry_vocabulary import (
    PrincipleGroup,
)
from rules.vocabulary import (
    Choice,
    DataDestiny,
    DraftAs,
    FundingSource,
    Heed,
    Kind,
    NoteCode,
    Outcome,
    PrincipleAnswer,
    RemarkKind,
    RemarkState,
    RequirementState,
    Resolution,
    ResourceUse,
    Status,
    Urgency,
)

# Those of actions stand in views/activity/steps.py, with all else that is told of them.
LABELS: dict[type[StrEnum], Mapping[Any, LazyString]] = {
    # --- activity
    DraftAs: {
        DraftAs.copy: _p("draft", "Copy into a new card"),
        DraftAs.amendment: _p("draft", "Amend the activity"),
    },
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
        Status.superseded: _p("status", "Superseded"),
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
    RemarkState: {
        RemarkState.open: _p("remark", "Not answered yet"),
        RemarkState.answered: _p("remark", "The applicant has answered"),
        RemarkState.withdrawn: _p("remark", "Withdrawn"),
        RemarkState.superseded: _p("remark", "A later opinion stands instead"),
        RemarkState.overruled: _p("remark", "Overruled by the CAB head"),
        RemarkState.obligation: _p("remark", "Became an obligation"),
    },
    Heed: {
        Heed.accepted: _p("heed", "Accepted"),
        Heed.partly: _p("heed", "Partly"),
        Heed.not_accepted: _p("heed", "Not accepted"),
    },
    NoteCode: {
        NoteCode.own_activity: _p("note", "Own activity"),
        NoteCode.no_sector_ministry: _p("note", "No sector ministry"),
        NoteCode.own_resource: _p("note", "Own resource"),
        NoteCode.no_longer_asked: _p("note", "No longer asked"),
        NoteCode.new_consumer: _p("note", "New consumer"),
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
    # --- meetings
    MeetingStatus: {
        MeetingStatus.planned: _p("meeting", "Planned"),
        MeetingStatus.invited: _p("meeting", "Invited"),
        MeetingStatus.running: _p("meeting", "Running"),
        MeetingStatus.closed: _p("meeting", "Closed"),
        MeetingStatus.cancelled: _p("meeting", "Cancelled"),
    },
    MeetingAction: {
        MeetingAction.edit: _p("meeting", "Change"),
        MeetingAction.invite: _p("meeting", "Send the invitations"),
        MeetingAction.start: _p("meeting", "Begin the meeting"),
        MeetingAction.close: _p("meeting", "Close the meeting"),
        MeetingAction.cancel: _p("meeting", "Cancel the meeting"),
    },
    ConsumerAnswer: {
        ConsumerAnswer.migrated: _p("consumer answer", "Has moved to something else"),
        ConsumerAnswer.not_affected: _p("consumer answer", "Not affected"),
        ConsumerAnswer.blocked_until: _p("consumer answer", "Must not be liquidated until"),
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
        ObligationSource.registry: _p("obligation source", "Registry"),
    },
}
