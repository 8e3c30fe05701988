"""How far a statement reaches: a step weighs what the features weigh from which its weights are learned."""

import pytest

from pipeline.claims.reach import Weights, features
from pipeline.tune.claim_reach import StepWitness

from .marked import Harness

STOP = "網友引發熱議，"  # leaves any statement: no step is looked at after it
CLAUSES = (
    "水價三年沒有調整，", "虧損越來越大，", "我們必須在6月以前提出辦法。", "希望大家支持！", "因此，", "U.S. 的訂單減少，", "[青禾科技]不會漲價；",
    STOP, "「應該早睡」、「不要熬夜」，", "她也要看成本，", "但是記者沒有到場。", "董事會並未討論，", "此舉曝光後，", "林亞青將退休。",
)  # fmt: skip


def test_a_step_weighs_what_its_features_weigh() -> None:
    harness = Harness()
    witness = StepWitness(harness.lexicons)
    harness.finder = witness.finder
    for clauses in (CLAUSES, [clause for clause in CLAUSES if clause != STOP]):
        for first in range(len(clauses)):
            said = "".join((*clauses[first:], *clauses[:first]))
            for text in (said, said.replace("，", "。")):
                harness.claims(f"據了解，{{林亞青}}表示，{text}")
    steps = [groups for _, noted in witness.noted for _, groups in noted]
    assert len(steps) > 100
    known = harness.lexicons.weights("claims/reach")
    odd = {"char=水": -0.5, "last=高": 1.0, "sentences=1": 0.25}
    for of in (known, {**known, **odd}):
        weights = Weights(of)
        for groups in steps:
            assert weights.score(groups) == pytest.approx(sum(of.get(name, 0.0) for name in features(groups)))
