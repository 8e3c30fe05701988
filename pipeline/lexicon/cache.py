"""Our own cache folder and what is kept there: loaded lexicons, keyed by digest, written atomically, never trusted blindly."""

import gc
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pipeline.lexicon.pickles import dumps, recorded

T = TypeVar("T")
_KEPT = 8  # files of one kind, some megabytes each


def cache_folder() -> Path:
    """``SHILU_CACHE``, else the user's cache folder, made if need be; a private temporary one where homes are read-only."""
    named = os.environ.get("SHILU_CACHE")
    try:
        base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "shilu"
        base.mkdir(parents=True, exist_ok=True)
        if os.access(base, os.W_OK):
            return base
    except (OSError, RuntimeError):
        pass
    return Path(tempfile.mkdtemp(prefix="shilu-"))


def cached(name: str, kind: type[T], make: Callable[[], T], *, keep: bool = True) -> T:
    """What ``make`` gives, kept in the cache folder as ``name``. A file that cannot be read or holds something else is made anew.

    ``keep``: write it where it is not there.
    """
    path = cache_folder() / name
    with suppress(Exception), uncollected():
        value = pickle.loads(path.read_bytes())
        if isinstance(value, kind):
            return value
    if not keep:
        with uncollected():
            return make()
    with uncollected(), recorded() as codes:
        value = make()
    with suppress(OSError):
        _write(path, dumps(value, codes))
    return value


def _write(path: Path, data: bytes) -> None:
    _make_room(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _make_room(path: Path) -> None:
    """Takes out the oldest of many files of one kind, such as each change of a lexicon leaves behind."""
    alike = sorted(path.parent.glob(f"{path.name.partition('-')[0]}-*.pickle"), key=lambda p: p.stat().st_mtime)
    for old in alike[: 1 - _KEPT]:
        old.unlink(missing_ok=True)


@contextmanager
def uncollected() -> Iterator[None]:
    """The cycle collector would walk a hundred thousand fresh tuples again and again. None of them is garbage, and it need never look at them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()
            gc.enable()
