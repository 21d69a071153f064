"""The forms of documents and discussion."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from rules.document.kinds import KINDS
from rules.document.words import TITLE_LONGEST, Visibility
from rules.problem_sentences import sentence
from rules.reading import whole
from rules.refusals import Invalid
from views.base.choices import PicksField, WordField
from views.base.fields import HiddenField, LineField, TextField, UploadField
from views.base.form import Form


class DocumentForm(Form):
    """A document, or the next version of one: `visibility` of a version is that of the one before."""

    file = UploadField(
        _l("File"),
        description=_l(
            "PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, TXT, CSV, EDOC or ASICE without macros, at most 25 MB."
        ),
        render_kw={"accept": ",".join(KINDS)},
    )
    title = LineField(_l("What the document is"), longest=TITLE_LONGEST)
    visibility = WordField(_l("Who reads it"), words=Visibility, required=True)


class WithdrawalForm(Form):
    """Why a document is withdrawn."""

    comment = TextField(_l("Why it is withdrawn"), rows=3)


class CommentForm(Form):
    """An entry of the discussion."""

    reply_to = HiddenField(read_as=whole)
    text = TextField(_l("New entry"), rows=4)
    mentions = PicksField(
        _l("Who is told"),
        optional=True,
        description=_l("Institutions and people whom you mean: they get a message."),
    )
    visibility = WordField(_l("Who reads it"), words=Visibility, required=True)

    def refuse_entry(self, refused: Invalid) -> None:
        """Say what is wrong with one of those mentioned at the field in which all of them stand."""
        self.refuse(
            replace(one, field=one.field.partition(".")[0], key=sentence(one)) for one in refused.problems
        )
