"""Recording of facts: in the same transaction as what they tell, with their follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import rfc8785
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from hamgam.ledger.models import Fact
from hamgam.ledger.signing import current

FollowUp = Callable[[Fact], None]
Json = Mapping[str, Any]
"""What JSON can hold; rfc8785 refuses the rest."""

_cause: ContextVar[Fact | None] = ContextVar("hamgam_cause", default=None)


def follow_ups() -> Mapping[str, Sequence[str]]:
    """The pipeline: each fact's complete ordered list of follow-ups, by dotted name."""
    table: Mapping[str, Sequence[str]] = import_string(settings.HAMGAM_PIPELINE)
    return table


def record_fact(name: str, *, subject: str, payload: Json | None = None) -> Fact:
    """Write a fact under the signature at hand and run its follow-ups.

    A fact recorded by a follow-up carries its cause and starts nothing more. Raises Unsigned
    outside `signed`, KeyError for a fact that the pipeline does not know.
    """
    signature, cause = current(), _cause.get()
    fact = Fact.objects.create(
        name=name,
        actor=signature.actor,
        agency=signature.agency,
        subject=subject,
        payload=rfc8785.dumps(dict(payload or {})).decode(),
        caused_by=cause,
        request=signature.request,
        at=timezone.now(),
    )
    if cause is None:
        _run(fact, follow_ups()[name])
    return fact


@contextmanager
def because_of(fact: Fact) -> Iterator[None]:
    """A deed made of deeds: the facts recorded inside carry this one as their cause, and start
    nothing more."""
    mark = _cause.set(fact)
    try:
        yield
    finally:
        _cause.reset(mark)


def _run(fact: Fact, names: Sequence[str]) -> None:
    with because_of(fact):
        for name in names:
            follow_up: FollowUp = import_string(name)
            follow_up(fact)
