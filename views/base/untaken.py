"""A code that there is already is taken, however it is written."""

from typing import Any

from flask_appbuilder.validators import Unique
from wtforms import ValidationError

from app.extensions import db
from rules.refusals import Problem
from rules.text import name_key
from rules.vocabulary import ProblemCode
from views.words.sentences import problem_sentence


class Untaken(Unique):
    """Compares texts as names are compared; anything else is the same or it is not."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise `ValidationError` when another row has it."""
        if not isinstance(field.data, str):
            super().__call__(form, field)
        elif name_key(field.data) in self._taken(getattr(form, "_id", None)):
            raise ValidationError(problem_sentence(Problem(field.name, ProblemCode.duplicate_name)))

    def _taken(self, own: Any) -> set[str]:
        table = self.datamodel.obj
        rows = db.session.execute(db.select(getattr(table, self.col_name), table.id))
        return {name_key(text) for text, row_id in rows if str(row_id) != str(own)}
