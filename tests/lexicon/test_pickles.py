"""What is kept in the cache comes back as it was: patterns, tables of all code points, automata, records by column."""

import importlib
import pickle
import re

import numpy
import pytest

from pipeline.automaton import Automaton
from pipeline.lexicon import Form
from pipeline.lexicon.cache import cached
from pipeline.lexicon.pickles import Columns, dumps, recorded
from pipeline.text import FastTable

FORM = Form("海科", 0, ("線",), (), False, True, "organizations/a.tsv:2")


def kept(value):
    return pickle.loads(dumps(value))


@pytest.mark.parametrize(
    "pattern",
    [
        re.compile("(?P<day>[一二三四五六七八九十]{1,3})日(?:起|止)?(x)?"),
        re.compile(r"^[\u4e00-\u9fff😀]+(?<!縣)市$", re.M | re.I),
        re.compile("(?i:abc)(?P<rest>.*)", re.S),
    ],
)
def test_a_pattern_matches_as_before(pattern):
    again = kept(pattern)
    assert (again, again.flags, again.groups, dict(again.groupindex)) == (pattern, pattern.flags, pattern.groups, dict(pattern.groupindex))
    for text in ("三十日起x", "海岸市\n東縣市", "ABCd\ne"):
        for match, other in zip(pattern.finditer(text), again.finditer(text), strict=True):
            assert (match.span(), match.groups(), match.lastgroup) == (other.span(), other.groups(), other.lastgroup)


def test_a_pattern_of_bytes_too():
    assert kept(re.compile(rb"\x01\x01+")).search(b"\0\x01\x01").span() == (1, 3)


def test_a_recorded_code_is_what_compiling_again_gives():
    compiler = importlib.import_module("re._compiler")
    itself = compiler._code
    re.purge()
    with recorded() as codes, recorded() as others:
        patterns = [re.compile("(?i:[海岸]+)(?P<rest>.*)", re.S), re.compile(rb"\x01\x01+"), re.compile("(?m)^海")]
    assert compiler._code is itself
    assert len(codes) == len(patterns)
    assert not others
    assert dumps(patterns, codes) == dumps(patterns)
    assert pickle.loads(dumps(patterns, codes))[0].match("海岸線").group("rest") == "線"


def test_what_fails_while_recorded_leaves_no_trace():
    itself = importlib.import_module("re._compiler")._code
    with pytest.raises(re.error), recorded():
        re.compile("(海")
    assert importlib.import_module("re._compiler")._code is itself


def test_a_table_of_code_points_holds_the_same():
    table = numpy.zeros(0x110000, numpy.uint8)
    table[[0, 0x4E00, 0x1F600]] = 1, 2, 3
    assert (kept(table) == table).all()
    assert kept(table).dtype == table.dtype
    assert kept(FastTable({ord("臺"): "台"})).apply("臺北") == "台北"


def test_an_automaton_finds_the_same():
    for automaton in (Automaton(["海岸", "海岸科技"]), Automaton(["海岸", "海岸科技"], longest=True), Automaton(["海"], dense=True)):
        assert kept(automaton).find_matches_as_indexes("在海岸科技") == automaton.find_matches_as_indexes("在海岸科技") != []


@pytest.mark.parametrize("records", [Columns([FORM, FORM._replace(text="海岸")]), Columns([])])
def test_records_kept_by_column_are_the_same(records):
    assert kept(records) == records
    assert all(type(record) is Form for record in kept(records))


def test_what_cannot_be_read_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path))
    (tmp_path / "some-1.pickle").write_bytes(b"no pickle")
    assert cached("some-1.pickle", list, lambda: ["海"]) == ["海"]
    assert cached("some-1.pickle", list, lambda: ["made twice"]) == ["海"]


def test_the_oldest_of_many_files_of_a_kind_make_room(tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path))
    for number in range(20):
        cached(f"some-{number}.pickle", list, list)
        cached("other-1.pickle", list, list)
    assert len(list(tmp_path.glob("some-*.pickle"))) < 10
    assert (tmp_path / "some-19.pickle").is_file()
    assert (tmp_path / "other-1.pickle").is_file()
