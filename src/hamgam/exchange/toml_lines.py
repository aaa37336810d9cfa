"""On which line of a TOML text each key stands; the standard reader tells values only."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_FENCE = re.compile(r'"""|\'\'\'')


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


class _Walk:
    """Where the reading stands: the open table, and how many of each array of tables are open."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.table: Path = ()
        self.counts: dict[Path, int] = {}

    def _rooted(self, names: list[str]) -> Path:
        """The path of a header: the open element of each array of tables on the way."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def header(self, brackets: str, dotted: str, line: int) -> None:
        names = _parts(dotted)
        if brackets == "[[":
            array = (*self._rooted(names[:-1]), names[-1])
            self.counts[array] = self.counts.get(array, 0) + 1
            self.lines.setdefault(array, line)
        self.table = self._rooted(names)
        self.lines.setdefault(self.table, line)

    def key(self, dotted: str, line: int) -> None:
        path = self.table
        for name in _parts(dotted):
            path = (*path, name)
            self.lines.setdefault(path, line)


def key_lines(text: str) -> Mapping[Path, int]:
    """Line numbers, from 1, of tables and keys by their path; elements of arrays of tables count
    from 0. Keys inside an inline table are not told: ask `line_of`."""
    walk = _Walk()
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not fenced:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                walk.header(header[1], header[2], number)
            elif key:
                walk.key(key[1], number)
        fenced ^= len(_FENCE.findall(line)) % 2 == 1
    return walk.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of the key, or of the nearest table around it; 0 where nothing on the way is
    known."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0
