"""How often a paragraph stands in other documents of a dump: a pass of its own, kept in a file of its own."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pipeline.document import RawDocument
from pipeline.errors import ShiluError

LEAST_LENGTH = 16
# Rails cut paragraphs at different lengths, so a paragraph is known by how it starts.
HEAD = 24


def paragraph_key(text: str) -> str:
    """16 hex digits for a paragraph: its first letters and digits, white space and signs aside. "" for one too short
    to tell."""
    letters = "".join(filter(str.isalnum, text[: HEAD * 3]))[:HEAD]
    return blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() if len(letters) >= LEAST_LENGTH else ""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Paragraph key → number of documents it stands in; only those in more than one. ``documents`` is how many were
    read."""

    counts: Mapping[str, int]
    documents: int = 0

    def others(self, text: str) -> int:
        """In how many other documents this paragraph stands."""
        return max(0, self.counts.get(paragraph_key(text), 1) - 1)

    def save(self, path: Path) -> None:
        """Write as JSON, keys sorted; written beside and moved into place."""
        body = {"shilu_repeats": 1, "documents": self.documents, "counts": dict(sorted(self.counts.items()))}
        draft = path.with_name(path.name + ".tmp")
        draft.write_text(json.dumps(body, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Repeats":
        """Read what ``save`` wrote. Raises ShiluError where the file is something else."""
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            return cls({str(k): int(v) for k, v in body["counts"].items()}, int(body["documents"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ShiluError(f"no repeats file: {error}", place=str(path), remedy="build it anew from the dump") from error


def count_repeats(documents: Iterable[RawDocument]) -> Repeats:
    """Count paragraphs over a dump. The same text twice counts once: a document does not repeat itself."""
    counts: Counter[str] = Counter()
    seen: set[bytes] = set()
    for document in documents:
        digest = blake2b(document.text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest in seen:
            continue
        seen.add(digest)
        counts.update({key for line in document.text.splitlines() if (key := paragraph_key(line.strip()))})
    return Repeats({key: n for key, n in counts.items() if n > 1}, len(seen))
