"""What the messages are told with."""

from rules.audience import Message

_SUBSTITUTION = {
    "principal": "Anna Bērziņa",
    "substitute": "Jānis Kalniņš",
    "role": "cab_member",
    "from_on": "2026-11-02",
    "until_on": "2026-11-13",
}

_MEETING = {
    "meeting_id": 0,  # which has no agenda any more
    "number": "CS-2026-0001",
    "title": "Kārtējā sēde",
    "place": "VARAM, 204. telpa",
    "starts_at": "2026-11-02T12:00:00+00:00",
    "ends_at": "2026-11-02T13:30:00+00:00",
    "sequence": 0,
    "comment": "Iebildumi ir atsaukti.",
}
_DEPENDENCY = {
    "dependency": 7,
    "consumer": "EDS",
    "provider": "BIS",
    "by": "BVKB",
    "comment": "Datus dod BIS.",
}
ABOUT_ACCOUNTS = {
    Message.meeting_invited: _MEETING,
    Message.meeting_moved: _MEETING,
    Message.meeting_cancelled: _MEETING,
    Message.dependency_proposed: _DEPENDENCY,
    Message.dependency_confirmed: _DEPENDENCY,
    Message.dependency_rejected: _DEPENDENCY,
    Message.dependency_ended: _DEPENDENCY,
    Message.resource_entered: {"resource": "NKP", "name": "Nodokļu palīgs", "by": "VID"},
    Message.invitation: {"link": 1},
    Message.password_reset: {"link": 1},
    Message.password_changed: {"what": "password"},
    Message.administrator_asked: {"number": "LA-2026-000003", "institution": "VID"},
    Message.administrator_refused: {
        "number": "LA-2026-000003",
        "institution": "VID",
        "reason": "Dokuments nav parakstīts.",
    },
    Message.substitution_set: _SUBSTITUTION,
    Message.substitution_ended: _SUBSTITUTION,
    Message.digest: {"on": "2026-11-02", "waits": [], "news": []},
    Message.work_handed_over: {
        "institution": "VID",
        "role": "cab_member",
        "numbers": ["AA-2026-000001", "AA-2026-000002"],
    },
}
ABOUT_ACTIVITIES = {
    "resource": "FPR",
    "systems": ["EDS", "NIS"],
    "effect": "degraded",
    "ends_at": "2026-11-02T18:00:00+00:00",
    "other": "AA-2026-000002",
    "path": ["BIS", "VPM"],
    "numbers": ["AA-2026-000002"],
    "comment": "Teksts.",
    "by": "DVI",
    "round": 1,
    "outcome": "approve",
    "choice": "object",
    "vote": 1,
    "actual_start": "2026-10-01",
    "actual_end": "2026-11-01",
    "nobody": ["DVI"],
    "concerned": ["DVI"],
    "overruled": {"DVI": "Tāpēc."},
    "was_on": "2026-10-01",
    "key": 1,
    "obligation": "Ieslēgt auditāciju.",
    "until_on": "2026-12-01",
    "step": "move",
    "calendar": "2026-09-30",
    "working": False,
    "source": "Rīkojums Nr. 1",
}
# What has to stand in the letter.
NAMED = {
    Message.meeting_invited: ("CS-2026-0001", "Kārtējā sēde", "2 Nov 2026", "14:00", "VARAM, 204. telpa"),
    Message.meeting_moved: ("CS-2026-0001", "Kārtējā sēde", "2 Nov 2026", "14:00", "VARAM, 204. telpa"),
    Message.meeting_cancelled: ("CS-2026-0001", "Kārtējā sēde", "Iebildumi ir atsaukti."),
    **dict.fromkeys(
        (
            *(Message.dependency_proposed, Message.dependency_confirmed),
            *(Message.dependency_rejected, Message.dependency_ended),
        ),
        ("EDS", "BIS", "BVKB", "Datus dod BIS.", "/atkaribas/7"),
    ),
    Message.resource_entered: ("NKP", "Nodokļu palīgs", "VID", "/resursi/NKP"),
    Message.invitation: ("dvi.loceklis", "Data State Inspectorate"),
    Message.password_reset: ("dvi.loceklis",),
    Message.password_changed: ("dvi.loceklis", "/aizmirsu-paroli"),
    Message.administrator_asked: ("VID", "LA-2026-000003", "/parvaldiba/"),
    Message.administrator_refused: ("VID", "LA-2026-000003", "Dokuments nav parakstīts."),
    Message.substitution_set: ("Anna Bērziņa", "Jānis Kalniņš", "2 Nov 2026", "13 Nov 2026", "CAB member"),
    Message.substitution_ended: ("Anna Bērziņa", "Jānis Kalniņš", "CAB member"),
    Message.digest: ("2 Nov 2026", "/darbi", "/profils#notices"),
    Message.work_handed_over: ("VID", "CAB member", "AA-2026-000001, AA-2026-000002"),
}
