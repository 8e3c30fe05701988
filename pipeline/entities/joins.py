"""Neighbours that are one name: a body and its part, a place and a bare bureau."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.entities.found import Found
from pipeline.lexicon import Lexicons


@dataclass(frozen=True, slots=True)
class Join:
    """The second's kind starts with ``kind``; the first's with one of ``after``, or the text before it is one of ``words``.

    ``not_words`` are first names that join nothing, or with ``words`` second ones; one of ``before`` must follow where there are any.
    """

    kind: str
    after: tuple[str, ...]
    words: tuple[str, ...]
    not_words: frozenset[str]
    before: tuple[str, ...]


class Joins:
    """Joins neighbouring names after lexicons/entities/joins.tsv."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        self._joins = [
            Join(
                row["kind"],
                row.list("after"),
                _folded(row.list("words"), fold),
                frozenset(_folded(row.list("not_words"), fold)),
                _folded(row.list("before"), fold),
            )
            for row in lexicons.rows("entities/joins")
        ]
        self._worded = [j for j in self._joins if j.words]
        self._whole = frozenset().union(*(j.not_words for j in self._worded))
        self._before = frozenset(w[-1] for j in self._worded for w in j.words)
        self._branches = [j for j in self._joins if j.kind.startswith("place")]

    def joined(self, text: str, found: Sequence[Found]) -> list[Found]:
        """The names in text order, neighbours that are one name made one."""
        return list(self._walk(text, found))

    def _walk(self, text: str, found: Sequence[Found]) -> Iterator[Found]:
        last: Found | None = None
        for f in found:
            if f.type == "organization":
                f = self._with_word(text, f)
                if last is not None and last.end == f.start and self._belongs(text, last, f):
                    last = Found(last.start, f.end, "organization", f.kind, "pattern", "body and part")
                    continue
            elif f.type == "place" and last is not None and last.end == f.start and self._branch(text, last, f):
                last = Found(last.start, f.end, "organization", last.kind, "pattern", "company and branch")
                continue
            if last is not None:
                yield last
            last = f
        if last is not None:
            yield last

    def _belongs(self, text: str, first: Found, second: Found) -> bool:
        word = text[first.start : first.end]
        if text[second.start : second.end] in self._whole:  # 國防部 + 五角大廈
            return False
        kind = f"place.{first.kind}" if first.type == "place" else first.kind if first.type == "organization" else "-"
        if kind == second.kind == "government.bureau.generic":
            return False
        return any(second.kind.startswith(j.kind) and kind.startswith(j.after) and word not in j.not_words for j in self._joins)

    def _branch(self, text: str, first: Found, second: Found) -> bool:
        """Google + 台灣 + 總經理, not 蘋果 + 中國 + 供應鏈."""
        return first.type == "organization" and any(
            f"place.{second.kind}".startswith(j.kind) and first.kind.startswith(j.after) and text.startswith(j.before, second.end)
            for j in self._branches
        )

    def _with_word(self, text: str, f: Found) -> Found:
        if text[f.start - 1 : f.start] not in self._before:
            return f
        name = text[f.start : f.end]
        for join in self._worded:
            if not f.kind.startswith(join.kind) or name in join.not_words or name.isascii():
                continue
            if text.endswith(join.words, 0, f.start):
                size = next(len(w) for w in join.words if text.endswith(w, 0, f.start))
                return f._replace(start=f.start - size, entry=-1, basis="pattern", rule="body and part")
        return f


def _folded(words: Sequence[str], fold: dict[int, str]) -> tuple[str, ...]:
    return tuple(w.translate(fold) for w in words)
