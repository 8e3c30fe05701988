"""shilu lexicon suggest: what is missing comes first, with its reasons, and goes into a folder as it stands."""

import json
from pathlib import Path

import pytest

from pipeline.errors import LexiconError, UsageError
from pipeline.lexicon import load_lexicons
from pipeline.tune.accept import accept
from pipeline.tune.contexts import Endings
from pipeline.tune.names import Candidate, distinct
from pipeline.tune.ngrams import cohesion, entropy, runs_in
from pipeline.tune.pages import PageReader, records_of
from pipeline.tune.suggest import as_table, kind_of, suggest
from pipeline.tune.suggest_weights import read_parts, without
from pipeline.tune.tape import BITS, Kind, Tape

DUMP = str(Path(__file__).resolve().parents[2] / "corpus/tuning/dump.jsonl")


@pytest.fixture(scope="module")
def organizations():
    return suggest(DUMP, load_lexicons(), "organization", top=10)


def test_a_suggestion_has_all_a_reviewer_needs(organizations):
    item = next(i for i in organizations.items if i.text == "曜湖")
    assert organizations.documents == 14
    assert item.documents >= 10 and item.mentions >= 10
    assert {"contexts", "telling", "ending", "form", "varied", "cohesion"} <= item.signals.keys()
    assert len(item.snippets) == 3 and all("⟦曜湖⟧" in s for s in item.snippets)
    assert item.cells[:2] == ("曜湖", "company")


def test_what_is_known_is_not_suggested(tmp_path):
    (tmp_path / "mine/organizations").mkdir(parents=True)
    (tmp_path / "mine/organizations/a.tsv").write_text("name\n曜湖\n", encoding="utf-8")
    found = suggest(DUMP, load_lexicons(tmp_path / "mine"), "organization")
    assert "曜湖" not in {i.text for i in found.items}


