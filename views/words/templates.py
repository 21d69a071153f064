"""Templates, a set for each language: sentences that never change, and icons, are put in beforehand."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any

from flask import current_app
from flask.templating import Environment
from flask_babel import Locale, get_locale, get_translations
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer

ICONS = "ui/icons.html"
MOST = 4096  # things drawn with a macro that are kept
PIECES = 500  # pieces of pages that are kept
_SENTENCES = frozenset({"_", "gettext", "pgettext"})
_PICTURES = frozenset({"icon", "brand_mark"})


class Templates(Environment):
    """What Flask draws with; `twins` are the same for one language each."""

    language: str | None = None

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        """Return the template in the language in which it is drawn now."""
        if self.language is None and (locale := get_locale()) is not None:
            return self._twin(locale).get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def _twin(self, locale: Locale) -> "Templates":
        twins: dict[str, Templates] = self.__dict__.setdefault("twins", {})
        if locale.language not in twins:
            twin = self.overlay()
            twin.language, twin.code_generator_class = locale.language, _Generator
            twins[locale.language] = twin
        return twins[locale.language]


def drawn_once(macro: str, template: str, most: int = MOST) -> Callable[[Iterable[Hashable]], list[str]]:
    """Return what draws things with a macro, and keeps what was drawn for as many, in each language.

    The macro looks at nothing but the thing: not at who looks, at no clock and no database.
    """

    @lru_cache(most)
    def draw(drawn_with: Template, thing: Hashable) -> str:
        html: str = getattr(drawn_with.module, macro)(thing)
        return html

    def draw_all(things: Iterable[Hashable]) -> list[str]:
        drawn_with = current_app.jinja_env.get_template(template)
        return [draw(drawn_with, one) for one in things]

    return draw_all


def drawn_for(key: Hashable, macro: Macro, *told: object) -> str:
    """Return what a macro draws, kept under a key that holds all that it depends on besides the language."""
    html: str | None = _KEPT.get((macro, key))
    if html is None:
        html = macro(*told)
        if len(_KEPT) >= PIECES:
            _KEPT.clear()
        _KEPT[macro, key] = html
    return html


_KEPT: dict[tuple[Macro, Hashable], str] = {}


class _Generator(CodeGenerator):
    """Writes a template's code once what is known beforehand has been put in."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        super().visit_Template(_Known(self.environment, self.name).visit(node), frame)


class _Known(NodeTransformer):
    """Puts in constant sentences, those with values in them as far as they are constant, and icons."""

    def __init__(self, environment: Any, name: str | None) -> None:
        chosen = environment.autoescape
        self.escapes = chosen(name) if callable(chosen) else chosen
        self.environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        called, said = node.node, [one.value for one in node.args if isinstance(one, nodes.Const)]
        if len(said) < len(node.args) or node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        if isinstance(called, nodes.Name) and called.name in _SENTENCES:
            return self._sentence(called.name, said, node)
        name = called.attr if isinstance(called, nodes.Getattr) else getattr(called, "name", None)
        if self.escapes and name in _PICTURES and not node.kwargs:
            macros: Any = self.environment.get_template(ICONS).module
            return nodes.Const(getattr(macros, name)(*said), lineno=node.lineno)
        return node

    def _sentence(self, name: str, said: list[str], node: nodes.Call) -> nodes.Expr:
        words: Any = get_translations()
        text = words.upgettext(*said) if name == "pgettext" else words.ugettext(*said)
        told: nodes.Expr = nodes.Const(text if node.kwargs else text % {}, lineno=node.lineno)
        if self.escapes:
            told = nodes.MarkSafe(told, lineno=node.lineno)
        if not node.kwargs:
            return told
        pairs = [nodes.Pair(nodes.Const(one.key), one.value, lineno=node.lineno) for one in node.kwargs]
        return nodes.Mod(told, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)
