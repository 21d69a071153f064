"""What a message is about, and where its mail stands."""

from enum import StrEnum

from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from rules.audience import MailState, Message

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
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
}
