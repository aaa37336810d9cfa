"""The child process that parses one foreign file.

`python -m hamgam.exchange.child FORM PATH MEMORY_BYTES SECONDS`. It bounds itself before it imports
a parser, writes its tables to standard output and ends with 0, or a reason and REFUSED.
"""

from __future__ import annotations

import importlib
import resource
import sys
from pathlib import Path

REFUSED = 3
"""The exit code for a file that is refused with a reason."""


def _fence(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _refusal(reason: str, hint: str = "") -> tuple[int, bytes]:
    import orjson

    return REFUSED, orjson.dumps({"reason": reason, "hint": hint})


def answer(form: str, path: Path) -> tuple[int, bytes]:
    """The exit code and the bytes for one file."""
    from hamgam.exchange.table import UnreadableError, to_bytes

    try:
        parser = importlib.import_module(f"hamgam.exchange.formats.{form}")
        return 0, to_bytes(parser.tables(path))
    except UnreadableError as refusal:
        return _refusal(str(refusal), refusal.hint)
    except MemoryError:
        return _refusal("reading it takes more memory than allowed", "split it, or allow more")
    except RecursionError:
        return _refusal("it is nested too deep")
    # Whatever a parser throws at hostile bytes is one refusal: the parent must never see a trace.
    except Exception as error:
        lines = str(error).splitlines() or [type(error).__name__]
        return _refusal(f"it cannot be read: {lines[0][:200]}")


def main() -> None:
    """Parse the file named on the command line."""
    form, path, memory_bytes, seconds = sys.argv[1:]
    _fence(int(memory_bytes), int(seconds))
    code, block = answer(form, Path(path))
    sys.stdout.buffer.write(block)
    sys.stdout.flush()
    sys.exit(code)


if __name__ == "__main__":
    main()
