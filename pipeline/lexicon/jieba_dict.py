"""jieba user dictionaries (``word freq tag``, spaces) read as they are, with what jieba would silently misread reported."""

import re
from pathlib import Path

from pipeline.lexicon.tables import Row, read_text

_LINE = re.compile(r"(?P<word>.+?)(?: (?P<freq>[0-9]+))?(?: (?P<tag>[a-z]+))?")  # jieba's own pattern of a line


def read_jieba_dictionary(path: Path, layer: str, warnings: list[str]) -> list[Row]:
    """The dictionary's words as rows of ``words``; ``warnings`` gets one line for each trap.

    jieba takes a line with a tab or an upper-case tag as one long word; here such a line is split at the tab, its tag lowered, and reported.
    """
    file = f"words/{path.name}"
    shown = f"{layer}{path.name}"
    rows: list[Row] = []
    for number, line in enumerate(read_text(path, shown).split("\n"), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        mended = text.replace("\t", " ")
        if mended != text:
            warnings.append(f"{shown}:{number}: a tab, which jieba would read as part of the word; read as a space")
        parts = mended.split(" ")
        if len(parts) > 1 and parts[-1].isalpha() and parts[-1].isascii() and not parts[-1].islower() and parts[-2].isdigit():
            warnings.append(
                f"{shown}:{number}: tag {parts[-1]!r} in capitals, which jieba would read as part of the word; read in lower case"
            )
            mended = " ".join((*parts[:-1], parts[-1].lower()))
        match = _LINE.fullmatch(mended)
        if match is None:
            warnings.append(f"{shown}:{number}: no word, freq, tag; skipped")
            continue
        cells = {"name": match["word"].strip(), "freq": match["freq"] or "", "tag": match["tag"] or "", "kind": "word"}
        rows.append(Row({k: v for k, v in cells.items() if v}, file, number, layer))
    return rows
