"""Learning the weights of Chinese personal names from a dump of news, without any annotation.

    python -m pipeline.entities.training DUMP.jsonl[.gz] ... --out lexicons/entities/name_weights.tsv

Names that stand in a strong context (a byline; a title before and a verb of saying after; an age in brackets after) in several documents
are taken as known; every occurrence of them is an example, every other candidate a counter-example, save those the model itself comes to
doubt: after a first pass the counter-examples it scores high are left out and it learns again. Logistic regression, AdaGrad; the same
dump gives the same weights.
"""

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from pipeline.document import Article, Block, RawDocument, Reading, read_article
from pipeline.entities.found import View, form_types, view
from pipeline.entities.names import Candidate, Surnames, candidates, features
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from pipeline.text import simplified_table

Example = tuple[list[str], bool]

SAYING = "表示|指出|說|認為|強調|坦言|透露|呼籲|直言|回應|則|今|昨|也|在|於|等|，|、|:|日前|上午|下午|以|出席|率|針對|提醒|解釋|分析|宣布|證實|受訪|的|和|與|及"
NOT_LAST = frozenset("男女婦嫌翁父母妻夫今昨明也則等在對於並將及與和的了是說就都又再已曾以向被把讓請為")


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """The text of every document of JSON-lines dumps."""
    for path in paths:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
        with opened as lines:
            for line in lines:
                yield json.loads(line)["text"]


def as_reading(text: str, lexicons: Lexicons) -> Reading:
    """A bare text as a reading: every line is a paragraph."""
    blocks = [Block(m.start(), m.end(), "paragraph") for m in re.finditer(r"[^\n]+", text) if not m[0].isspace()]
    return read_article(Article(RawDocument(text), tuple(blocks), ()), lexicons.fold)


def strong_pattern(titles: Iterable[str], surnames: Surnames) -> re.Pattern[str]:
    """Names in strong contexts; the name is one of the groups."""
    single, double = "".join(sorted(surnames.single)), "|".join(sorted(surnames.double))
    name = rf"((?:{double}|[{single}])[\u4e00-\u9fff]{{1,2}})"
    title = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    return re.compile(rf"記者{name}/|（中央社記者{name}[\u4e00-\u9fff]{{2}}\d|(?:{title}){name}(?=(?:{SAYING}))|{name}（\d\d歲）")


def strong_names(texts: Iterable[str], pattern: re.Pattern[str], fold: dict[int, str], least: int = 2) -> set[str]:
    """Names found in strong contexts of at least ``least`` documents."""
    seen: Counter[str] = Counter()
    for text in texts:
        found = {next(g for g in m.groups() if g) for m in pattern.finditer(text.translate(fold))}
        seen.update(n for n in found if n[-1] not in NOT_LAST)
    return {n for n, k in seen.items() if k >= (least if len(n) > 2 else least + 2)}


def ordinary_words() -> set[str]:
    """The words of jieba's dictionary (Simplified) that it does not class as names of people."""
    text = (files("jieba") / "dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.split("\n"))
    return {row[0] for row in rows if len(row) == 3 and not row[2].startswith("nr")}


def examples(seen: View, surnames: Surnames, titles: frozenset[str], known: set[str]) -> Iterator[Example]:
    """The candidates of a document, each with True where it is a known name; those that cross a known name are counter-examples."""
    for candidate in candidates(seen, surnames):
        name = _text(seen, candidate)
        yield features(seen, candidate, titles, seen.text.count(name)), name in known


def _text(seen: View, candidate: Candidate) -> str:
    return seen.text[seen.starts[candidate.first] : seen.ends[candidate.last]]


def learn(data: list[Example], rounds: int, rate: float = 0.25, decay: float = 1e-6) -> dict[str, float]:
    """Weights of a logistic regression, AdaGrad, features seen fewer than three times left out."""
    counts = Counter(f for names, _ in data for f in names)
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1.0)
    order = list(range(len(data)))
    shuffle = random.Random(1).shuffle
    for _ in range(rounds):
        shuffle(order)
        for i in order:
            names, label = data[i]
            total = sum(weights[f] for f in names if counts[f] > 2)
            gradient = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - label
            if abs(gradient) < 0.01:
                continue
            for f in names:
                if counts[f] > 2:
                    g = gradient + decay * weights[f]
                    squares[f] += g * g
                    weights[f] -= rate * g / math.sqrt(squares[f])
    return dict(weights)


def doubtful(data: list[Example], weights: dict[str, float]) -> list[Example]:
    """The data without the counter-examples that score like names: most of them are names nobody introduced."""
    return [(names, label) for names, label in data if label or sum(weights.get(f, 0.0) for f in names) < 0.0]


def train(texts: list[str], lexicons: Lexicons, surnames: Surnames, step: int = 1) -> dict[str, float]:
    """The weights of every ``step``-th of ``texts``, the known names taken from all.

    People of the lexicons are left out, so that names are learned by their parts.
    """
    bare = replace(lexicons, forms=tuple(f for f in lexicons.forms if lexicons.entries[f.entry].type != "person"))
    titles = frozenset(row["name"].translate(dict(lexicons.fold)) for row in lexicons.rows("words/titles"))
    fold = dict(lexicons.fold)
    words = {row["word"].translate(fold) for row in lexicons.rows("entities/left_stops")} | titles
    shadow, ordinary = simplified_table(), ordinary_words()
    known = {n for n in strong_names(texts, strong_pattern(titles, surnames), fold) if not {n, n[1:], n[:2]} & words}
    known -= {n for n in known if n.translate(shadow) in ordinary}
    segmenter, types = Segmenter(bare, Settings()), form_types(bare)
    data: list[Example] = []
    for text in texts[::step]:
        reading = as_reading(text, bare)
        data += examples(view(reading, segmenter.segment(reading), types), surnames, titles, known)
    weights = learn(data, 3)
    return learn(doubtful(data, weights), 4)


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
    head = "# Weights (log-odds) of the features of Chinese personal names; made by pipeline.entities.training, do not edit by hand.\n"
    head += f"# Source: learned from {len(texts)} news documents whose texts are not shipped; facts about usage.\n"
    options.out.write_text(head + "feature\tweight\n" + "".join(f"{f}\t{w:.2f}\n" for f, w in rows), encoding="utf-8")


def surnames_of(lexicons: Lexicons) -> Surnames:
    """The surnames of lexicons/words/surnames.tsv (first column)."""
    found = {next(iter(row.cells.values())).translate(dict(lexicons.fold)) for row in lexicons.rows("words/surnames")}
    return Surnames(frozenset(s for s in found if len(s) == 1), frozenset(s for s in found if len(s) == 2))


if __name__ == "__main__":
    main()
