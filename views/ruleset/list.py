"""Every rule set and where it stands; the draft that an administrator uploads."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.services.ruleset import rule_sets
from models import KeptRuleSet, RuleSetStart
from rules.refusals import Invalid, Refusal
from rules.ruleset import RuleSet
from rules.ruleset.known import RuleSets
from rules.ruleset.toml_reading import decoded
from rules.text import N_
from views.base.fields import UploadField
from views.base.form import Form
from views.words.sentences import refusal_sentence

LARGEST_FILE = 400_000  # bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the list: the rule set, the day its successor begins, who uploaded it, what is proposed."""

    rule_set: RuleSet
    until: date | None
    in_force: bool
    upload: KeptRuleSet | None
    proposal: RuleSetStart | None


class UploadForm(Form):
    """A draft as a file."""

    file = UploadField(_l("Rule set (TOML)"), render_kw={"accept": ".toml,text/plain"})

    @property
    def file_name(self) -> str:
        """Return the name of the file for messages: without a path, short, in one line."""
        name = (self.file.data.filename or "") if self.file.data else ""
        printable = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
        return printable.rpartition("/")[2][-100:] or "draft.toml"

    def text(self) -> str:
        """Return what stands in the file. Raises `Invalid` for none, too much, and what is no text."""
        content: bytes = self.file.data.stream.read(LARGEST_FILE + 1) if self.file.data else b""
        if not content:
            raise Invalid(N_("Choose the file of a rule set. An empty one is none."))
        if len(content) > LARGEST_FILE:
            raise Invalid(N_("The file is too large: at most %(most)s bytes."), most=LARGEST_FILE)
        return decoded(content, self.file_name)


def blame(form: Form, name: str, refused: Refusal) -> None:
    """Say what was refused at its field; a sentence of its own says more than the problem."""
    if isinstance(refused, Invalid) and not refused.key:
        form.refuse(refused)
    else:
        form.blame(name, refusal_sentence(refused))


def standings() -> list[Standing]:
    """Return every rule set with where it stands, the one in force first among equals of the order."""
    known = rule_sets.known()
    uploads = {one.code: one for one in db.session.scalars(select(KeptRuleSet))}
    proposals = {one.code: one for one in rule_sets.waiting()}
    current = _current(known)
    ends = {one.id: following.valid_from for one, following in pairwise(known.sets)}
    return [
        Standing(one, ends.get(one.id), one is current, uploads.get(one.id), proposals.get(one.id))
        for one in known.sets
    ]


def _current(known: RuleSets) -> RuleSet | None:
    try:
        return known.in_force(today())
    except Refusal:
        return None
