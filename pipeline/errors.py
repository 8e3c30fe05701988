"""The one tree of errors: what stopped, where, and what to do about it.

A bad lexicon or setting stops the run before it starts; a bad file or line is rejected with its stage and code; only a fault of
ours is anything else.
"""


class ShiluError(Exception):
    """Anything shilu says no to.

    ``message`` says what is wrong, ``place`` where (``file:line``), ``remedy`` what to do. Exit code: see ``exit_code``.
    """

    exit_code = 1

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        self.message, self.place, self.remedy = message, place, remedy
        super().__init__(self.__str__())

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} ({self.remedy})" if self.remedy else head


class UsageError(ShiluError):
    """The command's words are off: wrong option, nothing to read, an output that may not be written."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting has no meaning or contradicts another."""


class LexiconError(UsageError):
    """A lexicon file is malformed; ``place`` is ``file:line``."""


class DocumentRejected(ShiluError):
    """One document can't be a record; the run goes on and notes it in rejected.jsonl.

    ``stage`` is read, clean, analyze, worker …; ``code`` a short fixed word such as ``empty`` or ``not-json``.
    """

    def __init__(self, stage: str, code: str, message: str, *, place: str = "", remedy: str = "") -> None:
        self.stage, self.code = stage, code
        super().__init__(message, place=place, remedy=remedy)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders; keyword arguments must survive the trip."""
        return (_rejected, (self.stage, self.code, self.message, self.place, self.remedy))


def _rejected(stage: str, code: str, message: str, place: str, remedy: str) -> DocumentRejected:
    return DocumentRejected(stage, code, message, place=place, remedy=remedy)
