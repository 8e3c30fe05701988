"""Worker functions that misbehave on purpose; imported by the worker processes of test_faults."""

import ctypes
import time

from pipeline.document import RawDocument
from pipeline.run.outcome import Outcome, Totals, passed


def make(job):
    def work(batch):
        return [one(item.text) if isinstance(item, RawDocument) else passed(item) for item in batch]

    return work


def one(text):
    if text == "segfault":
        ctypes.string_at(0)
    if text == "hang":
        time.sleep(60)
    if text == "memory":
        raise MemoryError
    if text == "fault":
        raise AttributeError(text)
    time.sleep(0.0004)
    return Outcome(text.encode(), None, Totals(documents=1))
