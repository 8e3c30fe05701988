"""Which field of a JSON object, CSV row or Parquet row is the text, the title, the day …: by usual name, or as ``--field`` says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.document import Origin, RawDocument
from pipeline.errors import DocumentRejected, UsageError
from pipeline.io.encoding import decode
from pipeline.io.rejection import Place

# Usual names of fields in dumps, most telling first; compared in lower case.
USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article", "articlebody", "article_text", "content_text", "full_text", "fulltext", "maintext",
             "story", "內文", "內容", "全文", "本文", "新聞內容"),
    "title": ("title", "headline", "subject", "標題", "新聞標題", "name"),
    "url": ("url", "link", "href", "uri", "canonical_url", "網址", "連結"),
    "outlet": ("outlet", "source", "publisher", "media", "site", "site_name", "sitename", "provider", "媒體", "來源"),
    "authors": ("authors", "author", "byline", "reporter", "作者", "記者"),
    "published": ("published", "published_at", "publish_date", "publish_time", "published_time", "publication_date", "pubdate", "pub_date",
                  "datepublished", "date", "datetime", "time", "timestamp", "created_at", "日期", "時間", "發布時間", "發佈時間", "發布日期"),
}  # fmt: skip

MAX_DEPTH = 16  # of lists and objects inside a field


@dataclass(frozen=True, slots=True)
class Fields:
    """The names to look under for each of ``USUAL``'s keys; those given stand first."""

    given: Mapping[str, str] = field(default_factory=dict)

    def document(self, row: Mapping[str, object], place: Place, index: int, encoding: str, media_type: str) -> RawDocument:
        """The document a row holds. Raises DocumentRejected(no-text | empty | lone-surrogate | too-deep | encoding)."""
        lowered = {str(key).strip().lower(): value for key, value in row.items()}
        text = self._find(row, lowered, "text")
        if text is None or isinstance(text, bool | int | float):
            known = ", ".join(str(key)[:40] for key in list(row)[:8])
            raise DocumentRejected("read", "no-text", f"no text among the fields {known}", remedy="name it with --field text=NAME")
        origin = Origin(
            path=place.path, member=place.member, index=index, encoding=encoding, media_type=media_type,
            authors=tuple(_names(self._find(row, lowered, "authors"))),
            **{key: _plain(self._find(row, lowered, key)) for key in ("url", "outlet", "title", "published")},
        )  # fmt: skip
        return checked(RawDocument(_plain(text, strip=False), origin))

    def _find(self, row: Mapping[str, object], lowered: Mapping[str, object], key: str) -> object:
        if key in self.given:
            value = _path(row, self.given[key])
            return None if _is_missing(value) else value
        return next((lowered[name] for name in USUAL[key] if not _is_missing(lowered.get(name))), None)


def parse_fields(options: Iterable[str]) -> Fields:
    """``text=內文`` … as given with ``--field``. Raises UsageError for another form or an unknown key."""
    given: dict[str, str] = {}
    for option in options:
        key, equals, name = option.partition("=")
        if not equals or not name or key not in USUAL:
            raise UsageError(f"--field {option!r} is not of the form KEY=NAME", remedy=f"KEY is one of {', '.join(USUAL)}")
        given[key] = name
    return Fields(given)


def checked(raw: RawDocument) -> RawDocument:
    """The document, if it has any text that can be written as UTF-8. Raises DocumentRejected(empty | lone-surrogate)."""
    if not raw.text.strip():
        raise DocumentRejected("read", "empty", "the text is empty")
    try:
        raw.text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentRejected(
            "read", "lone-surrogate", f"half of a surrogate pair at character {error.start}", remedy="mend the escape \\ud8xx"
        ) from error
    return raw


def _path(row: Mapping[str, object], dotted: str) -> object:
    if dotted in row:
        return row[dotted]
    value: object = row
    for part in dotted.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _plain(value: object, *, strip: bool = True, depth: int = 0) -> str:
    """The value as a string. Raises DocumentRejected(too-deep | encoding)."""
    if depth > MAX_DEPTH:
        raise DocumentRejected("read", "too-deep", "a field is nested too deeply")
    if isinstance(value, Mapping):
        value = next((value[k] for k in ("name", "title", "text", "$date") if k in value), "")
        return _plain(value, strip=strip, depth=depth + 1)
    if isinstance(value, list | tuple):
        return "\n".join(_plain(v, strip=strip, depth=depth + 1) for v in value)
    if isinstance(value, bytes):
        value = decode(value)[0]
    text = "" if value is None else str(value)
    return text.strip().encode("utf-8", "replace").decode() if strip else text


def _is_missing(value: object) -> bool:
    """None, "", NaN (what tables write where nothing is)."""
    return value is None or value == "" or value != value


def _names(value: object) -> list[str]:
    parts = value if isinstance(value, list | tuple) else [value]
    return [name for name in (_plain(part) for part in parts) if name]
