"""The rule sets that exist, and the one in force on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from rules.refusals import Refusal
from rules.ruleset import RuleSet
from rules.ruleset.file import parse as parse
from rules.ruleset.toml_reading import decoded
from rules.ruleset.toml_table import RuleSetRefused as RuleSetRefused
from rules.text import N_

FOLDER = Path(__file__).parents[1] / "rulesets"


@dataclass(frozen=True, slots=True)
class RuleSets:
    """Rule sets in the order of their start; the inactive ones last. Build with `RuleSets.of`."""

    sets: tuple[RuleSet, ...]

    @classmethod
    def of(cls, sets: Iterable[RuleSet]) -> "RuleSets":
        """Put rule sets in order; raise `RuleSetRefused` for a double id or overlapping validity."""
        ordered = tuple(sorted(sets, key=lambda one: (one.valid_from or date.max, one.id)))
        _check_ids(ordered)
        _check_overlap([one for one in ordered if one.valid_from])
        return cls(ordered)

    def get(self, rule_set_id: str) -> RuleSet:
        """Return the rule set with that id, in force or not."""
        for one in self.sets:
            if one.id == rule_set_id:
                return one
        raise Refusal(N_("There is no rule set %(rule_set)s."), rule_set=rule_set_id)

    def starting(self, rule_set_id: str, day: date, decided_on: date | None = None) -> "RuleSets":
        """Return these with one of them in force from a day; refuse a day that overlaps or leaves a gap.

        `in_force` would bridge the gap; whoever sets a new date should say what is meant. A gap that is
        there already ends on the day after it is decided at the earliest.
        """
        dated = [replace(one, valid_from=day) if one.id == rule_set_id else one for one in self.sets]
        active = (one for one in dated if one.valid_from)
        for one, following in pairwise(sorted(active, key=lambda one: (one.valid_from or date.max, one.id))):
            if rule_set_id in (one.id, following.id):
                _check_follows(one, following, decided_on)
        return RuleSets.of(dated)

    def in_force(self, on: date) -> RuleSet:
        """Return the rule set of that day.

        A set is in force until the day before the next one starts; `valid_to` ends only the last.
        """
        active = [one for one in self.sets if one.valid_from]
        started = [one for one in active if one.valid_from and one.valid_from <= on]
        if not started:
            raise _none_yet(active, on)
        last = started[-1]
        if last is active[-1] and last.valid_to is not None and last.valid_to < on:
            raise Refusal(_ENDED, date=on, rule_set=last.id, end=last.valid_to)
        return last


def load(folder: Path, institutions: Collection[str] | None = None) -> RuleSets:
    """Read every TOML file of a folder; raise `RuleSetRefused` naming file, rule and field."""
    files = sorted(folder.glob("*.toml"))
    return RuleSets.of(parse(_read(file), file.name, institutions) for file in files)


@cache
def shipped(institutions: frozenset[str] | None = None) -> RuleSets:
    """Return the rule sets that come with the system, read once."""
    return load(FOLDER, institutions)


def shipped_text(rule_set_id: str) -> str:
    """Return the text of a rule set that comes with the system."""
    return _read(FOLDER / shipped().get(rule_set_id).file)


def _read(file: Path) -> str:
    return decoded(file.read_bytes(), file.name)


def _none_yet(active: list[RuleSet], on: date) -> Refusal:
    if not active:
        return Refusal(N_("No rule set is in force on %(date)s: none has a start date."), date=on)
    return Refusal(_LATER, date=on, rule_set=active[0].id, start=active[0].valid_from)


def _check_ids(sets: tuple[RuleSet, ...]) -> None:
    seen: set[str] = set()
    for one in sets:
        if one.id in seen:
            raise RuleSetRefused(_TWICE, file=one.file, rule="-", field="id")
        seen.add(one.id)


def _check_overlap(active: list[RuleSet]) -> None:
    for one, following in pairwise(active):
        start, end = following.valid_from, one.valid_to
        if one.valid_from == start or (start is not None and end is not None and end >= start):
            raise RuleSetRefused(_OVERLAPS, file=following.file, rule="-", field="valid_from", other=one.id)


def _check_follows(one: RuleSet, following: RuleSet, decided_on: date | None) -> None:
    start, end, begins = one.valid_from, one.valid_to, following.valid_from
    told = {"one": one.id, "following": following.id, "start": begins}
    if start == begins:
        raise RuleSetRefused(_ONE_DAY, **told)
    if end is None or begins is None:
        return
    if end >= begins:
        raise RuleSetRefused(_OVERLAP, **told, end=end)
    earliest = max(end, decided_on or end) + timedelta(days=1)
    if earliest < begins:
        raise RuleSetRefused(_GAP, **told, end=end, earliest=earliest)


_ONE_DAY = N_(
    "The validity overlaps: %(one)s and %(following)s would both begin on %(start)s. Choose another day."
)
_OVERLAP = N_(
    "The validity overlaps: %(one)s ends on %(end)s, as its text says, but %(following)s begins on "
    "%(start)s. Choose another day."
)
_GAP = N_(
    "%(one)s ends on %(end)s, as its text says, and none follows until %(following)s begins on %(start)s. "
    "Let one begin on %(earliest)s."
)
_LATER = N_("No rule set is in force on %(date)s: the first one, %(rule_set)s, starts on %(start)s.")
_ENDED = N_("No rule set is in force on %(date)s: %(rule_set)s ended on %(end)s.")
_TWICE = N_("%(file)s, rule %(rule)s, field %(field)s: this id stands twice.")
_OVERLAPS = N_("%(file)s, rule %(rule)s, field %(field)s: the validity overlaps that of %(other)s.")
