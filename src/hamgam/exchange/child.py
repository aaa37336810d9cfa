"""The child process that parses one foreign file: `python -m hamgam.exchange.child FORM PATH`.

Its limits are set by the parent before it starts. It writes its tables to standard output and ends
with 0, or a reason and REFUSED.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import orjson

from hamgam.exchange.sandbox import REFUSED
from hamgam.exchange.table import Unreadable, to_bytes


def _refusal(reason: str, hint: str = "") -> tuple[int, bytes]:
    return REFUSED, orjson.dumps({"reason": reason, "hint": hint})


def answer(form: str, path: Path) -> tuple[int, bytes]:
    """The exit code and the bytes for one file."""
    try:
        parser = importlib.import_module(f"hamgam.exchange.formats.{form}")
        return 0, to_bytes(parser.tables(path))
    except Unreadable as refusal:
        return _refusal(str(refusal), refusal.hint)
    except MemoryError:
        return _refusal("reading it takes more memory than allowed", "split it, or allow more")
    except RecursionError:
        return _refusal("it is nested too deep")
    # Whatever a parser throws at hostile bytes is one refusal: the parent must never see a trace.
    except Exception as error:  # noqa: BLE001
        return _refusal(
            f"it cannot be read: {str(error).splitlines()[0][:200] if str(error) else type(error).__name__}"
        )


def main() -> None:
    """Parse the file named on the command line."""
    code, block = answer(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.buffer.write(block)
    sys.stdout.flush()
    sys.exit(code)


if __name__ == "__main__":
    main()
