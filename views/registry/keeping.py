"""The register kept by those who hold resources: entering, changing and deleting them on pages."""

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.checks import INVALID
from app.services.registry import resources
from app.services.registry.references import ONLY_ADMINISTRATORS, to_resource
from models import Resource
from rules.refusals import Invalid, NotAllowed, Refusal, WrongStatus
from rules.registry_vocabulary import ChangeSource
from rules.vocabulary import Role
from views.base import SafePage, current_actor, get, get_and_post, one_change, post
from views.registry.forms import ResourceForm, held
from views.words.sentences import refusal_sentence


class ResourceKeepingPage(SafePage):
    """For change controllers, each those of the own institution, and the administrator."""

    route_base = "/resursi"

    @get_and_post("/add", _p("tried", "entering a resource"), may="enter")
    def enter(self) -> ResponseReturnValue:
        """Enter what runs already."""
        actor = current_actor()
        resources.check_enters(actor)
        form = ResourceForm(request.form if request.method == "POST" else None)
        form.suit(actor, new=True)
        form.keep_typed("registry.resource.new")
        if request.method == "GET":
            return self._form(form)
        try:
            if not form.validate():
                raise Invalid(INVALID, ())
            with one_change():
                row = resources.enter(form.values, actor, now(), ChangeSource.page)
        except Invalid as refused:
            form.refuse(refused)
            return self._form(form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(gettext("%(code)s is entered.", code=row.code), "success")
        return redirect(url_for("ResourcePage.show", code=row.code), 303)

    @get_and_post("/<code>/labot", _p("tried", "changing a resource"), may="edit")
    def edit(self, code: str) -> ResponseReturnValue:
        """Change what is said of a resource."""
        row, actor = resources.found(code), current_actor()
        resources.check_change(row, actor, None)
        sent = request.form if request.method == "POST" else None
        form = ResourceForm(sent, data=held(row))
        form.suit(actor, new=False)
        form.keep_typed(f"registry.resource.{row.id}")
        if request.method == "GET":
            return self._form(form, row)
        try:
            if not form.validate():
                raise Invalid(INVALID, ())
            with one_change():
                seen = form.version.data or 0
                resources.change(row, form.values, actor, now(), ChangeSource.page, seen=seen)
        except Invalid as refused:
            form.refuse(refused)
            return self._form(form, resources.found(code)), HTTPStatus.UNPROCESSABLE_ENTITY
        except WrongStatus as refusal:
            anew = resources.found(code)
            form.version.show(anew.version)
            return self._form(form, anew, refusal), HTTPStatus.CONFLICT
        flash(gettext("%(code)s is saved.", code=code), "success")
        return redirect(url_for("ResourcePage.show", code=code), 303)

    @get("/<code>/dzest", may="delete")
    def ask(self, code: str) -> str:
        """Say what names it, or ask."""
        row = resources.found(code)
        _only_administrators()
        return self._ask(row)

    @post("/<code>/dzest", _p("tried", "deleting a resource"), may="delete")
    def delete(self, code: str) -> ResponseReturnValue:
        """Take out what nothing names."""
        row = resources.found(code)
        try:
            with one_change():
                resources.delete(row, current_actor())
        except WrongStatus as refusal:
            return self._ask(resources.found(code), refusal), HTTPStatus.CONFLICT
        flash(gettext("%(code)s is deleted.", code=code), "success")
        return redirect(url_for("ResourceView.list"), 303)

    def _form(
        self, form: ResourceForm, resource: Resource | None = None, refusal: Refusal | None = None
    ) -> str:
        said = refusal_sentence(refusal) if refusal else ""
        return self.render_template("registry/form.html", form=form, resource=resource, refusal=said)

    def _ask(self, resource: Resource, refusal: WrongStatus | None = None) -> str:
        return self.render_template(
            "registry/delete.html",
            thing=resource,
            references=to_resource(resource),
            refused=refusal is not None,
            list=(_p("registry", "Resources"), "/resursi"),
            back=url_for("ResourcePage.show", code=resource.code),
            edit=url_for("ResourceKeepingPage.edit", code=resource.code),
            advice=gettext("Change its status to “Liquidated” instead, or correct the records that name it."),
        )


def _only_administrators() -> None:
    if not current_actor().has(Role.admin):
        raise NotAllowed(ONLY_ADMINISTRATORS)
