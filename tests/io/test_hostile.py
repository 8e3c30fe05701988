"""Files as nobody should write them: each gives what can be saved and a clear reason for the rest, in bounded memory."""

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from pipeline.errors import UsageError
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.rejection import Rejection
from pipeline.io.sources import find_files, read_file

LINE = '{"title": "標題", "text": "第一段。\\n第二段。"}\n'.encode()
NEWS = "台北市政府今天宣布，新的垃圾清運路線將於下週一起實施，居民可以上網查詢。"
SMALL = Limits(document=1 << 16)


def read(path, limits=None):
    return [i for f in find_files([str(path)]) for i in read_file(f, Fields(), limits or Limits())]


def seen(items):
    return [i.code if isinstance(i, Rejection) else i.text for i in items]


def codes(items):
    return [i.code if isinstance(i, Rejection) else "ok" for i in items]


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def flagged(data, flag):
    """A zip whose only member has ``flag`` set."""
    at = data.find(b"PK\x01\x02")
    made = bytearray(data)
    made[6:8] = made[at + 8 : at + 10] = struct.pack("<H", flag)
    return bytes(made)


def links():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE), ("p", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name + ".jsonl")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("z.jsonl")
        info.size = len(LINE)
        archive.addfile(info, io.BytesIO(LINE))
    return out.getvalue()


def overlapping():
    """Two members that quote the same packed bytes."""
    data = zipped(("a.txt", "文".encode() * 500))
    at = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entry = data[at:end]
    close = bytearray(data[end:])
    close[8:10] = close[10:12] = struct.pack("<H", 2)
    close[12:16] = struct.pack("<I", 2 * len(entry))
    return data[:at] + entry + entry.replace(b"a.txt", b"b.txt") + bytes(close)


def nested_bomb():
    """A few kilobytes that unfold to gigabytes, each level within its ratio."""
    inner = zipped(*((f"{n}.txt", b"0" * (700 << 10)) for n in range(40)))
    return zipped(*((f"{n}.zip", inner) for n in range(60)))


WIDE = (
    ("\ufeff" + LINE.decode()).encode("utf-16-le")
    + "{bad\n".encode("utf-16-le")
    + LINE.decode().encode("utf-16-le")
    + b"\0\xd8\n\0"
    + b"\0"
)

