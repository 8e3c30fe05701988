"""Our own cache folder and what is kept there: loaded lexicons, keyed by digest, written atomically, never trusted blindly."""

import gc
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


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


def cached(name: str, kind: type[T], make: Callable[[], T]) -> T:
    """What ``make`` gives, kept in the cache folder as ``name``. A file that cannot be read or holds something else is made anew."""
    path = cache_folder() / name
    with suppress(Exception), uncollected():
        value = pickle.loads(path.read_bytes())
        if isinstance(value, kind):
            return value
    with uncollected():
        value = make()
    with suppress(OSError):
        _write(path, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return value


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def uncollected() -> Iterator[None]:
    """The cycle collector would walk hundreds of thousands of fresh tuples again and again; none of them is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
