"""Builds the gold of corpus/ from its hand-written sources.

    python -m pipeline.evaluate.build_gold [--corpus DIR] [--check]

Reads ``gold/source/*.json`` (one file a document, items named by line and exact text) and the samples they annotate;
writes ``gold/documents.jsonl`` and ``gold/annotations.jsonl``. Offsets are half-open code points of the sample as it
stands in its file. A source that does not fit its text is an error and nothing is written. ``--check`` writes nothing
and fails when the files differ from a rebuild.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

KEEP = frozenset({"title", "heading", "body"})
NEUTRAL = frozenset({"byline", "caption"})
ANNOTATED = KEEP | {"byline"}
LABELS = KEEP | NEUTRAL | {"noise"}
FORMS = frozenset({"quotation", "reported"})
CLASSES = frozenset(
    {"policy", "organization", "personnel", "business", "production", "agreement", "meeting", "election", "justice"}
    | {"disaster", "conflict", "life", "sports"}
)
METADATA = ("url", "outlet", "title", "published")
ROLES = {"title": "title", "heading": "heading", "body": "paragraph", "byline": "byline", "caption": "caption"}
OPTIONAL = ("places", "tokens")  # annotated in some documents only
KEYS = frozenset(
    {"id", "sample", "metadata", "published", "lines", "noise_inline", "neutral_inline"}
    | {"dates", "orgs", "people", "events", "claims", *OPTIONAL}
)


class GoldError(ValueError):
    """A source contradicts its text or itself; the message begins with the document's id."""


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One text under annotation with the span of each of its lines (the line feed left out)."""

    id: str
    text: str
    lines: tuple[Span, ...]

    @classmethod
    def of(cls, name: str, text: str) -> "Sample":
        """Splits ``text`` at line feeds only, so that line numbers are those of an editor."""
        spans: list[Span] = []
        start = 0
        for line in text.split("\n"):
            spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        return cls(name, text, tuple(spans))

    def line(self, number: int) -> Span:
        """The span of the 1-based line ``number``."""
        if not 1 <= number <= len(self.lines):
            raise GoldError(f"{self.id}: there is no line {number}")
        return self.lines[number - 1]

    def find(self, item: dict[str, Any], key: str = "text") -> Span:
        """Where ``item[key]`` stands in line ``item["line"]``: the ``item["nth"]`` time, counted from 1."""
        surface, nth = item[key], item.get("nth", 1)
        start, end = self.line(item["line"])
        at = start - 1
        for _ in range(nth):
            at = self.text.find(surface, at + 1, end)
            if at < 0 or not surface:
                raise GoldError(f"{self.id}: line {item['line']} does not hold {surface!r} ({nth})")
        return Span(at, at + len(surface))


@dataclass(frozen=True, slots=True)
class Built:
    """The two gold files as text, one JSON object a line."""

    documents: str
    annotations: str


def build(corpus: Path) -> Built:
    """Builds both files from ``corpus/gold/source`` in the order of the file names.

    Raises GoldError for a source that contradicts its sample, and OSError for a sample that is not there.
    """
    documents, annotations = [], []
    for path in sorted((corpus / "gold" / "source").glob("*.json")):
        source = json.loads(path.read_text(encoding="utf-8"))
        if source["id"] != path.stem:
            raise GoldError(f"{path.name}: holds the id {source['id']!r}")
        document = _document(source, corpus)
        documents.append(document)
        annotations.append(_annotation(source, Sample.of(source["id"], document["text"])))
    return Built(_jsonl(documents), _jsonl(annotations))


def write(corpus: Path, built: Built) -> None:
    """Writes ``built`` into ``corpus/gold``."""
    for name, content in _files(corpus, built):
        name.write_text(content, encoding="utf-8", newline="\n")


def stale(corpus: Path, built: Built) -> list[str]:
    """Names of the gold files which differ from ``built`` or are missing."""
    files = _files(corpus, built)
    return [p.name for p, content in files if not p.exists() or p.read_bytes() != content.encode("utf-8")]


def _files(corpus: Path, built: Built) -> list[tuple[Path, str]]:
    gold = corpus / "gold"
    return [(gold / "documents.jsonl", built.documents), (gold / "annotations.jsonl", built.annotations)]


def _jsonl(rows: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _document(source: dict[str, Any], corpus: Path) -> dict[str, Any]:
    """The row of documents.jsonl: the sample's text with its metadata.

    ``source["sample"]`` is a path under ``corpus``; ``#N`` after a .jsonl path means its N-th line, which brings its
    own metadata.
    """
    name, _, number = source["sample"].partition("#")
    content = (corpus / name).read_bytes().decode("utf-8")
    row = json.loads(content.split("\n")[int(number) - 1]) if number else source["metadata"] | {"text": content}
    return {"id": source["id"]} | {key: row.get(key) for key in METADATA} | {"text": row["text"]}


def _annotation(source: dict[str, Any], sample: Sample) -> dict[str, Any]:
    """The row of annotations.jsonl: every item of ``source`` at its offsets, checked."""
    if unknown := source.keys() - KEYS:
        raise GoldError(f"{sample.id}: unknown keys {sorted(unknown)}")
    labels = _labels(source["lines"], sample)
    inline = [sample.find(item) for item in source.get("noise_inline", [])]
    neutral_inline = [sample.find(item) for item in source.get("neutral_inline", [])]
    marked = _Marks(source, sample, labels, inline)
    dates = marked.items("dates", lambda item: [_value(item["value"], sample)])
    orgs = marked.items("orgs", lambda item: [item["name"]])
    people = marked.items("people", lambda item: [item["name"]])
    places = {"places": marked.items("places", lambda item: [item["name"]])} if "places" in source else {}
    _reject_overlaps([*dates, *orgs, *people, *places.get("places", [])], sample)
    return {
        "id": sample.id,
        "sha256": hashlib.sha256(sample.text.encode("utf-8")).hexdigest(),
        "keep": _spans(sample, labels, KEEP),
        "drop": _spans(sample, labels, frozenset({"noise"})),
        "neutral": sorted([*_spans(sample, labels, NEUTRAL), *map(list, neutral_inline)]),
        "inline": sorted(map(list, inline)),
        "dates": dates,
        "orgs": orgs,
        "people": people,
        "events": marked.items("events", lambda item: _event(item, sample), "trigger"),
        "claims": marked.items("claims", lambda item: _claim(item, sample), "content"),
        "published": source["published"],
        "roles": [
            [*sample.line(n), ROLES[labels[n]]]
            for n in sorted(labels)
            if labels[n] in ROLES and sample.text[slice(*sample.line(n))].strip()
        ],
        **places,
        **({"tokens": _tokens(source["tokens"], sample)} if "tokens" in source else {}),
    }


def _tokens(items: Sequence[dict[str, Any]], sample: Sample) -> list[list[int]]:
    """The spans of words: each item shows a stretch of its line with spaces between its tokens."""
    out: list[list[int]] = []
    for item in items:
        words = item["text"].split(" ")
        at = sample.find({**item, "text": "".join(words)}).start
        for word in words:
            out.append([at, at + len(word)])
            at += len(word)
    return sorted(out)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Turns the items of one source into rows ``[start, end, *payload, surface]``, in text order."""

    source: dict[str, Any]
    sample: Sample
    labels: dict[int, str]
    inline: list[Span]

    def items(self, kind: str, payload: Any, key: str = "text") -> list[list[Any]]:
        rows = []
        for item in self.source.get(kind, []):
            span = self.sample.find(item, key)
            self._check_place(span, item)
            rows.append([*span, *payload(item), item[key]])
        rows.sort(key=lambda row: row[:2])
        for former, row in pairwise(rows):
            if former == row:
                raise GoldError(f"{self.sample.id}: {kind} holds {row} twice")
        return rows

    def _check_place(self, span: Span, item: dict[str, Any]) -> None:
        if (label := self.labels.get(item["line"])) not in ANNOTATED:
            raise GoldError(f"{self.sample.id}: line {item['line']} is {label}: nothing is annotated there")
        if any(span.start < noise.end and noise.start < span.end for noise in self.inline):
            raise GoldError(f"{self.sample.id}: {item} overlaps inline noise")


