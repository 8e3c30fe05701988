"""Finding the dates of an article: atoms, then expressions, then days."""

from pipeline.dates.atoms import AtomReader
from pipeline.dates.grammar import Grammar
from pipeline.dates.resolve import Resolver
from pipeline.dates.vocabulary import load_vocabulary
from pipeline.document import Published, Reading
from pipeline.lexicon import Lexicons
from pipeline.mentions import DateMention


class DateFinder:
    """Finds and resolves calendar expressions. Compiled once from lexicons/dates/; a call keeps nothing of its text."""

    def __init__(self, lexicons: Lexicons) -> None:
        vocabulary = load_vocabulary(lexicons)
        self._atoms = AtomReader(vocabulary)
        self._grammar = Grammar(vocabulary)
        self._resolver = Resolver(vocabulary)

    def find(self, reading: Reading, published: Published) -> tuple[DateMention, ...]:
        """The date mentions of a reading, in text order, none overlapping.

        ``published`` is the day relative expressions are seen from; without a day they stay unresolved unless the text itself fixes them.
        """
        expressions = self._grammar.expressions(reading.text, list(self._atoms.atoms(reading.text)))
        return self._resolver.resolve(reading.text, expressions, published)
