"""Learning what tells an organization that no lexicon holds, from a dump of news and without any annotation.

    python -m pipeline.tune.suggest_weights DUMP --out lexicons/entities/suggest_weights.tsv

A part of the organizations that the dump names is taken out of the lexicons, and the dump is read as if nobody knew them: the candidates that
are their forms are examples, all others counter-examples. Every part is taken out once (``--parts``); logistic regression as for events; the
same dump gives the same weights. ``--check`` prints instead how many of each part are among the first 2,000 suggestions by weights learned of the
other parts.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.tune.learning import learned, write_weights
from pipeline.tune.names import Candidate, Organizations, distinct, unlisted
from pipeline.tune.pages import Page, PageReader
from pipeline.tune.tape import Tape

LEAST, TOP = 3, 2000  # mentions of an organization and of a candidate; suggestions looked at by --check
EVERY = 3  # of how many counter-examples one is learned from
EPOCHS, PENALTY = 8, 3.0
HEAD = """\
# Weights of what an organization that no lexicon holds looks like: log-odds of each feature (pipeline/tune/traits.py says what they are).
# Source: learned from news documents whose texts are not shipped, 2026-11; facts about usage, no licence needed.
# Written by python -m pipeline.tune.suggest_weights; not to be edited by hand.
feature\tweight
"""
Example = tuple[Sequence[str], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """The candidates of a dump read without some organizations, each with its features, and the forms of each of these organizations."""

    candidates: tuple[tuple[Candidate, tuple[str, ...]], ...]
    forms: Mapping[str, frozenset[str]]

    def examples(self) -> list[Example]:
        """The forms taken out, and some of all other candidates."""
        out = frozenset[str]().union(*self.forms.values())
        chosen = (x for n, x in enumerate(self.candidates) if x[0].text in out or n % EVERY == 0)
        return [(features, candidate.text in out) for candidate, features in chosen]

    def found(self, weights: Mapping[str, float]) -> float:
        """The share of these organizations that are among the first suggestions by these weights."""
        scored = (replace(c, signals={"": sum(weights.get(f, 0.0) for f in features)}) for c, features in self.candidates)
        first = {c.text for c in distinct(sorted(scored, key=lambda c: (-c.score, c.text)))[:TOP]}
        return sum(not first.isdisjoint(forms) for forms in self.forms.values()) / max(1, len(self.forms))


def mentioned(pages: Iterable[Page], lexicons: Lexicons) -> Counter[str]:
    """How often each organization of the lexicons is named."""
    names = {f.text: lexicons.entries[f.entry].name for f in lexicons.forms if lexicons.entries[f.entry].type == "organization"}
    texts = (page.reading.text[n.start : n.end] for page in pages for n in page.names if (n.type, n.basis) == ("organization", "lexicon"))
    return Counter(names[text] for text in texts if text in names)


def without(lexicons: Lexicons, names: AbstractSet[str]) -> tuple[Lexicons, dict[str, frozenset[str]]]:
    """The lexicons as if they had never held these organizations, nor any other under a form of theirs; and the forms of each."""
    forms: dict[str, set[str]] = {}
    for form in lexicons.forms:
        entry = lexicons.entries[form.entry]
        if entry.type == "organization" and entry.name in names:
            forms.setdefault(entry.name, set()).add(form.text)
    gone = set[str]().union(*forms.values())
    kept = tuple(f for f in lexicons.forms if not (f.text in gone and lexicons.entries[f.entry].type == "organization"))
    digest = sha256(f"{lexicons.digest} {sorted(gone)}".encode()).hexdigest()[:16]
    return replace(lexicons, forms=kept, digest=digest), {name: frozenset(texts) for name, texts in forms.items()}


def read_part(pages: Iterable[Page], bare: Lexicons, forms: Mapping[str, frozenset[str]]) -> Part:
    """A part of pages that were laid out under the lexicons without its organizations."""
    tape = Tape(bare).write(pages)
    organizations = Organizations(tape, bare)
    found = []
    for text, (run, seen) in unlisted(tape, bare, "organization", LEAST).items():
        features = tuple(feature for _, feature in organizations.features(run, text, seen))
        if features:
            found.append((Candidate(run, text, seen.mentions, seen.documents, {}), features))
    return Part(tuple(found), forms)


def read_parts(dump: str, lexicons: Lexicons, number: int) -> Iterator[Part]:
    """The parts of a dump, each with other organizations taken out."""
    counts = mentioned(PageReader(lexicons).pages(dump), lexicons)
    names = sorted(name for name, times in counts.items() if times >= LEAST)
    random.Random(1).shuffle(names)
    for part in range(number):
        bare, forms = without(lexicons, set(names[part::number]))
        yield read_part(PageReader(bare).pages(dump), bare, forms)


def fit(parts: Iterable[Part]) -> dict[str, float]:
    """The weights of the features, by all parts."""
    return learned([x for part in parts for x in part.examples()], epochs=EPOCHS, penalty=PENALTY)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump")
    parser.add_argument("--out", type=Path, default=Path("lexicons/entities/suggest_weights.tsv"))
    parser.add_argument("--parts", type=int, default=5, help="how many parts the organizations are dealt into")
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    chosen = parser.parse_args()
    parts = list(read_parts(chosen.dump, load_lexicons(), chosen.parts))
    if chosen.check:
        for number, part in enumerate(parts):
            print(f"part {number}: {part.found(fit(parts[:number] + parts[number + 1 :])):.3f} of {len(part.forms)}")
        return
    write_weights(fit(parts), chosen.out, HEAD)


if __name__ == "__main__":
    main()
