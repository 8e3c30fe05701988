"""Unknown words: neighbours that keep together in every surrounding, whatever they mean."""

from math import log

from pipeline.lexicon import Lexicons
from pipeline.tune.names import Candidate, distinct
from pipeline.tune.ngrams import cohesion, count_runs, entropy, words_of, written
from pipeline.tune.tape import Kind, Tape

_LEAST_COHESION = 4.0
_LEAST_ENTROPY = 1.0


def word_candidates(tape: Tape, lexicons: Lexicons, least: int) -> list[Candidate]:
    """Runs of two to four characters that cohere and change their neighbours on both sides, best first."""
    words = words_of(tape)
    total = words.total()
    known = {f.text for f in lexicons.forms}
    stops = frozenset(r["word"].translate(lexicons.fold) for r in lexicons.rows("entities/left_stops"))
    found = []
    for run, seen in count_runs(tape, Kind.PLAIN, least).items():
        text = written(run, tape.words)
        if len(run) < 2 or not 2 <= len(text) <= 4 or text.isascii() or text in known:
            continue
        if any(len(tape.words[w]) > 1 and tape.words[w] in stops for w in (run[0], run[-1])):
            continue
        close, varied = cohesion(run, seen.mentions, words, total), min(entropy(seen.left), entropy(seen.right))
        if close >= _LEAST_COHESION and varied >= _LEAST_ENTROPY:
            signals = {"cohesion": 0.5 * close, "varied": varied, "often": log(seen.documents)}
            found.append(Candidate(run, text, seen.mentions, seen.documents, signals))
    return distinct(sorted(found, key=lambda c: (-c.score, c.text)))
