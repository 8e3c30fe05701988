"""How much speaks for a statement: it weighs what its features weigh, and what too little speaks for is not told."""

import pytest

from pipeline.claims import ClaimFinder
from pipeline.claims.confidence import Confidence, features
from pipeline.tune.claim_confidence import Witness

from .marked import Harness

TEXT = """\
{林亞青}表示，水價三年沒有調整。她擔心「虧損越來越大」，要求董事會提出辦法。
[青禾科技]昨天宣布漲價一成，網友痛批：「我們的薪水沒有漲。」外界預料會影響銷量。
據[海東日報]報導，知情人士指出，{周以安}接獲通知後，坦承帳目有誤。他說，會負責到底。
林亞青的三名鄰居則說，她很少出門；警方調查，認為並無外人侵入。"""


def test_a_statement_weighs_what_its_features_weigh() -> None:
    harness = Harness()
    witness = Witness(harness.lexicons)
    harness.finder = witness.finder
    for paragraph in TEXT.split("\n"):
        harness.claims(paragraph)
    noted = [*witness.noted.values()]
    assert len(noted) >= 6
    known = harness.lexicons.weights("claims/confidence")
    odd = {"mark=strong，": -2.0, "speaker=person": 0.75, "crossed=clause:medium": 0.5, "away=2:person": -0.25}
    for of in (known, {**known, **odd}):
        for evidence in noted:
            assert Confidence(of).score(evidence) == pytest.approx(sum(of.get(name, 0.0) for name in features(evidence)))


def _cued(harness: Harness, weights: dict[str, float]) -> list[tuple[int, int]]:
    harness.finder = ClaimFinder(harness.lexicons, assertions=False, confidence=weights)
    return [c.content for c in harness.claims(TEXT)[1] if c.cue is not None]


def test_what_too_little_speaks_for_is_not_told() -> None:
    harness = Harness()
    every = _cued(harness, {})
    assert len(every) >= 8
    assert _cued(harness, {"always": 0.5}) == every
    assert _cued(harness, {"always": -0.5}) == []
    assert set(_cued(harness, {"speaker=person": -1.0})) < set(every)
