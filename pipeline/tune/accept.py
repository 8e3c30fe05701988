"""Taking reviewed suggestions into a lexicon folder."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import LexiconError, UsageError
from pipeline.lexicon import load_lexicons
from pipeline.tune.suggest import HOMES, kind_of


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many lines were added to which file, and how many stood there already."""

    path: Path
    added: int
    known: int


def accept(reviewed: Path, folder: Path, kind: str = "") -> Accepted:
    """Add the rows of a reviewed table to ``folder``, below what stands there; comments are left behind.

    The file is put back as it was where the folder would not load any more. Raises UsageError where the table says no kind and none is given,
    LexiconError where a row is malformed.
    """
    try:
        lines = reviewed.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read: {error.strerror}", place=str(reviewed)) from error
    kind = kind or kind_of(lines)
    if kind not in HOMES:
        raise UsageError("which kind of suggestions is this?", place=str(reviewed), remedy=f"add --kind {'|'.join(HOMES)}")
    name, columns = HOMES[kind]
    rows = _rows(lines, columns, reviewed)
    path = folder / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    content = before if before is not None else "# Accepted from suggestions after review.\n" + "\t".join(columns) + "\n"
    held = {line.split("\t")[0] for line in content.splitlines()}
    fresh = [row for row in rows if row.split("\t")[0] not in held]
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, content + ("" if content.endswith("\n") else "\n") + "".join(f"{row}\n" for row in fresh))
    try:
        load_lexicons(folder)
    except LexiconError:
        _restore(path, before)
        raise
    return Accepted(path, len(fresh), len(rows) - len(fresh))


def _rows(lines: list[str], columns: tuple[str, ...], path: Path) -> list[str]:
    """The rows of the table, without its comments and header."""
    body = [line.rstrip() for line in lines if line.strip() and not line.startswith("#")]
    if not body or body[0].split("\t")[0] != columns[0]:
        raise UsageError(f"no table of suggestions: its header should begin with {columns[0]!r}", place=str(path))
    if body[0].split("\t") != list(columns):
        raise UsageError("its columns are others", place=str(path), remedy=", ".join(columns))
    return body[1:]


def _write(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(content, encoding="utf-8", newline="\n")
    draft.replace(path)


def _restore(path: Path, before: str | None) -> None:
    if before is None:
        path.unlink()
    else:
        _write(path, before)
