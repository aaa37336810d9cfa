"""One edited work among many: how long its pairs take.

python -m benchmarks.speed.nearby --works 1000000
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from benchmarks.speed.streetworks import joint_reach, street_works
from hamgam.engine.overlaps.nearby import Nearby
from hamgam.engine.overlaps.selection import select


def main() -> None:
    parser = argparse.ArgumentParser(description="One edited work among many.")
    parser.add_argument("--works", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=5_000)
    asked = parser.parse_args()
    held, reach = street_works(asked.works), joint_reach(asked.works)
    started = time.process_time()
    index = Nearby(held, reach)
    built = time.process_time() - started
    chosen = np.random.default_rng(1).integers(0, asked.works, asked.questions)
    one_reach, taken, found = joint_reach(1), [], 0
    for item in chosen:
        one = select(held, np.asarray([item]))
        started = time.process_time()
        found += len(index.of(one, one_reach))
        taken.append(1000 * (time.process_time() - started))
    half, most = np.percentile(taken, [50, 99])
    print(
        f"{asked.works:,} works: index {built:.2f} s; a question {half:.2f} ms, p99 {most:.2f} ms"
    )
    print(f"{found / asked.questions:.1f} pairs for each question; processor time")


if __name__ == "__main__":
    main()
