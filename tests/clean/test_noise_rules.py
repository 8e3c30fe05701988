"""The examples that stand in lexicons/noise/ hold, and no rule can be made to run for long."""

import time

import pytest

from pipeline.clean.lines import split_lines
from pipeline.clean.rules import Finding, NoiseRule, RuleBook, compile_rules
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Rule, load_lexicons
from pipeline.text import fold_text

LEXICONS = load_lexicons()
RULES = [r for r in LEXICONS.rules("noise") if "match" in r.data or "lines" in r.data]
SPEAKING = [r for r in RULES if "weight" not in r.data]


def alone(rule: Rule) -> RuleBook:
    return compile_rules([rule], LEXICONS.fold)


def found(rule: Rule, example: str) -> tuple[str, Finding]:
    text = fold_text(example.replace("⟦", "").replace("⟧", ""), LEXICONS.fold)
    return text, alone(rule).find(split_lines(text), text, 0)[0]


def removed(text: str, finding: Finding) -> str:
    if finding.rule:
        return text
    return "".join(text[c.start : c.end] for c in finding.cuts)


def wanted(example: str) -> str:
    inside = example.split("⟦", 1)[1].split("⟧", 1)[0] if "⟦" in example else example
    return fold_text(inside, LEXICONS.fold).strip()


HITS = [pytest.param(r, x, id=f"{r.name}-{i}") for r in SPEAKING for i, x in enumerate(r.texts("hits"))]
MISSES = [pytest.param(r, x, id=f"{r.name}-{i}") for r in SPEAKING for i, x in enumerate(r.texts("misses"))]


@pytest.mark.parametrize(("rule", "example"), HITS)
def test_a_hit_is_removed_as_marked(rule: Rule, example: str) -> None:
    if rule.text("where") == "title":
        cut = alone(rule).in_title(fold_text(example.replace("⟦", "").replace("⟧", ""), LEXICONS.fold))
        assert cut is not None
        return
    text, finding = found(rule, example)
    assert removed(text, finding).strip() == wanted(example)


@pytest.mark.parametrize(("rule", "example"), MISSES)
def test_a_miss_stays_whole(rule: Rule, example: str) -> None:
    text, finding = found(rule, example)
    assert removed(text, finding) == ""


@pytest.mark.parametrize("rule", SPEAKING, ids=lambda r: r.name)
def test_every_rule_has_an_example(rule: Rule) -> None:
    assert rule.texts("hits"), "write hits = [...] that show what the rule is for"


def adversarial(rule: NoiseRule) -> str:
    seed = "".join(rule.literals[:6]) or "更多2025-01-01 "
    return (seed + " （。「報導分享  facebook 2025-01-01 12:00 https://aaaa/" + "攝") * (1_000_000 // (len(seed) + 50))


@pytest.mark.parametrize("rule", SPEAKING, ids=lambda r: r.name)
def test_a_megabyte_on_one_line_does_not_explode(rule: Rule) -> None:
    book = alone(rule)
    text = adversarial(book.rules[0])[:1_000_000]
    lines = split_lines(fold_text(text, LEXICONS.fold))
    began = time.process_time()
    book.find(lines, text, 0)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"kind": "x", "match": "a.*b", "any": ["a"]}, "without bound"),
        ({"kind": "x", "match": "(ab", "any": ["a"]}, "unterminated"),
        ({"kind": "x", "match": "ab"}, "any or max"),
        ({"match": "ab", "any": ["a"]}, "kind"),
        ({"kind": "x", "role": "byline", "match": "ab", "any": ["a"]}, "kind"),
        ({"kind": "x", "reach": "far", "match": "ab", "any": ["a"]}, "reach"),
        ({"kind": "x", "where": "nowhere", "match": "ab", "any": ["a"]}, "where"),
        ({"role": "hero", "match": "ab", "any": ["a"]}, "role"),
    ],
)
def test_a_rule_without_meaning_stops_the_run(data: dict[str, object], says: str, lexicons: Lexicons) -> None:
    with pytest.raises(LexiconError, match=says):
        compile_rules([Rule("r", data, "noise/x.toml", 3)], lexicons.fold)
