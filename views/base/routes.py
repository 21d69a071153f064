"""What opens a page: one line above its method says the address, the right, and what a try is called."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_appbuilder import expose, has_access, permission_name
from flask_babel.speaklater import LazyString

_Method = TypeVar("_Method", bound=Callable[..., Any])


def get(*addresses: str, may: str = "") -> Callable[[_Method], _Method]:
    """Show a page to whoever has the right, which is called like the method unless `may` says otherwise."""
    return _guarded(addresses, ("GET",), may, None)


def post(*addresses: str, may: str = "", tried: LazyString) -> Callable[[_Method], _Method]:
    """Take what changes something; `tried` says in words what somebody tried who may not."""
    return _guarded(addresses, ("POST",), may, tried)


def get_and_post(*addresses: str, may: str = "", tried: LazyString) -> Callable[[_Method], _Method]:
    """Show a form and take it, in one method."""
    return _guarded(addresses, ("GET", "POST"), may, tried)


def _guarded(
    addresses: tuple[str, ...], methods: tuple[str, ...], may: str, tried: LazyString | None
) -> Callable[[_Method], _Method]:
    def guard(method: _Method) -> _Method:
        guarded: _Method = has_access(permission_name(may or method.__name__)(method))
        for address in addresses:
            expose(address, methods=methods)(guarded)
        if tried is not None:
            vars(guarded)["tried"] = tried
        return guarded

    return guard
