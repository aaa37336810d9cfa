"""How often an address may come with a secret that is none.

A token and an invitation are 256 random bits: guessing them is hopeless, and slowing it is for the
log and the machine's sake. So a good secret is never refused for the bad ones that came from the
same address: nobody shuts an agency out by sharing its way to the network.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

from hamgam.kit.refusals import Refused

log = logging.getLogger("hamgam.secrets")
MOST_BAD = 30
WITHIN_S = 15 * 60


@contextmanager
def counted(request: HttpRequest, kind: str) -> Iterator[None]:
    """Count what is refused as `bad_token` by the address it came from; from the thirty-first in
    fifteen minutes on it is refused as `too_many`. Each process of the server counts for itself."""
    try:
        yield
    except Refused as refusal:
        if refusal.code != "bad_token":
            raise
        key = f"hamgam-bad-{kind}-{get_client_ip_address(request)}"
        cache.add(key, 0, WITHIN_S)
        if cache.incr(key) > MOST_BAD:
            log.warning("too many bad secrets", extra={"kind": kind})
            raise Refused("too_many") from refusal
        raise
