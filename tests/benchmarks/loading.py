"""How long everything takes to load, and what it holds in memory: python -m tests.benchmarks.loading

Each figure is a process of its own: without any cache (cold), with ours (warm). Plain jieba tells the machine's speed: the last column is what the time
would be on the machine of the requirements, where ``jieba.lcut`` takes 4.85 ms for 1,500 characters (cold: 1.2 s at most, warm: 0.6 s).
"""

import subprocess
import sys
import tempfile

from tests.benchmarks.harness import BASE, compare, documents

REFERENCE = 4.85  # milliseconds
ROUNDS = 5  # processes of each kind, jieba between them: the least of each figure counts
CODE = """
import time
began = time.process_time()
from pipeline.analyze import Analyzer
imported = time.process_time()
analyzer = Analyzer()
made = time.process_time()
analyzer.analyze("行政院昨（14）日宣布，明年1月起調漲基本工資。")
first = time.process_time()
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
now = int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
print(imported - began, made - imported, first - made, now, peak)
"""


def main() -> None:
    texts = documents(20)
    with tempfile.TemporaryDirectory() as cache:
        _run("import pipeline.analyze, numpy, rjieba", cache)  # Python compiles new source files once; that is not what is measured
        _load(cache)
        for name, warm in (("cold", ""), ("warm", cache)):
            jieba, figures = 9e9, [9e9] * 5
            for _ in range(ROUNDS):
                jieba = min(jieba, compare({}, texts, rounds=2)[0].milliseconds)
                figures = list(map(min, figures, _load(warm) if warm else _cold()))
            imported, made, first, now, peak = figures
            print(
                f"{name}: import {imported:.2f} s, Analyzer() {made:.2f} s, together {imported + made:.2f} s, first text {first:.2f} s; "
                f"{now:.0f} MB resident, {peak:.0f} MB at the peak; {BASE} {jieba:.2f} ms, so {(imported + made) * REFERENCE / jieba:.2f} s"
            )


def _cold() -> list[float]:
    with tempfile.TemporaryDirectory() as cache:
        return _load(cache)


def _load(cache: str) -> list[float]:
    """Seconds of import, of the analyzer and of the first text, megabytes held and at the peak, in a process of its own."""
    return [float(figure) for figure in _run(CODE, cache).split()]


def _run(code: str, cache: str) -> str:
    environment = {"SHILU_CACHE": cache, "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
