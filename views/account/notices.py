"""How somebody wants messages by mail: a choice for each kind that leaves one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from rules.account.notices import KINDS, NoticeKind, Way, ways
from views.base.choices import Option, WordField
from views.base.form import Form
from views.words.labels import label

ABOUT: dict[NoticeKind, LazyString] = {
    NoticeKind.task: _l(
        "Opinions to give, cards to check, questions to answer, reminders. These always come."
    ),
    NoticeKind.decision: _l(
        "How cards go on: opinions with remarks, decisions, beginning and end of the work."
    ),
    NoticeKind.discussion: _l("Documents that were added and entries in the discussion."),
    NoticeKind.registry: _l("Due dates that a corrected calendar has moved."),
}


class WayField(WordField):
    """One kind, with the ways that it may come."""

    short = False

    def __init__(self, *args: Any, kind: NoticeKind, **kwargs: Any) -> None:
        super().__init__(*args, words=Way, required=True, description=ABOUT.get(kind, ""), **kwargs)
        self.kind = kind

    @property
    def options(self) -> list[Option]:
        return [(way.value, label(way)) for way in ways(self.kind)]


class NoticeForm(Form):
    """A field for each kind of which there is something to choose."""

    @property
    def chosen(self) -> dict[NoticeKind, Way]:
        """Return what was chosen; what was not sent stays as it is."""
        return {NoticeKind(one.name): one.data for one in self.typed_fields if one.sent and one.data}


def notice_form(typed: Any = None, settled: dict[NoticeKind, Way] | None = None) -> NoticeForm:
    """Return the form as it was sent, or as it is settled."""
    open_to_choice = [kind for kind in KINDS if len(ways(kind)) > 1]
    fields = {kind.value: WayField(label(kind), kind=kind) for kind in open_to_choice}
    kept = {kind.value: way for kind, way in (settled or {}).items()}
    return NoticeForm.having(fields)(typed, data=kept)
