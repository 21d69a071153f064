"""A criterion that goes with many statements, and is described to the cache of compiled ones only once."""

# SQLAlchemy describes a statement anew each time it is executed, criteria and all, to find what it compiled.
# A page asks a dozen times, with some thirty criteria each: describing them took a third of its time.

from itertools import count
from typing import Any

from sqlalchemy import BindParameter
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.visitors import anon_map

_NUMBERS = count(1)  # none is given twice, whoever asks at the same time
_KNOWN: dict[Any, int] = {}  # as many as there are criteria, whoever they are for: the values stand apart


class Criterion(LoaderCriteriaOption):
    """What `with_loader_criteria` makes of a criterion that holds nothing of the statements it goes with.

    Two that differ in values alone are described alike; the values come along, in the order of the
    description, however often the same one occurs.
    """

    __slots__ = ("_described",)
    _traverse_internals = LoaderCriteriaOption._traverse_internals  # or nothing of it would be described
    _described: tuple[int, list[BindParameter[Any]]]

    def _gen_cache_key(self, anon_map: anon_map, bindparams: list[BindParameter[Any]]) -> tuple[Any, ...]:
        if not hasattr(self, "_described"):
            self._described = self._describe()
        known, values = self._described
        bindparams.extend(values)
        return (Criterion, known)

    def _describe(self) -> tuple[int, list[BindParameter[Any]]]:
        values: list[BindParameter[Any]] = []
        key = super()._gen_cache_key(anon_map(), values)
        if key is None:
            raise TypeError(f"{self.where_criteria} cannot be told from others")
        return _KNOWN.setdefault(key, next(_NUMBERS)), values
