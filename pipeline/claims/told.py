"""What the telling of a paragraph has come to."""

from dataclasses import dataclass, field
from operator import itemgetter

from pipeline.claims.drafts import Draft
from pipeline.mentions import Speaker

_TAKEN_IN = bytearray((1,))  # of the type it is put in: bytes would be copied once more


@dataclass(slots=True)
class Told:
    """What a paragraph has given so far: its drafts, what they used up, who spoke where, and the outlet that passes on."""

    start: int
    used: bytearray  # code point of the paragraph → 1 where a statement has taken it in
    drafts: list[Draft] = field(default_factory=list)
    speakers: list[tuple[int, Speaker]] = field(default_factory=list)
    voices: dict[int, Speaker] = field(default_factory=dict)  # quotations without a cue: their start and who speaks
    nobodys: set[int] = field(default_factory=set)  # starts of quotations without a cue that are nobody's
    silent: tuple[int, Speaker] | None = None  # who spoke last, and where, with nothing but another's words: 局長說，市長表示…
    via: str | None = None
    answered: bool = False  # the last statement was an answer
    content: int = 0  # where the last statement begins
    end: int = -1  # where it ends, its mark included
    reported: int = -1  # where the statement begins that an outlet reported last, -1 where somebody else has spoken since

    @property
    def running(self) -> Speaker | None:
        """Who spoke last in the paragraph."""
        return self.speakers[-1][1] if self.speakers else None

    def all_speakers(self) -> list[tuple[int, Speaker]]:
        """Who spoke where, also those who only said what others say, in text order."""
        return self.speakers if self.silent is None else sorted([*self.speakers, self.silent], key=itemgetter(0))

    def use(self, start: int, end: int) -> None:
        """Note that a statement takes in ``start..end``."""
        self.used[start - self.start : end - self.start] = _TAKEN_IN * (end - start)

    def has_used(self, at: int) -> bool:
        """True where a statement has taken in what stands at ``at``."""
        return self.used[at - self.start] == 1
