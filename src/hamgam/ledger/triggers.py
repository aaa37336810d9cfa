"""Capture of every change by the database itself, on both engines.

For each audited table: one trigger after each insert, update and delete, which appends the row
before and after to the acting agency's chain. For the ledger's own tables: triggers that refuse
update and delete. The text that is hashed is the same on both engines (`chain.link`), so that one
verifier reads both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "hamgam_"
SEPARATOR = "\x1f"
"""Between the parts of a link; JSON escapes it, and no key or name may hold it."""
SEALED = ("ledger_fact", "ledger_change")
"""Tables whose rows are never altered and never removed."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A table whose changes are captured: its columns, which of them hold bytes, its key."""

    table: str
    columns: tuple[str, ...]
    binary: frozenset[str]
    key: str


def _audited(model: type[models.Model]) -> Audited | None:
    """What to capture of a model without its `unaudited_columns`; None when those are None."""
    left_out: frozenset[str] | None = getattr(model, "unaudited_columns", frozenset())
    if left_out is None:
        return None
    fields = [f for f in model._meta.local_concrete_fields if f.column not in left_out]
    binary = frozenset(f.column for f in fields if isinstance(f, models.BinaryField))
    key = model._meta.pk.column
    return Audited(model._meta.db_table, tuple(f.column for f in fields), binary, key)


def audited_tables() -> list[Audited]:
    """Every table of the house's own applications whose changes are captured, by name."""
    own = [config for config in apps.get_app_configs() if config.name.startswith("hamgam.")]
    found = [
        table
        for config in own
        for model in config.get_models(include_auto_created=True)
        if (table := _audited(model)) is not None
    ]
    return sorted(found, key=lambda table: table.table)


def _names(table: Audited) -> dict[str, str]:
    return {op: f"{PREFIX}{op}_{table.table}" for op in ("insert", "update", "delete")}


def _sqlite_row(table: Audited, side: str) -> str:
    """The row as JSON; bytes as hexadecimal digits, which is all that JSON can hold."""
    parts = [
        f"'{column}', "
        + (f'hex({side}."{column}")' if column in table.binary else f'{side}."{column}"')
        for column in table.columns
    ]
    return f"json_object({', '.join(parts)})"


def _sqlite_capture(table: Audited, op: str) -> str:
    before = "''" if op == "insert" else _sqlite_row(table, "OLD")
    after = "''" if op == "delete" else _sqlite_row(table, "NEW")
    side = "OLD" if op == "delete" else "NEW"
    columns = ", ".join(f'"{column}"' for column in table.columns)
    event = f"UPDATE OF {columns}" if op == "update" else op.upper()
    # Names come from the models, never from a request. DISTINCT keeps SQLite from flattening the
    # inner query, which would read the clock twice: once for the row, once for its hash.
    return f"""
CREATE TRIGGER "{PREFIX}{op}_{table.table}" AFTER {event} ON "{table.table}" BEGIN
INSERT OR IGNORE INTO ledger_head (agency, hash, length) VALUES (hamgam_agency(), '', 0);
INSERT INTO ledger_change
 (agency, position, actor, request, operation, "table", "key", before, after, at, prev, hash)
SELECT agency, position, actor, request, operation, "table", "key", before, after, at, prev,
 hamgam_sha256(prev || char(31) || agency || char(31) || position || char(31) || actor || char(31)
 || request || char(31) || operation || char(31) || "table" || char(31) || "key" || char(31)
 || before || char(31) || after || char(31) || at)
FROM (SELECT DISTINCT agency, length + 1 AS position, hamgam_actor() AS actor,
 hamgam_request() AS request, '{op}' AS operation, '{table.table}' AS "table",
 CAST({side}."{table.key}" AS TEXT) AS "key",
 {before} AS before, {after} AS after, hamgam_now() AS at, hash AS prev
 FROM ledger_head WHERE agency = hamgam_agency());
UPDATE ledger_head SET length = length + 1, hash =
 (SELECT hash FROM ledger_change AS c
  WHERE c.agency = ledger_head.agency AND c.position = ledger_head.length + 1)
WHERE agency = hamgam_agency();
END"""  # noqa: S608 - DDL takes no parameters