def _labels(ranges: Sequence[Sequence[Any]], sample: Sample) -> dict[int, str]:
    """Line number → label; every non-blank line once."""
    labels: dict[int, str] = {}
    for first, last, label in ranges:
        if label not in LABELS:
            raise GoldError(f"{sample.id}: unknown label {label!r}")
        for number in range(first, last + 1):
            if number in labels:
                raise GoldError(f"{sample.id}: line {number} has two labels")
            labels[number] = label
    for number, (start, end) in enumerate(sample.lines, 1):
        if sample.text[start:end].strip() and number not in labels:
            raise GoldError(f"{sample.id}: line {number} has no label")
    return labels


def _spans(sample: Sample, labels: dict[int, str], wanted: frozenset[str]) -> list[list[int]]:
    """Spans of the non-blank lines whose label is one of ``wanted``."""
    return [list(span) for span in _labelled(sample, labels, wanted) if sample.text[slice(*span)].strip()]


def _labelled(sample: Sample, labels: dict[int, str], wanted: frozenset[str]) -> Iterator[Span]:
    return (sample.line(number) for number in sorted(labels) if labels[number] in wanted)


def _reject_overlaps(rows: list[list[Any]], sample: Sample) -> None:
    for former, row in pairwise(sorted(rows, key=lambda row: row[:2])):
        if row[0] < former[1]:
            raise GoldError(f"{sample.id}: {former} overlaps {row}")


