"""How long everything takes to load, and what it holds in memory: python -m tests.benchmarks.loading

Each figure is a process of its own: without any cache (cold), with ours (warm).
"""

import subprocess
import sys
import tempfile

CODE = """
import resource, time
began = time.process_time()
from pipeline.analyze import Analyzer
imported = time.process_time()
analyzer = Analyzer()
made = time.process_time()
analyzer.analyze("行政院昨（14）日宣布，明年1月起調漲基本工資。")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
now = int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
print(f"import {imported - began:.2f} s, Analyzer() {made - imported:.2f} s, together {made - began:.2f} s; {now:.0f} MB resident, {peak:.0f} MB at the peak")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        for name in ("cold", "warm", "warm"):
            done = subprocess.run(
                [sys.executable, "-c", CODE],
                env={"SHILU_CACHE": cache, "PATH": "/usr/bin:/bin"},
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"{name}: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
