"""How fast claims are found, and how well on the documents beside the project.

python -m tests.benchmarks.claims            # or: python tests/benchmarks/claims.py
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

SHARED = ROOT.parent / "shared"
ROUNDS = 5
SIZE = 1_500  # code points of the article that times are given for
_TOLD = (
    "山城水利處長周以安今天表示，三座水庫的蓄水率平均不到四成，下個月起每週停水一天。他強調，工業用水會先減量，"
    "「民生用水一定放在最前面」。對此，青禾科技回應，廠內已備妥水車。\n"
)
_PLAIN = (
    "山城三座水庫都在上游，最早的一座建於五十年前，壩高六十公尺，集水區橫跨兩個鄉。去年入秋以後雨量偏少，"
    "河床露出大片卵石，下游的兩處取水口在十一月停用，居民改用井水與水車。市區的公園噴泉也在同一週關閉，"
    "游泳池與洗車場減少營業時間。農會統一調度休耕的田地，改種不需灌溉的作物，種子由鄉公所發放。\n"
)
_ARTICLE = _TOLD + _PLAIN + _TOLD + _PLAIN


def speed() -> None:
    """Milliseconds for one article of SIZE code points, of claims alone."""
    from claims.marked import Harness

    from pipeline.document import Article, Block, RawDocument, read_article
    from pipeline.segment import Segmenter
    from pipeline.settings import Settings

    harness = Harness()
    text = (_ARTICLE * (SIZE // len(_ARTICLE) + 1))[:SIZE]
    reading = read_article(Article(RawDocument(text), (Block(0, len(text), "paragraph"),), ()), harness.lexicons.fold)
    tokens = Segmenter(harness.lexicons, Settings()).segment(reading)
    times: list[float] = []
    for _ in range(ROUNDS * 20):
        began = time.perf_counter()
        harness.finder.find(reading, tokens, (), ())
        times.append(time.perf_counter() - began)
    print(f"claims: {sorted(times)[len(times) // 2] * 1000:.2f} ms for {SIZE} code points (median of {len(times)})")


def quality() -> None:
    """Opinion spans of another project; see tests/claims/opinions.py for how they are compared."""
    from claims.opinions import NAME, measure

    from pipeline.lexicon import load_lexicons

    if not (SHARED / "gold" / NAME).is_file():
        print(f"opinions: ../shared/gold/{NAME} is absent, not measured")
        return
    scores = measure(SHARED, load_lexicons())
    for name, tally in (("opinions", scores.opinions), ("persons", scores.persons)):
        print(f"{name}: F1 {tally.f1:.3f} ({tally.hit} of {tally.wanted} wanted, {tally.found} found)")


if __name__ == "__main__":
    speed()
    quality()
