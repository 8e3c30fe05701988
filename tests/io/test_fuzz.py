"""Arbitrary and half-broken bytes through every reader, and arbitrary text through the cleaner: a document or a clear reason, never an exception.

A few hundred inputs each time; ``SHILU_FUZZ=50000 pytest tests/io/test_fuzz.py`` for the full round.
"""

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from contextlib import suppress
from itertools import pairwise

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.clean import Cleaner
from pipeline.document import Origin, RawDocument
from pipeline.errors import DocumentRejected
from pipeline.io.containers import PACKED, Limits, open_members
from pipeline.io.fields import Fields
from pipeline.io.formats import HTML, READERS, read_member
from pipeline.io.html import extract_page
from pipeline.io.rejection import Place, Rejection
from pipeline.io.sources import _piped
from pipeline.io.stream import Reading

INPUTS = int(os.environ.get("SHILU_FUZZ", "0"))
SMALL = Limits(document=1 << 14, ratio=100)
PARTS = st.sampled_from(
    ["台北市政府今天宣布", "。", "，", "\n", "\r", "\0", "「", "」", '"', ",", "\t", "{", "}", "[", "]", ":", "\\", "\\ud800", "\ud800", "text", "更多報導", "記者王小明",
     "2026年1月", "👨‍👩‍👧", "\u202e", "\ufeff", "<p>", "</p>", "<!--", "<script>", "&#x110000;", "---", "▲", "圖／", "https://example.org/", "PK\x03\x04", " ", "1e999"]
)  # fmt: skip
TEXT = st.lists(PARTS | st.characters(), max_size=40).map("".join)
ENCODED = st.tuples(TEXT, st.sampled_from(["utf-8", "utf-16", "utf-32-be", "big5hkscs", "gb18030"])).map(
    lambda p: p[0].encode(*p[1:], "surrogatepass" if p[1].startswith("utf") else "replace")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXT, v, max_size=3)
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["text", "title", "date", "author", "內文", "x"]), VALUES, max_size=4), max_size=4)


def full(share, least=150):
    return settings(max_examples=max(least, int(INPUTS * share)), deadline=None, database=None, suppress_health_check=list(HealthCheck))


def check(item):
    assert isinstance(item, RawDocument | Rejection)
    if isinstance(item, Rejection):
        assert item.code != "fault", item
        item.to_json().encode()
        return
    assert item.text.strip()
    item.text.encode()
    if item.origin.media_type == HTML:
        with suppress(DocumentRejected):
            extract_page(item).text.encode()


def run(name, data):
    """All that is in ``data``; something always comes of it, unless it is an archive, which may hold nothing."""
    count = 0
    place = Place(name)
    for member in open_members(place, name, io.BytesIO(data), len(data), SMALL):
        for item in [member] if isinstance(member, Rejection) else read_member(member, Reading(Fields(), SMALL)):
            check(item)
            count += 1
    assert count or name.endswith((".zip", ".tar", ".tgz"))


@st.composite
def damaged(draw, make):
    """A sound file, cut, or with bytes changed, or doubled."""
    data = bytearray(draw(make))
    for _ in range(draw(st.integers(0, 4))):
        if data:
            at = draw(st.integers(0, len(data) - 1))
            data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


def table(rows, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["title", "text"])
    writer.writerows([[str(v) for v in row.values()] for row in rows])
    return out.getvalue().encode("utf-8", "surrogatepass")


def parquet(rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    texts = [json.dumps(row).encode() for row in rows]
    pq.write_table(pa.table({"text": texts, "date": pa.array(range(len(texts)), pa.timestamp("ns"))}), out)
    return out.getvalue()


def warc(texts):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for text in texts:
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")][: 1 + len(text) % 2], protocol="HTTP/1.0"
        )
        payload = io.BytesIO(text.encode("utf-8", "replace"))
        writer.write_record(writer.create_warc_record("https://example.org/", "response", payload=payload, http_headers=headers))
    return out.getvalue()


def archive(rows, kind):
    out = io.BytesIO()
    data = "\n".join(map(json.dumps, rows)).encode()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for n in range(2):
                made.writestr(f"{n}.jsonl", data)
    else:
        with tarfile.open(fileobj=out, mode="w", format=(tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)[len(data) % 2]) as made:
            for name in ("a.jsonl", "長" * 60 + ".txt"):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                made.addfile(info, io.BytesIO(data))
    return out.getvalue()


SOUND = {
    "a.jsonl": ROWS.map(lambda r: "\n".join(map(json.dumps, r)).encode()),
    "b.json": ROWS.map(lambda r: json.dumps(r, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    "c.json": ROWS.map(lambda r: json.dumps({"items": r}, indent=1).encode()),
    "d.csv": ROWS.map(lambda r: table(r, ",")),
    "e.tsv": ROWS.map(lambda r: table(r, "\t")),
    "f.parquet": ROWS.map(parquet),
    "g.warc": st.lists(TEXT, max_size=3).map(warc),
    "h.zip": ROWS.map(lambda r: archive(r, "zip")),
    "i.tar": ROWS.map(lambda r: archive(r, "tar")),
    "j.jsonl.gz": ROWS.map(lambda r: gzip.compress("\n".join(map(json.dumps, r)).encode())),
    "k.jsonl.xz": ROWS.map(lambda r: lzma.compress("\n".join(map(json.dumps, r)).encode())),
    "l.jsonl.bz2": ROWS.map(lambda r: bz2.compress("\n".join(map(json.dumps, r)).encode())),
    "m.jsonl.zst": ROWS.map(lambda r: zstandard.compress("\n".join(map(json.dumps, r)).encode())),
    "n.html": TEXT.map(lambda t: f'<html><title>{t}</title><meta property="og:title" content="{t}"><script type="application/ld+json">{t}</script><p>{t}</p>'.encode("utf-8", "surrogatepass")),
    "o.md": TEXT.map(lambda t: f"---\ntitle: {t}\ntext: {t}\n---\n{t}".encode("utf-8", "surrogatepass")),
}  # fmt: skip


@full(0.2)
@given(st.sampled_from([*READERS, *PACKED]), st.binary(max_size=400) | ENCODED)
def test_any_bytes_under_any_suffix(suffix, data):
    run("x" + suffix, data)


@pytest.mark.parametrize("name", SOUND)
def test_damaged_files(name):
    @full(0.5 / len(SOUND), least=60)
    @given(damaged(SOUND[name]))
    def damage(data):
        run(name, data)

    damage()


@full(0.05)
@given(st.one_of(*SOUND.values()))
def test_pipes(data):
    for member in _piped(Place("-"), io.BytesIO(data), SMALL):
        for item in [member] if isinstance(member, Rejection) else read_member(member, Reading(Fields(), SMALL)):
            check(item)


@pytest.fixture(scope="module")
def cleaner(lexicons):
    return Cleaner(lexicons)


def test_the_cleaner_takes_any_text(cleaner):
    @full(0.25)
    @given(TEXT, TEXT)
    def clean(text, title):
        article = cleaner.clean(RawDocument(text, Origin(title=title)))
        parts = sorted((*article.body, *article.removed), key=lambda p: p.start)
        assert all(a.end <= b.start for a, b in pairwise(parts))
        at = 0
        for part in parts:
            assert not text[at : part.start].strip()
            at = part.end
        assert not text[at:].strip()

    clean()


def test_the_pipeline_takes_any_text(analyzer):
    @full(0.02, least=60)
    @given(TEXT.map(lambda t: t.encode("utf-8", "replace").decode()).filter(str.strip), TEXT)
    def analyze(text, published):
        analyzer.analyze(text, published=published).model_dump_json()

    analyze()
