"""How the words of activities and their cards are said."""

from enum import StrEnum

from flask_babel import lazy_pgettext as _p
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
    Resolution: {Resolution.overrule: _p("resolution", "Overrule")},
    RemarkKind: {
        RemarkKind.objection: _p("remark", "Objection"),
        RemarkKind.proposal: _p("remark", "Proposal"),
    },
    NoteCode: {
        NoteCode.own_activity: _p("note", "Own activity"),
        NoteCode.no_sector_ministry: _p("note", "No sector ministry"),
        NoteCode.own_resource: _p("note", "Own resource"),
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
}
