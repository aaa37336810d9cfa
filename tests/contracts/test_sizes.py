"""Functions are small, files are rooms one can see across, and no function takes a crowd."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, P95, MEDIAN, ARGUMENTS = 400, 40, 30, 8, 6

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[tuple[Function, int]]:
    """Each function with its count of code lines: no blank, comment or docstring counts."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            yield node, len(_code_lines(node, lines))


def _code_lines(node: Function, lines: list[str]) -> list[int]:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return []
    numbers = range(body[0].lineno, (node.end_lineno or node.lineno) + 1)
    return [n for n in numbers if lines[n - 1].strip() and not lines[n - 1].strip().startswith("#")]


ALL = [(path, node, size) for path in FILES for node, size in functions(path)]


@pytest.mark.parametrize("path", FILES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_a_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_function_is_long() -> None:
    told = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size} lines"
        for path, node, size in ALL
        if size > LONGEST_FUNCTION
    ]
    assert told == []


def test_most_functions_are_short() -> None:
    sizes = sorted(size for _, _, size in ALL)
    assert statistics.median(sizes) <= MEDIAN
    assert sizes[int(len(sizes) * 0.95)] <= P95


def test_no_function_takes_a_crowd_of_positional_arguments() -> None:
    told = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, node, _ in ALL
        if len(_taken(node)) > ARGUMENTS and not _is_command(node) and not _is_kernel(node)
    ]
    assert told == []


def _taken(node: Function) -> list[str]:
    return [
        arg.arg
        for arg in (*node.args.posonlyargs, *node.args.args)
        if arg.arg not in {"self", "cls"}
    ]


def _is_command(node: Function) -> bool:
    """A command's options are keyword-only by nature."""
    return bool(node.args.kwonlyargs) and not node.args.args


def _is_kernel(node: Function) -> bool:
    """A compiled kernel takes arrays one by one: it knows no objects."""
    return any("jit" in ast.unparse(decorator) for decorator in node.decorator_list)
