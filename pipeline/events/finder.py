"""The event finder: triggers by one automaton, each tied to a date; participants by frame; status by the words around it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

import ahocorasick_rs

from pipeline.document import Reading, Tokens
from pipeline.lexicon import Lexicons
from pipeline.mentions import Claim, DateMention, Entity, Event, Participant, Status, TieBasis
from pipeline.span import Span

_CLAUSE = re.compile(r"[，,；。！？\n]")


class EventFinder:
    """Finds dated events under one ontology."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = lexicons.rules("events")
        self._triggers = {t.translate(lexicons.fold): r for r in reversed(rules) for t in r.texts("triggers") if len(t) > 1}
        self._texts = list(self._triggers)
        self._automaton = ahocorasick_rs.AhoCorasick(self._texts, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(
        self, reading: Reading, tokens: Tokens, dates: Sequence[DateMention], entities: Sequence[Entity], claims: Sequence[Claim]
    ) -> tuple[Event, ...]:
        """The dated events, in text order."""
        if not dates:
            return ()
        mentions = sorted((m.start, m.end, n) for n, e in enumerate(entities) for m in e.mentions)
        events: list[Event] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(reading.text):
            if not (tokens.is_boundary(start) and tokens.is_boundary(end)) or _inside(mentions, start):
                continue
            sentence = reading.sentence_at(start)
            tie = _tie(reading.text, dates, sentence, start)
            if tie is None:
                continue
            claim = next((n for n, c in enumerate(claims) if c.content[0] <= start < c.content[1]), None)
            who = tuple(
                Participant(n, "participant") for n in dict.fromkeys(n for s, e, n in mentions if sentence[0] <= s and e <= sentence[1])
            )
            rule = self._triggers[self._texts[pattern]]
            status: Status = "planned" if re.search("將|預計|擬|預定", reading.text[max(sentence[0], start - 8) : start]) else "happened"
            events.append(Event(rule.name, (start, end), tie[0], tie[1], who[:4], sentence, status, rule.place, claim=claim))
        return tuple(events)


def _inside(mentions: Sequence[tuple[int, int, int]], offset: int) -> bool:
    at = bisect_right(mentions, (offset, 1 << 60, 0)) - 1
    return at >= 0 and mentions[at][0] <= offset < mentions[at][1]


def _tie(text: str, dates: Sequence[DateMention], sentence: Span, start: int) -> tuple[int, TieBasis] | None:
    here = [n for n, d in enumerate(dates) if sentence[0] <= d.start < sentence[1] and d.value]
    before = [n for n in here if dates[n].start < start]
    if before:
        clause = not _CLAUSE.search(text, dates[before[-1]].end, start)
        return before[-1], "clause" if clause else "sentence"
    return (here[0], "sentence") if here else None
