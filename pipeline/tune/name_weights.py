"""Learning the weights of Chinese personal names from a dump of news, without any annotation.

    python -m pipeline.tune.name_weights DUMP.jsonl[.gz] ... --out lexicons/entities/name_weights.tsv

Names that stand in a strong context (a byline; a title before and a verb of saying after; an age in brackets after) and the people of the
lexicons are known; words of jieba's dictionary that it does not class as names are never names; of all other candidates the model itself
judges, pass by pass (``self_trained``). Logistic regression, AdaGrad, no library; the same dump gives the same weights.
"""

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from sys import intern

from pipeline.document import Article, Block, RawDocument, Reading, read_article
from pipeline.entities.found import View, Viewer, form_types
from pipeline.entities.names import Candidate, Surnames, candidates, inner_features, outer_features, surnames_of, words_that_are_no_names
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from pipeline.text import simplified_table

Example = tuple[list[str], bool | None]

SAYING = "表示|指出|說|認為|強調|坦言|透露|呼籲|直言|回應|則|今|昨|也|在|於|等|，|、|:|日前|上午|下午|以|出席|率|針對|提醒|解釋|分析|宣布|證實|受訪|的|和|與|及"
NOT_LAST = frozenset("男女婦嫌翁父母妻夫今昨明也則等在對於並將及與和的了是說就都又再已曾以向被把讓請為")


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """The text of every document of JSON-lines dumps."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def as_reading(text: str, lexicons: Lexicons) -> Reading:
    """A bare text as a reading: every line is a paragraph."""
    blocks = [Block(m.start(), m.end(), "paragraph") for m in re.finditer(r"[^\n]+", text) if not m[0].isspace()]
    return read_article(Article(RawDocument(text), tuple(blocks), ()), lexicons.fold)


def strong_patterns(titles: Iterable[str], surnames: Surnames) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Names in bylines (one is enough), and after a title and before a verb of saying or an age (several are needed)."""
    single, double = "".join(sorted(surnames.single)), "|".join(sorted(surnames.double))
    name = rf"((?:{double}|[{single}])[\u4e00-\u9fff]{{1,2}})"
    title = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    byline = (
        rf"記者 ?{name} ?/|（中央社記者{name}[\u4e00-\u9fff]{{2}}\d|中心 ?/ ?{name}、|[心/、]{name} ?(?:[\u4e00-\u9fff]{{2}})?報導$"
        rf"|[（／/ ]{name}/綜合|(?:譯者|核稿|編輯|文字|攝影|撰文|製圖|作者|記者|文)[:｜/ ] ?{name}(?=[/）\n 】〕｜]|$)|記者{name}攝"
    )
    return re.compile(byline, re.M), re.compile(rf"(?:{title}){name}(?=(?:{SAYING}))|{name}（\d\d歲）")


def strong_names(texts: Iterable[str], titles: Iterable[str], surnames: Surnames, fold: dict[int, str]) -> set[str]:
    """Names in strong contexts: bylines of one document, others of two (names of two characters: three and four)."""
    patterns = strong_patterns(titles, surnames)
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for text in texts:
        folded = text.translate(fold)
        for pattern, counter in zip(patterns, seen, strict=True):
            counter.update({next(g for g in m.groups() if g) for m in pattern.finditer(folded)})
    names = {n for least, counter in zip((1, 2), seen, strict=True) for n, k in counter.items() if k >= least + 2 * (len(n) < 3)}
    return {n for n in names if n[-1] not in NOT_LAST}


