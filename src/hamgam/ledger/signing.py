"""Who writes: every change carries the name of a person or a job, an agency and a request.

A connection that names nobody is refused by the triggers themselves, so that no way round the
deeds leaves a row without a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

from hamgam.ledger.turns import wait_for_chain

CITY = "city"
"""The chain of what no single agency did: the house's own jobs and upgrades."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The name under a change. `actor` is `person:<id>`, `token:<id>` or `job:<name>`; `agency` is
    the acting agency's key; `request` ties together what one request did, and may be empty."""

    actor: str
    agency: str
    request: str = ""


class Unsigned(Exception):  # noqa: N818 - the name says what the write is
    """A write to an audited table outside `signed`."""


_at_hand: ContextVar[Signature | None] = ContextVar("hamgam_signature", default=None)


def current() -> Signature:
    """The signature at hand; raises Unsigned when nobody signed."""
    signature = _at_hand.get()
    if signature is None:
        raise Unsigned("a write to an audited table names no actor")
    return signature


def _tell_server(signature: Signature | None) -> None:
    """PostgreSQL's triggers read the names from settings that end with the transaction."""
    if connection.vendor != "postgresql":
        return
    told = signature or Signature(actor="", agency="")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hamgam.actor', %s, true), set_config('hamgam.agency', %s, true),"
            " set_config('hamgam.request', %s, true)",
            [told.actor, told.agency, told.request],
        )


@contextmanager
def signed(signature: Signature) -> Iterator[None]:
    """One transaction in which every change carries this signature; an inner one signs its own
    part and joins the outer transaction."""
    with transaction.atomic():
        outer = _at_hand.get()
        mark = _at_hand.set(signature)
        try:
            _tell_server(signature)
            wait_for_chain(signature.agency)
            yield
            _tell_server(outer)
        finally:
            _at_hand.reset(mark)
