"""Records in other programs' forms, and the queries of the README over them."""

import csv
import json
import re
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.io.export import FORMATS, export, marks
from pipeline.io.records import read_records
from pipeline.io.tables import SCHEMAS

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = [
    "行政院今（15）日通過台積電的補助計畫。經濟部長林大同表示：「𠮷野家也將受惠。」\n更多自由時報報導\n別的標題",
    "台積電去年12月在高雄設廠，董事長魏哲家指出，新廠2027年第三季量產。",
    "魏哲家昨天受訪時說，高雄新廠2027年第三季就會量產。",
]


@pytest.fixture(scope="module")
def records(analyzer):
    return [analyzer.analyze(t, published="2026-01-15", title=f"第{n}篇") for n, t in enumerate(TEXTS)]


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_written_whole_and_the_same_twice(records, tmp_path, form):
    one, two = export(records, form, tmp_path / "one"), export(records, form, tmp_path / "two")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one", "two"]
    files = [p for p in [one, *one.rglob("*")] if p.is_file()]
    assert files
    if form not in {"duckdb", "parquet", "docbin"}:  # these carry writer's marks of their own
        assert [p.read_bytes() for p in files] == [p.read_bytes() for p in [two, *two.rglob("*")] if p.is_file()]
    with pytest.raises(UsageError, match="stands there already"):
        export(records, form, one)
    export(records, form, one, force=True)


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_records_come_back(records, tmp_path, form):
    path = export(records, form, tmp_path / f"records.{form}")
    assert list(read_records(path)) == records


def test_no_record_is_an_error_with_its_line(tmp_path):
    (tmp_path / "records.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"records.jsonl:1: no record"):
        list(read_records(tmp_path))


def test_parquet_tables_and_their_schemas(records, tmp_path):
    import pyarrow.parquet as pq

    folder = export(records, "parquet", tmp_path / "tables")
    for table, columns in SCHEMAS.items():
        read = pq.read_table(folder / f"{table}.parquet")
        assert read.column_names == list(columns)
    documents = pq.read_table(folder / "documents.parquet").to_pylist()
    assert [d["document"] for d in documents] == [r.id for r in records]
    assert pq.read_table(folder / "events.parquet").num_rows == sum(len(r.events) for r in records)


def test_tables_of_no_records_have_their_columns(tmp_path):
    import pyarrow.parquet as pq

    folder = export([], "parquet", tmp_path / "tables")
    assert pq.read_table(folder / "claims.parquet").column_names == list(SCHEMAS["claims"])


def test_csv_opens_in_a_spreadsheet(records, tmp_path):
    folder = export(records, "csv", tmp_path / "csv")
    assert (folder / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (folder / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["content"] for r in rows] == [c.content.text for r in records for c in r.claims]


def test_marks_in_annotation_tools_are_the_records(records, tmp_path):
    doccano = [json.loads(line) for line in export(records, "doccano", tmp_path / "d").read_text(encoding="utf-8").splitlines()]
    assert [[(s, e) for s, e, _ in d["label"]] for d in doccano] == [[(s, e) for s, e, _, _ in marks(r)] for r in records]
    tasks = json.loads(export(records, "labelstudio", tmp_path / "l").read_text(encoding="utf-8"))
    for task in tasks:
        units = task["data"]["text"].encode("utf-16-le")
        for mark in task["predictions"][0]["result"]:
            value = mark["value"]
            assert units[value["start"] * 2 : value["end"] * 2].decode("utf-16-le") == value["text"]
    annotations = [json.loads(line) for line in export(records, "webannotation", tmp_path / "w").read_text(encoding="utf-8").splitlines()]
    texts = {f"urn:shilu:{r.id}": r.text for r in records}
    for annotation in annotations:
        position, quote = annotation["target"]["selector"]
        assert texts[annotation["target"]["source"]][position["start"] : position["end"]] == quote["exact"]


def test_docbin_opens_in_spacy(records, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    path = export(records, "docbin", tmp_path / "records.spacy")
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))
    assert [d.text for d in docs] == [r.text for r in records]
    assert [len(d.spans["shilu_dates"]) for d in docs] == [len(r.dates) for r in records]


def readme_queries():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```sql\n-- (.+?)\n(.+?)```", text, re.DOTALL)


def test_the_readme_has_five_queries():
    assert len(readme_queries()) >= 5


@pytest.mark.parametrize(("title", "query"), readme_queries(), ids=lambda x: x[:30])
def test_the_queries_of_the_readme_run(records, tmp_path, title, query):
    import duckdb

    path = export(records, "duckdb", tmp_path / "records.duckdb")
    with duckdb.connect(str(path), read_only=True) as base:
        rows = base.execute(query).fetchall()
    assert rows, title
