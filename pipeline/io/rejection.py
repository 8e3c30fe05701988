"""What could not become a document: a line of rejected.jsonl."""

import json
from dataclasses import asdict, dataclass

from pipeline.errors import DocumentRejected


@dataclass(frozen=True, slots=True)
class Rejection:
    """One rejected document, line, member or file: where it stood, at which stage it stopped, a fixed code, and a sentence."""

    path: str
    member: str
    index: int
    stage: str
    code: str
    message: str

    def to_json(self) -> str:
        """The line of rejected.jsonl, without its newline."""
        row = asdict(self)
        source = {key: row.pop(key) for key in ("path", "member", "index")}
        source["member"] = source["member"] or None
        return json.dumps({"source": source, **row}, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


MESSAGE = 500  # characters of a message at most: some quote what they choked on


def shown(path: str) -> str:
    """A path as text: bytes of a name that are not UTF-8 appear as ``\\xNN``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") if not path.isascii() else path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: file, member of an archive ("" outside one), number of the document or line in it (from 0)."""

    path: str
    member: str = ""

    def reject(self, index: int, code: str, message: str, stage: str = "read") -> Rejection:
        """A rejection at this place."""
        return Rejection(self.path, self.member, index, stage, code, message[:MESSAGE])

    def rejected(self, index: int, error: DocumentRejected) -> Rejection:
        """The rejection an error asks for."""
        return self.reject(index, error.code, str(error), error.stage)
