"""The words of claims, compiled once: cues and speaker nouns in one automaton."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, cast

from pipeline.automaton import Automaton
from pipeline.document import Tokens
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row
from pipeline.mentions import Name
from pipeline.values import immutable

Guards = dict[str, tuple[str, ...]]  # words that may not stand beside another, by their character next to it
Strength = Literal["strong", "medium", "weak"]
Takes = Literal["quotation", "spoken", "clause", "both"]
Side = Literal["before", "after", "either"]

_CHOICES: dict[str, tuple[str, ...]] = {
    "strength": ("strong", "medium", "weak"),
    "takes": ("quotation", "spoken", "clause", "both"),
    "speaker": ("before", "after", "either"),
    "polarity": ("", "negated", "questioned"),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word: its class, what it takes, where its speaker stands. See lexicons/claims/cues.tsv."""

    text: str
    kind: str
    strength: Strength
    takes: Takes
    side: Side
    polarity: str
    not_before: Guards
    not_before_word: tuple[str, ...]  # those of not_before that hold where a name begins too
    not_after: Guards
    not_after_name: tuple[str, ...]  # those of not_after that hold right after a name or noun too
    speakers: frozenset[str]  # kinds of speaker that make it a claim; "name": any named one; empty: all
    not_by: frozenset[str]  # types of names whose word it is not
    rule: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun or pronoun that can be a speaker. See lexicons/claims/speakers.tsv."""

    text: str
    kind: str
    person: bool
    resolves: tuple[str, ...]
    not_before: Guards
    not_after: tuple[str, ...]


@immutable
class Hit:
    """A cue where it stands."""

    start: int
    end: int
    word: Cue


class Words:
    """Cues and speaker nouns with the automaton that finds both in one pass."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = lexicons.fold
        cues = {c.text: c for c in (_cue(row, fold) for row in lexicons.rows("claims/cues"))}
        nouns = {n.text: n for n in (_noun(row, fold) for row in lexicons.rows("claims/speakers"))}
        texts = sorted(cues.keys() | nouns.keys())
        self._known = [(cues.get(t), nouns.get(t)) for t in texts]
        self._automaton = Automaton(texts) if texts else None
        self._surnames = frozenset(surnames_of(lexicons))
        rules = {rule.name: rule for rule in lexicons.rules("claims/frames")}
        self._particles = frozenset(rules["particles"].texts("words") if "particles" in rules else ())
        self._days = tuple(rules["days"].texts("words") if "days" in rules else ())

    def find(self, text: str, tokens: Tokens, names: Sequence[Name] = ()) -> tuple[list[Hit], list[tuple[int, int, Noun]]]:
        """Cues and nouns of a text whose guards let them stand, longest first from the left, in text order.

        ``names``: where entities are named. No cue begins inside a name (王小明說 holds no 明說); one character right after a name or noun,
        or that begins a cue (網讚), needs no token of its own.
        """
        cues: list[Hit] = []
        nouns: list[tuple[int, int, Noun]] = []
        ahead = iter(names)
        beyond = len(text), len(text) + 1, -1
        name_start, name_end, _ = next(ahead, beyond)
        name_head, name_reach, noun_reach, cue_start, cue_reach = -1, -1, 0, -1, 0
        known, starts, ends = self._known, text.startswith, text.endswith
        for number, start, end in self._matches(text):
            cue, noun = known[number]
            if start < noun_reach:
                noun = None
            if start < cue_reach or cue is None:
                if noun is None:
                    continue
                cue = None
            while name_end <= start:
                name_head, name_reach = name_start, name_end
                name_start, name_end, _ = next(ahead, beyond)
            if name_start < start:  # inside a name
                if noun is None or (name_end < end and text[name_end - 1] not in _UNITS):
                    continue  # 英國|軍方 holds no 國軍; 高雄市府 holds 市府
                cue = None
            named = start in (noun_reach, name_reach)
            following = text[end : end + 1]
            spoken = following == "「" and cue is not None and cue.takes == "spoken"  # 他在群組回「好」
            if end - start == 1 and not (named or spoken) and start != cue_start and not self._alone(text, start, tokens):
                continue
            length = start - name_head if start == name_reach else 0
            if cue is not None and not (
                _tears(start, end, tokens) or self._is_guarded(cue, text, start, end, named, length, name_start, tokens)
            ):
                cues.append(Hit(start, end, cue))
                cue_start, cue_reach = start, end
            if noun is None:
                continue
            guards = noun.not_before.get(following)
            if not ((guards is not None and starts(guards, end)) or (noun.not_after and ends(noun.not_after, 0, start))):
                nouns.append((start, end, noun))
                noun_reach = end
        return cues, nouns

    def _is_guarded(self, cue: Cue, text: str, start: int, end: int, named: bool, name: int, next_name: int, tokens: Tokens) -> bool:
        """True where a cue's guards do not let it stand. ``named``: right after a name or noun; ``name``: how long that name is, 0 for no name;
        ``next_name``: where the next name begins."""
        following = cue.not_before.get(text[end : end + 1])
        if following is not None and text.startswith(following, end):
            opens = next_name == end or (text[end] in self._particles and _opens_word(end, tokens))  # 指|日本, 呼籲|中央
            if not opens or text.startswith(cue.not_before_word, end):
                return True
        before = cue.not_after.get(text[start - 1 : start])
        if before is None or not text.endswith(before, 0, start):
            return False
        if named or text.endswith(self._days, 0, start):
            before = cue.not_after_name
        return any(len(guard) >= name and text.endswith(guard, 0, start) for guard in before)  # 澎湃新聞|報導

    def _matches(self, text: str) -> list[tuple[int, int, int]]:
        """Every known word in a text as its number, start and end: by start, the longest first."""
        if self._automaton is None:
            return []
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        matches.reverse()  # they came by end; sorting keeps the order of those that start together
        matches.sort(key=itemgetter(1))
        return matches

    def _alone(self, text: str, at: int, tokens: Tokens) -> bool:
        """A single character is a token of its own, or stands before a colon (網友讚：); 男 and its like follow a surname."""
        if text.startswith(":", at + 1):
            return True
        if text[at] in _ANONYMOUS and text[at - 1 : at] not in self._surnames:
            return False
        index = token_at(tokens, at)
        if text[at] == "據" and index >= 0 and tokens.starts[index] == at:
            return True  # 據報, 據報導 may be one token
        if text[at] in _TELLING and text[at - 1] in _ANONYMOUS and text[max(0, at - 2) : at - 1] in self._surnames:
            return True  # 李男|稱，
        if index < 0 or tokens.ends[index] != at + 1:
            if index >= 0 and text[at] in _TELLING and tokens.starts[index] == at and at in tokens.guessed:
                return True  # 消防|指受|波及的樓宇: no word that any lexicon has
            anonymous = text[at] in _ANONYMOUS
            if anonymous and text[at + 1 : at + 2] in _TELLING:
                return True
            known = anonymous and text.find(text[at - 1 : at + 1], 0, at) >= 0
            return known and tokens.starts[token_at(tokens, at - 1)] == at - 1  # 廖女氣得…, called so before; not 新聞女王
        before = at - tokens.starts[index]
        if before == 1 and text[at - 1] in self._surnames and text[at] in _TELLING and text[max(0, at - 2) : at - 1] in _BOUNDS:
            return True
        loose = text[at - 1] in _LOOSE_BEFORE or (text[at] in _TELLING and text[at - 1] in _PLACE_ENDS)
        return before == 0 or (before == 1 and (loose or text[at] in _ANONYMOUS))


