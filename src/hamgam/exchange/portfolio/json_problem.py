"""The whole planning problem as JSON, both ways; schema: `docs/reference/plan.md`.

The object mirrors the values of `engine.completion.problem` field by field: what has a default may
be left out, what is not known is refused. Days are ISO dates, money whole rials.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

from hamgam.engine.completion.problem import Problem
from hamgam.exchange.misread import Misread, misfit

FORMAT = "hamgam-problem-1"
MOST_FAULTS = 50
LARGEST_BYTES = 64 * 1024 * 1024


def json_problem(problem: Problem) -> bytes:
    """The problem as JSON with every field, its own defaults included."""
    told = {"format": FORMAT, **_plain(problem)}
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_json_problem(path: Path) -> Problem | list[Misread]:
    """The problem of a JSON file; else what is wrong with it, each with the path of its field."""
    try:
        block = path.read_bytes()
    except OSError as error:
        return [_misread(path.name, "", "", f"it cannot be opened: {error.strerror or error}")]
    return problem_from_json(block, path.name)


def problem_from_json(block: bytes, where: str) -> Problem | list[Misread]:
    """The problem that the bytes tell, or at most MOST_FAULTS faults."""
    if len(block) > LARGEST_BYTES:
        return [_misread(where, "", "", "it is larger than 64 MiB")]
    try:
        told = orjson.loads(block)
    except orjson.JSONDecodeError as error:
        return [_misread(where, "", "", f"it is not JSON: {error}")]
    if isinstance(told, dict) and told.get("format", FORMAT) != FORMAT:
        return [_misread(where, "format", str(told["format"])[:80], f"is not the format {FORMAT}")]
    reading = _Reading(where)
    stripped = {k: v for k, v in told.items() if k != "format"} if isinstance(told, dict) else told
    problem = reading.value(Problem, stripped, "")
    return problem if isinstance(problem, Problem) else reading.faults[:MOST_FAULTS]


def _misread(where: str, field: str, value: str, reason: str) -> Misread:
    return Misread(where=where, row=0, field=field, value=value, reason=reason)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


_WRONG_KIND = {
    int: "is not a whole number",
    float: "is not a number",
    str: "is not a text",
    bool: "is not true or false",
}
_WRONG = object()


class _Reading:
    """Reads plain values as the types of the problem and gathers what does not fit."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Misread] = []

    def wrong(self, path: str, value: Any, reason: str) -> Any:
        shown = "" if isinstance(value, dict | list) else str(value)[:80]
        self.faults.append(_misread(self.where, path, shown, reason))
        return _WRONG

    def value(self, hint: Any, told: Any, path: str) -> Any:
        """What is told, as the type says; _WRONG when it does not fit."""
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            return self._optional(hint, told, path)
        if origin is tuple:
            return self._tuple(get_args(hint), told, path)
        if origin is frozenset:
            parts = self._tuple((get_args(hint)[0], ...), told, path)
            return parts if parts is _WRONG else frozenset(parts)
        if origin is not None:
            return self._mapping(get_args(hint)[1], told, path)
        if is_dataclass(hint) and isinstance(hint, type):
            return self._object(hint, told, path)
        return self._single(hint, told, path)

    def _optional(self, hint: Any, told: Any, path: str) -> Any:
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return None if told is None else self.value(kinds[0], told, path)

    def _tuple(self, kinds: tuple[Any, ...], told: Any, path: str) -> Any:
        if not isinstance(told, list):
            return self.wrong(path, told, "is not a list")
        if kinds[-1] is not ... and len(told) != len(kinds):
            return self.wrong(path, told, f"wants {len(kinds)} values")
        each = (kinds[0],) * len(told) if kinds[-1] is ... else kinds
        parts = [
            self.value(kind, part, f"{path}[{place}]")
            for place, (kind, part) in enumerate(zip(each, told, strict=True))
        ]
        return _WRONG if any(part is _WRONG for part in parts) else tuple(parts)

    def _mapping(self, kind: Any, told: Any, path: str) -> Any:
        if not isinstance(told, dict):
            return self.wrong(path, told, "is not an object")
        parts = {key: self.value(kind, part, f"{path}.{key}") for key, part in told.items()}
        return _WRONG if any(part is _WRONG for part in parts.values()) else parts

    def _object(self, kind: type, told: Any, path: str) -> Any:
        if not isinstance(told, dict):
            return self.wrong(path, told, "is not an object")
        own = {field.name: field for field in fields(kind)}
        before = len(self.faults)
        for name in told.keys() - own.keys():
            self.wrong(_below(path, name), told[name], "is no field; known: " + ", ".join(own))
        for name in [n for n, field in own.items() if _is_wanted(field) and n not in told]:
            self.wrong(_below(path, name), "", "is missing")
        parts = {
            name: self.value(_hints(kind)[name], told[name], _below(path, name))
            for name in own
            if name in told
        }
        if len(self.faults) > before:
            return _WRONG
        try:
            return kind(**parts)
        except ValueError as error:
            self.faults.append(misfit(self.where, error, path))
            return _WRONG

    def _single(self, kind: type, told: Any, path: str) -> Any:
        if kind is date or issubclass(kind, StrEnum):
            return self._text_of(kind, told, path)
        fits = isinstance(told, int | float) if kind is float else isinstance(told, kind)
        if not fits or (isinstance(told, bool) and kind is not bool):
            return self.wrong(path, told, _WRONG_KIND[kind])
        return float(told) if kind is float else told

    def _text_of(self, kind: Any, told: Any, path: str) -> Any:
        wrong = "is not an ISO date" if kind is date else "is not one of " + ", ".join(kind)
        if not isinstance(told, str):
            return self.wrong(path, told, wrong)
        try:
            return date.fromisoformat(told) if kind is date else kind(told)
        except ValueError:
            return self.wrong(path, told, wrong)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_wanted(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
