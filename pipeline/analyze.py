"""The way of the data, from one raw document to one record: read these thirty lines first.

RawDocument ─clean─▶ Article ─read─▶ Reading ─segment─▶ Tokens ─extract─▶ dates → entities → claims → events ─assemble─▶ Record
"""

from datetime import date

from pipeline.assemble import assemble, make_provenance
from pipeline.claims import ClaimFinder
from pipeline.clean import Cleaner, Repeats
from pipeline.dates import DateFinder
from pipeline.dates.published import infer_published, parse_published
from pipeline.document import Origin, Published, RawDocument, Reading, read_article
from pipeline.entities import EntityFinder
from pipeline.errors import DocumentRejected, SettingsError
from pipeline.events import EventFinder
from pipeline.lexicon import Lexicons, load_lexicons, uncollected
from pipeline.model import Record
from pipeline.segment import Segmenter
from pipeline.settings import Settings


class Analyzer:
    """Everything compiled once; ``analyze`` may then be called from any thread, for any number of documents.

    ``lexicons`` stand for those that the settings name. Raises LexiconError or SettingsError where lexicons or settings cannot be used.
    """

    def __init__(self, settings: Settings | None = None, repeats: Repeats | None = None, lexicons: Lexicons | None = None) -> None:
        self.settings = settings or Settings()
        with uncollected():
            self._compile(repeats, lexicons)

    def _compile(self, repeats: Repeats | None, lexicons: Lexicons | None) -> None:
        self.lexicons = lexicons or load_lexicons(*self.settings.lexicons)
        self._default_day = _day(self.settings.published)
        self._repeats = repeats
        self._cleaner = Cleaner(self.lexicons)
        self._segmenter = Segmenter(self.lexicons, self.settings)
        self._dates = DateFinder(self.lexicons)
        self._entities = EntityFinder(self.lexicons, self.settings.ner_model)
        self._claims = ClaimFinder(self.lexicons, assertions=self.settings.assertions)
        self._events = EventFinder(self.lexicons)
        self._provenance = make_provenance(self.settings.digest(), self.lexicons.digest)

    def analyze(self, text: str, *, published: str | date | None = None, title: str = "", outlet: str = "", url: str = "") -> Record:
        """The record of a text. ``published``: its publication day, in any form the dumps show (``2026-01-15``, ``民國115年1月15日`` …)."""
        origin = Origin(published=str(published or ""), title=title, outlet=outlet, url=url)
        return self.record(RawDocument(text, origin))

    def record(self, raw: RawDocument) -> Record:
        """The record of a raw document. Raises DocumentRejected where it has no text."""
        if not raw.text.strip():
            raise DocumentRejected("analyze", "empty", "the text is empty")
        article = self._cleaner.clean(raw, self._repeats)
        reading = read_article(article, self.lexicons.fold)
        published = self._published(raw.origin, reading, raw.text)
        tokens = self._segmenter.segment(reading)
        dates = self._dates.find(reading, published)
        entities = self._entities.find(reading, tokens)
        claims = self._claims.find(reading, tokens, dates, entities)
        events = self._events.find(reading, tokens, dates, entities, claims)
        return assemble(article, published, dates, entities, claims, events, self._provenance)

    def _published(self, origin: Origin, reading: Reading, text: str) -> Published:
        """The publication day: stated by the metadata, else by the option, else read off the article itself."""
        if day := parse_published(origin.published):
            return Published(day, "metadata")
        if self._default_day:
            return Published(self._default_day, "option")
        return infer_published(reading, text)


def _day(text: str) -> date | None:
    if not text:
        return None
    day = parse_published(text)
    if day is None:
        raise SettingsError(f"published {text!r} is no day", remedy="write it as 2026-01-15")
    return day
