"""The corpus: samples of our own, and gold that agrees with them."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.build_gold import GoldError, build, stale

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
DUMPS = ROOT.parent / "shared" / "dumps"


def rows(name: str) -> list[dict[str, Any]]:
    text = (CORPUS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def sample_files() -> list[Path]:
    return sorted(path for path in (CORPUS / "samples").iterdir() if path.suffix in {".txt", ".md"})


def sample_texts() -> list[str]:
    feed = [row["text"] for row in rows("samples/feed.jsonl")]
    return [path.read_text(encoding="utf-8") for path in sample_files()] + feed


def test_built_files_equal_a_rebuild() -> None:
    assert stale(CORPUS, build(CORPUS)) == []


def test_every_sample_is_annotated() -> None:
    sources = [json.loads(p.read_text(encoding="utf-8"))["sample"] for p in (CORPUS / "gold" / "source").glob("*.json")]
    files = [f"samples/{path.name}" for path in sample_files()]
    feed = [f"samples/feed.jsonl#{n}" for n in range(1, len(rows("samples/feed.jsonl")) + 1)]
    assert sorted(sources) == sorted(files + feed)


def test_there_are_enough_documents() -> None:
    assert len(rows("gold/documents.jsonl")) == len(rows("gold/annotations.jsonl")) >= 60
    assert len(rows("samples/feed.jsonl")) >= 10
    assert any(path.suffix == ".md" for path in sample_files())


def test_places_and_tokens_are_annotated_widely() -> None:
    annotations = rows("gold/annotations.jsonl")
    sources = [json.loads(path.read_text(encoding="utf-8")) for path in (CORPUS / "gold" / "source").glob("*.json")]
    assert sum(bool(row.get("places")) for row in annotations) >= 30
    assert sum(bool(row.get("tokens")) for row in annotations) >= 20
    assert sum(len(source.get("tokens", [])) for source in sources) >= 60


def test_spans_hold_their_surfaces() -> None:
    texts = {row["id"]: row["text"] for row in rows("gold/documents.jsonl")}
    for row in rows("gold/annotations.jsonl"):
        text = texts[row["id"]]
        for kind in ("dates", "orgs", "people", "places", "events", "claims"):
            for item in row.get(kind, []):
                assert text[item[0] : item[1]] == item[-1], (row["id"], kind, item)


def test_lines_partition_the_text() -> None:
    texts = {row["id"]: row["text"] for row in rows("gold/documents.jsonl")}
    for row in rows("gold/annotations.jsonl"):
        text = texts[row["id"]]
        whole = [span for kind in ("keep", "drop", "neutral") for span in row[kind]]
        covered = {i for start, end in whole for i in range(start, end)}
        assert all(i in covered or text[i].isspace() for i in range(len(text))), row["id"]
        kept = {i for start, end in row["keep"] for i in range(start, end)}
        assert not any(i in kept for start, end in row["drop"] for i in range(start, end)), row["id"]


def test_samples_are_clean_utf8() -> None:
    for path in (CORPUS / "samples").iterdir():
        content = path.read_bytes()
        assert b"\r" not in content, path.name
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert content.endswith(b"\n"), path.name
        assert "\ufffd" not in content.decode("utf-8"), path.name


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "samples").mkdir()
    (tmp_path / "gold" / "source").mkdir(parents=True)
    (tmp_path / "samples" / "a.txt").write_text("標題\n記者王一／報導\n甲公司5日說：「好。」\n", encoding="utf-8", newline="\n")
    return tmp_path


def source(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "a",
        "sample": "samples/a.txt",
        "metadata": {"published": "2026-01-06"},
        "published": "2026-01-06",
        "lines": [[1, 1, "title"], [2, 2, "byline"], [3, 3, "body"]],
        "dates": [{"line": 3, "text": "5日", "value": "2026-01-05"}],
        "orgs": [{"line": 3, "text": "甲公司", "name": "甲公司"}],
        "people": [{"line": 2, "text": "王一", "name": "王一"}],
        "claims": [{"line": 3, "speaker": "甲公司", "cue": "說", "content": "好。", "form": "quotation"}],
    }
    return plain | changes


def put(corpus: Path, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False)
    (corpus / "gold" / "source" / "a.json").write_text(text, encoding="utf-8")


def test_offsets_are_code_points_of_the_sample(corpus: Path) -> None:
    put(corpus, source())
    row = json.loads(build(corpus).annotations)
    assert row["dates"] == [[14, 16, "2026-01-05", "5日"]]
    assert row["keep"] == [[0, 2], [11, 22]]
    assert row["neutral"] == [[3, 10]]
    assert row["claims"] == [[19, 21, "甲公司", "quotation", "好。"]]


def test_words_and_places_come_at_their_offsets(corpus: Path) -> None:
    put(corpus, source(tokens=[{"line": 3, "text": "甲公司 5日 說"}], places=[]))
    row = json.loads(build(corpus).annotations)
    assert row["tokens"] == [[11, 14], [14, 16], [16, 17]]
    assert row["places"] == []
    put(corpus, source())
    assert not {"tokens", "places"} & json.loads(build(corpus).annotations).keys()


BROKEN = {
    "text not in its line": ({"dates": [{"line": 1, "text": "5日", "value": None}]}, "does not hold"),
    "no such line": ({"dates": [{"line": 9, "text": "5日", "value": None}]}, "no line 9"),
    "a line with two labels": ({"lines": [[1, 3, "body"], [3, 3, "noise"]]}, "two labels"),
    "a line without a label": ({"lines": [[1, 2, "body"]]}, "no label"),
    "an unknown label": ({"lines": [[1, 3, "text"]]}, "unknown label"),
    "an unknown key": ({"date": []}, "unknown keys"),
    "a value that is no date": ({"dates": [{"line": 3, "text": "5日", "value": "2026-1-5"}]}, "not an EDTF value"),
    "names that overlap": ({"people": [{"line": 3, "text": "公司5", "name": "公司5"}]}, "overlaps"),
    "a place inside an organization": ({"places": [{"line": 3, "text": "甲", "name": "甲"}]}, "overlaps"),
    "words that are not in their line": ({"tokens": [{"line": 3, "text": "甲公司 6日 說"}]}, "does not hold"),
    "an item on a noise line": ({"lines": [[1, 2, "title"], [3, 3, "noise"]]}, "nothing is annotated"),
    "an item in inline noise": ({"noise_inline": [{"line": 3, "text": "5日說"}]}, "inline noise"),
    "an unknown class": (
        {"events": [{"line": 3, "trigger": "說", "class": "talk", "date": None, "participants": []}]},
        "unknown class",
    ),
    "a quotation without a mark": (
        {"claims": [{"line": 3, "speaker": "甲公司", "cue": "", "content": "5日", "form": "quotation"}]},
        "no quotation mark",
    ),
    "reported words with a full stop": (
        {"claims": [{"line": 3, "speaker": "甲公司", "cue": "說", "content": "好。", "form": "reported"}]},
        "full stop",
    ),
    "a cue that is elsewhere": (
        {"claims": [{"line": 3, "speaker": "甲公司", "cue": "表示", "content": "好。", "form": "quotation"}]},
        "cue",
    ),
}


@pytest.mark.parametrize(("changes", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_contradictions_are_rejected(corpus: Path, changes: dict[str, Any], message: str) -> None:
    put(corpus, source(**changes))
    with pytest.raises(GoldError, match=message):
        build(corpus)


def dump_texts() -> Iterator[str]:
    for path in sorted(DUMPS.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


@pytest.mark.shared
@pytest.mark.skipif(not DUMPS.is_dir(), reason="../shared/dumps is not here: whether a sample copies it is not checked")
def test_no_sentence_was_copied_from_the_dumps() -> None:
    split = re.compile(r"[。！？；\n]")
    ours = {part.strip() for text in sample_texts() for part in split.split(text)}
    ours = {part for part in ours if len(part) >= 16}
    copied = {part for text in dump_texts() for raw in split.split(text) if (part := raw.strip()) in ours}
    assert sorted(copied) == []
