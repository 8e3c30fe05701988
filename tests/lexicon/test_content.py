"""The content that ships: enough of it, well formed, nothing twice."""

from collections import Counter

import pytest

LEAST = {"organization": 6000, "person": 1500, "place": 1500}
KINDS = {  # at least so many entries whose kind begins so
    "company.listed": 900, "company.otc": 700, "court": 40, "government": 600, "media": 200, "university": 140, "party": 20,
}  # fmt: skip


@pytest.mark.parametrize("kind", LEAST)
def test_there_is_enough(lexicons, kind):
    assert sum(e.type == kind for e in lexicons.entries) >= LEAST[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_covered(lexicons, kind):
    assert sum(e.kind.startswith(kind) for e in lexicons.entries if e.type == "organization") >= KINDS[kind]


def test_names_are_clean(lexicons):
    bad = [
        f"{e.place} {e.name!r}"
        for e in lexicons.entries
        if e.type != "word" and (len(e.name) < 2 or e.name != e.name.strip() or "\n" in e.name)
    ]
    assert not bad


def test_codes_stand_once(lexicons):
    codes = Counter(pair for e in lexicons.entries for pair in e.identifiers if pair[0] in {"twse", "tpex", "wikidata"})
    assert [pair for pair, n in codes.items() if n > 1] == []


@pytest.mark.parametrize(
    ("form", "name"),
    [("台灣積體電路", "台積電"), ("TSMC", "台積電"), ("北市府", "台北市政府"), ("立院", "立法院"), ("民主進步黨", "民進黨")],
)
def test_aliases_lead_to_the_usual_name(lexicons, form, name):
    assert name in {lexicons.entries[f.entry].name for f in lexicons.forms if f.text == form}
