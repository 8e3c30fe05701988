"""Ambiguous lexicon forms: whether 大同 is the company here is for the words beside it to say."""

from collections.abc import Sequence

from pipeline.entities.found import View
from pipeline.lexicon import Lexicons
from pipeline.text import fold_words

LISTS = frozenset(("、", "與", "及", "和", "跟"))
LEAGUES = "sports."


class Support:
    """The words that support an ambiguous form (lexicons/entities/support.tsv, themes.tsv, platforms.tsv) and the decision."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        rows = [(r["type"], r["side"], r["word"].translate(fold)) for r in lexicons.rows("entities/support")]
        keys = {(kind, side) for kind, side, _ in rows}
        self._beside = {key: frozenset(w for k, s, w in rows if (k, s) == key) for key in keys}
        self._titles = frozenset(
            r["name"].translate(fold) for r in lexicons.rows("words/titles") if "prefix" in r["tag"] and len(r["name"]) > 1
        )
        self._platforms = lexicons.words("entities/platforms")
        themes = {r["name"].translate(fold): r.list("words") for r in lexicons.rows("entities/themes")}
        names = fold_words([e.name for e in lexicons.entries], lexicons.fold)
        self._kinds = [lexicons.entries[f.entry].kind for f in lexicons.forms]
        self._themes = {f.text: themes[names[f.entry]] for f in lexicons.forms if f.ambiguous and names[f.entry] in themes}

        self._forms, self._second = lexicons.forms, _second_forms(lexicons)

    def second(self, seen: View) -> dict[int, int]:
        """Tokens of a text that is an organization too, where the words beside it say so, and that form: 南亞（1303）, 品牌漢米爾頓."""
        at = [i for i in seen.named if seen.forms[i] in self._second]
        told = {seen.words[i] for i in at if self._beside_word(seen, i, "organization")} if at else ()
        return {i: self._second[seen.forms[i]] for i in at if seen.words[i] in told and self._free(seen, i)}

    def _free(self, seen: View, i: int) -> bool:
        """The guards of the second form of token ``i`` hold: not 南亞 + 國家."""
        form = self._forms[self._second[seen.forms[i]]]
        barred = seen.text.startswith(form.not_before, seen.ends[i]) if form.not_before else False
        return not barred and not (form.not_after and seen.text.endswith(form.not_after, 0, seen.starts[i]))

    def supported(self, seen: View, entry_of: Sequence[int]) -> set[int]:
        """Indices of the tokens with an ambiguous form that the document supports.

        A form counts beside a supporting word or a ticker, in a list with a sure name of its type, where its entry stands under a sure
        form or its theme elsewhere in the document, or where the same text is supported elsewhere. Platforms count beside a word only.
        """
        unsure = [i for i in seen.named if seen.types[i][-1] == "?"]
        if not unsure:
            return set()
        sure_entries = frozenset(entry_of[seen.forms[i]] for i in seen.named if seen.types[i][-1] != "?")
        platforms = {i for i in unsure if seen.words[i] in self._platforms}
        good = {i for i in unsure if self._beside_word(seen, i) or (i not in platforms and self._told(seen, i, sure_entries, entry_of))}
        for _ in range(2):  # a list carries support from name to name
            good |= {i for i in unsure if i not in good and i not in platforms and self._in_list(seen, i, good)}
        texts = {(seen.words[i], seen.types[i]) for i in good - platforms}
        return {i for i in unsure if i in good or (seen.words[i], seen.types[i]) in texts}

    def _told(self, seen: View, i: int, sure_entries: frozenset[int], entry_of: Sequence[int]) -> bool:
        if entry_of[seen.forms[i]] in sure_entries or any(w in seen.text for w in self._themes.get(seen.words[i], ())):
            return True
        kind = self._kinds[seen.forms[i]]  # 勇士 among other teams of its league is the team
        return kind.startswith(LEAGUES) and sum(self._kinds[seen.forms[j]] == kind for j in seen.named if seen.types[j][-1] != "?") > 1

    def _beside_word(self, seen: View, i: int, kind: str = "") -> bool:
        kind, words = kind or seen.types[i][:-1], seen.words
        after = words[i + 1] if i + 1 < len(words) and seen.starts[i + 1] == seen.ends[i] else ""
        before = words[i - 1] if i > 0 and seen.ends[i - 1] == seen.starts[i] else ""
        if words[i] in self._platforms and (before in self._words("platform", "before") or after in self._words("platform", "after")):
            return False
        if kind == "organization" and ticker(seen, i):
            return True
        if kind == "person" and before in self._titles:
            return True
        return after in self._words(kind, "after") or before in self._words(kind, "before")

    def _words(self, kind: str, side: str) -> frozenset[str]:
        return self._beside.get((kind, side), frozenset())

    @staticmethod
    def _in_list(seen: View, i: int, good: set[int]) -> bool:
        kind = seen.types[i][:-1]
        for sign, other in ((i - 1, i - 2), (i + 1, i + 2)):
            if 0 <= other < len(seen.words) and sign >= 0 and seen.words[sign] in LISTS and (seen.types[other] == kind or other in good):
                return True
        return False


def _second_forms(lexicons: Lexicons) -> dict[int, int]:
    """Forms of sure people and places, and the ambiguous form of an organization that has the same text."""
    business = {f.text: n for n, f in enumerate(lexicons.forms) if f.ambiguous and lexicons.entries[f.entry].type == "organization"}
    return {
        n: business[f.text]
        for n, f in enumerate(lexicons.forms)
        if f.text in business and not f.ambiguous and lexicons.entries[f.entry].type in ("person", "place")
    }


def ticker(seen: View, i: int) -> str:
    """The stock code in brackets right after token i: 台積電（2330）, （2330-TW）, （2330.TW）, （AAPL-US）; "" where there is none."""
    words = seen.words
    if i + 3 >= len(words) or words[i + 1] != "（" or seen.starts[i + 1] - seen.ends[i] > 1:
        return ""
    code = words[i + 2]
    head, _, market = code.partition("-") if "-" in code else code.partition(".")
    if market in ("TW", "TWO", "US", "HK", "JP") and head:
        return head
    if len(code) == 4 and code.isdigit() and words[i + 3] in ("）", "-", "，", "、", "/", ".", " ") and not code.startswith(("19", "20")):
        return code
    return ""


class Guards:
    """Words that, right before or after a form, say that it is no organization here (lexicons/entities/guards.tsv)."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        rows = [
            (r["form"].translate(fold), _guard(r.list("not_before"), fold), _guard(r.list("not_after"), fold))
            for r in lexicons.rows("entities/guards")
        ]
        self._forms = {form: (before, after) for form, before, after in rows if form[0] not in "*@"}
        kinds = {form[1:]: (before, after) for form, before, after in rows if form.startswith("@")}
        of_kind = {e.kind: kinds.get(e.kind) or kinds.get(e.kind.partition(".")[0]) for e in lexicons.entries}
        self._kinds = {kind: guard for kind, guard in of_kind.items() if guard is not None}
        self._ends = {form[1:]: (before, after) for form, before, after in rows if form.startswith("*")}
        self._last = frozenset(form[-1] for form in (*self._forms, *self._ends))

    def forbid_kind(self, text: str, kind: str, start: int, end: int) -> bool:
        """True where a lexicon name of that kind is none beside its neighbours: 遠雄 + 大樓, 在 + 流行音樂中心."""
        guard = self._kinds.get(kind)
        return guard is not None and (text.startswith(guard[0], end) or (start > 0 and text.endswith(guard[1], 0, start)))

    def forbid(self, text: str, start: int, end: int) -> bool:
        """True where ``text[start:end]`` is no organization because of its neighbours."""
        if text[end - 1] not in self._last:
            return False
        name = text[start:end]
        guard = self._forms.get(name) or self._ends.get(name[-2:]) or self._ends.get(name[-1])
        return guard is not None and (text.startswith(guard[0], end) or (start > 0 and text.endswith(guard[1], 0, start)))


def _guard(words: Sequence[str], fold: dict[int, str]) -> tuple[str, ...]:
    return tuple(w.translate(fold) for w in words)
