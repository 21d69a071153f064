"""Ieviešanas logi: when the work of an activity touches running systems, and what that meets."""

from dataclasses import asdict
from http import HTTPStatus

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.activity import windows
from app.services.activity.windows import Collides
from app.services.checks import INVALID
from app.services.registry.collisions import Met, met_by, of_activity, windows_of
from models import Activity, Window
from rules.refusals import Invalid, NotFound, Refusal, WrongStatus
from views.activity.found import GONE, activity_or_404, on_its_way
from views.activity.frame import framed
from views.activity.head import head_of
from views.activity.history import events_of
from views.base import SafePage, current_actor, get, get_and_post, one_change, post
from views.window.forms import WindowForm, held
from views.words.sentences import refusal_sentence


class WindowPage(SafePage):
    """For who sees the card; its applicants enter, change and take back."""

    route_base = "/aktivitates"

    @get("/<number>/logi", may="show")
    def show(self, number: str) -> ResponseReturnValue:
        """Show the windows, and what they meet."""
        activity = on_its_way(number)
        head = head_of(activity, events_of(activity), current_actor())
        return self.render_template(
            "window/activity.html",
            **framed(
                "windows",
                activity,
                head,
                windows=windows_of(activity),
                met=of_activity(activity),
                keeps=_keeps(activity),
                moment=now(),
            ),
        )

    @get_and_post("/<number>/logi/jauns", _p("tried", "entering a window"), may="enter")
    def enter(self, number: str) -> ResponseReturnValue:
        """Enter a window; what it meets is shown first."""
        activity = activity_or_404(number)
        windows.check_keeps(activity, current_actor())
        return self._form(activity, None)

    @post("/<number>/logi/jauns/parskats", _p("tried", "trying a window"), may="enter")
    def try_out(self, number: str) -> ResponseReturnValue:
        """Say what the window would meet as it was typed; nothing is saved."""
        return self._tried(activity_or_404(number), None)

    @get_and_post("/<number>/logi/<key>", _p("tried", "changing a window"), may="enter")
    def edit(self, number: str, key: str) -> ResponseReturnValue:
        """Change a window."""
        activity, window = _window(number, key)
        windows.check_keeps(activity, current_actor(), window, now())
        return self._form(activity, window)

    @post("/<number>/logi/<key>/parskats", _p("tried", "trying a changed window"), may="enter")
    def try_change(self, number: str, key: str) -> ResponseReturnValue:
        """Say what the changed window would meet; nothing is saved."""
        return self._tried(*_window(number, key))

    @get_and_post("/<number>/logi/<key>/atsaukt", _p("tried", "removing a window"), may="enter")
    def remove(self, number: str, key: str) -> ResponseReturnValue:
        """Ask, then take the window back."""
        activity, window = _window(number, key)
        windows.check_keeps(activity, current_actor(), window, now())
        if request.method == "GET":
            return self.render_template("window/remove.html", activity=activity, window=window)
        with one_change():
            windows.remove(window, current_actor(), now())
        flash(gettext("The window is taken back."), "success")
        return redirect(url_for("WindowPage.show", number=number), 303)

    def _form(self, activity: Activity, window: Window | None) -> ResponseReturnValue:
        sent = request.form if request.method == "POST" else None
        form = WindowForm(sent, data=held(window) if window else None)
        form.keep_typed(f"activities.{activity.id}.window-{window.id if window else 'new'}")
        if request.method == "GET":
            return self._shown(form, activity, window, _met(form, activity, window))
        number = activity.number
        try:
            if not form.validate():
                raise Invalid(INVALID, ())
            if form.do.data == "check":
                return self._shown(form, activity, window, windows.check(activity, form.given, now(), window))
            with one_change():
                _save(activity, window, form)
        except Collides as refused:
            form.refuse(refused)
            return self._shown(form, activity, window, refused.met), HTTPStatus.UNPROCESSABLE_ENTITY
        except Invalid as refused:
            form.refuse(refused)
            return self._shown(form, activity, window), HTTPStatus.UNPROCESSABLE_ENTITY
        except WrongStatus as refusal:
            return self._shown(form, *_anew(form, number, window), refusal=refusal), HTTPStatus.CONFLICT
        flash(gettext("The window is saved."), "success")
        return redirect(url_for("WindowPage.show", number=number), 303)

    def _shown(
        self,
        form: WindowForm,
        activity: Activity,
        window: Window | None,
        met: list[Met] | tuple[Met, ...] = (),
        refusal: Refusal | None = None,
    ) -> str:
        return self.render_template(
            "window/form.html",
            form=form,
            activity=activity,
            window=window,
            met=met,
            refusal=refusal_sentence(refusal) if refusal else "",
        )

    def _tried(self, activity: Activity, window: Window | None) -> ResponseReturnValue:
        windows.check_keeps(activity, current_actor())
        form = WindowForm(request.form)
        met = _met(form, activity, window) if form.validate() else []
        shown = self.render_template("window/met.html", met=met, activity=activity)
        return jsonify(preview=shown, count="", suggestions="")


def _window(number: str, key: str) -> tuple[Activity, Window]:
    """Return the activity and its window; raise `NotFound`."""
    activity = activity_or_404(number)
    if not key.isdecimal():
        raise NotFound(GONE)
    window = windows.found(int(key[:9]))
    if window.activity_id != activity.id:
        raise NotFound(GONE)
    return activity, window


def _met(form: WindowForm, activity: Activity, window: Window | None) -> list[Met]:
    """Return what the window as typed meets; nothing while it makes no sense."""
    if windows.problems_of(form.given, now()):
        return []
    return met_by([windows.work_of(activity, form.given, window)])


def _save(activity: Activity, window: Window | None, form: WindowForm) -> None:
    given, actor, at = form.given, current_actor(), now()
    if window is None:
        windows.add(activity, given, actor, at)
        return
    windows.change(window, asdict(given), actor, at, seen=form.version.data or 0)


def _anew(form: WindowForm, number: str, window: Window | None) -> tuple[Activity, Window | None]:
    """Return both as they are now; the form knows the version that is there."""
    activity = activity_or_404(number)
    if window is None:
        return activity, None
    fresh = windows.found(window.id)
    form.version.show(fresh.version)
    return activity, fresh


def _keeps(activity: Activity) -> bool:
    """Whether this person may enter and change windows now."""
    try:
        windows.check_keeps(activity, current_actor())
    except Refusal:
        return False
    return True
