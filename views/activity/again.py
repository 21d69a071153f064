"""Why an institution is asked again, or that its vote stays in force, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, pgettext

from rules.memory import FIELD, FIXED, OBJECTED, QUESTION, REASON, SILENT
from views.card.words import field_name
from views.words.language import reader_language


def again_words(because: Iterable[str], reasons: Iterable[Mapping[str, Any]]) -> str:
    """Return why an institution is asked again in one sentence; nothing where it is not.

    `because` as in `rules.memory`; `reasons`: those of its requirement, by which a new one is named.
    """
    listed, known = list(because), list(reasons)
    fields = [field_name(one.removeprefix(FIELD)) for one in listed if one.startswith(FIELD)]
    told = [gettext("changed: %(fields)s", fields=", ".join(fields))] if fields else []
    told += [_words(one, known) for one in listed if not one.startswith(FIELD)]
    return gettext("Asked again: %(reasons)s", reasons="; ".join(told)) if told else ""


def _words(because: str, reasons: list[Mapping[str, Any]]) -> str:
    if because.startswith(REASON):
        known = {f"{REASON}{one['rule']}:{one['fact']}": one for one in reasons}
        fact = known[because][reader_language()] if because in known else because.removeprefix(REASON)
        return gettext("new reason: %(reason)s", reason=fact)
    return {
        OBJECTED: pgettext("again", "it objected"),
        QUESTION: pgettext("again", "its question"),
        SILENT: pgettext("again", "it gave no opinion"),
        FIXED: pgettext("again", "its opinion is now obligatory"),
    }[because]
