"""The date lexicon: what is wrong in it is said with file and line; what stands in it is found."""

from datetime import date

import pytest

from pipeline.dates import DateFinder
from pipeline.dates.vocabulary import load_vocabulary
from pipeline.document import Published
from pipeline.errors import LexiconError
from pipeline.lexicon import load_lexicons


@pytest.mark.parametrize(
    ("file", "header", "row", "says"),
    [
        ("words", "word\tunit\tvalue\tanchor", "明兒\tdays\t1\tpublication", "unit"),
        ("feasts", "name\taliases\trule", "桐花祭\t\tsolar 13", "names no day"),
        ("feasts", "name\taliases\trule", "桐花祭\t\tevery spring", "names no day"),
        ("parts", "word\thalf", "拂曉\tearly", "half"),
        ("eras", "name\tfirst\tlast\tcalendar", "建興\tx\t\tlunar", "whole number"),
        ("contexts", "use\tside\twords", "day\taround\t甲", "side"),
    ],
)
def test_bad_rows(tmp_path, file: str, header: str, row: str, says: str) -> None:
    folder = tmp_path / "dates"
    folder.mkdir()
    (folder / f"{file}.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=says) as error:
        load_vocabulary(load_lexicons(tmp_path))
    assert f"dates/{file}.tsv:2" in str(error.value)


def test_own_words_and_feasts(tmp_path, reading_of) -> None:
    folder = tmp_path / "dates"
    folder.mkdir()
    (folder / "feasts.tsv").write_text("name\taliases\trule\n媽祖生\t媽祖誕辰\tlunar 3-23\n", encoding="utf-8")
    (folder / "words.tsv").write_text("word\tunit\tvalue\tanchor\n明兒\tday\t1\tpublication\n", encoding="utf-8")
    found = DateFinder(load_lexicons(tmp_path)).find(reading_of("媽祖生當天與明兒"), Published(date(2025, 4, 10), "option"))
    assert [m.value for m in found] == ["2025-04-20", "2025-04-11"]
    assert found[1].rule.endswith("dates/words.tsv:2")


def test_every_word_is_found_somewhere(lexicons) -> None:
    vocabulary = load_vocabulary(lexicons)
    assert len(vocabulary.words) > 200 and len(vocabulary.feasts) > 80
    for feast in set(vocabulary.feasts.values()):
        assert feast.day(2025) is not None, feast.name
