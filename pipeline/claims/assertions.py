"""The author's own check-worthy assertions: sentences without a source that rank, count, compare or name a cause."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sys import maxsize

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Rule
from pipeline.span import Span

# Each begins with a character of its own, so that one set of them all is looked for.
_NOT_ONES_OWN = re.compile(r"「|『|“|”|？|\?|據|表示|指出|認為|強調|報導|所謂|傳出|宣稱|聲稱|預[計估期測]|可能|恐|擬|如果|若")
_STATED = frozenset("。！")  # end what is stated
_LEAST = 12  # code points; shorter sentences are table cells and captions
_BEYOND: Span = (maxsize, maxsize)


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of evidence: its name, its pattern, what it adds."""

    name: str
    pattern: re.Pattern[str]
    weight: int
    hint: re.Pattern[str]  # characters of which a sentence must hold one; cheap to look for


_KEY = 2  # the weight of reasons of which a sentence needs at least one


@dataclass(frozen=True, slots=True)
class Assertion:
    """A check-worthy sentence without its closing mark, and why it is worth checking."""

    span: Span
    reasons: tuple[str, ...]


class Assertions:
    """Weighs sentences by the rules of lexicons/claims/assertions.toml."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = lexicons.rules("claims/assertions")
        reasons = [_reason(rule) for rule in rules if rule.name != "threshold"]
        self._keys = [r for r in reasons if r.weight >= _KEY]
        self._others = [r for r in reasons if r.weight < _KEY]
        self._hint = re.compile("|".join(r.hint.pattern for r in self._keys) or "(?!)")
        self._threshold = next((_weight(rule) for rule in rules if rule.name == "threshold"), 3)

    def find(self, text: str, sentences: Sequence[Span], told: Sequence[Span]) -> Iterator[Assertion]:
        """Those of ``sentences`` that reach the threshold and share nothing with ``told`` (statements with a source, sorted)."""
        ahead = iter(told)
        told_start, told_end = next(ahead, _BEYOND)
        for start, end in sentences:
            if end - start < _LEAST or text[end - 1] not in _STATED:
                continue
            while told_end <= start:
                told_start, told_end = next(ahead, _BEYOND)
            if told_start < end:
                continue
            reasons = self.reasons(text, start, end)
            if reasons:
                yield Assertion((start, end - 1), reasons)

    def reasons(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """Why the sentence ``start..end`` is check-worthy; empty where it is not enough so."""
        if self._hint.search(text, start, end) is None or _NOT_ONES_OWN.search(text, start, end) is not None:
            return ()
        keys = [r for r in self._keys if r.hint.search(text, start, end) and r.pattern.search(text, start, end)]
        if not keys:
            return ()
        found = keys + [r for r in self._others if r.pattern.search(text, start, end)]
        return tuple(r.name for r in found) if sum(r.weight for r in found) >= self._threshold else ()


def _reason(rule: Rule) -> Reason:
    try:
        hint = rule.text("hint")
        return Reason(rule.name, re.compile(rule.text("pattern")), _weight(rule), re.compile(f"[{re.escape(hint)}]" if hint else ""))
    except re.error as error:
        raise LexiconError(f"rule {rule.name!r}: {error}", place=rule.place, remedy="mend the pattern") from error


def _weight(rule: Rule) -> int:
    weight = rule.data.get("weight", 1)
    if not isinstance(weight, int):
        raise LexiconError(f"rule {rule.name!r}: weight is no whole number", place=rule.place, remedy="write weight = 1")
    return weight
