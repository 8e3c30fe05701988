"""The two segmentation engines behind one function: rjieba (fast) and jieba (reference). jieba is touched here only.

Both run the same algorithm over the same dictionary; they differ on ASCII runs alone, which the segmenter carves out beforehand.
"""

import logging
from collections.abc import Callable, Iterable

from pipeline.lexicon.cache import cache_folder
from pipeline.settings import Settings

Cut = Callable[[str], list[str]]
Word = tuple[str, int]  # Simplified shadow of a word, and its weight (0: let the engine find one)


def make_engine(settings: Settings, words: Iterable[Word], digest: str) -> Cut:
    """A function that cuts a Simplified shadow into pieces that join to it again. ``digest`` keys the cache of the reference engine."""
    if settings.engine == "jieba":
        return _jieba(settings.hmm, words, digest)
    return _rjieba(settings.hmm, words)


def _rjieba(hmm: bool, words: Iterable[Word]) -> Cut:
    import rjieba

    engine = rjieba.Jieba()
    for word, weight in words:
        engine.add_word(word, weight or None, None)

    def cut(shadow: str) -> list[str]:
        return list(engine.cut(shadow, hmm))

    return cut


def _jieba(hmm: bool, words: Iterable[Word], digest: str) -> Cut:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    engine = jieba.Tokenizer()
    engine.tmp_dir, engine.cache_file = str(cache_folder()), f"jieba-{jieba.__version__}-{digest}.cache"
    engine.initialize()
    for word, weight in words:
        engine.add_word(word, weight or None)

    def cut(shadow: str) -> list[str]:
        return list(engine.cut(shadow, HMM=hmm))

    return cut
