"""What the cleaner does and costs, measured over real documents beside the project.

    python tests/benchmarks/clean.py gold                    # characters kept and perfect bodies on ../shared/gold/dev
    python tests/benchmarks/clean.py speed news              # milliseconds for 1,500 code points of ../shared/dumps/news
    python tests/benchmarks/clean.py removals news --show 60 # share removed by rule, and removals drawn at random, to be read
    python tests/benchmarks/clean.py rails                   # rails of feed pages found without their markers
    python tests/benchmarks/clean.py --fit rails             # weights for lexicons/noise/judge.toml (needs scipy)

Rails: in feed pages that hold a partner tail, what stands before it is the article's and what stands after it another's. The tail is taken
out, a third of the pages are cut off inside the article, and the judgement must find the end.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.clean import Cleaner
from pipeline.clean.judge import BY_ARTICLE, BY_CUT, BY_ITSELF, Weights
from pipeline.clean.lines import Line, split_lines
from pipeline.clean.region import judged_end, read_trial
from pipeline.clean.rules import Finding, compile_rules
from pipeline.clean.sheet import Sheet
from pipeline.clean.trial import Trial
from pipeline.document import Origin, RawDocument
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.text import fold_text

SHARED = Path(__file__).resolve().parents[3] / "shared"
# How strongly weights are held near 0.
RIDGE = 0.2
TAILS = ("partner-tail", "source-line", "original-source", "see-more-related")
LEARNT = tuple(name for name in (*BY_ITSELF, *BY_ARTICLE, *BY_CUT) if name not in ("after-marker", "repeated"))


def dump(name: str) -> list[RawDocument]:
    with gzip.open(SHARED / "dumps" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [document(json.loads(line)) for line in file]


def document(row: dict[str, str]) -> RawDocument:
    known = {key: str(row.get(key) or "") for key in ("title", "outlet", "url", "published")}
    return RawDocument(row["text"], Origin(path=row["id"], **known))


def gold(cleaner: Cleaner) -> None:
    """The scorer's own figures for body and noise."""
    sys.path.insert(0, str(SHARED / "gold"))
    import score

    read = lambda name: [json.loads(x) for x in (SHARED / "gold" / "dev" / name).open(encoding="utf-8")]  # noqa: E731
    documents = {row["id"]: document(row) for row in read("documents.jsonl")}
    body = {name: cleaner.clean(raw).body for name, raw in documents.items()}
    found = {name: {"keep": [[b.start, b.end] for b in blocks]} for name, blocks in body.items()}
    wanted = {row["id"]: row for row in read("annotations.jsonl")}
    score.show(score.score(wanted, found, {name: raw.text for name, raw in documents.items()})[0])


def speed(cleaner: Cleaner, name: str) -> None:
    documents = dump(name)[:1000]
    for raw in documents[:50]:
        cleaner.clean(raw)
    began = time.process_time()
    for raw in documents:
        cleaner.clean(raw)
    took, size = time.process_time() - began, sum(len(raw.text) for raw in documents)
    print(f"{name}: {took / size * 1500 * 1000:.2f} ms for 1,500 code points, {took / len(documents) * 1000:.2f} ms a document")


def removals(cleaner: Cleaner, name: str, show: int, seed: int) -> None:
    documents = dump(name)
    found = [(raw, r) for raw in documents for r in cleaner.clean(raw).removed]
    by_rule: Counter[str] = Counter()
    for _, r in found:
        by_rule[r.rule] += r.end - r.start
    size = sum(len(raw.text) for raw in documents)
    print(f"{len(documents)} documents, {len(found)} removals, {sum(by_rule.values()) / size:.2%} of the characters")
    for rule, taken in by_rule.most_common(20):
        print(f"  {taken:8} {rule}")
    for raw, r in random.Random(seed).sample(found, min(show, len(found))):
        print(f"{raw.origin.path} [{r.rule}] {raw.text[max(0, r.start - 20) : r.start]!r} « {raw.text[r.start : r.end][:160]!r} »")


@dataclass(frozen=True, slots=True)
class Case:
    """A feed page without its tail: title, lines, what the rules say of them, and how many lines are the article's."""

    title: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    own: int


