"""Foreign files are parsed in a child process with limits: whatever happens there ends here as one
sentence.

The child is started afresh for each file (no fork of our threads), with limits on memory, processor
time, wall time and the size of its answer, set before any parser is imported. It answers with plain
tables (see `table`); nothing is unpickled.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from hamgam.exchange.child import REFUSED
from hamgam.exchange.table import Table, UnreadableError, from_bytes

MIB = 1024 * 1024
MEMORY_FLOOR = 1024 * MIB
SECONDS_FLOOR = 20
MEMORY_PER_BYTE = 25
SECONDS_PER_MIB = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may use: bytes of memory, seconds."""

    memory_bytes: int
    seconds: float


def limits_for(
    path: Path, *, max_memory_bytes: int | None = None, max_seconds: float | None = None
) -> Limits:
    """The limits for a file: the caller's, or a floor plus a share of the file's size."""
    size = path.stat().st_size
    return Limits(
        memory_bytes=max_memory_bytes or MEMORY_FLOOR + MEMORY_PER_BYTE * size,
        seconds=max_seconds or SECONDS_FLOOR + SECONDS_PER_MIB * size / MIB,
    )


def _why(code: int, limits: Limits) -> str:
    """What a child's end means, in one sentence."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"reading it took more than {limits.seconds:.0f} s of processor time"
    if code == -signal.SIGXFSZ:
        return "what it unpacks to is too large"
    if code == -signal.SIGABRT:
        return "the parser gave up on it, most likely for want of memory"
    if code < 0:
        return f"the parser broke down on it ({signal.Signals(-code).name})"
    return "the parser broke down on it"


def _answer(code: int, out: IO[bytes], limits: Limits) -> list[Table]:
    out.seek(0)
    block = out.read()
    if code == 0:
        try:
            return from_bytes(block)
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableError("the parser's answer was cut short") from error
    if code == REFUSED:
        told = orjson.loads(block)
        raise UnreadableError(str(told["reason"]), str(told["hint"]))
    raise UnreadableError(
        _why(code, limits), "the file may be damaged or hostile: export it again, or split it"
    )


def parse(path: Path, form: str, limits: Limits, *, grace_seconds: float = 5) -> list[Table]:
    """The tables of a file, parsed in a child process.

    A child that waits instead of working is ended after one and a half times its seconds, and
    `grace_seconds` for a busy machine. Raises UnreadableError with one sentence when the file
    cannot be read.
    """
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    bounds = [str(limits.memory_bytes), str(max(1, round(limits.seconds)))]
    parser = [sys.executable, "-P", "-m", "hamgam.exchange.child"]
    wall_seconds = limits.seconds * 1.5 + grace_seconds
    with tempfile.TemporaryFile() as out:
        # The program is our own interpreter and module; the path is an argument, never a command.
        child = subprocess.Popen(  # noqa: S603
            [*parser, form, os.fspath(path.absolute()), *bounds],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        try:
            code = child.wait(timeout=wall_seconds)
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(f"reading it took more than {wall_seconds:.0f} s") from error
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        return _answer(code, out, limits)
