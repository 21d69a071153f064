"""Dates, money and counts as people read them, in the reader's language; templates use them as filters."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from flask import current_app
from flask_babel import get_locale, gettext, ngettext, npgettext, pgettext
from markupsafe import Markup, escape

from rules.ruleset import Text
from views.words.labels import label
from views.words.names import in_words

RIGA = ZoneInfo("Europe/Riga")
NOTHING = "–"
NUMBERS = re.compile(r"\b[A-Z]{2}-\d{4}-\d{4,6}\b")  # AA-2026-000123 and its like


def day(value: date | datetime | None) -> str:
    """21.05.2025. (lv), 21 May 2025 (en)."""
    if value is None:
        return NOTHING
    local = _local(value)
    return f"{local:%d.%m.%Y}." if _latvian() else format_date(local, "d MMM yyyy", locale="en")


def short_day(value: date | datetime | None) -> str:
    """28.09. (lv), 28 Sep (en)."""
    if value is None:
        return NOTHING
    local = _local(value)
    return f"{local:%d.%m}." if _latvian() else format_date(local, "d MMM", locale="en")


def weekday(value: date | datetime | None) -> str:
    """Pirmdiena, 12.10.2026. (lv), Monday, 12 Oct 2026 (en)."""
    if value is None:
        return NOTHING
    name = format_date(_local(value), "EEEE", locale=_language())
    return f"{name[:1].upper()}{name[1:]}, {day(value)}"


def weekday_name(value: date) -> str:
    """P, O, … (lv), Mon, Tue, … (en): the name of a day over a column."""
    return format_date(value, "EEE", locale=_language())


def month(value: date) -> str:
    """2026. gada decembris (lv), December 2026 (en)."""
    return format_date(value, "LLLL y" if not _latvian() else "y. 'gada' LLLL", locale=_language())


def long_day(value: date | datetime | None) -> str:
    """Trešdiena, 2026. gada 16. septembris (lv), Wednesday, 16 September 2026 (en)."""
    if value is None:
        return NOTHING
    pattern = "EEEE, y. 'gada' d. MMMM" if _latvian() else "EEEE, d MMMM y"
    text = format_date(_local(value), pattern, locale=_language())
    return text[:1].upper() + text[1:]


def clock(value: datetime | None) -> str:
    """14.32 (lv), 14:32 (en); always the time in Riga."""
    if value is None:
        return NOTHING
    return format_time(value.astimezone(RIGA), "HH.mm" if _latvian() else "HH:mm", locale=_language())


def moment(value: datetime | None) -> str:
    """11.09.2026. 15.20 (lv), 11 Sep 2026, 15:20 (en)."""
    if value is None:
        return NOTHING
    return f"{day(value)}{' ' if _latvian() else ', '}{clock(value)}"


def span(start: datetime, end: datetime) -> str:
    """25.12.2026. 21.00–23.00 (lv), 25 Dec 2026, 21:00–23:00 (en); both days where it goes over midnight."""
    same = _local(start) == _local(end)
    return f"{moment(start)}–{clock(end)}" if same else f"{moment(start)} – {moment(end)}"


def period(start: date | None, end: date | None) -> str:
    """05.10.–16.10.2026. (lv), 5 Oct–16 Oct 2026 (en); whole dates when the years differ."""
    if start is None or end is None or start == end:
        return day(start or end)
    first = short_day(start) if start.year == end.year else day(start)
    return f"{first}–{day(end)}"


def money(value: Decimal | None) -> str:
    """120 000,00 € with no-break spaces (lv), €120,000.00 (en)."""
    if value is None:
        return NOTHING
    return format_currency(value, "EUR", locale=_language())


def number(value: Decimal | int | float | None) -> str:
    """184 500 (lv), 184,500 (en); a decimal keeps its decimals."""
    if value is None:
        return NOTHING
    if type(value) is int and 0 <= value < 1000:
        return str(value)
    kept = -int(value.as_tuple().exponent) if isinstance(value, Decimal) and value.is_finite() else 0
    pattern = "#,##0." + "0" * kept if kept > 0 else "#,##0.######"
    return format_decimal(value, pattern, locale=_language())


def working_days(count: int) -> str:
    """1 darbdiena, 3 darbdienas, 10 darbdienu."""
    return ngettext("%(num)s working day", "%(num)s working days", count)


def due_words(one: Any) -> str:
    """Until 12.12.2026., 3 working days; late by 2 working days: of what has `due_on` and `days` left."""
    if one.days < 0:
        left = ngettext("Late by %(num)s working day", "Late by %(num)s working days", -one.days)
    else:
        left = working_days(one.days) if one.days else gettext("Due today")
    return f"{gettext('until %(date)s', date=day(one.due_on))} · {left}"


def lasting(length: timedelta) -> str:
    """12 stundas (lv), 12 hours (en), as after 'lasts'; in minutes where hours are not whole."""
    minutes = round(length.total_seconds() / 60)
    if minutes % 60:
        return npgettext("lasts", "%(num)s minute", "%(num)s minutes", minutes)
    return npgettext("lasts", "%(num)s hour", "%(num)s hours", minutes // 60)


def try_again(refused: str, seconds: int) -> str:
    """Return why something is refused for now, and when to try again: from two minutes on in minutes."""
    if seconds < 120:
        when = ngettext("Try again in %(num)s second.", "Try again in %(num)s seconds.", seconds)
    else:
        when = ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", -(-seconds // 60))
    return f"{refused} {when}"


def cell(value: object) -> object:
    """Any value as a generated list or page shows it; templates (Markup) pass untouched."""
    if type(value) is str or value is None:
        return value or NOTHING
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(cell(item)) for item in value) or NOTHING
    for kind, show in _SHOWN:
        if isinstance(value, kind):
            return show(value)
    return value


def whole(text: object) -> Markup:
    """Keep the numbers of cards and requests in a sentence on one line each."""
    said = escape(text)
    for one in dict.fromkeys(NUMBERS.findall(said)):
        said = said.replace(one, _on_one_line(one))
    return said


def drawn(macro: str, template: str = "ui/badges.html", nothing: str = NOTHING) -> Callable[[object], object]:
    """Return what draws a value, or a row, in a cell of a list with a macro of a template."""

    def draw(value: object) -> object:
        macros = current_app.jinja_env.get_template(template).module
        return (value and getattr(macros, macro)(value)) or nothing

    return draw


def _moment_on_one_line(value: datetime) -> str:
    return _on_one_line(moment(value))


def _on_one_line(text: str) -> Markup:
    return Markup('<span class="nowrap">{}</span>').format(text)


def _yes_or_no(value: bool) -> str:
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


# The order counts: a moment is also a date, and a yes or no is also a number.
_SHOWN: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, _yes_or_no),
    (datetime, _moment_on_one_line),
    (date, day),
    (StrEnum, label),
    (Text, in_words),
    (Decimal, number),
    (float, number),
)


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "lv"


def _latvian() -> bool:
    return _language() == "lv"


def _local(value: date | datetime) -> date:
    return value.astimezone(RIGA).date() if isinstance(value, datetime) else value
