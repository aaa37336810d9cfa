"""What was answered "saved" is saved: the server is killed under eight writers, again and again.

`HAMGAM_CYCLES` is the number of kills: 2 in a plain run, 40 before a change lands.
"""

from __future__ import annotations

import http.client
import logging
import os
import random
import sqlite3
import threading
import time
from dataclasses import dataclass, field

from tests.platform.living import Living

log = logging.getLogger(__name__)
CYCLES = int(os.environ.get("HAMGAM_CYCLES", "2"))
WRITERS = 8


@dataclass
class Writers:
    """Eight writers of two agencies; each keeps what the server acknowledged."""

    living: Living
    acknowledged: dict[str, str] = field(default_factory=dict)
    """The key of a request and the public id in its answer."""
    goal: int = 1
    """So many acknowledged writes bring the kill: the answers decide, not the clock."""
    reached: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)

    def write(self, name: str, who: int) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            key = f"{name}-{number}"
            body = {"ref": key, "title": "کار"}
            try:
                status, told = self.living.ask("POST", "/api/v1/works", body, who, key)
            except (OSError, http.client.HTTPException, ValueError):
                return
            if status == 201:
                self.acknowledged[key] = told["public_id"]
                if len(self.acknowledged) >= self.goal:
                    self.reached.set()

    def run(self, cycle: int, answers: int, phase_s: float) -> None:
        self.goal = len(self.acknowledged) + answers
        threads = [
            threading.Thread(target=self.write, args=(f"c{cycle}-w{n}", n % 2))
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        assert self.reached.wait(60), "the server stopped acknowledging"
        # Right after an answer nothing is half done; a little later anything may be.
        time.sleep(phase_s)
        self.living.kill()
        self.stop.set()
        for thread in threads:
            thread.join()
        self.reached.clear()
        self.stop.clear()


def test_nothing_acknowledged_is_lost_or_doubled(living: Living) -> None:
    chance = random.Random(1405)
    writers = Writers(living)
    for cycle in range(CYCLES):
        living.serve("--no-jobs")
        writers.run(cycle, chance.randint(1, 40), chance.uniform(0, 0.2))
    living.serve("--no-jobs")
    works = living.every_work()
    kept = {work["ref"]: work["public_id"] for work in works}
    assert len(writers.acknowledged) >= CYCLES
    assert writers.acknowledged.items() <= kept.items()
    assert len(kept) == len(works)
    replay(living, dict(chance.sample(sorted(writers.acknowledged.items()), 3)))
    living.kill()
    audit = living.run("audit", "verify")
    assert audit.returncode == 0, audit.stdout
    log.info("%d kills, %d acknowledged, %d kept", CYCLES, len(writers.acknowledged), len(works))
    if not living.base:
        with sqlite3.connect(living.folder / "register.sqlite3") as handle:
            assert handle.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        handle.close()


def replay(living: Living, acknowledged: dict[str, str]) -> None:
    """Send some requests again; each is answered as it was."""
    for key, public_id in acknowledged.items():
        who = int(key.partition("-w")[2].partition("-")[0]) % 2
        body = {"ref": key, "title": "کار"}
        status, told = living.ask("POST", "/api/v1/works", body, who, key)
        assert (status, told["public_id"]) == (201, public_id)