def ordinary_words() -> set[str]:
    """The words of jieba's dictionary (Simplified) that it does not class as names of people."""
    text = (files("jieba") / "dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.split("\n"))
    return {row[0] for row in rows if len(row) == 3 and not row[2].startswith("nr")}


def examples(
    seen: View, surnames: Surnames, titles: frozenset[str], known: Set[str], never: Set[str], skipped: Set[str]
) -> Iterator[Example]:
    """The candidates of a document: True for known names, False for words that are never names, else None."""
    for candidate in candidates(seen, surnames):
        name = _text(seen, candidate)
        if name in skipped:
            continue
        label = True if name in known else False if name in never else None
        found = inner_features(seen, candidate) + outer_features(seen, candidate, titles)
        yield [intern(":".join(f)) for f in found], label


def _text(seen: View, candidate: Candidate) -> str:
    return seen.text[seen.starts[candidate[0]] : seen.ends[candidate[1]]]


def learn(data: list[tuple[list[str], bool]], rounds: int, rate: float = 0.25) -> dict[str, float]:
    """Weights of a logistic regression, AdaGrad, features seen fewer than three times left out."""
    counts = Counter(f for names, _ in data for f in names)
    kept = [([f for f in names if counts[f] > 2], label) for names, label in data]
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1.0)
    shuffle = random.Random(1).shuffle
    for _ in range(rounds):
        shuffle(kept)
        for names, label in kept:
            gradient = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[f] for f in names))))) - label
            if abs(gradient) < 0.01:
                continue
            for f in names:
                squares[f] += gradient * gradient
                weights[f] -= rate * gradient / math.sqrt(squares[f])
    return dict(weights)


def self_trained(data: list[Example], passes: int = 4) -> dict[str, float]:
    """Weights learned from labelled examples and what the model itself says of the others.

    First the others count as counter-examples, but of those cut into single characters, where unknown names hide, only a quarter is taken.
    Then those it scores as names become examples, the doubtful are left out, and it learns again.
    """
    chance = random.Random(2).random
    first = [(names, label is True) for names, label in data if label is not None or not _in_pieces(names) or chance() < 0.25]
    weights = learn(first, 3)
    for _ in range(passes):
        judged = ((names, label, sum(weights.get(f, 0.0) for f in names)) for names, label in data)
        weights = learn([(n, s > 0 if label is None else label) for n, label, s in judged if label is not None or not -1.5 < s < 2.5], 3)
    return weights


def _in_pieces(names: list[str]) -> bool:
    return not any(f.startswith("w:") for f in names)


def train(texts: list[str], lexicons: Lexicons, surnames: Surnames, step: int = 1) -> dict[str, float]:
    """The weights of every ``step``-th of ``texts``, the known names taken from all.

    People of the lexicons are left out of the segmentation, so that names are learned by their parts.
    """
    bare = replace(lexicons, forms=tuple(f for f in lexicons.forms if lexicons.entries[f.entry].type != "person"))
    fold, shadow = dict(lexicons.fold), simplified_table()
    titles = frozenset(row["name"].translate(fold) for row in lexicons.rows("words/titles"))
    words = {r["word"].translate(fold) for t in ("left_stops", "not_people") for r in lexicons.rows(f"entities/{t}")} | titles
    ordinary, skipped = ordinary_words(), words_that_are_no_names(lexicons)
    found = {n for n in strong_names(texts, titles, surnames, fold) if not {n, n[1:], n[:2]} & words}
    people = {f.text for f in lexicons.forms if lexicons.entries[f.entry].type == "person" and not f.ambiguous and 2 < len(f.text) < 5}
    known = {n for n in found | people if n.translate(shadow) not in ordinary}
    segmenter = Segmenter(bare, Settings())
    viewer = Viewer(form_types(bare), frozenset(), surnames.single | surnames.heads)
    data: list[Example] = []
    for text in texts[::step]:
        reading = as_reading(text, bare)
        seen = viewer.view(reading, segmenter.segment(reading))
        never = {n for c in candidates(seen, surnames) if (n := _text(seen, c)) in words or n.translate(shadow) in ordinary}
        data += examples(seen, surnames, titles, known, never, skipped)
    return self_trained(data)


def main() -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("dumps", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--step", type=int, default=1, help="learn from every n-th document")
    options = parser.parse_args()
    lexicons = load_lexicons()
    texts = list(read_texts(options.dumps))
    weights = train(texts, lexicons, surnames_of(lexicons), options.step)
    rows = sorted((f, w) for f, w in weights.items() if abs(w) >= 0.15)
    head = "# Weights (log-odds) of the features of Chinese personal names; made by pipeline.tune.name_weights, do not edit by hand.\n"
    head += f"# Source: learned from {len(texts)} news documents whose texts are not shipped; facts about usage.\n"
    options.out.write_text(head + "feature\tweight\n" + "".join(f"{f}\t{w:.2f}\n" for f, w in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
