"""``shilu segment``, ``shilu lexicon check`` and ``add`` as a user meets them."""


def test_segment(shilu, tmp_path):
    assert shilu("segment", "行政院昨天宣布這個計畫").stdout == "行政院 昨天 宣布 這 個 計畫\n"
    (tmp_path / "a.txt").write_text("臺北市政府宣布\n\n三次\n", encoding="utf-8")
    assert shilu("segment", "a.txt").stdout == "臺北市政府 宣布\n\n三 次\n"
    assert shilu("segment", "-", stdin="這次\n").stdout == "這 次\n"
    shown = shilu("segment", "這次", "--explain").stdout
    assert "words/splits.tsv" in shown


def test_both_engines_cut_alike(shilu, tmp_path):
    texts = [
        shilu("segment", "行政院昨天宣布這個計畫延後三個月", "--segmenter", name, SHILU_CACHE=str(tmp_path)).stdout
        for name in ("rjieba", "jieba")
    ]
    assert texts[0] == texts[1]


def test_add_then_check_then_use(shilu, tmp_path):
    done = shilu("lexicon", "add", "磐石動力", "--kind", "company", "--alias", "磐動", "--to", "mine")
    assert done.returncode == 0, done.stderr
    assert "mine/organizations/added.tsv:3" in done.stdout
    assert shilu("lexicon", "check", "mine").returncode == 0
    assert shilu("segment", "磐石動力今天宣布", "--lexicons", "mine").stdout == "磐石動力 今天 宣布\n"
    again = shilu("lexicon", "add", "磐石動力", "--kind", "company", "--alias", "磐動", "--to", "mine")
    assert again.returncode == 2
    assert "stands there already" in again.stderr


def test_check_says_what_is_wrong(shilu, tmp_path):
    (tmp_path / "mine/organizations").mkdir(parents=True)
    (tmp_path / "mine/organizations/a.tsv").write_text("name\tkind\taliases\n甲社\tcompany\t海科\n乙社\tcompany\t海科\n", encoding="utf-8")
    done = shilu("lexicon", "check", "mine")
    assert done.returncode == 1
    assert "two names" in done.stdout
    assert shilu("lexicon", "check", "none").returncode == 2
