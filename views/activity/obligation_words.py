"""What the history says of steps of obligations, after the name of who took them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.obligation.words import ObligationStep
from views.words.formats import day

Told = dict[str, Any]  # nothing for whom the texts of the card are not


def _reported(told: Told) -> str:
    if not told:
        return gettext("reported that an obligation is fulfilled")
    return gettext("reported that the obligation “%(text)s” is fulfilled", text=told["text"])


def _accepted(told: Told) -> str:
    if not told:
        return gettext("accepted a report on an obligation")
    return gettext("accepted the report on the obligation “%(text)s”", text=told["text"])


def _refused(told: Told) -> str:
    if not told:
        return gettext("refused a report on an obligation")
    return gettext("refused the report on the obligation “%(text)s”", text=told["text"])


def _released(told: Told) -> str:
    if not told:
        return gettext("released the holder from an obligation")
    return gettext("released the holder from the obligation “%(text)s”", text=told["text"])


def _moved(told: Told) -> str:
    if not told:
        return gettext("moved the due date of an obligation")
    was, becomes = (day(date.fromisoformat(told[name])) for name in ("was_on", "due_on"))
    return gettext(
        "moved the due date of the obligation “%(text)s”: %(was)s → %(becomes)s",
        text=told["text"],
        was=was,
        becomes=becomes,
    )


NAMES: dict[str, LazyString] = {
    ObligationStep.report: _p("event", "Obligation reported"),
    ObligationStep.accept: _p("event", "Report on an obligation accepted"),
    ObligationStep.refuse: _p("event", "Report on an obligation refused"),
    ObligationStep.release: _p("event", "Obligation released"),
    ObligationStep.move: _p("event", "Obligation moved"),
}
EVENTS: dict[str, tuple[str, str, Callable[[Told], str]]] = {
    ObligationStep.report: ("send", "info", _reported),
    ObligationStep.accept: ("circle-check", "ok", _accepted),
    ObligationStep.refuse: ("arrow-back-up", "hold", _refused),
    ObligationStep.release: ("ban", "mute", _released),
    ObligationStep.move: ("calendar-event", "hold", _moved),
}