def _value(value: str | None, sample: Sample) -> str | None:
    """``value`` when it is null or a date, interval or open interval of the EDTF forms in use."""
    day = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-4])(:[0-5]\d){0,2})?"
    unit = rf"({day}|\d{{4}}-(0[1-9]|1[0-2]|2[1-4]|3[3-6]|4[01])|\d{{4}}|\d{{3}}X)"
    if value is not None and not re.fullmatch(rf"{unit}(/({unit}|\.\.))?|\.\./{unit}", value):
        raise GoldError(f"{sample.id}: {value!r} is not an EDTF value")
    return value


def _event(item: dict[str, Any], sample: Sample) -> list[Any]:
    if item["class"] not in CLASSES:
        raise GoldError(f"{sample.id}: unknown class {item['class']!r}")
    return [item["class"], _value(item["date"], sample), item["participants"]]


def _claim(item: dict[str, Any], sample: Sample) -> list[Any]:
    """Speaker and form; a quotation opens after a quotation mark, reported words leave the full stop out."""
    if item["form"] not in FORMS or not item["speaker"]:
        raise GoldError(f"{sample.id}: a claim needs a speaker and a form: {item}")
    if item["cue"] not in sample.text[slice(*sample.line(item["line"]))]:
        raise GoldError(f"{sample.id}: line {item['line']} does not hold the cue {item['cue']!r}")
    start = sample.find(item, "content").start
    if item["form"] == "quotation" and sample.text[start - 1 : start] not in {"「", "『", "“", '"'}:
        raise GoldError(f"{sample.id}: no quotation mark opens before {item['content']!r}")
    if item["form"] == "reported" and item["content"].endswith("。"):
        raise GoldError(f"{sample.id}: reported content ends in a full stop: {item['content']!r}")
    return [item["speaker"], item["form"]]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code (0 done, 1 the files differ or a source is wrong)."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parents[2] / "corpus")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when the gold is not up to date")
    options = parser.parse_args(arguments)
    try:
        built = build(options.corpus)
    except GoldError as error:
        print(error, file=sys.stderr)
        return 1
    if options.check:
        differing = stale(options.corpus, built)
        print("\n".join(f"{name} differs from its sources" for name in differing) or "gold is up to date")
        return 1 if differing else 0
    write(options.corpus, built)
    print(f"{built.documents.count(chr(10))} documents")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
