"""`hamgam serve` and `hamgam work`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Annotated, Any

from cyclopts import Parameter

from hamgam.web.commands.start import platform, refuse, say

Address = Annotated[str, Parameter(name="--host")]
AGAIN_AFTER_S = 5.0
"""A worker that died is started again after that, lest one that cannot start spins."""


def _fault() -> str | None:
    """Why the server must not start, None when it may."""
    from hamgam.web.health import examine
    from hamgam.web.shape import has_data

    if not has_data():
        return "There is no register yet; run `hamgam init` (or `hamgam upgrade`)."
    condition = examine()
    return None if condition.is_well else " ".join(condition.faults)


def _let_go() -> None:
    """Close every connection before processes are forked: workers that inherited one would speak
    over each other on it."""
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's wrapper alone has it


def serve(
    *,
    host: Address = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    jobs: bool = True,
) -> int:
    """Serve the site and the API, with the job worker inside.

    Parameters
    ----------
    host:
        The address to listen on.
    port:
        The port to listen on.
    workers:
        Processes; on SQLite there is one writer, so one.
    jobs:
        Also run the queue's jobs: inside the one process, or in one of their own beside several;
        with --no-jobs start `hamgam work` beside it.
    """
    platform()
    from django.db import connection

    if fault := _fault():
        return refuse(fault)
    if connection.vendor == "sqlite" and workers != 1:
        return refuse("SQLite has one writer: --workers 1. For more, use PostgreSQL.")
    threads = 4 if connection.vendor == "sqlite" else 2
    _let_go()
    os.environ["HAMGAM_EMBEDDED_JOBS"] = "1" if jobs and workers == 1 else "0"
    with Companion() if jobs and workers > 1 else nullcontext():
        listen(host, port, workers, threads)
    return 0


@dataclass(slots=True)
class Companion:
    """One `hamgam work` beside several server processes, so that the jobs are run exactly once; it
    is started again when it dies, and ends with the server, however that ends."""

    _over: threading.Event = field(default_factory=threading.Event)
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> None:
        """Start it."""
        threading.Thread(target=self._keep, name="hamgam_companion", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        """Have it finish the job at hand."""
        self._over.set()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _keep(self) -> None:
        while not self._over.is_set():
            told = [sys.executable, "-m", "hamgam", "work", "--beside", str(os.getpid())]
            self._process = subprocess.Popen(told)  # noqa: S603 - our own interpreter and command
            self._process.wait()
            self._over.wait(AGAIN_AFTER_S)


def listen(host: str, port: int, workers: int, threads: int) -> None:
    """Listen until stopped."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.server import Server

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing one
    server: Any = Server(
        "hamgam.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_enabled=False,
        websockets=False,
    )
    say(f"Hamgam listens on http://{host}:{port}")
    server.serve()


def work(*, beside: int | None = None) -> int:
    """Run the queue's jobs in a process of its own, until stopped.

    Parameters
    ----------
    beside:
        The process that started it: when that has ended, it ends too (`serve` tells its own).
    """
    platform()
    from django.db import connection

    from hamgam.web.jobs import Shift

    if fault := _fault():
        return refuse(fault)
    connection.close()
    shift = Shift()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: shift.end())
    shift.begin()
    if beside is not None:
        threading.Thread(target=_end_with, args=(beside, shift.end), daemon=True).start()
    say(f"worker {shift.name} begins")
    shift.wait()
    return 0


def _end_with(parent: int, end: Callable[[], None]) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    end()
