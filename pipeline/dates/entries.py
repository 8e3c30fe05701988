"""The words of the vocabulary as they stand in text: each surface with its reading and its guards."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.dates.readings import DAY, FEAST, MODS, MONTH, PART, PERIOD, THIRD, WEEK, WEEKDAY, YEAR, Reading, make
from pipeline.dates.vocabulary import WEEKDAYS, Feast, Part, Vocabulary, Word


class Entry(NamedTuple):
    """A lexicon word as it stands in text, with its reading and guards."""

    reading: Reading
    source: Word | Feast | None
    guard: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    need: re.Pattern[str] | None

    def counts(self, text: str, start: int, end: int) -> bool:
        """True where no guard speaks against the word at ``start..end``."""
        if self.guard is not None and self.guard.match(text, end):
            return False
        if self.need is not None and not self.need.match(text, end):
            return False
        return self.behind is None or not self.behind.search(text[max(0, start - 6) : start])


def word_readings(vocabulary: Vocabulary) -> dict[str, Entry]:
    """Every surface of the vocabulary's words, with weekdays, 初 中 底 末 and 連假 joined on."""
    entries: dict[str, Entry] = {}
    for part in vocabulary.parts.values():
        entries[part.text] = Entry(make(PERIOD, half=part.half, attached=part.bare or None), None, part.guard, part.behind, None)
    for stem in ("週", "周", "星期", "禮拜"):
        entries.update(_weekdays(stem, None, "publication", None))
    for feast_name, feast in vocabulary.feasts.items():
        entries.update(_feast_entries(feast_name, feast))
    for word in vocabulary.words.values():
        entries.update(_word_entries(word, vocabulary.parts))
    return entries


def _feast_entries(name: str, feast: Feast) -> dict[str, Entry]:
    entries = {name: Entry(make(FEAST, feast=feast), feast, feast.guard, feast.behind, feast.need)}
    for tail in ("連假", "長假", "連續假期"):
        entries[name + tail] = Entry(make(FEAST, feast=feast, long=True), feast, None, feast.behind, None)
    return entries


_COUNTED = re.compile("(?:[0-9一二三四五六七八九十兩幾首單多雙半圓]|(?<!指)數)$")  # 四周, 兩週一次

_SUSPECT = re.compile("嫌(?![犯疑])")
_NO_DIGIT = re.compile(f"[0-9/名人男女]|{_SUSPECT.pattern}")  # 張、周2嫌: Mr Zhou
_NAME = re.compile(f"鳴|{_SUSPECT.pattern}")  # 周一鳴, a person
_BIG = re.compile(f"大(?:法人|指數|類股|利[多空]|因素|亮點|看點|電信|產業|族群)|{_SUSPECT.pattern}")  # 上周|三大法人


def _weekdays(stem: str, shift: int | None, ref: str, word: Word | None) -> dict[str, Entry]:
    behind = word.behind if word else _COUNTED
    entries = {}
    for char, day in WEEKDAYS.items():
        if char == "末" or (char == "天" and stem[-1] in "週周"):
            continue
        fields = make(WEEKDAY, WEEK, week_shift=shift, weekday=day, ref=ref)
        guard = _NO_DIGIT if char.isdigit() else _NAME if char == "一" else _BIG
        entries[stem + char] = Entry(fields, word, guard, behind, None)
    for tail in ("六日", "六、日", "六及周日", "六及週日"):
        entries[stem + tail] = Entry(make(WEEKDAY, WEEK, week_shift=shift, weekday=6, weekday2=7, ref=ref), word, None, behind, None)
    if shift is not None:
        entries[stem + "末"] = Entry(make(WEEKDAY, WEEK, week_shift=shift, weekday=6, weekday2=7, ref=ref), word, None, behind, None)
    return entries


def _word_entries(word: Word, parts: Mapping[str, Part]) -> dict[str, Entry]:
    first, _, last = word.value.partition("..")
    need = re.compile(word.need) if word.need and not {"finer", "weekday", "range"} & set(word.need.split("|")) else None

    def entry(reading: Reading) -> Entry:
        return Entry(reading, word, word.guard, word.behind, need)

    shift = int(first)
    if word.unit == "week":
        days = _weekdays(word.text, shift, word.anchor, word)
        alone = {} if word.need == "weekday" else {word.text: entry(make(WEEK, week_shift=shift, ref=word.anchor))}
        return days | alone
    reading = _word_reading(word, shift, int(last) if last else None, parts)
    entries = {word.text: entry(reading)}
    if word.unit in ("year", "month") and not word.mod and not last:
        guard = {
            "初": "[一二三四五六七八九十]",
            "中": "[國華央心共東小午秋旬獎級學古間外山興元美日俄韓歐印英法德越菲樞]|[上下]旬",
            "底": "[特定層部片線]|下(?!水)",
            "末": "[端代日]",
        }
        for char, mod in MODS.items():
            if word.unit == "year":
                entries[word.text + "年" + char] = Entry(
                    Reading(reading.level, (*reading.fields, ("mod", mod)), reading.top), word, re.compile(guard[char]), word.behind, None
                )
            fields = (*reading.fields, ("mod", mod))
            entries[word.text + char] = Entry(Reading(reading.level, fields, reading.top), word, re.compile(guard[char]), word.behind, None)
    return entries


def _word_reading(word: Word, shift: int, last: int | None, parts: Mapping[str, Part]) -> Reading:
    mod = word.mod or None
    if word.unit == "day":
        half = parts[word.part].half if word.part else None
        return make(PERIOD if half else DAY, DAY, day_shift=shift, day_shift2=last, ref=word.anchor, half=half)
    if word.unit == "month":
        return make(MONTH, month_shift=shift, ref=word.anchor, mod=mod)
    if word.unit == "year":
        return make(YEAR, year_shift=shift, year_shift2=last, ref=word.anchor, mod=mod)
    if word.unit == "third":
        return make(THIRD, third=shift, third2=last)
    if word.unit == "quarter":
        return make(PART, quarter_shift=shift, ref=word.anchor)
    if word.unit == "same-period":
        return make(PART, YEAR, year_shift=shift, ref=word.anchor, same_period=True)
    if word.unit == "century":
        return make(YEAR, century_shift=shift)
    if word.unit == "season" and word.anchor not in ("", "bare"):
        year = 0 if word.anchor == "publication" else int(word.anchor)
        return make(PART, YEAR, year_shift=year, ref="publication", part=("season", shift, shift))
    kind = {"half": "half", "season": "season", "quarter-of": "quarter"}[word.unit]
    return make(PART, part=(kind, shift, shift if last is None else last), bare_season=True if word.anchor == "bare" else None)
