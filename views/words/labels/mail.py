"""What a message is about, and where its mail stands."""

from enum import StrEnum

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.audience import MailState, Message

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
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