def _sqlite_seal(table: str) -> Iterator[str]:
    for op in ("update", "delete"):
        yield (
            f'CREATE TRIGGER "{PREFIX}seal_{op}_{table}" BEFORE {op.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


_POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION hamgam_capture() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  who text := current_setting('hamgam.actor');
  whose text := current_setting('hamgam.agency');
  req text := current_setting('hamgam.request');
  head ledger_head%%ROWTYPE;
  was text := ''; became text := ''; row_key text;
  stamp text := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    || '+00:00';
  s text := chr(31); digest text;
BEGIN
  IF who = '' OR whose = '' THEN
    RAISE EXCEPTION 'a write to an audited table names no actor';
  END IF;
  IF TG_OP <> 'INSERT' THEN
    was := (to_jsonb(OLD) - TG_ARGV[1]::text[])::text; row_key := to_jsonb(OLD) ->> TG_ARGV[0];
  END IF;
  IF TG_OP <> 'DELETE' THEN
    became := (to_jsonb(NEW) - TG_ARGV[1]::text[])::text; row_key := to_jsonb(NEW) ->> TG_ARGV[0];
  END IF;
  INSERT INTO ledger_head (agency, hash, length) VALUES (whose, '', 0) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM ledger_head WHERE agency = whose FOR UPDATE;
  digest := encode(sha256(convert_to(head.hash || s || whose || s || (head.length + 1)::text || s
    || who || s || req || s || lower(TG_OP) || s || TG_TABLE_NAME || s || row_key || s || was || s
    || became || s || stamp, 'UTF8')), 'hex');
  INSERT INTO ledger_change
    (agency, position, actor, request, operation, "table", "key", before, after, at, prev, hash)
  VALUES (whose, head.length + 1, who, req, lower(TG_OP), TG_TABLE_NAME, row_key, was, became,
    stamp, head.hash, digest);
  UPDATE ledger_head SET length = head.length + 1, hash = digest WHERE agency = whose;
  RETURN NULL;
END $body$;
CREATE OR REPLACE FUNCTION hamgam_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $body$;
"""


def _left_out(table: Audited) -> str:
    """The columns of a table that no change may show, as PostgreSQL writes a list of texts."""
    model = next(
        m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == table.table
    )
    names = [f.column for f in model._meta.local_concrete_fields if f.column not in table.columns]
    return "{" + ",".join(names) + "}"


def _postgresql_capture(table: Audited, op: str) -> str:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    event = f"UPDATE OF {columns}" if op == "update" else op.upper()
    return (
        f'CREATE TRIGGER "{PREFIX}{op}_{table.table}" AFTER {event} ON "{table.table}" '
        f"FOR EACH ROW EXECUTE FUNCTION hamgam_capture('{table.key}', '{_left_out(table)}')"
    )


def _postgresql_seal(table: str) -> Iterator[str]:
    for op, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        yield (
            f'CREATE TRIGGER "{PREFIX}seal_{op}_{table}" BEFORE {op.upper()} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION hamgam_refuse()"
        )


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRESQL_FUNCTIONS.replace("%%", "%")
    capture = _postgresql_capture if vendor == "postgresql" else _sqlite_capture
    seal = _postgresql_seal if vendor == "postgresql" else _sqlite_seal
    for table in audited_tables():
        for op in _names(table):
            yield capture(table, op)
    for sealed in SEALED:
        yield from seal(sealed)


def laid(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The house's triggers that stand in the database: name and table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
                " AND t.tgenabled <> 'D'"
            )
        else:
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def expected(vendor: str) -> list[str]:
    """The names of the triggers that must stand for the register to be written."""
    captures = [name for table in audited_tables() for name in _names(table).values()]
    operations = (
        ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    )
    return captures + [f"{PREFIX}seal_{op}_{table}" for table in SEALED for op in operations]


def missing(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """The triggers that should stand and do not, by name."""
    return sorted(set(expected(connection.vendor)) - set(laid(connection)))


def lay(connection: BaseDatabaseWrapper) -> None:
    """Lay every trigger anew; does nothing while the ledger's tables are not there yet."""
    standing = set(connection.introspection.table_names())
    needed = {table.table for table in audited_tables()} | set(SEALED) | {"ledger_head"}
    if not needed <= standing:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, table in laid(connection).items():
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')
        for statement in _statements(connection.vendor):
            cursor.execute(statement)
