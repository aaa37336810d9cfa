"""What a second server process brings: reads a second by several clients at once.

    DATABASE_URL=postgresql://… python -m benchmarks.speed.workers --seconds 10 --clients 8

A city is founded in the database named by DATABASE_URL, which must be empty and on PostgreSQL (on
SQLite one process serves). `hamgam serve` answers the first page of works to clients of another
process, with one worker and with two in turns; the table tells answers a second and their ratio.
The clients share the machine's cores with the servers, so on two cores the ratio stays below two.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PORT = 8139
COMMAND = [sys.executable, "-m", "hamgam"]


@contextmanager
def serving(workers: int, environment: dict[str, str]) -> Iterator[None]:
    """The site with so many processes, until it answers no more."""
    words = ["serve", "--port", str(PORT), "--workers", str(workers), "--no-jobs"]
    server = subprocess.Popen([*COMMAND, *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if asked() == 200:
                break
            time.sleep(0.1)
        for _ in range(8 * workers):  # fresh connections, so that each process has answered once
            asked()
        yield
    finally:
        server.terminate()
        server.wait()


def asked(handle: http.client.HTTPConnection | None = None) -> int:
    """The status of one request for the public works; 0 where nobody listens."""
    line = handle or http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        line.request("GET", "/api/v1/works?limit=50")
        response = line.getresponse()
        response.read()
    except OSError:
        return 0
    return response.status


def answers_a_second(clients: int, seconds: float) -> float:
    """How many requests were answered with 200, by so many clients at once."""
    counts, until = [0] * clients, time.monotonic() + seconds

    def client(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while time.monotonic() < until:
            counts[number] += asked(line) == 200

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    """Ask one and two workers in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hamgam-workers-") as folder:
        environment = os.environ | {"HAMGAM_HOME": folder, "HAMGAM_LOG_LEVEL": "ERROR"}
        founding = [*COMMAND, "init", "--city", "mashhad", "--admin", "boss", "--no-ground"]
        subprocess.run(founding, env=environment, check=True, stdout=subprocess.DEVNULL)
        found: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(told.rounds):
            for workers, rates in found.items():
                with serving(workers, environment):
                    rates.append(answers_a_second(told.clients, told.seconds))
    medians = {workers: statistics.median(rates) for workers, rates in found.items()}
    for workers, rate in medians.items():
        print(f"{workers} worker(s)  {rate:8.1f} answers a second")
    print(f"ratio        {medians[2] / medians[1]:8.2f}")


if __name__ == "__main__":
    main()