def cases(lexicons: Lexicons) -> list[Case]:
    book = compile_rules(lexicons.rules("noise"), lexicons.fold)
    found: list[Case] = []
    for raw in (d for d in dump("feed_pages") if "yahoo" in d.origin.url):
        text = fold_text(raw.text, lexicons.fold)
        lines = split_lines(text)
        told = book.find(lines, text, len(text) * 2 // 5)
        tail = next((i for i, f in enumerate(told) if _is_tail(f)), 0)
        if tail < 2:
            continue
        rest = [i for i in range(tail, len(lines)) if not told[i].rule and not told[i].cuts]
        picked = [*range(tail), *rest]
        title = fold_text(raw.origin.title, lexicons.fold)
        found.append(Case(title, tuple(lines[i] for i in picked), tuple(told[i] for i in picked), tail))
    return found


def _is_tail(finding: Finding) -> bool:
    return any(r.name in TAILS for r in ([finding.rule] if finding.rule else []) + [c.rule for c in finding.cuts if c.start == 0])


def cut_off(case: Case, chance: random.Random) -> Case:
    """The page broken off inside a paragraph of the article."""
    last = chance.randrange(1, case.own)
    line = case.lines[last]
    size = chance.randrange(1, max(2, len(line.text)))
    lines = (*case.lines[:last], replace(line, text=line.text[:size], prose=max(1.0, line.prose)))
    return Case(case.title, lines, case.findings[: last + 1], last + 1)


def rails(lexicons: Lexicons, weights: Weights) -> None:
    chance = random.Random(3)
    found = cases(lexicons)
    groups = {
        "with a rail": [c for c in found if len(c.lines) > c.own],
        "cut off inside": [cut_off(c, chance) for c in found if chance.random() < 0.35],
    }
    for name, group in groups.items():
        ends = [(judged_end(_sheet(c), 0, len(c.lines), weights)[0], c) for c in group]
        off = [_unruled(c, end) - _unruled(c, c.own) for end, c in ends]
        exact, early, late = (sum(test(x) for x in off) for test in (lambda x: x == 0, lambda x: x < 0, lambda x: x > 0))
        print(f"{name}: {len(group)} pages, {exact / len(group):.1%} exact, {early} too early, {late} too late")


def _unruled(case: Case, end: int) -> int:
    return sum(1 for f in case.findings[:end] if not f.rule)


def _sheet(case: Case) -> Sheet:
    return Sheet(case.lines, case.findings, [], case.title, "feed", False, None)


def fit(lexicons: Lexicons, weights: Weights) -> None:
    """Print the weights under which the true ends are likeliest among all ends that could be tried."""
    import numpy as np
    from scipy.optimize import minimize

    chance = random.Random(3)
    found = cases(lexicons)
    found += [cut_off(c, chance) for c in found if chance.random() < 0.6]
    tried = [(rows, true) for case in found for rows, true in _tried(case, weights)]
    tables = [np.array(rows) for rows, _ in tried]

    def loss(w: "np.ndarray") -> "tuple[float, np.ndarray]":
        total, slope = RIDGE * float(w @ w), 2 * RIDGE * w
        for table, (_, true) in zip(tables, tried, strict=True):
            scores = table @ w
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            total -= float(np.log(chances[true]))
            slope = slope + table.T @ chances - table[true]
        return total, slope

    learnt = minimize(loss, np.zeros(len(LEARNT)), jac=True, method="L-BFGS-B").x
    for name, weight in zip(LEARNT, learnt, strict=True):
        print(f"{name:24} {weight:+.1f}")


def _tried(case: Case, weights: Weights) -> Iterator[tuple[list[list[float]], int]]:
    """The feature sums of every end of a page, no end last, and which is the true one."""
    trial = read_trial(_sheet(case), 0, len(case.lines), weights)
    if trial is None:
        return
    cuts = range(trial.first + 1, len(trial.passages))
    true = next((i for i, cut in enumerate(cuts) if trial.passages[cut].at >= case.own), len(cuts))
    rows = [[_sums(trial, cut).get(name, 0.0) for name in LEARNT] for cut in cuts]
    yield [*rows, [0.0] * len(LEARNT)], true


def _sums(trial: Trial, cut: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    for i in range(cut, len(trial.passages)):
        sums.update(trial.passages[i].signs)
        sums.update(dict(zip(BY_ARTICLE, trial.by_article(i, cut), strict=True)))
    sums.update(dict(zip(BY_CUT, trial.by_cut(cut), strict=True)))
    return sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["gold", "speed", "removals", "rails"])
    parser.add_argument("dump", nargs="?", default="news")
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("../shared is absent: nothing to measure")
    lexicons = load_lexicons()
    cleaner = Cleaner(lexicons)
    if options.what == "gold":
        gold(cleaner)
    elif options.what == "speed":
        speed(cleaner, options.dump)
    elif options.what == "removals":
        removals(cleaner, options.dump, options.show, options.seed)
    else:
        (fit if options.fit else rails)(lexicons, cleaner.weights)


if __name__ == "__main__":
    main()
