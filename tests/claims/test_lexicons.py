"""The lexicon files of claims: enough entries, values that mean something, examples that hold."""

import re
from pathlib import Path

import pytest

from pipeline.claims import ClaimFinder
from pipeline.claims.assertions import Assertions
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, load_lexicons

HEADER = "cue\tclass\tstrength\tpolarity\ttakes\tspeaker\tnot_before\tnot_after\tneeds_named_source\tnote\n"
SPEAKER_KINDS = {
    "police",
    "prosecution",
    "court",
    "hospital",
    "school",
    "company",
    "institute",
    "official",
    "expert",
    "people",
    "media",
    "document",
    "pronoun",
    "listener",
}


def test_there_are_enough_cues(lexicons: Lexicons) -> None:
    assert len({row["cue"] for row in lexicons.rows("claims/cues")}) >= 250


def test_cues_need_known_kinds_of_speaker(lexicons: Lexicons) -> None:
    for row in lexicons.rows("claims/cues"):
        assert set(row.list("needs_named_source")) <= SPEAKER_KINDS | {"name"}, row.place


def test_speakers_have_known_kinds(lexicons: Lexicons) -> None:
    for row in lexicons.rows("claims/speakers"):
        assert row["kind"] in SPEAKER_KINDS, row.place


def test_reasons_hit_and_miss(lexicons: Lexicons) -> None:
    for rule in lexicons.rules("claims/assertions"):
        pattern = re.compile(rule.text("pattern"))
        for hit in rule.texts("hits"):
            assert pattern.search(hit), f"{rule.place} {rule.name}: should find {hit}"
        for miss in rule.texts("misses"):
            assert not pattern.search(miss), f"{rule.place} {rule.name}: should not find {miss}"


def test_one_reason_is_not_enough(lexicons: Lexicons) -> None:
    text = "這座風場是全台最大的離岸風場，附近居民慢慢習慣。"
    assert Assertions(lexicons).reasons(text, 0, len(text)) == ()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("表示\tsay\tsturdy\t\tboth\tbefore\n", "strength"),
        ("表示\tsay\tstrong\t\tsong\tbefore\n", "takes"),
        ("表示\tsay\tstrong\t\tboth\tabove\n", "speaker"),
    ],
)
def test_a_bad_value_names_its_place(row: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "cues.tsv").write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        ClaimFinder(load_lexicons(tmp_path, builtin=False))
    assert "cues.tsv:2" in str(caught.value)


def test_a_bad_pattern_names_its_place(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "assertions.toml").write_text('[[rule]]\nname = "rank"\npattern = "("\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"assertions.toml:1"):
        ClaimFinder(load_lexicons(tmp_path, builtin=False))


def test_without_lexicons_nothing_is_claimed(tmp_path: Path, reading_of) -> None:
    from pipeline.segment import Segmenter
    from pipeline.settings import Settings

    lexicons = load_lexicons(tmp_path, builtin=False)
    reading = reading_of("甲說：「今天天氣很好，我們去海邊。」")
    finder = ClaimFinder(lexicons)
    found = finder.find(reading, Segmenter(lexicons, Settings()).segment(reading), (), ())
    assert all(claim.cue is None for claim in found)
