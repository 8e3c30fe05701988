"""The way of the data, from one raw document to one record: read these thirty lines first.

RawDocument ─clean─▶ Article ─read─▶ Reading ─segment─▶ Tokens ─extract─▶ dates → entities → claims → events ─assemble─▶ Record
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from pipeline.assemble import assemble, make_provenance, reading_of
from pipeline.claims.finder import ClaimLayout, Cued, Framed
from pipeline.clean import Repeats
from pipeline.dates.published import infer_published, parse_published
from pipeline.document import Article, Origin, Published, RawDocument, Reading, Tokens, read_article
from pipeline.errors import DocumentRejected, SettingsError
from pipeline.events.finder import EventLayout
from pipeline.events.scene import surroundings
from pipeline.lexicon import Lexicons, digest_lexicons, load_lexicons, uncollected
from pipeline.mentions import Claim, DateMention, Entity, Event, Name, names_of, outside_names
from pipeline.model import Record
from pipeline.settings import Settings
from pipeline.stages import compile_stages, load_stages


class Analyzer:
    """Everything compiled once; ``analyze`` may then be called from any thread, for any number of documents.

    ``lexicons`` stand for those that the settings name. Raises LexiconError or SettingsError where lexicons or settings cannot be used.
    """

    def __init__(self, settings: Settings | None = None, repeats: Repeats | None = None, lexicons: Lexicons | None = None) -> None:
        self.settings = settings or Settings()
        with uncollected():
            self._compile(repeats, lexicons)

    def _compile(self, repeats: Repeats | None, lexicons: Lexicons | None) -> None:
        if lexicons is not None:
            self.lexicons, digest = lexicons, lexicons.digest
            stages = compile_stages(lexicons, self.settings)
        else:
            digest = digest_lexicons(*self.settings.lexicons)
            stages = load_stages(self.settings, digest)
        self._default_day = _day(self.settings.published)
        self._repeats = repeats
        self.stages = stages
        self._provenance = make_provenance(self.settings.digest(), digest)

    @cached_property
    def lexicons(self) -> Lexicons:
        """The lexicons at work; loaded when they are asked for, since the stages hold what they need of them."""
        return load_lexicons(*self.settings.lexicons)

    def analyze(self, text: str, *, published: str | date | None = None, title: str = "", outlet: str = "", url: str = "") -> Record:
        """The record of a text. ``published``: its publication day, in any form the dumps show (``2026-01-15``, ``民國115年1月15日`` …)."""
        origin = Origin(published=str(published or ""), title=title, outlet=outlet, url=url)
        return self.record(RawDocument(text, origin))

    def record(self, raw: RawDocument) -> Record:
        """The record of a raw document. Raises DocumentRejected where it has no text."""
        made = self.records([raw])[0]
        if isinstance(made, Exception):
            raise made
        return made

    def records(self, raws: Sequence[RawDocument]) -> list[Record | Exception]:
        """The record of each raw document, or what it failed of; no document bears on another.

        Each step sees all of them before the next one begins: its tables and its code stay in the processor's caches. Some dozens of
        articles at a time take a fifth less time than one by one; claims, whose code is largest, take four steps, and events two.
        """
        works = [Work(raw) for raw in raws]
        for step in self.steps():
            for work in works:
                work.attempt(step)
        return [work.failure or work.record for work in works]

    def steps(self) -> tuple["Step", ...]:
        """The way of a document, step by step: what each does to its work. Those who measure or learn may stop before the last."""
        return (
            self._clean, self._read, self._segment, self._find_dates, self._find_entities,
            self._find_cues, self._lay_out_claims, self._find_frames, self._find_claims, self._lay_out_events, self._find_events,
            self._assemble,
        )  # fmt: skip

    def tokens(self, record: Record) -> Tokens:
        """The tokens of a record's body, which a record does not hold."""
        return self.stages.segmenter.segment(reading_of(record, self.stages.fold))

    # -- the steps, in their order --------------------------------------------------------------------------------------------

    def _clean(self, work: "Work") -> None:
        if not work.raw.text.strip():
            raise DocumentRejected("analyze", "empty", "the text is empty")
        work.article = self.stages.cleaner.clean(work.raw, self._repeats)

    def _read(self, work: "Work") -> None:
        work.reading = read_article(work.article, self.stages.fold)
        work.published = self._published(work.raw.origin, work.reading, work.raw.text)

    def _segment(self, work: "Work") -> None:
        work.tokens = self.stages.segmenter.segment(work.reading)

    def _find_dates(self, work: "Work") -> None:
        work.dates = self.stages.dates.find(work.reading, work.published)

    def _find_entities(self, work: "Work") -> None:
        work.entities = self.stages.entities.find(work.reading, work.tokens)
        work.names = names_of(work.entities)
        work.dates = outside_names(work.dates, work.entities, work.names)

    def _find_cues(self, work: "Work") -> None:
        work.cued = self.stages.claims.cue(work.reading, work.tokens, work.names)

    def _lay_out_claims(self, work: "Work") -> None:
        work.claim_layout = self.stages.claims.lay_out(work.cued, work.reading, work.tokens, work.dates, work.entities)

    def _find_frames(self, work: "Work") -> None:
        work.framed = self.stages.claims.frame(work.claim_layout)

    def _find_claims(self, work: "Work") -> None:
        work.claims = self.stages.claims.tell(work.framed, work.reading, work.dates)

    def _lay_out_events(self, work: "Work") -> None:
        today = work.published.day
        around = surroundings(work.reading, work.tokens, today, work.dates, work.entities, work.names, work.claims)
        work.event_layout = self.stages.events.lay_out(around)

    def _find_events(self, work: "Work") -> None:
        work.events = self.stages.events.tie(work.event_layout)

    def _assemble(self, work: "Work") -> None:
        work.record = assemble(work.article, work.published, work.dates, work.entities, work.claims, work.events, self._provenance)

    def _published(self, origin: Origin, reading: Reading, text: str) -> Published:
        """The publication day: stated by the metadata, else by the option, else read off the article itself."""
        if day := parse_published(origin.published):
            return Published(day, "metadata")
        if self._default_day:
            return Published(self._default_day, "option")
        return infer_published(reading, text, origin.url)


class Work:
    """What the steps have made of one document so far; after a failure the later ones pass it by."""

    __slots__ = (
        "article", "claim_layout", "claims", "cued", "dates", "entities", "event_layout", "events", "failure", "framed", "names", "published",
        "raw", "reading", "record", "tokens",
    )  # fmt: skip

    article: Article
    reading: Reading
    published: Published
    tokens: Tokens
    dates: Sequence[DateMention]
    entities: Sequence[Entity]
    names: Sequence[Name]
    cued: Cued
    claim_layout: ClaimLayout
    framed: Framed
    claims: Sequence[Claim]
    event_layout: EventLayout
    events: Sequence[Event]
    record: Record

    def __init__(self, raw: RawDocument) -> None:
        self.raw = raw
        self.failure: Exception | None = None

    def attempt(self, step: "Step") -> None:
        """The next step, unless an earlier one failed."""
        if self.failure is not None:
            return
        try:
            step(self)
        except Exception as error:  # a fault of ours costs this document alone
            self.failure = error


Step = Callable[[Work], None]


def _day(text: str) -> date | None:
    if not text:
        return None
    day = parse_published(text)
    if day is None:
        raise SettingsError(f"published {text!r} is no day", remedy="write it as 2026-01-15")
    return day
