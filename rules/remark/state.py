"""What becomes of an objection or a proposal, and in which part of the izziņa it stands."""

from dataclasses import dataclass

from rules.vocabulary import Choice, RemarkKind, RemarkState, Resolution

_ENDING = {
    RemarkKind.objection: frozenset(Choice) - {Choice.object, Choice.need_info},
    RemarkKind.proposal: frozenset({Choice.approve, Choice.not_applicable}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkFacts:
    """What has happened since the vote that brought it.

    `newer` = what the institution voted last, where it has voted anew in any round; `resolution` = what the
    decision to approve over its objections says; `answered` = by the applicant.
    """

    kind: RemarkKind
    newer: Choice | None = None
    resolution: Resolution | None = None
    answered: bool = False


def state_of(remark: RemarkFacts) -> RemarkState:
    """Return where a remark stands: the first that holds."""
    if remark.newer is not None:
        return RemarkState.withdrawn if remark.newer in _ENDING[remark.kind] else RemarkState.superseded
    if remark.resolution is not None and remark.kind is RemarkKind.objection:
        return _OF_RESOLUTION[remark.resolution]
    return RemarkState.answered if remark.answered else RemarkState.open


def stands(kind: RemarkKind, state: RemarkState) -> bool:
    """Whether it is a question on which there is no agreement: an objection that nobody took back."""
    gone = (RemarkState.withdrawn, RemarkState.superseded)
    return kind is RemarkKind.objection and state not in gone


# What the head made of the objections of an institution when the card was approved over them.
_OF_RESOLUTION = {
    Resolution.overrule: RemarkState.overruled,
    Resolution.obligation: RemarkState.obligation,
}
