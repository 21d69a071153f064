"""How the words of activities and their cards are said."""

from enum import StrEnum

from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from rules.registry_vocabulary import PrincipleGroup
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
    Status,
    Urgency,
)

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
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
