"""Is the house well? Asked by the server before it starts, and by whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from hamgam import __version__
from hamgam.ledger import triggers
from hamgam.ledger.models import Compatibility

SHAPE = 1
"""The data's shape that this code writes; raised when older code could not read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What an examination found; `faults` are whole sentences for an administrator."""

    faults: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Whether the register can be read and written."""
        return not self.faults

    def told(self) -> dict[str, object]:
        """The answer of /health."""
        return {
            "status": "ok" if self.is_well else "unwell",
            "version": __version__,
            "database": connection.vendor,
            "faults": list(self.faults),
        }


def pending_migrations() -> list[str]:
    """The migrations this code knows and the database has not seen, by name."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def data_shape() -> int | None:
    """The number of the shape the database holds; None for an empty one."""
    if "ledger_compatibility" not in connection.introspection.table_names():
        return None
    row = Compatibility.objects.first()
    return row.number if row else None


def _faults() -> list[str]:
    shape = data_shape()
    if shape is not None and shape > SHAPE:
        return [f"The database has shape {shape}; this code knows {SHAPE}. Install a newer Hamgam."]
    if pending := pending_migrations():
        return [f"{len(pending)} migrations are not applied yet; run `hamgam upgrade`."]
    if lost := triggers.missing(connection):
        return [f"{len(lost)} triggers are missing, {lost[0]} first; run `hamgam upgrade`."]
    return []


def examine() -> Condition:
    """Look at the database's shape, its migrations and the ledger's triggers."""
    try:
        return Condition(faults=tuple(_faults()))
    except DatabaseError:
        return Condition(faults=("The database does not answer.",))
