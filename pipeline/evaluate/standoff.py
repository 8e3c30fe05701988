"""Annotations without their texts: offsets into real articles that belong to their outlets and are not shipped.

    python -m pipeline.evaluate.standoff corpus/standoff DUMP.jsonl[.gz] ... --out FOLDER [--split train|test]
    python -m pipeline.evaluate.standoff corpus/standoff --take GOLD --split train|test

The first makes a gold folder (corpus/README.md) of the annotations whose articles stand in the dumps, found by the digest of their text; that
folder can be evaluated and learned from like any other. The second adds the annotations of a gold folder, the words they stand on left out.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.evaluate.gold import ANNOTATIONS, DOCUMENTS

Row = dict[str, Any]

SURFACES = ("dates", "orgs", "people", "events", "claims", "wrong")  # whose rows end with the words they stand on
SPLITS = ("train", "test")
METADATA = ("url", "outlet", "title", "published")


def without_words(annotation: Mapping[str, Any], split: str) -> Row:
    """An annotation as it is shipped: its split, and rows that no longer end with their words."""
    bare = {key: [row[:-1] for row in value] if key in SURFACES else value for key, value in annotation.items()}
    return {"id": bare.pop("id"), "split": split, **bare}


def with_words(annotation: Mapping[str, Any], text: str) -> Row:
    """The annotation of a gold folder, its words taken from ``text``. Raises UsageError where the text is another one."""
    if sha256(text.encode("utf-8")).hexdigest() != annotation["sha256"]:
        raise UsageError(f"{annotation['id']}: this is not the text that was annotated")
    full = {key: [[*row, text[row[0] : row[1]]] for row in value] if key in SURFACES else value for key, value in annotation.items()}
    full.pop("split")
    return full


def restore(annotations: Iterable[Mapping[str, Any]], articles: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Row, Row]]:
    """Documents with their annotations, in the order of ``articles``: rows of dumps with text, url, outlet, title and published."""
    wanted = {a["sha256"]: a for a in annotations}
    for article in articles:
        annotation = wanted.pop(sha256(article["text"].encode("utf-8")).hexdigest(), None)
        if annotation is not None:
            document = {"id": annotation["id"], **{key: article.get(key) for key in METADATA}, "text": article["text"]}
            yield document, with_words(annotation, article["text"])


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON-lines file, packed or not. Raises OSError where there is no such file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("standoff", type=Path)
    parser.add_argument("dumps", nargs="*", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--take", type=Path, metavar="GOLD")
    chosen = parser.parse_args()
    shipped = chosen.standoff / ANNOTATIONS
    known = list(read_rows(shipped)) if shipped.exists() else []
    if chosen.take:
        if not chosen.split:
            parser.error("--take needs --split")
        added = [without_words(row, chosen.split) for row in read_rows(chosen.take / ANNOTATIONS)]
        rows = {row["sha256"]: row for row in (*known, *added)}
        write_rows(shipped, sorted(rows.values(), key=lambda row: str(row["id"])))
        return
    if not chosen.out:
        parser.error("name --out FOLDER, or --take GOLD")
    articles = (row for path in chosen.dumps for row in read_rows(path))
    found = list(restore((row for row in known if chosen.split in (None, row["split"])), articles))
    write_rows(chosen.out / DOCUMENTS, (document for document, _ in found))
    write_rows(chosen.out / ANNOTATIONS, (annotation for _, annotation in found))
    print(f"{len(found)} of {len(known)} annotations have their article")


if __name__ == "__main__":
    main()
