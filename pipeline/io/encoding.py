"""Bytes to text: byte-order marks, UTF-8, and what charset-normalizer finds where it is neither (Big5, CP950, HKSCS, GB18030 …)."""

import codecs

from pipeline.errors import DocumentRejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ("big5", "cp950", "big5hkscs", "gb18030")
SAMPLE = 1 << 18  # bytes asked for a guess


def find_encoding(data: bytes) -> str:
    """The encoding of ``data``: by mark, as UTF-8, else the best guess. Raises DocumentRejected(binary) where it is no text.

    A sample may end inside a character, so up to three bytes at its end are forgiven.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:4096] and not _plain_nuls(data):
        raise DocumentRejected("read", "binary", "the file is no text", remedy="give text, HTML, JSON, CSV, Parquet or WARC")
    for cut in range(4):
        try:
            data[: len(data) - cut].decode("utf-8")
            return "utf-8"
        except UnicodeDecodeError as error:
            if error.start < len(data) - 4:
                break
    return _guess(data[:SAMPLE])


def find_line_encoding(sample: bytes) -> str:
    """The encoding of a file of lines by its first bytes; a few broken lines do not make a UTF-8 file something else.

    Lines of ASCII say nothing; the last may be cut off and is asked only where no other says anything.
    """
    *lines, last = sample.split(b"\n")
    telling = [_is_utf8(line) for line in lines if not line.isascii()] or [_fits(last, "utf-8")]
    if not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and sum(telling) * 2 >= len(telling):
        return "utf-8-sig" if sample.startswith(codecs.BOM_UTF8) else "utf-8"
    return find_encoding(sample)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _plain_nuls(data: bytes) -> bool:
    """NULs inside readable UTF-8 are a writer's slip, not a binary file."""
    head = data[:4096]
    odd = sum(b < 9 or 13 < b < 32 for b in head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return odd <= 8 + len(head) // 20


def _guess(sample: bytes) -> str:
    fitting = [name for name in CANDIDATES if _fits(sample, name)]
    if fitting:
        from charset_normalizer import from_bytes

        best = from_bytes(sample, cp_isolation=fitting, threshold=0.6, enable_fallback=False).best()
        name = best.encoding if best is not None else ""
        if name.startswith("gb") and fitting[0] != "gb18030" and not _likely_gb(sample):
            return fitting[0]
        if name in fitting:
            # Big5's supersets read every Big5 file alike; the smallest that fits is named
            return fitting[0] if name != "gb18030" else name
    raise DocumentRejected("read", "encoding", "neither UTF-8, UTF-16, Big5 nor GB18030", remedy="convert the file to UTF-8")


def _fits(sample: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _likely_gb(sample: bytes) -> bool:
    """Common words of running text decide between the two families: 的 是 在 不 有 一, in either reading."""
    common = "的是在不有一了人為这這個个"
    count = {name: sum(codecs.decode(sample, name, "ignore").count(c) for c in common) for name in ("big5", "gb18030")}
    return count["gb18030"] > count["big5"]


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Line ends stay as they are. Raises DocumentRejected(binary | encoding)."""
    name = find_encoding(data)
    try:
        return data.decode(name), name.removesuffix("-sig")
    except UnicodeDecodeError as error:
        raise DocumentRejected(
            "read", "encoding", f"not {name} at byte {error.start}", remedy="mend the file or convert it to UTF-8"
        ) from error
