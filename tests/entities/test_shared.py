"""Measures over annotated documents beside the project; skipped where they are absent."""

import json
from pathlib import Path

import pytest

from pipeline.entities import EntityFinder
from pipeline.lexicon import Lexicons
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from tests.entities.conftest import read

NER = Path(__file__).resolve().parents[3] / "shared" / "ner" / "zh_gsd-ud-dev.iob2"
LABELS = {"organization": "ORG", "person": "PER", "place": "LOC"}
FLOORS = {"ORG": 0.33, "PER": 0.44, "LOC": 0.50}  # its ORG convention and its wiki text differ from ours


def sentences(path: Path) -> list[tuple[str, set[tuple[int, int, str]]]]:
    out = []
    for chunk in path.read_text(encoding="utf-8").split("\n\n"):
        text = next((line[9:] for line in chunk.split("\n") if line.startswith("# text = ")), "")
        at, spans = 0, []
        for line in chunk.split("\n"):
            if not line or line.startswith("#"):
                continue
            _, word, tag, *_ = line.split("\t")
            start = text.index(word, at)
            at = start + len(word)
            if tag.startswith("B"):
                spans.append([start, at, tag[2:]])
            elif tag.startswith("I"):
                spans[-1][1] = at
        out.append((text, {(s, e, t) for s, e, t in spans}))
    return out


@pytest.mark.shared
@pytest.mark.skipif(not NER.exists(), reason=f"{NER} is absent")
def test_agreement_with_another_projects_annotations(lexicons: Lexicons) -> None:
    finder, segmenter = EntityFinder(lexicons), Segmenter(lexicons, Settings())
    hits, found, gold = dict.fromkeys(FLOORS, 0), dict.fromkeys(FLOORS, 0), dict.fromkeys(FLOORS, 0)
    for text, spans in sentences(NER):
        reading = read(text, lexicons)
        ours = {(m.start, m.end, LABELS[e.type]) for e in finder.find(reading, segmenter.segment(reading)) for m in e.mentions}
        for kind in FLOORS:
            hits[kind] += sum(s[2] == kind for s in ours & spans)
            found[kind] += sum(s[2] == kind for s in ours)
            gold[kind] += sum(s[2] == kind for s in spans)
    scores = {kind: round(2 * hits[kind] / (found[kind] + gold[kind]), 3) for kind in FLOORS}
    assert all(scores[kind] >= floor for kind, floor in FLOORS.items()), json.dumps(scores)
