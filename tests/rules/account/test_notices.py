"""Every message is of one kind, and what asks to act cannot be switched off."""

import pytest

from rules.account.notices import KINDS, NoticeKind, Way, first_state, problems_of, settled, ways
from rules.audience import MailState, Message


def test_every_message_is_of_exactly_one_kind() -> None:
    named = [message for messages in KINDS.values() for message in messages]
    assert (sorted(named), len(named)) == (sorted(Message), len(set(named)))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (NoticeKind.task, (Way.at_once, Way.digest)),
        (NoticeKind.access, (Way.at_once,)),
        (NoticeKind.decision, tuple(Way)),
        (NoticeKind.discussion, tuple(Way)),
        (NoticeKind.registry, tuple(Way)),
    ],
)
def test_what_asks_to_act_always_comes_and_access_at_once(
    kind: NoticeKind, expected: tuple[Way, ...]
) -> None:
    assert ways(kind) == expected


def test_every_kind_that_cannot_come_so_is_a_problem_of_its_own() -> None:
    chosen = {NoticeKind.task: Way.none, NoticeKind.decision: Way.none, NoticeKind.access: Way.digest}
    assert [(one.field, one.code) for one in problems_of(chosen)] == [
        ("task", "invalid"),
        ("access", "invalid"),
    ]


def test_what_nobody_settled_comes_at_once() -> None:
    assert settled({"decision": "none"}) == {
        **dict.fromkeys(KINDS, Way.at_once),
        NoticeKind.decision: Way.none,
    }


@pytest.mark.parametrize(
    ("kept", "state"),
    [
        ({}, MailState.queued),
        ({"decision": "at_once"}, MailState.queued),
        ({"decision": "digest"}, MailState.gathered),
        ({"decision": "none"}, MailState.unmailed),
        ({"task": "digest"}, MailState.queued),
    ],
)
def test_a_message_begins_as_its_reader_has_settled(kept: dict[str, str], state: MailState) -> None:
    assert first_state(Message.decided, kept) is state
