"""Ambiguous lexicon forms: whether 大同 is the company here is for the words beside it to say."""

from collections.abc import Iterable

from pipeline.entities.found import View
from pipeline.lexicon import Lexicons

LISTS = frozenset(("、", "與", "及", "和", "跟"))
TICKER_SIGNS = ("（", "（TW", "（US")


class Support:
    """The words that support an ambiguous form (lexicons/entities/support.tsv) and the decision."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        self._beside: dict[tuple[str, str], frozenset[str]] = {}
        rows = [(r["type"], r["side"], r["word"].translate(fold)) for r in lexicons.rows("entities/support")]
        for kind, side, _ in rows:
            self._beside[kind, side] = frozenset(w for k, s, w in rows if (k, s) == (kind, side))

    def supported(self, seen: View, sure_entries: frozenset[int], entry_of: Iterable[int]) -> set[int]:
        """Indices of the tokens with an ambiguous form that the document supports.

        A form counts beside a supporting word or a ticker, in a list with a sure name of its type, where its entry stands under a sure form
        elsewhere, or where the same text is supported elsewhere.
        """
        entries = tuple(entry_of)
        open_tokens = [i for i, t in enumerate(seen.types) if t[-1:] == "?"]
        good = {i for i in open_tokens if entries[seen.forms[i]] in sure_entries or self._beside_word(seen, i)}
        for _ in range(2):  # a list carries support from name to name
            good |= {i for i in open_tokens if i not in good and self._in_list(seen, i, good)}
        texts = {(seen.words[i], seen.types[i]) for i in good}
        return {i for i in open_tokens if i in good or (seen.words[i], seen.types[i]) in texts}

    def _beside_word(self, seen: View, i: int) -> bool:
        kind = seen.types[i][:-1]
        after, before = self._beside.get((kind, "after"), frozenset()), self._beside.get((kind, "before"), frozenset())
        if i + 1 < len(seen.words) and seen.starts[i + 1] == seen.ends[i]:
            if seen.words[i + 1] in after or (kind == "organization" and ticker(seen, i)):
                return True
        return i > 0 and seen.ends[i - 1] == seen.starts[i] and seen.words[i - 1] in before

    @staticmethod
    def _in_list(seen: View, i: int, good: set[int]) -> bool:
        kind = seen.types[i][:-1]
        for sign, other in ((i - 1, i - 2), (i + 1, i + 2)):
            if 0 <= other < len(seen.words) and 0 <= sign and seen.words[sign] in LISTS and (seen.types[other] == kind or other in good):
                return True
        return False


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
