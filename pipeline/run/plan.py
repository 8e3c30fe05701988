"""The frozen plan of a run: written before the first document is read, compared when a run is resumed."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import UsageError
from pipeline.settings import Settings

PLAN = "plan.json"
Engine = Literal["local", "ray"]


class PlannedFile(BaseModel):
    """A file of the run and its size when planned, in bytes."""

    model_config = ConfigDict(frozen=True)
    path: str
    size: int


class Plan(BaseModel):
    """Everything that decides the bytes of a run's records, and how they are cut into shards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shilu: str
    files: tuple[PlannedFile, ...]
    fields: dict[str, str]
    settings: Settings
    settings_digest: str
    lexicons_digest: str
    since: str = ""
    limit: int = 0
    skip: tuple[Path, ...] = Field(default=(), description="earlier runs whose documents are skipped (--only-new)")
    repeats: bool = False
    shard: int = 1000  # documents a shard


def same_plan(old: Plan, new: Plan) -> None:
    """Raises UsageError where a run cannot be resumed because what decides its bytes has changed."""
    for name, remedy in (
        ("shilu", "resume with the version that began it"),
        ("files", "the input changed since; start a new run"),
        ("fields", "give the same --field options"),
        ("settings_digest", "give the same options"),
        ("lexicons_digest", "the lexicons changed since; start a new run"),
        ("since", "give the same --since"),
        ("limit", "give the same --limit"),
        ("repeats", "give the same --repeats"),
        ("skip", "give the same --only-new; the runs beside this one changed"),
    ):
        if getattr(old, name) != getattr(new, name):
            raise UsageError(f"the run was planned otherwise: {name} differs", remedy=remedy)
