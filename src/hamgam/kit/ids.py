"""Public ids: made once, never reused, safe in an address, the same in every feed."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so that an id survives being read aloud."""
LENGTH = 13
"""65 bits: with 10 million ids the chance that any two are equal is about one in a million."""


def new_id(prefix: str) -> str:
    """A fresh public id, such as `w-7k3m9q2xv8tan`."""
    return prefix + "-" + "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
