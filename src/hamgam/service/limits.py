"""How often one address may report: enough for anybody who walks a street, too little to flood."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

from hamgam.kit.refusals import Refused

MOST_REPORTS = 12
WITHIN_S = 60 * 60


def count_report(request: HttpRequest) -> None:
    """Count one more report from an address; refuses (`too_many`) from the thirteenth in an hour
    on. Each process of the server counts for itself."""
    key = f"hamgam-reports-{get_client_ip_address(request)}"
    cache.add(key, 0, WITHIN_S)
    if cache.incr(key) > MOST_REPORTS:
        raise Refused("too_many")
