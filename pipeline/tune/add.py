"""Adding one entry to a lexicon folder: what ``shilu lexicon add`` does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import LexiconError, UsageError
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.lexicon.entries import FOLDERS, NAME_COLUMNS

FILE = "added.tsv"
_HEAD = "# Added with shilu lexicon add.\n" + "\t".join(NAME_COLUMNS) + "\n"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be added. Guards are texts that the forms do not count directly before or after."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    formal_name: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    ambiguous: bool = False


def add(entry: NewEntry, folder: Path) -> str:
    """Writes the entry into ``folder`` and gives its file:line. The file stays as it was where the folder would not load with it.

    Raises UsageError where the kind is unknown, the entry has a tab or ``|`` in it, or stands there already.
    """
    lexicons = load_lexicons(folder) if folder.is_dir() else load_lexicons()
    path = folder / _folder_of(entry.kind, lexicons) / FILE
    row = _row(entry)
    before = path.read_text(encoding="utf-8-sig") if path.exists() else None
    lines = (before or _HEAD).rstrip("\n").split("\n")
    if row in lines:
        raise UsageError(f"{entry.name!r} stands there already", place=f"{path}:{lines.index(row) + 1}")
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, "\n".join([*lines, row]) + "\n")
    try:
        load_lexicons(folder)
    except LexiconError:
        path.unlink() if before is None else _write(path, before)
        raise
    return f"{path}:{len(lines) + 1}"


def known_kinds(lexicons: Lexicons) -> list[str]:
    """First parts of the kinds of names that are in use, the most frequent first."""
    return [kind for kind, _ in Counter(e.kind.split(".")[0] for e in lexicons.entries if e.kind).most_common()]


def _folder_of(kind: str, lexicons: Lexicons) -> str:
    """The folder where entries of a kind stand: by the most entries whose kind is it, or begins alike."""
    for wanted in (kind, kind.split(".")[0]):
        types = Counter(e.type for e in lexicons.entries if e.kind == wanted or e.kind.startswith(wanted + "."))
        if types:
            return next(folder for folder, type_ in FOLDERS.items() if type_ == types.most_common(1)[0][0])
    if kind.split(".")[0] in FOLDERS.values():
        return next(folder for folder, type_ in FOLDERS.items() if type_ == kind.split(".")[0])
    some = ", ".join(known_kinds(lexicons)[:12])
    raise UsageError(f"--kind {kind!r}: no entry has such a kind", remedy=f"kinds begin with organization, person, place, word, {some} …")


def _row(entry: NewEntry) -> str:
    cells: Sequence[str] = (
        entry.name, entry.kind, _list(entry.aliases), entry.formal_name, "", "", "ambiguous" if entry.ambiguous else "",
        _list(entry.not_before), _list(entry.not_after),
    )  # fmt: skip
    if not entry.name.strip() or any("\t" in cell or "\n" in cell for cell in cells) or "|" in entry.name:
        raise UsageError(f"{entry.name!r} cannot be an entry", remedy="it may not be empty, nor hold a tab, a new line or |")
    return "\t".join(cells).rstrip("\t")


def _list(words: Sequence[str]) -> str:
    return "|".join(words)


def _write(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(content, encoding="utf-8", newline="\n")
    draft.replace(path)