def token_at(tokens: Tokens, offset: int) -> int:
    """Index of the token that holds ``offset``, or -1. It stands here, where it is compiled, for claims ask it most."""
    index = bisect_right(tokens.starts, offset) - 1
    return index if index >= 0 and offset < tokens.ends[index] else -1


def _tears(start: int, end: int, tokens: Tokens) -> bool:
    """True where a token begins within ``start..end`` and ends beyond it: 直播中說|明."""
    if end - start == 1:
        return False
    index = token_at(tokens, end - 1)
    return index >= 0 and start < tokens.starts[index] and tokens.ends[index] > end


def _opens_word(at: int, tokens: Tokens) -> bool:
    """True where a word of several characters begins."""
    index = token_at(tokens, at)
    return index >= 0 and tokens.starts[index] == at and tokens.ends[index] - at > 1


_UNITS = frozenset("市縣鄉鎮區里村省州")  # end the name of a place into which a noun may reach
_LOOSE_BEFORE = frozenset("也還又再另並則就曾都才今昨亦更一怒笑時後竟僅")
_PLACE_ENDS = frozenset("上中")  # 在記者會|上稱
_TELLING = frozenset("稱說指批")  # 徐稱，
_BOUNDS = frozenset(("", "\n", "。", "，", "；"))
_PEOPLE = frozenset(("people", "expert"))
_ANONYMOUS = frozenset("男女嫌婦翁父母妻")  # 林男, 陳女: the surname may stand in the same token


def _cue(row: Row, fold: Mapping[int, str]) -> Cue:
    """The cue of a row. Right after a name or noun a guard of one character is that word's own: 工會|宣布."""
    for column, allowed in _CHOICES.items():
        if row[column] not in allowed and not (column == "takes" and not row[column]):
            known = ", ".join(c for c in allowed if c)
            raise LexiconError(f"column {column!r}: {row[column]!r} is none of its values", place=row.place, remedy=f"write {known}")
    not_before, not_after = _folded(row.list("not_before"), fold), _folded(row.list("not_after"), fold)
    return Cue(
        row["cue"].translate(fold),
        row["class"],
        cast(Strength, row["strength"]),
        cast(Takes, row["takes"] or "both"),
        cast(Side, row["speaker"]),
        row["polarity"],
        by_head(not_before),
        tuple(guard for guard in not_before if len(guard) > 1),
        by_tail(not_after),
        tuple(guard for guard in not_after if len(guard) > 1),
        frozenset(row.list("needs_named_source")),
        frozenset(row.list("not_by")),
        row.place,
    )


def _noun(row: Row, fold: Mapping[int, str]) -> Noun:
    return Noun(
        row["noun"].translate(fold),
        row["kind"],
        row["kind"] in _PEOPLE,
        _folded(row.list("resolves"), fold),
        by_head(_folded(row.list("not_before"), fold)),
        _folded(row.list("not_after"), fold),
    )


def surnames_of(lexicons: Lexicons) -> list[str]:
    """The surnames of one character."""
    return [r["name"].translate(lexicons.fold) for r in lexicons.rows("words/surnames") if r["kind"] == "surname.single"]


def _folded(words: Iterable[str], fold: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(w.translate(fold) for w in words)


def by_head(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character: where none stands with that of a clause, no word needs comparing."""
    return {head: tuple(w for w in words if w[0] == head) for head in dict.fromkeys(w[0] for w in words if w)}


def by_tail(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Words by their last character, for what a clause may end in."""
    return {tail: tuple(w for w in words if w[-1] == tail) for tail in dict.fromkeys(w[-1] for w in words if w)}
