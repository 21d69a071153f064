"""The words of the system, once: every status, role, action and code."""

from enum import StrEnum, auto


class Role(StrEnum):
    """What a person may be; a person can have several."""

    applicant = auto()
    change_controller = auto()
    cab_member = auto()
    cab_head = auto()
    user_admin = auto()
    admin = auto()


PROCESS_ROLES = frozenset({Role.applicant, Role.change_controller, Role.cab_member, Role.cab_head})


class Kind(StrEnum):
    """What a development activity does to its resource."""

    creation = auto()
    development = auto()
    liquidation = auto()


class Status(StrEnum):
    """Where an activity stands."""

    draft = auto()
    in_control = auto()
    returned = auto()
    in_approval = auto()
    awaiting_decision = auto()
    approved = auto()
    rejected = auto()
    in_progress = auto()
    completed = auto()
    withdrawn = auto()
    superseded = auto()


FINAL = frozenset({Status.rejected, Status.completed, Status.withdrawn, Status.superseded})
UNDECIDED = frozenset(
    {Status.draft, Status.in_control, Status.returned, Status.in_approval, Status.awaiting_decision}
)
AMENDABLE = frozenset({Status.approved, Status.in_progress})


class Action(StrEnum):
    """What people (and for `close_round` and `supersede` the system) do with an activity."""

    edit = auto()
    submit = auto()
    recall = auto()
    return_ = "return"
    forward = auto()
    vote = auto()
    answer = auto()
    withdraw_objection = auto()
    discuss = auto()
    settle = auto()
    close_round = auto()
    decide = auto()
    withdraw = auto()
    start = auto()
    progress = auto()
    complete = auto()
    supersede = auto()


class DraftAs(StrEnum):
    """What a card is that begins with the content of another."""

    copy = auto()
    amendment = auto()


class Choice(StrEnum):
    """An institution's answer to a card."""

    approve = auto()
    approve_with_proposals = auto()
    object = auto()
    need_info = auto()
    not_applicable = auto()


APPROVING = (Choice.approve, Choice.approve_with_proposals)


class RequirementState(StrEnum):
    """Where one required co-approval stands."""

    waiting = auto()
    answered = auto()
    info_requested = auto()
    not_answered = auto()
    carried_over = auto()


OPEN_STATES = frozenset({RequirementState.waiting, RequirementState.info_requested})


class Outcome(StrEnum):
    """What the CAB head decides."""

    approve = auto()
    reject = auto()
    return_ = "return"


class Resolution(StrEnum):
    """What becomes of a standing objection when the card is approved over it."""

    overrule = auto()
    obligation = auto()


class RemarkKind(StrEnum):
    """An objection blocks, a proposal does not."""

    objection = auto()
    proposal = auto()


class Heed(StrEnum):
    """How far the applicant follows a remark, as an answer to it says."""

    accepted = auto()
    partly = auto()
    not_accepted = auto()


class RemarkState(StrEnum):
    """What has become of an objection or a proposal."""

    open = auto()
    answered = auto()
    withdrawn = auto()
    superseded = auto()
    overruled = auto()
    obligation = auto()


class PrincipleAnswer(StrEnum):
    """How far a principle is met."""

    met = auto()
    partly = auto()
    not_applicable = auto()


class ResourceUse(StrEnum):
    """What an activity does with somebody's resource."""

    used = auto()
    affected = auto()


class FundingSource(StrEnum):
    """Who pays."""

    state_budget = auto()
    eu_funds = auto()
    municipal_budget = auto()
    own_revenue = auto()
    other = auto()


class Urgency(StrEnum):
    """How urgent an activity is."""

    normal = auto()
    emergency = auto()


class DataDestiny(StrEnum):
    """What happens to the data of a liquidated resource."""

    transfer = auto()
    archive = auto()
    delete = auto()


class NoteCode(StrEnum):
    """Why somebody is not asked; or should be told of, who could not be asked."""

    own_activity = auto()
    no_sector_ministry = auto()
    own_resource = auto()
    no_longer_asked = auto()
    new_consumer = auto()  # needs what is to be liquidated, and was not there when the round opened


class ProblemCode(StrEnum):
    """What is wrong with a field."""

    required = auto()
    unknown = auto()
    unknown_field = auto()
    invalid = auto()
    too_short = auto()
    too_long = auto()
    negative = auto()
    in_past = auto()
    before_start = auto()
    not_active = auto()
    not_own = auto()
    duplicate_name = auto()
    undecided = auto()
    not_needed = auto()
    ambiguous = auto()
    otp_required = auto()
    too_large = auto()
    file_type = auto()
    infected = auto()
    too_many = auto()
