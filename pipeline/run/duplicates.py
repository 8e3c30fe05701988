"""Duplicates over a run: the same text twice, and near copies (syndicated or updated articles), as clusters in a file of their own.

A declared pass after a run; nothing is dropped. Near copies are found by MinHash over the character 5-grams of the body, a candidate pair is one that
shares a band (datasketch's LSH), and is kept where the estimated Jaccard similarity reaches the threshold.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from pipeline.model import Record

NAME = "duplicates.jsonl"
SHINGLE, PERMUTATIONS = 5, 96  # characters; the estimate's standard error is about 1 / sqrt(96) = 0.1 at the worst


@dataclass(frozen=True, slots=True)
class Copy:
    """One record of a run, as the clusters name it; ``similarity`` to the cluster's first."""

    id: str
    path: str
    index: int
    outlet: str | None
    title: str | None
    published: str | None
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one another: the one to keep first (earliest published, then first in the input), then the others. ``kind``: exact or near."""

    kind: str
    copies: tuple[Copy, ...]

    def to_json(self) -> str:
        """A line of duplicates.jsonl."""
        rows = [{key: getattr(c, key) for key in Copy.__slots__} for c in self.copies]
        return json.dumps({"kind": self.kind, "kept": self.copies[0].id, "copies": rows}, ensure_ascii=False)


def body_of(record: Record) -> str:
    """Letters and digits of the record's title, headings and paragraphs: what copies share whatever the page around them."""
    text = "".join(record.text[b.start : b.end] for b in record.body if b.role != "caption")
    return "".join(filter(str.isalnum, text))


def find_clusters(records: Iterable[Record], threshold: float = 0.8) -> list[Cluster]:
    """The clusters of a run's records. Memory: some 1.5 kB a record. ``threshold``: least Jaccard similarity of near copies, 0 to 1."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=min(threshold, 0.9), num_perm=PERMUTATIONS)  # bands for candidates; the threshold itself is asked below
    copies: list[Copy] = []
    sketches: list[MinHash] = []
    parents: list[int] = []
    for number, record in enumerate(records):
        body = body_of(record)
        sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=_hash)
        sketch.update_batch([body[i : i + SHINGLE].encode() for i in range(max(1, len(body) - SHINGLE + 1))])
        parents.append(number)
        for other in index.query(sketch):
            if sketch.jaccard(sketches[int(other)]) >= threshold:
                _join(parents, int(other), number)
        index.insert(str(number), sketch)
        copies.append(_copy(record))
        sketches.append(sketch)
    return list(_clusters(copies, sketches, parents))


def write_clusters(clusters: Iterable[Cluster], folder: Path) -> Path:
    """Write duplicates.jsonl into a run's folder, whole or not at all."""
    from pipeline.run.shards import write_whole

    write_whole(folder / NAME, (c.to_json().encode() + b"\n" for c in clusters))
    return folder / NAME


def _hash(data: bytes) -> int:
    return crc32(data)


def _copy(record: Record) -> Copy:
    source = record.source
    day = source.published.value.isoformat() if source.published.value else None
    return Copy(record.id, source.path, source.index, source.outlet, source.title, day)


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _join(parents: list[int], a: int, b: int) -> None:
    first, second = sorted((_root(parents, a), _root(parents, b)))
    parents[second] = first


def _clusters(copies: list[Copy], sketches: list["object"], parents: list[int]) -> Iterator[Cluster]:
    groups: dict[int, list[int]] = {}
    for number in range(len(copies)):
        groups.setdefault(_root(parents, number), []).append(number)
    for members in groups.values():
        if len(members) < 2:
            continue
        members.sort(key=lambda n: (copies[n].published or "9999", n))
        first = sketches[members[0]]
        named = tuple(_with_similarity(copies[n], round(float(first.jaccard(sketches[n])), 3)) for n in members)  # type: ignore[attr-defined]
        yield Cluster("exact" if len({c.id for c in named}) == 1 else "near", named)


def _with_similarity(copy: Copy, similarity: float) -> Copy:
    return Copy(copy.id, copy.path, copy.index, copy.outlet, copy.title, copy.published, similarity)
