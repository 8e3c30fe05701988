"""The two sides of a diff: the built-in lexicons, a folder over them, or a folder as it stood at a git revision."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import UsageError
from pipeline.lexicon import Lexicons, builtin_folder, load_lexicons

BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class Side:
    """Lexicon folders and whether they stand over the built-in ones. Small enough to be sent to any worker."""

    folders: tuple[Path, ...]
    builtin: bool = True

    def load(self) -> Lexicons:
        """The lexicons of this side. Raises LexiconError where they are malformed."""
        return load_lexicons(*self.folders, builtin=self.builtin)


@contextmanager
def opened(name: str, other: str) -> Iterator[Side]:
    """The side called ``name``: "builtin", a folder, REV:FOLDER, or REV for the folder of the ``other`` side.

    A folder stands over the built-in lexicons, as with --lexicons; the built-in folder itself, at any revision, stands for them. Raises UsageError
    where the name means nothing.
    """
    if name == BUILTIN:
        yield Side(())
    elif Path(name).is_dir():
        yield Side(()) if Path(name).resolve() == builtin_folder() else Side((Path(name),))
    else:
        revision, _, folder = name.partition(":")
        folder = folder or (other if Path(other).is_dir() else str(builtin_folder()))
        with TemporaryDirectory(prefix="shilu-") as scratch:
            extracted = _extract(revision, Path(folder), Path(scratch), name)
            yield Side((extracted,), builtin=Path(folder).resolve() != builtin_folder())


def _extract(revision: str, folder: Path, scratch: Path, name: str) -> Path:
    """``folder`` as it stood at ``revision``, under ``scratch``, by its own name."""
    if revision.startswith("-"):
        raise UsageError("neither a folder nor a revision", place=name)
    try:
        top = Path(_git("rev-parse", "--show-toplevel").decode().strip())
        inside = folder.resolve().relative_to(top.resolve()).as_posix()
        archive = _git("-C", str(top), "archive", "--format=tar", revision, inside)
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise UsageError(
            "neither a lexicon folder nor a git revision of one", place=name, remedy="builtin, my-lexicons, HEAD~1:my-lexicons"
        ) from error
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(scratch, filter="data")
    return scratch / inside


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], check=True, capture_output=True).stdout
