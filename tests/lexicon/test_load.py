"""Loading and layering lexicon folders; every fault says file, line, column and remedy."""

import pytest

from pipeline.errors import LexiconError
from pipeline.lexicon import load_lexicons

HEADER = "name\tkind\taliases\tformal_name\tidentifiers\tfreq\ttag\tnot_before\tnot_after\tnote\n"


def folder(tmp_path, name="mine", **files):
    for path, text in files.items():
        target = tmp_path / name / path.replace("__", "/").replace("_tsv", ".tsv").replace("_toml", ".toml").replace("_txt", ".txt")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path / name


def forms_of(lexicons, name):
    number = next(n for n, e in enumerate(lexicons.entries) if e.name == name)
    return {f.text for f in lexicons.forms if f.entry == number}


def test_rows_of_one_name_are_one_entry(tmp_path):
    text = HEADER + "海岸科技\tcompany\t海科\t海岸科技股份有限公司\ttwse=9901\n海岸科技\t\t海岸\t\t\t\tambiguous\t線\t東\n"
    lexicons = load_lexicons(folder(tmp_path, organizations__a_tsv=text), builtin=False)
    (entry,) = lexicons.entries
    assert (entry.kind, entry.identifiers) == ("company", (("twse", "9901"),))
    forms = {f.text: f for f in lexicons.forms}
    assert set(forms) == {"海岸科技", "海科", "海岸科技股份有限公司", "海岸"}
    assert (forms["海岸"].ambiguous, forms["海岸"].not_before, forms["海岸"].not_after) == (True, ("線",), ("東",))
    assert not forms["海科"].ambiguous
    assert forms["海岸科技"].usual


@pytest.mark.parametrize(
    "encode", [lambda t: t.encode(), lambda t: b"\xef\xbb\xbf" + t.encode(), lambda t: t.replace("\n", "\r\n").encode()]
)
def test_a_spreadsheets_ways_of_saving_are_read(tmp_path, encode):
    text = "# comment\n\n" + HEADER + "臺北港務\tcompany\n"
    lexicons = load_lexicons(folder(tmp_path, organizations__a_tsv=encode(text)), builtin=False)
    assert [(e.name, e.place) for e in lexicons.entries] == [("臺北港務", "mine/organizations/a.tsv:4")]


def test_forms_are_folded(tmp_path):
    words = folder(tmp_path, words__variants_tsv="variant\tstandard\n臺\t台\n", places__a_tsv=HEADER + "臺中\tcity\tＡＢＣ港\n")
    assert forms_of(load_lexicons(words, builtin=False), "臺中") == {"台中", "ABC港"}


def test_later_layers_add_replace_and_remove(tmp_path):
    one = folder(
        tmp_path, "one", organizations__a_tsv=HEADER + "甲公司\tcompany\n乙公司\tcompany\n",
        noise__r_toml='[[rule]]\nname = "a"\nx = "1"\n[[rule]]\nname = "b"\nx = "1"\n', claims__cues_tsv="cue\tclass\n說\tsay\n嗆\tcriticise\n",
    )  # fmt: skip
    two = folder(
        tmp_path, "two", organizations__b_tsv=HEADER + "乙公司\t-\n甲公司\t\t小甲\n",
        noise__s_toml='[[rule]]\nname = "a"\nx = "2"\n[[rule]]\nname = "b"\nremove = true\n', claims__cues_tsv="cue\tclass\n嗆\tdeny\n怒嗆\tcriticise\n",
    )  # fmt: skip
    lexicons = load_lexicons(one, two, builtin=False)
    assert [e.name for e in lexicons.entries] == ["甲公司"]
    assert forms_of(lexicons, "甲公司") == {"甲公司", "小甲"}
    assert [(r.name, r.data["x"], r.place) for r in lexicons.rules("noise")] == [("a", "2", "two/noise/s.toml:1")]
    assert [(r["cue"], r["class"]) for r in lexicons.rows("claims/cues")] == [("說", "say"), ("嗆", "deny"), ("怒嗆", "criticise")]


def test_the_digest_follows_every_byte(tmp_path):
    a = load_lexicons(folder(tmp_path, "a", words__x_tsv=HEADER + "捷運\tword\n"), builtin=False).digest
    b = load_lexicons(folder(tmp_path, "b", words__x_tsv=HEADER + "捷運站\tword\n"), builtin=False).digest
    assert a != b


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("organizations__a_tsv", HEADER + "\tcompany\n", r"mine/organizations/a.tsv:2: column 'name' is empty"),
        ("organizations__a_tsv", HEADER + "甲" + "\tx" * 12 + "\n", r"a.tsv:2: 13 cells under 10 columns"),
        ("organizations__a_tsv", "name\tkinds\n甲\tx\n", r"a.tsv:1: unknown column 'kinds'"),
        ("organizations__a_tsv", "name\tname\n", r"a.tsv:1: a column stands twice"),
        ("organizations__a_tsv", HEADER + "甲公司\tcompany\t\t\t2330\n", r"a.tsv:2: column 'identifiers': '2330' is no key=value"),
        ("organizations__a_tsv", HEADER + "甲公司\tcompany\t\t\t\tmany\n", r"a.tsv:2: column 'freq': 'many' is no number"),
        ("organizations__a_tsv", HEADER.encode() + "甲公司\n".encode("big5"), r"a.tsv:2: not UTF-8"),
        ("noise__a_toml", '[[rule]]\nname = "a\n', r"mine/noise/a.toml:2: not TOML"),
        ("noise__a_toml", "[[rule]]\nx = 1\n", r"a.toml:1: a rule has no name"),
        ("noise__a_toml", "[rules]\nx = 1\n", r"a.toml:1: unknown key 'rules'"),
        ("noise__a_toml", '[[rule]]\nname = "a"\n[[rule]]\nname = "a"\n', r"a.toml:3: rule 'a' stands twice"),
    ],
)
def test_faults_name_the_place_and_a_remedy(tmp_path, file, text, message):
    with pytest.raises(LexiconError, match=message) as caught:
        load_lexicons(folder(tmp_path, **{file: text}), builtin=False)
    assert caught.value.remedy


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(LexiconError, match="no such lexicon folder"):
        load_lexicons(tmp_path / "none")


def test_jieba_user_dictionaries_and_their_traps(tmp_path):
    text = "云计算 5 n\n數位發展部\n台北 捷運 3\n石墨烯\t10\tn\n川普 9 NR\n"
    lexicons = load_lexicons(folder(tmp_path, userdict_txt=text), builtin=False)
    assert [(e.name, e.freq) for e in lexicons.entries] == [("云计算", 5), ("數位發展部", 0), ("台北 捷運", 3), ("石墨烯", 10), ("川普", 9)]
    assert [w.split(": ")[0] for w in lexicons.warnings] == ["mine/userdict.txt:4", "mine/userdict.txt:5"]
