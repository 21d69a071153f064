"""Forms of a page as a browser reads and sends them: each control with its value."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """One form: where it is sent, and what would be sent as it stands."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def text(self, name):
        """Return the value of a control of which there is one."""
        return self.fields.get(name, [""])[0]

    def data(self, **typed):
        """Return what is sent once this is typed; names have __ for a dot."""
        return {**self.fields, **{name.replace("__", "."): value for name, value in typed.items()}}


class Forms(HTMLParser):
    """All forms of a page, in their order."""

    def __init__(self, page):
        super().__init__()
        self.found: list[PageForm] = []
        self._form = None
        self._area = self._select = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get"))
            self.found.append(self._form)
        elif self._form is None:
            return
        elif tag == "textarea" and given.get("name"):
            self._area = given["name"]
            self._form.fields[self._area] = [""]
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and "selected" in given and self._select:
            self._form.fields.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "input" and given.get("name") and _is_sent(given):
            self._form.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data):
        if self._area:
            self._form.fields[self._area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select


def _is_sent(given):
    return given.get("type") not in ("radio", "checkbox") or "checked" in given


def form_with(page, name):
    """Return the first form of a page that has a control of this name."""
    return next(one for one in Forms(page).found if name in one.fields)
