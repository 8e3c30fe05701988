"""The two segmentation engines behind one class: rjieba (fast) and jieba (reference). jieba is touched here only.

Both run the same algorithm over the same dictionary; they differ on ASCII runs alone, which the segmenter carves out beforehand.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib.machinery import PathFinder
from importlib.resources import files
from importlib.util import find_spec, module_from_spec
from typing import Any

from pipeline.lexicon.cache import cache_folder
from pipeline.text import simplified_table

Cut = Callable[[str, bool], list[str]]
"""Cuts a Simplified shadow into pieces that join to it again; True lets the engine guess words it does not know."""
Word = tuple[str, int]  # Simplified shadow of a word, and its weight


class Engine:
    """The engine of that name with ``words`` added. ``digest`` keys the cache of the reference engine. As a pickle it is what it is made of."""

    __slots__ = ("_cut", "_made_of")

    def __init__(self, name: str, words: Sequence[Word], digest: str) -> None:
        self._made_of = name, words, digest
        self._cut = _jieba(words, digest) if name == "jieba" else _rjieba(words)

    def __call__(self, shadow: str, guess: bool) -> list[str]:
        """The pieces of a shadow, as a Cut gives them."""
        return self._cut(shadow, guess)

    def __reduce__(self) -> tuple[object, ...]:
        return Engine, self._made_of


def _rjieba(words: Iterable[Word]) -> Cut:
    engine = _rjieba_itself().Jieba()
    for word, weight in words:
        engine.add_word(word, weight, None)
    cut: Cut = engine.cut
    return cut


def _rjieba_itself() -> Any:
    """The extension module inside the package rjieba. The package would make an engine of its own at its import: 0.1 s and 25 MB for nothing."""
    package = find_spec("rjieba")
    spec = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations) if package else None
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("rjieba is not installed", name="rjieba")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _jieba(words: Iterable[Word], digest: str) -> Cut:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    engine = jieba.Tokenizer()
    engine.tmp_dir, engine.cache_file = str(cache_folder()), f"jieba-{jieba.__version__}-{digest}.cache"
    engine.initialize()
    for word, weight in words:
        # Not add_word: it forgets to take the former weight off the total, and rjieba does not; scores, and ties, depend on it.
        engine.total += weight - engine.FREQ.get(word, 0)
        engine.FREQ[word] = weight
        for end in range(1, len(word)):
            engine.FREQ.setdefault(word[:end], 0)

    def cut(shadow: str, guess: bool) -> list[str]:
        return list(engine.cut(shadow, HMM=guess))

    return cut


def dictionary(words: Collection[str], fold: Mapping[int, str]) -> dict[str, tuple[int, str]]:
    """Weight and part of speech that the engine's own dictionary gives ``words`` (as they stand, folded), where it holds them."""
    shadow = simplified_table()
    wanted = {word.translate(fold).translate(shadow): word for word in words}
    lines = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    cells = (line.split(" ") for line in lines)
    return {wanted[c[0]]: (int(c[1]), c[2]) for c in cells if c[0] in wanted}
