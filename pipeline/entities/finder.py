"""The entities of a document: what the lexicons know, what structure and context show, tied together by name."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter

from pipeline.document import Reading, Tokens
from pipeline.entities.beside import Beside
from pipeline.entities.context import Guards, Support
from pipeline.entities.found import Found, View, Viewer, form_types
from pipeline.entities.gloss import by_ticker, glosses
from pipeline.entities.joins import Joins
from pipeline.entities.model import added, load_model
from pipeline.entities.organizations import Structure
from pipeline.entities.people import PersonFinder
from pipeline.entities.resolve import Resolver
from pipeline.entities.surnames import SurnameTitles
from pipeline.lexicon import Lexicons
from pipeline.mentions import Entity, EntityBasis, EntityType
from pipeline.span import longest_first

_RANK: dict[EntityBasis, int] = {"lexicon": 0, "alias": 1, "pattern": 2, "model": 3}
_SPAN = itemgetter(0, 1)
_PHRASE = re.compile(r"[A-Z][A-Za-z0-9]*$")
_LINKS = frozenset(("of", "for", "and", "the"))
_TYPES: dict[str, EntityType] = {"organization": "organization", "person": "person", "place": "place"}


class EntityFinder:
    """Finds organizations, people and places under fixed lexicons. Immutable after it is made; safe in any thread.

    ``ner_model``: an installed spaCy pipeline whose names are added where ours leave room (``pipeline.entities.model``).
    """

    def __init__(self, lexicons: Lexicons, ner_model: str = "") -> None:
        self._forms, self._entries = lexicons.forms, lexicons.entries
        self._entry_of = tuple(f.entry for f in lexicons.forms)
        self._support = Support(lexicons)
        self._structure = Structure(lexicons)
        self._people = PersonFinder(lexicons)
        titles = lexicons.words("words/titles")
        says = {
            r["word"] for r in lexicons.rows("entities/support") if (r["type"], r["side"]) in {("person", "after"), ("unknown", "after")}
        }
        self._viewer = Viewer(form_types(lexicons), frozenset(titles | says) | self._people.marks, self._people.heads)
        self._beside = Beside(lexicons)
        self._model = load_model(ner_model) if ner_model else None
        self._guards = Guards(lexicons)
        self._joins = Joins(lexicons)
        self._surnames = SurnameTitles(lexicons)
        self._resolver = Resolver(lexicons)
        self._stops = lexicons.words("entities/left_stops", "entities/generic", "entities/latin_words")

    def find(self, reading: Reading, tokens: Tokens) -> tuple[Entity, ...]:
        """Entities in the order of their first mention; spans are the reading's own offsets and never overlap."""
        if not len(tokens):
            return ()
        seen = self._viewer.view(reading, tokens)
        people = choose([*self._known(seen), *self._people.find(seen)])
        taken = person_tokens(seen, people)
        structures = [f for f in self._structure.find(seen, taken) if not self._guards.forbid(seen.text, f.start, f.end)]
        found = choose(
            [
                *people,
                *structures,
                *self._beside.latin(seen),
                *self._beside.quoted(seen),
                *self._beside.posts(seen, taken),
                *self._beside.introduced(seen, taken),
                *by_ticker(seen, self._stops),
            ]
        )
        found = self._joins.joined(seen.text, self._with_listed(seen, found, taken))
        found = choose([*found, *glosses(seen, found)])
        found = choose([*found, *self._resolver.again(seen, found), *self._surnames.find(seen, found)])
        if self._model is not None:
            found = added(found, self._model.find(reading))
        return self._resolver.entities(seen, found)

    def _with_listed(self, seen: View, found: list[Found], taken: set[int]) -> list[Found]:
        """Names in lists of companies added, each carrying the next."""
        for _ in range(3):
            companies = {f.end for f in found if f.kind.startswith("company")}
            more = list(self._beside.listed(seen, companies, taken))
            grown = choose([*found, *more]) if more else found
            if len(grown) == len(found):
                break
            found = grown
        return found

    def _known(self, seen: View) -> list[Found]:
        """Tokens that are lexicon names, ambiguous ones where the document supports them."""
        text, guards = seen.text, self._guards
        supported, second = self._support.supported(seen, self._entry_of), self._support.second(seen)
        found: list[Found] = []
        for i in seen.named:
            if (seen.types[i] not in _TYPES and i not in supported) or (seen.words[i].isascii() and product(seen, i)):
                continue
            start, end = seen.starts[i], seen.ends[i]
            form = self._forms[second.get(i, seen.forms[i])]
            entry = self._entries[form.entry]
            if not guards.forbid(text, start, end) and not guards.forbid_kind(text, entry.kind, start, end):
                found.append(Found(start, end, _TYPES[entry.type], entry.kind, "lexicon", form.place, form.entry))
        return found


def product(seen: View, i: int) -> bool:
    """SAMSUNG Galaxy: a Latin name ``i`` with more Latin words of one phrase right after it is part of a product's name."""
    if i > 0 and seen.words[i - 1] in _LINKS and seen.starts[i] == seen.ends[i - 1] + 1:
        return True
    if i + 1 >= len(seen.words):
        return False
    end = seen.ends[i]
    return seen.text[end : end + 1] == " " and seen.starts[i + 1] == end + 1 and bool(_PHRASE.match(seen.words[i + 1]))


def person_tokens(seen: View, found: Iterable[Found]) -> set[int]:
    """The tokens the people among ``found`` are made of."""
    return {i for f in found if f.type == "person" for i in range(bisect_left(seen.starts, f.start), bisect_left(seen.starts, f.end))}


def choose(found: Iterable[Found]) -> list[Found]:
    """The names kept where several overlap: the longest; of equal ones the lexicon's, then the introduced; in text order."""
    kept: list[Found] = []
    cluster: list[Found] = []
    reach = -1
    for f in sorted(found, key=_SPAN):
        if f.start >= reach:
            kept += cluster if len(cluster) < 2 else settled(cluster)
            cluster, reach = [f], f.end
        else:
            cluster.append(f)
            if f.end > reach:
                reach = f.end
    return kept + (cluster if len(cluster) < 2 else settled(cluster))


def settled(cluster: list[Found]) -> list[Found]:
    """Of names that overlap in a chain, those kept."""
    cluster.sort(key=lambda f: (f.start, f.end, _RANK[f.basis]))
    return [cluster[i] for i in longest_first([(f.start, f.end) for f in cluster])]