def test_a_table_goes_into_a_folder(organizations, tmp_path):
    lines = list(as_table(organizations, DUMP))
    assert kind_of(lines) == "organization"
    reviewed = tmp_path / "reviewed.tsv"
    reviewed.write_text("\n".join(line for line in lines if line[0] == "#" or line.startswith(("name\t", "曜湖\t"))), encoding="utf-8")
    done = accept(reviewed, tmp_path / "mine")
    assert (done.path.relative_to(tmp_path).as_posix(), done.added, done.known) == ("mine/organizations/suggested.tsv", 1, 0)
    assert any(f.text == "曜湖" for f in load_lexicons(tmp_path / "mine").forms)
    again = accept(reviewed, tmp_path / "mine")
    assert (again.added, again.known) == (0, 1)


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        ("name\tkind\n曜湖\tcompany\n", UsageError, "columns"),
        ("曜湖\tcompany\n", UsageError, "header"),
        ("", UsageError, "header"),
    ],
)
def test_other_tables_are_refused(tmp_path, content, error, told):
    (tmp_path / "a.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(error, match=told):
        accept(tmp_path / "a.tsv", tmp_path / "mine", "organization")
    with pytest.raises(UsageError, match="which kind"):
        accept(tmp_path / "a.tsv", tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_row_that_would_not_load_leaves_the_folder_as_it_was(tmp_path):
    columns = "name\tkind\taliases\tformal_name\tidentifiers\tfreq\ttag\tnot_before\tnot_after\tnote"
    (tmp_path / "a.tsv").write_text(f"# shilu suggest organization: x\n{columns}\n曜湖\tcompany\t\t\t\tmany\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="freq"):
        accept(tmp_path / "a.tsv", tmp_path / "mine")
    assert not (tmp_path / "mine/organizations/suggested.tsv").exists()


@pytest.mark.parametrize("kind", ["person", "word", "cue"])
def test_every_kind_gives_rows_its_folder_takes(kind, tmp_path):
    found = suggest(DUMP, load_lexicons(), kind, least=2, top=5)
    table = tmp_path / "t.tsv"
    table.write_text("\n".join(as_table(found, DUMP)), encoding="utf-8")
    assert accept(table, tmp_path / "mine").added == len(found.items)


def test_wrong_kind_and_empty_dump(tmp_path):
    with pytest.raises(UsageError, match="--kind 'verb'"):
        suggest(DUMP, load_lexicons(), "verb")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        suggest(str(tmp_path / "empty.jsonl"), load_lexicons(), "word")


def test_a_run_and_its_dump_ask_for_the_same(analyzer, tmp_path):
    from pipeline.tune.pages import read_documents

    lines = [analyzer.record(raw).model_dump_json() for raw in read_documents([DUMP])]
    (tmp_path / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert records_of(tmp_path) == tmp_path / "records.jsonl"
    assert records_of(Path(DUMP)) is None
    run = suggest(str(tmp_path), analyzer.lexicons, "organization", top=3)
    assert [i.text for i in run.items] == [i.text for i in suggest(DUMP, analyzer.lexicons, "organization", top=3).items]


def test_the_tape_holds_words_and_classes(lexicons, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "台積電與曜湖在台北簽約。\n2026年王小明說"}) + "\n", encoding="utf-8")
    tape = Tape(lexicons).write(PageReader(lexicons).pages(str(tmp_path / "a.jsonl")))
    (items,) = tape.read()
    told = {tape.words[x >> BITS]: Kind(x & ((1 << BITS) - 1)) for x in items}
    assert (told["台積電"], told["台北"], told["\n"], told["。"]) == (Kind.ORGANIZATION, Kind.PLACE, Kind.END, Kind.SIGN)
    assert list(tape.read()) == [items]
    assert tape.number("台積電") >= 0 > tape.number("無此字")


def test_runs_are_of_unknown_words_or_opened_by_a_place():
    plain, place, org, sign = (lambda n, k=k: n << BITS | k for k in (Kind.PLAIN, Kind.PLACE, Kind.ORGANIZATION, Kind.SIGN))
    assert [r for r, _, _ in runs_in([plain(1), plain(2), sign(3)], (Kind.SHOWN_ORGANIZATION,))] == [(1,), (1, 2), (2,)]
    assert [r for r, _, _ in runs_in([place(1), plain(2), plain(3)], (Kind.SHOWN_ORGANIZATION,))] == [(1, 2), (1, 2, 3), (2,), (2, 3), (3,)]
    assert [r for r, _, _ in runs_in([place(1), org(2), plain(3)], (Kind.SHOWN_ORGANIZATION,))] == [(1, 2), (2, 3), (3,)]


def test_measures():
    from collections import Counter

    assert entropy(Counter({1: 5})) == 0.0
    assert entropy(Counter({1: 1, 2: 1})) == pytest.approx(0.693, abs=0.001)
    assert cohesion((1,), 5, Counter({1: 5}), 100) == 0.0
    assert cohesion((1, 2), 5, Counter({1: 5, 2: 5}), 100) == pytest.approx(2.996, abs=0.001)


def test_a_part_that_stands_as_often_gives_way():
    def candidate(text, mentions, weight):
        return Candidate((hash(text),), text, mentions, 5, {"x": weight})

    kept = distinct([candidate("曜湖科技", 10, 3), candidate("曜湖", 11, 2), candidate("湖科", 10, 1), candidate("科技島", 10, 0.5)])
    assert [c.text for c in kept] == ["曜湖科技", "科技島"]
    kept = distinct([candidate("曜湖科技", 10, 3), candidate("曜湖", 40, 2)])
    assert [c.text for c in kept] == ["曜湖科技", "曜湖"]


def test_endings_are_learned_from_known_names(lexicons):
    endings = Endings(lexicons, "organization", frozenset())
    assert endings.weight("無名基金會") > 2 > 0 >= endings.weight("無名小山路")


def test_a_run_goes_on_over_frequent_neighbours_and_is_not_opened_by_a_stop():
    plain = [n << BITS | Kind.PLAIN for n in (1, 2, 3)]
    assert [r for r, _, _ in runs_in(plain, (), {(1, 2)})] == [(1,), (1, 2), (2,), (3,)]
    assert [r for r, _, _ in runs_in(plain, (), {(1, 2), (2, 3)}, {1})] == [(1,), (2,), (2, 3), (3,)]


def test_organizations_taken_out_are_examples(lexicons, tmp_path):
    dump = tmp_path / "a.jsonl"
    lines = [f"台積電董事長第{n}次表示，營收創新高。" for n in range(4)]
    dump.write_text("".join(json.dumps({"text": line}) + "\n" for line in lines), encoding="utf-8")
    (part,) = read_parts(str(dump), lexicons, 1)
    assert "台積電" in {form for forms in part.forms.values() for form in forms}
    assert any(right for _, right in part.examples())


def test_no_other_organization_keeps_a_form_taken_out(lexicons):
    bare, forms = without(lexicons, {"台積電"})
    assert "台積電" in forms["台積電"]
    assert not {f.text for f in bare.forms if bare.entries[f.entry].type == "organization"} & forms["台積電"]
    assert bare.digest != lexicons.digest
