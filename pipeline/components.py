"""The door to spaCy's world: our tokenizer and our stages as pipeline components, and records as ``Doc``.

Registered through entry points, so no import is needed:

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "shilu.Tokenizer.v1"}}})
    nlp.add_pipe("shilu_dates", config={"published": "2026-01-15"})
    nlp.add_pipe("shilu_entities")
    doc = nlp("行政院今（15）日通過預算案。")
    [(s.text, s.id_) for s in doc.spans["shilu_dates"]]

Each component reads ``doc.text`` as an article's body, one paragraph a line (clean dumps with ``shilu run`` first), and writes one span group: the label
says what a span is, the id its value. Stages that build on others find what those left in ``doc.user_data``, or do their work first. spaCy is imported
only where spaCy is in use.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.dates.published import parse_published
from pipeline.document import Article, Block, Published, RawDocument, Reading, Tokens, read_article
from pipeline.lexicon import Lexicons, digest_lexicons, load_lexicons
from pipeline.mentions import Claim, DateMention, Entity, names_of, outside_names
from pipeline.segment import Segmenter
from pipeline.segment.doc import Numbers, make_doc
from pipeline.settings import Settings
from pipeline.stages import Stages, load_stages
from pipeline.text import Table, fold_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from pipeline.model import Record

KEY = "shilu"  # under which stages leave their values in doc.user_data
KINDS = ("dates", "entities", "claims", "events")
Labelled = tuple[int, int, str, str]  # start and end in code points, label, id


class ShiluTokenizer:
    """A spaCy tokenizer over our segmentation: every word of the lexicons that stands in the text is one token."""

    def __init__(self, vocab: "Vocab", settings: Settings | None = None) -> None:
        self.vocab = vocab
        self._settings = settings or Settings()
        self._lexicons = _lexicons()
        self._segmenter = Segmenter(self._lexicons, self._settings)
        self._numbers = Numbers(vocab.strings)

    def __call__(self, text: str) -> "Doc":
        """The ``Doc`` of a text; white space runs beyond one blank are tokens of their own, as spaCy has it."""
        draft = self._segmenter.draft(fold_text(text, self._lexicons.fold), (0, len(text)))
        transient = self.vocab.in_memory_zone  # type: ignore[attr-defined]  # spaCy's own stub lacks it
        return make_doc(self.vocab, text, draft, Numbers(self.vocab.strings) if transient else self._numbers)

    def to_disk(self, path: Any, **_: Any) -> None:
        """Nothing to save: the lexicons come with shilu."""

    def from_disk(self, path: Any, **_: Any) -> "ShiluTokenizer":  # noqa: ARG002  spaCy's signature
        """Nothing to load, but the vocabulary may have been loaded anew, without the words it knew."""
        self._numbers.clear()
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> "ShiluTokenizer":  # noqa: ARG002  spaCy's signature
        """Nothing to load, but the vocabulary may have been loaded anew, without the words it knew."""
        self._numbers.clear()
        return self


@lru_cache(maxsize=1)
def _lexicons() -> Lexicons:
    return load_lexicons()


@lru_cache(maxsize=1)
def _stages() -> Stages:
    """The stages that all components of all pipelines share: they never change."""
    return load_stages(Settings(), digest_lexicons())


def whole_text(text: str, fold: Table) -> Reading:
    """The reading of a text that is body from end to end, one paragraph a line, under a fold table."""
    blocks = tuple(Block(*line.span(), "paragraph") for line in re.finditer(r"[^\n]+", text) if not line[0].isspace())
    return read_article(Article(RawDocument(text), blocks, ()), fold)


class Stage:
    """A component: finds what its stage finds, leaves the values in ``doc.user_data`` and spans in ``doc.spans``."""

    def __init__(self, name: str, published: str = "") -> None:
        self.name = name
        self._kind = name.removeprefix("shilu_")
        self.published, self.stages = published, _stages()

    def __call__(self, doc: "Doc") -> "Doc":
        """The same doc, richer by one span group."""
        found = _Found(self, doc)
        labelled = {
            "dates": found.dates_labelled,
            "entities": found.entities_labelled,
            "claims": found.claims_labelled,
            "events": found.events_labelled,
        }
        doc.spans[self.name] = [s for s in (_span(doc, mark) for mark in labelled[self._kind]()) if s is not None]
        return doc


class _Found:
    """What the stages found in one doc, each worked out once and kept with the doc."""

    def __init__(self, stage: Stage, doc: "Doc") -> None:
        self._published, self._stages = stage.published, stage.stages
        self._kept = doc.user_data.setdefault(KEY, {})
        self._text = doc.text

    def _keep(self, key: str, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @property
    def reading(self) -> Reading:
        value: Reading = self._keep("reading", lambda: whole_text(self._text, self._stages.fold))
        return value

    @property
    def tokens(self) -> Tokens:
        value: Tokens = self._keep("tokens", lambda: self._stages.segmenter.segment(self.reading))
        return value

    @property
    def _today(self) -> date | None:
        return parse_published(self._published)

    @property
    def dates(self) -> Sequence[DateMention]:
        day = self._today
        published = Published(day, "option" if day else "none")
        value: Sequence[DateMention] = self._keep(
            "dates",
            lambda: outside_names(self._stages.dates.find(self.reading, published), self.entities, names_of(self.entities)),
        )
        return value

    @property
    def entities(self) -> Sequence[Entity]:
        value: Sequence[Entity] = self._keep("entities", lambda: self._stages.entities.find(self.reading, self.tokens))
        return value

    @property
    def claims(self) -> Sequence[Claim]:
        value: Sequence[Claim] = self._keep(
            "claims", lambda: self._stages.claims.find(self.reading, self.tokens, self.dates, self.entities)
        )
        return value

    def dates_labelled(self) -> Iterable[Labelled]:
        return [(d.start, d.end, "DATE", d.value or "") for d in self.dates]

    def entities_labelled(self) -> Iterable[Labelled]:
        return [(m.start, m.end, e.type.upper(), e.name) for e in self.entities for m in e.mentions]

    def claims_labelled(self) -> Iterable[Labelled]:
        return [(*c.content, c.form.upper(), c.speaker.name if c.speaker else "") for c in self.claims]

    def events_labelled(self) -> Iterable[Labelled]:
        events = self._stages.events.find(self.reading, self.tokens, self.dates, self.entities, self.claims, self._today)
        return [(*v.trigger, v.type, self.dates[v.date].value or "") for v in events]


def _span(doc: "Doc", mark: Labelled) -> Any:
    start, end, label, value = mark
    return doc.char_span(start, end, label=label, span_id=value, alignment_mode="expand")


def _factory(name: str, defaults: dict[str, Any]) -> Any:
    """Register one component with spaCy when its entry point is loaded; the decorator does the rest."""
    from spacy.language import Language

    if defaults:

        def dated(nlp: "Language", name: str, published: str) -> Stage:  # noqa: ARG001  spaCy passes it
            return Stage(name, published)

        return Language.factory(name, default_config=defaults, func=dated)

    def plain(nlp: "Language", name: str) -> Stage:  # noqa: ARG001  spaCy passes it
        return Stage(name)

    return Language.factory(name, func=plain)


def __getattr__(attribute: str) -> Any:
    """``dates_factory`` … ``events_factory``: what the entry points name, made only when spaCy asks for it."""
    kind, underscore, rest = attribute.partition("_")
    if rest != "factory" or not underscore or kind not in KINDS:
        raise AttributeError(f"module 'pipeline.components' has no attribute {attribute!r}")
    return _factory(f"shilu_{kind}", {} if kind == "entities" else {"published": ""})


def make_tokenizer(settings: dict[str, Any] | None = None) -> Any:
    """Registered as ``shilu.Tokenizer.v1``: what spaCy calls with the language object to get its tokenizer."""

    def create(nlp: "Language") -> ShiluTokenizer:
        return ShiluTokenizer(nlp.vocab, Settings.model_validate(settings or {}))

    return create


def record_doc(record: "Record", vocab: "Vocab", segmenter: Segmenter, lexicons: Lexicons) -> "Doc":
    """A record as a ``Doc``: its whole text, with the span groups of dates, entities, claims and events."""
    draft = segmenter.draft(fold_text(record.text, lexicons.fold), (0, len(record.text)))
    doc = make_doc(vocab, record.text, draft, Numbers(vocab.strings))
    groups: dict[str, list[Labelled]] = {
        "shilu_dates": [(d.start, d.end, "DATE", d.value or "") for d in record.dates],
        "shilu_entities": [(m.start, m.end, e.type.upper(), e.name) for e in record.entities for m in e.mentions],
        "shilu_claims": [(c.content.start, c.content.end, c.form.upper(), c.speaker.name if c.speaker else "") for c in record.claims],
        "shilu_events": [(v.trigger.start, v.trigger.end, v.type, v.when.value or "") for v in record.events],
    }
    for name, marks in groups.items():
        doc.spans[name] = [s for s in (_span(doc, m) for m in marks) if s is not None]
    doc.user_data["id"] = record.id
    return doc
