"""What is compiled from lexicons, as bytes: pickles that hold patterns and tables of all code points as they are.

Left to itself a pickle holds a pattern's source alone, and to compile that anew is a third of all the work of a start.
"""

import copyreg
import pickle
import re
from array import array
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from io import BytesIO
from typing import Any, TypeVar

import numpy

T = TypeVar("T", bound=tuple[Any, ...])
Made = tuple[Any, ...]  # as ``__reduce__`` gives it: what to call, and the arguments
Table = numpy.ndarray[Any, Any]


class Columns(tuple[T, ...]):
    """Named tuples of one kind, tens of thousands of them: as a pickle their columns, which is written in a third of the time."""

    __slots__ = ()

    def __reduce__(self) -> Made:
        return _records, (type(self[0]) if self else tuple, tuple(zip(*self, strict=True)))


def _records(kind: type[T], columns: tuple[tuple[Any, ...], ...]) -> Columns[T]:
    make: Callable[[Iterable[Any]], T] = partial(tuple.__new__, kind)
    return Columns(map(make, zip(*columns, strict=True)))


def dumps(value: object) -> bytes:
    """The bytes of a value, which ``pickle.loads`` of the same version of Python reads."""
    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table | {re.Pattern: _pattern, numpy.ndarray: _table}
    pickler.dump(value)
    return buffer.getvalue()


def _pattern(pattern: re.Pattern[Any]) -> Made:
    """All the steps of ``re.compile`` but the last; where they are not those of this version of Python, its source."""
    try:
        parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
        code = import_module("re._compiler")._code(parsed, pattern.flags)
    except (ImportError, AttributeError, TypeError):
        return re.compile, (pattern.pattern, pattern.flags)
    return _compiled, (pattern.pattern, pattern.flags, array("I", code).tobytes(), pattern.groups, dict(pattern.groupindex))


def _compiled(source: str | bytes, flags: int, code: bytes, groups: int, names: Mapping[str, int]) -> re.Pattern[Any]:
    named = {number: name for name, number in names.items()}
    indices = tuple(map(named.get, range(groups + 1)))
    pattern: re.Pattern[Any] = import_module("_sre").compile(source, flags, memoryview(code).cast("I").tolist(), groups, names, indices)
    return pattern


def _table(table: Table) -> Made:
    """A table of which most is alike: that, and what stands where it is not."""
    usual = table[-1]
    places = numpy.flatnonzero(table != usual).astype("<u4")
    return _filled, (len(table), table.dtype.str, usual.item(), places.tobytes(), table[places].tobytes())


def _filled(length: int, kind: str, usual: int, places: bytes, values: bytes) -> Table:
    table: Table = numpy.full(length, usual, kind)
    table[numpy.frombuffer(places, "<u4")] = numpy.frombuffer(values, kind)
    return table
