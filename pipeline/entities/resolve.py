"""One entity, many forms: names met again under a shorter form, and mentions grouped into entities."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.found import Found, View
from pipeline.lexicon import Lexicons
from pipeline.mentions import Entity, NameMention

_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


class Resolver:
    """Ties mentions of a document together under fixed lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        self._entries = lexicons.entries
        endings = [r["suffix"].translate(fold) for r in lexicons.rows("entities/suffixes") if r["kind"].startswith("company")]
        self._endings = frozenset(endings)
        self._lengths = tuple(sorted({len(e) for e in endings}, reverse=True))
        self._not_short = lexicons.words("entities/left_stops", "entities/generic")

    def again(self, seen: View, found: Sequence[Found]) -> Iterator[Found]:
        """Later mentions of names established in the document: the same text, and short forms (昶虹國際股份有限公司 → 昶虹公司, 昶虹)."""
        names: dict[str, Found] = {}
        for f in found:
            if f.type == "place":
                continue
            text, known = seen.text[f.start : f.end], f.entry >= 0 and f.basis == "lexicon"
            if not known:
                names.setdefault(text, f)
            elif not f.kind.startswith("company") and (f.type != "person" or len(text) != 3):
                continue  # of what the lexicons know, companies and people of three characters have short forms
            for short in self._shorter(seen, text, f):
                if short not in names or (f.type == "organization" and names[short].type == "person"):  # 必翔 of 必翔實業, not of 伍必翔
                    names[short] = f._replace(rule="short form", basis="alias", alias_of=f.start)
        if names:
            yield from self._matches(seen, names)

    def _matches(self, seen: View, names: dict[str, Found]) -> Iterator[Found]:
        for name, first in names.items():
            inside = len(name) > 2 and not name.isascii()
            at = seen.text.find(name)
            while at >= 0:
                end = at + len(name)
                if at != first.start and (inside or (seen.starts_at(at) and seen.ends_at(end))):
                    yield first._replace(start=at, end=end, alias_of=first.start if first.alias_of < 0 else first.alias_of)
                at = seen.text.find(name, end)

    def _shorter(self, seen: View, name: str, f: Found) -> Iterator[str]:
        if f.type == "person":
            if f.kind == "foreign":
                parts = name.split("·") if "·" in name else name.split()
                yield from (p for p in parts[-1:] if len(p) > 1 and len(parts) > 1)
            elif len(name) == 3 and self._unheard(seen, f.start + 1, 2) and name[1:] not in self._not_short:
                yield name[1:]
            return
        if not f.kind.startswith("company") or f.kind == "company.shop":
            return
        core = self._core(name)
        bare = self._core(core)
        for short in dict.fromkeys((core, bare)):
            if short != name and len(short) > 1 and short not in self._not_short and self._unheard(seen, f.start, len(short)):
                yield short + "公司"
                yield short

    @staticmethod
    def _unheard(seen: View, start: int, size: int) -> bool:
        """The engine's dictionary does not join these characters: 昶虹, but not 金鑰."""
        first = bisect_left(seen.starts, start)
        return size > 3 or all(len(w) == 1 for w in seen.words[first : bisect_left(seen.starts, start + size)])

    def _core(self, name: str) -> str:
        for n in self._lengths:
            if name[-n:] in self._endings and len(name) > n + 1:
                return name[:-n]
        return name

    def entities(self, seen: View, found: Sequence[Found]) -> tuple[Entity, ...]:
        """The mentions of ``found`` (in text order) grouped: by lexicon entry, by text, by the name they were introduced beside."""
        at_start = {f.start: f for f in found}
        groups: dict[object, list[Found]] = {}
        keys: dict[tuple[str, str], object] = {}
        for f in found:
            name = f.type, seen.text[f.start : f.end]
            if name not in keys:
                host = at_start.get(f.alias_of, f) if f.alias_of >= 0 else f
                keys[name] = self._key(seen, host, keys)
            groups.setdefault(keys[name], []).append(f)
        return tuple(self._entity(seen, members) for members in groups.values())

    @staticmethod
    def _key(seen: View, f: Found, keys: dict[tuple[str, str], object]) -> object:
        text = seen.text[f.start : f.end]
        return keys.get((f.type, text)) or ((f.type, f.entry) if f.entry >= 0 else (f.type, text))

    def _entity(self, seen: View, mentions: Sequence[Found]) -> Entity:
        places = tuple([NameMention(start, end, rule) for start, end, _, _, _, rule, _, _ in mentions])
        for f in mentions:
            if f.entry >= 0:
                entry = self._entries[f.entry]
                return Entity(
                    f.type, f.kind or entry.kind or _kind(f), entry.name, entry.formal_name or None, entry.identifiers, f.basis, places
                )
        lead = mentions[0]
        texts = [seen.text[f.start : f.end] for f in mentions]
        name = texts[0] if len(texts) == 1 else max(texts, key=_fullness)
        return Entity(lead.type, lead.kind or _kind(lead), name, None, (), lead.basis, places)


def _kind(f: Found) -> str:
    """The kind of a name whose kind nothing tells."""
    return "person" if f.type == "person" else ""


def _fullness(name: str) -> tuple[bool, int]:
    """Orders the names of one entity: the longest that is not Latin is the fullest."""
    return _HAN.search(name) is not None, len(name)
