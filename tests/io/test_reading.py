"""Every format and every fault of the readers: nothing lost, a clear reason each."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import RawDocument
from pipeline.errors import UsageError
from pipeline.io.containers import Limits, Member, open_members
from pipeline.io.fields import Fields, parse_fields
from pipeline.io.formats import READERS, read_member
from pipeline.io.rejection import Place, Rejection
from pipeline.io.sources import find_files, read_file
from pipeline.io.stream import Reading

ROW = {"title": "標題", "text": "第一段。\n第二段。", "url": "https://example.org/1", "source": "甲報", "date": "2025-01-06"}
LINE = (json.dumps(ROW, ensure_ascii=False) + "\n").encode()


def read(path, fields=None, limits=None):
    return [i for f in find_files([str(path)]) for i in read_file(f, fields or Fields(), limits or Limits())]


def codes(items):
    return [i.code if isinstance(i, Rejection) else "ok" for i in items]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", LINE),
        ("a.ndjson", b"\xef\xbb\xbf" + LINE),
        ("a.jsonl", json.dumps(ROW).encode() + b"\r\n"),
        ("a.json", json.dumps(ROW).encode()),
        ("a.json", json.dumps([ROW]).encode()),
        ("a.json", json.dumps({"count": 1, "articles": [ROW]}).encode()),
        ("a.json", LINE + LINE[:0]),
        ("a.csv", b"title,text,url,source,date\n" + '標題,"第一段。\n第二段。",https://example.org/1,甲報,2025-01-06\n'.encode()),
        ("a.tsv", '\ufeff標題\t內文\t網址\t媒體\t日期\n標題\t"第一段。\n第二段。"\thttps://example.org/1\t甲報\t2025-01-06\n'.encode()),
        ("a.jsonl.gz", gzip.compress(LINE)),
        ("a.jsonl.bz2", bz2.compress(LINE)),
        ("a.jsonl.xz", lzma.compress(LINE)),
        ("a.jsonl.zst", zstandard.compress(LINE)),
        ("a.md", "---\ntitle: 標題\nurl: https://example.org/1\nsource: 甲報\ndate: 2025-01-06\n---\n第一段。\n第二段。".encode()),
    ],
)
def test_formats_give_the_same_document(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (raw,) = read(tmp_path / name)
    assert isinstance(raw, RawDocument), raw
    o = raw.origin
    assert (raw.text, o.title, o.url, o.outlet, o.published) == (ROW["text"], "標題", ROW["url"], "甲報", "2025-01-06")


def test_text_is_kept_to_the_letter(tmp_path):
    (tmp_path / "a.txt").write_bytes("\ufeff一\r\n二\r三\n".encode())
    (raw,) = read(tmp_path / "a.txt")
    assert raw.text == "一\r\n二\r三\n"


def test_parquet(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([ROW, ROW | {"text": ""}]), tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert first.text == ROW["text"]
    assert second.code == "no-text"


def test_warc(tmp_path):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    page = "<html><head><title>標題</title></head><body><p>第一段。</p></body></html>".encode()
    with (tmp_path / "a.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
        writer.write_record(writer.create_warc_record("https://example.org/1", "response", payload=io.BytesIO(page), http_headers=headers))
    (raw,) = read(tmp_path / "a.warc.gz")
    assert (raw.origin.url, raw.origin.media_type) == ("https://example.org/1", "text/html")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"", ["empty"]),
        ("a.txt", b" \n\t ", ["empty"]),
        ("a.txt", bytes(range(256)) * 20, ["binary"]),
        ("a.jsonl", b"", ["empty"]),
        ("a.jsonl", LINE + b"{broken\n" + LINE, ["ok", "not-json", "ok"]),
        ("a.jsonl", b'{"title": "x"}\n[1]\n"\\u6587"\n' + LINE, ["no-text", "not-object", "ok", "ok"]),
        ("a.jsonl", b'{"text": "\\ud800"}\n' + LINE, ["lone-surrogate", "ok"]),
        ("a.jsonl", b"[" * 100_000 + b"\n" + LINE, ["too-deep", "ok"]),
        ("a.jsonl", LINE + b'{"text": "\xff\xfe"}\n' + LINE, ["ok", "encoding", "ok"]),
        ("a.json", b'{"text": ', ["not-json"]),
        ("a.json", b'[{"text": "a"}, {"text": ', ["ok", "not-json"]),
        ("a.json", b"[" * 100_000, ["too-deep"]),
        ("a.json", b'{"text": "a", "b": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ["too-deep"]),
        ("a.jsonl.gz", gzip.compress(LINE * 3)[:-20], None),
        ("a.parquet", b"PAR1 no", ["not-parquet"]),
        ("a.zip", b"PK no", ["truncated"]),
    ],
)
def test_faults_have_a_reason(tmp_path, name, data, expected):
    (tmp_path / name).write_bytes(data)
    items = read(tmp_path / name)
    if expected is None:
        assert "truncated" in codes(items)
    else:
        assert codes(items) == expected
    assert all(i.message and i.path for i in items if isinstance(i, Rejection))


def test_a_line_too_long_is_passed_over_without_being_held(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(LINE + b'{"text": "' + b"a" * 5_000_000 + b'"}\n' + LINE)
    items = read(tmp_path / "a.jsonl", limits=Limits(document=1 << 20))
    assert codes(items) == ["ok", "too-large", "ok"]


def tar_of(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def test_archives_are_unfolded_and_guarded(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("news/b.jsonl", LINE)
        archive.writestr("bomb.txt", b"0" * (8 << 20))
        archive.writestr("../up.txt", "出去")
    tar = tar_of(("../../etc/x.txt", b"no"), ("/abs.txt", b"no"), ("c.txt", "丙".encode()), ("d.zip", inner.getvalue()))
    (tmp_path / "a.tgz").write_bytes(gzip.compress(tar))
    items = read(tmp_path / "a.tgz")
    assert sorted(codes(items)) == ["bomb", "ok", "ok", "path", "path", "path"]
    assert {i.origin.member for i in items if isinstance(i, RawDocument)} == {"c.txt", "d.zip!news/b.jsonl"}


def test_archives_do_not_nest_without_end(tmp_path):
    data = LINE
    for _ in range(8):
        data = gzip.compress(data)
    (tmp_path / ("a.jsonl" + ".gz" * 8)).write_bytes(data)
    assert codes(read(tmp_path / ("a.jsonl" + ".gz" * 8))) == ["too-deep"]


def test_fields_by_name(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"新聞": {"正文": "內文在此"}, "text": "別的", "when": "民國114年1月6日"}), encoding="utf-8"
    )
    (raw,) = read(tmp_path / "a.jsonl", fields=parse_fields(["text=新聞.正文", "published=when"]))
    assert (raw.text, raw.origin.published) == ("內文在此", "民國114年1月6日")


@pytest.mark.parametrize("option", ["text", "text=", "words=a", "=a"])
def test_a_wrong_field_option_is_refused(option):
    with pytest.raises(UsageError, match="--field"):
        parse_fields([option])


def test_folders_and_globs_in_a_fixed_order(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.jsonl", ".hidden/d.txt", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文", encoding="utf-8")
    names = [f.path.removeprefix(tmp_path.as_posix() + "/") for f in find_files([str(tmp_path)])]
    assert names == ["a.txt", "b.txt", "sub/c.jsonl"]
    assert [f.path for f in find_files([str(tmp_path / "*.txt"), str(tmp_path / "a.txt")])] == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "b.txt"),
    ]


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="nothing to read"):
        find_files([str(tmp_path)])
    with pytest.raises(UsageError, match="no such file"):
        find_files([str(tmp_path / "none.txt")])


def test_object_storage(tmp_path):
    import fsspec

    with fsspec.open("memory://dump/a.jsonl", "wb") as out:
        out.write(LINE * 2)
    files = find_files(["memory://dump"])
    assert [f.path for f in files] == ["memory:///dump/a.jsonl"]
    assert codes(read_file(files[0], Fields(), Limits())) == ["ok", "ok"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300) | st.text(max_size=120).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_no_bytes_break_a_reader(suffix, data):
    place = Place("x" + suffix)
    for member in open_members(place, "x" + suffix, io.BytesIO(data), len(data), Limits()):
        assert isinstance(member, Member)
        for item in read_member(member, Reading(Fields(), Limits())):
            assert isinstance(item, RawDocument | Rejection)
