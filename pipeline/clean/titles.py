"""Which lines are copies of the article's title."""

from collections.abc import Sequence

from pipeline.clean.grams import Pairs, pairs_of
from pipeline.clean.lines import Line
from pipeline.clean.rules import Finding, RuleBook


def letters(text: str) -> str:
    """Letters and digits only, in lower case: what two copies of a title share."""
    return "".join(filter(str.isalnum, text)).casefold()


def title_copies(lines: Sequence[Line], findings: Sequence[Finding], title: str, book: RuleBook) -> list[int]:
    """Indices of the lines that repeat ``title`` (folded metadata title, or the text's first line)."""
    wanted = letters(title)
    if len(wanted) < 4:
        return []
    exact = [at for at, line in enumerate(lines) if len(line.text) <= len(title) + 60 and _same(line, wanted, book)]
    return sorted({*exact, *_edited(lines, wanted, title)}) if exact else _nearly(lines, findings, title)


def _edited(lines: Sequence[Line], wanted: str, title: str) -> list[int]:
    """Lines that open as the title does and say nearly the same: a page may hold two wordings of its title."""
    pairs = pairs_of(title)
    could = (at for at, line in enumerate(lines) if not line.prose and line.text[:2] == title[:2] and len(line.text) < len(title) + 20)
    could = (at for at in could if lines[at].key.startswith(wanted[:6]))
    return [at for at in could if _share(pairs_of(lines[at].text), pairs) >= 0.7] if len(pairs) >= 6 else []


def _nearly(lines: Sequence[Line], findings: Sequence[Finding], title: str) -> list[int]:
    """The first line that says nearly what the title says, and its copies: outlets edit titles after feeds took them."""
    pairs = pairs_of(title)
    could = [at for at, line in enumerate(lines[:60]) if line.headline and len(line.text) >= 8 and not findings[at].rule]
    alike = next((at for at in could if _share(pairs_of(lines[at].text), pairs) >= 0.7), None) if len(pairs) >= 6 else None
    return [at for at, line in enumerate(lines) if line.key == lines[alike].key] if alike is not None else []


def _share(some: Pairs, others: Pairs) -> float:
    return len(some & others) / max(1, min(len(some), len(others))) if len(some) * 2 > len(others) else 0.0


def _same(line: Line, wanted: str, book: RuleBook) -> bool:
    if line.text[0].isalnum() and not wanted.startswith(line.text[0].casefold()):
        return False
    found = line.key
    if found == wanted:
        return True
    if len(found) >= 8 and wanted.startswith(found) and len(found) * 5 >= len(wanted) * 3 and not line.prose:
        return True
    return found.startswith(wanted) and (cut := book.in_title(line.text)) is not None and letters(line.text[: cut.start]) == wanted


def own_title(lines: Sequence[Line], findings: Sequence[Finding], copies: Sequence[int]) -> str:
    """The text's own title, where no copy of the given one opens it, else "": its first headline, over an article or told
    again."""
    first = next((at for at, finding in enumerate(findings) if not finding.noise), len(lines))
    if len(lines) - first < 3 or first in copies or not lines[first].headline or findings[first].rule:
        return ""
    own = lines[first].text
    if len(own) < 8 or own.isascii():
        return ""
    again = any(line.text == own for line in lines[first + 1 :])
    return own if again or (not copies and any(line.prose for line in lines[first + 1 : first + 12])) else ""
