"""What differs between two revisions of a card, in the shape of the interface contract."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KEYED = {"principles": "code", "suggestions": "resource"}  # lists whose entries are known by a code


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field with its value in both revisions; `principles.S1` and `new_resource.name` are fields."""

    field: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields in which two contents differ, in the order of the newer one.

    A field that one of them does not know is empty there: nothing, "" and [] say the same, and where
    the field is not known at all, `False` says no more than that.
    """
    old, new = dict(_flat(before)), dict(_flat(after))
    names = (*new, *(name for name in old if name not in new))
    return tuple(
        Change(field=name, before=old.get(name), after=new.get(name))
        for name in names
        if not _same(name, old, new)
    )


def watched(field: str, watches: Collection[str]) -> bool:
    """Whether a field, or the group that it belongs to, is among those that are watched."""
    return field in watches or field.partition(".")[0] in watches


def changed_of(watches: Collection[str], found: Collection[Change]) -> tuple[str, ...]:
    """Return which of the watched fields or groups have changed, in the order in which they are watched."""
    fields = [one.field for one in found]
    return tuple(name for name in watches if any(watched(field, (name,)) for field in fields))


def _flat(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        elif name in KEYED:
            yield from ((f"{name}.{one[KEYED[name]]}", _entry(one, KEYED[name])) for one in value or ())
        else:
            yield name, value


def _entry(entry: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """Return what is said in an entry of a list; None where nothing is said yet."""
    said = {name: value for name, value in entry.items() if name != key}
    decided = (value for name, value in said.items() if name != "as")  # "as" is said by the registry
    return said if any(value not in (None, "") for value in decided) else None


def _same(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if name in old and name in new:
        return bool(_said(old[name]) == _said(new[name]))
    return not (old.get(name) or new.get(name))


def _said(value: Any) -> Any:
    return None if value in ("", []) else value
