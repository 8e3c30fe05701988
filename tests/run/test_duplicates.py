"""Duplicates: exact and near copies as clusters, the earliest first."""

import json

import pytest

from pipeline.run.duplicates import find_clusters, write_clusters

BODY = (
    "高雄市政府水利局今天宣布，前鎮區的雨水下水道改善工程將於下個月動工，總經費約三億六千萬元，預計工期十八個月。"
    "局長林大同指出，工程完成後可以大幅降低淹水的風險，附近的三所學校與兩處市場都會受惠。"
    "市議員陳小華則質疑，施工期間的交通維持計畫不夠完整，要求市府在動工前再開一次說明會。"
)
OTHER = "中央氣象署表示，週末鋒面通過，北部與東北部有局部大雨，提醒民眾外出攜帶雨具，山區注意落石與溪水暴漲。" * 3


@pytest.fixture(scope="module")
def records(analyzer):
    texts = [
        (OTHER, "2026-01-03"),
        (BODY, "2026-01-02"),
        ("〔記者王小明／高雄報導〕" + BODY.replace("三億六千萬元", "四億元"), "2026-01-01"),
        (BODY, "2026-01-04"),
        (OTHER, "2026-01-05"),
    ]
    return [analyzer.analyze(t, published=day) for t, day in texts]


def test_clusters(records):
    near, exact = sorted(find_clusters(records, 0.7), key=lambda c: c.kind, reverse=True)
    assert (near.kind, [c.published for c in near.copies]) == ("near", ["2026-01-01", "2026-01-02", "2026-01-04"])
    assert near.copies[0].similarity == 1.0
    assert all(0.7 <= c.similarity <= 1.0 for c in near.copies)
    assert (exact.kind, [c.published for c in exact.copies]) == ("exact", ["2026-01-03", "2026-01-05"])


def test_a_high_threshold_keeps_only_the_same(records):
    assert {c.kind for c in find_clusters(records, 1.0)} == {"exact"}


def test_the_file(records, tmp_path):
    path = write_clusters(find_clusters(records, 0.7), tmp_path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {r["kind"] for r in rows} == {"exact", "near"}
    assert all(r["kept"] == r["copies"][0]["id"] for r in rows)


def test_no_records(tmp_path):
    assert find_clusters([]) == []
