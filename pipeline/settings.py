"""One frozen Settings: everything outside the text and the lexicons that can change a record."""

from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """What a run is set to. The same settings, lexicons and input give the same bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["rjieba", "jieba"] = Field(default="rjieba", description="segmentation engine: the fast one, or the reference")
    hmm: bool = Field(default=False, description="let the engine guess words it does not know")
    lexicons: tuple[Path, ...] = Field(default=(), description="lexicon folders layered over the built-in ones; later ones win")
    published: str = Field(default="", description="publication day of documents whose metadata state none")
    ner_model: str = Field(default="", description="an installed spaCy pipeline whose entities are added with basis 'model'")
    assertions: bool = Field(default=True, description="also extract the author's own check-worthy assertions")

    def digest(self) -> str:
        """16 hex digits of the settings that shape a record (the lexicon folders count through the lexicons' own digest)."""
        return sha256(self.model_dump_json(exclude={"lexicons"}).encode()).hexdigest()[:16]
