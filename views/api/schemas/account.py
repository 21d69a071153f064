"""What the API answers about the person who asks: tokens, substitutions, kept texts."""

from typing import Any

from app.clock import today
from app.services.account.substitutions import term
from models import Substitution
from rules.account.substitution import in_force
from rules.vocabulary import Role
from views.api.schemas.answers import Shown, page_of
from views.api.schemas.fields import Day, Moment, Number, Text, Texts, Word, YesNo


class Tokens(Shown):
    """What signing in gives."""

    access_token = Text()
    refresh_token = Text()


class InForce(YesNo):
    """Whether a substitution holds today."""

    _CHECK_ATTRIBUTE = False

    def _serialize(self, value: Any, attr: str | None, obj: Substitution, **_options: Any) -> bool:
        return obj.ended_at is None and in_force(term(obj), today())


class NamedSubstitution(Shown):
    """Who acts for whom."""

    id = Number()
    principal = Text(attribute="principal.username")
    substitute = Text(attribute="substitute.username")
    institution = Text(attribute="principal.institution.code", dump_default=None, allow_none=True)
    role = Word(Role)
    from_on = Day(allow_none=True)
    until_on = Day(allow_none=True)
    in_force = InForce()
    ended_at = Moment(allow_none=True)


class KeptText(Shown):
    """What somebody has typed and not sent yet."""

    fields_typed = Texts(attribute="fields", data_key="fields")
    saved_at = Moment()


class KeptAt(Shown):
    """Since when it is kept."""

    saved_at = Moment()


SubstitutionPage = page_of("SubstitutionPage", NamedSubstitution)
