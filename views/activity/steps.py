"""What is told of an action, once: panel, dialog, page, result, history, inbox and API read this table."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from app.services.activity import amending, answering, completion, discussing, steps as workflow, voting
from app.services.card import writing
from models import Activity
from rules import transitions
from rules.guards import open_institutions
from rules.text import N_
from rules.vocabulary import Action, Status
from views.activity.sending import round_to_open
from views.activity.step_forms import (
    AnswerForm,
    CompleteForm,
    DiscussForm,
    ProgressForm,
    ReturnForm,
    StartForm,
    StepForm,
    SubmitForm,
    WithdrawForm,
)
from views.activity.told import Told
from views.words.formats import day
from views.words.labels import LABELS, label

# In the order of a card's life: of those that a person may take, the last is the main step of the panel.
STEPS: dict[Action, Told] = {
    Action.edit: Told(
        label=_p("action", "Edit the card"),
        icon="edit",
        history=_l("saved revision %(revision)s"),
        title=_l("Finish the card"),
        inbox={
            Status.draft: _l("Your institution's draft: finish it and submit it"),
            Status.returned: _l("Returned for clarification: correct it and submit it again"),
        },
        page="labot",
        use_case=writing.edit,
    ),
    Action.submit: Told(
        label=_p("action", "Submit for institution check"),
        icon="send",
        history=_l("submitted the card for institution check"),
        title=_l("The card is complete"),
        form=SubmitForm,
        dialog=True,
        asks=_l("Submit %(number)s for institution check?"),
        consequence=_l(
            "The change controllers of %(holder)s get a message. You can take the card back until they act."
        ),
        button=_l("Submit %(number)s"),
        done=_l("%(number)s is submitted. A change controller of %(holder)s checks it next."),
        done_values=lambda one: {"holder": one.holder.code},
        corrects="labot",
        says=N_("Submit the card for institution check"),
        use_case=workflow.submit,
    ),
    Action.recall: Told(
        label=_p("action", "Take back from institution check"),
        icon="arrow-back-up",
        tone="mute",
        history=_l("took the card back from institution check"),
        form=StepForm,
        dialog=True,
        asks=_l("Take %(number)s back?"),
        consequence=_l("The card becomes a draft again and can be edited."),
        button=_l("Take back %(number)s"),
        done=_l("%(number)s is taken back and can be edited."),
        says=N_("Take the card back from institution check"),
        use_case=workflow.recall,
    ),
    Action.return_: Told(
        label=_p("action", "Return for clarification"),
        icon="arrow-back-up",
        tone="hold",
        history=_l("returned the card for clarification"),
        form=ReturnForm,
        dialog=True,
        asks=_l("Return %(number)s for clarification?"),
        consequence=_l("The applicant gets a message, corrects the card and submits it again."),
        button=_l("Return %(number)s"),
        done=_l("%(number)s is returned to the applicant."),
        says=N_("Return the card for clarification"),
        use_case=workflow.return_card,
    ),
    Action.forward: Told(
        label=_p("action", "Send for co-approval"),
        icon="users-group",
        history=_l("sent the card for co-approval: round %(round)s, rule set “%(rule_set)s”"),
        title=_l("Check the card and send it for co-approval"),
        inbox={Status.in_control: _l("You are a change controller: the card is to be checked")},
        look_first=("/kartite", _l("Check the card")),
        form=StepForm,
        dialog=True,
        asks=_l("Send %(number)s for co-approval?"),
        consequence=_l(
            "Round %(round)s opens. Asked until %(date)s: %(institutions)s. The card cannot be edited then."
        ),
        button=_l("Send %(number)s"),
        values=lambda one: round_to_open(one),
        done=_l("%(number)s is sent for co-approval: round %(round)s, opinions until %(date)s."),
        done_values=lambda one: {"round": one.round, "date": day(transitions.due_on(one.facts()))},
        corrects="kartite",
        says=N_("Send the card for co-approval: the rules name who is asked"),
        use_case=workflow.forward,
    ),
    Action.close_round: Told(
        label=_p("action", "Close the round"),
        icon="lock",
        tone="mute",
        history=lambda data: _ALL_ANSWERED if not data.get("not_answered") else _SOME_SILENT,
        title=_l("The round is over: you can close it"),
        inbox={Status.in_approval: _l("You are a CAB head: the round is over, but not all have answered")},
        form=StepForm,
        dialog=True,
        asks=_l("Close the round of %(number)s?"),
        consequence=_l(
            "Recorded as not given, never as consent: %(institutions)s. No opinion is taken afterwards."
        ),
        button=_l("Close the round of %(number)s"),
        values=lambda one: {"institutions": ", ".join(open_institutions(one.facts()))},
        done=_l("The round of %(number)s is closed. A CAB head decides next."),
        says=N_("Close the round after its due date"),
        use_case=workflow.close_round,
    ),
    Action.discuss: Told(
        label=_p("action", "Move to those to be discussed"),
        icon="message-2",
        tone="hold",
        history=_l("moved the card to those to be discussed"),
        form=DiscussForm,
        dialog=True,
        asks=_l("Move %(number)s to those to be discussed?"),
        consequence=_l(
            "CAB heads and the CAB members asked get a message. Opinions are given as before, and its term "
            "stays."
        ),
        button=_l("Move %(number)s"),
        done=_l("%(number)s lies among those to be discussed."),
        says=N_("Move the card to those to be discussed"),
        use_case=discussing.discuss,
    ),
    Action.settle: Told(
        label=_p("action", "Take from those to be discussed"),
        icon="check",
        tone="mute",
        history=_l("took the card from those to be discussed"),
        form=DiscussForm,
        dialog=True,
        asks=_l("Take %(number)s from those to be discussed?"),
        consequence=_l("Where somebody objects or asks, it stays there all the same."),
        button=_l("Take %(number)s from there"),
        done=_l("%(number)s was taken from those to be discussed."),
        says=N_("Take the card from those to be discussed"),
        use_case=discussing.settle,
    ),
    Action.withdraw: Told(
        label=_p("action", "Withdraw the activity"),
        icon="ban",
        tone="mute",
        history=_l("withdrew the activity"),
        form=WithdrawForm,
        dialog=True,
        danger=True,
        asks=_l("Withdraw %(number)s?"),
        consequence=_l("This ends the activity for good. The card stays readable."),
        button=_l("Withdraw %(number)s"),
        done=_l("%(number)s is withdrawn."),
        says=N_("Withdraw the activity"),
        use_case=workflow.withdraw,
    ),
    Action.start: Told(
        label=_p("action", "Start implementation"),
        icon="player-play",
        history=_l("started the implementation"),
        title=_l("The activity is approved: you can start it"),
        inbox={Status.approved: _l("Approved: you can start the implementation")},
        look_first=("", _l("Open the activity")),
        form=StartForm,
        dialog=True,
        asks=_l("Start %(number)s?"),
        consequence=_l("The institutions that were asked get a message."),
        button=_l("Start %(number)s"),
        done=_l("%(number)s is started. Its status: %(status)s."),
        says=N_("Record that the work has begun"),
        use_case=workflow.start,
    ),
    Action.progress: Told(
        label=_p("action", "Report on the progress"),
        icon="progress",
        history=lambda told: _HOW_FAR if "percent" in told else _GOES_ON,
        form=ProgressForm,
        dialog=True,
        asks=_l("Report how the work on %(number)s goes on?"),
        consequence=_l("It stands in the history. Nobody gets a message."),
        button=_l("Report"),
        done=_l("The report on %(number)s is recorded."),
        says=N_("Report how the work goes on"),
        use_case=completion.progress,
    ),
    Action.complete: Told(
        label=_p("action", "Submit the closing notice"),
        icon="archive",
        tone="ok",
        history=lambda told: _NOTICE_LATE if told.get("late") else _NOTICE,
        title=_l("When the work is done, submit the closing notice"),
        inbox={Status.in_progress: _l("In progress: at the end submit the closing notice")},
        form=CompleteForm,
        asks=_l("Closing notice of %(number)s"),
        consequence=_l("The notice ends the activity and updates the registry of resources."),
        button=_l("Submit the closing notice of %(number)s"),
        done=_l("%(number)s is completed and the closing notice is saved."),
        says=N_("Give the closing notice; a creation names its resource by code"),
        use_case=completion.complete,
    ),
    Action.decide: Told(
        label=_p("action", "Take the decision"),
        icon="gavel",
        history=_l("took the decision: %(outcome)s"),
        title=_l("The decision is yours"),
        inbox={Status.awaiting_decision: _l("You are a CAB head: the decision is to be taken")},
        page="lemums",
        done=_l("Decision on %(number)s recorded: %(status)s."),
        says=N_("Take the decision over the round"),
        use_case=workflow.decide,
    ),
    Action.vote: Told(
        label=_p("action", "Give an opinion"),
        icon="edit",
        history=_l("gave the opinion of %(institution)s: %(choice)s"),
        title=_l("Your institution is to give an opinion"),
        page="atzinums",
        done=_l("Opinion “%(choice)s” on %(number)s recorded."),
        use_case=voting.vote,
    ),
    Action.answer: Told(
        label=_p("action", "Answer"),
        icon="message-2",
        history=_l("answered %(institution)s"),
        title=_l("Somebody waits for your answer"),
        inbox={Status.in_approval: _l("An objection waits for your answer")},
        form=AnswerForm,
        page="answer",
        asks=_l("Answer questions and remarks on %(number)s"),
        consequence=_l(
            "The institution that asked gets a message; after the answer to a question its clock runs again."
        ),
        button=_l("Send the answer"),
        done=_l("The answer on %(number)s is sent."),
        says=N_("Answer a question, or a remark and how far it is followed"),
        use_case=answering.answer,
    ),
    Action.withdraw_objection: Told(
        label=_p("action", "Withdraw the objection"),
        icon="circle-check",
        tone="ok",
        history=_l("withdrew the objection of %(institution)s: %(choice)s"),
        page="atsaukt-iebildumu",
        done=_l("The objection of %(institution)s to %(number)s is withdrawn: %(choice)s."),
        says=N_("Take the objection of your institution back after the round has closed"),
        use_case=voting.withdraw_objection,
    ),
    Action.supersede: Told(
        label=_p("action", "Supersede"),
        icon="refresh",
        tone="mute",
        history=_l("superseded the activity: %(amended_by)s, which amends it, was approved"),
        use_case=amending.take_the_place,
    ),
}
LABELS[Action] = {action: told.label for action, told in STEPS.items()}
_ALL_ANSWERED: LazyString = _l("closed the round: all have answered")
_GOES_ON: LazyString = _l("reported on the progress")
_NOTICE: LazyString = _l("submitted the closing notice")
_NOTICE_LATE: LazyString = _l("submitted the closing notice, later than its term")
_HOW_FAR: LazyString = _l("reported on the progress: %(percent)s %% done")
_SOME_SILENT: LazyString = _l("closed the round; no opinion from %(institutions)s")


def address(number: str, action: Action) -> str:
    """Return the page on which an action is taken."""
    return f"/aktivitates/{number}/{STEPS[action].page or action.value}"


def result(activity: Activity, action: Action, **more: str) -> str:
    """Return the sentence for a step that has just been taken."""
    told = STEPS[action]
    said = {"number": activity.number, "status": label(activity.status), **told.done_values(activity)}
    return str(told.done) % {**said, **more}
