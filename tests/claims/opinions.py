"""Another project's opinion spans beside our claims: how the two are compared.

There an *opinion* is one span with speaker, cue and all that is said, sentence marks included, often over several cues of one speaker; a
*person* is the speaker with titles. Here a claim is a content with its speaker and cue apart. So:

- a predicted opinion is a claim widened: from the start of the sentence in which its speaker or cue stands to the end of its content and
  the closing marks; claims that overlap by more than three characters become one;
- opinions match greedily at an overlap (intersection over union) of one half; a person matches where the two spans share a character.
"""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.claims import ClaimFinder
from pipeline.document import Article, Block, RawDocument, read_article
from pipeline.entities import EntityFinder
from pipeline.lexicon import Lexicons
from pipeline.mentions import Claim
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from pipeline.span import Span

NAME = "opinions_ettoday_40.jsonl.gz"
_ENDS = "。！？!?\n"
_CLOSING = "。！？!?」”,，;；"
_NEAR = 200  # a speaker named further away than this is not part of the span


@dataclass(slots=True)
class Tally:
    """True positives, predicted, wanted."""

    hit: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, hit: int, found: int, wanted: int) -> None:
        self.hit, self.found, self.wanted = self.hit + hit, self.found + found, self.wanted + wanted

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.found + self.wanted) if self.found + self.wanted else 0.0


@dataclass(slots=True)
class Scores:
    """The two figures of this corpus."""

    opinions: Tally = field(default_factory=Tally)
    persons: Tally = field(default_factory=Tally)


def measure(shared: Path, lexicons: Lexicons) -> Scores:
    """Score our claims, with our own entities and no metadata, against the spans of ``shared/gold``."""
    segmenter, entities, claims = Segmenter(lexicons, Settings()), EntityFinder(lexicons), ClaimFinder(lexicons, assertions=False)
    scores = Scores()
    with gzip.open(shared / "gold" / NAME, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            text = document["text"]
            reading = read_article(Article(RawDocument(text), (Block(0, len(text), "paragraph"),), ()), lexicons.fold)
            tokens = segmenter.segment(reading)
            found = claims.find(reading, tokens, (), entities.find(reading, tokens))
            _score(scores, reading.text, found, document["spans"])
    return scores


def _score(scores: Scores, text: str, found: Sequence[Claim], spans: Iterable[dict]) -> None:  # type: ignore[type-arg]
    spans = list(spans)
    wanted = [(s["start"], s["end"]) for s in spans if "opinion" in s["labels"]]
    persons = [(s["start"], s["end"]) for s in spans if "person" in s["labels"]]
    opinions = widened(text, found)
    scores.opinions.add(_greedy(opinions, wanted, lambda a, b: _iou(a, b) >= 0.5), len(opinions), len(wanted))
    speakers = sorted({(c.speaker.start, c.speaker.end) for c in found if c.speaker})
    scores.persons.add(_greedy(speakers, persons, lambda a, b: a[0] < b[1] and b[0] < a[1]), len(speakers), len(persons))


def widened(text: str, claims: Iterable[Claim]) -> list[Span]:
    """Claims as spans of the other project's kind."""
    out: list[Span] = []
    for claim in claims:
        if claim.speaker is None:
            continue
        first = min(claim.content[0], claim.cue[0] if claim.cue else claim.content[0])
        if 0 <= claim.content[0] - claim.speaker.start < _NEAR:
            first = min(first, claim.speaker.start)
        start = max(text.rfind(c, 0, first) for c in _ENDS) + 1
        end = claim.content[1]
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        out.append((start, end))
    return _merged(sorted(out))


def _merged(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in spans:
        if out and start < out[-1][1] - 3:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _iou(a: Span, b: Span) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared else 0.0


def _greedy(found: Sequence[Span], wanted: Sequence[Span], match) -> int:  # type: ignore[no-untyped-def]
    left, hits = list(wanted), 0
    for span in found:
        partner = next((w for w in left if match(span, w)), None)
        if partner is not None:
            left.remove(partner)
            hits += 1
    return hits
