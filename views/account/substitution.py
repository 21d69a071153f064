"""Naming a substitute, seeing who acts for whom, and ending it before its time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any

from flask import abort, flash, redirect, request
from flask_babel import gettext, lazy_pgettext
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from app.clock import now, today
from app.services.account import substitutions
from app.services.account.substitutions import Asked
from models import Substitution, User
from models.account.people import roles_of
from rules.account.substitution import SUBSTITUTED, in_force
from rules.facts import Actor
from rules.refusals import Invalid, WrongStatus
from rules.vocabulary import Role
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.base.reading import whole
from views.words.labels import label
from views.words.sentences import problem_sentence, refusal_sentence

FIELDS = ("principal", "role", "substitute", "from_on", "until_on")


class State(StrEnum):
    """Where a substitution stands on a day."""

    running = auto()
    ahead = auto()
    void = auto()  # an account was closed, or a role or the institution changed
    past = auto()
    ended = auto()


STATES: dict[State, LazyString] = {
    State.running: lazy_pgettext("substitution", "in force"),
    State.ahead: lazy_pgettext("substitution", "not yet"),
    State.void: lazy_pgettext("substitution", "has no effect: the role or the account has changed"),
    State.past: lazy_pgettext("substitution", "over"),
    State.ended: lazy_pgettext("substitution", "ended early"),
}
OPEN = (State.running, State.ahead, State.void)


@dataclass(frozen=True, slots=True)
class Line:
    """A substitution of the list."""

    row: Substitution
    state: State

    @property
    def said(self) -> str:
        """Where it stands, in words."""
        return str(STATES[self.state])

    @property
    def open(self) -> bool:
        """Whether it can still be ended."""
        return self.state in OPEN


class SubstitutionPage(SafePage):
    """For CAB members, controllers and heads: their own; for user administrators: the institution's."""

    route_base = "/aizvietosana"
    default_view = "mine"
    attempts = {
        "end": lazy_pgettext("tried", "ending a substitution"),
        "name_for": lazy_pgettext("tried", "naming a substitute for a colleague"),
        "name_own": lazy_pgettext("tried", "naming the own substitute"),
    }

    @expose("")
    @has_access
    @permission_name("substitute")
    def mine(self) -> str:
        """Show who substitutes me, whom I substitute, and the form."""
        return self._mine({}, {})

    @expose("", methods=["POST"])
    @has_access
    @permission_name("substitute")
    def name_own(self) -> str | tuple[str, int] | Response:
        """Name a substitute of one's own."""
        mistakes = _name(current_actor().username)
        return (self._mine(request.form.to_dict(), mistakes), 422) if mistakes else _back("")

    @expose("/iestade")
    @has_access
    @permission_name("substitute")
    def institution(self) -> str:
        """Show the substitutions of the institution to its user administrator."""
        return self._institution({"principal": request.args.get("kas", "")}, {})

    @expose("/iestade", methods=["POST"])
    @has_access
    @permission_name("substitute")
    def name_for(self) -> str | tuple[str, int] | Response:
        """Name a substitute for somebody of the institution who cannot do it."""
        _administrator()
        mistakes = _name(request.form.get("principal", ""))
        return (self._institution(request.form.to_dict(), mistakes), 422) if mistakes else _back("/iestade")

    @expose("/<key>/beigt")
    @has_access
    @permission_name("substitute")
    def ask(self, key: str) -> str:
        """Ask before a substitution is ended."""
        row = _found(key)
        return self.render_template(
            "account/substitution_end.html", line=_line(row, today()), back=_place(row)
        )

    @expose("/<key>/beigt", methods=["POST"])
    @has_access
    @permission_name("substitute")
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

    def _mine(self, typed: dict[str, str], mistakes: dict[str, str]) -> str:
        actor = current_actor()
        roles = [role for role in SUBSTITUTED if actor.has(role)]
        colleagues = [one for one in _colleagues(actor) if one.id != actor.user_id]
        fitting = [one for one in colleagues if not roles_of(one).isdisjoint(roles)]
        return self._show(
            actor,
            [_line(one, today()) for one in substitutions.listed(substitutions.own(actor))],
            roles=roles,
            nobody=[role for role in roles if all(role not in roles_of(one) for one in colleagues)],
            people=[],
            substitutes=_options(fitting),
            typed=typed,
            mistakes=mistakes,
        )

    def _institution(self, typed: dict[str, str], mistakes: dict[str, str]) -> str:
        actor = _administrator()
        people = _options(_colleagues(actor))
        return self._show(
            actor,
            [_line(one, today()) for one in substitutions.listed(substitutions.of_institution(actor))],
            roles=list(SUBSTITUTED),
            nobody=[],
            people=people,
            substitutes=people,
            typed=typed,
            mistakes=mistakes,
        )

    def _show(self, actor: Actor, lines: list[Line], **shown: Any) -> str:
        mistakes = shown["mistakes"]
        return self.render_template(
            "account/substitution.html",
            standing=[one for one in lines if one.open],
            over=[one for one in lines if not one.open],
            administers=actor.has(Role.user_admin) and actor.institution_id is not None,
            today=today(),
            role_options=[(role.value, label(role)) for role in shown["roles"]],
            summary=[(said, field) for field, said in mistakes.items()],
            **shown,
        )


def _found(key: str) -> Substitution:
    return substitutions.found(whole(key) or 0, current_actor())


def _administrator() -> Actor:
    actor = current_actor()
    if not actor.has(Role.user_admin) or actor.institution_id is None:
        abort(403)
    return actor


def _name(principal: str) -> dict[str, str]:
    """Name the substitute as the form says; return what is wrong, by field, in the order of the form."""
    typed = request.form
    asked = Asked(
        principal=principal,
        substitute=typed.get("substitute"),
        role=Role(typed["role"]) if typed.get("role") in set(Role) else None,
        from_on=_day(typed.get("from_on", "")),
        until_on=_day(typed.get("until_on", "")),
    )
    try:
        with one_change():
            substitutions.name(current_actor(), now(), asked)
    except Invalid as refusal:
        found = {one.field: problem_sentence(one) for one in refusal.problems}
        return {name: found[name] for name in FIELDS if name in found}
    flash(gettext("The substitute is named. Both persons get an e-mail."), "success")
    return {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _back(place: str) -> Response:
    return redirect(f"/aizvietosana{place}", 303)


def _place(row: Substitution) -> str:
    mine = current_actor().user_id in (row.principal_id, row.substitute_id)
    return "/aizvietosana" if mine else "/aizvietosana/iestade"


def _line(row: Substitution, on: date) -> Line:
    if row.ended_at is not None:
        return Line(row, State.ended)
    if row.until_on < on:
        return Line(row, State.past)
    if not in_force(substitutions.term(row), max(on, row.from_on)):
        return Line(row, State.void)
    return Line(row, State.running if row.from_on <= on else State.ahead)


def _colleagues(actor: Actor) -> list[User]:
    return substitutions.colleagues(actor.institution) if actor.institution else []


def _options(people: list[User]) -> list[tuple[str, str]]:
    """Return user names with the full name and the roles that are substituted."""
    return [(one.username, f"{one} ({_roles(one)})") for one in people]


def _roles(account: User) -> str:
    return ", ".join(label(role) for role in SUBSTITUTED if role in roles_of(account))
