"""How fast texts become tokens, beside plain jieba: python -m tests.benchmarks.segmentation [COUNT]

Tokenizing is the whole way to a spaCy Doc: fold, lexicon forms, atoms, shadow, engine, refinement.
"""

import sys

import spacy

from pipeline.components import ShiluTokenizer, whole_text
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from tests.benchmarks.harness import compare, documents


def main() -> None:
    vocab = spacy.blank("xx").vocab
    fast, reference = ShiluTokenizer(vocab), ShiluTokenizer(vocab, Settings(engine="jieba"))
    lexicons = fast._lexicons
    segmenter = Segmenter(lexicons, Settings())
    texts = documents(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
    print(f"{len(texts)} documents, {len(lexicons.entries):,} entries, {len(lexicons.forms):,} forms")
    candidates = {
        "to a Doc, rjieba": fast,
        "to a Doc, jieba": reference,
        "tokens alone, rjieba": lambda text: segmenter.segment(whole_text(text, lexicons.fold)),
    }
    for timing in compare(candidates, texts):
        print(timing)


if __name__ == "__main__":
    main()
