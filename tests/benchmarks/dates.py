"""How fast dates are found, beside jieba on the same text in the same run.

python tests/benchmarks/dates.py [SHARE]     # SHARE: one article in so many of ../shared/dumps/news, 5 unless said
"""

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

DUMP = ROOT.parent / "shared" / "dumps" / "news.jsonl.gz"
ROUNDS = 3


def documents(share: int) -> list[dict[str, str]]:
    """Every ``share``-th article of the dump."""
    with gzip.open(DUMP, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number % share == 0]


def best(work: Callable[[], object]) -> float:
    """Least processor seconds of ROUNDS runs."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    from pipeline.dates import DateFinder, parse_published
    from pipeline.document import Article, Block, Published, RawDocument, read_article
    from pipeline.lexicon import load_lexicons

    if not DUMP.is_file():
        print("../shared/dumps is absent: nothing measured")
        return
    share = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    lexicons = load_lexicons()
    finder = DateFinder(lexicons)
    work = []
    for document in documents(share):
        text = document["text"]
        article = Article(RawDocument(text), (Block(0, len(text), "paragraph"),) if text else (), ())
        day = parse_published(document.get("published") or "")
        work.append((read_article(article, lexicons.fold), Published(day, "metadata" if day else "none")))
    characters = sum(len(reading.text) for reading, _ in work)
    mentions = sum(len(finder.find(*item)) for item in work)
    seconds = best(lambda: [finder.find(*item) for item in work])
    print(f"{len(work)} articles, {characters:,} characters, {mentions:,} dates")
    print(f"dates: {characters / seconds / 1e6:.2f} million characters a second; {seconds / len(work) * 1000:.3f} ms an article")
    _beside_jieba([reading.text for reading, _ in work[:: max(1, len(work) // 300)]], characters / seconds)


def _beside_jieba(texts: list[str], ours: float) -> None:
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    began = time.process_time()
    for text in texts:
        tokenizer.lcut(text)
    theirs = sum(map(len, texts)) / (time.process_time() - began)
    print(f"jieba.lcut: {theirs / 1e6:.2f} million characters a second on {len(texts)} of them; ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
