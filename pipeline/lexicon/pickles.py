"""What is compiled from lexicons, as bytes: pickles that hold patterns and tables of all code points as they are.

Left to itself a pickle holds a pattern's source alone, and to compile that anew is a third of all the work of a start.
"""

import copyreg
import pickle
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from io import BytesIO
from threading import Lock
from typing import Any, TypeVar

import numpy

T = TypeVar("T", bound=tuple[Any, ...])
Made = tuple[Any, ...]  # as ``__reduce__`` gives it: what to call, and the arguments
Table = numpy.ndarray[Any, Any]
Codes = dict[tuple[str | bytes, int], bytes]  # what a source under its flags, those written in it too, is compiled to


class Columns(tuple[T, ...]):
    """Named tuples of one kind, tens of thousands of them: as a pickle their columns, which is written in a third of the time."""

    __slots__ = ()

    def __reduce__(self) -> Made:
        return _records, (type(self[0]) if self else tuple, tuple(zip(*self, strict=True)))


def _records(kind: type[T], columns: tuple[tuple[Any, ...], ...]) -> Columns[T]:
    make: Callable[[Iterable[Any]], T] = partial(tuple.__new__, kind)
    return Columns(map(make, zip(*columns, strict=True)))


_recorder = Lock()


@contextmanager
def recorded() -> Iterator[Codes]:
    """Gathers the code of each pattern compiled meanwhile, which spares ``dumps`` compiling it again.

    None is gathered while another does so, or where this version of Python compiles in another way.
    """
    codes: Codes = {}
    try:
        compiler = import_module("re._compiler")
        compiled = compiler._code
    except (ImportError, AttributeError):
        yield codes
        return
    if not _recorder.acquire(blocking=False):
        yield codes
        return

    def record(parsed: Any, flags: int, *others: Any) -> Any:
        code = compiled(parsed, flags, *others)
        with suppress(AttributeError, TypeError):
            codes[parsed.state.str, parsed.state.flags | flags] = _packed(code)
        return code

    try:
        vars(compiler)["_code"] = record
        yield codes
    finally:
        vars(compiler)["_code"] = compiled
        _recorder.release()


def dumps(value: object, codes: Codes | None = None) -> bytes:
    """The bytes of a value, which ``pickle.loads`` of the same version of Python reads. ``codes``: those of its patterns, as far as known."""
    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table | {re.Pattern: partial(_pattern, codes or {}), numpy.ndarray: _table}
    pickler.dump(value)
    return buffer.getvalue()


def _pattern(codes: Codes, pattern: re.Pattern[Any]) -> Made:
    """All the steps of ``re.compile`` but the last; where they are not those of this version of Python, its source."""
    try:
        code = codes.get((pattern.pattern, pattern.flags)) or _code(pattern)
    except (ImportError, AttributeError, TypeError):
        return re.compile, (pattern.pattern, pattern.flags)
    return _compiled, (pattern.pattern, pattern.flags, code, pattern.groups, dict(pattern.groupindex))


def _code(pattern: re.Pattern[Any]) -> bytes:
    parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    return _packed(import_module("re._compiler")._code(parsed, pattern.flags))


def _packed(code: list[int]) -> bytes:
    return array("I", code).tobytes()


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
