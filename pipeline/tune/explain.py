"""Why something is, or is not, in a record: line, tokens, lexicon forms and their guards, names, dates, claims, events over a place of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.analyze import Analyzer
from pipeline.assemble import reading_of
from pipeline.claims import ClaimFinder
from pipeline.document import Published, RawDocument, Reading, Tokens
from pipeline.lexicon import Form
from pipeline.model import Record
from pipeline.span import Span, contains, overlaps

LONGEST_FORM = 40  # code points: how far around a place forms are looked for


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation. ``topic`` is line, token, form, name, date, cue, claim or event; ``rule`` what decided."""

    topic: str
    text: str
    why: str
    rule: str


class Explainer:
    """One document under one analyzer, asked about places in it."""

    def __init__(self, raw: RawDocument, analyzer: Analyzer) -> None:
        self.record: Record = analyzer.record(raw)
        self._raw, self._lexicons = raw, analyzer.lexicons
        self._reading: Reading = reading_of(self.record, analyzer.lexicons.fold)
        self._tokens: Tokens = analyzer.tokens(self.record)
        day = self.record.source.published
        self._dates = analyzer.stages.dates.find(self._reading, Published(day.value, day.basis))
        self._entities = analyzer.stages.entities
        self._lines = analyzer.stages.cleaner.read(raw)

    @cached_property
    def _doubted(self) -> dict[Span, str]:
        """Cue → who would speak, were every statement told for which a speaker is found."""
        finder = ClaimFinder(self._lexicons, assertions=False, confidence={})
        entities = self._entities.find(self._reading, self._tokens)
        found = finder.find(self._reading, self._tokens, self._dates, entities)
        return {c.cue: c.speaker.name for c in found if c.cue is not None and c.speaker is not None}

    def places(self, text: str) -> list[Span]:
        """Where ``text`` stands in the document, widths and variants folded."""
        folded, wanted = self._raw.text.translate(self._lexicons.fold), text.translate(self._lexicons.fold)
        out: list[Span] = []
        at = folded.find(wanted) if wanted else -1
        while at >= 0:
            out.append((at, at + len(wanted)))
            at = folded.find(wanted, at + 1)
        return out

    def at(self, span: Span) -> list[Reason]:
        """Everything that bears on ``span``, in the order of the stages."""
        return [
            *self._line(span), *self._token(span), *self._forms(span), *self._names(span), *self._date(span), *self._cues(span),
            *self._claims(span), *self._events(span),
        ]  # fmt: skip

    def _line(self, span: Span) -> Iterator[Reason]:
        judgements = self._lines.judgements()
        for number, (line, verdict) in enumerate(zip(self._lines.lines, self._lines.verdicts, strict=True)):
            if not overlaps((line.start, max(line.end, line.start + 1)), span):
                continue
            judged = judgements[number].reasons if number in judgements else ()
            telling = sorted(judged, key=lambda r: -abs(r[1]))[:4]
            scores = ", ".join(f"{name} {weight:+.1f}" for name, weight in telling)
            why = f"kept as {verdict.role}" if verdict.role else f"removed as {verdict.kind}"
            yield Reason("line", self._quote((line.start, line.end)), why + (f" ({scores})" if scores else ""), verdict.rule or "")
            for cut, kind, rule in verdict.cuts:
                if overlaps(cut, span):
                    yield Reason("line", self._quote(cut), f"cut out as {kind}", rule)

    def _token(self, span: Span) -> Iterator[Reason]:
        for start, end, form in zip(self._tokens.starts, self._tokens.ends, self._tokens.forms, strict=True):
            if overlaps((start, end), span):
                if form < 0:
                    yield Reason("token", self._quote((start, end)), "cut by the engine; no lexicon form", "")
                else:
                    known = self._lexicons.forms[form]
                    entry = self._lexicons.entries[known.entry]
                    yield Reason("token", self._quote((start, end)), f"a form of {entry.type} {entry.name}", known.place)

    def _forms(self, span: Span) -> Iterator[Reason]:
        """Lexicon forms that stand over the place and did not become its token or its name, with what kept them from it."""
        tokens = {(s, e): f for s, e, f in zip(self._tokens.starts, self._tokens.ends, self._tokens.forms, strict=True)}
        mentions = {(m.start, m.end) for e in self.record.entities for m in e.mentions}
        for number, found in self._standing(self._lexicons.forms, span):
            form = self._lexicons.forms[number]
            entry = self._lexicons.entries[form.entry]
            if tokens.get(found) == number and (found in mentions or entry.type == "word"):
                continue
            yield Reason("form", form.text, f"{entry.type} {entry.name}: {self._blocked(form, found, tokens, mentions)}", form.place)

    def _standing(self, forms: Sequence[Form], span: Span) -> Iterator[tuple[int, Span]]:
        low, high = max(0, span[0] - LONGEST_FORM), span[1] + LONGEST_FORM
        window = self._reading.text[low:high]
        for number, form in enumerate(forms):
            at = window.find(form.text)
            while at >= 0:
                found = (low + at, low + at + len(form.text))
                if overlaps(found, span):
                    yield number, found
                at = window.find(form.text, at + 1)

    def _blocked(self, form: Form, found: Span, tokens: dict[Span, int], mentions: set[Span]) -> str:
        if guard := self._guard(form.not_before, form.not_after, found):
            return guard
        longer = next((t for t, f in tokens.items() if f >= 0 and t != found and overlaps(t, found)), None)
        if longer is not None:
            return f"stands inside the token {self._quote(longer)!r}"
        if found not in tokens:
            return "ambiguous, and the engine cuts elsewhere" if form.ambiguous else "cut by a longer word or number"
        if tokens[found] >= 0 and self._lexicons.forms[tokens[found]].entry != form.entry:
            return "another entry with this form comes first"
        over = next((m for m in mentions if m != found and overlaps(m, found)), None)
        if over is not None:
            return f"part of the name {self._quote(over)!r}"
        return "ambiguous, and nothing beside it supports the name" if form.ambiguous else "a known word, no name here"

    def _guard(self, not_before: Sequence[str], not_after: Sequence[str], found: Span) -> str:
        text = self._reading.text
        after = next((g for g in not_before if text.startswith(g, found[1])), "")
        before = next((g for g in not_after if text.endswith(g, 0, found[0])), "")
        if after:
            return f"its guard not_before: {after!r} follows"
        return f"its guard not_after: {before!r} precedes" if before else ""

    def _names(self, span: Span) -> Iterator[Reason]:
        for entity in self.record.entities:
            for m in entity.mentions:
                if overlaps((m.start, m.end), span):
                    times = f"; {len(entity.mentions)} mentions" if len(entity.mentions) > 1 else ""
                    why = f"{entity.type} {entity.name} [{entity.kind}] by {entity.basis}{times}"
                    yield Reason("name", m.text, why, m.rule)

    def _date(self, span: Span) -> Iterator[Reason]:
        for d in self._dates:
            if overlaps((d.start, d.end), span):
                note = f"; {d.note}" if d.note else ""
                yield Reason("date", self._quote((d.start, d.end)), f"{d.value or 'no value'} by {d.basis}{note}", d.rule)

    def _cues(self, span: Span) -> Iterator[Reason]:
        """Words of speech at the place, with the guard that silenced them or the word that no claim hangs on them."""
        used = {(c.cue.start, c.cue.end) for c in self.record.claims if c.cue}
        for row in self._lexicons.rows("claims/cues"):
            cue = row["cue"].translate(self._lexicons.fold)
            at = self._reading.text.find(cue, max(0, span[0] - len(cue) + 1), span[1] + len(cue) - 1)
            if at < 0 or (at, at + len(cue)) in used:
                continue
            guard = self._guard(row.list("not_before"), row.list("not_after"), (at, at + len(cue)))
            doubt = self._doubt((at, at + len(cue)))
            yield Reason("cue", cue, guard or f"a {row['strength']} cue, but {doubt or 'no claim hangs on it here'}", row.place)

    def _doubt(self, cue: Span) -> str:
        """Whose statement would hang on a cue, did more speak for it."""
        speaker = self._doubted.get(cue)
        return f"too little speaks for a statement of {speaker} (claims/confidence.tsv)" if speaker else ""

    def _claims(self, span: Span) -> Iterator[Reason]:
        for c in self.record.claims:
            spans = [(c.content.start, c.content.end), *([(c.cue.start, c.cue.end)] if c.cue else [])]
            if any(overlaps(s, span) for s in spans):
                speaker = c.speaker.name if c.speaker else "the author"
                yield Reason("claim", self._quote(spans[0]), f"{c.form} of {speaker}" + (f", cue {c.cue.text}" if c.cue else ""), c.rule)

    def _events(self, span: Span) -> Iterator[Reason]:
        for v in self.record.events:
            if contains((v.sentence.start, v.sentence.end), (span[0], span[0])):
                yield Reason("event", v.trigger.text, f"{v.type} on {v.when.value or '?'}, tied by {v.when.basis}, {v.status}", v.rule)

    def everything(self) -> list[Reason]:
        """Every name, date, claim and event of the document with what made it, in text order within its kind."""
        whole = (0, max(1, len(self._raw.text)))
        return [*self._names(whole), *self._date(whole), *self._claims(whole), *self._all_events()]

    def _all_events(self) -> Iterator[Reason]:
        return (
            Reason("event", v.trigger.text, f"{v.type} on {v.when.value or '?'}, tied by {v.when.basis}", v.rule)
            for v in self.record.events
        )

    def _quote(self, span: Span) -> str:
        shown = " ".join(self._raw.text[span[0] : span[1]].split())
        return shown if len(shown) <= 24 else f"{shown[:14]}…{shown[-9:]}"
