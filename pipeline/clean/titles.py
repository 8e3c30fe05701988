"""Which lines are copies of the article's title."""

from collections.abc import Sequence

from pipeline.clean.lines import Line
from pipeline.clean.rules import Finding, RuleBook


def letters(text: str) -> str:
    """Letters and digits only, in lower case: what two copies of a title share."""
    return "".join(filter(str.isalnum, text)).casefold()


def title_copies(lines: Sequence[Line], title: str, book: RuleBook) -> list[int]:
    """Indices of the lines that repeat ``title`` (folded metadata title, or the text's first line)."""
    wanted = letters(title)
    if len(wanted) < 4:
        return []
    return [at for at, line in enumerate(lines) if len(line.text) <= len(title) + 60 and _same(line, wanted, book)]


def _same(line: Line, wanted: str, book: RuleBook) -> bool:
    if line.text[0].isalnum() and not wanted.startswith(line.key[:2]):
        return False
    found = line.key
    if found == wanted:
        return True
    if len(found) >= 8 and wanted.startswith(found) and len(found) * 5 >= len(wanted) * 3 and not line.prose:
        return True
    return found.startswith(wanted) and (cut := book.in_title(line.text)) is not None and letters(line.text[: cut.start]) == wanted


def own_title(lines: Sequence[Line], findings: Sequence[Finding]) -> str:
    """The first line where it reads as a headline over an article, else ""."""
    if len(lines) < 3 or not lines[0].headline or findings[0].rule or len(lines[0].text) < 8:
        return ""
    return lines[0].text if any(line.prose for line in lines[1:12]) else ""
