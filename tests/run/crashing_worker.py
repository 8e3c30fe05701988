"""Worker functions that misbehave on purpose; imported by the worker processes of test_faults."""

import ctypes
import time

from pipeline.run.outcome import Outcome, Totals


def make(job):
    def work(batch):
        return [one(raw.text) for raw in batch]

    return work


def one(text):
    if text == "segfault":
        ctypes.string_at(0)
    if text == "hang":
        time.sleep(60)
    if text == "memory":
        raise MemoryError
    time.sleep(0.0004)
    return Outcome(text.encode(), None, Totals(documents=1))
