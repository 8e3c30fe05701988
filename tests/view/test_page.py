"""The page's bytes: safe data, a policy that forbids the network, the same every time, cut where it is told to be."""

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline import mentions
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.view.pack import to_json
from pipeline.view.page import SCRIPTS, page
from pipeline.view.reading import open_shown

ROOT = Path(__file__).resolve().parent.parent.parent
VIEW = ROOT / "pipeline" / "view"


def made(path, limit=0) -> str:
    return b"".join(page(open_shown(str(path), Settings()), limit)).decode()


def block(html: str, name: str):
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)[1])


@given(st.recursive(st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_json_is_safe_inside_html_and_loses_nothing(value):
    text = to_json(value)
    assert not re.search("[<\u2028\u2029]", text)
    text.encode()
    assert json.loads(text) == value


def test_lone_surrogates_can_be_written():
    assert json.loads(to_json("a\ud800b").encode()) == "a\ud800b"


def test_the_same_run_gives_the_same_bytes(run):
    assert made(run) == made(run / "records.jsonl")


def test_nothing_of_a_document_ends_the_data(page_file):
    html = page_file.read_text(encoding="utf-8")
    assert html.count("<script>") == 2  # the library and the page's own
    assert html.count("</script>") == len(re.findall("<script", html))
    assert "<!--" not in html.split("<body>")[1]


def test_the_policy_names_the_scripts_and_forbids_the_rest(page_file):
    html = page_file.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        for text in re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL):
            assert b64encode(sha256(text.encode()).digest()).decode() in policy


def test_every_record_is_in_the_page(page_file, records):
    html = page_file.read_text(encoding="utf-8")
    index = block(html, "index")
    assert [d[0] for d in index["documents"]] == [r.id for r in records]
    assert [row[0] for row in block(html, "chunk-0")] == [r.text for r in records[:40]]
    assert index["refused"] == 2
    assert not index["cut"]


@pytest.mark.parametrize(("limit", "cut"), [(5, True), (16, False), (0, False), (100, False)])
def test_the_limit_cuts_and_says_so(run, records, limit, cut):
    index = block(made(run, limit), "index")
    assert len(index["documents"]) == min(limit or 100, len(records))
    assert (index["cut"], index["total"]) == (cut, len(records))


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_packed_records(run, tmp_path, suffix, pack):
    (tmp_path / f"records.jsonl{suffix}").write_bytes(pack((run / "records.jsonl").read_bytes()))
    assert block(made(tmp_path), "chunk-0") == block(made(run), "chunk-0")
    assert len(block(made(tmp_path / f"records.jsonl{suffix}"), "index")["documents"]) == len(block(made(run), "index")["documents"])


def test_documents_are_analyzed_on_the_fly(tmp_path):
    (tmp_path / "a.txt").write_text(
        "海岸科技宣布擴廠\n海岸科技董事長林大同今（15）日表示：「新廠將在2027年第三季量產。」\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    html = b"".join(page(open_shown(str(tmp_path), Settings(published="2026-01-15")), 0)).decode()
    index = block(html, "index")
    assert len(index["documents"]) == 1
    assert index["refused"] == 1


def test_a_broken_record_is_named_by_its_line(run, tmp_path):
    lines = (run / "records.jsonl").read_text(encoding="utf-8").split("\n")[:2]  # not splitlines: U+2028 stands in one
    (tmp_path / "records.jsonl").write_text("\n".join([*lines, lines[0][:-3]]) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"records\.jsonl:3"):
        made(tmp_path)


def test_an_empty_run_gives_a_page(tmp_path):
    (tmp_path / "records.jsonl").write_bytes(b"")
    assert block(made(tmp_path), "index")["documents"] == []


def test_a_hostile_name_of_the_run_stays_text(run, tmp_path):
    folder = tmp_path / "<script>x"
    folder.mkdir()
    (folder / "records.jsonl").write_bytes((run / "records.jsonl").read_bytes())
    assert made(folder).count("<script>") == 2


def test_all_parts_of_the_page_are_used():
    assert {p.stem for p in (VIEW / "assets").glob("*.js")} == set(SCRIPTS)


def test_the_script_never_writes_html():
    for path in (VIEW / "assets").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\.html\(", path.read_text(encoding="utf-8")
        ), path.name


def test_the_library_is_the_one_described():
    digest = sha256((VIEW / "vendor" / "d3.min.js").read_bytes()).hexdigest()
    said = (VIEW / "vendor" / "README.md").read_text(encoding="utf-8")
    assert digest in said
    version = (VIEW / "vendor" / "d3.min.js").read_text(encoding="utf-8")[:40].split()[2].lstrip("v")
    assert f"| {version} |" in said
    assert "Bostock" in (VIEW / "vendor" / "d3.LICENSE").read_text(encoding="utf-8")


LABELLED = {
    "layer": mentions.EntityType, "precision": mentions.Precision, "calendar": mentions.Calendar, "basis": mentions.DateBasis, "modifier": mentions.Modifier,
    "form": mentions.Form, "polarity": mentions.Polarity, "certainty": mentions.Certainty, "status": mentions.Status, "tie": mentions.TieBasis, "role": mentions.Role,
}  # fmt: skip


@pytest.mark.parametrize("group", LABELLED)
def test_every_value_of_the_record_has_a_word(group):
    import tomllib

    values = {v for part in get_args(LABELLED[group]) for v in (get_args(part) or (part,)) if isinstance(v, str)}
    labels = tomllib.loads((VIEW / "assets" / "labels.toml").read_text(encoding="utf-8"))
    assert values <= set(labels[group])


def test_every_class_of_events_has_a_word():
    from pipeline.view.page import _labels

    labels = _labels()
    assert {t.partition(".")[0] for t in labels["type"]} == set(labels["class"])
    assert labels["type"]["justice.crime"] == "犯罪"
