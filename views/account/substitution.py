"""Naming a substitute, seeing who acts for whom, and ending it before its time."""

from flask import abort, flash, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import now, today
from app.services.account import substitutions
from app.services.account.substitutions import Asked
from models import Substitution, User
from models.account.people import roles_of
from rules.account.substitution import SUBSTITUTED
from rules.facts import Actor
from rules.reading import whole
from rules.refusals import Invalid, WrongStatus
from rules.vocabulary import ProblemCode, Role
from views.account.substitution_lines import LINES, line_of
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.choices import Option, SelectField, WordField
from views.base.fields import DayField
from views.base.form import Form
from views.words.labels import label
from views.words.sentences import refusal_sentence


class RoleField(WordField):
    """One of the roles that somebody has or that can be substituted; the only one is chosen already."""

    offered: list[Role]

    def offer(self, roles: list[Role]) -> None:
        self.offered, self.required = roles, len(roles) == 1

    @property
    def options(self) -> list[Option]:
        return [(role.value, label(role)) for role in self.offered]


class SubstitutionForm(Form):
    """A substitute; `principal` is asked of user administrators only."""

    principal = SelectField(_l("Who is away"))
    role = RoleField(_l("In which role"), words=Role, says={ProblemCode.unknown: _l("Choose the role")})
    substitute = SelectField(
        _l("Substitute"), description=_l("A colleague of the same institution who has the same role.")
    )
    from_on = DayField(_l("First day"), in_words=False)
    until_on = DayField(_l("Last day, included"), in_words=False)

    def asked(self, principal: str) -> Asked:
        """Return what is asked for; None stands for what nobody can read, and the use case refuses it."""
        return Asked(
            principal=principal,
            substitute=self.substitute.data,
            role=self.role.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
        )


class SubstitutionPage(SafePage):
    """For CAB members, controllers and heads: their own; for user administrators: the institution's."""

    route_base = "/aizvietosana"

    @get("", may="substitute")
    def mine(self) -> str:
        """Show who substitutes me, whom I substitute, and the form."""
        return self._mine(SubstitutionForm(from_on=today()))

    @post("", _p("tried", "naming the own substitute"), may="substitute")
    def name_own(self) -> str | tuple[str, int] | Response:
        form = SubstitutionForm(request.form)
        return _back("") if _named(form, current_actor().username) else (self._mine(form), 422)

    @get("/iestade", may="substitute")
    def institution(self) -> str:
        """Show the substitutions of the institution to its user administrator."""
        return self._institution(SubstitutionForm(principal=request.args.get("kas", ""), from_on=today()))

    @post("/iestade", _p("tried", "naming a substitute for a colleague"), may="substitute")
    def name_for(self) -> str | tuple[str, int] | Response:
        """Name a substitute for somebody of the institution who cannot do it."""
        _administrator()
        form = SubstitutionForm(request.form)
        named = _named(form, form.principal.data or "")
        return _back("/iestade") if named else (self._institution(form), 422)

    @get("/<key>/beigt", may="substitute")
    def ask(self, key: str) -> str:
        row = _found(key)
        return self.render_template(
            "account/substitution_end.html", line=line_of(row, today()), back=_place(row)
        )

    @post("/<key>/beigt", _p("tried", "ending a substitution"), may="substitute")
    def end(self, key: str) -> Response:
        """End it, and tell both persons."""
        actor = current_actor()
        try:
            with one_change():
                row = _found(key)
                substitutions.end(row, actor, now())
        except WrongStatus as refusal:
            flash(refusal_sentence(refusal), "warning")
        else:
            flash(gettext("The substitution has ended. Both persons get an e-mail."), "success")
        return redirect(_place(_found(key)), 303)

    def _mine(self, form: SubstitutionForm) -> str:
        actor = current_actor()
        roles = [role for role in SUBSTITUTED if actor.has(role)]
        colleagues = [one for one in _colleagues(actor) if one.id != actor.user_id]
        del form.principal
        form.role.offer(roles)
        form.substitute.options = _options([one for one in colleagues if not roles_of(one).isdisjoint(roles)])
        return self._show(
            form,
            substitutions.listed(substitutions.own(actor)),
            nobody=[role for role in roles if all(role not in roles_of(one) for one in colleagues)],
        )

    def _institution(self, form: SubstitutionForm) -> str:
        actor = _administrator()
        form.role.offer(list(SUBSTITUTED))
        form.principal.options = form.substitute.options = _options(_colleagues(actor))
        return self._show(form, substitutions.listed(substitutions.of_institution(actor)), nobody=[])

    def _show(self, form: SubstitutionForm, rows: list[Substitution], nobody: list[Role]) -> str:
        actor, lines = current_actor(), [line_of(one, today()) for one in rows]
        form.keep_typed("substitutions.new" if form.principal is None else "substitutions.of_colleague")
        return self.render_template(
            "account/substitution.html",
            form=form,
            nobody=nobody,
            standing=LINES.whole([one for one in lines if one.open]),
            over=LINES.whole([one for one in lines if not one.open]),
            administers=actor.has(Role.user_admin) and actor.institution_id is not None,
            of_institution=form.principal is not None,
        )


def _found(key: str) -> Substitution:
    return substitutions.found(whole(key) or 0, current_actor())


def _administrator() -> Actor:
    actor = current_actor()
    if not actor.has(Role.user_admin) or actor.institution_id is None:
        abort(403)
    return actor


def _named(form: SubstitutionForm, principal: str) -> bool:
    """Whether the substitute was named as the form says; if not, the form says why."""
    form.validate()
    try:
        with one_change():
            substitutions.name(current_actor(), now(), form.asked(principal))
    except Invalid as refused:
        form.refuse(refused)
        return False
    flash(gettext("The substitute is named. Both persons get an e-mail."), "success")
    return True


def _back(place: str) -> Response:
    return redirect(f"/aizvietosana{place}", 303)


def _place(row: Substitution) -> str:
    mine = current_actor().user_id in (row.principal_id, row.substitute_id)
    return "/aizvietosana" if mine else "/aizvietosana/iestade"


def _colleagues(actor: Actor) -> list[User]:
    return substitutions.colleagues(actor.institution) if actor.institution else []


def _options(people: list[User]) -> list[Option]:
    return [(one.username, f"{one} ({_roles(one)})") for one in people]


def _roles(account: User) -> str:
    return ", ".join(label(role) for role in SUBSTITUTED if role in roles_of(account))