TABLE = [
    # lines
    ("cr.jsonl", LINE.rstrip() + b"\r\n\r\n\n" + LINE, ["ok", "ok"]),
    ("utf16.jsonl", WIDE, ["ok", "not-json", "ok", "not-json", "encoding"]),
    ("deep-text.jsonl", b'{"text": ' + b"[" * 500 + b'"a"' + b"]" * 500 + b"}\n" + LINE, ["too-deep", "ok"]),
    ("odd-values.jsonl", b'{"text": NaN}\n{"text": true}\n{"text": 3}\n{"text": {"a": 1}}\n{"text": ["a"]}\n', ["no-text"] * 3 + ["empty", "ok"]),
    ("digits.jsonl", b'{"text": ' + b"9" * 5000 + b"}\n" + LINE, ["not-json", "ok"]),
    ("packed.jsonl", gzip.compress(LINE * 30), ["binary"]),
    ("long.jsonl", LINE + b"\0" * (1 << 18) + b"\n" + LINE, ["ok", "too-large", "ok"]),
    ("long16.jsonl", ("\ufeff" + LINE.decode() + "文" * (1 << 17) + "\n" + LINE.decode()).encode("utf-16-le"), ["ok", "too-large", "ok"]),
    # arrays and objects
    ("marked.json", b"\xef\xbb\xbf[" + LINE + b"]", ["ok"]),
    ("lines.json", LINE * 3, ["ok"] * 3),
    ("surrogate.json", b'[{"text": "\\ud800"}, {"text": "a"}]', ["lone-surrogate", "ok"]),
    ("deep-text.json", b'{"text": ' + b"[" * 500 + b'"a"' + b"]" * 500 + b"}", ["too-deep"]),
    ("deep-array.json", b"[" + LINE + b"," + b"[" * 100_000, ["ok", "too-deep"]),
    ("comma.json", b"[" + LINE + LINE + b"]", ["ok", "not-json"]),
    ("after.json", b"[" + LINE + b"] and more", ["ok", "not-json"]),
    ("long.json", b"[" + LINE + b', {"text": "' + b"a" * (1 << 18) + b'"}]', ["ok", "too-large"]),
    ("mixed.json", b'[1, null, "\xe6\x96\x87", {"text": "a"}]', ["not-object", "not-object", "ok", "ok"]),
    ("cut.json.gz", gzip.compress(b"[" + LINE * 1 + b"," + LINE)[:-9], ["ok", "ok", "truncated"]),
    ("number.json", b"3", ["not-object"]),
    ("page.json", b"<html></html>", ["not-json"]),
    # tables
    ("header.csv", b"title,text\n", ["empty"]),
    ("cells.csv", b"title,text\na,b,c,d\ne,f\ng\n\n,\ng,h,,\n", ["not-csv", "ok", "no-text", "no-text", "ok"]),
    ("quotes.csv", b'title,text\na,"b\nc,d\ne,"f"\ng,h\n', ["not-csv", "ok", "ok", "ok"]),
    ("open.csv", b'title,text\na,"b\nc,d\ne,f\n', ["not-csv", "ok", "ok"]),
    ("loose.csv", b'title,text\na,"b"x\ne,"f" \n', ["ok", "ok"]),
    ("cr.csv", b'title,text\ra,"b\rc"\rc,d\r', ["ok", "ok"]),
    ("byte.csv", "title,text\na,台北市\nb,".encode() + b"\xff\xfe\nc,d\n", ["ok", "encoding", "ok"]),
    ("nul.csv", b"title,text\na,b\0b\nc,d\n", ["ok", "ok"]),
    ("field.csv", b'title,text\na,"' + b"x\n" * (3 << 14) + b'"\nc,d\n', None),
    # pages
    ("deep.html", b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script><p>text</p>", ["ok"]),
    # archives
    ("broken.zip.gz", gzip.compress(zipped(("a.jsonl", LINE * 100)))[:-30], ["truncated"]),
    ("name.zip", flagged(zipped(("a.jsonl", LINE)).replace(b"a.jsonl", b"\xff.jsonl"), 0x800), ["truncated"]),
    ("secret.zip", flagged(zipped(("a.jsonl", LINE)), 1), ["encrypted"]),
    ("names.zip", zipped(("/a.jsonl", LINE), ("..\\b.jsonl", LINE), ("C:\\c.jsonl", LINE), ("d\\e.jsonl", LINE), ("f/", b"")), ["path"] * 3 + ["ok"]),
    ("nameless.zip", zipped(("a.jsonl", LINE)).replace(b"a.jsonl", b"\0.jsonl"), ["format"]),
    ("overlapping.zip", overlapping(), ["bomb", "bomb"]),
    ("links.tar", links(), ["link"] * 4 + ["ok"]),
    ("name.tar", tarred(("\udce5\udc8f.jsonl", LINE)), ["ok"]),
    ("damaged.tar", tarred(("a.jsonl", LINE))[:1024] + b"x" * 2048, ["ok", "truncated"]),
    ("cut.tar", tarred(("a.jsonl", LINE), ("b.jsonl", LINE * 20))[:2100], None),
    ("a.tar.gz.xz", lzma.compress(gzip.compress(tarred(("b.zip", zipped(("c.jsonl.bz2", bz2.compress(LINE))))))), ["too-deep"]),
    ("a.tar.gz", gzip.compress(tarred(("b.zip", zipped(("c.jsonl.bz2", bz2.compress(LINE)))))), ["ok"]),
    ("empty.tar", b"", ["truncated"]),
    ("empty.warc", b"", ["empty"]),
    ("garbage.warc", b"garbage\n" * 10, ["not-warc"]),
    ("empty.parquet", b"", ["not-parquet"]),
    ("plain.jsonl.gz", LINE, ["truncated"]),
    ("tail.jsonl.gz", gzip.compress(LINE * 3) + b"garbage", ["ok"] * 3 + ["truncated"]),
    ("sum.jsonl.gz", gzip.compress(LINE * 3)[:-8] + b"\0" * 8, ["ok"] * 3 + ["truncated"]),
    ("two.jsonl.zst", zstandard.compress(LINE) * 2, ["ok"] * 2),
    ("no-suffix", LINE, ["format"]),
    ("a.xyz", LINE, ["format"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_what_can_be_saved_is_and_the_rest_has_a_reason(tmp_path, name, data, expected):
    (tmp_path / name).write_bytes(data)
    items = read(tmp_path / name, SMALL)
    assert items
    assert "fault" not in codes(items)
    if expected is not None:
        assert codes(items) == expected
    assert all(i.message and len(i.to_json()) < 3000 for i in items if isinstance(i, Rejection))


def test_documents_before_a_break_are_kept(tmp_path):
    many = b"".join(json.dumps({"text": f"第{n}篇" + os.urandom(40).hex()}).encode() + b"\n" for n in range(5000))
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.bz2", bz2.compress), ("a.jsonl.xz", lzma.compress)):
        data = pack(many)
        (tmp_path / name).write_bytes(data[: len(data) * 9 // 10])
        items = read(tmp_path / name)
        assert [i.origin.index for i in items[:-1]] == list(range(len(items) - 1))
        assert (items[-1].code, items[-1].index) == ("truncated", len(items) - 1)
        assert len(items) > (0 if name.endswith("bz2") else 4000)


def test_a_nested_bomb_is_stopped_by_what_it_unfolds_to_on_all_levels(tmp_path):
    (tmp_path / "a.zip").write_bytes(nested_bomb())
    found = codes(read(tmp_path / "a.zip", Limits(ratio=200)))
    assert "bomb" in found
    assert found.count("ok") < 300


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "big5", "cp950", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt", "a.md"])
def test_every_text_format_in_every_encoding(tmp_path, name, encoding):
    row = json.dumps({"title": "標題", "text": NEWS}, ensure_ascii=False)
    texts = {
        "jsonl": row + "\n" + row,
        "json": f"[{row},{row}]",
        "csv": f'title,text\r\n標題,"{NEWS}"\r\n標題,{NEWS}',
        "tsv": f"title\ttext\n標題\t{NEWS}",
    }
    (tmp_path / name).write_bytes(texts.get(name[2:], NEWS).encode(encoding))
    items = read(tmp_path / name)
    assert {i.text for i in items} == {NEWS}
    assert {i.origin.encoding for i in items} == {{"utf-8-sig": "utf-8", "cp950": "big5"}.get(encoding, encoding)}


def parquet(path, **columns):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)
    return read(path)


def test_parquet_of_odd_types(tmp_path):
    import pyarrow as pa

    path = tmp_path / "a.parquet"
    assert seen(parquet(path, text=[NEWS.encode(), b"\xff\xfe\xfd", None])) == [NEWS, "encoding", "no-text"]
    assert seen(parquet(path, text=[["甲", "乙"], []])) == ["甲\n乙", "empty"]
    assert seen(parquet(path, text=[{"text": "甲"}, {"text": None}])) == ["甲", "empty"]
    assert seen(parquet(path, text=[1.5, 2.0])) == ["no-text", "no-text"]
    assert seen(parquet(path, text=pa.array([], pa.string()))) == ["empty"]
    assert seen(parquet(path, text=pa.array(["甲", "乙"]).dictionary_encode())) == ["甲", "乙"]
    for unit in ("s", "ms", "us", "ns"):
        day = pa.array([dt.datetime(2026, 1, 15, 20, tzinfo=dt.UTC)], pa.timestamp(unit, "UTC"))
        (raw,) = parquet(path, text=["甲"], date=day)
        assert raw.origin.published.startswith("2026-01-15 20:00:00"), raw.origin.published
    (raw,) = parquet(path, text=["甲"], date=pa.array([2**62], pa.timestamp("us")), extra=[[{"a": [dt.time(1)]}]])
    assert raw.text == "甲"
    assert seen(parquet(path, text=["甲"], when=pa.array([[10**8]], pa.list_(pa.date32())))) == ["not-parquet"]


def test_warc_records(tmp_path):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    page = "<html><body><p>第一段。</p></body></html>".encode()

    def warc(*records, packed=False):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        for kind, media, body in records:
            headers = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.0") if kind == "response" else None
            record = writer.create_warc_record(
                "https://example.org/1", kind, payload=io.BytesIO(body), http_headers=headers, warc_content_type=media
            )
            writer.write_record(record)
        return out.getvalue()

    responses = warc(("response", "text/html", page), ("response", "image/png", b"x"), ("resource", "text/html", page))
    texts = warc(("conversion", "text/plain", NEWS.encode()))
    two = warc(("response", "text/html", page), ("response", "text/html", page), packed=True)
    for data, suffix, expected in (
        (responses, "warc", ["ok", "ok"]),
        (texts, "warc", ["ok"]),
        (warc(("response", "image/png", b"x")), "warc", ["empty"]),
        (texts[: len(texts) - 30], "warc", ["truncated"]),
        (two, "warc.gz", ["ok", "ok"]),
        (two[:-40], "warc.gz", ["ok", "truncated"]),
    ):
        (tmp_path / f"a.{suffix}").write_bytes(data)
        assert codes(read(tmp_path / f"a.{suffix}")) == expected


@pytest.mark.parametrize(
    "name", ["a[1].jsonl", "a*.jsonl", "a b\n.jsonl", "\u202ea.jsonl", "a?.jsonl", "{a}.jsonl", "台北.jsonl", "\udce5\udcff.jsonl"]
)
def test_odd_names_are_read_and_shown(tmp_path, name):
    folder = tmp_path / "[x]*"
    folder.mkdir()
    (folder / name).write_bytes(LINE)
    (file,) = find_files([str(folder)])
    assert file == find_files([str(folder / name)])[0]
    file.path.encode("utf-8")
    assert codes(read_file(file, Fields(), Limits())) == ["ok"]


def test_a_folder_of_traps(tmp_path):
    top = tmp_path / "dir.jsonl"
    (top / "sub").mkdir(parents=True)
    (top / "sub/a.jsonl").write_bytes(LINE)
    (top / "loop.jsonl").symlink_to("loop.jsonl")
    (top / "gone.jsonl").symlink_to("nowhere")
    (top / "sub/up").symlink_to("..")
    os.mkfifo(top / "pipe.jsonl")
    assert codes(read(top)) == ["unreadable", "unreadable", "ok"]
    assert codes(read(top / "gone.jsonl")) == ["unreadable"]
    for odd in ("x" * 5000, "a\0b"):
        with pytest.raises(UsageError):
            find_files([odd])


def test_a_file_that_goes_away_or_turns_into_a_folder(tmp_path):
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        (tmp_path / name).write_bytes(LINE)
    files = find_files([str(tmp_path)])
    (tmp_path / "a.jsonl").unlink()
    (tmp_path / "b.jsonl").unlink()
    (tmp_path / "b.jsonl").mkdir()
    assert [codes(read_file(f, Fields(), Limits())) for f in files] == [["unreadable"], ["unreadable"], ["ok"]]


@pytest.mark.skipif(os.geteuid() == 0, reason="needs a user whom the file system refuses")
def test_what_may_not_be_read(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(LINE)
    (tmp_path / "a.jsonl").chmod(0)
    (tmp_path / "b").mkdir(mode=0)
    assert codes(read(tmp_path)) == ["unreadable", "unreadable"]


PIPED = [
    (LINE * 2, ["ok", "ok"]),
    (b"[" + LINE + b"]", ["ok"]),
    (b"{\n" + LINE[1:], ["ok"]),
    (gzip.compress(LINE, mtime=0), ["ok"]),
    (gzip.compress(tarred(("a.jsonl", LINE), ("b.txt", LINE)), mtime=0), ["ok", "ok"]),
    (lzma.compress(gzip.compress(NEWS.encode(), mtime=0)), ["ok"]),
    (zstandard.compress(b"title,text\na,b\n"), ["ok"]),
    ("標題\t內文\n甲\t乙\n".encode("big5"), ["ok"]),
    (zipped(("a.jsonl", LINE), ("b.md", LINE)), ["ok", "ok"]),
    (bz2.compress(b"<html><p>a</p></html>"), ["ok"]),
    (NEWS.encode("utf-16"), ["ok"]),
    (b"", ["empty"]),
    (gzip.compress(LINE)[:-20], ["truncated"]),
    (bytes(range(256)) * 30, ["binary"]),
]


@pytest.mark.parametrize(("data", "expected"), PIPED, ids=range(len(PIPED)))
def test_a_pipe_is_read_by_what_it_holds(tmp_path, data, expected):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if os.fork() == 0:
        with pipe.open("wb") as out:
            out.write(data)
        os._exit(0)
    items = read(pipe)
    os.wait()
    assert codes(items) == expected


BOUNDED = """
import resource, sys
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.sources import find_files, read_file
import json, csv, pyarrow.parquet, pipeline.io.formats
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
items = sum(1 for f in find_files(sys.argv[1:]) for i in read_file(f, Fields(), Limits()))
print(items, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before >> 10)
"""


@pytest.mark.parametrize(
    ("name", "head", "tail", "items"),
    [
        ("a.jsonl", b'{"text": "ok"}\n{"text": "', b'"}\n{"text": "ok"}\n', 3),
        ("a.json", b'[{"text": "ok"}, {"text": "', b'"}]', 2),
        ("a.csv", b"text\nok\n", b"\nok\n", 3),
        ("a.txt", b"a", b"b", 1),
        ("a.jsonl.gz", b'{"text": "ok"}\n{"text": "', b'"}\n{"text": "ok"}\n', 3),
    ],
)
def test_a_line_of_300_mebibytes_is_not_held(tmp_path, name, head, tail, items):
    path = tmp_path / name
    if name.endswith(".gz"):
        with gzip.open(path, "wb", 1) as out:
            for part in (head, *[b"a" * (1 << 20)] * 300, tail):
                out.write(part)
    else:
        with path.open("wb") as out:  # sparse: a hole reads as NULs
            out.write(head)
            out.seek(300 << 20, os.SEEK_CUR)
            out.write(tail)
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(path)], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    found, grown = map(int, done.stdout.split())
    assert found == items
    assert grown < 400  # MB: the limit of one document is 64 MiB
