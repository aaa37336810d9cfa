"""The first start compiles every room that has kernels, and lets no two compile the same one."""

from __future__ import annotations

from pathlib import Path

import hamgam.engine
from hamgam.cli.warm import ROOMS

ENGINE = Path(hamgam.engine.__path__[0])


def test_every_room_with_kernels_is_warmed() -> None:
    assert sorted(ROOMS) == sorted(path.parent.name for path in ENGINE.glob("*/warm.py"))


def test_a_kernel_that_two_rooms_could_compile_is_warmed_by_one() -> None:
    """Kernels outside the rooms are shared: who imports them is one room alone."""
    shared = {
        path.relative_to(ENGINE).with_suffix("").parts
        for path in ENGINE.rglob("*.py")
        if "@compiled" in path.read_text(encoding="utf-8")
        and path.relative_to(ENGINE).parts[0] not in ROOMS
    }
    for parts in shared:
        module = ".".join(("hamgam", "engine", *parts))
        users = {room for room in ROOMS if _imports(room, module)}
        assert len(users) <= 1, (module, users)


def _imports(room: str, module: str) -> bool:
    return any(
        f"from {module} import" in path.read_text(encoding="utf-8")
        for path in (ENGINE / room).rglob("*.py")
    )
