"""What opens a page or a call: one line above its method says address, right, and what a try is called."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.security.decorators import protect
from flask_babel.speaklater import LazyString

_Method = TypeVar("_Method", bound=Callable[..., Any])


def get(*addresses: str, may: str = "") -> Callable[[_Method], _Method]:
    """Show a page to whoever has the right, which is called like the method unless `may` says otherwise."""
    return _at(addresses, ("GET",), _right(may))


def post(address: str, tried: LazyString, may: str = "") -> Callable[[_Method], _Method]:
    """Take what changes something; `tried` says in words what somebody tried who may not."""
    return _at((address,), ("POST",), _right(may), tried)


def get_and_post(address: str, tried: LazyString, may: str = "") -> Callable[[_Method], _Method]:
    return _at((address,), ("GET", "POST"), _right(may), tried)


def opens(method: str, address: str, tried: LazyString | None = None) -> Callable[[_Method], _Method]:
    """Answer a call of the API to whoever has the right."""
    return _at((address,), (method,), protect(), tried)


def _right(name: str) -> Callable[[_Method], _Method]:
    def guard(method: _Method) -> _Method:
        return has_access(permission_name(name or method.__name__)(method))

    return guard


def _at(
    addresses: Sequence[str],
    methods: Sequence[str],
    guard: Callable[[_Method], _Method],
    tried: LazyString | None = None,
) -> Callable[[_Method], _Method]:
    def opened(method: _Method) -> _Method:
        guarded = guard(method)
        for address in addresses:
            expose(address, methods=methods)(guarded)
        if tried is not None:
            vars(guarded)["tried"] = tried
        return guarded

    return opened
