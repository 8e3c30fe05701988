"""Annotations without their texts: nothing of a text is shipped, and everything comes back with it."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluate.standoff import SURFACES, read_rows, restore, with_words, without_words

STANDOFF = Path(__file__).parents[2] / "corpus" / "standoff"
SHIPPED = [STANDOFF / name / "annotations.jsonl" for name in (".", "events", "reach", "read", "judged")]
TEXT = "海岸科技3月2日宣布擴廠。"
GOLD = {
    "id": "a1",
    "sha256": sha256(TEXT.encode()).hexdigest(),
    "keep": [[0, 13]],
    "dates": [[4, 8, "2026-03-02", "3月2日"]],
    "orgs": [[0, 4, "海岸科技", "海岸科技"]],
    "people": [],
    "events": [[10, 12, "production", "2026-03-02", ["海岸科技"], "擴廠"]],
    "claims": [],
    "wrong": [[0, 13, "海岸科技", "reported", TEXT]],
    "published": "2026-03-02",
}


def test_words_are_left_out_and_come_back() -> None:
    bare = without_words(GOLD, "train")
    assert bare["dates"] == [[4, 8, "2026-03-02"]]
    assert bare["split"] == "train"
    assert "擴廠" not in json.dumps(bare, ensure_ascii=False)
    assert with_words(bare, TEXT) == GOLD


def test_articles_are_found_by_their_digest() -> None:
    articles = [{"text": "別的文章。", "outlet": "x"}, {"text": TEXT, "outlet": "海岸日報", "published": "2026-03-02"}]
    ((document, annotation),) = restore([without_words(GOLD, "test")], articles)
    assert (document["id"], document["outlet"], document["url"]) == ("a1", "海岸日報", None)
    assert annotation["events"][0][-1] == "擴廠"


def test_another_text_is_refused() -> None:
    with pytest.raises(UsageError, match="a1"):
        with_words(without_words(GOLD, "test"), TEXT + "。")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_what_is_shipped_holds_no_sentence(path: Path) -> None:
    rows = list(read_rows(path))
    assert len(rows) > 100
    for row in rows:
        assert row["split"] in {"train", "test"}
        names = [cell for key in SURFACES for item in row.get(key, ()) for cell in item if isinstance(cell, str)]
        assert max(map(len, names), default=0) <= 60, row["id"]
