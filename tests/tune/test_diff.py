"""shilu lexicon diff: exactly what changes, by the entry that caused it, and the same as running both sides in full."""

import subprocess
from pathlib import Path

import pytest

from pipeline.document import Origin, RawDocument
from pipeline.errors import UsageError
from pipeline.lexicon import builtin_folder, load_lexicons
from pipeline.tune.changes import LITERALS, changes
from pipeline.tune.diff import Touch, diff
from pipeline.tune.pages import read_documents
from pipeline.tune.sides import Side, opened

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NAMES = "name\tkind\taliases\tidentifiers\ttag\tnot_before\n"


@pytest.fixture
def folder(tmp_path):
    def make(name, **files):
        for file, content in files.items():
            path = tmp_path / name / file.replace("__", "/")
            path = path.with_name(path.name.replace("_toml", ".toml") if "_toml" in path.name else path.name + ".tsv")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        (tmp_path / name).mkdir(exist_ok=True)
        return tmp_path / name

    return make


def documents(*texts):
    return [RawDocument(text, Origin(path="dump", index=n, published="2026-01-15")) for n, text in enumerate(texts)]


def told(found):
    return {(g.change.what if g.change else "", d.what, d.how, d.before, d.after) for g in found.groups for d in g.differences}


TEXTS = ("曜湖宣布今天在高雄設廠。", "天氣很好，民眾出遊。", "執行長談曜湖的營收，說：「今年會更好。」")


def test_no_change_touches_nothing(folder):
    mine = folder("mine", organizations__a=NAMES + "曜湖\tcompany\n")
    found = diff(Side((mine,)), Side((mine,)), documents(*TEXTS))
    assert (found.changes, found.groups, found.documents, found.touched) == ((), (), 3, 0)


def test_an_added_name_is_told_with_what_follows_from_it(folder):
    mine = folder("mine", organizations__a=NAMES + "曜湖\tcompany\t\ttwse=9999\n")
    found = diff(Side(()), Side((mine,)), documents(*TEXTS))
    assert (found.documents, found.touched) == (3, 2)
    (group,) = found.groups
    assert group.change.label == "+ 曜湖 (mine/organizations/a.tsv:2)"
    names = [d for d in group.differences if d.what == "name"]
    assert [d.document for d in names] == ["dump#0", "dump#2"]
    assert all("organization 曜湖 [company] twse=9999 by lexicon" in d.after and "⟦曜湖⟧" in d.snippet for d in names)


def test_lines_that_only_moved_are_no_change(folder):
    before = folder("before", organizations__a=NAMES + "曜湖\tcompany\n")
    after = folder("after", organizations__a="# a comment\n" + NAMES + "\n曜湖\tcompany\n")
    assert changes(load_lexicons(before), load_lexicons(after)) == ()


@pytest.mark.parametrize(
    ("before", "after", "how", "forms"),
    [
        ("", "曜湖\tcompany\t曜湖科技\n", "added", {"曜湖", "曜湖科技"}),
        ("曜湖\tcompany\n", "", "removed", {"曜湖"}),
        ("曜湖\tcompany\n", "曜湖\tcompany.listed\n", "changed", {"曜湖"}),
        ("曜湖\tcompany\t曜科\n", "曜湖\tcompany\t\ttwse=9999\n", "changed", {"曜湖", "曜科"}),
        ("曜湖\tcompany\n", "曜湖\tcompany\t\t\t\t畔\n", "changed", {"曜湖"}),
    ],
)
def test_what_changed_and_where_it_may_be_felt(folder, before, after, how, forms):
    sides = [load_lexicons(folder(name, organizations__a=NAMES + rows)) for name, rows in (("before", before), ("after", after))]
    (change,) = changes(*sides)
    assert (change.how, change.what, change.forms) == (how, "曜湖", forms)


def test_rows_and_rules(folder):
    bare = load_lexicons(folder("bare"))
    cue = load_lexicons(folder("cue", claims__cues="cue\tclass\tstrength\tpolarity\ttakes\tspeaker\n預示道\tsay\tstrong\t\tboth\tbefore\n"))
    (change,) = changes(bare, cue)
    assert (change.how, change.what, change.forms) == ("added", "預示道 in claims/cues", {"預示道"})
    rule = load_lexicons(folder("rule", noise__mine_toml='[[rule]]\nname = "m"\nkind = "promotion"\nlines = ["按我"]\nhits = ["按我"]\n'))
    (change,) = changes(bare, rule)
    assert (change.how, change.forms) == ("added", None)
    assert Touch([change], bare, rule)("anything")
    variants = load_lexicons(folder("fold", words__variants="variant\tstandard\n曜\t耀\n"))
    assert any(c.forms is None for c in changes(bare, variants))


def test_tables_named_by_their_literal_have_that_column(lexicons):
    for table, column in LITERALS.items():
        assert lexicons.rows(table), table
        assert all(row[column] for row in lexicons.rows(table)), table


def test_the_same_as_in_full(folder):
    """Over our whole corpus: what the touched documents show is what all documents show."""
    old = folder("old", organizations__a=NAMES + "曜湖\tcompany\n")
    new = folder(
        "new",
        organizations__a=NAMES + "市議會\tgovernment\n行政院\tparty\n記者會\tcompany\n立法院\t-\n",
        people__a=NAMES + "今年初\tpolitician\n",
        words__a=NAMES + "年底\tword\n",
        claims__cues="cue\tclass\tstrength\tpolarity\ttakes\tspeaker\n表示\tsay\tweak\t\tquotation\tbefore\n估計\tsay\tstrong\t\tboth\tbefore\n",
        entities__left_stops="word\n團隊\n",
        entities__suffixes="suffix\tkind\tneeds\n工坊\tcompany\tany\n",
    )
    fast = diff(Side((old,)), Side((new,)), read_documents([str(CORPUS / "samples")]))
    full = diff(Side((old,)), Side((new,)), read_documents([str(CORPUS / "samples")]), full=True)
    assert fast.groups == full.groups
    assert fast.groups
    assert fast.touched < full.touched == fast.documents


def test_workers_make_no_difference(folder):
    mine = folder("mine", organizations__a=NAMES + "曜湖\tcompany\n")
    many = documents(*(f"第{n}則：{TEXTS[n % 3]}" for n in range(900)))
    assert diff(Side(()), Side((mine,)), many, workers=2) == diff(Side(()), Side((mine,)), many, workers=1)


def test_sides(folder, tmp_path, monkeypatch):
    mine = folder("mine", organizations__a=NAMES + "曜湖\tcompany\n")
    with opened("builtin", "x") as side:
        assert side == Side(())
    with opened(str(builtin_folder()), "x") as side:
        assert side == Side(())
    with opened(str(mine), "x") as side:
        assert side == Side((mine,))
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], check=True)
    (mine / "organizations/a.tsv").write_text(NAMES + "曜湖\tcompany\n澄野\tcompany\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("HEAD:mine", "HEAD"):
        with opened(name, "mine") as side:
            assert [c.what for c in changes(side.load(), load_lexicons(mine))] == ["澄野"]
    for name in ("nothing", "--upload-pack=x:mine", "HEAD:elsewhere"):
        with pytest.raises(UsageError, match="revision"), opened(name, "mine"):
            pass
