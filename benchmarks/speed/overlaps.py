"""The space-time self-join beside its peers, on the same made-up city.

    python -m benchmarks.speed.overlaps --works 100000
    python -m benchmarks.speed.overlaps --works 1000000 --peers ours floor slab_trees

Every engine runs in a process of its own, from footprints in memory to the pairs in memory; making
the city, loading libraries and compiling lie outside the clock, and so does turning the footprints
into what a peer reads. All must find the same pairs: their number and a checksum stand in the
table. A peer that is not installed says so (requirements-bench.lock installs them all).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.speed import joins
from benchmarks.speed.streetworks import street_works

OURS = "ours"
LIMIT_S = 1800


def checksum(a: npt.NDArray[np.integer], b: npt.NDArray[np.integer]) -> int:
    """The same number for the same set of unordered pairs, in whatever order they come."""
    low = np.minimum(a, b).astype(np.uint64)
    high = np.maximum(a, b).astype(np.uint64)
    mixed = (low * np.uint64(0x9E3779B97F4A7C15)) ^ (high * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed ^= mixed >> np.uint64(29)
    return int((mixed * np.uint64(0xBF58476D1CE4E5B9)).sum() & np.uint64(0xFFFFFFFF))


def cpu_s() -> float:
    """The processor time of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> int:
    """The largest memory of this process so far."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    raise RuntimeError("VmHWM: not told by this system")


def run_one(peer: str, works: int, threads: int) -> dict[str, object]:
    """One engine, measured in this process."""
    try:
        search = joins.ENGINES[peer](street_works(works), threads)
    except ImportError as missing:
        return {"engine": peer, "missing": str(missing)}
    cpu, wall = cpu_s(), time.perf_counter()
    a, b = search()
    cpu, wall = cpu_s() - cpu, time.perf_counter() - wall
    peak = peak_mb()
    return {
        "engine": peer,
        "pairs": len(a),
        "checksum": f"{checksum(a, b):08x}",
        "cpu_s": cpu,
        "wall_s": wall,
        "peak_mb": peak,
    }


def measured(peer: str, works: int, threads: int) -> dict[str, object]:
    """One engine, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed.overlaps", "--one", peer]
    command += ["--works", str(works), "--threads", str(threads)]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return {"engine": peer, "missing": f"not done after {LIMIT_S} s"}
    if told.returncode:
        return {"engine": peer, "missing": (told.stderr.strip().splitlines() or ["failed"])[-1]}
    row: dict[str, object] = json.loads(told.stdout.strip().splitlines()[-1])
    return row


def line(row: dict[str, object], ours: dict[str, object]) -> str:
    """One row of the table."""
    name = joins.TITLES[str(row["engine"])]
    if "missing" in row:
        return f"| {name} | {row['missing']} | | | | | |"
    ratio = float(str(row["cpu_s"])) / float(str(ours["cpu_s"]))
    same = [row[key] == ours[key] for key in ("pairs", "checksum")]
    return (
        f"| {name} | {row['pairs']:,} | {row['checksum']}{'' if all(same) else ' DIFFERS'} "
        f"| {row['cpu_s']:.2f} | {row['wall_s']:.2f} | {row['peak_mb']:,} | {ratio:.2f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="The space-time self-join beside its peers.")
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--peers", nargs="*", default=list(joins.ENGINES), choices=joins.ENGINES)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--one", choices=joins.ENGINES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run_one(asked.one, asked.works, asked.threads)))
        return
    ours = measured(OURS, asked.works, asked.threads)
    print(f"{asked.works:,} works, {asked.threads} thread(s)\n")
    print("| engine | pairs | checksum | CPU s | wall s | peak MB | CPU, ours = 1 |")
    print("|---|---|---|---|---|---|---|")
    print(line(ours, ours), flush=True)
    for peer in asked.peers:
        if peer != OURS:
            print(line(measured(peer, asked.works, asked.threads), ours), flush=True)


if __name__ == "__main__":
    main()
